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
from audiopaper.publish.file_tags import describe_file, shorten_headline
from audiopaper.publish.sanitiser import one_line
from audiopaper.show.folder import show_folder
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.model import Episode, Tags

_OPENING = "提要"

# What FAT, which USB sticks have, takes in no name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_OURS = re.compile(r"\d\d .*\.mp3")


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
        ConfigError: It stands in the output folder, or in that of a user who is not there.
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
        What failed, a sentence; empty where nothing did or the show wants no such files.
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


def remove_story_files(config: Config, episode: Episode) -> tuple[str, ...]:
    """Remove the stories of an episode that was withdrawn.

    The episode has left the feed by then: what fails here does not bring it back.

    Returns:
        What failed, a sentence; empty if nothing did or the show has no such files.
    """
    folder = story_folder(config, episode)
    if folder is None:
        return ()
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
                key=episode.key,
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

    parts = [(0, episode.chapters[0].start_ms, _OPENING)]
    parts += [
        (story.chapter, episode.chapters[story.chapter].start_ms, one_line(story.title))
        for story in episode.stories
    ]
    opening_ends = min((start for chapter, start, _ in parts[1:]), default=0)
    spans = [(0, opening_ends)]
    spans += [(start, episode.chapters[chapter].end_ms) for chapter, start, _ in parts[1:]]
    files = {}
    for number, ((_number, _presenters, title), (start, end), audio) in enumerate(
        zip(parts, spans, slice_audio(mp3, spans), strict=True)
    ):
        if start == end:
            continue
        tag = make_tag(
            replace(tags, title=title, album=f"{tags.album} {episode.key}"),
            (),
            "\n".join(cue.text for cue in episode.cues if start <= cue.start_ms < end),
            duration_ms=end - start,
            track=f"{number}/{len(parts) - 1}",
        )
        name = _NOT_IN_NAMES.sub("", shorten_headline(title)).strip(" .")
        files[f"{number:02} {name}.mp3"] = tag + audio
    return files
