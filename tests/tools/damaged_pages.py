"""Made-up pages that their writers damaged by hand: what each row is, and which goes on which.

A row has a code, a tab and its text, as in tests/data/local_pages; behind a text's article stand
`:`, the number of its paragraph and, if that is torn, a letter for the piece: `T1:3a`, `T1:3b`. A
letter `R` is a passage that is printed a second time. The rows stand in the order of print.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.roles import Role
from audiopaper.model import Page
from tests.support.paths import DATA
from tests.tools.gold_labels import CODES, LABEL_OF, LabelledGold
from tests.tools.written_golds import make_gold, tighten

DAMAGED = DATA / "damaged_pages"

_CODE = re.compile(r"([A-Z])(\d+)(?::(\d+)([a-z]?))?")
_JOIN_CHARS = 6


@dataclass(frozen=True)
class Row:
    """One printed block."""

    letter: str
    article: int
    paragraph: int
    piece: str
    text: str


@dataclass(frozen=True)
class DamagedPage:
    """A page as it is printed, by line numbers from 1."""

    gold: LabelledGold
    lines: tuple[str, ...]
    roles: Mapping[int, Role]
    rests: Mapping[int, int]
    """By the line of a rest the line that it goes on."""

    articles: Mapping[int, int]
    """The article of each line; 0 for none, and for a passage printed again."""

    measured: dict[str, Any]
    """The gold for the scorer."""


@cache
def read_damaged() -> tuple[DamagedPage, ...]:
    """Read the pages of `DAMAGED`."""
    return tuple(page for file in sorted(DAMAGED.glob("*.txt")) for page in read_file(file))


def is_damaged_form(file: Path) -> bool:
    """Return whether a file's rows name paragraphs."""
    return re.search(r"(?m)^[LT]\d+:\d", file.read_text(encoding="utf-8")) is not None


def read_file(file: Path) -> Iterator[DamagedPage]:
    """Read a file of such pages.

    Raises:
        ValueError: A row has another form.
    """
    for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
        title, *lines = part.splitlines()
        name, _, paper = title.partition(" | ")
        rows = [_read_row(line, f"{file.name}, {name}") for line in lines if line.strip()]
        yield _make_page(f"{DAMAGED.name}/{file.stem}/{name}", paper, rows)


def _read_row(line: str, where: str) -> Row:
    code, _, text = line.partition("\t")
    match = _CODE.fullmatch(code)
    if match is None or not text:
        raise ValueError(f"{where}: {line[:40]!r} is no row")
    letter, article, paragraph, piece = match.groups()
    return Row(letter, int(article), int(paragraph or 0), piece or "", text)


def _make_page(name: str, paper: str, rows: Sequence[Row]) -> DamagedPage:
    lines = tuple("\n\n".join(row.text for row in rows).split("\n"))
    roles = {1 + 2 * n: CODES[LABEL_OF.get(row.letter, row.letter)] for n, row in enumerate(rows)}
    blocks = make_blocks(Page(number=1, name=name, lines=lines))
    known = paper if any(paper in row.text for row in rows) else ""
    gold = LabelledGold(name, known, ((blocks, tuple(roles[b.lines[0][0]] for b in blocks)),))
    articles = {1 + 2 * n: 0 if row.letter == "R" else row.article for n, row in enumerate(rows)}
    return DamagedPage(gold, lines, roles, _find_rests(rows), articles, _measure(rows))


def _find_rests(rows: Sequence[Row]) -> dict[int, int]:
    places = {
        (row.article, row.paragraph, row.piece): 1 + 2 * n
        for n, row in enumerate(rows)
        if row.piece and row.letter != "R"
    }
    ends = {key: (*key[:2], chr(ord(key[2]) - 1)) for key in places}
    return {places[rest]: places[line] for rest, line in ends.items() if line in places}


def _measure(rows: Sequence[Row]) -> dict[str, Any]:
    """Make the gold: the page as it would be without damage, and its joins."""
    kept = [row for row in rows if row.letter != "R"]
    texts = sorted(
        (row for row in kept if row.letter in "LT"),
        key=lambda row: (row.article, row.paragraph, row.piece),
    )
    whole: dict[tuple[int, int], list[str]] = {}
    for row in texts:
        whole.setdefault((row.article, row.paragraph), []).append(row.text.strip())
    heads = [f"{row.letter}{row.article}\t{row.text}" for row in kept if row.letter not in "LT"]
    bodies = [f"T{article}\t{''.join(pieces)}" for (article, _), pieces in whole.items()]
    gold = make_gold([*heads, *bodies])
    for own in gold["articles"]:
        own["joins"] = [
            [tighten(above)[-_JOIN_CHARS:], tighten(below)[:_JOIN_CHARS]]
            for (article, _), pieces in whole.items()
            if article == int(own["name"])
            for above, below in itertools.pairwise(pieces)
        ]
    return gold
