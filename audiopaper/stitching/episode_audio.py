"""Clips in running order become one MP3, and where everything stands in it."""

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

from audiopaper.audio.mp3_encoder import FORMS, make_info_frame
from audiopaper.errors import PublishError
from audiopaper.files import replace_file
from audiopaper.model import ItemKind, Recording, SpokenSegment, Tags
from audiopaper.runtime import count_cores
from audiopaper.stitching.chapter_grid import lay_on_seconds
from audiopaper.stitching.gains import OWN_GAIN_MS, quote
from audiopaper.stitching.piece_encoder import (
    Clips,
    SoundSettings,
    Work,
    encode_evenly,
    find_digest,
    listen_to_all,
    read_encoded_lufs,
)
from audiopaper.stitching.render import OVERSHOOT_DB
from audiopaper.stitching.sequence import Encoded, Heard, arrange
from audiopaper.stitching.sound_library import SoundShelf
from audiopaper.stitching.tags import make_tag
from audiopaper.stitching.timing import place
from audiopaper.store.hash_store import Workshop
from audiopaper.timeline import to_ms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.runtime import Teller
    from audiopaper.stitching.jingles import SoundName

# Each takes some 10 MB while it works; with two, a quarter of an hour is encoded in three seconds
# and all of it stays under 80 MB.
_MAX_WORKERS = 2

# What a listener turns a knob for.
_SEGMENT_OFF_LU = 3.0


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
    story lands on its first word, and the opening to the first chapter. Chapters begin on whole
    seconds where the pauses before them allow it. The same clips and
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
        pool = stack.enter_context(ThreadPoolExecutor(min(_MAX_WORKERS, count_cores())))
        work = Work(
            spoken=spoken,
            clips=clips,
            digests=[find_digest(one, clips) for one in spoken],
            pieces=arrange(spoken, items, settings.pauses, bed=settings.bed),
            settings=settings,
            form=FORMS[settings.rate_hz],
            shelf=SoundShelf(sounds, settings.rate_hz),
            workshop=workshop,
            pool=pool,
            tell=tell,
        )
        heard = listen_to_all(work)
        keys, encoded = encode_evenly(work, heard)
        pieces, keys, laid = lay_on_seconds(work, keys, encoded)
        lufs = read_encoded_lufs(laid, work.form)
        recording = _write(replace(work, pieces=pieces), keys, laid, heard, items, tags, path)
        if kept and workshop.kept:
            workshop.trim()
    peak = max(e.peak for e in encoded)
    return replace(
        recording,
        loudness_lufs=round(lufs, 2),
        true_peak_dbtp=round(20 * math.log10(peak), 2) if peak else -math.inf,
        warnings=tuple(_find_faults(work, encoded)),
    )


def _make_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="audiopaper-")
    except OSError as error:
        folder = tempfile.gettempdir()
        raise PublishError(
            f"the temporary folder {folder} cannot be written: {error.strerror or error}",
            remedy="free disk space there, or point TMPDIR elsewhere",
        ) from error


def _find_faults(work: Work, encoded: Sequence[Encoded]) -> Iterator[str]:
    """Name the segments that are too loud or too quiet, or have too high a peak."""
    target, ceiling = work.settings.loudness.target_lufs, work.settings.loudness.peak_dbtp
    for piece, e in zip(work.pieces, encoded, strict=True):
        if not piece.segments:
            continue
        said = f"segment {piece.segments[0] + 1}, {quote(work.spoken[piece.segments[0]])}, "
        lufs = read_encoded_lufs([e], work.form)
        length_ms = to_ms(sum(last - first for first, last in e.spots), work.form.rate_hz)
        if length_ms >= OWN_GAIN_MS and abs(lufs - target) > _SEGMENT_OFF_LU:
            yield said + f"has {lufs:.1f} LUFS in place of {target:.1f}"
        peak_dbtp = 20 * math.log10(max(e.peak, 1e-9))
        if peak_dbtp > ceiling + OVERSHOOT_DB:
            yield said + f"has a true peak of {peak_dbtp:.1f} dBTP"


def _write(
    work: Work,
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
