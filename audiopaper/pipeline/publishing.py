"""From a finished episode to what is public: checked first, then put in place, the feed last.

An episode that passed the check is renamed to ``.work/KEY/release`` before anything public is
touched, and an episode that is taken back leaves ``withdrawn.json`` there first: a run that is
killed after that is finished by whichever run comes next.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import hold_lock, remove_leftovers, sync_folder, write_file
from audiopaper.pipeline.public import (
    COVER_NAME,
    COVER_PX,
    WITHDRAWN_NAME,
    WORK_FOLDER,
    Public,
    check_public,
    feed_files,
    is_withdrawn,
    make_show_cover,
    prepare_public,
    refuse_findings,
    standing_episodes,
    write_changed,
    write_feeds,
    write_pages,
    write_public,
)
from audiopaper.publish.briefing import FILE_NAME as BRIEFING_NAME
from audiopaper.publish.checking import Finding, check_briefing, check_episode, check_settings
from audiopaper.publish.cover import make_cover
from audiopaper.publish.episodes import FILE_NAME as EPISODE_NAME
from audiopaper.publish.episodes import (
    folder_name,
    load_episode,
    render_side_files,
    save_episode,
)
from audiopaper.publish.feed import FILE_NAME, IMAGE_NAME
from audiopaper.publish.state import load_state, save_state
from audiopaper.publish.targets import list_public
from audiopaper.publish.words import load_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Episode

MAKING_NAME, STAGED_NAME, _RELEASED_NAME = "making", "episode", "release"
"""In an edition's work folder: an episode that is being made, a finished one, and one on its way
to the public."""

HELD_NAME = "held.txt"
"""Beside a finished episode: why it waits until its date is named."""

_EPISODE_COVER_PX = 1400


@contextlib.contextmanager
def work_on_show(config: Config) -> Iterator[None]:
    """Be the one run that changes a show; what a killed run left half done is finished first.

    Raises:
        PublishError: Another run is at work, or something cannot be written.
    """
    output = output_folder(config)
    with hold_lock(output / WORK_FOLDER / "lock"):
        # What lies in the cache may be somebody's who needs no lock.
        remove_leftovers(output, but=output / WORK_FOLDER / "cache")
        _finish_interrupted(config)
        yield


def refuse_wrong_show(config: Config) -> None:
    """Find what would keep an episode from being published before one is spoken.

    Raises:
        ConfigError: The category is not Apple's, the cover is not as directories want it, or the
            page's words cannot be read.
    """
    for found in check_settings(config.show):
        raise ConfigError(f"{found.place}: {found.problem}", remedy=found.remedy)
    if config.show.cover:
        make_show_cover(config, COVER_PX)
    load_words(config.show.page_words, config.folder)


def publish_episode(episode: Episode, made: Path, config: Config, *, hold: str = "") -> bool:
    """Put a finished episode among what is public, or hold it back.

    Args:
        episode: The episode; its MP3 stands in ``made``.
        made: A folder in the edition's work folder; an episode that was held there gives way.
        config: The configuration in force.
        hold: Why it is held until its date is named; empty to hold it only where the show says so.

    Returns:
        Whether it is public now; False where it is held for `release_episodes`.

    Raises:
        PublishError: The episode, or the feed as it would be with it, would fail listeners, or
            something cannot be written. What was public before is public still.
    """
    for name, data in render_side_files(episode).items():
        write_file(made / name, data)
    if config.feed.episode_images:
        write_file(made / IMAGE_NAME, _episode_cover(episode, config))
    if hold:
        write_file(made / HELD_NAME, hold + "\n")
    save_episode(made, episode)
    staged = made.with_name(STAGED_NAME)
    try:
        if staged.is_dir():
            shutil.rmtree(staged)
        made.replace(staged)
        sync_folder(staged.parent)
    except OSError as error:
        raise _unwritable(staged, error) from error
    if hold or config.publish.hold:
        refuse_findings(check_episode(staged, episode))
        return False
    _release(episode, staged, config)
    return True


def release_episodes(config: Config, date: dt.date | None = None) -> tuple[Episode, ...]:
    """Make public what was held back.

    Args:
        config: The configuration in force.
        date: Only that day's; None for all but those that wait for a reason of their own.

    Returns:
        The episodes that were released, oldest first.

    Raises:
        PublishError: One would fail listeners, or something cannot be written.
    """
    with work_on_show(config):
        held = held_episodes(output_folder(config), date)
        for staged, episode in held:
            _release(episode, staged, config)
    return tuple(episode for _, episode in held)


def held_episodes(output: Path, date: dt.date | None = None) -> list[tuple[Path, Episode]]:
    """The finished episodes that may be released, and where they stand; oldest first.

    Args:
        output: The folder that is published.
        date: That day's, whatever they wait for; None for those that wait for nothing else.
    """
    found = []
    for path in sorted((output / WORK_FOLDER).glob(f"*/{STAGED_NAME}/episode.json")):
        episode = load_episode(path)
        waits = (path.parent / HELD_NAME).is_file()
        if date == episode.date or (date is None and not waits):
            found.append((path.parent, episode))
    return found


def rebuild_feed(config: Config) -> tuple[Path, int]:
    """Write the feed, the pages and the briefing anew from the episodes' own metadata.

    Returns:
        The feed's path and the number of episodes.

    Raises:
        PublishError: There is no episode, one's metadata is damaged, or the feed would fail
            listeners; then the old one stays.
    """
    output = output_folder(config)
    nothing = PublishError(
        f"no episode stands in {output / 'episodes'}",
        remedy="make one first: audiopaper produce PATH",
    )
    if not output.is_dir():
        raise nothing
    with work_on_show(config):
        episodes = standing_episodes(output)
        if not episodes:
            raise nothing
        _write_missing(output, episodes, config)
        _renew_public(config, episodes)
    return output / FILE_NAME, len(episodes)


def check_show(config: Config) -> tuple[Finding, ...]:
    """Look at everything that is public, and every byte of it.

    Returns:
        What would fail listeners; empty where nothing would.

    Raises:
        PublishError: There is no feed, or an episode's metadata is damaged.
    """
    output = output_folder(config)
    if not (output / FILE_NAME).is_file():
        raise PublishError(
            f"there is no feed in {output}", remedy="make an episode first: audiopaper produce"
        )
    episodes = standing_episodes(output)
    cover = output / COVER_NAME
    public = Public(
        episodes=episodes,
        state=load_state(output / WORK_FOLDER),
        feeds={path.name: path.read_bytes() for path in feed_files(output)},
        cover=cover.read_bytes() if cover.is_file() else b"",
    )
    findings = [*check_public(config, public)]
    if config.briefing.enabled:
        path = output / BRIEFING_NAME
        told = path.read_bytes() if path.is_file() else b""
        findings += check_briefing(told, config.show, output)
    for episode in episodes:
        folder = output / "episodes" / folder_name(episode)
        prefix = f"episodes/{folder.name}"
        findings += [
            replace(found, place=f"{prefix}/{found.place}")
            for found in check_episode(folder, episode)
        ]
        if not (folder / "index.html").is_file():
            problem = "the episode has no page"
            findings.append(
                Finding(place=prefix, problem=problem, remedy="make it: audiopaper feed")
            )
    return tuple(findings)


def prunable_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """The episodes that may be removed: older than the newest ``keep``, and out of the feed.

    Raises:
        PublishError: ``keep`` would take an episode that stands in the feed.
    """
    if keep < config.feed.newest:
        raise PublishError(
            f"the newest {config.feed.newest} episodes stand in the feed, and {keep} were to stay",
            remedy="set newest in [feed] lower first, and publish that feed",
        )
    return standing_episodes(output_folder(config))[keep:]


def prune_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """Remove old episodes: they leave the archive feeds and the page first, then the disk.

    Returns:
        What was removed.

    Raises:
        PublishError: ``keep`` would take an episode that stands in the feed, or something
            cannot be written.
    """
    with work_on_show(config):
        gone = prunable_episodes(config, keep)
        remove_episodes(gone, config)
    return gone


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
    folders = {f"episodes/{folder_name(episode)}" for episode in gone}
    names = {n for n in list_public(output) if n.rpartition("/")[0] in folders}
    pruned = tuple(sorted({*public.state.pruned, *names}))
    save_state(output / WORK_FOLDER, replace(public.state, pruned=pruned))
    for episode in gone:
        mark_withdrawn(episode, output)
    write_public(config, replace(public, state=replace(public.state, pruned=pruned)))
    _clear_away(output)


def mark_withdrawn(episode: Episode, output: Path) -> None:
    """Note that an episode is taken back: it is not public any more, and `today` leaves it so.

    Raises:
        PublishError: The note cannot be written.
    """
    told = {"schema": 1, "guid": episode.guid, "title": episode.title}
    path = output / WORK_FOLDER / episode.key / WITHDRAWN_NAME
    write_file(path, json.dumps(told, ensure_ascii=False) + "\n")


def _release(episode: Episode, staged: Path, config: Config) -> None:
    """Check everything as it will be, then move it into place; the feed goes last."""
    output = output_folder(config)
    others = [
        e for e in standing_episodes(output) if e.key != episode.key and e.sample == episode.sample
    ]
    public = prepare_public(config, [*others, episode])
    findings = check_public(config, public, episode, staged)
    refuse_findings((*check_episode(staged, episode), *findings))
    # From here on it goes forward, by this run or by the next.
    work = staged.parent
    released = work / _RELEASED_NAME
    try:
        for path in (work / WITHDRAWN_NAME, staged / HELD_NAME):
            path.unlink(missing_ok=True)
        staged.replace(released)
        sync_folder(work)
    except OSError as error:
        raise _unwritable(released, error) from error
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
    _clear_away(output)
    released.rmdir()


def _finish_interrupted(config: Config) -> None:
    """Put in place, or take away, what a killed run had begun to."""
    output = output_folder(config)
    released = sorted((output / WORK_FOLDER).glob(f"*/{_RELEASED_NAME}"))
    if not released and not _outlived(output):
        return
    for folder in released:
        _put_in_place(folder, output)
    _renew_public(config, standing_episodes(output))
    _clear_away(output)
    for folder in released:
        folder.rmdir()


def _renew_public(config: Config, episodes: Sequence[Episode]) -> None:
    public = prepare_public(config, episodes)
    refuse_findings(check_public(config, public))
    write_public(config, public)


def _write_missing(output: Path, episodes: Iterable[Episode], config: Config) -> None:
    """Make again what stands beside an MP3 and can be made again."""
    for episode in episodes:
        folder = output / "episodes" / folder_name(episode)
        for name, data in render_side_files(episode).items():
            write_changed(folder / name, data)
        if config.feed.episode_images and not (folder / IMAGE_NAME).is_file():
            write_file(folder / IMAGE_NAME, _episode_cover(episode, config))


def _episode_cover(episode: Episode, config: Config) -> bytes:
    day = f"{episode.date.month}月{episode.date.day}日"
    return make_cover(f"{config.show.title} {day}", _EPISODE_COVER_PX)


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
                path.replace(there)
    except OSError as error:
        raise _unwritable(target, error) from error
    sync_folder(target)
    sync_folder(target.parent)


def _outlived(output: Path) -> list[Path]:
    """The folders of episodes that are no longer public: withdrawn, or samples beside real ones."""
    standing = {episode.key for episode in standing_episodes(output)}
    return [
        path.parent
        for path in sorted((output / "episodes").glob("*/episode.json"))
        if path.parent.name not in standing and not path.parent.name.startswith(".")
    ]


def _clear_away(output: Path) -> None:
    for folder in _outlived(output):
        try:
            if is_withdrawn(output, folder.name):
                # Renamed first, so that what is half removed is no damaged episode.
                gone = output / WORK_FOLDER / folder.name / "removed"
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
    folder.replace(retired)


def _unwritable(path: Path, error: OSError) -> PublishError:
    return PublishError(
        f"{path} cannot be written: {error.strerror or error}",
        remedy="free disk space or correct the folder's permissions, then run again",
    )
