"""The built-in jingles, synthesised from struck tones: no recording is used.

All are of one pentatonic scale (gong mode 宫调式 on D): the opening climbs it, the separator
repeats its first two notes, the closing returns to the tonic, the bed is a loop of low notes. The
tone is that of a marimba with a little of a bell, in a small room.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from audiopaper.audio.sample_arrays import Samples
    from audiopaper.stitching.sequence import SoundName

# Frequencies, equal temperament, A4 = 440 Hz.
_D3, _A3, _B3, _D4, _E4, _FS4, _A4, _D5, _E5, _FS5, _A5 = (
    440.0 * 2 ** (step / 12) for step in (-19, -12, -10, -7, -5, -3, 0, 5, 7, 9, 12)
)

# Each note: start (ms), frequency, strength.
_SCORES: dict[SoundName, tuple[tuple[int, float, float], ...]] = {
    "opening": (
        (0, _D3, 0.55),
        (0, _D5, 0.80),
        (190, _E5, 0.70),
        (380, _FS5, 0.80),
        (760, _A5, 0.90),
        (760, _A3, 0.50),
        (760, _FS4, 0.35),
        (1140, _D5, 0.55),
    ),
    "separator": ((0, _A4, 0.70), (170, _D5, 0.80), (170, _D4, 0.35)),
    "closing": (
        (0, _A5, 0.70),
        (190, _FS5, 0.70),
        (380, _E5, 0.70),
        (760, _D5, 0.85),
        (760, _A4, 0.40),
        (760, _D3, 0.60),
    ),
    "bed": (
        (0, _D3, 0.60),
        (0, _A3, 0.30),
        (1200, _D4, 0.35),
        (1800, _FS4, 0.25),
        (2400, _A3, 0.40),
        (3600, _D4, 0.30),
        (4800, _B3, 0.50),
        (4800, _FS4, 0.20),
        (6000, _D4, 0.35),
        (6600, _E4, 0.25),
        (7200, _A3, 0.45),
        (8400, _FS4, 0.25),
    ),
}
_LENGTHS_MS: dict[SoundName, int] = {
    "opening": 2600,
    "separator": 1100,
    "closing": 2800,
    "bed": 9600,
}
_FADE_OUT_MS = 500

# A bar's partials against the fundamental: ratio, strength, speed of decay. The second and third
# are where marimba makers tune them; the last is slightly mistuned, as in a bell.
_PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.18, 1.6), (3.93, 0.22, 3.2), (5.98, 0.05, 5.0))
_NOTE_MS = 1600
_STRIKE_MS = 4

# The room: echoes at fixed delays (ms), with their strengths.
_ECHOES = ((37, 0.22), (59, 0.17), (83, 0.14), (113, 0.11), (149, 0.08), (191, 0.06), (241, 0.04))


@functools.lru_cache(maxsize=8)
def make_jingle(name: SoundName, rate_hz: int) -> Samples:
    """Synthesise a jingle.

    Args:
        name: Played at the beginning, between two stories, at the end, or under the headlines.
        rate_hz: Samples a second.

    Returns:
        The jingle: it begins with its first note and ends in a fade; the bed ends where it begins.
    """
    # Imported here: an episode whose pieces are cached needs no jingle, and pydub is slow to load.
    from audiopaper.audio.mixer import AudioSegment, to_samples, to_segment

    score, length_ms = _SCORES[name], _LENGTHS_MS[name]
    if name == "bed":
        # Two rounds, of which the second is used: it holds the echoes of the first.
        score += tuple((at_ms + length_ms, hz, strength) for at_ms, hz, strength in score)
        length_ms *= 2
    sound = AudioSegment.silent(duration=length_ms, frame_rate=rate_hz)
    for at_ms, frequency_hz, strength in score:
        note = to_segment(0.25 * strength * _strike(frequency_hz, rate_hz), rate_hz)
        sound = sound.overlay(note, position=at_ms)
    for delay_ms, strength in _ECHOES:
        sound = sound.overlay(sound - _decibels(strength), position=delay_ms)
    if name == "bed":
        return to_samples(sound[length_ms // 2 :])
    return to_samples(sound.fade_out(_FADE_OUT_MS))


def _strike(frequency_hz: float, rate_hz: int) -> Samples:
    time = np.arange(rate_hz * _NOTE_MS // 1000) / rate_hz
    # Low bars ring longer than high ones.
    decay = 3.2 * (frequency_hz / 440.0) ** 0.5
    tone = np.zeros_like(time)
    for ratio, strength, speed in _PARTIALS:
        if ratio * frequency_hz < rate_hz / 2.5:
            swing = np.sin(2 * np.pi * ratio * frequency_hz * time)
            tone += strength * np.exp(-decay * speed * time) * swing
    strike = np.minimum(1.0, time / (_STRIKE_MS / 1000))
    release = np.minimum(1.0, (time[-1] - time) / 0.2)
    struck: Samples = (tone * strike * release / 1.4).astype(np.float32)
    return struck


def _decibels(strength: float) -> float:
    return float(-20 * np.log10(strength))
