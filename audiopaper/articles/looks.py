"""What the linker sees of a text alone: its words, its two ends, whether it is torn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add

from audiopaper.articles.grammar import begins_inside, ends_open, ends_sentence, is_dateline
from audiopaper.articles.seams import hash_end, hash_start

# Particles are in every text: a pair that has one says nothing of the subject.
_NO_WORD = re.compile(r"[^\u4e00-\u9fff]+|[的了在是着过就也都还又被把一不这那]")


def word_pairs(text: str) -> frozenset[str]:
    """Give a text's pairs of characters that may say what it is about."""
    return frozenset(pair for run in _NO_WORD.split(text) for pair in map(add, run, run[1:]))


_ENDS = 24
_FULL = str.maketrans(',:;?!()"', "，：；？！（）“", " \u3000")


def full_width(text: str) -> str:
    """Give a text as it is compared: without space, its stops in full width."""
    return text.translate(_FULL)


# 读得很慢. with a stop in half width.
_HALF_STOP = re.compile(r"[\u4e00-\u9fff]\.[\"”’）)]?$")
_CLAUSES = re.compile("[，,。；;]")


def is_torn(text: str) -> bool:
    """Tell whether a text ends inside a sentence."""
    return ends_open(text) and not _HALF_STOP.search(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLook:
    """What is seen of a text alone; the fields are those of `Piece` with their names."""

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
    dateline: bool
    """Whether it opens with a dateline."""


def look_at(text: str) -> TextLook:
    """Look at a text alone."""
    tail, front = full_width(text[-_ENDS:]), full_width(text[:_ENDS])
    return TextLook(
        pairs=word_pairs(text),
        tail=tail,
        front=front,
        end=hash_end(tail),
        start=hash_start(front),
        torn=is_torn(text),
        inside=begins_inside(text),
        ended=ends_sentence(text),
        clauses=_CLAUSES.search(text) is not None,
        quote=text.count("“") - text.count("”"),
        dateline=is_dateline(text),
    )
