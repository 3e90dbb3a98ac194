"""Clips in running order become one MP3, and where everything stands in it."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.errors import PublishError, SynthesisError
from audiopaper.files import replace_file
from audiopaper.model import Clip, ItemKind, Recording, SpokenSegment, Tags
from audiopaper.progress import Teller
from audiopaper.stitching.encoding import FORMS, Form, make_info_frame
from audiopaper.stitching.keeping import Workshop, name_work
from audiopaper.stitching.levelling import (
    OWN_GAIN_MS,
    choose_gains,
    correct,
    listen_to,
    listen_to_sound,
    quote,
    read_energies,
    refuse_silence,
)
from audiopaper.stitching.loudness import integrate, to_tenths
from audiopaper.stitching.music import SoundShelf
from audiopaper.stitching.pieces import Encoded, Heard, Piece, arrange
from audiopaper.stitching.placing import place
from audiopaper.stitching.rendering import OVERSHOOT_DB, render_sound, render_speech
from audiopaper.stitching.tags import make_tag
from audiopaper.timeline import to_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from audiopaper.stitching.sounds import SoundName

# A limiter that had to work hard may leave an episode too quiet: then the gains are corrected.
_LOUDNESS_TRIES = 3

# Each takes some 15 MB while it works; with two, a quarter of an hour is encoded in three seconds
# and all of it stays under 80 MB.
_MAX_WORKERS = 2

# What a listener turns a knob for.
_SEGMENT_OFF_LU = 3.0

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


def stitch(
    spoken: Sequence[SpokenSegment],
    clips: Clips,
    *,
    items: Sequence[tuple[ItemKind, str]],
    settings: SoundSettings,
    sounds: Mapping[SoundName, Path],
    tags: Tags,
    path: Path,
    kept: Path | None,
    tell: Teller,
) -> Recording:
    """Make the episode's MP3: mono, constant bit rate, level, with chapters and tags.

    Each segment is trimmed, levelled by its own loudness (a short one by its presenter's), limited
    and encoded by itself, so that memory does not grow with the episode; what was encoded once is
    kept, so that a correction costs one segment. The show's own sounds open the episode, stand
    before every story and close it; each belongs to the chapter before it, so that a jump to a
    story lands on its first word, and the opening to the first chapter. The same clips and
    settings give the same bytes, whatever was kept.

    Args:
        spoken: The segments in running order; at least one.
        clips: Finds a clip by its key.
        items: Kind and chapter title of each item, by `Segment.item`. An item of which nothing is
            spoken gets no chapter; cues count the chapters there are.
        settings: How it is to sound.
        sounds: The show's own sounds; for others the built-in ones are taken.
        tags: What the file says of itself.
        path: Where the MP3 will stand; an old one stays until the new one is whole.
        kept: Folder of what was encoded before; None to keep nothing.
        tell: Told of segments done; each is counted once when listened to and once when encoded.

    Raises:
        SynthesisError: A clip is missing or silent: the episode would have a hole.
        ConfigError: One of the show's own sounds cannot be read.
        PublishError: The file cannot be written whole.
        ValueError: There are no segments, or one belongs to no item.
    """
    if not spoken or any(not 0 <= s.segment.item < len(items) for s in spoken):
        raise ValueError("each segment belongs to one of the items, and there is at least one")
    with contextlib.ExitStack() as stack:
        workshop = Workshop(kept or Path(stack.enter_context(_make_folder())))
        # Entered last, so that threads end before the folder goes.
        pool = stack.enter_context(ThreadPoolExecutor(_count_workers()))
        work = _Work(
            spoken=spoken,
            clips=clips,
            digests=[_digest(one, clips) for one in spoken],
            pieces=arrange(spoken, items, settings.pauses, bed=settings.bed),
            settings=settings,
            form=FORMS[settings.rate_hz],
            shelf=SoundShelf(sounds, settings.rate_hz),
            workshop=workshop,
            pool=pool,
            tell=tell,
        )
        heard = _listen(work)
        keys, encoded, lufs = _encode(work, heard)
        recording = _write(work, keys, encoded, heard, items, tags, path)
        if kept and workshop.kept:
            workshop.trim()
    peak = max(e.peak for e in encoded)
    return replace(
        recording,
        loudness_lufs=round(lufs, 2),
        true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else -math.inf,
        warnings=tuple(_find_faults(work, encoded)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
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


def _count_workers() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(_MAX_WORKERS, len(os.sched_getaffinity(0)))
    return min(_MAX_WORKERS, os.cpu_count() or 1)


def _make_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="audiopaper-")
    except OSError as error:
        folder = tempfile.gettempdir()
        raise PublishError(
            f"the temporary folder {folder} cannot be written: {error.strerror or error}",
            remedy="free disk space there, or point TMPDIR elsewhere",
        ) from error


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


def _digest(one: SpokenSegment, clips: Clips) -> str:
    digest = clips.digest(one.clip_key)
    if digest is None:
        raise _no_clip(one)
    return digest


def _load(one: SpokenSegment, clips: Clips) -> Clip:
    clip = clips.load(one.clip_key)
    if clip is None:
        raise _no_clip(one)
    return clip


def _listen(work: _Work) -> list[Heard]:
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


def _listen_to_sounds(work: _Work) -> dict[SoundName, Heard]:
    told = {}
    for name in {piece.sound for piece in work.pieces if piece.sound is not None}:
        key = name_work("sound", name, work.shelf.ids[name], work.form.rate_hz)
        heard = work.workshop.load(key, Heard)
        if heard is None:
            heard = listen_to_sound(work.shelf.take(name), work.form.rate_hz)
            work.workshop.keep(key, heard)
        told[name] = heard
    return told


def _encode(work: _Work, heard: Sequence[Heard]) -> tuple[list[str], list[Encoded], float]:
    """Encode all pieces so that together they are as loud as asked.

    Returns:
        Under which names they are kept, the pieces without their frames, and how loud they are.
    """
    target = work.settings.loudness.target_lufs
    gains_db, by_sound = choose_gains(
        work.pieces, work.spoken, heard, _listen_to_sounds(work), target
    )
    for _ in range(_LOUDNESS_TRIES):
        keys, encoded = _encode_all(work, gains_db, by_sound)
        lufs = _read_lufs(encoded, work.form)
        offset = correct(lufs, target)
        if not offset:
            break
        gains_db = [gain + offset for gain in gains_db]
    return keys, encoded, lufs


def _encode_all(
    work: _Work, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
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
    work: _Work, piece: Piece, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
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
    work: _Work, piece: Piece, gains_db: Sequence[float], by_sound: Mapping[SoundName, float]
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
        [_load(work.spoken[i], work.clips) for i in piece.segments],
        [gains_db[i] for i in piece.segments],
        piece.pauses_ms,
        bed=sound,
        form=form,
        peak_dbtp=peak_dbtp,
    )


def _read_lufs(encoded: Sequence[Encoded], form: Form) -> float:
    """Integrated loudness of the whole, from what each piece measured when it was decoded."""
    energies = np.concatenate([read_energies(e) for e in encoded])
    # A player drops the decoder's delay: about as many frames as a piece has in its tail.
    hop_tenths = 10 * form.frame_samples / form.rate_hz
    return integrate(to_tenths(energies[form.tail_frames :], hop_tenths))


def _find_faults(work: _Work, encoded: Sequence[Encoded]) -> Iterator[str]:
    """Name the segments that are too loud or too quiet, or have too high a peak."""
    target, ceiling = work.settings.loudness.target_lufs, work.settings.loudness.peak_dbtp
    for piece, e in zip(work.pieces, encoded, strict=True):
        if not piece.segments:
            continue
        said = f"segment {piece.segments[0] + 1}, {quote(work.spoken[piece.segments[0]])}, "
        lufs = _read_lufs([e], work.form)
        length_ms = to_ms(sum(last - first for first, last in e.spots), work.form.rate_hz)
        if length_ms >= OWN_GAIN_MS and abs(lufs - target) > _SEGMENT_OFF_LU:
            yield said + f"has {lufs:.1f} LUFS in place of {target:.1f}"
        peak_dbtp = 20 * math.log10(max(e.peak, 1e-9))
        if peak_dbtp > ceiling + OVERSHOOT_DB:
            yield said + f"has a true peak of {peak_dbtp:.1f} dBTP"


def _write(
    work: _Work,
    keys: Sequence[str],
    encoded: Sequence[Encoded],
    heard: Sequence[Heard],
    items: Sequence[tuple[ItemKind, str]],
    tags: Tags,
    path: Path,
) -> Recording:
    chapters, cues = place(encoded, work.pieces, work.spoken, heard, items, work.form)
    duration_ms = chapters[-1].end_ms
    tag = make_tag(tags, chapters, "\n".join(c.text for c in cues), duration_ms=duration_ms)
    frames = sum(e.frames for e in encoded)
    audio_bytes = sum(e.stream_bytes for e in encoded)
    info = make_info_frame(encoded[0].stream, frames, audio_bytes, work.form)
    digest, size = hashlib.sha256(), 0
    with replace_file(path) as out:
        for block in itertools.chain([tag + info], _streams(work.workshop, keys)):
            out.write(block)
            digest.update(block)
            size += len(block)
    return Recording(
        audio_bytes=size,
        audio_sha256=digest.hexdigest(),
        duration_ms=duration_ms,
        chapters=chapters,
        cues=cues,
        loudness_lufs=-math.inf,
        true_peak_dbtp=-math.inf,
    )


def _streams(workshop: Workshop, keys: Sequence[str]) -> Iterator[bytes]:
    for key in keys:
        encoded = workshop.load(key, Encoded)
        if encoded is None:
            raise PublishError(
                f"{workshop.folder} changed while the episode was written",
                remedy="run again: what is missing is made anew",
            )
        yield encoded.stream
