"""Each piece of an episode listened to, levelled and encoded, side by side, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from audiopaper.audio.loudness import integrate, to_tenths
from audiopaper.audio.mp3_encoder import Form
from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip, SpokenSegment
from audiopaper.runtime import Teller
from audiopaper.stitching.gains import (
    choose_gains,
    correct,
    listen_to,
    listen_to_sound,
    quote,
    read_energies,
    refuse_silence,
)
from audiopaper.stitching.piece_cache import name_work
from audiopaper.stitching.render import render_sound, render_speech
from audiopaper.stitching.sequence import Encoded, Heard, Piece
from audiopaper.stitching.sound_library import SoundShelf
from audiopaper.store.hash_store import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from audiopaper.stitching.jingles import SoundName

# A limiter that had to work hard may leave an episode too quiet: then the gains are corrected.
_LOUDNESS_TRIES = 3

_T = TypeVar("_T")
_R = TypeVar("_R")


class Clips(Protocol):
    """Where clips are found, by their keys; asked by several threads at once."""

    def load(self, key: str) -> Clip | None:
        """The clip, or None where there is no sound one."""
        ...

    def digest(self, key: str) -> str | None:
        """A hash of the clip's audio and marks, found without reading them; None for no clip."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """How an episode is to sound."""

    pauses: PauseSettings
    """The silence behind each level of segment."""

    loudness: LoudnessSettings
    """How loud, and the highest peak."""

    rate_hz: int = 44_100
    """44,100 for 96 kbit/s, 24,000 for 64 kbit/s."""

    bed: bool = False
    """Whether music lies under the headlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every step of one episode's making reads."""

    spoken: Sequence[SpokenSegment]
    clips: Clips
    digests: Sequence[str]
    pieces: Sequence[Piece]
    settings: SoundSettings
    form: Form
    shelf: SoundShelf
    workshop: Workshop
    pool: ThreadPoolExecutor
    tell: Teller


def _each(pool: ThreadPoolExecutor, call: Callable[[_T], _R], values: Iterable[_T]) -> Iterator[_R]:
    """Run a call for each value side by side and give the results in order."""
    waiting = [pool.submit(call, value) for value in values]
    try:
        for future in waiting:
            yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def _no_clip(one: SpokenSegment) -> SynthesisError:
    return SynthesisError(
        f"the clip of {quote(one)} is no longer in the cache",
        remedy="run again: it will be spoken anew",
    )


def find_digest(one: SpokenSegment, clips: Clips) -> str:
    """The hash of a segment's clip.

    Raises:
        SynthesisError: There is none.
    """
    digest = clips.digest(one.clip_key)
    if digest is None:
        raise _no_clip(one)
    return digest


def _load(one: SpokenSegment, clips: Clips) -> Clip:
    clip = clips.load(one.clip_key)
    if clip is None:
        raise _no_clip(one)
    return clip


def listen_to_all(work: Work) -> list[Heard]:
    """Measure every clip, or take what was measured before.

    Returns:
        What was heard of each segment, in running order.

    Raises:
        SynthesisError: A clip is missing, or silent where there is something to say.
    """

    def listen(index: int) -> Heard:
        key = name_work("heard", work.digests[index])
        heard = work.workshop.load(key, Heard)
        if heard is None:
            heard = listen_to(_load(work.spoken[index], work.clips))
            work.workshop.keep(key, heard)
        refuse_silence(work.spoken[index], heard)
        return heard

    told = []
    for heard in _each(work.pool, listen, range(len(work.spoken))):
        told.append(heard)
        work.tell("stitching", len(told), 2 * len(work.spoken))
    return told


def _listen_to_sounds(work: Work) -> dict[SoundName, Heard]:
    told = {}
    for name in {piece.sound for piece in work.pieces if piece.sound is not None}:
        key = name_work("sound", name, work.shelf.ids[name], work.form.rate_hz)
        heard = work.workshop.load(key, Heard)
        if heard is None:
            heard = listen_to_sound(work.shelf.take(name), work.form.rate_hz)
            work.workshop.keep(key, heard)
        told[name] = heard
    return told


def encode_evenly(work: Work, heard: Sequence[Heard]) -> tuple[list[str], list[Encoded]]:
    """Encode all pieces so that together they are as loud as asked.

    Returns:
        Under which names they are kept, and the pieces without their frames.
    """
    target = work.settings.loudness.target_lufs
    gains_db, by_sound = choose_gains(
        work.pieces, work.spoken, heard, _listen_to_sounds(work), target
    )
    for _ in range(_LOUDNESS_TRIES):
        keys, encoded = _encode_all(work, gains_db, by_sound)
        offset = correct(read_encoded_lufs(encoded, work.form), target)
        if not offset:
            break
        gains_db = [gain + offset for gain in gains_db]
    return keys, encoded


def _encode_all(
    work: Work, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
) -> tuple[list[str], list[Encoded]]:
    def encode(piece: Piece) -> tuple[str, Encoded]:
        key = _name_piece(work, piece, gains_db, by_sound)
        encoded = work.workshop.load(key, Encoded)
        if encoded is None:
            encoded = _render(work, piece, gains_db, by_sound)
            work.workshop.keep(key, encoded)
        return key, replace(encoded, stream=encoded.stream[:4])

    keys, made, done = [], [], len(work.spoken)
    results = _each(work.pool, encode, work.pieces)
    for piece, (key, encoded) in zip(work.pieces, results, strict=True):
        keys.append(key)
        made.append(encoded)
        done += len(piece.segments)
        if piece.segments:
            work.tell("stitching", done, 2 * len(work.spoken))
    return keys, made


def _name_piece(
    work: Work, piece: Piece, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
) -> str:
    sound = None
    if piece.sound is not None:
        sound = (piece.sound, work.shelf.ids[piece.sound], by_sound[piece.sound])
    return name_work(
        "piece",
        work.form.rate_hz,
        work.form.bit_rate_kbps,
        work.settings.loudness.peak_dbtp,
        sound,
        piece.pauses_ms,
        [(work.digests[i], gains_db[i]) for i in piece.segments],
    )


def _render(
    work: Work, piece: Piece, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
) -> Encoded:
    form, peak_dbtp = work.form, work.settings.loudness.peak_dbtp
    sound = None
    if piece.sound is not None:
        sound = work.shelf.take(piece.sound)
        if not piece.segments:
            gain_db, pause_ms = by_sound[piece.sound], piece.pauses_ms[0]
            return render_sound(sound, gain_db, pause_ms, form=form, peak_dbtp=peak_dbtp)
        sound = sound * np.float32(10 ** (by_sound[piece.sound] / 20))
    return render_speech(
        (_load(work.spoken[i], work.clips) for i in piece.segments),
        [gains_db[i] for i in piece.segments],
        piece.pauses_ms,
        bed=sound,
        form=form,
        peak_dbtp=peak_dbtp,
    )


def read_encoded_lufs(encoded: Sequence[Encoded], form: Form) -> float:
    """Integrated loudness of the whole, from what each piece measured when it was decoded."""
    energies = np.concatenate([read_energies(e) for e in encoded])
    # A player drops the decoder's delay: about as many frames as a piece has in its tail.
    hop_tenths = 10 * form.frame_samples / form.rate_hz
    return integrate(to_tenths(energies[form.tail_frames :], hop_tenths))
