"""Measures of a page's lines that several features of shape need: lengths, ends, stacks, echoes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import TYPE_CHECKING

from audiopaper.articles.blocks import Block
from audiopaper.articles.page_words import HAN
from audiopaper.articles.sentence_ends import ends_in_dot

if TYPE_CHECKING:
    from collections.abc import Mapping

# Steps of a line's length; a shorter text with a stop at its end is a sentence from the last.
HEAD_LINE_CHARS, SENTENCE_CHARS = 48, 16
# A row of short lines is followed so far.
_STACK_LINES = 6
# Characters of the texts above and below that are compared with a line's own words.
_ECHO_CHARS, _ECHO_LINE_CHARS = 300, 60

_ENDS = (
    ("stop", "。"),
    ("bang", "！？!?…"),
)
_PARTICLES = "的了和是在与及为将从被把对向以到之其而或并等也都就还又这那有不一个地得让使由于但"
"""Words that no headline ends with: a line that does is torn."""

_LAST: Mapping[str, str] = {
    **dict.fromkeys("，,、", "comma"),
    **dict.fromkeys("；;", "semicolon"),
    **dict.fromkeys("：:", "colon"),
    **dict.fromkeys("—─-", "dash"),
    **dict.fromkeys("”’』」", "quote"),
    **dict.fromkeys("）)", "bracket"),
    **dict.fromkeys("》】〕", "title"),
    **dict.fromkeys(_PARTICLES, "particle"),
}  # fmt: skip
_FIRST: Mapping[str, str] = {
    **dict.fromkeys("，。、；：！？”’）》」』,.;:!?)", "stop"),
    **dict.fromkeys("“‘「『《", "quote"),
    **dict.fromkeys("（(【[〔", "bracket"),
    **dict.fromkeys("—-", "dash"),
    **dict.fromkeys("■□●◆▲△★☆※◎○▶•·", "bullet"),
    **dict.fromkeys("的了着过们而但且", "particle"),
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """A page's blocks with what several features need to know of them."""

    blocks: Sequence[Block]
    lengths: tuple[int, ...]
    """Characters of each block, white space not counted."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    """The kind of character that each block begins and ends with."""

    stacks: tuple[tuple[int, int], ...]
    """First and last index of the run of short lines that a block stands in; equal to
    ``(index, index - 1)`` for a block that is no short line."""

    is_text: tuple[bool, ...]
    """Whether each block is a paragraph: longer than a line of a head, or a whole sentence."""

    text_above: Sequence[int]
    """Index of the nearest paragraph above each block; -1 for none."""

    text_below: Sequence[int]

    echoes: tuple[tuple[float, float] | None, ...]
    """Share of a line's character pairs in the text above and in the text below it."""


INNER_STOP = re.compile("[。！？；](?=.)")


def measure_shapes(blocks: Sequence[Block]) -> Shapes:
    """Measure a page's blocks once for all features."""
    lengths = tuple(len(re.sub(r"\s", "", block.text)) for block in blocks)
    last = tuple(_last_kind(block.text) for block in blocks)
    short = [
        length <= HEAD_LINE_CHARS and kind != "stop" and not INNER_STOP.search(block.text)
        for block, length, kind in zip(blocks, lengths, last, strict=True)
    ]
    is_text = tuple(
        length > HEAD_LINE_CHARS or (length >= SENTENCE_CHARS and kind == "stop")
        for length, kind in zip(lengths, last, strict=True)
    )
    return Shapes(
        blocks=blocks,
        lengths=lengths,
        first=tuple(_first_kind(block.text) for block in blocks),
        last=last,
        stacks=tuple(_stack(short, i) for i in range(len(blocks))),
        is_text=is_text,
        text_above=_texts_above(is_text),
        text_below=_texts_below(is_text),
        echoes=_measure_echoes(blocks, lengths, is_text),
    )


def _last_kind(text: str) -> str:
    bare = text.rstrip().rstrip("”’』」 ")
    for kind, marks in _ENDS:
        if bare and bare[-1] in marks:
            return kind
    if ends_in_dot(bare):
        return "stop"
    char = text.rstrip()[-1:]
    if char.isdigit():
        return "digit"
    return _LAST.get(char) or ("latin" if char.isascii() else "han")


def _first_kind(text: str) -> str:
    char = text[:1]
    if char.isdigit():
        return "digit"
    return _FIRST.get(char) or ("han" if HAN.match(char) else "other")


def _stack(short: Sequence[bool], index: int) -> tuple[int, int]:
    if not short[index]:
        return index, index - 1
    first = last = index
    while first > 0 and short[first - 1] and index - first < _STACK_LINES:
        first -= 1
    while last + 1 < len(short) and short[last + 1] and last - index < _STACK_LINES:
        last += 1
    return first, last


_NO_HAN = re.compile("[^\u4e00-\u9fff\u3400-\u4dbf]+")


def _pairs(text: str) -> frozenset[str]:
    han = _NO_HAN.sub("", text)
    return frozenset(map(add, han, han[1:]))


def _measure_echoes(
    blocks: Sequence[Block], lengths: Sequence[int], is_text: Sequence[bool]
) -> tuple[tuple[float, float] | None, ...]:
    """Compare each short line's words with the texts round it; what all texts say is left out."""
    counts: Counter[str] = Counter()
    for block, text in zip(blocks, is_text, strict=True):
        if text:
            counts.update(_pairs(block.text[: _ECHO_CHARS - 60]))
    usual = max(3, sum(is_text) // 4)
    above, below = _texts_above(is_text), _texts_below(is_text)

    @cache
    def end_pairs(at: int) -> frozenset[str]:
        return _pairs(blocks[at].text[-_ECHO_CHARS:]) if at >= 0 else frozenset()

    @cache
    def start_pairs(at: int) -> frozenset[str]:
        return _pairs(blocks[at].text[:_ECHO_CHARS]) if at >= 0 else frozenset()

    out: list[tuple[float, float] | None] = []
    for i, length in enumerate(lengths):
        pairs = _pairs(blocks[i].text) if length <= _ECHO_LINE_CHARS else frozenset()
        own = {pair for pair in pairs if counts[pair] <= usual}
        if len(own) < 2:
            out.append(None)
            continue
        up, down = end_pairs(above[i]), start_pairs(below[i])
        out.append((len(own & up) / len(own), len(own & down) / len(own)))
    return tuple(out)


def _texts_above(is_text: Sequence[bool]) -> list[int]:
    """Return for each block the index of the nearest text above it; -1 if there is none."""
    out, last = [], -1
    for i, text in enumerate(is_text):
        out.append(last)
        last = i if text else last
    return out


def _texts_below(is_text: Sequence[bool]) -> list[int]:
    """Return for each block the index of the nearest text below it; -1 if there is none."""
    count = len(is_text)
    return [count - 1 - at if at >= 0 else -1 for at in _texts_above(is_text[::-1])][::-1]
