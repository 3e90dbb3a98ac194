"""The lines of a page as the linker sees them, each text by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.paragraph_bylines import is_signed
from audiopaper.articles.seams import hash_end, hash_start
from audiopaper.articles.sentence_ends import begins_inside, ends_open, ends_sentence
from audiopaper.articles.shared_text import word_pairs
from audiopaper.articles.table_rows import find_table_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.roles import Part

TEXTS = frozenset({"lede", "text"})
HEADS = frozenset({"kicker", "headline", "subhead"})


_ENDS = 24
_FULL = str.maketrans(',:;?!()"', "，：；？！（）“", " \u3000")


def full_width(text: str) -> str:
    """Return a text as it is compared: without space, its stops in full width."""
    return text.translate(_FULL)


_CLAUSES = re.compile("[，,。；;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """What is seen of a text alone; the fields are those of `LineView` with their names."""

    pairs: frozenset[str]
    tail: str
    front: str
    end: tuple[int, ...]
    start: tuple[int, ...]
    torn: bool
    inside: bool
    ended: bool
    clauses: bool
    quote: int
    signed: bool
    dateline: bool
    """Whether it opens with a dateline."""


def view_text(text: str) -> TextView:
    """Look at a text alone."""
    tail, front = full_width(text[-_ENDS:]), full_width(text[:_ENDS])
    return TextView(
        pairs=word_pairs(text),
        tail=tail,
        front=front,
        end=hash_end(tail),
        start=hash_start(front),
        torn=ends_open(text),
        inside=begins_inside(text),
        ended=ends_sentence(text),
        clauses=_CLAUSES.search(text) is not None,
        quote=text.count("“") - text.count("”"),
        signed=is_signed(text),
        dateline=is_dateline(text),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A block of a page, as the linker looks at it."""

    at: int
    """Its place among the page's parts."""

    text: str
    role: str
    run: int
    """How many heads stand above it: lines of one run stand under one head."""

    place: int
    """How many texts stand above it on the page."""

    level: int
    indented: bool
    pairs: frozenset[str]
    tail: str
    """Its last characters, as they are compared: without space, stops in full width."""

    front: str
    end: tuple[int, ...]
    start: tuple[int, ...]
    torn: bool
    """Whether it ends inside a sentence."""

    inside: bool
    """Whether it surely begins inside a sentence."""

    ended: bool
    """Whether it ends with a final stop."""

    clauses: bool
    """Whether it has a comma or a stop in it: a headline or label rarely has."""

    first: bool
    """Whether it is the first text under its head."""

    unheaded: bool
    """Whether it opens an article, by its dateline or the byline above it, without a head."""

    quote: int
    """Opening quotation marks less closing ones."""

    signed: bool
    """Whether it ends with the name of who wrote it."""

    row: bool
    """Whether it is a row of a table."""

    @property
    def is_text(self) -> bool:
        """Whether it was taken for running text."""
        return self.role in TEXTS

    @property
    def is_head(self) -> bool:
        """Whether it was taken for a line of a head."""
        return self.role in HEADS


def view_lines(parts: Sequence[Part]) -> tuple[LineView, ...]:
    """Look at each block of a page; see `LineView`."""
    out = []
    known: dict[str, TextView] = {}
    rows = find_table_rows([part.block.text for part in parts])
    run = place = last_run = 0
    above = ""
    for at, part in enumerate(parts):
        block, role = part.block, str(part.role)
        if (role in HEADS and above not in HEADS) or role == "jump_in":
            run += 1
        text = block.text
        seen = known.get(text)
        if seen is None:
            seen = known[text] = view_text(text)
        is_text = role in TEXTS
        first = is_text and run > 0 and run != last_run
        opens = role == "lede" and seen.dateline
        unheaded = is_text and not first and (opens or above == "byline")
        out.append(
            LineView(
                first=first, unheaded=unheaded, clauses=seen.clauses, at=at, text=text, role=role,
                run=run, place=place, level=block.level, indented=block.indented,
                pairs=seen.pairs, tail=seen.tail, front=seen.front, end=seen.end,
                start=seen.start, torn=seen.torn, inside=seen.inside,
                ended=seen.ended, quote=seen.quote, signed=seen.signed, row=rows[at],
            )
        )  # fmt: skip
        place += is_text
        last_run = run if is_text else last_run
        above = role
    return tuple(out)
