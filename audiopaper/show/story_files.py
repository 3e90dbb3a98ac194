"""Each story of an episode as an MP3 of its own, numbered, in a folder that nobody publishes.

For a USB stick, a car radio or a player that knows no chapters. The file ``00`` holds what comes
before the first story: the ident, which says that the voice is synthesised, and the headlines.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.disk import list_folder, read_file
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import write_file
from audiopaper.model import is_edition_key
from audiopaper.publish.file_tags import describe_file, shorten_headline
from audiopaper.publish.sanitiser import one_line
from audiopaper.show.folder import show_folder
from audiopaper.show.public import is_withdrawn
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.model import Episode, Tags

_OPENING = "提要"

# Characters that are forbidden in file names on FAT, the file system of USB sticks.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_OURS = re.compile(r"\d{2,3} .*\.mp3")


def story_folder(config: Config, episode: Episode) -> Path | None:
    """Return the folder of an episode's story files, or None if the show has none."""
    if not config.publish.story_files:
        return None
    return _folder_of_all(config) / episode.key


def _folder_of_all(config: Config) -> Path:
    return config.folder / Path(config.publish.story_files).expanduser()


def refuse_public_folder(config: Config) -> None:
    """Refuse a folder for the stories that would be published with all else.

    Raises:
        ConfigError: It is in the output folder, or below ``~user`` of an unknown user.
    """
    if not config.publish.story_files:
        return
    try:
        folder = _folder_of_all(config).resolve()
    except RuntimeError as error:
        raise ConfigError(
            _("[publish] story_files: no home folder ({error})", error=error),
            remedy=_("name a folder elsewhere, stories for instance"),
        ) from error
    if folder.is_relative_to(show_folder(config).output.resolve()):
        raise ConfigError(
            _(
                "[publish] story_files: {folder} stands in the folder that is published",
                folder=folder,
            ),
            remedy=_("name a folder elsewhere, stories for instance"),
        )


def write_story_files(config: Config, episode: Episode) -> tuple[str, ...]:
    """Write an episode's stories, and remove those that it has no more.

    The episode is public by then: what fails here takes nothing back.

    Returns:
        A warning, or empty if nothing failed or the show has no such files.
    """
    folder = story_folder(config, episode)
    if folder is None:
        return ()
    from audiopaper.show.artwork import FILE_COVER_PX, make_show_cover

    path = show_folder(config).public_episode(episode.key).path / episode.audio
    try:
        tags = describe_file(
            config.show,
            title="",
            date=episode.date,
            engine=episode.engine,
            guid=episode.guid,
            cover=make_show_cover(config, FILE_COVER_PX),
        )
        files = render_story_files(episode, read_file(path), tags)
        for name, data in files.items():
            write_file(folder / name, data)
        for old in list_folder(folder):
            if _OURS.fullmatch(old.name) and old.name not in files:
                old.unlink()
    except (OSError, ValueError, PublishError) as error:
        return (
            _(
                "the stories of {key} were not written to {folder}: {error}",
                key=episode.key,
                folder=folder,
                error=error,
            ),
        )
    return ()


def remove_withdrawn_stories(config: Config) -> tuple[str, ...]:
    """Remove the stories that a withdrawal left, since its run was killed or could not write.

    Returns:
        A warning for each episode whose stories are still there.
    """
    if not config.publish.story_files:
        return ()
    try:
        keys = [folder.name for folder in list_folder(_folder_of_all(config))]
    except PublishError:
        # Nothing can be removed there; a release or a withdrawal warns of it.
        return ()
    show = show_folder(config)
    return tuple(
        warning
        for key in keys
        if is_edition_key(key) and is_withdrawn(show, key)
        for warning in remove_story_files(config, key)
    )


def remove_story_files(config: Config, key: str) -> tuple[str, ...]:
    """Remove the stories of an episode that was withdrawn.

    The episode has left the feed by then: what fails here does not bring it back.

    Args:
        config: The show.
        key: The episode, by `Episode.key`.

    Returns:
        A warning, or empty if nothing failed or the show has no such files.
    """
    if not config.publish.story_files:
        return ()
    folder = _folder_of_all(config) / key
    try:
        for path in list_folder(folder):
            if _OURS.fullmatch(path.name):
                path.unlink()
        if folder.is_dir() and not list_folder(folder):
            folder.rmdir()
    except (OSError, PublishError) as error:
        return (
            _(
                "the stories of {key} were not removed from {folder}: {error}",
                key=key,
                folder=folder,
                error=error,
            ),
        )
    return ()


def render_story_files(episode: Episode, mp3: bytes, tags: Tags) -> dict[str, bytes]:
    """Cut the stories out of an episode.

    Args:
        episode: The episode.
        mp3: Its audio.
        tags: Its tags, without a title.

    Returns:
        Each file by name, in running order.

    Raises:
        ValueError: The audio is not as this program writes it.
    """
    # Only here: a show without such files loads no more than before.
    from audiopaper.stitching.chapter_audio import slice_audio
    from audiopaper.stitching.tags import make_tag

    chapters = [episode.chapters[story.chapter] for story in episode.stories]
    titles = [_OPENING, *(one_line(story.title) for story in episode.stories)]
    spans = [(0, min((chapter.start_ms for chapter in chapters), default=0))]
    spans += [(chapter.start_ms, chapter.end_ms) for chapter in chapters]
    files, digits = {}, len(f"{len(episode.stories):02}")
    for number, (title, (start, end), audio) in enumerate(
        zip(titles, spans, slice_audio(mp3, spans), strict=True)
    ):
        if start == end:
            continue
        tag = make_tag(
            replace(tags, title=title, album=f"{tags.album} {episode.key}"),
            (),
            "\n".join(cue.text for cue in episode.cues if start <= cue.start_ms < end),
            duration_ms=end - start,
            track=f"{number}/{len(episode.stories)}",
        )
        name = _NOT_IN_NAMES.sub("", shorten_headline(title)).strip(" .")
        files[f"{number:0{digits}} {name}.mp3"] = tag + audio
    return files
