"""``episode.json``: all that is published about an episode, written and read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from audiopaper.disk import has_file, list_folder
from audiopaper.documents import DocumentError, NewerSchemaError, format_document, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.model import Episode, is_edition_name
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.show.folder import EditionFolder, EpisodeFolder, ShowFolder

_SCHEMA = 1

_NUMBERS = re.compile(r"\[\n\s+\d+(?:,\n\s+\d+)*\n\s+\]")


def save_episode(folder: EpisodeFolder, episode: Episode) -> Path:
    """Write an episode's ``episode.json``.

    Args:
        folder: The episode's folder; made if it is missing.
        episode: The episode.

    Returns:
        The file's path.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    document = {"schema": _SCHEMA, **msgspec.to_builtins(episode)}
    text = format_document(document, indent=2)
    # Write a list of numbers on one line. JSON strings contain no line breaks, so none matches.
    text = _NUMBERS.sub(lambda numbers: " ".join(numbers[0].split()), text)
    write_file(folder.record, text + "\n")
    return folder.record


def load_episode(path: Path) -> Episode:
    """Read an ``episode.json``.

    Raises:
        PublishError: The file is missing, damaged, or was written by a newer audiopaper.
    """
    try:
        episode = read_document(path, Episode, schema=_SCHEMA)
    except FileNotFoundError as error:
        raise PublishError(
            _("no such file: {path}", path=path), remedy=_("make that episode again")
        ) from error
    except NewerSchemaError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("update audiopaper, or make that episode again"),
        ) from error
    except DocumentError as error:
        raise _damaged(path, str(error)) from error
    names = [episode.audio, *([episode.opus.audio] if episode.opus is not None else [])]
    for name in names:
        if not name or re.search(r"^\.|[/\\:\x00-\x1f]", name):
            raise _damaged(path, _("{name!r} is no file name", name=name))
    if episode.edition and not is_edition_name(episode.edition):
        raise _damaged(path, _("{edition!r} is no name of an edition", edition=episode.edition))
    if episode.corrected is not None and episode.corrected.tzinfo is None:
        raise _damaged(path, _("corrected has no offset from UTC"))
    return episode


def load_episodes(show: ShowFolder) -> tuple[Episode, ...]:
    """Read all episodes in the public folder; a folder without ``episode.json`` is ignored.

    Returns:
        The episodes, newest first; withdrawn ones too, until their folders are removed.

    Raises:
        PublishError: An episode's metadata is damaged, may not be opened, was written by a newer
            audiopaper, or is in a folder of another date.
    """
    episodes = []
    for path in episode_files(show):
        episode = load_episode(path)
        if path.parent.name != episode.key:
            raise PublishError(
                _(
                    "{path} is of {episode_date}, its folder of {name}",
                    path=path,
                    episode_date=episode.date,
                    name=path.parent.name,
                ),
                remedy=_(
                    "name the folder {key}, or move it out of {output}",
                    key=episode.key,
                    output=show.output,
                ),
            )
        episodes.append(episode)
    return tuple(sorted(episodes, key=lambda e: e.key, reverse=True))


def is_own_episode(edition: EditionFolder, folder: EpisodeFolder) -> bool:
    """Whether the episode in a folder of an edition is that edition's.

    It is not if someone copied or renamed the edition's work folder.

    Args:
        edition: The edition.
        folder: One of its folders; without ``episode.json``, there is nothing to compare.

    Raises:
        PublishError: The folder may not be opened, or its metadata is damaged.
    """
    return not has_file(folder.record) or load_episode(folder.record).key == edition.key


def episode_files(show: ShowFolder) -> tuple[Path, ...]:
    """Each ``episode.json`` in the public folder, in order of their days.

    Raises:
        PublishError: The folder of the episodes, or of one of them, may not be opened.
    """
    names = [f.name for f in list_folder(show.episodes) if not f.name.startswith(".")]
    files = (show.public_episode(name).record for name in names)
    return tuple(file for file in files if has_file(file))


def _damaged(path: Path, why: str) -> PublishError:
    return PublishError(
        _("{path} is damaged: {why}", path=path, why=why),
        remedy=_("make that episode again, or move its folder out of the output"),
    )
