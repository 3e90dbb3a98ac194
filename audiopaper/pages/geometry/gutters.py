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
    over = [
        (gap, gutter)
        for gap in row.gaps
        if (gutter := next((g for g in gutters if _is_white(gap, g)), None)) is not None
    ]
    starts = [row.box.left, *(right for (_, _, right), _ in over)]
    ends = [*(left for (_, left, _), _ in over), row.box.right]
    for n, ((at, left, right), _) in enumerate(over):
        for gutter in gutters:
            part = (starts[n], left, right, ends[n + 1])
            if _stand_apart(part, row.em, gutter, gutters, frame.em) and not any(
                _goes_over(other, row, gutter) for other in rows
            ):
                first, rest = _halves(row, at, left, right)
                return first, *split_row(rest, gutters, rows, frame)
    return (row,)


_WHITE_SHARE = 0.5
_EVEN_EMS = 1.3
_REACH_EMS = 1.2


def _is_white(gap: tuple[int, float, float], gutter: Gutter) -> bool:
    white = min(gap[2], gutter.right) - max(gap[1], gutter.left)
    return white >= _WHITE_SHARE * (gutter.right - gutter.left)


_FLUSH_MM = 1.5


def _stand_apart(
    part: tuple[float, float, float, float],
    head_em: float,
    gutter: Gutter,
    gutters: Sequence[Gutter],
    em: float,
) -> bool:
    """Return whether what is left and right of some white stands well in the columns there.

    Args:
        part: Where what is left begins and ends, and where what is right does.
        head_em: Size of its type in millimetres.
        gutter: The white between the two columns.
        gutters: All of the page; each side may stand over several columns.
        em: Size of running text in millimetres.
    """
    start, left, right, end = part
    if not _is_white((0, left, right), gutter):
        return False
    reach = _REACH_EMS * em
    before = [max(start - g.column_left, 0.0) for g in gutters if start > g.column_left - reach]
    behind = [max(g.column_right - end, 0.0) for g in gutters if end < g.column_right + reach]
    if not before or not behind:
        return False
    if min(before) < 1 and abs(right - gutter.right) < _FLUSH_MM:
        return True
    even = _EVEN_EMS * head_em
    inner, outer = gutter.left - left, right - gutter.right
    return any(abs(b - inner) < even for b in before) and any(abs(b - outer) < even for b in behind)


_SMALLEST_HEAD = 0.3


def _goes_over(other: PrintedRow, row: PrintedRow, gutter: Gutter) -> bool:
    """Return whether a line of the same head near a row goes over a gutter without white in it."""
    if other is row or other.vertical or other.size_pt < _SMALLEST_HEAD * row.size_pt:
        return False
    apart = max(other.box.top - row.box.bottom, row.box.top - other.box.bottom)
    middle = (gutter.left + gutter.right) / 2
    if apart > row.em or not other.box.left < middle - 2 < middle + 2 < other.box.right:
        return False
    return not any(left < middle < right for _, left, right in other.gaps)


def _halves(row: PrintedRow, at: int, left: float, right: float) -> tuple[PrintedRow, PrintedRow]:
    box = row.box
    seen = row.recognition
    count = sum(not char.isspace() for char in row.text[:at])
    return (
        replace(
            row,
            text=row.text[:at].strip(),
            # A file may place its gaps outside the line.
            box=replace(box, right=max(left, box.left)),
            recognition=seen.part(0, count) if seen else None,
            gaps=(),
        ),
        replace(
            row,
            text=row.text[at:].strip(),
            box=replace(box, left=min(right, box.right)),
            recognition=seen.part(count, len(seen.confidences)) if seen else None,
            gaps=tuple((n - at, a, b) for n, a, b in row.gaps if n > at),
        ),
    )
