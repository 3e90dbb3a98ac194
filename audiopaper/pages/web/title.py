"""The headline of a web page: the line that its title, its mark-up and its layout agree on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.pages.edition_dates import PAPER_ENDINGS
from audiopaper.pages.web.elements import WebBlock, WebDocument, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SITE = re.compile(
    r"\s*[_|｜丨–—]+\s*|\s+-+\s*|\s*-+\s+|-{2,}|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])"
)
"""What parts the title of an article from the name of the site behind it."""

_TITLE_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:\w{0,12})?title\d?|tit|headline|biaoti|bt|font01|h1|subject|rich-media-title)(?:$|[\s_-])"
)
_NO_TITLE_NAME = re.compile(
    r"(?:sub|intro|pre|second|small|yin|shoulder|side|list|rel\w*|rec\w*|hot|comment|box|mod|block|column|channel|nav|share|site|page)"
    r"[\s_-]*tit|tit(?:le)?[\s_-]*list"
)
_NO_HEADLINE = re.compile(
    rf"[\u4e00-\u9fff]{{0,8}}(?:{PAPER_ENDINGS})(?:社|数字报|电子报|网)?"
    r"|第?\s?[A-Z]?\d{1,3}\s?版(?:\s?[:：]?\s?\S{0,8})?"
    r"|[\u4e00-\u9fff]{2,8}(?:新闻网|数字报|电子报|门户网站|人民政府(?:网|门户网站)?)"
    r"|(?:正文|详情|新闻|要闻|首页|内容|标题|导航|无标题文档|新闻详情|文章详情|信息公开)"
)
_MAX_CHARS = 90
_MIN_AGREED_CHARS = 6


@dataclass(frozen=True, slots=True)
class Titles:
    """What a document gives as the title of its article, letters and digits alone."""

    exact: frozenset[str]
    """Titles that name nothing else."""

    page: str
    """``<title>``, the site's name with it."""

    parts: tuple[str, ...]
    """The parts of ``<title>`` between its separators."""

    def agree(self, text: str) -> float:
        """Return how far a line's text is the title: 0 not at all to 4."""
        if len(text) < 2:
            return 0.0
        if text in self.exact:
            return 4.0
        if text in self.parts:
            return 3.0 if len(text) >= _MIN_AGREED_CHARS else 1.5
        if len(text) >= _MIN_AGREED_CHARS:
            if self.page.startswith(text) or any(title.startswith(text) for title in self.exact):
                return 3.0
            if text in self.page or any(text in title for title in self.exact):
                return 2.0
            longest = max((t for t in (*self.exact, *self.parts) if t in text), key=len, default="")
            if len(longest) >= max(_MIN_AGREED_CHARS, len(text) * 0.6):
                return 2.0
        return 0.0


def read_titles(document: WebDocument) -> Titles:
    """Gather what a document gives as its article's title."""
    exact = {bare(title) for title in document.titles if not is_no_headline(title)}
    exact |= {bare(_SITE.split(title)[0]) for title in document.titles}
    parts = tuple(bare(part) for part in _SITE.split(document.page_title))
    return Titles(
        frozenset(t for t in exact if len(t) >= _MIN_AGREED_CHARS), bare(document.page_title), parts
    )


def is_no_headline(text: str) -> bool:
    """Whether a text names a paper, a site or a section.

    Example:
        >>> [is_no_headline(text) for text in ("青川日报", "第06版：要闻", "石塘大桥通车")]
        [True, True, False]
    """
    return _NO_HEADLINE.fullmatch(text.strip()) is not None


def find_headlines(document: WebDocument, suspect: Sequence[bool]) -> list[tuple[float, int]]:
    """Rate the blocks that may be the headline.

    Args:
        document: The web page.
        suspect: For each block, whether its element's name says that it is no article's.

    Returns:
        Scores and positions of blocks, best first; from 3 on a block is likely the headline.
    """
    titles = read_titles(document)
    rated = [
        (score, number)
        for number, block in enumerate(document.blocks)
        if (score := _rate(document, block, titles, suspect[number])) > 0
    ]
    return sorted(rated, key=lambda row: (-row[0], row[1]))


def _rate(document: WebDocument, block: WebBlock, titles: Titles, suspect: bool) -> float:
    text = bare(block.text)
    if not 2 <= len(text) <= _MAX_CHARS or is_no_headline(block.text):
        return 0.0
    score = titles.agree(text)
    agreed = score
    score += {1: 3.0, 2: 2.0, 3: 1.5, 4: 1.0}.get(block.level, 0.0)
    for depth, node in enumerate(document.parents(block.node)):
        if depth == 2:
            break
        if node.tag == "founder-title":
            score += 3.0
        elif _TITLE_NAME.search(node.names) and not _NO_TITLE_NAME.search(node.names):
            score += 1.5
            break
        elif node.centred and not depth:
            score += 0.5
    score += 0.5 * block.strong
    if block.linked:
        score -= 2.5 if agreed < 3 else 1.5
    if "。" in block.text.rstrip("。”"):
        score -= 3.0
    return score - suspect * (1.0 if agreed >= 3 else 3.0)


def headline_of(document: WebDocument, first: int, titles: Titles) -> tuple[str, int]:
    """Return the headline that begins at a block, and the position behind it.

    A headline that is broken into lines is joined where the page's title goes on with them; a
    badge behind it (原创) goes.
    """
    blocks = document.blocks
    text, end = _without_badge(blocks[first].text, titles), first + 1
    known = [title for title in (*titles.exact, titles.page) if title.startswith(bare(text))]
    while end < len(blocks) and end - first < 4:
        following = bare(blocks[end].text)
        if len(following) < 2 or not any(
            title.startswith(bare(text) + following) for title in known
        ):
            break
        text, end = f"{text} {blocks[end].text}", end + 1
    return text, end


_MAX_BADGE_CHARS = 4


def _without_badge(text: str, titles: Titles) -> str:
    whole = bare(text)
    for title in (*titles.exact, *titles.parts):
        badge = whole.removeprefix(title)
        if len(title) >= _MIN_AGREED_CHARS and 0 < len(badge) <= _MAX_BADGE_CHARS:
            at = text.rfind(badge)
            return text[:at].rstrip(" （([【") if at > 0 and text.endswith(badge) else text
    return text


def given_title(document: WebDocument) -> str:
    """Return the title that a document states apart from its text; empty if there is none."""
    for title in (*document.titles, document.page_title):
        text = next(_title_parts(title), "")
        if len(bare(text)) >= _MIN_AGREED_CHARS:
            return text
    return ""


def _title_parts(title: str) -> Iterator[str]:
    for part in _SITE.split(title):
        if part.strip() and not is_no_headline(part):
            yield part.strip()
