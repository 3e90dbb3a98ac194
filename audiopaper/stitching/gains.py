"""The loudness of each clip, and how loud speech, sounds and the music under speech become."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from audiopaper.audio.array_turns import ARRAY_TURN
from audiopaper.audio.loudness import Meter, integrate
from audiopaper.audio.sample_arrays import to_samples
from audiopaper.audio.samples import trim_clip
from audiopaper.engines.base import has_speech
from audiopaper.errors import SynthesisError
from audiopaper.model import Mark
from audiopaper.stitching.sequence import Measurement
from audiopaper.stitching.stitch_inputs import quote
from audiopaper.timeline import to_ms
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from audiopaper.audio.sample_arrays import Samples
    from audiopaper.audio.samples import TrimmedClip
    from audiopaper.model import Clip, SpokenSegment
    from audiopaper.stitching.sequence import EncodedPiece, Piece, SoundName

# A shorter segment gets its presenter's gain: the loudness of a short headline depends on its words
# more than on its voice.
OWN_GAIN_MS = 3000

# Gains that depend on several segments are rounded to steps, so that a correction in one segment
# leaves the cached others valid. Half a decibel between two headlines is inaudible.
_VOICE_STEP_DB = 0.5
_EPISODE_STEP_DB = 0.25
_EPISODE_TOLERANCE_LU = 0.3

_MAX_GAIN_DB = 40.0

# How far the sounds are below the speech: audible, and never louder than a voice; the bed so far
# that every word stays clear (20 LU is what broadcasters keep between speech and music).
_BELOW_SPEECH_LU: dict[SoundName, float] = {
    "opening": 3.0,
    "separator": 3.0,
    "closing": 3.0,
    "bed": 20.0,
}

# A gating block reaches three tenths of a second beyond its first; a longer silence is gated.
_SILENCE_TENTHS = 3

# Samples measured at a time, which bounds the memory needed.
_BLOCK = 1 << 15

_Scalar = TypeVar("_Scalar", bound=np.generic)

_SILENCE = Measurement(energies=b"", length_ms=0)


def measure_clip(clip: Clip) -> Measurement:
    """Measure a clip's speech; the length is 0 if the clip is silent."""
    with ARRAY_TURN:
        trimmed = trim_clip(clip)
        if trimmed is None:
            return _SILENCE
        blocks = _cut_blocks(trimmed.pcm, clip.rate_hz)
        energies = _measure_energies(map(to_samples, blocks), clip.rate_hz)
    return Measurement(
        energies=energies,
        length_ms=to_ms(len(trimmed.pcm), clip.rate_hz),
        marks=_map_marks(clip.marks, trimmed),
        words=_map_marks(clip.words, trimmed),
    )


def _map_marks(marks: Sequence[Mark], trimmed: TrimmedClip) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            start_ms=trimmed.map_time_ms(mark.start_ms),
            end_ms=trimmed.map_time_ms(mark.end_ms),
            text=mark.text,
        )
        for mark in marks
    )


def measure_sound(samples: Samples, rate_hz: int) -> Measurement:
    """Measure one of the show's sounds."""
    return Measurement(
        energies=_measure_energies(_cut_blocks(samples, rate_hz), rate_hz),
        length_ms=to_ms(len(samples), rate_hz),
    )


def refuse_silence(spoken: SpokenSegment, measurement: Measurement) -> None:
    """Refuse a silent clip of a segment that has something to say.

    Raises:
        SynthesisError: The clip is silent.
    """
    if not measurement.length_ms and has_speech(spoken.segment.spoken):
        raise SynthesisError(
            _("{engine} gave silence for {quote}", engine=spoken.engine, quote=quote(spoken)),
            remedy=_("run again, or choose another engine"),
        )


def choose_gains(
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    measurements: Sequence[Measurement],
    sounds: Mapping[SoundName, Measurement],
    target_lufs: float,
) -> tuple[list[float], dict[SoundName, float]]:
    """Choose gains that make the pieces even and the episode meet its target.

    A segment is measured with the silence around it, as the episode's meter measures it: without
    the blocks at its edges an episode would be half a unit too quiet.

    Args:
        pieces: The episode in running order.
        spoken: The segments.
        measurements: Of each segment's clip; shape as ``spoken``.
        sounds: Measurements of the show's sounds.
        target_lufs: Loudness that the episode is to have.

    Returns:
        The gain of each segment and of each sound, in dB.
    """
    segment_gains = _choose_segment_gains(pieces, spoken, measurements, target_lufs)
    sound_gains = {
        name: find_sound_gain(name, sound, target_lufs) for name, sound in sounds.items()
    }
    timeline = _lay_energies(pieces, measurements, segment_gains, sounds, sound_gains)
    offset = correct_gain(integrate(np.concatenate(list(timeline))), target_lufs)
    return [gain + offset for gain in segment_gains], sound_gains


def _choose_segment_gains(
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    measurements: Sequence[Measurement],
    target_lufs: float,
) -> list[float]:
    """Gain of each segment by its own loudness, or by its voice's if it is short, in dB."""
    pauses_ms = {
        i: p for piece in pieces for i, p in zip(piece.segments, piece.pauses_ms, strict=False)
    }
    padded = [_pad_energies(m, pauses_ms[i]) for i, m in enumerate(measurements)]
    voices: dict[tuple[str, str], list[NDArray[np.float64]]] = {}
    for segment, energies in zip(spoken, padded, strict=True):
        voices.setdefault((segment.segment.presenter, segment.engine), []).append(energies)
    voice_lufs = {
        voice: round(integrate(np.concatenate(parts)) / _VOICE_STEP_DB) * _VOICE_STEP_DB
        for voice, parts in voices.items()
        if math.isfinite(integrate(np.concatenate(parts)))
    }
    gains_db = []
    for i, (segment, measurement) in enumerate(zip(spoken, measurements, strict=True)):
        gain_db = find_own_gain(measurement, pauses_ms[i], target_lufs)
        if gain_db is None:
            lufs = voice_lufs.get((segment.segment.presenter, segment.engine), target_lufs)
            gain_db = _limit_gain(target_lufs - lufs)
        gains_db.append(gain_db)
    return gains_db


def find_sound_gain(name: SoundName, measurement: Measurement, target_lufs: float) -> float:
    """Return the gain of one of the show's sounds, in dB."""
    return _limit_gain(target_lufs - _BELOW_SPEECH_LU[name] - integrate(_energies(measurement)))


def find_own_gain(measurement: Measurement, pause_ms: int, target_lufs: float) -> float | None:
    """Return the gain of a segment by its own loudness, in dB; None if it is too short for one."""
    if measurement.length_ms < OWN_GAIN_MS:
        return None
    lufs = integrate(_pad_energies(measurement, pause_ms))
    return _limit_gain(target_lufs - lufs) if math.isfinite(lufs) else None


def _lay_energies(
    pieces: Sequence[Piece],
    measurements: Sequence[Measurement],
    segment_gains: Sequence[float],
    sounds: Mapping[SoundName, Measurement],
    sound_gains: Mapping[SoundName, float],
) -> Iterator[NDArray[np.float64]]:
    """Energies of the episode in tenths of a second, each clip and sound at its gain."""
    for piece in pieces:
        if piece.sound is not None and not piece.segments:
            yield _energies(sounds[piece.sound]) * 10 ** (sound_gains[piece.sound] / 10)
            yield np.zeros(round(piece.pauses_ms[0] / 100))
        for index, pause_ms in zip(piece.segments, piece.pauses_ms, strict=False):
            yield _energies(measurements[index]) * 10 ** (segment_gains[index] / 10)
            yield np.zeros(round(pause_ms / 100))


def correct_gain(lufs: float, target_lufs: float) -> float:
    """Return what brings an episode to its target, in whole steps of dB; 0 if it is near enough."""
    missing = target_lufs - lufs
    if not math.isfinite(missing) or abs(missing) <= _EPISODE_TOLERANCE_LU:
        return 0.0
    return round(missing / _EPISODE_STEP_DB) * _EPISODE_STEP_DB


def read_energies(encoded: EncodedPiece) -> NDArray[np.float32]:
    """Return the energies of a decoded piece; shape ``(frames,)``."""
    return np.frombuffer(encoded.energies, dtype=np.float32)


def _limit_gain(gain_db: float) -> float:
    # Rounded to hundredths, since the gain is part of a cache key.
    return round(min(gain_db, _MAX_GAIN_DB), 2) if math.isfinite(gain_db) else 0.0


def _measure_energies(blocks: Iterable[Samples], rate_hz: int) -> bytes:
    meter = Meter(rate_hz, true_peak=False)
    for block in blocks:
        meter.add(block)
    return meter.energies().tobytes()


def _cut_blocks(samples: NDArray[_Scalar], rate_hz: int) -> Iterator[NDArray[_Scalar]]:
    """Yield audio in blocks; if it is shorter than a gating block, repeated up to that length."""
    missing = max(0, rate_hz * 4 // 10 - len(samples))
    for part in (samples, np.resize(samples, missing)):
        for first in range(0, len(part), _BLOCK):
            yield part[first : first + _BLOCK]


def _energies(measurement: Measurement) -> NDArray[np.float64]:
    return np.frombuffer(measurement.energies)


def _pad_energies(measurement: Measurement, pause_ms: int) -> NDArray[np.float64]:
    """Energies of a clip between the silences around it."""
    energies = _energies(measurement)
    if not len(energies):
        return energies
    silence = np.zeros(min(_SILENCE_TENTHS, round(pause_ms / 100)))
    return np.concatenate([silence, energies, silence])
