"""Where text stands in a picture of a page: boxes of lines, by a network in strips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from audiopaper.pages.scan.ocr_models import run_parallel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audiopaper.pages.scan.ocr_models import OcrModels

STRIP = 640
"""Height and width of what the network sees at once, in pixels; the memory is by its square."""

_OVERLAP = 64
_TEXT, _SURE_TEXT = 0.3, 0.5
"""Marks that count as text, and how strong those of a line are on average.

Source: the settings that PP-OCR's detection is delivered with."""

_UNCLIP = 1.6
"""The network marks the inside of a line: area by perimeter times this is what lies around."""

_MIN_SIDE = 3
_WHITE = 200

UPRIGHT = 1.5
"""A box that is higher than wide by this factor is a line from top to bottom."""


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A box in a picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top


def find_text(pixels: NDArray[np.uint8], models: OcrModels, scale: float) -> list[PixelBox]:
    """Find the lines of a straight page.

    Args:
        pixels: The page, black on white.
        models: The networks.
        scale: By how much the page is made smaller for the network, which sees small type best at
            some 14 pixels.
    """
    height, width = pixels.shape
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    marks = _mark(small, models)
    x, y = width / size[0], height / size[1]
    return [PixelBox(b.left * x, b.top * y, b.right * x, b.bottom * y) for b in _bound(marks)]


def _mark(small: NDArray[np.uint8], models: OcrModels) -> NDArray[np.uint8]:
    """Mark text strip by strip; of two that overlap each gives its half."""
    height, width = small.shape
    marks = np.zeros((height, width), np.uint8)
    half = _OVERLAP // 2
    corners = [
        (top, left)
        for top in range(0, height, STRIP - _OVERLAP)
        for left in range(0, width, STRIP - _OVERLAP)
    ]

    def look(corner: tuple[int, int]) -> None:
        top, left = corner
        part = small[top : top + STRIP, left : left + STRIP]
        if (min(part.shape) <= half and (top or left)) or part.min() > _WHITE:
            return
        skip_y, skip_x = half * (top > 0), half * (left > 0)
        seen = (_look(part, models) * 255).astype(np.uint8)
        # The next strip's half is written by that one.
        end_y = part.shape[0] - half * (top + STRIP < height)
        end_x = part.shape[1] - half * (left + STRIP < width)
        marks[top + skip_y : top + end_y, left + skip_x : left + end_x] = seen[
            skip_y:end_y, skip_x:end_x
        ]

    run_parallel(look, corners)
    return marks


def _look(part: NDArray[np.uint8], models: OcrModels) -> NDArray[np.float32]:
    high, wide = (-(-side // 32) * 32 for side in part.shape)
    padded = np.full((high, wide), 255, np.uint8)
    padded[: part.shape[0], : part.shape[1]] = part
    # The network was made for colours from -1 to 1.
    plane = padded.astype(np.float32) / 127.5 - 1
    return models.mark_text(np.broadcast_to(plane, (1, 3, high, wide)).copy())


def _bound(marks: NDArray[np.uint8]) -> list[PixelBox]:
    text = (marks > _TEXT * 255).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(text, connectivity=4)
    boxes = []
    sums = np.bincount(labels.ravel(), weights=marks.ravel(), minlength=count)
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        if min(width, height) < _MIN_SIDE or sums[number] < _SURE_TEXT * 255 * area:
            continue
        around = width * height * _UNCLIP / (2 * (width + height))
        boxes.append(
            PixelBox(
                max(0.0, left - around),
                max(0.0, top - around),
                min(float(marks.shape[1]), left + width + around),
                min(float(marks.shape[0]), top + height + around),
            )
        )
    return boxes
