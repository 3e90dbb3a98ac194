"""How well a piece of a page goes on in another: heads in columns, columns in columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.layout import Box
from audiopaper.pages.geometry.frame import Frame, crosses, frame_of
from audiopaper.pages.geometry.printed_blocks import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence


_STOP = re.compile(r"[。！？…：；][”’」』）)]{0,2}$|[）)]$")
_JUMP_OUT = re.compile(r"(?:下转|转第|转[A-Z0-9]).{0,8}$|未完待续.?$")
_JUMP_IN = re.compile(r"^.?(?:上接|紧接|接第)")
_OPENING = re.compile(r"^.{0,8}(?:本报|日报|晚报|早报|商报|新华社|中新社).{0,14}(?:讯|电)")

NEVER = -30.0


@dataclass(slots=True, eq=False)
class Column:
    """A piece of a column, as its neighbours see it."""

    piece: Piece
    box: Box
    left: float
    """Left edge of the column that it stands in."""

    right: float
    opens: str
    """``indent``, ``flush`` or ``centred``."""

    full_end: bool
    """Whether its last row reaches the column's right edge."""

    stops: bool
    """Whether its last row ends with a stop."""

    leg_top: float = 0.0
    """Top of the highest piece above it in its column, with no head between."""

    roof: int = -1
    """The head right above that piece; -1 for none."""

    first: bool = False
    """Whether it is the leftmost one under its head."""

    over: Column | None = None
    """The piece of its leg right above it."""

    filled: float = 0.0
    """Millimetres that pictures and captions fill between the two."""

    @property
    def text(self) -> str:
        """Its first row."""
        return self.piece.rows[0].text


def see_column(piece: Piece, frame: Frame, edges: Sequence[tuple[float, float]]) -> Column:
    """Look at a piece of a column: where it opens and how it ends.

    Args:
        piece: The piece.
        frame: Measures of the page.
        edges: Left and right edges of the page's columns.
    """
    box, em = piece.box, frame.em
    first, last = piece.rows[0].box, piece.rows[-1].box
    if piece.vertical:
        opens = "indent" if first.top > box.top + 1.2 * em or len(piece.rows) == 1 else "flush"
        full = last.bottom > box.bottom - 1.2 * em
        return Column(piece, box, box.left, box.right, opens, full, _stops(piece))
    left, right = _own_edges(piece, em, edges)
    offset, rest = first.left - left, right - first.right
    opens = "flush" if offset < 0.8 * em else "indent"
    if offset > 2.6 * em and abs(offset - rest) < 1.2 * em:
        opens = "centred"
    return Column(piece, box, left, right, opens, last.right > right - 1.3 * em, _stops(piece))


_NEAR_EMS = 3.5
"""A head, or what a picture stands below, is looked for within so many ems."""


def see_legs(columns: Sequence[Column], heads: Sequence[Piece], frame: Frame) -> None:
    """Set for each column what stands right above it, and where its leg begins.

    A leg is what stands below each other in a column of the page with nothing but pictures and
    captions between.
    """
    em = frame.em
    solid = [*frame.pictures, *frame.captions]
    for column in sorted(columns, key=lambda column: column.box.top):
        top, column.filled = column.box.top, 0.0
        column.leg_top = top
        while True:
            neighbour = _right_above(column, top, columns, heads, solid)
            if neighbour is None or top - neighbour[0] > _NEAR_EMS * em:
                break
            bottom, box, what = neighbour
            if isinstance(what, Column):
                if not _is_one_leg(what, column, top - bottom, frame):
                    break
                column.over = what
                column.leg_top, column.roof = what.leg_top, what.roof
            elif isinstance(what, int):
                column.roof = what
            else:
                column.filled += box.height + top - bottom
                top = column.leg_top = box.top
                continue
            break


_LEG_EMS = 1.3
"""Pieces of one leg stand nearer than this below each other, or below a picture."""


def _is_one_leg(above: Column, below: Column, gap: float, frame: Frame) -> bool:
    if crosses(frame.rules, above.box, below.box, flat=True):
        return False
    if frame_of(above.box, frame) != frame_of(below.box, frame):
        return False
    return gap < _LEG_EMS * frame.em


def _right_above(
    column: Column,
    top: float,
    columns: Sequence[Column],
    heads: Sequence[Piece],
    solid: Sequence[Box],
) -> tuple[float, Box, Column | int | None] | None:
    """Return the nearest object above a column: its lower edge, its box, and the object."""
    things: list[tuple[Box, Column | int | None]] = [
        *((c.box, c) for c in columns if c is not column and not c.piece.vertical),
        *((h.box, n) for n, h in enumerate(heads) if not h.vertical),
        *((box, None) for box in solid),
    ]
    above = [
        (box.bottom, box, what)
        for box, what in things
        if box.bottom <= top + 1.0 and box.top < top - 1.0 and _overlaps(box, column.box)
    ]
    return max(above, default=None, key=lambda thing: thing[0])


def _overlaps(first: Box, second: Box) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared > 0.25 * min(first.width, second.width)


def _stops(piece: Piece) -> bool:
    return _STOP.search(piece.rows[-1].text) is not None


def column_edges(pieces: Sequence[Piece]) -> tuple[tuple[float, float], ...]:
    """Find the edges that columns of several rows have, from left to right."""
    edges: Counter[tuple[int, int]] = Counter()
    for piece in pieces:
        if len(piece.rows) > 3 and not piece.vertical:
            lefts = Counter(round(row.box.left) for row in piece.rows)
            rights = Counter(round(row.box.right) for row in piece.rows)
            edges[lefts.most_common(1)[0][0], rights.most_common(1)[0][0]] += len(piece.rows)
    return tuple(sorted((float(a), float(b)) for a, b in edges))


def _own_edges(
    piece: Piece, em: float, edges: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    box = piece.box
    if len(piece.rows) > 3:
        lefts = Counter(round(row.box.left, 1) for row in piece.rows)
        usual = lefts.most_common(1)[0][0]
        return (usual if usual < box.left + 1.2 * em else box.left), box.right
    near = [
        (left, right)
        for left, right in edges
        if left - 0.7 * em <= box.left and box.right <= right + 1.5 * em
    ]
    return min(near, key=lambda edge: edge[1] - edge[0], default=(box.left, box.right))


# --- scores ------------------------------------------------------------------------------------


def score_seam(above: Column, below: Column) -> float:
    """Score by the ends of two pieces how well one continues in the other."""
    if _JUMP_OUT.search(above.piece.rows[-1].text) or _JUMP_IN.search(below.text):
        return -6.0
    if below.opens == "flush":
        if not above.full_end:
            return -5.0
        return 3.0 if above.stops else 4.0
    if not above.stops and not _is_heading(above):
        return -4.0 if above.full_end or below.opens == "indent" else -1.0
    return -1.5 if _OPENING.search(below.text) else 0.5


def _is_heading(column: Column) -> bool:
    """Return whether a piece is a heading that white sets apart from the text round it."""
    return len(column.piece.rows) == 1 and column.opens != "flush" and not column.full_end


def score_flow(above: Column, below: Column, heads: Sequence[Piece], frame: Frame) -> float:
    """Score how well a column continues in another, by their places and their texts."""
    first, second = above.box, below.box
    if _overlaps(first, second):
        place = _score_down(above, below, heads, frame)
    elif second.left > first.right - frame.em:
        place = _score_right(above, below, heads, frame)
    else:
        place = _score_back(above, below, frame)
    if frame_of(first, frame) != frame_of(second, frame):
        place -= 6.0
    return max(NEVER, place + score_seam(above, below))


def _score_down(above: Column, below: Column, heads: Sequence[Piece], frame: Frame) -> float:
    """Score a continuation below, across a picture or a heading's white space."""
    first, second, em = above.box, below.box, frame.em
    if second.top < first.bottom - em:
        return NEVER
    white = second.top - first.bottom
    if below.over is above:
        white -= below.filled
    place = 1.5 - max(0.0, white - 1.5 * em) / 4
    place -= 4.0 * crosses(frame.rules, first, second, flat=True)
    place -= 5.0 * _head_between(first, second, heads)
    return place - (4.0 if below.over is not above else 0.0)


def _score_right(above: Column, below: Column, heads: Sequence[Piece], frame: Frame) -> float:
    """Score a continuation at the top of a column to the right."""
    first, second, em = above.box, below.box, frame.em
    steps = max(0.0, (second.left - first.right) / max(above.right - above.left, 20.0) - 0.2)
    place = 1.6 - 1.5 * steps + _score_roofs(above, below)
    place -= 2.0 * _rule_right(first, second, frame)
    rise = above.leg_top - below.leg_top
    if abs(rise) < 2 * em:
        place += 1.5
    elif above.roof >= 0 and abs(heads[above.roof].box.top - below.leg_top) < 2 * em:
        # Beside a head that does not cover the last columns these begin higher.
        place += 0.5
    else:
        place -= (2.5 if rise > 0 else 1.0) + min(4.0, abs(rise) / 15)
    if second.top > first.bottom + em:
        place -= 3.0
    if below.over is not None:
        # A column below another piece of its own leg continues that piece first.
        place -= 2.0
    return place


def _score_back(above: Column, below: Column, frame: Frame) -> float:
    """Score going back to the left, to the next leg of an article that goes round something."""
    if below.box.top < above.box.top:
        return NEVER
    place = -2.0 - abs(below.box.top - above.box.bottom) / 20
    place -= 3.0 * _walled(below.box, above.box, frame)
    return place - 4.0 * crosses(frame.rules, above.box, below.box, flat=True)


def _walled(left: Box, right: Box, frame: Frame) -> bool:
    """Return whether a vertical rule stands between two columns along the whole of one."""
    return any(
        rule.width < 2
        and left.right - 1 <= rule.left <= right.left + 1
        and any(rule.top < box.top + 5 and rule.bottom > box.bottom - 5 for box in (left, right))
        for rule in frame.rules
    )


def _score_roofs(above: Column, below: Column) -> float:
    if below.roof == -1:
        return 0.0
    if above.roof == below.roof:
        return 1.0
    return -3.0 if above.roof >= 0 else -1.0


def _rule_right(first: Box, second: Box, frame: Frame) -> bool:
    return crosses(frame.rules, first, second, flat=False)


def _head_between(upper: Box, lower: Box, heads: Sequence[Piece]) -> bool:
    low, high = max(upper.left, lower.left), min(upper.right, lower.right)
    return any(
        head.box.top > upper.bottom - 2
        and head.box.bottom < lower.top + 2
        and min(head.box.right, high) - max(head.box.left, low) > 0.25 * (high - low)
        for head in heads
    )


def score_head(number: int, column: Column, heads: Sequence[Piece], frame: Frame) -> float:
    """Score how well a column is the first one of a head's text."""
    head = heads[number]
    head_box, box, em = head.box, column.box, frame.em
    opens = {"indent": 1.5, "centred": 1.5, "flush": -3.5}[column.opens]
    if _JUMP_IN.search(column.text):
        opens = 0.5
    if frame_of(head_box, frame) != frame_of(box, frame):
        opens -= 6.0
    gap = max(0.0, box.top - head_box.bottom)
    if column.roof == number and column.over is None:
        return 3.0 + (1.0 if column.first else -1.0) - gap / 12 + opens
    shared = min(head_box.right, box.right) - max(head_box.left, box.left)
    if box.top >= head_box.bottom - em and shared > -em:
        place = 2.0 - gap / 12
        place -= 5.0 * _head_between(head_box, box, heads)
        place -= 4.0 * crosses(frame.rules, head_box, box, flat=True)
        return place + opens
    if box.top >= head_box.bottom - em and box.right < head_box.left and column.roof == -1:
        # Left of a head over more columns than it covers, where pictures stand in some of them.
        return 1.5 - (head_box.left - box.right) / 40 - gap / 12 + opens
    beside = box.left > head_box.right - em and box.left - head_box.right < 1.2 * max(
        head_box.width, box.width
    )
    level = abs(box.top - head_box.top) < 6 * em
    if beside and level:
        return (
            2.0 - abs(box.top - head_box.top) / 20 - 2.0 * _rule_right(head_box, box, frame) + opens
        )
    right = head.vertical and box.right < head_box.left + em and level
    return 0.5 + opens if right else NEVER


def spread_heads(columns: Sequence[Column], heads: Sequence[Piece], frame: Frame) -> None:
    """Put under each head the columns beside those that it covers, as far as it is centred.

    A head stands in the middle over its columns, or at the left edge of the first one.
    """
    tops = [column for column in columns if column.over is None and not column.piece.vertical]
    for number, head in enumerate(heads):
        under = [column for column in tops if column.roof == number]
        if head.vertical or not under:
            continue
        level = min(column.leg_top for column in under)
        row = sorted(
            (
                column
                for column in tops
                if abs(column.leg_top - level) < 2 * frame.em and column.roof in (number, -1)
            ),
            key=lambda column: column.left,
        )
        # Of the columns below it, those lower down are no part of the row.
        own = [n for n, column in enumerate(row) if column.roof == number]
        low, high = own[0], own[-1]
        best = (low, high)
        for i in range(low, -1, -1):
            for j in range(high, len(row)):
                if _is_over(head.box, row[i : j + 1], frame) and j - i > best[1] - best[0]:
                    best = (i, j)
        for column in row[best[0] : best[1] + 1]:
            column.roof = number
        row[best[0]].first = True


def _is_over(head: Box, row: Sequence[Column], frame: Frame) -> bool:
    """Return whether columns stand side by side with a head in their middle or at their left."""
    em = frame.em
    for column, neighbour in itertools.pairwise(row):
        apart = not -em < neighbour.left - column.right < 3.5 * em
        if apart or frame_of(column.box, frame) != frame_of(neighbour.box, frame):
            return False
    left, right = row[0].left, row[-1].right
    middle = abs((head.left + head.right) - (left + right)) / 2 < 0.3 * (right - left) / len(row)
    return middle or abs(head.left - left) < 1.5 * em
