"""The pieces of an episode measured, levelled and encoded, in parallel and through the cache."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from audiopaper.audio.loudness import integrate, to_tenths
from audiopaper.audio.mp3_encoder import Form
from audiopaper.model import SpokenSegment
from audiopaper.runtime import ProgressCallback
from audiopaper.stitching.gains import (
    choose_gains,
    correct_gain,
    measure_clip,
    measure_sound,
    read_energies,
    refuse_silence,
)
from audiopaper.stitching.piece_cache import make_key, make_piece_key
from audiopaper.stitching.render import render_sound, render_speech, to_factor
from audiopaper.stitching.sequence import EncodedPiece, Measurement, Piece, RenderedPiece
from audiopaper.stitching.sound_library import SoundLibrary
from audiopaper.stitching.stitch_inputs import STAGE, Clips, SoundSettings, load_clip
from audiopaper.store.hash_store import HashStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from audiopaper.model import Clip
    from audiopaper.stitching.sequence import SoundName

# A limiter that has much to do may leave an episode too quiet: then the gains are corrected.
_MAX_CORRECTIONS = 3

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True, kw_only=True)
class StitchContext:
    """What every step of stitching an episode reads."""

    spoken: Sequence[SpokenSegment]
    """The segments in running order."""

    clips: Clips
    """Their clips, by key."""

    digests: Sequence[str]
    """Hash of each segment's clip; shape as ``spoken``."""

    pieces: Sequence[Piece]
    """The episode in running order."""

    settings: SoundSettings
    """How it is to sound."""

    form: Form
    """Kind of MP3."""

    sounds: SoundLibrary
    """The show's sounds."""

    store: HashStore
    """The cache of measurements and encoded pieces."""

    pool: ThreadPoolExecutor
    """The workers."""

    tell: ProgressCallback
    """Progress callback."""


def _map_in_order(
    pool: ThreadPoolExecutor, call: Callable[[_T], _R], values: Iterable[_T]
) -> Iterator[_R]:
    """Call a function for each value in parallel and yield the results in order."""
    futures = [pool.submit(call, value) for value in values]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def measure_clips(context: StitchContext) -> list[Measurement]:
    """Measure every clip, or take the measurement from the cache.

    Returns:
        A measurement of each segment, in running order.

    Raises:
        SynthesisError: A clip is missing, or silent though its segment has something to say.
    """

    def measure(index: int) -> Measurement:
        spoken, digest = context.spoken[index], context.digests[index]
        measurement = measure_clip_once(
            context.store, digest, lambda: load_clip(spoken, context.clips)
        )
        refuse_silence(spoken, measurement)
        return measurement

    measurements = []
    for measurement in _map_in_order(context.pool, measure, range(len(context.spoken))):
        measurements.append(measurement)
        context.tell(STAGE, len(measurements), 2 * len(context.spoken))
    return measurements


def measure_clip_once(store: HashStore, digest: str, load: Callable[[], Clip]) -> Measurement:
    """Measure a clip, or take the measurement from the cache.

    Args:
        store: The cache of measurements.
        digest: Hash of the clip.
        load: Returns the clip; called if it was not measured before.
    """
    return store.get_or_make(make_key("clip", digest), Measurement, lambda: measure_clip(load()))


def measure_sound_once(
    store: HashStore, name: SoundName, sounds: SoundLibrary, rate_hz: int
) -> Measurement:
    """Measure one of the show's sounds, or take the measurement from the cache."""
    return store.get_or_make(
        make_key("sound", name, sounds.ids[name], rate_hz),
        Measurement,
        lambda: measure_sound(sounds.get(name), rate_hz),
    )


def _measure_sounds(context: StitchContext) -> dict[SoundName, Measurement]:
    names = {piece.sound for piece in context.pieces if piece.sound is not None}

    def measure(name: SoundName) -> Measurement:
        return measure_sound_once(context.store, name, context.sounds, context.form.rate_hz)

    return dict(zip(names, _map_in_order(context.pool, measure, names), strict=True))


def encode_evenly(
    context: StitchContext, measurements: Sequence[Measurement]
) -> tuple[list[str], list[EncodedPiece]]:
    """Encode all pieces so that together they are as loud as asked.

    Args:
        context: The episode.
        measurements: Of each segment, in running order.

    Returns:
        The pieces' cache keys, and what is known of each; shapes ``(pieces,)``.
    """
    target_lufs = context.settings.loudness.target_lufs
    sounds = _measure_sounds(context)
    segment_gains, sound_gains = choose_gains(
        context.pieces, context.spoken, measurements, sounds, target_lufs
    )
    for _round in range(_MAX_CORRECTIONS):
        keys, encoded = _encode_pieces(context, segment_gains, sound_gains)
        offset = correct_gain(integrate_pieces(encoded, context.form), target_lufs)
        if not offset:
            break
        segment_gains = [gain + offset for gain in segment_gains]
    return keys, encoded


def _encode_pieces(
    context: StitchContext, segment_gains: Sequence[float], sound_gains: Mapping[SoundName, float]
) -> tuple[list[str], list[EncodedPiece]]:
    def encode(piece: Piece) -> tuple[str, EncodedPiece]:
        sound = None
        if piece.sound is not None:
            sound = (piece.sound, context.sounds.ids[piece.sound], sound_gains[piece.sound])
        clips = [(context.digests[i], segment_gains[i]) for i in piece.segments]
        peak_dbtp = context.settings.loudness.peak_dbtp
        key = make_piece_key(context.form, peak_dbtp, clips, piece.pauses_ms, sound)
        rendered = context.store.get_or_make(
            key, RenderedPiece, lambda: _render(context, piece, segment_gains, sound_gains)
        )
        # The streams of a whole episode are not held: they are read from the store one by one.
        return key, rendered.encoded

    keys, encoded, done = [], [], len(context.spoken)
    results = _map_in_order(context.pool, encode, context.pieces)
    for piece, (key, piece_encoded) in zip(context.pieces, results, strict=True):
        keys.append(key)
        encoded.append(piece_encoded)
        done += len(piece.segments)
        if piece.segments:
            context.tell(STAGE, done, 2 * len(context.spoken))
    return keys, encoded


def _render(
    context: StitchContext,
    piece: Piece,
    segment_gains: Sequence[float],
    sound_gains: Mapping[SoundName, float],
) -> RenderedPiece:
    form, peak_dbtp = context.form, context.settings.loudness.peak_dbtp
    bed = None
    if piece.sound is not None:
        sound, gain_db = context.sounds.get(piece.sound), sound_gains[piece.sound]
        if not piece.segments:
            return render_sound(sound, gain_db, piece.pauses_ms[0], form=form, peak_dbtp=peak_dbtp)
        bed = sound * to_factor(gain_db)
    return render_speech(
        (load_clip(context.spoken[i], context.clips) for i in piece.segments),
        [segment_gains[i] for i in piece.segments],
        piece.pauses_ms,
        bed=bed,
        form=form,
        peak_dbtp=peak_dbtp,
    )


def integrate_pieces(encoded: Sequence[EncodedPiece], form: Form) -> float:
    """Return the integrated loudness of pieces in a row, as measured when they were decoded."""
    energies = np.concatenate([read_energies(piece) for piece in encoded])
    # A player drops the decoder's delay: about as many frames as a piece has in its tail.
    hop_tenths = 10 * form.frame_samples / form.rate_hz
    return integrate(to_tenths(energies[form.tail_frames :], hop_tenths))
