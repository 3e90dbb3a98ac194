"""Clips in running order become one MP3; one that was made of the same before is not made again.

Each segment is trimmed, levelled by its own loudness (a short one by its presenter's), limited and
encoded by itself. Encoded pieces are cached, so that a correction costs one segment, and so is the
whole recording. The show's sounds open the episode, precede every story and close it; each belongs
to the chapter before it, so that a jump to a story leads to its first word. Chapters begin on whole
seconds if the pauses before them allow it.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import PublishError
from audiopaper.stitching.finished_recordings import make_recording_key, restore_recording
from audiopaper.stitching.sound_library import SoundLibrary
from audiopaper.stitching.stitch_inputs import STAGE, StitchRequest, find_digest
from audiopaper.store.hash_store import HashStore
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.model import ItemKind, Recording, SpokenSegment, Tags
    from audiopaper.runtime import ProgressCallback
    from audiopaper.stitching.finished_recordings import FinishedRecording
    from audiopaper.stitching.sequence import SoundName
    from audiopaper.stitching.stitch_inputs import Clips, SoundSettings


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

    The same clips and settings give the same bytes.

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
    with _open_store(cache) as store:
        request = StitchRequest(
            spoken=spoken,
            clips=clips,
            digests=[find_digest(segment, clips) for segment in spoken],
            items=items,
            settings=settings,
            sounds=SoundLibrary(sounds, settings.rate_hz),
            tags=tags,
            path=path,
            tell=tell,
        )
        return _stitch_once(request, store) if cache else _stitch_anew(request, store).recording


def _stitch_once(request: StitchRequest, store: HashStore) -> Recording:
    key = make_recording_key(request)
    recording = restore_recording(store, key, request.path) if key else None
    if recording is not None:
        steps = 2 * len(request.spoken)
        request.tell(STAGE, steps, steps)
        return recording
    finished = _stitch_anew(request, store)
    if key:
        store.store(key, finished)
    if store.added:
        store.trim()
    return finished.recording


def _stitch_anew(request: StitchRequest, store: HashStore) -> FinishedRecording:
    # Imported here: it loads all that measures and encodes sound.
    from audiopaper.stitching.episode_audio import stitch_pieces

    return stitch_pieces(request, store)


@contextlib.contextmanager
def _open_store(cache: Path | None) -> Iterator[HashStore]:
    """Open the cache, or one that is removed when the block ends."""
    if cache:
        yield HashStore(cache)
        return
    with _make_folder() as folder:
        yield HashStore(Path(folder))


def _make_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="audiopaper-")
    except OSError as error:
        folder = tempfile.gettempdir()
        raise PublishError(
            _(
                "the temporary folder {folder} cannot be written: {reason}",
                folder=folder,
                reason=system_reason(error),
            ),
            remedy=_("free disk space there, or set TMPDIR to another folder"),
        ) from error
