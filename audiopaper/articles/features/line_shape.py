"""Features of a line's shape and of the shapes round it: length, ends, marks, stacks, echoes.

Each feature is declared once, in `SHAPES`; it reads the page and gives a value, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.features.page_shapes import (
    INNER_STOP,
    Shapes,
)

# Lengths are compared in steps that grow: one character more matters in a headline, not in a
# paragraph.
_LENGTHS = (2, 4, 6, 9, 12, 15, 18, 22, 28, 36, 50, 80, 150, 300)


@dataclass(frozen=True, slots=True)
class Feature:
    """What is seen of a block: one value, or nothing."""

    name: str
    group: str
    words: str
    """The feature for an editor's eyes; ``{}`` stands for the value."""

    see: Callable[[Shapes, int], str]
    """Gives the value for the block at an index; empty for nothing."""


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
    return _count(len(INNER_STOP.findall(page.blocks[i].text)))


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


def _neighbour(step: int, give: Callable[[Shapes, int, int], str]) -> Callable[[Shapes, int], str]:
    def see(page: Shapes, i: int) -> str:
        at = i + step
        return give(page, i, at) if 0 <= at < len(page.blocks) else "none"

    return see


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


def _below_stack(page: Shapes, i: int) -> str:
    """Name what the text under a row of short lines begins with."""
    at = page.stacks[i][1] + 1
    if at <= i or at >= len(page.blocks):
        return ""
    return "dateline" if is_dateline(page.blocks[at].text) else page.first[at]


def _above_stack(page: Shapes, i: int) -> str:
    """Name how the line above a row of short lines ends."""
    first, last = page.stacks[i]
    return page.last[first - 1] if last >= first > 0 else ""


def _text_above(page: Shapes, i: int) -> str:
    """Name how the nearest text above ends, if short lines stand between."""
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
    Feature(
        "level_above", "mark-up", "mark-up against the line above: {}",
        _neighbour(-1, _levels),
    ),
    Feature("level_below", "mark-up", "mark-up against the line below: {}", _neighbour(1, _levels)),
    Feature("stack", "stack", "short line {} in a row", _in_stack),
    Feature("stack_end", "stack", "short lines below it in the row: {}", _from_stack_end),
    Feature("below_stack", "stack", "below the short lines begins: {}", _below_stack),
    Feature("above_stack", "stack", "above the short lines the end is: {}", _above_stack),
    Feature("text_above", "stack", "the text above the short lines ends with: {}", _text_above),
    Feature("echo_above", "echo", "words that the text above has: {}", _echo(0)),
    Feature("echo_below", "echo", "words that the text below has: {}", _echo(1)),
    Feature("echo_side", "echo", "its words are rather: {}", _echo_side),
    Feature("echo_last", "echo", "words that the text below has, and its end: {}", _echo_and_end),
)  # fmt: skip
