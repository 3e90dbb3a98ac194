"""A page's parts in reading order: each torn line joined to the rest that the linker chose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import begins_inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.articles.links.linker import ChosenLink
    from audiopaper.articles.roles import Part

_HEADS = frozenset({"kicker", "headline", "subhead"})
_TEXTS = frozenset({"lede", "text"})


class _Order:
    """Places in a row, of which each can be moved; the ends are -1."""

    def __init__(self, length: int) -> None:
        self.below = {at: at + 1 for at in range(-1, length)}
        self.below[length - 1] = -1
        self.above = {below: above for above, below in self.below.items()}

    def move(self, at: int, above: int) -> None:
        """Set a place right below another one."""
        self._connect(self.above[at], self.below[at])
        below = self.below[above]
        self._connect(above, at)
        self._connect(at, below)

    def _connect(self, above: int, below: int) -> None:
        self.below[above], self.above[below] = below, above

    def __iter__(self) -> Iterator[int]:
        at = self.below[-1]
        while at != -1:
            yield at
            at = self.below[at]


def order_parts(
    parts: Sequence[Part], chosen: Sequence[ChosenLink]
) -> tuple[tuple[Part, ...], frozenset[int]]:
    """Set each torn line's rest right below it.

    Where a head stands between the two, and the line opens an article with a dateline or a
    byline, the head was set below its own first line: then the line goes below the head.

    Returns:
        The parts in the order of reading, those that go on a torn line as texts, and the places
        in it of the parts that go on the one above.
    """
    order = _Order(len(parts))
    rests = set()
    for link in chosen:
        if link.successor is None:
            continue
        if _is_interrupted(parts, link.line, link.successor):
            continue
        rests.add(link.successor)
        if _is_late_head(parts, order, link.line, link.successor):
            _move_down(parts, order, link.line, link.successor)
        elif order.below[link.line] != link.successor:
            order.move(link.successor, link.line)
    whole = tuple(as_text(parts[at]) if at in rests else parts[at] for at in order)
    return whole, frozenset(n for n, at in enumerate(order) if at in rests)


# A box has a label and a few sentences, a caption one clause.
_BOX_PARTS = 4
_COPY_CHARS = 12
_LABEL = re.compile("[^，,；;。！？]{2,24}|[^，,；;：:“”。]{2,29}。")


def _is_interrupted(parts: Sequence[Part], line: int, rest: int) -> bool:
    """Return whether a box, a caption or a copy stands between a line and its rest.

    All stay where they are: what interrupts a line is taken out of its article later.
    """
    between = parts[line + 1 : rest]
    if not 0 < len(between) <= _BOX_PARTS:
        return False
    printed = {part.block.text for part in parts[max(0, line - _BOX_PARTS) : line]}
    if any(part.role == "headline" and part.block.text in printed for part in between):
        return True
    start = parts[line].block.text[:_COPY_CHARS]
    if any(part.block.text.startswith(start) for part in between):
        return True
    if not begins_inside(parts[rest].block.text):
        return False
    roles = {part.role for part in between}
    if "text" not in roles or roles - {"text", "heading", "furniture"}:
        return False
    return _LABEL.fullmatch(between[0].block.text) is not None


def as_text(part: Part) -> Part:
    """Return a part that goes on the text above as a text."""
    return part if part.role in ("text", "closing") else replace(part, role="text")


def _is_late_head(parts: Sequence[Part], order: _Order, line: int, rest: int) -> bool:
    """Return whether a line opens the article whose head stands between it and its rest."""
    at, heads = order.above[rest], 0
    while at != line:
        if at == -1 or parts[at].role in _TEXTS:
            return False
        heads += parts[at].role in _HEADS
        at = order.above[at]
    return heads > 0 and _opens(parts, order, line)


def _opens(parts: Sequence[Part], order: _Order, line: int) -> bool:
    """Return whether a line opens an article, with a dateline or under a byline, without a head."""
    first = _first(parts, order, line)
    if parts[line].role != "lede" and first == line:
        return False
    above = order.above[first]
    return above == -1 or parts[above].role not in _HEADS


def _first(parts: Sequence[Part], order: _Order, line: int) -> int:
    """Return the place of the byline over a line, else of the line."""
    above = order.above[line]
    return above if above != -1 and parts[above].role == "byline" else line


def _move_down(parts: Sequence[Part], order: _Order, line: int, rest: int) -> None:
    first = _first(parts, order, line)
    above = order.above[rest]
    order.move(line, above)
    if first != line:
        order.move(first, above)
