"""A piece of the episode: speech laid out over its music, limited, encoded and measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.array_turns import ARRAY_TURN
from audiopaper.audio.limiter import limit_peaks
from audiopaper.audio.loudness import Meter
from audiopaper.audio.mp3_encoder import decode, encode_blocks
from audiopaper.audio.resampler import count_resampled, resample
from audiopaper.audio.sample_arrays import PCM_FULL_SCALE
from audiopaper.audio.samples import LEAD_MS, trim_clip
from audiopaper.stitching.sequence import EncodedPiece, RenderedPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.audio.sample_arrays import Samples
    from audiopaper.audio.samples import TrimmedClip
    from audiopaper.model import Clip

# Silence in front of each piece, into which the encoder may smear an onset; speech has 20 ms of
# its own. With these, the 20 ms around a join are digital silence.
_SPEECH_LEAD_MS = 20
_SOUND_LEAD_MS = 45

# A decoded MP3 overshoots its input by some tenths of a decibel. Up to this above the ceiling is
# accepted; a piece beyond it is encoded again below a lower ceiling.
OVERSHOOT_DB = 0.4
_MAX_ENCODINGS = 5
_CEILING_MARGIN_DB = 0.05
_MIN_PEAK = 1e-9

_BED_FADE_IN_MS = 400
_BED_FADE_OUT_MS = 1200


def render_sound(
    sound: Samples, gain_db: float, pause_ms: int, *, form: Form, peak_dbtp: float
) -> RenderedPiece:
    """Encode one of the show's sounds.

    Args:
        sound: At the form's rate.
        gain_db: Gain of the sound.
        pause_ms: Silence behind it.
        form: Kind of MP3.
        peak_dbtp: Highest true peak before encoding.
    """
    lead = form.rate_hz * _SOUND_LEAD_MS // 1000
    end = lead + len(sound) + form.rate_hz * pause_ms // 1000
    samples = _allocate(lead + len(sound), end, form)
    np.multiply(sound, to_factor(gain_db), out=samples[lead : lead + len(sound)])
    return _encode_below(samples, (), form, peak_dbtp)


def render_speech(
    clips: Iterable[Clip],
    gains_db: Sequence[float],
    pauses_ms: Sequence[int],
    *,
    bed: Samples | None = None,
    form: Form,
    peak_dbtp: float,
) -> RenderedPiece:
    """Encode clips in a row as one piece.

    Args:
        clips: The clips, one held at a time; shape ``(n,)``.
        gains_db: Gain of each; shape ``(n,)``.
        pauses_ms: Silence from the last sound of each to the first of the next, and behind the
            last; shape ``(n,)``.
        bed: Music under them, at its level; it is looped if it is short.
        form: Kind of MP3.
        peak_dbtp: Highest true peak before encoding.
    """
    # `map` holds no clip any longer than it takes to trim it.
    trimmed = map(_trim_in_turn, clips)
    samples, spans = _lay_speech(trimmed, gains_db, pauses_ms, bed, form)
    return _encode_below(samples, spans, form, peak_dbtp)


def _trim_in_turn(clip: Clip) -> TrimmedClip | None:
    with ARRAY_TURN:
        return trim_clip(clip)


def _lay_speech(
    clips: Iterable[TrimmedClip | None],
    gains_db: Sequence[float],
    pauses_ms: Sequence[int],
    bed: Samples | None,
    form: Form,
) -> tuple[Samples, tuple[tuple[int, int], ...]]:
    """Lay clips out in whole frames.

    Returns:
        The samples, and the span of each clip's speech in them; shape ``(n, 2)``.
    """
    rate_hz = form.rate_hz
    lead = rate_hz * _SPEECH_LEAD_MS // 1000
    position, spans = lead, []
    parts: list[tuple[int, int, TrimmedClip, np.float32]] = []
    for clip, gain_db, pause_ms in zip(clips, gains_db, pauses_ms, strict=True):
        # The pause counts from the last sound to the first of what follows.
        pause = rate_hz * (pause_ms - LEAD_MS) // 1000
        if clip is None:
            # A row of asterisks: nothing is said, and its pause stays.
            spans.append((position, position))
            position += max(0, pause)
            continue
        length = count_resampled(len(clip.pcm), clip.rate_hz, rate_hz)
        factor = to_factor(gain_db) / np.float32(PCM_FULL_SCALE)
        parts.append((position, position + length, clip, factor))
        spans.append((position, position + length))
        tail = clip.tail_samples * rate_hz // clip.rate_hz
        position += max(length, length - tail + pause)
    # The first sound of the next piece has a lead of its own.
    content = max(position if bed is not None else 0, *(end for _, end, _, _ in parts), 0)
    samples = _allocate(content, position - lead, form)
    for start, end, clip, factor in parts:
        speech = samples[start:end]
        with ARRAY_TURN:
            resample(clip.pcm, clip.rate_hz, rate_hz, out=speech)
            speech *= factor
    if bed is not None:
        length = position - lead
        music = _fit_bed(bed, length, rate_hz)[:length]
        samples[lead : lead + len(music)] += music
    return samples, tuple(spans)


def _fit_bed(bed: Samples, length: int, rate_hz: int) -> Samples:
    """Loop or cut the bed to a length, give or take some samples, and fade it in and out."""
    from audiopaper.audio.mixer import fade_ends

    return fade_ends(
        np.resize(bed, length), rate_hz, in_ms=_BED_FADE_IN_MS, out_ms=_BED_FADE_OUT_MS
    )


def _allocate(content: int, end: int, form: Form) -> Samples:
    """Silence of whole frames that ends near ``end`` and has room for the content, in samples."""
    frames = max(1, -(-content // form.frame_samples), end // form.frame_samples - form.tail_frames)
    return np.zeros(frames * form.frame_samples, dtype=np.float32)


def _encode_below(
    samples: Samples, spans: tuple[tuple[int, int], ...], form: Form, peak_dbtp: float
) -> RenderedPiece:
    """Encode a piece so that its peaks are under the ceiling after decoding, too."""
    ceiling_dbtp = peak_dbtp
    for _ in range(_MAX_ENCODINGS):
        stream = encode_blocks(limit_peaks(samples, form.rate_hz, ceiling_dbtp), form)
        meter = Meter(form.rate_hz, hop_samples=form.frame_samples)
        for block in decode(stream, form):
            with ARRAY_TURN:
                meter.add(block)
        excess_db = 20 * math.log10(max(meter.true_peak, _MIN_PEAK)) - peak_dbtp - OVERSHOOT_DB
        if excess_db <= 0:
            break
        ceiling_dbtp -= excess_db + _CEILING_MARGIN_DB
    encoded = EncodedPiece(
        header=stream[:4],
        stream_bytes=len(stream),
        frames=len(samples) // form.frame_samples + form.tail_frames,
        speech_spans=spans,
        energies=meter.energies().astype(np.float32).tobytes(),
        peak=meter.true_peak,
    )
    return RenderedPiece(stream=stream, encoded=encoded)


def to_factor(gain_db: float) -> np.float32:
    """Convert a gain to what samples are multiplied by."""
    return np.float32(10 ** (gain_db / 20))
