"""The silence that engines put around what they say."""

from __future__ import annotations

import numpy as np

KEEP_BEFORE_MS = 20
KEEP_BEHIND_MS = 60
"""Left at the edges, so that a soft consonant or the last breath of a vowel is not cut."""

FLOOR = 0.005
"""Part of the clip's peak (46 dB below it) under which a sample counts as silence: MP3 decoded
from silence stays under -70 dB, the softest final nasal of the engines at hand above -40."""


QUIET = 33
"""Samples no louder than this are no speech: 60 dB under full scale."""


def longest_silence_ms(pcm: bytes, rate_hz: int) -> int:
    """The longest stretch without any sound, rounded to whole milliseconds.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian.
        rate_hz: Samples a second.
    """
    samples = np.abs(np.frombuffer(pcm, dtype="<i2").astype(np.int32))
    edges = np.concatenate(([-1], np.flatnonzero(samples > QUIET), [len(samples)]))
    return round(int(np.diff(edges).max() - 1) * 1000 / rate_hz)


LOUD_END = 0.25
"""Of its peak, 12 dB below it: a voice that has ended is softer in its last 15 ms."""


def ends_abruptly(pcm: bytes, rate_hz: int) -> bool:
    """Whether the sound is loud to its very end, as where it was cut off.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian, untrimmed.
        rate_hz: Samples a second.
    """
    samples = np.abs(np.frombuffer(pcm, dtype="<i2").astype(np.int32))
    end = samples[-rate_hz * 15 // 1000 :]
    return bool(end.max(initial=0) > LOUD_END * samples.max(initial=0) > 0)


def trim_padding(pcm: bytes, rate_hz: int) -> tuple[bytes, int]:
    """Cut the silence in front of and behind the sound.

    Args:
        pcm: Mono samples, signed 16 bit, little-endian.
        rate_hz: Samples a second.

    Returns:
        The samples that stay, and how many samples were cut in front. All of them stay where
        there is no sound at all.
    """
    samples = np.abs(np.frombuffer(pcm, dtype="<i2").astype(np.int32))
    loud = np.flatnonzero(samples > FLOOR * samples.max(initial=0))
    if not len(loud):
        return pcm, 0
    start = max(0, int(loud[0]) - rate_hz * KEEP_BEFORE_MS // 1000)
    end = int(loud[-1]) + 1 + rate_hz * KEEP_BEHIND_MS // 1000
    return pcm[2 * start : 2 * end], start
