"""Rules and pictures in the picture of a page: what is dark and no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from audiopaper.pages.scan.text_boxes import PixelBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_RULE_EMS, _MAX_RULE_EMS = 3.0, 0.5
_MIN_PICTURE_EMS = 4.0
_FAINT = 175
"""What is darker than this is a hairline."""

_LIGHT = 235
"""What is darker than this is no paper."""

_EM = 8.0
"""Pixels of running text at which pictures are looked for."""


def find_shapes(
    pixels: NDArray[np.uint8], text: Sequence[PixelBox], em: float
) -> tuple[list[PixelBox], list[PixelBox]]:
    """Find the rules and the pictures of a straight page.

    Args:
        pixels: The page, black on white.
        text: Where text stands.
        em: Size of running text in pixels.

    Returns:
        Rules and pictures, in pixels.
    """
    rules = [rule for rule in _find_rules(pixels, em) if not any(_inside(rule, t) for t in text)]
    scale = min(1.0, _EM / em)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    free = np.ones(small.shape, np.uint8)
    for box in text:
        left, top, right, bottom = (
            int(v * scale) for v in (box.left, box.top, box.right + em / 2, box.bottom + em / 2)
        )
        free[top:bottom, left:right] = 0
    pictures = [_scaled(box, 1 / scale) for box in _find_pictures(small, free, em * scale)]
    rules = [rule for rule in rules if not any(_inside(rule, picture) for picture in pictures)]
    return rules, pictures


def _find_rules(pixels: NDArray[np.uint8], em: float) -> list[PixelBox]:
    length = round(_RULE_EMS * em)
    boxes = []
    for flat in (True, False):
        # A hairline is thinner than a pixel, and one that is not quite level steps from row to
        # row: each pixel takes the darkest of its neighbours across the rule.
        across = np.ones((3, 1) if flat else (1, 3), np.uint8)
        along = np.ones((1, 5) if flat else (5, 1), np.uint8)
        kernel = np.ones((1, length) if flat else (length, 1), np.uint8)
        ink = (cv2.erode(pixels, across) < _FAINT).astype(np.uint8)
        opened = cv2.morphologyEx(
            cv2.morphologyEx(ink, cv2.MORPH_CLOSE, along), cv2.MORPH_OPEN, kernel
        )
        joined = cv2.dilate(opened, np.ones((3, 3), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        for left, top, width, height, _area in stats[1:count].tolist():
            thick, long = (height, width) if flat else (width, height)
            if thick - 4 <= _MAX_RULE_EMS * em and long > length:
                boxes.append(_thin(left, top, width, height, flat=flat))
    return boxes


def _thin(left: int, top: int, width: int, height: int, *, flat: bool) -> PixelBox:
    """Reduce a rule to its middle line, which is what parts articles."""
    if flat:
        middle = top + height / 2
        return PixelBox(left + 1, middle - 0.2, left + width - 1, middle + 0.2)
    middle = left + width / 2
    return PixelBox(middle - 0.2, top + 1, middle + 0.2, top + height - 1)


_PICTURE_FILL = 0.6
_TONED = 215
_BRIDGE_EMS = 4.0
"""Light parts of a picture are bridged as far as this."""


def _find_pictures(
    small: NDArray[np.uint8], free: NDArray[np.uint8], unit: float
) -> list[PixelBox]:
    """Find large areas that are not white and hold no text.

    Args:
        small: The page.
        free: Where no text stands.
        unit: Size of running text in pixels.
    """
    # Text and rules are thin; what stays after they are rubbed out is a picture's dark parts.
    side = round(0.8 * unit) | 1
    toned = (cv2.blur(small, (side, side)) < _TONED) & (small < _LIGHT) & (free > 0)
    whole = cv2.morphologyEx(toned.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    reach = round(_BRIDGE_EMS * unit) | 1
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)) * free
    count, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    return [
        PixelBox(left, top, left + width, top + height)
        for left, top, width, height, area in stats[1:count].tolist()
        if min(width, height) > _MIN_PICTURE_EMS * unit and area > _PICTURE_FILL * width * height
    ]


def _scaled(box: PixelBox, factor: float) -> PixelBox:
    return PixelBox(*(v * factor for v in (box.left, box.top, box.right, box.bottom)))


def _inside(box: PixelBox, other: PixelBox) -> bool:
    return (
        box.left >= other.left - 2
        and box.right <= other.right + 2
        and box.top >= other.top - 2
        and box.bottom <= other.bottom + 2
    )
