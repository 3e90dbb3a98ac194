"""True peaks: the highest value between the samples.

Source:
    ITU-R BS.1770-4, Annex 2 (true peak by fourfold oversampling).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audiopaper.stitching.loudness import Samples

_OVERSAMPLING = 4
PEAK_TAPS = 24
PEAK_CHUNK = 32
PEAK_BLOCK = 1024 * PEAK_CHUNK


class TruePeak:
    """Finds the highest value between the samples, in pieces, by fourfold oversampling."""

    def __init__(self) -> None:
        """Start at digital silence."""
        self.value = 0.0
        self._history = np.zeros(PEAK_TAPS - 1, dtype=np.float32)

    def add(self, samples: Samples) -> None:
        """Look at the next piece, of any length."""
        data = np.concatenate([self._history, samples])
        self._history = data[len(data) - PEAK_TAPS + 1 :]
        self.value = max(self.value, float(np.abs(samples).max(initial=0.0)))
        for start in range(0, len(samples), PEAK_BLOCK):
            block = data[start : start + PEAK_BLOCK + PEAK_TAPS - 1]
            _, highest = find_peaks(block, self.value)
            self.value = max(self.value, float(highest.max(initial=0.0)))


def multiply(rows: Samples, matrix: Samples) -> Samples:
    """Multiply two matrices on this thread alone.

    OpenBLAS answers a large product with threads of its own, which then fight with those that
    encode: a third of the time of an episode was lost to it. Up to 4 x 65,536 multiplications it
    stays on the thread that asked (its ``interface/gemm.c``).
    """
    out = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    step = max(1, 4 * 65536 // matrix.size)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=out[start : start + step])
    return out


def find_peaks(data: Samples, threshold: float) -> tuple[NDArray[np.intp], Samples]:
    """Highest value at and behind each sample, where it may lie above a threshold.

    Args:
        data: ``n`` samples to look at, with `PEAK_TAPS` // 2 - 1 more in front and
            `PEAK_TAPS` // 2 more behind.
        threshold: What lies surely below is left out.

    Returns:
        Which chunks of `PEAK_CHUNK` samples may lie above, and in each the highest value from
        each sample to the next; shape ``(chunks, PEAK_CHUNK)``.
    """
    matrix, bound = _peak_filters()
    count = -(-(len(data) - PEAK_TAPS + 1) // PEAK_CHUNK)
    padded = np.zeros((count + 1) * PEAK_CHUNK, dtype=np.float32)
    padded[: len(data)] = data
    # No filter gives more than its taps' absolute sum times its loudest input; that rules out
    # most of an episode without filtering.
    loudest = np.abs(padded)
    while len(loudest) > count + 1:  # by halves (PEAK_CHUNK times): faster than along short rows
        loudest = np.maximum(loudest[::2], loudest[1::2])
    loudest = np.maximum(loudest[:-1], loudest[1:])
    chunks = np.flatnonzero(loudest * bound > threshold)
    width = PEAK_CHUNK + PEAK_TAPS - 1
    windows = sliding_window_view(padded, width)[::PEAK_CHUNK][chunks]
    between = (
        np.abs(multiply(windows, matrix)).reshape(-1, _OVERSAMPLING - 1, PEAK_CHUNK).max(axis=1)
    )
    before = PEAK_TAPS // 2 - 1
    highest: Samples = np.maximum(between, np.abs(windows[:, before : before + PEAK_CHUNK]))
    if len(chunks) and chunks[-1] == count - 1:
        # Behind what was asked for, the filter would see the signal break off.
        highest[-1, len(data) - PEAK_TAPS + 1 - (count - 1) * PEAK_CHUNK :] = 0
    return chunks, highest


@functools.lru_cache(maxsize=1)
def _peak_filters() -> tuple[Samples, float]:
    """Matrix from a window to the values between a chunk's samples, and the bound of its gain."""
    at = np.arange(PEAK_TAPS) - (PEAK_TAPS // 2 - 1)
    matrix = np.zeros((PEAK_CHUNK + PEAK_TAPS - 1, _OVERSAMPLING - 1, PEAK_CHUNK))
    for phase in range(1, _OVERSAMPLING):
        distance = at - phase / _OVERSAMPLING
        span = distance / (PEAK_TAPS / 2)
        window = np.i0(8.0 * np.sqrt(np.clip(1 - span * span, 0, None)))
        taps = np.sinc(distance) * window
        for sample in range(PEAK_CHUNK):
            matrix[sample : sample + PEAK_TAPS, phase - 1, sample] = taps / taps.sum()
    flat = matrix.reshape(len(matrix), -1).astype(np.float32)
    return flat, float(np.abs(flat).sum(axis=0).max())
