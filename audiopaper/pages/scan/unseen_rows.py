"""Rows of a stop or two, which the network that finds text overlooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiopaper.pages.scan.text_boxes import PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DARK = 140
_MIN_ROW_EMS = 6.0
_REACH_EMS = 3.2
"""Longer ends of paragraphs are seen."""

_PITCH_EMS = (1.2, 2.4)
_INK_EMS = (0.12, 1.1)
"""Height of the ink of stops, quotation marks and figures, in ems."""

_MIN_PITCHES = 4


def add_unseen(pixels: NDArray[np.uint8], boxes: Sequence[PixelBox], em: float) -> list[PixelBox]:
    """Add boxes for ink below full rows, at their left, where a row is missing.

    A paragraph whose last row is 。” would end without a stop, and the white below it would look
    like the end of its article.

    Args:
        pixels: The page, black on white.
        boxes: The lines that were found.
        em: Size of running text in pixels.
    """
    rows = [box for box in boxes if box.width > _MIN_ROW_EMS * em and box.height < 2 * em]
    edges = np.array([(b.left, b.top, b.right, b.bottom) for b in boxes]).reshape(-1, 4)
    pitch = _measure_pitch(rows, em)
    added = []
    for row in rows if pitch else ():
        place = PixelBox(row.left, row.top + pitch, row.left + _REACH_EMS * em, row.bottom + pitch)
        if place.bottom < pixels.shape[0] and _is_free(place, edges, 0.3 * em):
            unseen = _bound_ink(pixels, place, em)
            if unseen is not None:
                added.append(unseen)
    return [*boxes, *added]


def _measure_pitch(rows: Sequence[PixelBox], em: float) -> float:
    """Return how far rows of text stand below each other; 0 if there are hardly any."""
    tops: dict[int, list[float]] = {}
    for row in rows:
        tops.setdefault(round(row.left / em), []).append(row.top)
    low, high = (ems * em for ems in _PITCH_EMS)
    steps = [
        step
        for column in tops.values()
        for step in np.diff(sorted(column)).tolist()
        if low < step < high
    ]
    return float(np.median(steps)) if len(steps) >= _MIN_PITCHES else 0.0


def _is_free(place: PixelBox, edges: NDArray[np.float64], inset: float) -> bool:
    """Return whether no line reaches into a place by more than its margin."""
    across = (edges[:, 0] < place.right) & (edges[:, 2] > place.left)
    along = (edges[:, 1] < place.bottom - inset) & (edges[:, 3] > place.top + inset)
    return not bool((across & along).any())


def _bound_ink(pixels: NDArray[np.uint8], place: PixelBox, em: float) -> PixelBox | None:
    """Return the box of a row that holds the ink of a place; None if it holds none, or a rule."""
    inset = round(0.15 * em)
    top, left = int(place.top) + inset, int(place.left)
    part = pixels[top : int(place.bottom) - inset, left : int(place.right)] < _DARK
    high, wide = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not high.size or not wide.size:
        return None
    height = int(high[-1] - high[0]) + 1
    # Ink at the far end goes on beyond it: a rule or a picture.
    if not _INK_EMS[0] * em < height < _INK_EMS[1] * em or wide[-1] >= part.shape[1] - 1:
        return None
    if part.sum() < (_INK_EMS[0] * em) ** 2:
        return None
    return PixelBox(
        max(0.0, left + float(wide[0]) - 0.3 * em),
        place.top,
        left + float(wide[-1]) + 0.3 * em,
        place.bottom,
    )
