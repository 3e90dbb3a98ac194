"""Publishing: staging, release, the check of a show, and rewriting its feeds."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.disk import has_file, read_file, read_if_there
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import sync_folder, unwritable, write_file
from audiopaper.publish.checks import Finding, check_briefing, check_episode, check_settings
from audiopaper.publish.linked_files import render_side_files
from audiopaper.publish.listings import episode_path
from audiopaper.publish.page_strings import load_words
from audiopaper.show.artwork import COVER_PX, draw_episode_cover, make_show_cover
from audiopaper.show.episode_record import is_own_episode, load_episode, save_episode
from audiopaper.show.folder import show_folder
from audiopaper.show.lifecycle import EpisodeStage, editions_at_stage
from audiopaper.show.losses import refuse_losses, report_losses
from audiopaper.show.public import (
    PublicShow,
    check_public,
    feed_files,
    refuse_findings,
    standing_episodes,
    write_changed,
)
from audiopaper.show.release import (
    release_episode,
    remove_episodes,
    renew_public,
    work_on_show,
)
from audiopaper.show.show_id import check_id
from audiopaper.show.stage_cache import load_or_make
from audiopaper.show.state import load_state
from audiopaper.show.story_files import refuse_public_folder
from audiopaper.show.targets import check_address
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Episode
    from audiopaper.show.folder import EditionFolder, ShowFolder


def refuse_wrong_settings(config: Config) -> None:
    """Check the settings that publishing needs, before anything is spoken.

    Raises:
        MissingProgramError: Opus is wanted and its encoder is not installed.
        ConfigError: The category is not one of Apple's, the target's address is wrong, the cover
            is not as directories want it, the folder of story files is public, or the page's
            words cannot be read.
    """
    for finding in check_settings(config.show):
        problem = _("{place}: {problem}", place=finding.place, problem=finding.problem)
        raise ConfigError(problem, remedy=finding.remedy)
    if config.publish.target:
        # Whether the target answers is checked when there is something to copy.
        check_address(config.publish.target, config.folder, show_folder(config).output)
    if config.show.cover:
        make_show_cover(config, COVER_PX)
    refuse_public_folder(config)
    refuse_mixed_output(config)
    if config.feed.opus:
        # Imported only here: it loads much that a show without Opus does not need.
        from audiopaper.audio.opus import require_opus

        require_opus()
    load_words(config.show.page_words, config.folder)


def refuse_mixed_output(config: Config) -> None:
    """Refuse an output folder that holds what is not to be published, or is the inbox.

    Raises:
        ConfigError: A web server would send the show's settings, voices or pages to whoever asks.
    """
    output = show_folder(config).output.resolve()
    own = {name: config.folder / name for name in (config.inbox, config.voices) if name}
    own["config.toml"] = config.folder / "config.toml"
    for name, path in own.items():
        if os.path.lexists(path) and path.resolve().is_relative_to(output):
            raise ConfigError(
                _("output: {name} stands in the folder that is published", name=name),
                remedy=_('name a folder of its own at the top of config.toml: output = "output"'),
            )


def publish_episode(
    episode: Episode, edition: EditionFolder, config: Config, *, hold: str = ""
) -> tuple[bool, tuple[str, ...]]:
    """Stage a finished episode, then make it public or hold it.

    Args:
        episode: The episode; its audio is in ``edition.making``.
        edition: Its edition's work folder. An episode that is staged there is replaced.
        config: The configuration in force.
        hold: Why it is held until its date is named; empty to hold it only if the show says so.

    Returns:
        Whether it is public now, or held for `release_episodes`; and a warning if its story files
        could not be written.

    Raises:
        PublishError: The check finds an error in the episode or in the feed with it, or something
            cannot be written. What was public before is unchanged.
    """
    making, staged = edition.making, edition.staged.path
    for name, data in _side_files(episode, config.show.base_url, edition.show).items():
        write_file(making.path / name, data)
    if config.feed.episode_images:
        picture = draw_episode_cover(config.show.title, episode.date, edition.show)
        write_file(making.picture, picture)
    if hold:
        write_file(making.hold_reason, hold + "\n")
    save_episode(making, episode)
    try:
        if staged.is_dir():
            shutil.rmtree(staged)
        making.path.replace(staged)
        sync_folder(edition.path)
    except OSError as error:
        raise unwritable(staged, error) from error
    if hold or config.publish.hold:
        refuse_findings(check_episode(staged, episode))
        return False, ()
    return True, release_episode(episode, edition, config)


def release_episodes(
    config: Config, date: dt.date | None = None, edition: str | None = None
) -> tuple[Episode, ...]:
    """Make held episodes public.

    Args:
        config: The configuration in force.
        date: Only this day's episodes; None for all that do not wait until their date is named.
        edition: Only this edition of that day, empty for the first; None for all of them.

    Returns:
        The episodes that were released, oldest first, each with the warnings of its release alone:
        story files that could not be written.

    Raises:
        PublishError: The check finds an error in an episode, or something cannot be written.
    """
    released = []
    with work_on_show(config):
        held = held_episodes(show_folder(config), date)
        if date is not None and edition is not None:
            held = [pair for pair in held if pair[1].edition == edition]
        for folder, episode in held:
            warnings = release_episode(episode, folder, config)
            released.append(replace(episode, warnings=warnings))
    return tuple(released)


def held_episodes(
    show: ShowFolder, date: dt.date | None = None
) -> list[tuple[EditionFolder, Episode]]:
    """Return the staged episodes that may be released, with their folders; oldest first.

    An episode in a copy of its edition's folder is left out: see `describe_waiting`.

    Args:
        show: The show.
        date: Only this day's episodes, even if they wait until it is named; None for all that
            do not wait.
    """
    held = []
    for edition in editions_at_stage(show, EpisodeStage.STAGED):
        if not is_own_episode(edition, edition.staged):
            continue
        episode = load_episode(edition.staged.record)
        waits = has_file(edition.staged.hold_reason)
        if date == episode.date or (date is None and not waits):
            held.append((edition, episode))
    return held


def describe_waiting(show: ShowFolder) -> tuple[str, ...]:
    """List the staged episodes that `release_episodes` leaves out, and why; oldest first."""
    reasons = []
    for edition in editions_at_stage(show, EpisodeStage.STAGED):
        reason = read_if_there(edition.staged.hold_reason)
        if reason is not None:
            reasons.append(
                _(
                    "{key} waits until its date is named: {reason}",
                    key=edition.key,
                    reason=reason.decode("utf-8", "replace").strip(),
                )
            )
        elif not is_own_episode(edition, edition.staged):
            reasons.append(
                _(
                    "{folder} is not published: its episode is of {key}; if it is a copy, move it "
                    "out of {work}",
                    folder=edition.key,
                    key=load_episode(edition.staged.record).key,
                    work=show.work,
                )
            )
    return tuple(reasons)


def rebuild_feed(config: Config) -> tuple[Path, int]:
    """Write feeds, pages and briefing again from the episodes' own metadata.

    Returns:
        The feed's path and the number of episodes.

    Raises:
        PublishError: There is no episode, an episode's metadata is damaged, or the check finds an
            error in the feed; the old feed stays.
    """
    show = show_folder(config)
    no_episode = PublishError(
        _("there is no episode in {episodes}", episodes=show.episodes),
        remedy=_("make one first: audiopaper produce PATH"),
    )
    if not show.output.is_dir():
        raise no_episode
    with work_on_show(config):
        episodes = standing_episodes(show)
        if not episodes:
            raise no_episode
        _write_missing(show, episodes, config)
        renew_public(config, episodes)
    return show.feed, len(episodes)


def check_show(config: Config) -> tuple[Finding, ...]:
    """Check all public files, byte by byte.

    Returns:
        The problems that listeners would notice; empty if there are none.

    Raises:
        PublishError: There is no feed, an episode's metadata is damaged, or nothing is known here
            of episodes that the target has.
    """
    show = show_folder(config)
    if read_if_there(show.feed) is None:
        # The disk of the output folder may not be mounted: then the target remembers the episodes.
        refuse_losses(config)
        raise PublishError(
            _("there is no feed in {output}", output=show.output),
            remedy=_("make an episode first: audiopaper produce"),
        )
    episodes = standing_episodes(show)
    public = PublicShow(
        config=config,
        episodes=episodes,
        state=load_state(show),
        feeds={path.name: read_file(path) for path in feed_files(show)},
        cover=read_if_there(show.cover) or b"",
    )
    findings = [*report_losses(show), *check_id(config), *check_public(public)]
    if config.briefing.enabled:
        briefing = read_if_there(show.briefing) or b""
        findings += check_briefing(briefing, config.show, show.output)
    for episode in episodes:
        folder = show.public_episode(episode.key)
        prefix = episode_path(episode.key)
        findings += [
            replace(finding, place=prefix + finding.place)
            for finding in check_episode(folder.path, episode)
        ]
        if not folder.page.is_file():
            problem = _("the episode has no page")
            findings.append(
                Finding(
                    place=prefix.rstrip("/"), problem=problem, remedy=_("make it: audiopaper feed")
                )
            )
    return tuple(findings)


def prunable_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """Return the episodes beyond the newest ``keep``, which must not be in the feed.

    Raises:
        PublishError: One of them is in the feed.
    """
    public = standing_episodes(show_folder(config))
    listed = min(config.feed.newest, len(public))
    if keep < listed:
        raise PublishError(
            _(
                "the feed lists {newest} episodes, and only {keep} would stay",
                newest=listed,
                keep=keep,
            ),
            remedy=_(
                "keep at least as many, or set newest in [feed] lower first, and publish that feed"
            ),
        )
    return public[keep:]


def prune_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """Remove all episodes but the newest: first from archive feeds and pages, then from disk.

    Args:
        config: The show.
        keep: How many episodes stay.

    Returns:
        The removed episodes, each with the warnings of its removal alone.

    Raises:
        PublishError: ``keep`` is less than the feed holds, or something cannot be written.
    """
    with work_on_show(config):
        return remove_episodes(prunable_episodes(config, keep), config)


def _write_missing(show: ShowFolder, episodes: Iterable[Episode], config: Config) -> None:
    """Write the files beside the audio that can be made again and are missing or outdated."""
    for episode in episodes:
        folder = show.public_episode(episode.key)
        for name, data in _side_files(episode, config.show.base_url, show).items():
            write_changed(folder.path / name, data)
        if config.feed.episode_images and not folder.picture.is_file():
            picture = draw_episode_cover(config.show.title, episode.date, show)
            write_file(folder.picture, picture)


def _side_files(episode: Episode, base_url: str, show: ShowFolder) -> dict[str, bytes]:
    """Return transcripts and chapters; they are cached, since captions take long to render."""

    def render() -> dict[str, bytes]:
        return dict(render_side_files(episode, base_url))

    parts = ("side files", episode, base_url)
    return load_or_make(show, dict[str, bytes], render, parts)
