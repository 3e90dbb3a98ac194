"""What changed in an episode when it was made again, for an editor who heard the earlier one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.disk import has_file
from audiopaper.documents import DocumentError, read_document
from audiopaper.files import write_file
from audiopaper.pipeline.changed_passages import find_changed
from audiopaper.show.episode_record import load_episode

if TYPE_CHECKING:
    from audiopaper.model import Episode
    from audiopaper.show.folder import EditionFolder

_SCHEMA = 1
_END_CUES = 2
"""Sentences from which the end of a shortened story is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    audio_sha256: str
    """Hash of the MP3 of the newer episode."""

    starts_ms: tuple[int, ...]
    """Start of each changed sentence in it."""


def load_standing(edition: EditionFolder) -> Episode | None:
    """Return the held episode of an edition, or the public one; None if there is neither.

    Raises:
        PublishError: Its record is damaged.
    """
    folder = next((f for f in (edition.staged, edition.public) if has_file(f.record)), None)
    return load_episode(folder.record) if folder is not None else None


def save_changes(edition: EditionFolder, before: Episode | None, after: Episode) -> None:
    """Save which sentences of an episode differ from the one that it replaced.

    Nothing is saved if there was none, or if both sound the same.

    Raises:
        PublishError: The file cannot be written.
    """
    if before is None or before.audio_sha256 == after.audio_sha256:
        return
    starts_ms = [after.cues[n].start_ms for n in find_changed(before, after)]
    document = {
        "schema": _SCHEMA,
        "audio_sha256": after.audio_sha256,
        "starts_ms": starts_ms,
    }
    write_file(edition.remade, json.dumps(document) + "\n")


def load_changes(edition: EditionFolder, episode: Episode | None) -> frozenset[int]:
    """Return the starts in milliseconds of the sentences that changed; empty if none are known."""
    try:
        changes = read_document(edition.remade, _Changes, schema=_SCHEMA)
    except (FileNotFoundError, DocumentError):
        return frozenset()
    is_same = episode is not None and episode.audio_sha256 == changes.audio_sha256
    return frozenset(changes.starts_ms if is_same else ())


def find_change(episode: Episode | None, title: str, words: str, end: bool) -> int | None:
    """Find where a change is heard.

    Args:
        episode: The episode; None if there is none.
        title: The story's title; empty for any chapter.
        words: Words of a sentence; empty for the beginning of the story.
        end: Whether the story's end is what changed.

    Returns:
        The start of a sentence in milliseconds, or None if the episode does not have it.
    """
    if episode is None or not (title or words):
        return None
    chapters = {n for n, c in enumerate(episode.chapters) if not title or c.title == title}
    cues = [cue for cue in episode.cues if cue.chapter in chapters]
    matching = [cue for cue in cues if words in cue.text or cue.text in words] if words else cues
    if not matching:
        return None
    return matching[-_END_CUES:][0].start_ms if end else matching[0].start_ms
