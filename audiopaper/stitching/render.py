"""One piece of the episode: its samples laid out, limited, encoded and measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.limiter import level_peaks
from audiopaper.audio.loudness import Meter
from audiopaper.audio.mp3_encoder import decode, encode
from audiopaper.audio.samples import (
    BEFORE_MS,
    AudioSegment,
    count_resampled,
    make_audio,
    resample,
    take_samples,
    trim_clip,
)
from audiopaper.stitching.sequence import Encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.audio.loudness import Samples
    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.model import Clip

# Quiet in front of each piece, into which the encoder may smear an onset: speech brings 20 ms of
# its own. With these, what is within 20 ms of a join is digital silence.
_LEAD_MS = 20
_SOUND_LEAD_MS = 45

# An MP3 overshoots what was encoded by some tenths of a decibel: allowed up to this above the
# ceiling; a piece beyond it is encoded anew below a lower ceiling.
OVERSHOOT_DB = 0.4
_PEAK_TRIES = 5

_BED_FADE_IN_MS = 400
_BED_FADE_OUT_MS = 1200


def render_sound(
    sound: Samples, gain_db: float, pause_ms: int, *, form: Form, peak_dbtp: float
) -> Encoded:
    """Encode one of the show's sounds.

    Args:
        sound: At the form's rate.
        gain_db: What it is turned up by.
        pause_ms: Silence behind it.
        form: What kind of MP3.
        peak_dbtp: The highest true peak before encoding.
    """
    lead = form.rate_hz * _SOUND_LEAD_MS // 1000
    end = lead + len(sound) + form.rate_hz * pause_ms // 1000
    samples = _make_room(lead + len(sound), end, form)
    np.multiply(sound, _factor(gain_db), out=samples[lead : lead + len(sound)])
    return _encode(samples, (), form, peak_dbtp)


def render_speech(
    clips: Iterable[Clip],
    gains_db: Sequence[float],
    pauses_ms: Sequence[int],
    *,
    bed: Samples | None = None,
    form: Form,
    peak_dbtp: float,
) -> Encoded:
    """Encode clips in a row as one piece.

    Args:
        clips: What was said, each taken when its turn comes and let go; shape ``(n,)``.
        gains_db: What each is turned up by; shape ``(n,)``.
        pauses_ms: Silence from the last sound of each to the first of the next, and behind the
            last; shape ``(n,)``.
        bed: Music to lie under them, at its level; it goes round where it is short.
        form: What kind of MP3.
        peak_dbtp: The highest true peak before encoding.
    """
    samples, spots = _lay_speech(clips, gains_db, pauses_ms, bed, form)
    return _encode(samples, spots, form, peak_dbtp)


def _lay_speech(
    clips: Iterable[Clip],
    gains_db: Sequence[float],
    pauses_ms: Sequence[int],
    bed: Samples | None,
    form: Form,
) -> tuple[Samples, tuple[tuple[int, int], ...]]:
    """A piece of whole frames, and where each clip's speech lies in it."""
    rate_hz = form.rate_hz
    lead = rate_hz * _LEAD_MS // 1000
    at, spots = lead, []
    parts: list[tuple[int, int, AudioSegment, np.float32]] = []
    for clip, gain_db, pause_ms in zip(clips, gains_db, pauses_ms, strict=True):
        trimmed = trim_clip(clip)
        # The pause counts from the last sound to the first of what follows.
        pause = rate_hz * (pause_ms - BEFORE_MS) // 1000
        if trimmed is None:
            # A row of asterisks: nothing is said, and its pause stays.
            spots.append((at, at))
            at += max(0, pause)
            continue
        length = count_resampled(int(trimmed.audio.frame_count()), clip.rate_hz, rate_hz)
        parts.append((at, at + length, trimmed.audio, _factor(gain_db)))
        spots.append((at, at + length))
        at += max(length, length - trimmed.behind * rate_hz // clip.rate_hz + pause)
    # In front of the next piece's first sound stands its own lead.
    content = max(at if bed is not None else 0, *(end for _, end, _, _ in parts), 0)
    samples = _make_room(content, at - lead, form)
    for start, end, audio, factor in parts:
        speech = samples[start:end]
        pcm = np.frombuffer(audio.raw_data, dtype="<i2")
        resample(pcm, audio.frame_rate, rate_hz, out=speech)
        speech *= factor / np.float32(32768.0)
    if bed is not None:
        # pydub's fades count in milliseconds and may be off by a sample.
        music = _lay_bed(bed, at - lead, rate_hz)[: at - lead]
        samples[lead : lead + len(music)] += music
    return samples, tuple(spots)


def _lay_bed(bed: Samples, length: int, rate_hz: int) -> Samples:
    """As much of the bed as is wanted, faded in and out."""
    audio = make_audio(np.resize(bed, length), rate_hz)
    return take_samples(audio.fade_in(_BED_FADE_IN_MS).fade_out(_BED_FADE_OUT_MS))


def _make_room(content: int, end: int, form: Form) -> Samples:
    """Silence of whole frames that ends about there and holds so many samples."""
    frames = max(1, -(-content // form.frame_samples), end // form.frame_samples - form.tail_frames)
    return np.zeros(frames * form.frame_samples, dtype=np.float32)


def _encode(
    samples: Samples, spots: tuple[tuple[int, int], ...], form: Form, peak_dbtp: float
) -> Encoded:
    """Encode a piece, its peaks under the ceiling after decoding too."""
    ceiling = peak_dbtp
    for _ in range(_PEAK_TRIES):
        stream = encode(level_peaks(samples, form.rate_hz, ceiling), form)
        meter = Meter(form.rate_hz, hop_samples=form.frame_samples)
        for block in decode(stream, form):
            meter.add(block)
        excess = 20 * math.log10(max(meter.true_peak, 1e-9)) - peak_dbtp - OVERSHOOT_DB
        if excess <= 0:
            break
        ceiling -= excess + 0.05
    return Encoded(
        stream=stream,
        stream_bytes=len(stream),
        frames=len(samples) // form.frame_samples + form.tail_frames,
        spots=spots,
        energies=meter.energies().astype(np.float32).tobytes(),
        peak=meter.true_peak,
    )


def _factor(gain_db: float) -> np.float32:
    return np.float32(10 ** (gain_db / 20))
