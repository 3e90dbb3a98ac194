"""Features of a line's shape and of the shapes round it: length, ends, marks, stacks, echoes.

Each feature is declared once, in `SHAPES`; it reads the page and gives a value, or nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import TYPE_CHECKING

from audiopaper.articles.blocks import Block
from audiopaper.articles.grammar import is_dateline
from audiopaper.articles.page_words import HAN

if TYPE_CHECKING:
    from collections.abc import Mapping

# Lengths are compared in steps that grow: one character more matters in a headline, not in a
# paragraph.
_LENGTHS = (2, 4, 6, 9, 12, 15, 18, 22, 28, 36, 50, 80, 150, 300)
_SHORT_CHARS, _HEAD_CHARS, _TINY_CHARS, _SENTENCE_CHARS = 15, 48, 6, 16
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


@dataclass(frozen=True, slots=True)
class Feature:
    """What is seen of a block: one value, or nothing."""

    name: str
    group: str
    words: str
    """The feature for an editor's eyes; ``{}`` stands for the value."""

    see: Callable[[Shapes, int], str]
    """Gives the value for the block at an index; empty for nothing."""


def measure_shapes(blocks: Sequence[Block]) -> Shapes:
    """Measure a page's blocks once for all features."""
    lengths = tuple(len(re.sub(r"\s", "", block.text)) for block in blocks)
    last = tuple(_last_kind(block.text) for block in blocks)
    short = [
        length <= _HEAD_CHARS and kind != "stop" and not _INNER_STOP.search(block.text)
        for block, length, kind in zip(blocks, lengths, last, strict=True)
    ]
    is_text = tuple(
        length > _HEAD_CHARS or (length >= _SENTENCE_CHARS and kind == "stop")
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


_INNER_STOP = re.compile("[。！？；](?=.)")


def _last_kind(text: str) -> str:
    bare = text.rstrip().rstrip("”’』」 ")[-1:]
    for kind, marks in _ENDS:
        if bare and bare in marks:
            return kind
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


def _pairs(text: str) -> frozenset[str]:
    han = _NO_HAN.sub("", text)
    return frozenset(map(add, han, han[1:]))


_NO_HAN = re.compile("[^\u4e00-\u9fff\u3400-\u4dbf]+")


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
    """Give for each block the index of the nearest text above it; -1 for none."""
    out, last = [], -1
    for i, text in enumerate(is_text):
        out.append(last)
        last = i if text else last
    return out


def _texts_below(is_text: Sequence[bool]) -> list[int]:
    """Give for each block the index of the nearest text below it; -1 for none."""
    count = len(is_text)
    return [count - 1 - at if at >= 0 else -1 for at in _texts_above(is_text[::-1])][::-1]


# --- the line itself -------------------------------------------------------------------------


def _step(n: int) -> str:
    return next((f"{most}" for most in _LENGTHS if n <= most), "more")


def _count(n: int, most: int = 3) -> str:
    return str(n) if n < most else f"{most}+"


def _length(page: Shapes, i: int) -> str:
    return _step(page.lengths[i])


def _length_and_end(page: Shapes, i: int) -> str:
    return f"{_step(page.lengths[i])} {page.last[i]}"


def _commas(page: Shapes, i: int) -> str:
    return _count(len(re.findall("[，,]", page.blocks[i].text)))


def _stops(page: Shapes, i: int) -> str:
    return _count(len(_INNER_STOP.findall(page.blocks[i].text)))


def _spaces(page: Shapes, i: int) -> str:
    return _count(len(re.findall(r"(?<=\S)\s+(?=\S)", page.blocks[i].text)))


def _open_marks(text: str, opening: str, closing: str) -> str:
    more = sum(map(text.count, opening)) - sum(map(text.count, closing))
    return "opened" if more > 0 else "closed" if more < 0 else ""


def _quotes(page: Shapes, i: int) -> str:
    text = page.blocks[i].text
    return _open_marks(text, "“「", "”」") or ("whole" if "“" in text or "「" in text else "")


def _brackets(page: Shapes, i: int) -> str:
    return _open_marks(page.blocks[i].text, "（(", "）)")


def _digits(page: Shapes, i: int) -> str:
    share = sum(map(str.isdigit, page.blocks[i].text)) * 10 // max(1, page.lengths[i])
    return _count(share, 5) if share else ""


def _colon(page: Shapes, i: int) -> str:
    at = re.search("[：:]", page.blocks[i].text)
    return "" if at is None else "early" if at.start() <= 8 else "late"


# --- the lines round it ----------------------------------------------------------------------


def size_of(page: Shapes, i: int) -> str:
    """Name the length of a line in four steps."""
    n = page.lengths[i]
    steps = ((_TINY_CHARS, "tiny"), (_SHORT_CHARS, "short"), (_HEAD_CHARS, "middling"))
    return next((name for most, name in steps if n <= most), "long")


def _neighbour(step: int, give: Callable[[Shapes, int, int], str]) -> Callable[[Shapes, int], str]:
    def see(page: Shapes, i: int) -> str:
        at = i + step
        return give(page, i, at) if 0 <= at < len(page.blocks) else "none"

    return see


def _whole(page: Shapes, i: int) -> str:
    return "ended" if page.last[i] in ("stop", "bang") else "open"


def _both(page: Shapes, i: int, at: int) -> str:
    return f"{size_of(page, at)} {_whole(page, at)}, {size_of(page, i)} {_whole(page, i)}"


def _levels(page: Shapes, i: int, at: int) -> str:
    own, other = page.blocks[i].level, page.blocks[at].level
    if not own and not other:
        return ""
    if not own or not other:
        return "only the other" if other else "only this"
    return "same" if own == other else "other higher" if other < own else "other lower"


def _in_stack(page: Shapes, i: int) -> str:
    first, last = page.stacks[i]
    return f"{min(i - first, 4) + 1} of {min(last - first + 1, 5)}" if last >= first else ""


def _from_stack_end(page: Shapes, i: int) -> str:
    last = page.stacks[i][1]
    return str(min(last - i, 4)) if last >= i else ""


def below_stack(page: Shapes, i: int) -> str:
    """Say what the text under a row of short lines begins with."""
    at = page.stacks[i][1] + 1
    if at <= i or at >= len(page.blocks):
        return ""
    return "dateline" if is_dateline(page.blocks[at].text) else page.first[at]


def above_stack(page: Shapes, i: int) -> str:
    """Say how the line above a row of short lines ends."""
    first, last = page.stacks[i]
    return page.last[first - 1] if last >= first > 0 else ""


def _compared(page: Shapes, i: int, at: int) -> str:
    if page.stacks[i][1] < i or page.stacks[at][1] < at:
        return ""
    more = page.lengths[i] - page.lengths[at]
    if more > 5 or more < -5:
        return "much longer" if more > 0 else "much shorter"
    return "longer" if more > 1 else "shorter" if more < -1 else "same"


def text_above(page: Shapes, i: int) -> str:
    """Say how the nearest text above ends, where short lines stand between."""
    if page.is_text[i]:
        return ""
    above = page.text_above[i]
    return page.last[above] if above >= 0 else "none"


def _share(value: float) -> str:
    steps = ((0.0, "none"), (0.15, "few"), (0.35, "some"), (0.6, "many"))
    return next((name for most, name in steps if value <= most), "most")


def _echo(place: int) -> Callable[[Shapes, int], str]:
    def see(page: Shapes, i: int) -> str:
        echoes = page.echoes[i]
        return "" if echoes is None else _share(echoes[place])

    return see


def _echo_side(page: Shapes, i: int) -> str:
    echoes = page.echoes[i]
    if echoes is None:
        return ""
    more = echoes[1] - echoes[0]
    return "below" if more > 0.1 else "above" if more < -0.1 else "both"


def _echo_and_end(page: Shapes, i: int) -> str:
    echoes = page.echoes[i]
    return "" if echoes is None else f"{_share(echoes[1])} {page.last[i]}"


def _other_size(page: Shapes, _: int, at: int) -> str:
    return size_of(page, at)


def _other_last(page: Shapes, _: int, at: int) -> str:
    return page.last[at]


def _other_first(page: Shapes, _: int, at: int) -> str:
    return page.first[at]


SHAPES: tuple[Feature, ...] = (
    Feature("length", "line", "up to {} characters", _length),
    Feature("last", "line", "ends with: {}", lambda page, i: page.last[i]),
    Feature("first", "line", "begins with: {}", lambda page, i: page.first[i]),
    Feature("length_last", "line", "up to this length, ending with: {}", _length_and_end),
    Feature("commas", "line", "commas: {}", _commas),
    Feature("stops", "line", "stops inside: {}", _stops),
    Feature("spaces", "line", "spaces inside: {}", _spaces),
    Feature("quotes", "line", "quotation marks: {}", _quotes),
    Feature("brackets", "line", "brackets: {}", _brackets),
    Feature("digits", "line", "tenths that are digits: {}", _digits),
    Feature("colon", "line", "a colon: {}", _colon),
    Feature("indent", "line", "indented", lambda p, i: "yes" if p.blocks[i].indented else ""),
    Feature("gap", "page", "blank lines above: {}", lambda p, i: _count(p.blocks[i].gap, 4)),
    Feature("from_top", "page", "lines above on the page: {}", lambda _, i: _count(i, 4)),
    Feature(
        "from_foot", "page", "lines below on the page: {}",
        lambda p, i: _count(len(p.blocks) - 1 - i),
    ),
    Feature("size_above", "neighbours", "the line above is {}", _neighbour(-1, _other_size)),
    Feature("size_above_2", "neighbours", "two lines above: {}", _neighbour(-2, _other_size)),
    Feature("size_below", "neighbours", "the line below is {}", _neighbour(1, _other_size)),
    Feature("size_below_2", "neighbours", "two lines below: {}", _neighbour(2, _other_size)),
    Feature(
        "last_above", "neighbours", "the line above ends with: {}",
        _neighbour(-1, _other_last),
    ),
    Feature("last_above_2", "neighbours", "two above, the end is: {}", _neighbour(-2, _other_last)),
    Feature("last_below", "neighbours", "the line below ends with: {}", _neighbour(1, _other_last)),
    Feature("last_below_2", "neighbours", "two below, the end is: {}", _neighbour(2, _other_last)),
    Feature(
        "first_above", "neighbours", "the line above begins with: {}",
        _neighbour(-1, _other_first),
    ),
    Feature(
        "first_below", "neighbours", "the line below begins with: {}",
        _neighbour(1, _other_first),
    ),
    Feature("both_above", "neighbours", "the line above, then this: {}", _neighbour(-1, _both)),
    Feature("both_below", "neighbours", "the line below, then this: {}", _neighbour(1, _both)),
    Feature(
        "level_above", "mark-up", "mark-up against the line above: {}",
        _neighbour(-1, _levels),
    ),
    Feature("level_below", "mark-up", "mark-up against the line below: {}", _neighbour(1, _levels)),
    Feature("stack", "stack", "short line {} in a row", _in_stack),
    Feature("stack_end", "stack", "short lines below it in the row: {}", _from_stack_end),
    Feature("below_stack", "stack", "below the short lines begins: {}", below_stack),
    Feature("above_stack", "stack", "above the short lines the end is: {}", above_stack),
    Feature("text_above", "stack", "the text above the short lines ends with: {}", text_above),
    Feature("than_above", "stack", "against the short line above: {}", _neighbour(-1, _compared)),
    Feature("than_below", "stack", "against the short line below: {}", _neighbour(1, _compared)),
    Feature("echo_above", "echo", "words that the text above has: {}", _echo(0)),
    Feature("echo_below", "echo", "words that the text below has: {}", _echo(1)),
    Feature("echo_side", "echo", "its words are rather: {}", _echo_side),
    Feature("echo_last", "echo", "words that the text below has, and its end: {}", _echo_and_end),
)  # fmt: skip
