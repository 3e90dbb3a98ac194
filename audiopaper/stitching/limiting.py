"""A true-peak limiter that looks ahead, and gives back the loudness that it takes."""

from __future__ import annotations

import numpy as np

from audiopaper.stitching.loudness import Meter, Samples, integrate
from audiopaper.stitching.peaks import PEAK_BLOCK, PEAK_CHUNK, PEAK_TAPS, find_peaks

# A tenth of a decibel is heard by nobody; past six, a voice would be all limiter.
_LOSS_HEARD_DB = 0.1
_MAX_MAKEUP_DB = 6.0
_MAKEUP_TRIES = 3


def level_peaks(samples: Samples, rate_hz: int, ceiling_dbtp: float) -> Samples:
    """Limit peaks, and give back the loudness that this took.

    Args:
        samples: The audio, at the loudness it is to have.
        rate_hz: Samples a second.
        ceiling_dbtp: The highest true peak left.
    """
    limited = limit_peaks(samples, rate_hz, ceiling_dbtp)
    if limited is samples:
        return samples
    wanted = _read_lufs(samples, rate_hz)
    makeup_db = 0.0
    for _ in range(_MAKEUP_TRIES):
        missing_db = wanted - _read_lufs(limited, rate_hz)
        if not missing_db > _LOSS_HEARD_DB or makeup_db >= _MAX_MAKEUP_DB:
            break
        # What is given back is limited in its turn: so a little more is asked for.
        makeup_db = min(makeup_db + 1.3 * missing_db, _MAX_MAKEUP_DB)
        louder = samples * np.float32(10 ** (makeup_db / 20))
        limited = limit_peaks(louder, rate_hz, ceiling_dbtp)
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
    ceiling = 10 ** (ceiling_dbtp / 20)
    reach = max(1, round(rate_hz * 0.005))
    limited: Samples | None = None
    for start in range(0, len(samples), PEAK_BLOCK):
        # The minimum reaches so far to either side, and the mean as far again.
        first = max(0, start - 2 * reach)
        wanted = _wanted_gain(samples, first, start + PEAK_BLOCK + 2 * reach, ceiling)
        if wanted is None:
            continue
        if limited is None:
            limited = samples.copy()
        # A mean over the span in which the minimum was held can nowhere exceed the wanted gain.
        gain = _smooth(_sliding_minimum(wanted, reach), reach)
        here = limited[start : start + PEAK_BLOCK]
        here *= gain[start - first : start - first + len(here)]
    return samples if limited is None else limited


def _read_lufs(samples: Samples, rate_hz: int) -> float:
    meter = Meter(rate_hz, true_peak=False)
    meter.add(samples)
    return integrate(meter.energies())


def _wanted_gain(samples: Samples, first: int, last: int, ceiling: float) -> Samples | None:
    """What the peaks of a stretch ask for; None where none of them lies above the ceiling."""
    before, behind = PEAK_TAPS // 2 - 1, PEAK_TAPS // 2
    last = min(last, len(samples))
    block = samples[max(0, first - before) : last + behind]
    missing = max(0, before - first), max(0, last + behind - len(samples))
    if any(missing):
        block = np.pad(block, missing)
    chunks, highest = find_peaks(block, ceiling)
    if float(highest.max(initial=0.0)) <= ceiling:
        return None
    gain = np.ones((-(-(last - first) // PEAK_CHUNK), PEAK_CHUNK), dtype=np.float32)
    gain[chunks] = ceiling / np.maximum(highest, ceiling)
    return gain.reshape(-1)[: last - first]


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
    # Two means of ``reach + 1`` values, which together reach as far as the minimum did.
    data = np.concatenate([np.full(reach, values[0]), values, np.full(reach, values[-1])]).astype(
        np.float64
    )
    for _ in range(2):
        sums = np.concatenate([[0.0], np.cumsum(data)])
        data = (sums[reach + 1 :] - sums[: -reach - 1]) / (reach + 1)
    return data.astype(np.float32)
