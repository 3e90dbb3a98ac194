"""Clips in running order become one MP3, with the times of its chapters and sentences."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.audio.mp3_encoder import find_form, make_info_frame
from audiopaper.errors import PublishError
from audiopaper.files import replace_file
from audiopaper.memory import require_memory
from audiopaper.model import ItemKind, Recording, SpokenSegment, Tags
from audiopaper.runtime import count_cores, share_heap
from audiopaper.stitching.chapter_grid import align_chapters
from audiopaper.stitching.gains import OWN_GAIN_MS, quote
from audiopaper.stitching.piece_encoder import (
    Clips,
    SoundSettings,
    StitchContext,
    encode_evenly,
    find_digest,
    integrate_pieces,
    measure_clips,
)
from audiopaper.stitching.render import OVERSHOOT_DB, RenderedPiece
from audiopaper.stitching.sequence import EncodedPiece, Measurement, lay_out
from audiopaper.stitching.sound_library import SoundLibrary
from audiopaper.stitching.tags import make_tag
from audiopaper.stitching.timing import time_episode
from audiopaper.store.hash_store import HashStore
from audiopaper.timeline import to_ms
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.runtime import ProgressCallback
    from audiopaper.stitching.jingles import SoundName

# Each worker takes some 10 MB; two encode a quarter of an hour in three seconds, and the whole
# process stays under 80 MB.
_MAX_WORKERS = 2

_WORKER_BYTES = 64 << 20
"""Address space of a worker: its stack, the buffer of 33 MB that OpenBLAS takes for each thread
that multiplies at the same time, and its arrays."""

# A difference at which a listener reaches for the volume.
_SEGMENT_TOLERANCE_LU = 3.0

_MIN_PEAK = 1e-9


def stitch(
    spoken: Sequence[SpokenSegment],
    clips: Clips,
    *,
    items: Sequence[tuple[ItemKind, str]],
    settings: SoundSettings,
    sounds: Mapping[SoundName, Path],
    tags: Tags,
    path: Path,
    cache: Path | None,
    tell: ProgressCallback,
) -> Recording:
    """Make the episode's MP3: mono, constant bit rate, level, with chapters and tags.

    Each segment is trimmed, levelled by its own loudness (a short one by its presenter's), limited
    and encoded by itself. Encoded pieces are cached, so that a correction costs one segment. The
    show's sounds open the episode, precede every story and close it; each belongs to the chapter
    before it, so that a jump to a story leads to its first word. Chapters begin on whole seconds if
    the pauses before them allow it. The same clips and settings give the same bytes.

    Args:
        spoken: The segments in running order; at least one.
        clips: Their clips, by key.
        items: Kind and chapter title of each item, by `Segment.item`. An item without segments
            gets no chapter; cues count only chapters that exist.
        settings: How it is to sound.
        sounds: The show's own sounds; the others are built in.
        tags: What the file's tag says.
        path: Path of the MP3; an old one is replaced when the new one is whole.
        cache: Folder of the cache of encoded pieces; None for no cache.
        tell: Progress callback; each segment counts once when measured and once when encoded.

    Raises:
        SynthesisError: A clip is missing or silent: the episode would have a hole.
        ConfigError: One of the show's own sounds cannot be read.
        PublishError: The file cannot be written whole.
        ValueError: There are no segments, or one belongs to no item.
    """
    if not spoken or any(not 0 <= s.segment.item < len(items) for s in spoken):
        raise ValueError("each segment belongs to one of the items, and there is at least one")
    share_heap()
    with contextlib.ExitStack() as stack:
        store = HashStore(cache or Path(stack.enter_context(_make_folder())))
        # Entered last, so that the threads end before the folder is removed.
        pool = stack.enter_context(_make_pool())
        context = _make_context(spoken, clips, items, settings, sounds, store, pool, tell)
        recording = _record(context, items, tags, path)
        if cache and store.added:
            store.trim()
    return recording


def _make_pool() -> ThreadPoolExecutor:
    workers = min(_MAX_WORKERS, count_cores())
    require_memory(workers * _WORKER_BYTES)
    return ThreadPoolExecutor(workers)


def _make_context(
    spoken: Sequence[SpokenSegment],
    clips: Clips,
    items: Sequence[tuple[ItemKind, str]],
    settings: SoundSettings,
    sounds: Mapping[SoundName, Path],
    store: HashStore,
    pool: ThreadPoolExecutor,
    tell: ProgressCallback,
) -> StitchContext:
    return StitchContext(
        spoken=spoken,
        clips=clips,
        digests=[find_digest(segment, clips) for segment in spoken],
        pieces=lay_out(spoken, items, settings.pauses, bed=settings.bed),
        settings=settings,
        form=find_form(settings.rate_hz, settings.bit_rate_kbps),
        sounds=SoundLibrary(sounds, settings.rate_hz),
        store=store,
        pool=pool,
        tell=tell,
    )


def _record(
    context: StitchContext, items: Sequence[tuple[ItemKind, str]], tags: Tags, path: Path
) -> Recording:
    """Measure, level, encode, align and write."""
    measurements = measure_clips(context)
    keys, encoded = encode_evenly(context, measurements)
    pieces, keys, aligned = align_chapters(context, keys, encoded)
    recording = _write(
        replace(context, pieces=pieces), keys, aligned, measurements, items, tags, path
    )
    peak = max(piece.peak for piece in encoded)
    return replace(
        recording,
        loudness_lufs=round(integrate_pieces(aligned, context.form), 2),
        true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else -math.inf,
        warnings=tuple(_find_faults(context, encoded)),
    )


def _make_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="audiopaper-")
    except OSError as error:
        folder = tempfile.gettempdir()
        raise PublishError(
            _(
                "the temporary folder {folder} cannot be written: {reason}",
                folder=folder,
                reason=error.strerror or error,
            ),
            remedy=_("free disk space there, or set TMPDIR to another folder"),
        ) from error


def _find_faults(context: StitchContext, encoded: Sequence[EncodedPiece]) -> Iterator[str]:
    """Name the segments that are too loud or too quiet, or have too high a peak."""
    loudness, form = context.settings.loudness, context.form
    for piece, piece_encoded in zip(context.pieces, encoded, strict=True):
        if not piece.segments:
            continue
        first = piece.segments[0]
        name = _("segment {first}, {quote},", first=first + 1, quote=quote(context.spoken[first]))
        lufs = integrate_pieces([piece_encoded], form)
        speech_samples = sum(end - start for start, end in piece_encoded.speech_spans)
        length_ms = to_ms(speech_samples, form.rate_hz)
        off_lu = abs(lufs - loudness.target_lufs)
        if length_ms >= OWN_GAIN_MS and off_lu > _SEGMENT_TOLERANCE_LU:
            yield _(
                "{name} has {lufs:.1f} LUFS in place of {target_lufs:.1f}",
                name=name,
                lufs=lufs,
                target_lufs=loudness.target_lufs,
            )
        peak_dbtp = 20 * math.log10(max(piece_encoded.peak, _MIN_PEAK))
        if peak_dbtp > loudness.peak_dbtp + OVERSHOOT_DB:
            yield _(
                "{name} has a true peak of {peak_dbtp:.1f} dBTP", name=name, peak_dbtp=peak_dbtp
            )


def _write(
    context: StitchContext,
    keys: Sequence[str],
    encoded: Sequence[EncodedPiece],
    measurements: Sequence[Measurement],
    items: Sequence[tuple[ItemKind, str]],
    tags: Tags,
    path: Path,
) -> Recording:
    """Write tag, Info frame and streams; the loudness is not yet in the recording."""
    chapters, cues = time_episode(
        encoded, context.pieces, context.spoken, measurements, items, context.form
    )
    duration_ms = chapters[-1].end_ms
    tag = make_tag(tags, chapters, "\n".join(c.text for c in cues), duration_ms=duration_ms)
    frames = sum(piece.frames for piece in encoded)
    audio_bytes = sum(piece.stream_bytes for piece in encoded)
    info = make_info_frame(encoded[0].header, frames, audio_bytes, context.form)
    digest, size = hashlib.sha256(), 0
    with replace_file(path) as out:
        for block in itertools.chain([tag + info], _read_streams(context.store, keys)):
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


def _read_streams(store: HashStore, keys: Sequence[str]) -> Iterator[bytes]:
    for key in keys:
        rendered = store.load(key, RenderedPiece)
        if rendered is None:
            raise PublishError(
                _("{folder} changed while the episode was written", folder=store.folder),
                remedy=_("run again: what is missing is made anew"),
            )
        yield rendered.stream
