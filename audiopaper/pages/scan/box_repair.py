"""Boxes of lines put right: headlines that were found in pieces, lines that go over a gutter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.pages.scan.text_boxes import PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LARGE = 2.0
"""Boxes of headlines are higher than those of text by this factor."""

_DARK = 140
_MIN_WHITE_EMS, _EDGE_EMS = 0.7, 0.4
_MIN_STARTS = 3
_REACH_EMS = 25.0
_MIN_LINE_EMS = 6.0


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
    starts = [(box.top, _first_ink(pixels, box)) for box in boxes if _is_text(box, em)]
    out: list[PixelBox] = []
    for box in boxes:
        cuts = []
        if _is_text(box, em) and box.width > _MIN_LINE_EMS * em:
            near = np.array([x for y, x in starts if abs(y - box.top) < _REACH_EMS * em])
            for start, end in _white_runs(pixels, box, _MIN_WHITE_EMS * em):
                if np.sum(np.abs(near - end) < _EDGE_EMS * em) >= _MIN_STARTS:
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


def _first_ink(pixels: NDArray[np.uint8], box: PixelBox) -> float:
    inked = np.flatnonzero(_ink(pixels, box))
    return box.left + (float(inked[0]) if inked.size else 0.0)


def _white_runs(
    pixels: NDArray[np.uint8], box: PixelBox, least: float
) -> list[tuple[float, float]]:
    """Return where white stands between the ink of a line, in pixels of the page."""
    inked = np.flatnonzero(_ink(pixels, box))
    wide = np.flatnonzero(np.diff(inked) > least)
    return [(box.left + float(inked[n]) + 1, box.left + float(inked[n + 1])) for n in wide]
