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

    magnitudes = _read_magnitudes(pcm)
    edges = np.concatenate(([-1], np.flatnonzero(magnitudes > QUIET), [len(magnitudes)]))
    return round(int(np.diff(edges).max() - 1) * 1000 / rate_hz)


def ends_abruptly(pcm: bytes, rate_hz: int) -> bool:
    """Return whether the sound is loud to its very end, as if it had been cut off.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian, untrimmed.
        rate_hz: Samples a second.
    """
    magnitudes = _read_magnitudes(pcm)
    end = magnitudes[-rate_hz * _END_MS // 1000 :]
    return bool(end.max(initial=0) > LOUD_END * magnitudes.max(initial=0) > 0)


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

    magnitudes = _read_magnitudes(pcm)
    loud = np.flatnonzero(magnitudes > FLOOR * magnitudes.max(initial=0))
    if not len(loud):
        return pcm, 0
    start = max(0, int(loud[0]) - rate_hz * KEEP_BEFORE_MS // 1000)
    end = int(loud[-1]) + 1 + rate_hz * KEEP_BEHIND_MS // 1000
    return pcm[2 * start : 2 * end], start


def _read_magnitudes(pcm: bytes) -> NDArray[np.int32]:
    import numpy as np

    # 32 bits have room for the magnitude of -32768.
    magnitudes: NDArray[np.int32] = np.abs(np.frombuffer(pcm, dtype="<i2").astype(np.int32))
    return magnitudes
