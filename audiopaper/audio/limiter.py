"""A true-peak limiter that looks ahead, and gives back the loudness that it takes."""

from __future__ import annotations

import numpy as np

from audiopaper.audio.loudness import Meter, Samples, integrate
from audiopaper.audio.true_peaks import PEAK_CHUNK, find_peaks

# A tenth of a decibel is heard by nobody; past six, a voice would be all limiter.
_LOSS_HEARD_DB = 0.1
_MAX_MAKEUP_DB = 6.0
_MAKEUP_TRIES = 3

# Half of what is left untouched around a peak.
_REACH_S = 0.005

# Chunks that are turned down at a time.
_BLOCK_CHUNKS = 4096


def level_peaks(samples: Samples, rate_hz: int, ceiling_dbtp: float) -> Samples:
    """Limit peaks, and give back the loudness that this took.

    Args:
        samples: The audio, at the loudness it is to have.
        rate_hz: Samples a second.
        ceiling_dbtp: The highest true peak left.
    """
    ceiling = _ratio(ceiling_dbtp)
    loudest = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
    if loudest <= ceiling and float(find_peaks(samples, ceiling).max(initial=0.0)) <= ceiling:
        return samples
    # What is given back lifts lower peaks above the ceiling.
    peaks = find_peaks(samples, ceiling / _ratio(_MAX_MAKEUP_DB))
    limited = _turn_down(samples, peaks, rate_hz, ceiling)
    wanted = _read_lufs(samples, rate_hz)
    makeup_db = 0.0
    for _ in range(_MAKEUP_TRIES):
        missing_db = wanted - _read_lufs(limited, rate_hz)
        if not missing_db > _LOSS_HEARD_DB or makeup_db >= _MAX_MAKEUP_DB:
            break
        # What is given back is limited in its turn: so a little more is asked for.
        makeup_db = min(makeup_db + 1.3 * missing_db, _MAX_MAKEUP_DB)
        limited = _turn_down(samples, peaks, rate_hz, ceiling, _ratio(makeup_db))
    return limited


def limit_peaks(samples: Samples, rate_hz: int, ceiling_dbtp: float) -> Samples:
    """Turn the gain down smoothly around each true peak that lies above a ceiling.

    The gain at a peak is what the peak asks for; 10 ms before and behind it is untouched again,
    so that vowels are not driven through a wave shaper.

    Args:
        samples: The audio; returned as it is where nothing is above the ceiling.
        rate_hz: Samples a second.
        ceiling_dbtp: The highest true peak left.
    """
    ceiling = _ratio(ceiling_dbtp)
    peaks = find_peaks(samples, ceiling)
    if float(peaks.max(initial=0.0)) <= ceiling:
        return samples
    return _turn_down(samples, peaks, rate_hz, ceiling)


def _turn_down(
    samples: Samples, peaks: Samples, rate_hz: int, ceiling: float, factor: float = 1.0
) -> Samples:
    """Multiply by a factor, and turn peaks down to a ceiling.

    Args:
        samples: The audio.
        peaks: The highest value in each chunk, before the factor.
        rate_hz: Samples a second.
        ceiling: The highest value left.
        factor: What all of it is multiplied by.
    """
    reach = max(1, round(rate_hz * _REACH_S / PEAK_CHUNK))
    wanted = ceiling / np.maximum(peaks * np.float32(factor), np.float32(ceiling))
    # The gain goes in a straight line from chunk to chunk, so that a peak must be held in its own
    # and the next. A mean over the span in which the minimum was held can nowhere exceed it.
    gain = np.float32(factor) * _smooth(_sliding_minimum(wanted, reach + 1), reach)
    steps = np.diff(gain, append=gain[-1:])
    ramp = np.arange(PEAK_CHUNK, dtype=np.float32) / np.float32(PEAK_CHUNK)
    limited = samples.copy()
    for first in range(0, len(gain), _BLOCK_CHUNKS):
        here = slice(first, first + _BLOCK_CHUNKS)
        if np.all(gain[here] == 1) and not np.any(steps[here]):
            continue
        line = steps[here, None] * ramp
        line += gain[here, None]
        part = limited[first * PEAK_CHUNK : (first + _BLOCK_CHUNKS) * PEAK_CHUNK]
        part *= line.reshape(-1)[: len(part)]
    return limited


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _read_lufs(samples: Samples, rate_hz: int) -> float:
    meter = Meter(rate_hz, true_peak=False)
    meter.add(samples)
    return integrate(meter.energies())


def _sliding_minimum(values: Samples, reach: int) -> Samples:
    # Minimum over ``2 * reach + 1`` values around each, by doubling windows.
    width = 2 * reach + 1
    data = np.concatenate([np.ones(reach, np.float32), values, np.ones(reach, np.float32)])
    span = 1
    while span * 2 <= width:
        data = np.minimum(data[:-span], data[span:])
        span *= 2
    rest = width - span
    return np.minimum(data[: len(data) - rest], data[rest:]) if rest else data


def _smooth(values: Samples, reach: int) -> Samples:
    # Two means of ``reach + 1`` values, which together reach as far as the minimum did but one.
    data = np.concatenate([np.full(reach, values[0]), values, np.full(reach, values[-1])]).astype(
        np.float64
    )
    for _ in range(2):
        sums = np.concatenate([[0.0], np.cumsum(data)])
        data = (sums[reach + 1 :] - sums[: -reach - 1]) / (reach + 1)
    return data.astype(np.float32)
