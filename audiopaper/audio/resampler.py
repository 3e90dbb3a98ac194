"""Conversion to another sample rate."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audiopaper.audio.true_peaks import multiply

if TYPE_CHECKING:
    from audiopaper.audio.sample_arrays import Samples

_TAPS = 48
_KAISER_BETA = 9.0

# Windows multiplied by the filter's matrices at a time, which bounds the memory needed.
_BLOCK_ROWS = 512

# Samples of the input for which one matrix computes the output. It multiplies what lies around them
# too, as far as the filter reaches: fewer cost more calls, more cost more products with zero.
_PART_SAMPLES = 27


def resample(
    samples: Samples | NDArray[np.int16],
    from_hz: int,
    to_hz: int,
    *,
    out: Samples | None = None,
) -> Samples:
    """Convert to another sample rate through a polyphase low-pass filter.

    ``audioop.ratecv``, which pydub uses, interpolates linearly: at 22,050 Hz its images are 20 dB
    below an s, which sounds like a lisp. The images of this filter are more than 80 dB below.

    Args:
        samples: The audio; shape ``(n,)``. 16-bit samples are converted as numbers, so that full
            scale of the result is where it is in them.
        from_hz: Its rate.
        to_hz: The rate wanted. A pair of rates without a short ratio is met within a millionth.
        out: Array for the result; shape ``(count_resampled(n, from_hz, to_hz),)``.

    Returns:
        The audio without delay: ``out``, or an array of that shape.
    """
    ratio = _find_ratio(from_hz, to_hz)
    if out is None:
        if ratio == 1:
            return samples.astype(np.float32, copy=False)
        out = np.empty(count_resampled(len(samples), from_hz, to_hz), dtype=np.float32)
    if ratio == 1 or not len(samples):
        out[:] = samples
        return out
    converter = _make_converter(ratio.numerator, ratio.denominator)
    whole = len(out) // converter.row
    table = out[: whole * converter.row].reshape(whole, converter.row)
    for first in range(0, whole, _BLOCK_ROWS):
        converter.convert(samples, first, table[first : first + _BLOCK_ROWS])
    rest = len(out) - table.size
    if rest:
        last = np.empty((1, converter.row), dtype=np.float32)
        converter.convert(samples, whole, last)
        out[-rest:] = last[0, :rest]
    return out


def count_resampled(samples: int, from_hz: int, to_hz: int) -> int:
    """Return how many samples `resample` makes of so many."""
    ratio = _find_ratio(from_hz, to_hz)
    return -(-samples * ratio.numerator // ratio.denominator)


def _find_ratio(from_hz: int, to_hz: int) -> Fraction:
    return Fraction(to_hz, from_hz).limit_denominator(1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Converter:
    """A polyphase filter that makes a row of output from each step of input."""

    step: int
    """Samples of the input from one row to the next."""

    row: int
    """Samples in a row."""

    width: int
    """Samples of the input that a row depends on."""

    before: int
    """How many of them are in front of the row's first sample."""

    parts: tuple[tuple[slice, slice, NDArray[np.float32]], ...]
    """Which samples of a row each matrix makes, from which samples of the window."""

    def convert(self, samples: Samples | NDArray[np.int16], first: int, out: Samples) -> None:
        """Make rows of output.

        Args:
            samples: The input; shape ``(n,)``.
            first: Index of the first row.
            out: Array for the result; shape ``(rows, row)``.
        """
        start = first * self.step - self.before
        end = start + (len(out) - 1) * self.step + self.width
        block = samples[max(0, start) : end].astype(np.float32, copy=False)
        missing = max(0, -start), max(0, end - len(samples))
        if any(missing):
            block = np.pad(block, missing)
        windows = sliding_window_view(block, self.width)[:: self.step]
        for made, read, matrix in self.parts:
            multiply(windows[:, read], matrix, out[:, made])


@functools.lru_cache(maxsize=8)
def _make_converter(up: int, down: int) -> _Converter:
    """Make the filter that turns ``down`` samples into ``up``."""
    k = max(1, 64 // down)
    step, row = k * down, k * up
    # Below the lower of the two Nyquist frequencies; the filter is longer if that is the output's.
    cutoff = min(1.0, up / down)
    half = int(np.ceil(_TAPS / 2 / cutoff))
    width = step + 2 * half
    position = np.arange(row) * down / up
    distance = (np.arange(width) - half)[:, None] - position[None, :]
    span = np.clip(1 - (distance / half) ** 2, 0, None)
    window = np.where(span > 0, np.i0(_KAISER_BETA * np.sqrt(span)) / np.i0(_KAISER_BETA), 0.0)
    # The transition band of this window is about 1.9 / half wide; its middle is so far below the
    # edge that only the inaudible top of the band aliases.
    edge = cutoff * (1 - 1.0 / _TAPS * 2)
    taps = np.sinc(distance * edge) * window
    matrix = (taps / taps.sum(axis=0)).astype(np.float32)
    return _Converter(step=step, row=row, width=width, before=half, parts=_divide(matrix, step))


def _divide(
    matrix: NDArray[np.float32], step: int
) -> tuple[tuple[slice, slice, NDArray[np.float32]], ...]:
    """Divide a matrix by columns, and leave out the rows that are zero in each part."""
    count = max(1, round(step / _PART_SAMPLES))
    bounds = [round(n * matrix.shape[1] / count) for n in range(count + 1)]
    parts = []
    for first, last in itertools.pairwise(bounds):
        used = np.flatnonzero(matrix[:, first:last].any(axis=1))
        read = slice(int(used[0]), int(used[-1]) + 1)
        parts.append((slice(first, last), read, matrix[read, first:last].copy()))
    return tuple(parts)
