"""Recognised lines become printed rows: sizes, gaps and weight measured, broken lines joined."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.intake import normalise_text
from audiopaper.layout import Box, Recognition
from audiopaper.pages.geometry import PrintedRow
from audiopaper.pages.scan.line_reader import ReadChar, ReadLine
from audiopaper.pages.scan.row_spaces import OPENING, STOPS, THIN, advance, bound_cell, space_row
from audiopaper.pages.scan.text_boxes import PixelBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_HAN = re.compile("[\u3400-\u9fff]")

_MIN_PITCH_CHARS = 4
_LONG_CHARS = 8

_JOIN_EMS, _LEVEL_EMS = 0.8, 0.3
"""Pieces of one line stand nearer than this beside each other, and differ by less in height."""

_SIZE_STEP = 0.06
"""Type that is measured to differ by less than this share is of one size."""

_HEIGHT_NOISE = 0.2
"""The height of a short line's ink is uncertain by this share: it hangs on what it holds."""

_HEIGHT_WEIGHT = 2
"""The height of the ink counts as much as so many steps from character to character."""

_BODY_NOISE = 0.1
_SMALLER, _SURE_HAN = 0.05, 0.7
_SPACED, _SPACED_SHORT, _TALL = 1.04, 1.25, 1.1

_BOLD_INK = 1.3
"""Bold type has this many times the ink of the page's other type."""


_IN_TEXT = 1.2
"""Type smaller than this, in ems of running text, is text."""

_FULL_WIDTH = str.maketrans(",:;!?()", "，：；！？（）")


def measure_body(lines: Sequence[ReadLine]) -> float:
    """Return the size of running text in pixels; 0 if nothing was recognised."""
    weights: dict[int, int] = {}
    for line in lines:
        if len(line.chars) >= _MIN_PITCH_CHARS:
            size = _pitch(line)
            step = round(math.log(max(size, 1.0)) / _SIZE_STEP)
            weights[step] = weights.get(step, 0) + len(line.chars)
    if not weights:
        return max((min(line.box.width, line.box.height) * 0.8 for line in lines), default=0.0)
    near = {k: sum(weights.get(k + d, 0) for d in (-1, 0, 1)) for k in weights}
    best = max(near, key=lambda k: near[k])
    sizes = [
        _pitch(line)
        for line in lines
        if len(line.chars) >= _LONG_CHARS
        and abs(math.log(max(_pitch(line), 1.0)) / _SIZE_STEP - best) <= 1.5
    ]
    return float(np.median(sizes)) if sizes else math.exp(best * _SIZE_STEP)


def make_rows(
    lines: Sequence[ReadLine], ink: Sequence[float], *, body: float, mm: float
) -> list[PrintedRow]:
    """Make printed rows of a page's lines.

    Args:
        lines: The recognised lines.
        ink: How dark each line's box is, from 0 to 1.
        body: Size of running text in pixels.
        mm: Millimetres of a pixel.
    """
    height_share = _height_share(lines, body)
    sizes = [_size(line, height_share, body) for line in lines]
    sizes = _even_sizes(lines, sizes, body)
    usual = _usual_ink(lines, ink, sizes, body)
    rows = []
    for line, size, dark in _joined(list(zip(lines, sizes, ink, strict=True)), body):
        row = _row(line, size, mm, in_text=size < _IN_TEXT * body)
        if row is not None:
            rows.append(replace(row, bold=dark > _BOLD_INK * usual))
    return rows


# --- sizes -------------------------------------------------------------------------------------


def _pitch(line: ReadLine) -> float:
    """Return the size of a line's type by how far its characters stand apart.

    The ink of stops and quotation marks stands at one side of their square, so that they are no
    ends to measure from.
    """
    chars = list(line.chars)
    han = [n for n, c in enumerate(chars) if _HAN.match(c.char)]
    if len(han) > 1:
        chars = chars[han[0] : han[-1] + 1]
    first, last = chars[0], chars[-1]
    ems = sum(advance(c.char) for c in chars) - (advance(first.char) + advance(last.char)) / 2
    return (last.middle - first.middle) / max(ems, 0.5)


def _height_share(lines: Sequence[ReadLine], body: float) -> float:
    """Return how high the ink of running text is, in ems."""
    shares = [
        (line.ink[1] - line.ink[0]) / body
        for line in lines
        if not line.vertical
        and len(line.chars) >= _LONG_CHARS
        and abs(_pitch(line) - body) < 0.15 * body
    ]
    return float(np.median(shares)) if shares else 0.95


def _size(line: ReadLine, height_share: float, body: float) -> float:
    """Return the size of a line's type in pixels: by its pitch, and by the height of its ink."""
    by_height = (line.ink[1] - line.ink[0]) / height_share
    near = abs(by_height - body) < _HEIGHT_NOISE * body
    count = len(line.chars)
    han = sum(_HAN.match(c.char) is not None for c in line.chars)
    if 2 * han < count or count < 2:
        return body if near else by_height
    pitch = _pitch(line)
    if count < _MIN_PITCH_CHARS and near:
        return body
    # Lines that are spaced out are not larger for it; of many characters some are of full height.
    pitch = min(pitch, (_SPACED if han >= _LONG_CHARS else _SPACED_SHORT) * by_height)
    if han >= _MIN_PITCH_CHARS:
        # The ink of the row above or below may reach into the box.
        by_height = min(by_height, _TALL * pitch)
    return ((count - 1) * pitch + _HEIGHT_WEIGHT * by_height) / (count - 1 + _HEIGHT_WEIGHT)


def _even_sizes(lines: Sequence[ReadLine], sizes: Sequence[float], body: float) -> list[float]:
    """Give lines whose sizes hardly differ the size that most of their characters have."""
    out = [
        body if _is_body(line, size / body) else size
        for line, size in zip(lines, sizes, strict=True)
    ]
    chars = [len(line.chars) for line in lines]
    group: list[int] = []
    for n in [*sorted((n for n in range(len(out)) if out[n] != body), key=lambda n: out[n]), -1]:
        if group and (
            n < 0
            or sizes[n] > sizes[group[-1]] * (1 + _SIZE_STEP)
            or sizes[n] > sizes[group[0]] * (1 + 3 * _SIZE_STEP)
        ):
            middle = _weighted_median([(sizes[k], chars[k]) for k in group])
            for k in group:
                out[k] = middle
            group = []
        group.append(n)
    return out


def _is_body(line: ReadLine, ratio: float) -> bool:
    """Return whether a line is set in the size of running text, by how its own compares to that.

    Lines are spaced out to fill their measure, but hardly ever squeezed: one of many characters
    that measures a little smaller is smaller, as captions are.
    """
    han = sum(_HAN.match(char.char) is not None for char in line.chars)
    sure = han >= _LONG_CHARS and han > _SURE_HAN * len(line.chars)
    return 1 - (_SMALLER if sure else _BODY_NOISE) < ratio < 1 + _BODY_NOISE


def _weighted_median(pairs: Sequence[tuple[float, int]]) -> float:
    ordered = sorted(pairs)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return ordered[-1][0] if ordered else 0.0


def measure_ink(pixels: NDArray[np.uint8], lines: Sequence[ReadLine]) -> list[float]:
    """Measure how dark the boxes of lines are, from 0 for white to 1."""
    shares = []
    for line in lines:
        box = line.box
        part = pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1]
        shares.append(1 - float(part.mean()) / 255 if part.size else 0.0)
    return shares


def _usual_ink(
    lines: Sequence[ReadLine], ink: Sequence[float], sizes: Sequence[float], body: float
) -> float:
    shares = [
        dark
        for line, dark, size in zip(lines, ink, sizes, strict=True)
        if size == body and len(line.chars) >= _LONG_CHARS
    ]
    return float(np.median(shares)) if shares else 1.0


# --- rows --------------------------------------------------------------------------------------


def _joined(
    parts: Sequence[tuple[ReadLine, float, float]], body: float
) -> Iterator[tuple[ReadLine, float, float]]:
    """Join pieces of one line that were found apart."""
    flat = sorted((p for p in parts if not p[0].vertical), key=lambda p: p[0].box.left)
    yield from (p for p in parts if p[0].vertical)
    open_: list[list[tuple[ReadLine, float, float]]] = []
    for part in flat:
        home = next((run for run in open_ if _goes_on(run[-1], part, body)), None)
        if home is None:
            open_.append([part])
        else:
            home.append(part)
    for run in open_:
        chars = tuple(char for line, _, _ in run for char in line.chars)
        boxes = [line.box for line, _, _ in run]
        box = PixelBox(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        )
        longest = max(run, key=lambda p: len(p[0].chars))
        doubtful = next((line.picture for line, _, _ in run if line.picture), b"")
        line = ReadLine(
            box,
            chars,
            picture=doubtful,
            ink=longest[0].ink,
            span=(run[0][0].span[0], run[-1][0].span[1]),
            marks=tuple(mark for line, _, _ in run for mark in line.marks),
        )
        yield line, longest[1], longest[2]


def _goes_on(
    left: tuple[ReadLine, float, float], right: tuple[ReadLine, float, float], body: float
) -> bool:
    (before, size, _), (behind, other_size, _) = left, right
    em = max(size, other_size)
    if max(size, other_size) > 1.2 * min(size, other_size):
        return False
    level = abs(before.box.top + before.box.bottom - behind.box.top - behind.box.bottom) / 2
    gap = _start(behind, other_size) - _end(before, size)
    if gap < -0.5 * em:
        # The boxes of large type reach over each other's ink, but not over its characters.
        gap = bound_cell(behind.chars[0], other_size)[0] - bound_cell(before.chars[-1], size)[1]
    reach = _JOIN_EMS * (em if em > 1.25 * body else body)
    return level < _LEVEL_EMS * em and -0.5 * em < gap < reach


def _start(line: ReadLine, size: float) -> float:
    first = line.chars[0]
    # An opening mark stands in the right half of its square, and 一 is too thin to be seen.
    inside = first.char.translate(_FULL_WIDTH) in OPENING or first.char in THIN
    return min(line.span[0], first.middle - size / 2) if inside else line.span[0]


def _end(line: ReadLine, size: float) -> float:
    last = line.chars[-1]
    inside = last.char.translate(_FULL_WIDTH) in STOPS
    return max(line.span[1], last.middle + size / 2) if inside else line.span[1]


def _row(line: ReadLine, size: float, mm: float, *, in_text: bool) -> PrintedRow | None:
    read = [_settle_dash(char) for char in line.chars] if in_text else line.chars
    chars = [c for c in _normalised(read) if c.char.strip()]
    if not chars:
        return None
    text, gaps = space_row(line, chars, size, mm)
    middle = (line.ink[0] + line.ink[1]) / 2
    if line.vertical:
        edges = (middle - size / 2, line.span[0], middle + size / 2, line.span[1])
    else:
        edges = (_start(line, size), middle - size / 2, _end(line, size), middle + size / 2)
    left, top, right, bottom = (value * mm for value in edges)
    return PrintedRow(
        text=text,
        box=Box(left=left, top=top, right=max(left, right), bottom=max(top, bottom)),
        size_pt=round(size * mm / 25.4 * 72, 2),
        vertical=line.vertical,
        confidence=sum(c.confidence for c in chars) / len(chars),
        recognition=Recognition(
            confidences=tuple(round(c.confidence, 3) for c in chars),
            second_choices="".join(c.other if c.other.strip() else c.char for c in chars),
            pictures=((0, len(chars), line.picture),) if line.picture else (),
        ),
        gaps=() if line.vertical else gaps,
    )


_DASH_SHARE = 0.003
"""A 一 that may be a dash with this share is one. Source: 12 development pages in four conditions:
of 10 dashes that were read as 一 nine had more, of 392 printed 一 none had more than 0.0012. In
the bold type of headlines 一 is a bar like a dash, and has up to 0.006."""


def _settle_dash(char: ReadChar) -> ReadChar:
    """Return the dash that was read as 一, where the second choice is sure to be right."""
    if char.char == "一" and char.other == "—" and char.other_confidence >= _DASH_SHARE:
        return replace(char, char="—", other="一")
    return char


def _normalised(chars: Iterable[ReadChar]) -> list[ReadChar]:
    """Give each character in the form that pages have; stops beside Han are full-width."""
    out = []
    ordered = list(chars)
    for n, char in enumerate(ordered):
        shown = normalise_text(char.char)[:1] or " "
        beside = "".join(c.char for c in ordered[max(0, n - 1) : n + 2] if c is not char)
        if shown in ",:;!?()" and _HAN.search(beside):
            shown = shown.translate(_FULL_WIDTH)
        out.append(char if shown == char.char else replace(char, char=shown))
    return out
