"""The name of the newspaper: in mastheads, running heads and datelines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.pages.edition_dates import PAPER_ENDINGS, PAPER_WORD, line_date
from audiopaper.pages.markdown import front_matter_end
from audiopaper.pages.wrapped_lines import running_lines
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.model import Page

_PAPER_LINE = re.compile(rf"([\u4e00-\u9fff]{{1,8}}?(?:{PAPER_ENDINGS}|报))社?")
_PAPER_DATELINE = re.compile(
    rf"[（(【\s]{{0,3}}([\u4e00-\u9fff]{{2,6}}?(?:{PAPER_ENDINGS}))(?:讯|全媒体|记者|融媒)"
)
_NOT_PAPERS = frozenset({"本报", "海报", "举报", "通报", "简报", "捷报", "喜报", "要闻", "新闻"})


def find_paper(pages: Sequence[Page]) -> str:
    """Find the newspaper's name: in the masthead, in running heads, or in datelines.

    Returns:
        The name with most evidence; empty where none is printed.
    """
    votes: Counter[str] = Counter()
    for page in pages:
        for name, weight in _paper_votes(page):
            plain = simplify(name)
            if plain not in _NOT_PAPERS and not plain.endswith(("本报", "新闻")):
                votes[name] += weight
    if not votes:
        return ""
    return max(votes, key=lambda name: (votes[name], len(name)))


# paper: 青川日报, in the front matter of a Markdown page.
_FRONT_PAPER = re.compile(
    r"(?:paper|newspaper|报纸)\s?[:：]\s{0,4}[\"'《]?([^\"'《》]{2,20})[\"'》]?"
)


def _paper_votes(page: Page) -> Iterable[tuple[str, int]]:
    for line in page.lines[: front_matter_end(page.lines)]:
        front_matter = _FRONT_PAPER.fullmatch(line.strip()[:80])
        if front_matter:
            yield front_matter.group(1).strip(), 50
    running = running_lines(page.lines)
    shown = [
        (line.strip().lstrip("#").strip(), number in running)
        for number, line in enumerate(page.lines)
        if line.strip()
    ]
    for i, (line, runs) in enumerate(shown):
        dateline = _PAPER_DATELINE.match(simplify(line))
        if dateline:
            yield line[dateline.start(1) : dateline.end(1)], 1
        if runs:
            continue
        if len(line) <= 24 and i < 25:
            bare = re.sub(r"\s", "", line)
            whole = _PAPER_LINE.fullmatch(simplify(bare))
            if whole:
                sure = re.search(rf"(?:{PAPER_ENDINGS})$", whole.group(1)) is not None
                yield bare[: whole.end(1)], 5 if sure else 2
        if len(line) <= 80 and line_date(line):
            plain = unicodedata.normalize("NFKC", line)
            for match in PAPER_WORD.finditer(simplify(plain)):
                yield re.sub("社(?:出版)?$", "", plain[match.start() : match.end()]), 5
