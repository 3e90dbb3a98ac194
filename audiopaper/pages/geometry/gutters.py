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
    row: PrintedRow, gutters: Sequence[Gutter], frame_em: float
) -> tuple[PrintedRow, ...]:
    """Split a row that two columns share, where its white is their gutter.

    Two heads beside each other stand each in the middle of its columns, or at their left edge; a
    headline that is interrupted just there does not.
    """
    for at, left, right in row.gaps:
        for gutter in gutters:
            white = min(right, gutter.right) - max(left, gutter.left)
            if white < 0.5 * (gutter.right - gutter.left):
                continue
            own_left = max(row.box.left - gutter.column_left, 0.0)
            own_right = max(gutter.column_right - row.box.right, 0.0)
            even = abs(own_left - (gutter.left - left)) < 1.3 * row.em or own_left < 1
            even = even and (abs(own_right - (right - gutter.right)) < 1.3 * row.em or own_left < 1)
            reach = 1.2 * frame_em
            within = row.box.left > gutter.column_left - reach
            within = within and row.box.right < gutter.column_right + reach
            if even and within:
                return _halves(row, at, left, right)
    return (row,)


def _halves(row: PrintedRow, at: int, left: float, right: float) -> tuple[PrintedRow, PrintedRow]:
    box = row.box
    return (
        replace(row, text=row.text[:at].strip(), box=replace(box, right=left), gaps=()),
        replace(row, text=row.text[at:].strip(), box=replace(box, left=right), gaps=()),
    )
