"""A look-ahead true-peak limiter that restores the loudness it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.loudness import Meter, integrate, to_tenths
from audiopaper.audio.true_peaks import PEAK_CHUNK, exceeds, find_peaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from audiopaper.audio.sample_arrays import Samples

# A loss of a tenth of a decibel is inaudible; with more than six of make-up gain, a voice would
# be distorted throughout.
_INAUDIBLE_LOSS_DB = 0.1
_MAX_MAKEUP_DB = 6.0
_MAKEUP_TRIES = 3

# Most audio needs less make-up gain than this, and few of its peaks are lifted so far.
_USUAL_MAKEUP_DB = 2.0

# Make-up gain is limited in its turn, so somewhat more than the loss is applied.
_MAKEUP_EXCESS = 1.3

# Half the length of the ramp on each side of a peak.
_REACH_S = 0.005

# Chunks attenuated at a time.
_BLOCK_CHUNKS = 2048


def limit_peaks(
    samples: Samples,
    rate_hz: int,
    ceiling_dbtp: float,
    *,
    max_makeup_db: float = _MAX_MAKEUP_DB,
) -> Iterator[Samples]:
    """Reduce the gain smoothly around each true peak above a ceiling, and restore the loudness.

    The gain at a peak brings it to the ceiling; 10 ms before and behind it the peak has no
    influence, so that vowels are not distorted.

    Args:
        samples: The audio at the loudness that it is to have; shape ``(n,)``.
        rate_hz: Samples a second.
        ceiling_dbtp: Highest true peak of the result.
        max_makeup_db: Greatest gain that restores the loudness.

    Yields:
        The result in blocks, ``n`` samples in all; a block with nothing to limit is a view of
        ``samples``.
    """
    ceiling = _ratio(ceiling_dbtp)
    if not exceeds(samples, ceiling):
        yield from _apply(samples, None)
        return
    # The make-up gain lifts lower peaks above the ceiling.
    searched_db = min(_USUAL_MAKEUP_DB, max_makeup_db)
    peaks = find_peaks(samples, ceiling / _ratio(searched_db))
    gain = _find_gain(peaks, rate_hz, ceiling)
    energies = _measure_chunks(samples, rate_hz)
    wanted = _read_lufs(energies, None, rate_hz)
    makeup_db = 0.0
    for _ in range(_MAKEUP_TRIES):
        missing_db = wanted - _read_lufs(energies, gain, rate_hz)
        if not missing_db > _INAUDIBLE_LOSS_DB or makeup_db >= max_makeup_db:
            break
        makeup_db = min(makeup_db + _MAKEUP_EXCESS * missing_db, max_makeup_db)
        if makeup_db > searched_db:
            searched_db = max_makeup_db
            peaks = find_peaks(samples, ceiling / _ratio(searched_db))
        gain = _find_gain(peaks, rate_hz, ceiling, _ratio(makeup_db))
    yield from _apply(samples, gain)


def _find_gain(peaks: Samples, rate_hz: int, ceiling: float, factor: float = 1.0) -> Samples:
    """Find the gain that reduces peaks to a ceiling.

    Args:
        peaks: Highest value in each chunk, before the factor; shape ``(chunks,)``.
        rate_hz: Samples a second.
        ceiling: Highest value of the result.
        factor: Make-up gain as a factor.

    Returns:
        The gain at the beginning of each chunk, from which it runs straight to the next;
        shape ``(chunks,)``.
    """
    reach = max(1, round(rate_hz * _REACH_S / PEAK_CHUNK))
    wanted = ceiling / np.maximum(peaks * np.float32(factor), np.float32(ceiling))
    # The gain is interpolated linearly between chunks, so a peak must be held in its own chunk and
    # the next. A mean over the span in which the minimum was held never exceeds it.
    return np.float32(factor) * _smooth(_sliding_minimum(wanted, reach + 1), reach)


def _apply(samples: Samples, gain: Samples | None) -> Iterator[Samples]:
    """Multiply by a gain, block by block: a whole copy of the audio is never needed.

    Args:
        samples: The audio; shape ``(n,)``.
        gain: From `_find_gain`; None for no change.
    """
    ramp = np.arange(PEAK_CHUNK, dtype=np.float32) / np.float32(PEAK_CHUNK)
    steps = np.diff(gain, append=gain[-1:]) if gain is not None else None
    for first in range(0, len(samples), _BLOCK_CHUNKS * PEAK_CHUNK):
        part = samples[first : first + _BLOCK_CHUNKS * PEAK_CHUNK]
        chunks = slice(first // PEAK_CHUNK, first // PEAK_CHUNK + _BLOCK_CHUNKS)
        if (
            gain is None
            or steps is None
            or (np.all(gain[chunks] == 1) and not np.any(steps[chunks]))
        ):
            yield part
            continue
        line = steps[chunks, None] * ramp
        line += gain[chunks, None]
        yield part * line.reshape(-1)[: len(part)]


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _measure_chunks(samples: Samples, rate_hz: int) -> NDArray[np.float64]:
    """Mean square of the weighted signal in each chunk of `PEAK_CHUNK` samples."""
    meter = Meter(rate_hz, true_peak=False, hop_samples=PEAK_CHUNK)
    for part in _apply(samples, None):
        meter.add(part)
    return meter.energies()


def _read_lufs(energies: NDArray[np.float64], gain: Samples | None, rate_hz: int) -> float:
    """Loudness behind a gain, as if it were applied behind the weighting.

    The gain takes 5 ms from one value to another, while the weighting reaches less far: the
    result differs by less than a hundredth of a decibel, in a tenth of the time.

    Args:
        energies: From `_measure_chunks`; shape ``(chunks,)``.
        gain: From `_find_gain`; None for no change.
        rate_hz: Samples a second.
    """
    if gain is not None:
        first = gain[: len(energies)]
        last = np.append(first[1:], first[-1:])
        energies = energies * ((first * first + first * last + last * last) / 3)
    return integrate(to_tenths(energies, PEAK_CHUNK * 10 / rate_hz))


def _sliding_minimum(values: Samples, reach: int) -> Samples:
    """Minimum over ``2 * reach + 1`` values around each, by doubling windows."""
    width = 2 * reach + 1
    data = np.concatenate([np.ones(reach, np.float32), values, np.ones(reach, np.float32)])
    span = 1
    while span * 2 <= width:
        data = np.minimum(data[:-span], data[span:])
        span *= 2
    rest = width - span
    return np.minimum(data[: len(data) - rest], data[rest:]) if rest else data


def _smooth(values: Samples, reach: int) -> Samples:
    """Two means of ``reach + 1`` values, which together span as many as the minimum but one."""
    data = np.concatenate([np.full(reach, values[0]), values, np.full(reach, values[-1])]).astype(
        np.float64
    )
    for _ in range(2):
        sums = np.concatenate([[0.0], np.cumsum(data)])
        data = (sums[reach + 1 :] - sums[: -reach - 1]) / (reach + 1)
    return data.astype(np.float32)
