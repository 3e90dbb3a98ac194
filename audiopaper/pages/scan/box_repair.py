"""Boxes of lines put right: headlines that were found in pieces, lines that go over a gutter."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.pages.scan.text_boxes import UPRIGHT, PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LARGE = 2.0
"""Boxes of headlines are higher than those of text by this factor."""

_DARK = 140
_MIN_WHITE_EMS, _EDGE_EMS = 0.7, 0.4
_MIN_STARTS, _MIN_ENDS = 3, 2
_REACH_EMS = 25.0
_MIN_LINE_EMS = 6.0

_INSIDE, _SAME_ROW, _SAME_PART, _LEAST_SIDE = 0.8, 0.6, 0.6, 0.35

_PIECES_APART = 0.5

_SCRAP = 0.85
"""What is lower than this share of the usual box is a stop, a quotation mark, or a figure."""

_SCRAP_REACH = 1.0

_VERTICAL_WHITE = 0.3
_STRIP = 0.7


def join_large(
    boxes: Sequence[PixelBox], large: Sequence[PixelBox], height: float
) -> list[PixelBox]:
    """Replace the pieces of large lines by the whole lines.

    Args:
        boxes: Lines as they were found where running text is seen best.
        large: Lines as they were found where large type is seen best.
        height: Height of the boxes of running text.
    """
    left = list(boxes)
    whole = []
    for line in large:
        if min(line.width, line.height) < _LARGE * height:
            continue
        pieces = [box for box in left if _holds(line, box)]
        if _are_one_line(line, pieces, height):
            left = [box for box in left if box not in pieces]
            whole.append(_around([line, *pieces]))
    return left + whole


def join_overlapping(boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """Join boxes of one row that overlap: a line that two strips of the page saw differently."""
    out: list[PixelBox] = []
    for box in sorted(boxes, key=lambda box: (box.left, box.top)):
        home = next((n for n, other in enumerate(out) if _is_same_line(other, box)), None)
        if home is None:
            out.append(box)
        else:
            out[home] = _around([out[home], box])
    return out


def _is_same_line(box: PixelBox, other: PixelBox) -> bool:
    over_x = min(box.right, other.right) - max(box.left, other.left)
    over_y = min(box.bottom, other.bottom) - max(box.top, other.top)
    sides = [min(b.width, b.height) for b in (box, other)]
    if min(sides) < _LEAST_SIDE * max(sides) or min(over_x, over_y) <= 0:
        return False
    if over_x * over_y > _INSIDE * min(b.width * b.height for b in (box, other)):
        return True
    # Boxes reach beyond their ink, those of neighbours a little over each other's.
    high = max(box.height, other.height)
    flat = min(box.width, other.width) > high
    return flat and over_y > _SAME_ROW * high and over_x > _SAME_PART * high


def join_pieces(boxes: Sequence[PixelBox], height: float) -> list[PixelBox]:
    """Join pieces of a row that a thin mark parts, as · and 一 are, where no column begins.

    Args:
        boxes: The lines.
        height: Height of the boxes of running text.
    """
    rows = [box for box in boxes if _is_row(box, height)]
    out: list[PixelBox] = []
    for box in sorted(boxes, key=lambda box: box.left):
        home = None
        if _is_row(box, height):
            home = next(
                (
                    n
                    for n, other in enumerate(out)
                    if _precedes(other, box, height) and not _is_gutter(other, box, rows, height)
                ),
                None,
            )
        if home is None:
            out.append(box)
        else:
            out[home] = _around([out[home], box])
    return out


def _is_gutter(left: PixelBox, right: PixelBox, rows: Sequence[PixelBox], height: float) -> bool:
    """Return whether rows end where one piece does, and others begin where the next one does."""
    reach = 0.3 * height
    starts = sum(abs(row.left - right.left) < reach for row in rows)
    ends = sum(abs(row.right - left.right) < reach for row in rows)
    return starts > _MIN_STARTS and ends > _MIN_ENDS


def _is_row(box: PixelBox, height: float) -> bool:
    return 0.7 * height < box.height < 1.4 * height


def _precedes(left: PixelBox, right: PixelBox, height: float) -> bool:
    level = abs(left.top + left.bottom - right.top - right.bottom) / 2 < 0.25 * height
    gap = right.left - left.right
    return _is_row(left, height) and level and -0.6 * height < gap < _PIECES_APART * height


def mend_scraps(boxes: Sequence[PixelBox], height: float) -> list[PixelBox]:
    """Give stops and quotation marks that stand alone in their row the height of a row.

    What stands beside each other is one line: by themselves a stop is read as O and a quotation
    mark as 99, for their height in the row is not seen.

    Args:
        boxes: The lines.
        height: Height of the boxes of running text.
    """
    scraps = [box for box in boxes if max(box.width, box.height) < _SCRAP * height]
    rest = [box for box in boxes if max(box.width, box.height) >= _SCRAP * height]
    groups: list[PixelBox] = []
    for scrap in sorted(scraps, key=lambda box: box.left):
        large = next((n for n, box in enumerate(rest) if _is_end(box, scrap, height)), None)
        if large is not None:
            rest[large] = _around([rest[large], scrap])
            continue
        home = next((n for n, g in enumerate(groups) if _is_beside(g, scrap, height)), None)
        if home is None:
            groups.append(scrap)
        else:
            groups[home] = _around([groups[home], scrap])
    return rest + [_as_row(group, rest, height) for group in groups]


def _is_end(line: PixelBox, scrap: PixelBox, height: float) -> bool:
    """Return whether a scrap is the first or last mark of a headline."""
    if line.height < 1.6 * height or line.width < line.height:
        return False
    middle = (scrap.top + scrap.bottom) / 2
    apart = max(scrap.left - line.right, line.left - scrap.right)
    return line.top < middle < line.bottom and apart < 0.3 * line.height


def _is_beside(box: PixelBox, scrap: PixelBox, height: float) -> bool:
    apart = abs(box.top + box.bottom - scrap.top - scrap.bottom) / 2
    return scrap.left - box.right < _SCRAP_REACH * height and apart < 0.6 * height


def _as_row(group: PixelBox, rows: Sequence[PixelBox], height: float) -> PixelBox:
    """Put a box of a row's height round a group: as far below the row above as that is high."""
    middle = (group.top + group.bottom) / 2
    above = [
        row
        for row in rows
        if row.left < group.right
        and row.right > group.left
        and 0.8 * height < row.height < 1.3 * height
        and 0.4 * height < middle - (row.top + row.bottom) / 2 < 1.6 * height
    ]
    if above:
        row = max(above, key=lambda row: row.bottom)
        upper = [
            other
            for other in rows
            if abs(other.left - row.left) < height
            and 0.5 * height < row.top - other.top < 1.6 * height
        ]
        pitch = min((row.top - other.top for other in upper), default=1.05 * height)
        middle = (row.top + row.bottom) / 2 + pitch
    return PixelBox(
        group.left,
        min(group.top, middle - height / 2),
        group.right,
        max(group.bottom, middle + height / 2),
    )


def split_vertical(
    pixels: NDArray[np.uint8], boxes: Sequence[PixelBox], em: float
) -> list[PixelBox]:
    """Split boxes of vertical lines that hold two lines beside each other, at the white between.

    Args:
        pixels: The page, black on white.
        boxes: The lines.
        em: Size of running text in pixels.
    """
    out: list[PixelBox] = []
    for box in boxes:
        if box.height < UPRIGHT * box.width or box.width < 2 * em:
            out.append(box)
            continue
        part = pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]
        inked = np.flatnonzero((part < _DARK).sum(axis=0) >= 2)
        wide = np.flatnonzero(np.diff(inked) > _VERTICAL_WHITE * em)
        edges = [
            box.left,
            *(box.left + float(inked[n] + inked[n + 1]) / 2 for n in wide),
            box.right,
        ]
        parts = [replace(box, left=a, right=b) for a, b in itertools.pairwise(edges)]
        out += [part for part in parts if part.width > 0.8 * em] or [box]
    return [box for box in out if not any(_is_strip_of(box, other) for other in out)]


def _is_strip_of(box: PixelBox, other: PixelBox) -> bool:
    """Return whether a box is one side of another vertical line, which was found whole too."""
    if box.height < UPRIGHT * box.width or other.height < UPRIGHT * other.width:
        return False
    over_x = min(box.right, other.right) - max(box.left, other.left)
    over_y = min(box.bottom, other.bottom) - max(box.top, other.top)
    narrower = box.width < _STRIP * other.width
    return narrower and over_x > _INSIDE * box.width and over_y > _STRIP * other.height


def _around(boxes: Sequence[PixelBox]) -> PixelBox:
    return PixelBox(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _holds(line: PixelBox, box: PixelBox) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return line.left <= x <= line.right and line.top <= y <= line.bottom


def _are_one_line(line: PixelBox, pieces: Sequence[PixelBox], height: float) -> bool:
    """Return whether no piece is text, and no two stand below each other."""
    if any(min(piece.width, piece.height) < 1.2 * height for piece in pieces):
        return False
    if line.height > line.width:
        return True
    middles = [(piece.top + piece.bottom) / 2 for piece in pieces]
    return max(middles, default=0) - min(middles, default=0) < 0.4 * line.height


def split_columns(
    pixels: NDArray[np.uint8], boxes: Sequence[PixelBox], em: float
) -> list[PixelBox]:
    """Split lines that go over a gutter where a column begins.

    Args:
        pixels: The page, black on white.
        boxes: The lines.
        em: Size of running text in pixels.
    """
    edges = [(box.top, *_ink_ends(pixels, box)) for box in boxes if _is_text(box, em)]
    out: list[PixelBox] = []
    for box in boxes:
        cuts = []
        if _is_text(box, em) and box.width > _MIN_LINE_EMS * em:
            near = np.array(
                [edge[1:] for edge in edges if abs(edge[0] - box.top) < _REACH_EMS * em]
            )
            for start, end in _white_runs(pixels, box, _MIN_WHITE_EMS * em):
                starts = np.sum(np.abs(near[:, 0] - end) < _EDGE_EMS * em)
                ends = np.sum(np.abs(near[:, 1] - start) < _EDGE_EMS * em)
                # Paragraphs begin at one place in their column too, but nothing ends before it.
                if starts >= _MIN_STARTS and ends >= _MIN_ENDS:
                    cuts.append((start, end))
        left = box.left
        for start, end in cuts:
            out.append(replace(box, left=left, right=start + 0.2 * em))
            left = end - 0.2 * em
        out.append(replace(box, left=left))
    return out


def _is_text(box: PixelBox, em: float) -> bool:
    return box.width > box.height and box.height < 1.3 * _LARGE * em


def _ink(pixels: NDArray[np.uint8], box: PixelBox) -> NDArray[np.bool_]:
    """Return which columns of a box have ink, the rows above and below left out."""
    inset = 0.15 * box.height
    top, bottom = int(box.top + inset), int(box.bottom - inset) + 1
    part = pixels[top:bottom, int(box.left) : int(box.right) + 1]
    inked: NDArray[np.bool_] = (part < _DARK).sum(axis=0) >= 2
    return inked


def _ink_ends(pixels: NDArray[np.uint8], box: PixelBox) -> tuple[float, float]:
    inked = np.flatnonzero(_ink(pixels, box))
    if not inked.size:
        return box.left, box.right
    return box.left + float(inked[0]), box.left + float(inked[-1]) + 1


def _white_runs(
    pixels: NDArray[np.uint8], box: PixelBox, least: float
) -> list[tuple[float, float]]:
    """Return where white stands between the ink of a line, in pixels of the page."""
    inked = np.flatnonzero(_ink(pixels, box))
    wide = np.flatnonzero(np.diff(inked) > least)
    return [(box.left + float(inked[n]) + 1, box.left + float(inked[n + 1])) for n in wide]
