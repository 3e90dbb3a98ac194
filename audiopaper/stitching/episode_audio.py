"""The pieces of an episode become one MP3, with the times of its chapters and sentences."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from audiopaper.audio.mp3_encoder import find_form, make_info_frame
from audiopaper.memory import require_memory
from audiopaper.model import ItemKind, Recording, Tags
from audiopaper.runtime import count_cores, share_heap
from audiopaper.stitching.chapter_grid import align_chapters
from audiopaper.stitching.finished_recordings import FinishedRecording, write_streams
from audiopaper.stitching.gains import OWN_GAIN_MS
from audiopaper.stitching.piece_encoder import (
    StitchContext,
    encode_evenly,
    integrate_pieces,
    measure_clips,
)
from audiopaper.stitching.render import OVERSHOOT_DB
from audiopaper.stitching.sequence import EncodedPiece, lay_out
from audiopaper.stitching.stitch_inputs import quote
from audiopaper.stitching.tags import make_tag
from audiopaper.stitching.timing import time_episode
from audiopaper.timeline import to_ms
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.model import Chapter, Cue
    from audiopaper.stitching.stitch_inputs import StitchRequest
    from audiopaper.store.hash_store import HashStore

# Each worker takes some 10 MB; two encode a quarter of an hour in three seconds, and the whole
# process stays under 80 MB.
_MAX_WORKERS = 2

_WORKER_BYTES = 64 << 20
"""Address space of a worker: its stack, the buffer of 33 MB that OpenBLAS takes for each thread
that multiplies at the same time, and its arrays."""

# A difference at which a listener reaches for the volume.
_SEGMENT_TOLERANCE_LU = 3.0

_MIN_PEAK = 1e-9


def stitch_pieces(request: StitchRequest, store: HashStore) -> FinishedRecording:
    """Make an MP3 of its pieces; those in the cache are not made again.

    Args:
        request: What is stitched, and where to.
        store: The cache of measurements and encoded pieces.

    Raises:
        SynthesisError: A clip is missing or silent: the episode would have a hole.
        ConfigError: One of the show's own sounds cannot be decoded.
        PublishError: The file cannot be written whole.
    """
    share_heap()
    spoken, settings = request.spoken, request.settings
    with _make_pool() as pool:
        context = StitchContext(
            spoken=spoken,
            clips=request.clips,
            digests=request.digests,
            pieces=lay_out(
                [each.segment for each in spoken],
                request.items,
                settings.pauses,
                bed=settings.bed,
            ),
            settings=settings,
            form=find_form(settings.rate_hz, settings.bit_rate_kbps),
            sounds=request.sounds,
            store=store,
            pool=pool,
            tell=request.tell,
        )
        return _record(context, request.items, request.tags, request.path)


def _make_pool() -> ThreadPoolExecutor:
    workers = min(_MAX_WORKERS, count_cores())
    require_memory(workers * _WORKER_BYTES)
    return ThreadPoolExecutor(workers)


def _record(
    context: StitchContext, items: Sequence[tuple[ItemKind, str]], tags: Tags, path: Path
) -> FinishedRecording:
    """Measure, level, encode, align and write."""
    measurements = measure_clips(context)
    keys, encoded = encode_evenly(context, measurements)
    pieces, keys, aligned = align_chapters(context, keys, encoded)
    chapters, cues = time_episode(
        aligned, pieces, context.spoken, measurements, items, context.form
    )
    head = _make_head(chapters, cues, aligned, tags, context.form)
    audio_bytes, digest = write_streams(head, keys, context.store, path)
    peak = max(piece.peak for piece in encoded)
    recording = Recording(
        audio_bytes=audio_bytes,
        audio_sha256=digest,
        duration_ms=chapters[-1].end_ms,
        chapters=chapters,
        cues=cues,
        loudness_lufs=round(integrate_pieces(aligned, context.form), 2),
        true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else -math.inf,
        warnings=tuple(_find_faults(context, encoded)),
    )
    return FinishedRecording(recording=recording, head=head, streams=tuple(keys))


def _make_head(
    chapters: Sequence[Chapter],
    cues: Sequence[Cue],
    encoded: Sequence[EncodedPiece],
    tags: Tags,
    form: Form,
) -> bytes:
    """Make the tag and the Info frame, which precede the streams."""
    lyrics = "\n".join(cue.text for cue in cues)
    tag = make_tag(tags, chapters, lyrics, duration_ms=chapters[-1].end_ms)
    frames = sum(piece.frames for piece in encoded)
    audio_bytes = sum(piece.stream_bytes for piece in encoded)
    return tag + make_info_frame(encoded[0].header, frames, audio_bytes, form)


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
