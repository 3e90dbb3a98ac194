"""Lines of text in a picture become characters, each with its place and how sure it is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from audiopaper.pages.scan.ocr_models import run_parallel
from audiopaper.pages.scan.text_boxes import UPRIGHT, PixelBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.pages.scan.ocr_models import OcrModels

_HEIGHT = 48
"""Height of a line for the network."""

_MIN_WIDTH, _MAX_WIDTH = 64, 2400
_SQUEEZE, _LONG_WIDTH = 0.7, 240
"""Longer lines are made narrower by this factor. Source: 180 lines of 6 development pages with
noise, blur and none: as many characters are wrong at 0.6 as at 1, in three fifths of the time."""

_BATCH_PIXELS = 2000
"""Width of the lines that are read at once, all together."""

_INK_EM = 0.93
"""Width of a character's ink in ems."""

_DARK = 140
_INK_GAP, _SHORT_INK_GAP, _SHORT_CHARS = 0.12, 0.2, 4
"""White across a line up to these shares of its box is inside of its characters. In a short line
it may be wider, as no other character fills it: 示, 斗."""

_RULE_SHARE = 0.85
"""What covers more of a vertical line's box than this is no character."""

_MIN_INK_SHARE, _OWN_INK = 0.01, 0.3

DOUBTFUL = 0.8
"""Lines with a character below this confidence keep their picture for the editor; as
`audiopaper.doubts.misread.MIN_CONFIDENCE`."""


@dataclass(frozen=True, slots=True)
class ReadChar:
    """A recognised character."""

    char: str
    middle: float
    """Its middle along its line, in pixels of the page."""

    confidence: float
    other: str = ""
    """The second choice."""

    other_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A recognised line."""

    box: PixelBox
    chars: tuple[ReadChar, ...]
    vertical: bool = False
    picture: bytes = b""
    """A PNG of it if one of its characters is doubtful; else empty."""

    ink: tuple[float, float] = (0.0, 0.0)
    """Where its ink begins and ends across the line, in pixels of the page."""

    span: tuple[float, float] = (0.0, 0.0)
    """Where its ink begins and ends along the line."""

    marks: tuple[tuple[int, int, int, int], ...] = ()
    """Pieces of its ink with white between, along the line: where each begins and ends along it,
    and where across it, in pixels of the page."""


def read_lines(
    pixels: NDArray[np.uint8], boxes: Sequence[PixelBox], models: OcrModels
) -> list[ReadLine]:
    """Read the lines of a page, in the order of their boxes."""
    crops = [_cut(pixels, box) for box in boxes]
    widths = [crop.image.shape[1] for crop in crops]
    order = sorted(range(len(boxes)), key=lambda n: widths[n])
    lines: list[ReadLine | None] = [None] * len(boxes)

    def read(numbers: list[int]) -> None:
        width = max(_MIN_WIDTH, *(widths[n] for n in numbers))
        batch = np.zeros((len(numbers), _HEIGHT, width), np.float32)
        for row, n in enumerate(numbers):
            batch[row, :, : widths[n]] = crops[n].image.astype(np.float32) / 127.5 - 1
        shares = models.read_lines(np.repeat(batch[:, None], 3, axis=1))
        for row, n in enumerate(numbers):
            step = width / shares.shape[1]
            line = _line(boxes[n], shares[row], models.characters, step, crops[n])
            lines[n] = _add_ink(line, pixels)

    run_parallel(read, _batches(order, widths))
    return [line for line in lines if line is not None and line.chars]


def _line(
    box: PixelBox,
    shares: NDArray[np.float32],
    characters: Sequence[str],
    step: float,
    crop: _Crop,
) -> ReadLine:
    vertical = _is_vertical(box)
    start = box.top if vertical else box.left
    chars = tuple(_decode(shares, characters, start, step / crop.scale))
    doubtful = any(char.confidence < DOUBTFUL for char in chars)
    return ReadLine(box, chars, vertical, _as_png(crop) if doubtful else b"")


def _batches(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for n in order:
        if batch and (len(batch) + 1) * widths[n] > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _is_vertical(box: PixelBox) -> bool:
    return box.height > UPRIGHT * box.width


@dataclass(frozen=True, slots=True)
class _Crop:
    """A line cut out of its page."""

    image: NDArray[np.uint8]
    """As high as the network wants it."""

    scale: float
    """How long it is, as a share of its length on the page."""

    squeezed: float
    """By what it was made narrower than it is high."""


def _cut(pixels: NDArray[np.uint8], box: PixelBox) -> _Crop:
    """Cut a line out, at the height of the network."""
    crop = pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]
    length = crop.shape[1]
    if _is_vertical(box):
        length = crop.shape[0]
        crop = _lay_flat(crop)
    scale = _HEIGHT / crop.shape[0]
    squeezed = _SQUEEZE if crop.shape[1] * scale > _LONG_WIDTH else 1.0
    width = min(_MAX_WIDTH, max(8, round(crop.shape[1] * scale * squeezed)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(crop, (width, _HEIGHT), interpolation=method)
    return _Crop(resized.astype(np.uint8, copy=False), width / length, squeezed)


def _add_ink(line: ReadLine, pixels: NDArray[np.uint8]) -> ReadLine:
    """Find where the ink of a line begins and ends, across it and along it, and its pieces.

    The rows above and below may reach into its box, so across it the ink around its middle counts;
    thin white, as in 二, is bridged.
    """
    box = line.box
    part = pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]
    ink = part.T < _DARK if line.vertical else part < _DARK
    across, along = (box.left, box.top) if line.vertical else (box.top, box.left)
    dark = ink.sum(axis=1) >= 2
    share = _INK_GAP if len(line.chars) >= _SHORT_CHARS else _SHORT_INK_GAP
    middle, gap = len(dark) // 2, max(2, round(share * len(dark)))
    ends = []
    for side in (dark[middle::-1], dark[middle:]):
        inked = np.flatnonzero(side)
        broken = np.flatnonzero(np.diff(inked) > gap)
        ends.append(int(inked[broken[0]] if broken.size else inked[-1]) if inked.size else 0)
    first, last = middle - ends[0], middle + ends[1] + 1
    inked = np.flatnonzero(ink[first:last].sum(axis=0) >= 2)
    start, end = (int(inked[0]), int(inked[-1]) + 1) if inked.size else (0, ink.shape[1])
    return replace(
        line,
        ink=(across + first, across + last),
        span=(along + start, along + end),
        marks=tuple(
            (int(along) + a, int(along) + b, int(across) + first + c, int(across) + first + d)
            for a, b, c, d in _find_marks((part.T if line.vertical else part)[first:last])
        ),
    )


_MIN_MARK = 2
_PALE = 30
"""What is darker than white by less than this is the paper's grain."""

_MARK_INK = 90
"""A column of a line holds ink from this darkness on, summed over its height; black is 255. Blur
spreads a thin stroke over several pixels, each of them pale, but leaves its sum as it is."""


def _find_marks(part: NDArray[np.uint8]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pieces of a line's ink: first and last column, first and last row."""
    dark = np.maximum(255 - _PALE - part.astype(np.int16), 0)
    columns = np.flatnonzero(dark.sum(axis=0) >= _MARK_INK)
    if not columns.size:
        return
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        start, end = int(run[0]), int(run[-1]) + 1
        rows = np.flatnonzero((part[:, start:end] < _DARK).any(axis=1))
        if end - start >= _MIN_MARK and rows.size:
            yield start, end, int(rows[0]), int(rows[-1]) + 1


def _as_png(crop: _Crop) -> bytes:
    """Save a line's picture small: half its height, in 16 greys."""
    wide = 0.5 / crop.squeezed
    small = cv2.resize(crop.image, None, fx=wide, fy=0.5, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".png", small // 16 * 17)
    return bytes(data)


def _lay_flat(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Set the characters of a vertical line beside each other, as they stand."""
    dark = crop < _DARK
    # A rule above the line may reach into its box, or the strokes of the line beside it.
    dark[dark.mean(axis=1) > _RULE_SHARE] = False
    rows = np.flatnonzero(dark.any(axis=1))
    columns = _main_columns(dark.sum(axis=0), len(crop))
    if not rows.size or not columns.size:
        return crop
    crop = _square_ends(crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    height, width = crop.shape
    ink = (255 - crop.astype(np.int32)).sum(axis=1)
    likely = max(1, round(height / width * _INK_EM))
    counts = range(max(1, likely - 1), likely + 2)
    cuts = min((_cut_rows(ink, n) for n in counts), key=lambda rows: _cut_cost(ink, rows))
    cells = [crop[a:b] for a, b in itertools.pairwise([0, *cuts, height])]
    side = max(width, *(len(cell) for cell in cells))
    flat = np.full((side, side * len(cells)), 255, np.uint8)
    for n, cell in enumerate(cells):
        top = (side - len(cell)) // 2
        left = n * side + (side - width) // 2
        flat[top : top + len(cell), left : left + width] = cell
    return flat


def _main_columns(ink: NDArray[np.int_], height: int) -> NDArray[np.intp]:
    """Return the columns of a vertical line without those of strokes of its neighbours."""
    columns = np.flatnonzero(ink > _MIN_INK_SHARE * height)
    if not columns.size:
        return columns
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > 2) + 1)
    most = max(ink[part].sum() for part in parts)
    return np.concatenate([part for part in parts if ink[part].sum() > _OWN_INK * most])


def _square_ends(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give a flat first or last character, as 一 is, the white above and below it back."""
    height, width = crop.shape
    inked = crop.min(axis=1) < _DARK
    ends = []
    for rows in (inked, inked[::-1]):
        white = np.flatnonzero(~rows)
        thick = int(white[0]) if white.size else height
        ends.append((width - thick) // 2 if thick < 0.3 * width else 0)
    return np.pad(crop, ((ends[0], ends[1]), (0, 0)), constant_values=255)


def _cut_rows(ink: NDArray[np.int32], count: int) -> list[int]:
    """Return where so many characters below each other part: the whitest rows near even steps."""
    pitch = len(ink) / count
    cuts: list[int] = []
    for n in range(1, count):
        low = max(int((n - 0.2) * pitch), cuts[-1] + 1 if cuts else 1)
        cuts.append(low + int(np.argmin(ink[low : max(low + 1, int((n + 0.2) * pitch))])))
    return cuts


def _cut_cost(ink: NDArray[np.int32], cuts: Sequence[int]) -> float:
    """Return how much ink is cut on average; infinite if nothing is."""
    return float(np.mean(ink[list(cuts)])) if cuts else float("inf")


def _decode(
    shares: NDArray[np.float32], characters: Sequence[str], start: float, step: float
) -> Iterator[ReadChar]:
    """Decode the steps of a line: runs of one class are a character, class 0 stands between."""
    best = shares.argmax(axis=1)
    at = 0
    while at < len(best):
        end = at
        while end < len(best) and best[end] == best[at]:
            end += 1
        if best[at]:
            peak = at + int(shares[at:end, best[at]].argmax())
            row = shares[peak].copy()
            row[[0, best[at]]] = 0
            second = int(row.argmax())
            yield ReadChar(
                characters[best[at]],
                start + ((at + end) / 2) * step,
                float(shares[peak, best[at]]),
                characters[second],
                float(row[second]),
            )
        at = end
