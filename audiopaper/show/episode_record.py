"""Episodes on disk: ``output/episodes/YYYY-MM-DD[-EDITION]/``, and what stands in each folder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from audiopaper.disk import has_file, list_folder
from audiopaper.documents import DocumentError, NewerSchemaError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.model import Episode

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "episode.json"
SCHEMA = 1

_NUMBERS = re.compile(r"\[\n\s+\d+(?:,\n\s+\d+)*\n\s+\]")


def save_episode(folder: Path, episode: Episode) -> Path:
    """Write ``episode.json``, all that is published about an episode, for people and programs.

    Args:
        folder: The episode's folder; made where it is missing.
        episode: What to write.

    Returns:
        The file.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    document = {"schema": SCHEMA, **msgspec.to_builtins(episode)}
    path = folder / FILE_NAME
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # A list of numbers on one line; no string of JSON holds a line's end.
    text = _NUMBERS.sub(lambda numbers: " ".join(numbers[0].split()), text)
    write_file(path, text + "\n")
    return path


def load_episode(path: Path) -> Episode:
    """Read an ``episode.json``.

    Raises:
        PublishError: It is missing, damaged, or was written by a newer audiopaper.
    """
    try:
        episode = read_document(path, Episode, schema=SCHEMA)
    except FileNotFoundError as error:
        raise PublishError(f"{path} is not there", remedy="make that episode again") from error
    except NewerSchemaError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="update audiopaper, or make that episode again",
        ) from error
    except DocumentError as error:
        raise _damaged(path, str(error)) from error
    names = [episode.audio, *([episode.opus.audio] if episode.opus is not None else [])]
    for name in names:
        if not name or re.search(r"^\.|[/\\:\x00-\x1f]", name):
            raise _damaged(path, f"{name!r} is no file name")
    if not re.fullmatch(r"[A-Za-z0-9-]*", episode.edition):
        raise _damaged(path, f"{episode.edition!r} is no name of an edition")
    if episode.corrected is not None and episode.corrected.tzinfo is None:
        raise _damaged(path, "corrected has no offset from UTC")
    return episode


def load_episodes(output: Path) -> tuple[Episode, ...]:
    """Read all episodes of a show, newest first.

    Args:
        output: The folder that is published; ``episodes/*/episode.json`` in it are read. A folder
            without that file is an unfinished episode and is passed over.

    Raises:
        PublishError: One of them is damaged, may not be opened, was written by a newer audiopaper,
            or stands in a folder of another date.
    """
    episodes = []
    for path in episode_files(output):
        episode = load_episode(path)
        if path.parent.name != episode.key:
            raise PublishError(
                f"{path} is of {episode.date}, its folder of {path.parent.name}",
                remedy=f"name the folder {episode.key}, or move it out of {output}",
            )
        episodes.append(episode)
    return tuple(sorted(episodes, key=lambda e: e.key, reverse=True))


def episode_files(output: Path) -> tuple[Path, ...]:
    """Each ``episode.json`` of a show, in order of their folders' names.

    Raises:
        PublishError: The folder of the episodes, or of one of them, may not be opened.
    """
    folders = [f for f in list_folder(output / "episodes") if not f.name.startswith(".")]
    return tuple(f / FILE_NAME for f in folders if has_file(f / FILE_NAME))


def _damaged(path: Path, why: str) -> PublishError:
    return PublishError(
        f"{path} is damaged: {why}",
        remedy="make that episode again, or move its folder out of the output",
    )
