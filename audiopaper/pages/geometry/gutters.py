"""The white between columns, and rows that two columns share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.pages.geometry.frame import Frame
    from audiopaper.pages.geometry.rows import PrintedRow

_MIN_EDGE_ROWS = 4
_MAX_GUTTER_EMS = 4.0


@dataclass(frozen=True, slots=True)
class Gutter:
    """White between two columns, and how far these reach."""

    left: float
    right: float
    column_left: float
    """Left edge of the column before it."""

    column_right: float
    """Right edge of the column behind it."""


def find_gutters(rows: Sequence[PrintedRow], frame: Frame) -> tuple[Gutter, ...]:
    """Find the white between the columns that many rows of text have."""
    edges: Counter[tuple[int, int]] = Counter()
    for row in rows:
        like = abs(row.size_pt - frame.body_pt) < 0.1 * frame.body_pt and not row.vertical
        if like and row.box.width > 6 * frame.em:
            edges[round(row.box.left), round(row.box.right)] += 1
    usual = [edge for edge, n in edges.items() if n >= _MIN_EDGE_ROWS]
    return tuple(
        Gutter(before[1], behind[0], before[0], behind[1])
        for before in usual
        for behind in usual
        if 0 < behind[0] - before[1] < _MAX_GUTTER_EMS * frame.em
    )


def split_row(
    row: PrintedRow, gutters: Sequence[Gutter], rows: Sequence[PrintedRow], frame: Frame
) -> tuple[PrintedRow, ...]:
    """Split a row that two columns share, where its white is their gutter.

    Two heads beside each other stand each in the middle of its columns, or at their left edge; a
    headline that is interrupted just there does not, or has a line over or under it that is not.
    """
    for at, left, right in row.gaps:
        for gutter in gutters:
            if _stand_apart(row, left, right, gutter, frame.em) and not any(
                _goes_over(other, row, gutter) for other in rows
            ):
                return _halves(row, at, left, right)
    return (row,)


_WHITE_SHARE = 0.5
_EVEN_EMS = 1.3
_REACH_EMS = 1.2


def _stand_apart(row: PrintedRow, left: float, right: float, gutter: Gutter, em: float) -> bool:
    """Tell whether what is left and right of some white stands well in the columns there."""
    white = min(right, gutter.right) - max(left, gutter.left)
    if white < _WHITE_SHARE * (gutter.right - gutter.left):
        return False
    reach = _REACH_EMS * em
    if row.box.left < gutter.column_left - reach or row.box.right > gutter.column_right + reach:
        return False
    before = max(row.box.left - gutter.column_left, 0.0)
    behind = max(gutter.column_right - row.box.right, 0.0)
    if before < 1:
        return True
    even = _EVEN_EMS * row.em
    return abs(before - (gutter.left - left)) < even and abs(behind - (right - gutter.right)) < even


def _goes_over(other: PrintedRow, row: PrintedRow, gutter: Gutter) -> bool:
    """Tell whether a line of the same head near a row goes over a gutter without white in it."""
    if other is row or other.vertical or other.size_pt < _SMALLEST_HEAD * row.size_pt:
        return False
    apart = max(other.box.top - row.box.bottom, row.box.top - other.box.bottom)
    middle = (gutter.left + gutter.right) / 2
    if apart > row.em or not other.box.left < middle - 2 < middle + 2 < other.box.right:
        return False
    return not any(left < middle < right for _, left, right in other.gaps)


_SMALLEST_HEAD = 0.3


def _halves(row: PrintedRow, at: int, left: float, right: float) -> tuple[PrintedRow, PrintedRow]:
    box = row.box
    return (
        replace(row, text=row.text[:at].strip(), box=replace(box, right=left), gaps=()),
        replace(row, text=row.text[at:].strip(), box=replace(box, left=right), gaps=()),
    )
