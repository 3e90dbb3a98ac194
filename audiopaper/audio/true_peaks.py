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
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from audiopaper.audio.sample_arrays import Samples

_OVERSAMPLING = 4
PEAK_TAPS = 24

# Chunks are filtered or skipped as a whole, so that more is skipped if they are short; below this
# length, finding the loud ones costs more than the filter.
PEAK_CHUNK = 16
"""Two words of eight bytes."""

PEAK_BLOCK = 2048 * PEAK_CHUNK
_CHUNKS_BEHIND = -(-(PEAK_TAPS - 1) // PEAK_CHUNK)
"""How many chunks behind its own a chunk's filter reads."""


class TruePeak:
    """Finds the highest value between samples that come in blocks, by fourfold oversampling."""

    def __init__(self) -> None:
        """Start at digital silence."""
        self.value = 0.0
        self._history = np.zeros(PEAK_TAPS - 1, dtype=np.float32)

    def add(self, samples: Samples) -> None:
        """Read the next block, of any length."""
        data = np.concatenate([self._history, samples])
        self._history = data[len(data) - PEAK_TAPS + 1 :]
        self.value = max(self.value, find_loudest(samples))
        for start in range(0, len(samples), PEAK_BLOCK):
            block = data[start : start + PEAK_BLOCK + PEAK_TAPS - 1]
            chunks, windows, fresh = _find_windows(block, self.value)
            if len(chunks):
                between, _ = _interpolate(windows, fresh)
                self.value = max(self.value, float(between.max()), -float(between.min()))


def find_loudest(samples: Samples) -> float:
    """Return the highest value at the samples, without its sign; 0 for no samples."""
    return max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))


def multiply(rows: Samples, matrix: Samples, out: Samples | None = None) -> Samples:
    """Multiply two matrices on this thread alone.

    OpenBLAS computes a large product on threads of its own, which then compete with those that
    encode: that cost a third of the time of an episode. Up to 4 x 65,536 multiplications it uses
    the calling thread (its ``interface/gemm.c``).

    Args:
        rows: Shape ``(n, k)``.
        matrix: Shape ``(k, m)``.
        out: Array for the result; shape ``(n, m)``.

    Returns:
        The product: ``out``, or an array of that shape.
    """
    if out is None:
        out = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    step = max(1, 4 * 65536 // matrix.size)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], matrix, out=out[start : start + step])
    return out


def exceeds(samples: Samples, ceiling: float) -> bool:
    """Return whether any value is higher than a ceiling, at the samples or between them.

    Args:
        samples: All of the audio, with silence around it; shape ``(n,)``.
        ceiling: The highest value that is not.
    """
    if find_loudest(samples) > ceiling:
        return True
    for _, windows, fresh in _search_blocks(samples, ceiling):
        between, _ = _interpolate(windows, fresh)
        if find_loudest(between) > ceiling:
            return True
    return False


def find_peaks(samples: Samples, threshold: float) -> Samples:
    """Find the highest value in each chunk of `PEAK_CHUNK` samples, at them and between them.

    Args:
        samples: All of the audio, with silence around it; shape ``(n,)``.
        threshold: Chunks that are certainly below it are skipped.

    Returns:
        One value a chunk, which includes the gap before the next chunk; 0 for a skipped chunk;
        shape ``(ceil(n / PEAK_CHUNK),)``.
    """
    peaks = np.zeros(-(-len(samples) // PEAK_CHUNK), dtype=np.float32)
    for chunks, windows, fresh in _search_blocks(samples, threshold):
        between, sampled = _interpolate(windows, fresh)
        peaks[chunks] = np.maximum(_find_highest(between), _find_highest(sampled))
    return peaks


def _find_highest(rows: Samples) -> Samples:
    """Return the highest value of each row, without its sign."""
    # Columns are compared many at a time, short rows one by one.
    highest: Samples = np.abs(rows.T, order="C").max(axis=0)
    return highest


def _search_blocks(
    samples: Samples, threshold: float
) -> Iterator[tuple[NDArray[np.intp], Samples, int]]:
    """Yield what `_find_windows` finds in each block of `PEAK_BLOCK` samples, if it finds any."""
    before, behind = PEAK_TAPS // 2 - 1, PEAK_TAPS // 2
    for start in range(0, len(samples), PEAK_BLOCK):
        end = min(start + PEAK_BLOCK, len(samples))
        block = samples[max(0, start - before) : end + behind]
        missing = max(0, before - start), max(0, end + behind - len(samples))
        if any(missing):
            block = np.pad(block, missing)
        chunks, windows, fresh = _find_windows(block, threshold)
        if len(chunks):
            yield start // PEAK_CHUNK + chunks, windows, fresh


def _find_windows(data: Samples, threshold: float) -> tuple[NDArray[np.intp], Samples, int]:
    """Find the chunks that may hold a peak above a threshold.

    Args:
        data: ``n`` samples to search, with `PEAK_TAPS` // 2 - 1 more in front and
            `PEAK_TAPS` // 2 more behind.
        threshold: Chunks that are certainly below it are left out.

    Returns:
        The chunks' indexes; each chunk with the samples around it that the filter reads, shape
        ``(chunks, PEAK_CHUNK + PEAK_TAPS - 1)``; and how many samples of the last chunk are not
        padding.
    """
    _, bound = _peak_filters()
    asked = len(data) - PEAK_TAPS + 1
    count = -(-asked // PEAK_CHUNK)
    padded = np.zeros((count + _CHUNKS_BEHIND) * PEAK_CHUNK, dtype=np.float32)
    padded[: len(data)] = data
    # A filter's output is at most its taps' absolute sum times its loudest input; that rules out
    # most of an episode without filtering. Eight comparisons are one word.
    words = (np.abs(padded) > threshold / bound).view(np.uint64)
    loud = (words[::2] | words[1::2]) != 0
    for _ in range(_CHUNKS_BEHIND):
        loud = loud[:-1] | loud[1:]
    chunks = np.flatnonzero(loud)
    width = PEAK_CHUNK + PEAK_TAPS - 1
    windows = sliding_window_view(padded, width)[::PEAK_CHUNK][chunks]
    last = len(chunks) > 0 and chunks[-1] == count - 1
    return chunks, windows, asked - (count - 1) * PEAK_CHUNK if last else PEAK_CHUNK


def _interpolate(windows: Samples, fresh: int) -> tuple[Samples, Samples]:
    """Compute the values between the samples of each chunk, and at them.

    Args:
        windows: From `_find_windows`.
        fresh: How many samples of the last chunk are not padding. Behind them the filter would
            read the end of the signal as a step, so the values there are 0.

    Returns:
        Shapes ``(chunks, 3 * PEAK_CHUNK)``, phase by phase, and ``(chunks, PEAK_CHUNK)``.
    """
    matrix, _ = _peak_filters()
    before = PEAK_TAPS // 2 - 1
    between, sampled = multiply(windows, matrix), windows[:, before : before + PEAK_CHUNK]
    if fresh < PEAK_CHUNK and len(windows):
        between[-1].reshape(-1, PEAK_CHUNK)[:, fresh:] = 0
        sampled[-1, fresh:] = 0
    return between, sampled


@functools.lru_cache(maxsize=1)
def _peak_filters() -> tuple[Samples, float]:
    """Matrix from a window to the values between a chunk's samples, and its greatest gain."""
    position = np.arange(PEAK_TAPS) - (PEAK_TAPS // 2 - 1)
    matrix = np.zeros((PEAK_CHUNK + PEAK_TAPS - 1, _OVERSAMPLING - 1, PEAK_CHUNK))
    for phase in range(1, _OVERSAMPLING):
        distance = position - phase / _OVERSAMPLING
        span = distance / (PEAK_TAPS / 2)
        window = np.i0(8.0 * np.sqrt(np.clip(1 - span * span, 0, None)))
        taps = np.sinc(distance) * window
        for sample in range(PEAK_CHUNK):
            matrix[sample : sample + PEAK_TAPS, phase - 1, sample] = taps / taps.sum()
    flat = matrix.reshape(len(matrix), -1).astype(np.float32)
    return flat, float(np.abs(flat).sum(axis=0).max())
