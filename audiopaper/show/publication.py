"""From a finished episode to what is public: checked first, held back or released, looked at."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import has_file, read_file, read_if_there
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import sync_folder, write_file
from audiopaper.publish.briefing import FILE_NAME as BRIEFING_NAME
from audiopaper.publish.checks import Finding, check_briefing, check_episode, check_settings
from audiopaper.publish.feed import FILE_NAME, IMAGE_NAME
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.side_files import render_side_files
from audiopaper.show.artwork import draw_again
from audiopaper.show.episode_record import FILE_NAME as EPISODE_NAME
from audiopaper.show.episode_record import load_episode, save_episode
from audiopaper.show.losses import report_losses
from audiopaper.show.public import (
    COVER_NAME,
    COVER_PX,
    STAGED_NAME,
    WORK_FOLDER,
    Public,
    check_public,
    feed_files,
    held_folders,
    make_show_cover,
    refuse_findings,
    standing_episodes,
    write_changed,
)
from audiopaper.show.release import (
    HELD_NAME,
    release_episode,
    remove_episodes,
    renew_public,
    unwritable,
    work_on_show,
)
from audiopaper.show.state import load_state
from audiopaper.show.story_files import refuse_public_folder, write_story_files
from audiopaper.show.targets import check_address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from audiopaper.model import Episode

_EPISODE_COVER_PX = 1400


def refuse_wrong_show(config: Config) -> None:
    """Find what would keep an episode from being published before one is spoken.

    Raises:
        MissingProgramError: Opus is wanted and its encoder not installed.
        ConfigError: The category is not Apple's, the target is no address, the cover is not as
            directories want it, the stories' folder is public, or the page's words cannot be read.
    """
    for found in check_settings(config.show):
        raise ConfigError(f"{found.place}: {found.problem}", remedy=found.remedy)
    if config.publish.target:
        # Whether it answers is asked when there is something to copy.
        check_address(config.publish.target, config.folder, output_folder(config))
    if config.show.cover:
        make_show_cover(config, COVER_PX)
    refuse_public_folder(config)
    if config.feed.opus:
        # Only here: stitching loads much that a look at the settings does not need.
        from audiopaper.stitching import require_opus

        require_opus()
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
    for name, data in render_side_files(episode, config.show.base_url).items():
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
        raise unwritable(staged, error) from error
    if hold or config.publish.hold:
        refuse_findings(check_episode(staged, episode))
        return False
    release_episode(episode, staged, config)
    return True


def release_episodes(
    config: Config, date: dt.date | None = None, edition: str | None = None
) -> tuple[Episode, ...]:
    """Make public what was held back.

    Args:
        config: The configuration in force.
        date: Only that day's; None for all but those that wait for a reason of their own.
        edition: Of that day only this edition, empty for the first one; None for all of them.

    Returns:
        The episodes that were released, oldest first.

    Raises:
        PublishError: One would fail listeners, or something cannot be written.
    """
    with work_on_show(config):
        held = held_episodes(output_folder(config), date)
        if date is not None and edition is not None:
            held = [pair for pair in held if pair[1].edition == edition]
        for staged, episode in held:
            release_episode(episode, staged, config)
            write_story_files(config, episode)
    return tuple(episode for _, episode in held)


def held_episodes(output: Path, date: dt.date | None = None) -> list[tuple[Path, Episode]]:
    """The finished episodes that may be released, and where they stand; oldest first.

    Args:
        output: The folder that is published.
        date: That day's, whatever they wait for; None for those that wait for nothing else.
    """
    found = []
    for folder in held_folders(output):
        episode = load_episode(folder / EPISODE_NAME)
        waits = has_file(folder / HELD_NAME)
        if date == episode.date or (date is None and not waits):
            found.append((folder, episode))
    return found


def tell_waiting(output: Path) -> tuple[str, ...]:
    """Say which finished episodes wait until their date is named, and why; oldest first."""
    held = [
        (folder.parent.name, read_if_there(folder / HELD_NAME)) for folder in held_folders(output)
    ]
    return tuple(
        f"{key} waits until its date is named: {reason.decode('utf-8', 'replace').strip()}"
        for key, reason in held
        if reason is not None
    )


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
        renew_public(config, episodes)
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
        feeds={path.name: read_file(path) for path in feed_files(output)},
        cover=read_if_there(cover) or b"",
    )
    findings = [*report_losses(output), *check_public(config, public)]
    if config.briefing.enabled:
        told = read_if_there(output / BRIEFING_NAME) or b""
        findings += check_briefing(told, config.show, output)
    for episode in episodes:
        folder = output / "episodes" / episode.key
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


def _write_missing(output: Path, episodes: Iterable[Episode], config: Config) -> None:
    """Make again what stands beside an MP3 and can be made again."""
    for episode in episodes:
        folder = output / "episodes" / episode.key
        for name, data in render_side_files(episode, config.show.base_url).items():
            write_changed(folder / name, data)
        if config.feed.episode_images and not (folder / IMAGE_NAME).is_file():
            write_file(folder / IMAGE_NAME, _episode_cover(episode, config))


def _episode_cover(episode: Episode, config: Config) -> bytes:
    day = f"{episode.date.month}月{episode.date.day}日"
    work = output_folder(config) / WORK_FOLDER
    return draw_again(f"{config.show.title} {day}", _EPISODE_COVER_PX, work)
