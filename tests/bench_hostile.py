"""Measure what takes text from outside on text made to hurt: `python -m tests.bench_hostile [MB]`.

For each reader and each unit of text (brackets, digits, one character, mark-up that never ends) it
prints the seconds for a page of the given size (10 MB where none is named, the most a page may
have) and of half of it: linear is about twice. Last come pages of lines that are made alike, from
the file to the ranked articles: of the most lines that a page may have, and of half of them.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from audiopaper.articles import split_articles
from audiopaper.cleaning import clean_article
from audiopaper.config import LeadSettings
from audiopaper.errors import InputError
from audiopaper.leads import rank_articles
from audiopaper.model import Edition, Page
from audiopaper.pages import html_text, read_edition
from audiopaper.pages.decoding import MAX_PAGE_LINES
from audiopaper.pages.markdown import plain_lines
from tests.support.builders import make_article, make_paragraph

UNITS = [
    "（", "（）", "（图", "（图）", "5", "5，", "字", "“”", "“", '"', "，", ", ", " ", "\u3000", "2026年", "3月",
    "#", "*", "[", "](", "![](", "\\", "> ", "<", "<a ", "<!", "<![", "<!--", "&#", "<b>字", "<div>", "日报", "」", "\u200b",
]  # fmt: skip


SENTENCE = "青川今年新修了三座桥，群众出行方便多了。"

LINES: dict[str, Callable[[int], list[str]]] = {
    "one sentence": lambda n: [SENTENCE],
    "long lines": lambda n: [SENTENCE * 8],
    "blank lines between": lambda n: [SENTENCE * 2, ""],
    "numbered sentences": lambda n: [f"　　第{n}段讲的是青川县今年修桥的事，群众出行方便多了。"],
    "torn sentences": lambda n: [f"第{n}座桥今年春天由青川县交通部门组织施工，群众出行今后更加"],
    "begun inside sentences": lambda n: [f"　　的第{n}座桥今年春天通车，群众出行方便多了。"],
    "headlines": lambda n: ["青川修桥三座"],
    "headings": lambda n: [f"# 青川县第{n}座桥通车", "", SENTENCE, ""],
    "headings with a colon": lambda n: [f"## 桥梁：第{n:05}座", SENTENCE * 2],
    "briefs": lambda n: [f"青川县第{n}座桥通车", f"本报讯（记者 高远）{SENTENCE}"],
    "one brief": lambda n: ["青川大桥今天合龙", f"本报讯（记者 高远）{SENTENCE * 2}"],
    "briefs that break off": lambda n: ["青川大桥今天合龙", f"本报讯（记者 高远）{SENTENCE}而且"],
    "jumps": lambda n: ["青川大桥今天合龙", f"{SENTENCE}（下转第2版）"],
    "run-overs": lambda n: [f"（上接第1版）{SENTENCE}"],
    "bylines": lambda n: ["本报记者 高远"],
    "labels": lambda n: ["编者按：", "桥梁："],
    "bullets": lambda n: [f"■第{n}座桥今年春天通车。"],
}
"""Lines that make up a page, by what they are; the number says how often they came before."""


def make_page(make_lines: Callable[[int], list[str]], lines: int) -> Edition:
    """An edition of one page of so many lines."""
    text = [line for n in range(lines) for line in make_lines(n)][:lines]
    page = Page(number=1, name="01.txt", lines=tuple(text))
    return Edition(date=None, paper="", pages=(page,))


def split_page(edition: Edition) -> None:
    """From the page to ranked articles."""
    rank_articles(split_articles(edition).articles, LeadSettings())


def _clean(text: str) -> None:
    clean_article(make_article(headline=text[:500], paragraphs=(make_paragraph(f"字{text}字"),)))


def _read(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(InputError):
        page = Path(folder) / "01.txt"
        page.write_text(f"字{text}\n字", encoding="utf-8")
        read_edition([page])


def _mark_down(text: str) -> None:
    plain_lines([text])


def _web(text: str) -> None:
    html_text(text)


READERS: list[Callable[[str], None]] = [_read, _clean, _mark_down, _web]


def seconds(reader: Callable[[str], None], unit: str, size_bytes: int) -> float:
    """How long a reader takes over one page of nothing but a unit."""
    text = unit * (size_bytes // len(unit.encode("utf-8")))
    start = time.process_time()
    reader(text)
    return time.process_time() - start


def main() -> None:
    """Print a line a reader and unit, the slowest last."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0] if __doc__ else None)
    parser.add_argument("megabytes", nargs="?", type=float, default=10, help="default: 10")
    size_bytes = int(parser.parse_args().megabytes * 1_000_000) - 100
    rows = []
    for reader in READERS:
        for unit in UNITS:
            half, whole = (seconds(reader, unit, size) for size in (size_bytes // 2, size_bytes))
            rows.append((whole, half, reader.__name__.strip("_"), unit))
            print(f"{len(rows)} of {len(READERS) * len(UNITS)}", end="\r", flush=True)
    for whole, half, name, unit in sorted(rows):
        print(f"{name:>10} {unit!r:10} {half:7.2f} s, {whole:7.2f} s")
    for name, make_lines in LINES.items():
        halves = []
        for lines in (MAX_PAGE_LINES // 2, MAX_PAGE_LINES):
            edition = make_page(make_lines, lines)
            start = time.process_time()
            split_page(edition)
            halves.append(time.process_time() - start)
        print(f"{'split':>10} {name:21} {halves[0]:7.2f} s, {halves[1]:7.2f} s", flush=True)


if __name__ == "__main__":
    main()
