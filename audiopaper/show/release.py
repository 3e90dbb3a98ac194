"""An episode on its way to the public and back: what is begun is finished, by this run or the next.

An episode that passed the check is renamed to ``.work/KEY/release`` before anything public is
touched, and an episode that is taken back leaves ``withdrawn.json`` there first: a run that is
killed after that is finished by whichever run comes next.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import has_folder, list_folder
from audiopaper.errors import PublishError
from audiopaper.files import hold_lock, move_file, remove_leftovers, sync_folder, write_file
from audiopaper.publish.checks import check_episode
from audiopaper.show.episode_record import FILE_NAME as EPISODE_NAME
from audiopaper.show.episode_record import episode_files, load_episode
from audiopaper.show.losses import RELEASED_NAME, refuse_losses
from audiopaper.show.public import (
    WITHDRAWN_NAME,
    WORK_FOLDER,
    check_public,
    edition_folders,
    is_withdrawn,
    prepare_public,
    refuse_findings,
    standing_episodes,
    write_feeds,
    write_pages,
    write_public,
)
from audiopaper.show.state import save_state
from audiopaper.show.story_files import remove_story_files
from audiopaper.show.targets import list_public

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Episode
    from audiopaper.show.public import Public

MAKING_NAME = "making"
"""In an edition's work folder: an episode that is being made."""

_REMOVED = ".removed"
"""How the name of a folder ends that is being removed."""

HELD_NAME = "held.txt"
"""Beside a finished episode: why it waits until its date is named."""


@contextlib.contextmanager
def work_on_show(config: Config) -> Iterator[None]:
    """Be the one run that changes a show; what a killed run left half done is finished first.

    Raises:
        PublishError: Another run is at work, an episode that was published cannot be read any
            more, or something cannot be written.
    """
    output = output_folder(config)
    with hold_lock(output / WORK_FOLDER / "lock"):
        # What lies in the cache may be somebody's who needs no lock.
        remove_leftovers(output, but=output / WORK_FOLDER / "cache")
        for half in list_folder(output / "episodes"):
            if half.name.startswith(".") and half.name.endswith(_REMOVED):
                shutil.rmtree(half, ignore_errors=True)
        refuse_losses(config)
        _finish_interrupted(config)
        yield


def remove_episodes(gone: Sequence[Episode], config: Config) -> None:
    """Take episodes back: out of feeds and page first, then off the disk, and later the target.

    The caller holds the show, by `work_on_show`.

    Raises:
        PublishError: The feed without them would fail listeners, or something cannot be written.
    """
    if not gone:
        return
    output = output_folder(config)
    keys = {episode.key for episode in gone}
    public = prepare_public(config, [e for e in standing_episodes(output) if e.key not in keys])
    refuse_findings(check_public(config, public))
    folders = {f"episodes/{episode.key}" for episode in gone}
    names = {n for n in list_public(output) if n.rpartition("/")[0] in folders}
    pruned = tuple(sorted({*public.state.pruned, *names}))
    save_state(output / WORK_FOLDER, replace(public.state, pruned=pruned))
    for episode in gone:
        mark_withdrawn(episode, output)
    write_public(config, replace(public, state=replace(public.state, pruned=pruned)))
    _clear_away(output)
    for episode in gone:
        remove_story_files(config, episode)


def mark_withdrawn(episode: Episode, output: Path) -> None:
    """Note that an episode is taken back: it is not public any more, and `today` leaves it so.

    Raises:
        PublishError: The note cannot be written.
    """
    told = {"schema": 1, "guid": episode.guid, "title": episode.title}
    path = output / WORK_FOLDER / episode.key / WITHDRAWN_NAME
    write_file(path, json.dumps(told, ensure_ascii=False) + "\n")


def release_episode(episode: Episode, staged: Path, config: Config) -> None:
    """Check everything as it will be, then move it into place; the feed goes last.

    The caller holds the show, by `work_on_show`.

    Raises:
        PublishError: The episode, or the feed as it would be with it, would fail listeners, or
            something cannot be written.
    """
    output = output_folder(config)
    others = [
        e for e in standing_episodes(output) if e.key != episode.key and e.sample == episode.sample
    ]
    public = _drop_old_opus(prepare_public(config, [*others, episode]), episode, output)
    findings = check_public(config, public, episode, staged)
    refuse_findings((*check_episode(staged, episode), *findings))
    # From here on it goes forward, by this run or by the next.
    work = staged.parent
    released = work / RELEASED_NAME
    try:
        staged.replace(released)
        sync_folder(work)
    except OSError as error:
        raise unwritable(released, error) from error
    _go_forward(released)
    if (output / "episodes" / work.name / episode.audio).is_file():
        # The feed tells of the old audio till the new one is there: all else goes before both.
        _put_in_place(released, output, but={episode.audio, EPISODE_NAME})
        write_pages(config, public)
        _put_in_place(released, output)
    else:
        # A page leads to the audio.
        _put_in_place(released, output)
        write_pages(config, public)
    write_feeds(config, public)
    if episode.opus is None:
        for old in (output / "episodes" / work.name).glob("*.opus"):
            old.unlink()
    _clear_away(output)
    released.rmdir()


def _finish_interrupted(config: Config) -> None:
    """Put in place, or take away, what a killed run had begun to."""
    output = output_folder(config)
    folders = [work / RELEASED_NAME for work in edition_folders(output)]
    released = [folder for folder in folders if has_folder(folder)]
    if not released and not _outlived(output):
        return
    for folder in released:
        _go_forward(folder)
        _put_in_place(folder, output)
    renew_public(config, standing_episodes(output))
    _clear_away(output)
    for folder in released:
        folder.rmdir()


def _go_forward(released: Path) -> None:
    """Take away what says that an episode is not public, now that it is on its way there."""
    try:
        for path in (released.parent / WITHDRAWN_NAME, released / HELD_NAME):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(released, error) from error


def renew_public(config: Config, episodes: Sequence[Episode]) -> None:
    """Render what is public anew, check it, and write it.

    Raises:
        PublishError: It would fail listeners, or something cannot be written.
    """
    public = prepare_public(config, episodes)
    refuse_findings(check_public(config, public))
    write_public(config, public)


def _put_in_place(released: Path, output: Path, *, but: Collection[str] = ()) -> None:
    """Move an episode's files to where listeners find them; one that is there is replaced."""
    target = output / "episodes" / released.parent.name
    fresh, standing = (folder / EPISODE_NAME for folder in (released, target))
    try:
        if (
            fresh.is_file()
            and standing.is_file()
            and load_episode(standing).sample
            and not load_episode(fresh).sample
        ):
            _retire_sample(target, output)
        target.mkdir(parents=True, exist_ok=True)
        files = [path for path in released.iterdir() if path.name not in but]
        # episode.json goes last: what it names is in place when a feed is built from it.
        for path in sorted(files, key=lambda p: p.name == EPISODE_NAME):
            # A file that stays untouched keeps its time, and pollers get their 304.
            there = target / path.name
            if there.is_file() and filecmp.cmp(path, there, shallow=False):
                path.unlink()
            else:
                move_file(path, there)
    except OSError as error:
        raise unwritable(target, error) from error
    sync_folder(target)
    sync_folder(target.parent)


def _drop_old_opus(public: Public, episode: Episode, output: Path) -> Public:
    """Have the Opus file of an episode removed at targets that has none any more."""
    path = output / "episodes" / episode.key / EPISODE_NAME
    before = load_episode(path) if path.is_file() else None
    if before is None or before.opus is None or episode.opus is not None:
        return public
    name = f"episodes/{episode.key}/{before.opus.audio}"
    pruned = tuple(sorted({*public.state.pruned, name}))
    return replace(public, state=replace(public.state, pruned=pruned))


def _outlived(output: Path) -> list[Path]:
    """The folders of episodes that are no longer public: withdrawn, or samples beside real ones."""
    standing = {episode.key for episode in standing_episodes(output)}
    return [path.parent for path in episode_files(output) if path.parent.name not in standing]


def _clear_away(output: Path) -> None:
    for folder in _outlived(output):
        try:
            if is_withdrawn(output, folder.name):
                # Renamed first, so that what is half removed is no damaged episode; beside where
                # it stood, since the work folder may be on another disk.
                gone = folder.with_name(f".{folder.name}{_REMOVED}")
                shutil.rmtree(gone, ignore_errors=True)
                folder.replace(gone)
                shutil.rmtree(gone)
            else:
                _retire_sample(folder, output)
        except OSError as error:
            raise PublishError(
                f"{folder} cannot be removed: {error.strerror or error}",
                remedy="correct its permissions, and run again",
            ) from error


def _retire_sample(folder: Path, output: Path) -> None:
    retired = output / WORK_FOLDER / "sample" / folder.name
    shutil.rmtree(retired, ignore_errors=True)
    retired.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.replace(retired)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(folder, retired)


def unwritable(path: Path, error: OSError) -> PublishError:
    """What to raise where a file or folder cannot be written."""
    return PublishError(
        f"{path} cannot be written: {error.strerror or error}",
        remedy="free disk space or correct the folder's permissions, then run again",
    )
