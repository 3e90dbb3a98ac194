"""An episode's way to the public folder and back.

Every step can be interrupted. An episode that passed the check is renamed to ``.work/KEY/release``
before any public file changes, and a withdrawal first writes ``.work/KEY/withdrawn.json``; the next
run of any kind finishes what a killed run began. See `show.lifecycle`.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import json
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.disk import is_writable, list_folder
from audiopaper.errors import PublishError
from audiopaper.files import (
    move_file,
    remove_abandoned,
    remove_leftovers,
    sync_folder,
    unwritable,
    write_file,
)
from audiopaper.publish.briefing import AUDIO_NAME
from audiopaper.publish.checks import check_episode
from audiopaper.publish.listings import episode_path
from audiopaper.show.episode_record import episode_files, is_own_episode, load_episode
from audiopaper.show.folder import EPISODE_NAME, show_folder
from audiopaper.show.lifecycle import EpisodeStage, editions_at_stage
from audiopaper.show.losses import refuse_losses
from audiopaper.show.public import (
    check_public,
    is_withdrawn,
    note_removed,
    prepare_public,
    refuse_findings,
    standing_episodes,
    write_feeds,
    write_pages,
    write_public,
)
from audiopaper.show.run_lock import hold_lock
from audiopaper.show.state import save_state
from audiopaper.show.story_files import (
    remove_story_files,
    remove_withdrawn_stories,
    write_story_files,
)
from audiopaper.show.targets import list_public
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Episode
    from audiopaper.show.folder import EditionFolder, ShowFolder
    from audiopaper.show.public import PublicShow

_REMOVED = ".removed"
"""Suffix of a public folder while it is being removed."""


@contextlib.contextmanager
def work_on_show(config: Config) -> Iterator[None]:
    """Hold the show's lock, and finish first what a killed run left unfinished.

    Raises:
        PublishError: Another run holds the lock, a published episode cannot be read any more, or
            something cannot be written.
    """
    show = show_folder(config)
    with hold_lock(show.lock):
        # The desk and other processes write to the work folder without the lock.
        remove_leftovers(show.output, but=show.work)
        remove_abandoned(show.work, now=time.time())
        for folder in list_folder(show.episodes):
            if folder.name.startswith(".") and folder.name.endswith(_REMOVED):
                shutil.rmtree(folder, ignore_errors=True)
        refuse_losses(config)
        _finish_interrupted(config)
        yield


def refuse_unwritable_folders(edition: EditionFolder) -> None:
    """Refuse an edition whose files could not be written, before anything is spoken.

    A folder below the output folder may be another disk, mounted for reading only.

    Raises:
        PublishError: A folder cannot be written.
    """
    show = edition.show
    folders = (show.output, show.assets, show.episodes, edition.public.path, edition.path)
    for folder in folders:
        if not is_writable(folder):
            raise PublishError(
                _(
                    "{folder} cannot be written: its permissions or its disk do not allow it",
                    folder=folder,
                ),
                remedy=_("correct them, then run again; nothing was spoken"),
            )


def remove_episodes(episodes: Sequence[Episode], config: Config) -> tuple[Episode, ...]:
    """Withdraw public episodes: first from feed and pages, then from disk.

    `sync` removes them from the target later. The caller holds the lock, by `work_on_show`.

    Returns:
        The episodes, each with the warnings of its removal alone: story files that stayed.

    Raises:
        PublishError: The check found an error in the feed without them, or something cannot be
            written.
    """
    if not episodes:
        return ()
    show = show_folder(config)
    keys = {episode.key for episode in episodes}
    public = prepare_public(config, [e for e in standing_episodes(show) if e.key not in keys])
    refuse_findings(check_public(public))
    folders = {episode_path(key) for key in keys}
    names = {n for n in list_public(show.output) if n.rpartition("/")[0] + "/" in folders}
    state = note_removed(public.state, names)
    save_state(show, state)
    for episode in episodes:
        mark_withdrawn(episode, show)
    write_public(replace(public, state=state))
    _remove_obsolete(show)
    return tuple(
        replace(episode, warnings=remove_story_files(config, episode.key)) for episode in episodes
    )


def mark_withdrawn(episode: Episode, show: ShowFolder) -> None:
    """Note that an episode is withdrawn, so that it is not public and `today` does not remake it.

    Raises:
        PublishError: The note cannot be written.
    """
    note = {"schema": 1, "guid": episode.guid, "title": episode.title}
    edition = show.edition(episode.date, episode.edition)
    write_file(edition.withdrawal, json.dumps(note, ensure_ascii=False) + "\n")
    try:
        edition.hold_mark.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(edition.hold_mark, error) from error


def release_episode(episode: Episode, edition: EditionFolder, config: Config) -> tuple[str, ...]:
    """Check feed, pages and the staged episode, then make it public; the feed is written last.

    The caller holds the lock, by `work_on_show`.

    Args:
        episode: The staged episode.
        edition: Its edition's work folder.
        config: The show.

    Returns:
        A warning if its story files could not be written; else nothing.

    Raises:
        PublishError: The check finds an error in the episode or in the feed with it, the folder is
            a copy of another edition's, or something cannot be written.
    """
    if episode.key != edition.key:
        raise PublishError(
            _("{path} holds the episode of {key}", path=edition.path, key=episode.key),
            remedy=_("if it is a copy, move it out of {work}", work=edition.show.work),
        )
    show, staged, releasing = edition.show, edition.staged, edition.releasing.path
    others = [
        e for e in standing_episodes(show) if e.key != episode.key and e.sample == episode.sample
    ]
    public = prepare_public(config, [*others, episode])
    findings = check_public(public, episode, staged)
    refuse_findings((*check_episode(staged.path, episode), *findings))
    # After this rename there is no way back: this run or the next one finishes the release.
    try:
        staged.path.replace(releasing)
        sync_folder(edition.path)
    except OSError as error:
        raise unwritable(releasing, error) from error
    _remove_notes(edition)
    if (edition.public.path / episode.audio).is_file():
        # The feed lists the old audio until the new audio is there: other files go before both.
        _move_files(edition, but={episode.audio, EPISODE_NAME})
        public = write_pages(public)
        _move_files(edition)
    else:
        # A page links to the audio, so the audio goes first.
        _move_files(edition)
        public = write_pages(public)
    return _finish_releases((edition,), public)


def _finish_interrupted(config: Config) -> None:
    """Finish the releases and removals that a killed run began.

    Story files that cannot be written or removed now are no reason to stop.
    """
    show = show_folder(config)
    remove_withdrawn_stories(config)
    editions = [
        edition
        for edition in editions_at_stage(show, EpisodeStage.RELEASING)
        # The release of a copied work folder would put an episode into another one's folder.
        if is_own_episode(edition, edition.releasing)
    ]
    if not editions and not _obsolete_folders(show):
        return
    for edition in editions:
        _remove_notes(edition)
        _move_files(edition)
    public = prepare_public(config, standing_episodes(show))
    refuse_findings(check_public(public))
    _finish_releases(editions, write_pages(public))


def _finish_releases(editions: Sequence[EditionFolder], public: PublicShow) -> tuple[str, ...]:
    """Finish releases whose files are in their public folders: what old versions leave goes.

    Args:
        editions: The editions whose episodes are released.
        public: The show with them; its pages are written, its feeds are not.

    Returns:
        A warning for each episode whose story files could not be written.
    """
    old = [path for edition in editions for path in _list_old_files(edition)]
    names = [episode_path(path.parent.name) + path.name for path in old]
    write_feeds(replace(public, state=note_removed(public.state, names)))
    for path in old:
        path.unlink()
    _remove_obsolete(show_folder(public.config))
    warnings: tuple[str, ...] = ()
    for edition in editions:
        if edition.public.record.is_file():
            warnings += write_story_files(public.config, load_episode(edition.public.record))
        edition.releasing.path.rmdir()
    return warnings


def _remove_notes(edition: EditionFolder) -> None:
    """Remove the notes that say that an episode is withdrawn or held."""
    try:
        for path in (edition.withdrawal, edition.hold_mark, edition.releasing.hold_reason):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(edition.releasing.path, error) from error


def renew_public(config: Config, episodes: Sequence[Episode]) -> None:
    """Render feed and pages of the given episodes, check them and write them.

    Raises:
        PublishError: The check found an error, or something cannot be written.
    """
    public = prepare_public(config, episodes)
    refuse_findings(check_public(public))
    write_public(public)


def _move_files(edition: EditionFolder, *, but: Collection[str] = ()) -> None:
    """Move an episode's files from the releasing folder to the public one, replacing old ones."""
    target = edition.public.path
    try:
        if _replaces_sample(edition):
            _retire_sample(target, edition.show)
        target.mkdir(parents=True, exist_ok=True)
        files = [path for path in edition.releasing.path.iterdir() if path.name not in but]
        # episode.json goes last: the files that it names exist when a feed is built from it.
        for path in sorted(files, key=lambda p: p.name == EPISODE_NAME):
            _move_unless_same(path, target / path.name)
    except OSError as error:
        raise unwritable(target, error) from error
    sync_folder(target)
    sync_folder(target.parent)


def _replaces_sample(edition: EditionFolder) -> bool:
    """Whether the public episode is made from the sample edition and the new one is not."""
    new, old = edition.releasing.record, edition.public.record
    standing = new.is_file() and old.is_file()
    return standing and load_episode(old).sample and not load_episode(new).sample


def _move_unless_same(path: Path, public: Path) -> None:
    """Move a file onto a public one; a public file of the same bytes stays."""
    # It keeps its time then, and pollers get a 304.
    if public.is_file() and filecmp.cmp(path, public, shallow=False):
        path.unlink()
    else:
        move_file(path, public)


def _list_old_files(edition: EditionFolder) -> list[Path]:
    """List the audio that only an earlier version of a public episode had."""
    folder = edition.public
    if not folder.record.is_file():
        return []
    episode = load_episode(folder.record)
    names = {extra.audio for extra in (episode.opus, episode.briefing) if extra is not None}
    optional = (*folder.path.glob("*.opus"), folder.path / AUDIO_NAME)
    return [path for path in optional if path.name not in names and path.is_file()]


def _obsolete_folders(show: ShowFolder) -> list[Path]:
    """Public folders of episodes that are withdrawn, or samples beside real episodes."""
    standing = {episode.key for episode in standing_episodes(show)}
    return [path.parent for path in episode_files(show) if path.parent.name not in standing]


def _remove_obsolete(show: ShowFolder) -> None:
    for folder in _obsolete_folders(show):
        try:
            if is_withdrawn(show, folder.name):
                # Renamed first: a folder that is half removed would be a damaged episode. The new
                # name is in the same folder, since the work folder may be on another disk.
                removed = folder.with_name(f".{folder.name}{_REMOVED}")
                shutil.rmtree(removed, ignore_errors=True)
                folder.replace(removed)
                shutil.rmtree(removed)
            else:
                _retire_sample(folder, show)
        except OSError as error:
            raise PublishError(
                _(
                    "{folder} cannot be removed: {reason}",
                    folder=folder,
                    reason=system_reason(error),
                ),
                remedy=_("correct its permissions, and run again"),
            ) from error


def _retire_sample(folder: Path, show: ShowFolder) -> None:
    retired = show.retired_samples / folder.name
    shutil.rmtree(retired, ignore_errors=True)
    retired.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.replace(retired)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(folder, retired)
