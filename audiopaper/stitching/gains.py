"""How loud each piece is, and the gain that makes the episode even and as loud as asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.loudness import Meter, integrate
from audiopaper.audio.samples import trim_clip
from audiopaper.engines.base import has_speech
from audiopaper.errors import SynthesisError
from audiopaper.model import Mark
from audiopaper.stitching.sequence import Heard
from audiopaper.timeline import to_ms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from audiopaper.audio.loudness import Samples
    from audiopaper.model import Clip, SpokenSegment
    from audiopaper.stitching.jingles import SoundName
    from audiopaper.stitching.sequence import Encoded, Piece

# A segment shorter than this is set by its presenter's gain: the loudness of a short headline says
# more about its words than about its voice.
OWN_GAIN_MS = 3000

# Gains that hang on more than one segment move in steps, so that a correction in one segment
# leaves the others as they are kept. Nobody hears half a decibel between two headlines.
_VOICE_STEP_DB = 0.5
_EPISODE_STEP_DB = 0.25
_EPISODE_OFF_LU = 0.3

_MAX_GAIN_DB = 40.0

# How far the sounds lie below the speech: heard, and never louder than a voice; and the bed, so
# that every word stays clear (20 LU is what broadcasters keep between speech and music).
_BELOW_SPEECH_LU: dict[SoundName, float] = {
    "opening": 3.0,
    "separator": 3.0,
    "closing": 3.0,
    "bed": 20.0,
}

# Samples that are measured at a time, so that little is held beside a long clip.
_BLOCK = 1 << 16

_SILENCE = Heard(energies=b"", length_ms=0)


def listen_to(clip: Clip) -> Heard:
    """Measure one clip; its length is 0 where it is silent."""
    trimmed = trim_clip(clip)
    if trimmed is None:
        return _SILENCE
    pcm = np.frombuffer(trimmed.audio.raw_data, dtype="<i2")
    return Heard(
        energies=_read_energies(pcm, clip.rate_hz, full_scale=32768),
        length_ms=to_ms(len(pcm), clip.rate_hz),
        marks=tuple(
            Mark(
                start_ms=trimmed.place_ms(mark.start_ms),
                end_ms=trimmed.place_ms(mark.end_ms),
                text=mark.text,
            )
            for mark in clip.marks
        ),
    )


def listen_to_sound(sound: Samples, rate_hz: int) -> Heard:
    """Measure one of the show's sounds."""
    return Heard(energies=_read_energies(sound, rate_hz), length_ms=to_ms(len(sound), rate_hz))


def refuse_silence(one: SpokenSegment, heard: Heard) -> None:
    """Refuse a clip that is silent.

    Raises:
        SynthesisError: There is something to say in its segment.
    """
    if not heard.length_ms and has_speech(one.segment.spoken):
        raise SynthesisError(
            f"{one.engine} gave silence for {quote(one)}",
            remedy="run again, or choose another engine",
        )


def choose_gains(
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    heard: Sequence[Heard],
    sounds: Mapping[SoundName, Heard],
    target_lufs: float,
) -> tuple[list[float], dict[SoundName, float]]:
    """Choose gains that make the pieces even and the episode meet its target.

    A segment is measured with the silence around it, as the episode's meter will hear it: the
    blocks at its edges count too, and without them an episode lands half a unit low.

    Args:
        pieces: The running order.
        spoken: The segments.
        heard: What was heard of each.
        sounds: What was heard of the show's sounds.
        target_lufs: What the episode is to have.

    Returns:
        The gain of each segment and of each sound, in dB.
    """
    pauses = {
        i: p for piece in pieces for i, p in zip(piece.segments, piece.pauses_ms, strict=False)
    }
    around = [_with_silence(h, pauses[i]) for i, h in enumerate(heard)]
    voices: dict[tuple[str, str], list[NDArray[np.float64]]] = {}
    for one, energies in zip(spoken, around, strict=True):
        voices.setdefault((one.segment.presenter, one.engine), []).append(energies)
    overall = {
        voice: round(integrate(np.concatenate(parts)) / _VOICE_STEP_DB) * _VOICE_STEP_DB
        for voice, parts in voices.items()
        if math.isfinite(integrate(np.concatenate(parts)))
    }
    gains_db = []
    for one, level, energies in zip(spoken, heard, around, strict=True):
        own = integrate(energies) if level.length_ms >= OWN_GAIN_MS else -math.inf
        if not math.isfinite(own):
            own = overall.get((one.segment.presenter, one.engine), target_lufs)
        gains_db.append(_limit_gain(target_lufs - own))
    by_sound = {
        name: _limit_gain(target_lufs - _BELOW_SPEECH_LU[name] - read_lufs(told))
        for name, told in sounds.items()
    }
    timeline = []
    for piece in pieces:
        if piece.sound is not None and not piece.segments:
            energies = _energies(sounds[piece.sound]) * 10 ** (by_sound[piece.sound] / 10)
            timeline += [energies, np.zeros(round(piece.pauses_ms[0] / 100))]
        for index, pause_ms in zip(piece.segments, piece.pauses_ms, strict=False):
            energies = _energies(heard[index]) * 10 ** (gains_db[index] / 10)
            timeline += [energies, np.zeros(round(pause_ms / 100))]
    offset = correct(integrate(np.concatenate(timeline)), target_lufs)
    return [gain + offset for gain in gains_db], by_sound


def correct(lufs: float, target_lufs: float) -> float:
    """What brings an episode to its target, in dB: 0 where it is near enough, else a whole step."""
    off = target_lufs - lufs
    if not math.isfinite(off) or abs(off) <= _EPISODE_OFF_LU:
        return 0.0
    return round(off / _EPISODE_STEP_DB) * _EPISODE_STEP_DB


def read_lufs(heard: Heard) -> float:
    """Integrated loudness of what was heard."""
    return integrate(_energies(heard))


def read_energies(encoded: Encoded) -> NDArray[np.float32]:
    """Energies of a piece as decoded, one a frame."""
    return np.frombuffer(encoded.energies, dtype=np.float32)


def quote(spoken: SpokenSegment) -> str:
    """The beginning of what a segment says, for a message."""
    text = spoken.segment.printed
    return f"“{text[:20]}{'…' if len(text) > 20 else ''}”"


def _limit_gain(gain_db: float) -> float:
    # Hundredths, for what is kept is named by its gain.
    return round(min(gain_db, _MAX_GAIN_DB), 2) if math.isfinite(gain_db) else 0.0


def _read_energies(
    samples: Samples | NDArray[np.int16], rate_hz: int, *, full_scale: int = 1
) -> bytes:
    meter = Meter(rate_hz, true_peak=False)
    # What is shorter than a gating block is measured as if it went on as it is.
    short = max(0, rate_hz * 4 // 10 - len(samples))
    for part in (samples, np.resize(samples, short)):
        for first in range(0, len(part), _BLOCK):
            block = part[first : first + _BLOCK].astype(np.float32)
            block /= np.float32(full_scale)
            meter.add(block)
    return meter.energies().tobytes()


def _energies(heard: Heard) -> NDArray[np.float64]:
    return np.frombuffer(heard.energies)


def _with_silence(heard: Heard, pause_ms: int) -> NDArray[np.float64]:
    energies = _energies(heard)
    if not len(energies):
        return energies
    # A block reaches three tenths beyond its first; a longer silence is gated.
    silence = np.zeros(min(3, round(pause_ms / 100)))
    return np.concatenate([silence, energies, silence])
