"""Silence in 16-bit samples, and the padding that engines put around what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

# numpy is imported by the functions: engines import this module, and a run in which nothing is
# spoken needs no array.
if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEEP_BEFORE_MS = 20
KEEP_BEHIND_MS = 60
"""Left at the edges, so that a soft consonant or the end of a vowel is not cut."""

FLOOR = 0.005
"""Share of the clip's peak (46 dB below it) up to which a sample counts as silence: MP3 decoded
from silence stays under -70 dB, the softest final nasal of the engines at hand above -40."""

QUIET = 33
"""Highest sample that cannot be speech: 60 dB under full scale."""

LOUD_END = 0.25
"""Share of the peak, 12 dB below it: a voice that has ended is softer in its last `_END_MS`."""

_END_MS = 15


def longest_silence_ms(pcm: bytes, rate_hz: int) -> int:
    """Return the length of the longest silence, rounded to whole milliseconds.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian.
        rate_hz: Samples a second.
    """
    import numpy as np

    loud = _find_louder(np.frombuffer(pcm, dtype="<i2"), QUIET)
    if not len(loud):
        return 0
    # Sound and silence take turns.
    changes = np.flatnonzero(loud[1:] != loud[:-1]) + 1
    lengths = np.diff(changes, prepend=0, append=len(loud))
    silences = lengths[int(loud[0]) :: 2]
    return round(int(silences.max(initial=0)) * 1000 / rate_hz)


def ends_abruptly(pcm: bytes, rate_hz: int) -> bool:
    """Return whether the sound is loud to its very end, as if it had been cut off.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian, untrimmed.
        rate_hz: Samples a second.
    """
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2")
    end = samples[-rate_hz * _END_MS // 1000 :]
    return _find_peak(end) > LOUD_END * _find_peak(samples) > 0


def trim_padding(pcm: bytes, rate_hz: int) -> tuple[bytes, int]:
    """Cut the silence in front of the sound and behind it.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian.
        rate_hz: Samples a second.

    Returns:
        The samples that are left, and how many were cut in front. A clip without any sound is
        returned as it is.
    """
    import numpy as np

    samples = np.frombuffer(pcm, dtype="<i2")
    loud = _find_louder(samples, int(FLOOR * _find_peak(samples)))
    if not loud.any():
        return pcm, 0
    start = max(0, int(loud.argmax()) - rate_hz * KEEP_BEFORE_MS // 1000)
    end = len(loud) - int(loud[::-1].argmax()) + rate_hz * KEEP_BEHIND_MS // 1000
    return pcm[2 * start : 2 * end], start


def _find_peak(samples: NDArray[np.int16]) -> int:
    """Return the greatest magnitude; 0 for no samples."""
    return max(int(samples.max(initial=0)), -int(samples.min(initial=0)))


def _find_louder(samples: NDArray[np.int16], level: int) -> NDArray[np.bool_]:
    """Return which samples have a greater magnitude than a level; shape as ``samples``."""
    loud: NDArray[np.bool_] = samples > level
    loud |= samples < -level
    return loud
