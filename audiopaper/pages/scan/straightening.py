"""A grey picture becomes an upright page: cut out of a photograph, straight, black on white."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_SEARCH_EDGE = 800
"""Pixels of the longer edge at which a page is looked for in a photograph."""

_MIN_PAGE_SHARE, _MAX_PAGE_SHARE = 0.25, 0.97
"""How much of a photograph a page fills; a scan is filled whole."""

_CORNER_ANGLE = 25.0
"""Corners of a photographed page differ by less than this from a right angle, in degrees."""


_MIN_CONTRAST = 40

_SKEW_EDGE = 1500

_MAX_SKEW = 5.0

_BANDS = 2

_GROUND_EDGE = 160

_GROUND_SHARE = 5

_PAPER_SHARE = 0.9
"""What has this share of the paper's brightness is white."""


def cut_out_page(pixels: Grey) -> Grey:
    """Cut the page out of a photograph and set its perspective right; a scan stays as it is."""
    corners = find_corners(pixels)
    if corners is None:
        return pixels
    top_left, top_right, bottom_right, bottom_left = corners
    width = int(
        max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    )
    height = int(
        max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    )
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return _as_grey(cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC))


def find_corners(pixels: Grey) -> NDArray[np.float64] | None:
    """Find the corners of a page that lies on something darker.

    Returns:
        Upper left, upper right, lower right, lower left; shape ``(4, 2)``, in pixels. None if
        the picture shows nothing but the page.
    """
    scale = _SEARCH_EDGE / max(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Text and pictures are closed to paper, so that the page is one bright area.
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    blurred = cv2.GaussianBlur(closed, (5, 5), 0)
    _, bright = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(outline) / small.size
    inside = np.zeros_like(small)
    cv2.drawContours(inside, [outline], -1, 255, cv2.FILLED)
    if not _MIN_PAGE_SHARE < share < _MAX_PAGE_SHARE or not _stands_out(blurred, inside):
        return None
    hull = cv2.convexHull(outline)
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.02, 0.03, 0.05, 0.08):
        shape = cv2.approxPolyDP(hull, tolerance * length, closed=True).reshape(-1, 2)
        if len(shape) == 4:
            corners = _in_order(shape.astype(np.float64))
            fills = cv2.contourArea(shape) > 0.9 * cv2.contourArea(hull)
            return corners / scale if fills and _is_upright(corners) else None
    return None


def _stands_out(blurred: Grey, inside: Grey) -> bool:
    """Return whether what lies around the page is clearly darker."""
    page, ground = blurred[inside > 0], blurred[inside == 0]
    return bool(page.size and ground.size and page.mean() - ground.mean() > _MIN_CONTRAST)


def _in_order(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    by_height = shape[np.argsort(shape[:, 1])]
    top = by_height[:2][np.argsort(by_height[:2, 0])]
    bottom = by_height[2:][np.argsort(-by_height[2:, 0])]
    return np.concatenate([top, bottom])


def _is_upright(corners: NDArray[np.float64]) -> bool:
    ring = [*corners, corners[0], corners[1]]
    for before, corner, behind in zip(ring, ring[1:], ring[2:], strict=False):
        a, b = before - corner, behind - corner
        cosine = float(a @ b) / (float(np.linalg.norm(a) * np.linalg.norm(b)) or 1.0)
        if abs(cosine) > np.sin(np.radians(_CORNER_ANGLE)):
            return False
    return True


# --- skew --------------------------------------------------------------------------------------


def straighten(pixels: Grey) -> Grey:
    """Turn a page so that its lines are level, and upright its columns."""
    angle = measure_skew(pixels)
    if abs(angle) < 0.04:
        return pixels
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(np.percentile(pixels[::8, ::8], 80))
    return _as_grey(
        cv2.warpAffine(
            pixels,
            matrix,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=paper,
        )
    )


def measure_skew(pixels: Grey) -> float:
    """Measure by how many degrees the lines of a page fall to the right.

    A page is sheared by one angle after another; where its rows of pixels differ most, the white
    between the lines is level. Both halves are measured each for itself, for paper is not flat.
    """
    scale = min(1.0, _SKEW_EDGE / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ground = cv2.blur(small, (41, 41)).astype(np.int16)
    ink = np.clip(ground - small.astype(np.int16) - 12, 0, 120).astype(np.float32)
    best = 0.0
    for reach, step in ((_MAX_SKEW, 0.5), (0.6, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _levelness(ink, float(angle))))
    return best


def _levelness(ink: NDArray[np.float32], angle: float) -> float:
    height, width = ink.shape
    slope = np.tan(np.radians(angle))
    matrix = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2]])
    level = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)
    edges = np.linspace(0, width, _BANDS + 1).astype(int)
    sums = [level[:, a:b].sum(axis=1) for a, b in itertools.pairwise(edges)]
    return float(sum((np.diff(band) ** 2).sum() for band in sums))


# --- focus -------------------------------------------------------------------------------------

_EDGE = 0.3
"""An edge that is blurred by one pixel (standard deviation) rises from ink to paper by this share
of the contrast from one pixel to the next. Source: pages drawn and blurred by 0 to 1.2 pixels."""

_BLURRED = 0.8
"""Pages blurred by more pixels than this are sharpened."""

_MAX_BLUR = 1.5
_ROUNDS = 3


def sharpen(pixels: Grey) -> Grey:
    """Give blurred strokes their edges back; a sharp page stays as it is.

    In a blurred page thin strokes turn pale and thick ones fat, so that neither the white between
    characters nor the weight of type can be measured. What the blur would take from the picture
    once more is added to it, several times (van Cittert's deconvolution).
    """
    blur = min(measure_blur(pixels), _MAX_BLUR)
    if blur < _BLURRED:
        return pixels
    seen = pixels.astype(np.float32)
    sharp = seen.copy()
    for _ in range(_ROUNDS):
        sharp += seen - cv2.GaussianBlur(sharp, (0, 0), blur)
    return _as_grey(np.clip(sharp, 0, 255))


def measure_blur(pixels: Grey) -> float:
    """Measure by how many pixels the edges of a page's strokes are blurred (standard deviation)."""
    sample = pixels[::3].astype(np.int16)
    steps = np.abs(np.diff(sample, axis=1))
    paper, ink = np.median(pixels[::8, ::8]), np.percentile(pixels[::4, ::4], 0.3)
    steep = float(np.percentile(steps, 99)) / max(1.0, float(paper - ink))
    return _EDGE / max(steep, 0.01)


# --- contrast ----------------------------------------------------------------------------------


def whiten(pixels: Grey) -> Grey:
    """Make paper white and ink black, evenly over the page.

    Light that falls unevenly and yellowed paper are divided out; what shines through from the back
    is lighter than ink and becomes paper.
    """
    scale = _GROUND_EDGE / max(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reach = _GROUND_EDGE // _GROUND_SHARE | 1
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.GaussianBlur(paper, (15, 15), 0)
    out = np.empty_like(pixels)
    height, width = pixels.shape
    dark = _darkest(pixels, paper)
    for top in range(0, height, 512):
        strip = pixels[top : top + 512].astype(np.float32)
        rows = np.arange(top, top + len(strip), dtype=np.float32)
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), rows)
        level = cv2.remap(
            paper, x * scale, y * scale, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ).astype(np.float32)
        share = (strip / np.maximum(level, 1.0) - dark) / (_PAPER_SHARE - dark)
        out[top : top + 512] = np.clip(share * 255, 0, 255).astype(np.uint8)
    return out


_INK, _PALE = 150, 165
_NEAR = 4
"""Pixels round ink that its soft edges reach."""


def clear_ghosts(pixels: Grey) -> Grey:
    """Make white what is pale in a white page and has no ink beside it.

    Bold headlines of the page's back still show through a page that was made white, mirrored, and
    would be read as lines of their own. Pictures lose their light parts.
    """
    side = 2 * _NEAR + 1
    near = cv2.erode(pixels, np.ones((side, side), np.uint8)) < _INK
    return np.where(near | (pixels < _PALE), pixels, np.uint8(255))


def _darkest(pixels: Grey, paper: Grey) -> float:
    """Return how bright ink is, as a share of the paper."""
    ink = float(np.percentile(pixels[::4, ::4], 2)) / max(1.0, float(np.median(paper)))
    return min(ink, 0.6)


def _as_grey(image: NDArray[np.generic]) -> Grey:
    return image.astype(np.uint8, copy=False)
