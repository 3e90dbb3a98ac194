"""How loud each piece is, and the gain that makes the episode even and as loud as asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.engines.base import has_speech
from audiopaper.errors import SynthesisError
from audiopaper.stitching.encoding import RATE_HZ
from audiopaper.stitching.loudness import Meter, integrate
from audiopaper.stitching.pieces import Level, Piece
from audiopaper.stitching.shaping import take_samples, trim_clip
from audiopaper.stitching.sounds import SoundName, make_sound
from audiopaper.timeline import split_sentences, to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from audiopaper.model import Clip, SpokenSegment

# A segment shorter than this is set by its presenter's gain: the loudness of a short headline says
# more about its words than about its voice.
_OWN_GAIN_MS = 3000

_MAX_GAIN_DB = 40.0

# How far the sounds lie below the speech: heard, and never louder than a voice.
_SOUNDS_BELOW_LU = 3.0


def listen_to(one: SpokenSegment, clip: Clip) -> Level:
    """Measure one segment's clip.

    Raises:
        SynthesisError: The clip is silent though there is something to say.
    """
    trimmed = trim_clip(clip)
    if trimmed is None and not has_speech(one.segment.spoken):
        return Level(energies=np.zeros(0), length_ms=0)
    if trimmed is None:
        raise SynthesisError(
            f"{one.engine} gave silence for {quote(one)}",
            remedy="run again, or choose another engine with --engine",
        )
    samples = take_samples(trimmed[0])
    meter = Meter(clip.rate_hz, true_peak=False)
    meter.add(samples)
    # A clip shorter than a gating block is measured as if it went on as it is.
    short = clip.rate_hz * 4 // 10 - len(samples)
    if short > 0:
        meter.add(np.resize(samples, short))
    return Level(
        energies=meter.energies(),
        length_ms=to_ms(len(samples), clip.rate_hz),
        sentences=split_sentences(one.segment.printed, clip.marks),
    )


def choose_gains(
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    levels: Sequence[Level],
    target_lufs: float,
) -> list[float]:
    """Gain of each piece, in dB, that makes the pieces even and the episode meet its target."""
    voices: dict[tuple[str, str], list[NDArray[np.float64]]] = {}
    for one, level in zip(spoken, levels, strict=True):
        voices.setdefault((one.segment.presenter, one.engine), []).append(level.energies)
    overall = {voice: integrate(np.concatenate(parts)) for voice, parts in voices.items()}
    gains_db, timeline = [], []
    for piece in pieces:
        if piece.segment < 0:
            energies = _sound_energies(piece.sound)
            gain_db = target_lufs - _SOUNDS_BELOW_LU - integrate(energies)
        else:
            one, level = spoken[piece.segment], levels[piece.segment]
            energies = level.energies
            own = integrate(energies) if level.length_ms >= _OWN_GAIN_MS else -math.inf
            if not math.isfinite(own):
                own = overall[one.segment.presenter, one.engine]
            gain_db = target_lufs - own if math.isfinite(own) else 0.0
        gain_db = min(gain_db, _MAX_GAIN_DB)
        gains_db.append(gain_db)
        timeline += [energies * 10 ** (gain_db / 10), np.zeros(round(piece.pause_ms / 100))]
    expected = integrate(np.concatenate(timeline))
    offset = target_lufs - expected if math.isfinite(expected) else 0.0
    return [gain + offset for gain in gains_db]


def _sound_energies(name: SoundName) -> NDArray[np.float64]:
    meter = Meter(RATE_HZ, true_peak=False)
    meter.add(make_sound(name, RATE_HZ))
    return meter.energies()


def quote(spoken: SpokenSegment) -> str:
    """The beginning of what a segment says, for a message."""
    text = spoken.segment.printed
    return f"“{text[:20]}{'…' if len(text) > 20 else ''}”"
