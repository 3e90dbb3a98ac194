"""Conversion to another sample rate."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audiopaper.audio.true_peaks import multiply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audiopaper.audio import Samples

_TAPS = 48
_KAISER_BETA = 9.0

# Windows multiplied by the filter's matrix at a time, which bounds the memory needed.
_BLOCK_ROWS = 512


def resample(samples: Samples, from_hz: int, to_hz: int, *, out: Samples | None = None) -> Samples:
    """Convert to another sample rate through a polyphase low-pass filter.

    ``audioop.ratecv``, which pydub uses, interpolates linearly: at 22,050 Hz its images are 20 dB
    below an s, which sounds like a lisp. The images of this filter are more than 80 dB below.

    Args:
        samples: The audio; shape ``(n,)``.
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
    matrix, step, width, before = _make_filter(ratio.numerator, ratio.denominator)
    row_samples = matrix.shape[1]
    rows = -(-len(out) // row_samples)
    for first in range(0, rows, _BLOCK_ROWS):
        count = min(_BLOCK_ROWS, rows - first)
        start = first * step - before
        end = start + (count - 1) * step + width
        block = samples[max(0, start) : end].astype(np.float32, copy=False)
        missing = max(0, -start), max(0, end - len(samples))
        if any(missing):
            block = np.pad(block, missing)
        windows = sliding_window_view(block, width)[::step]
        target = out[first * row_samples : (first + count) * row_samples]
        target[:] = multiply(windows, matrix).reshape(-1)[: len(target)]
    return out


def count_resampled(samples: int, from_hz: int, to_hz: int) -> int:
    """Return how many samples `resample` makes of so many."""
    ratio = _find_ratio(from_hz, to_hz)
    return -(-samples * ratio.numerator // ratio.denominator)


def _find_ratio(from_hz: int, to_hz: int) -> Fraction:
    return Fraction(to_hz, from_hz).limit_denominator(1000)


@functools.lru_cache(maxsize=8)
def _make_filter(up: int, down: int) -> tuple[NDArray[np.float32], int, int, int]:
    """Matrix that turns a window over ``k * down`` samples and their neighbours into ``k * up``.

    Returns:
        The matrix, shape ``(width, k * up)``; the step from one window to the next; the window's
        width; and how many of its samples are in front of the first output.
    """
    k = max(1, 64 // down)
    step, row_samples = k * down, k * up
    # Below the lower of the two Nyquist frequencies; the filter is longer if that is the output's.
    cutoff = min(1.0, up / down)
    half = int(np.ceil(_TAPS / 2 / cutoff))
    width = step + 2 * half
    position = np.arange(row_samples) * down / up
    distance = (np.arange(width) - half)[:, None] - position[None, :]
    span = np.clip(1 - (distance / half) ** 2, 0, None)
    window = np.where(span > 0, np.i0(_KAISER_BETA * np.sqrt(span)) / np.i0(_KAISER_BETA), 0.0)
    # The transition band of this window is about 1.9 / half wide; its middle is so far below the
    # edge that only the inaudible top of the band aliases.
    edge = cutoff * (1 - 1.0 / _TAPS * 2)
    taps = np.sinc(distance * edge) * window
    return (taps / taps.sum(axis=0)).astype(np.float32), step, width, half
