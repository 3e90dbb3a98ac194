"""Published episodes that cannot be read any more: nothing is published while there are any.

An output folder that is not mounted, or a deleted day's folder, would give a feed with fewer
episodes, and apps would remove the missing ones from their listeners' devices.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.disk import has_file
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.model import EditionKey
from audiopaper.publish.checks import Finding
from audiopaper.publish.feed import episode_guid
from audiopaper.publish.file_names import FEED_NAME
from audiopaper.show.episode_record import episode_files
from audiopaper.show.folder import EditionFolder, ShowFolder, show_folder
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage
from audiopaper.show.public import is_withdrawn
from audiopaper.show.remote_target import Limits
from audiopaper.show.run_lock import hold_lock
from audiopaper.show.state import load_state, save_state
from audiopaper.show.target_feed import parse_feed
from audiopaper.show.targets import open_target
from audiopaper.translations import _
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config, PublishSettings
    from audiopaper.show.target_kinds import Target

_NAMED = 5
"""How many lost episodes a sentence names."""

_LOST = (
    "{names}{more} was published and cannot be read any more ({place}): the feed was not changed",
    "{names}{more} were published and cannot be read any more ({place}): the feed was not changed",
)
"""Of one episode, and of several."""

_REMEDY = (
    "mount the disk, or put back a copy of the folder; where they are gone for good, or the show "
    "was restarted: audiopaper publish --drop-lost"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """An episode that was published, was neither withdrawn nor pruned, and cannot be read."""

    key: str
    """Its day, and its name if it is a further edition; empty if only its GUID is known."""

    guid: str
    """The GUID under which it was published."""


def find_losses(show: ShowFolder) -> tuple[Loss, ...]:
    """Find the episodes that the show's state lists as published and that are not on disk.

    Returns:
        The lost episodes, oldest first.

    Raises:
        PublishError: The state cannot be read, or a folder may not be opened.
    """
    state = load_state(show)
    standing = {path.parent.name for path in episode_files(show)}
    return tuple(
        Loss(key=key, guid=guid)
        for key, guid in sorted(state.guids.items())
        if key not in standing
        and guid not in state.dropped
        and not is_withdrawn(show, key)
        # The release of a run that was killed is finished by the next run.
        and not is_at_stage(EditionFolder(show, key), EpisodeStage.RELEASING)
    )


def find_losses_at(target: Target, show: ShowFolder, show_id: str) -> tuple[Loss, ...]:
    """Find the episodes that a target's feed lists and that are not known here.

    Args:
        target: Where the show is copied to.
        show: The show's files.
        show_id: The show's ``id``.

    Returns:
        The lost episodes, oldest first.

    Raises:
        PublishError: The target does not answer, or the show's own files cannot be read.
    """
    state = load_state(show)
    standing = {path.parent.name for path in episode_files(show)}
    lost = []
    feed = parse_feed(target.read(FEED_NAME))
    for listed in feed.episodes if feed is not None else ():
        key, guid = listed.key, listed.guid
        known = key in standing or guid in state.dropped or (key and is_withdrawn(show, key))
        if not known and not _is_sample(key, guid, show_id):
            lost.append(Loss(key=key, guid=guid))
    return tuple(sorted(lost, key=lambda loss: loss.key))


def refuse_losses(config: Config) -> None:
    """Change nothing that is public while an episode is lost.

    Where nothing at all is known here, the target that the show configures is asked.

    Raises:
        PublishError: An episode is lost, or a folder may not be opened.
    """
    show = show_folder(config)
    refuse_lost(find_losses(show), show.output)
    target = config.publish.target
    if target and not has_file(show.state) and not is_local(config.show.base_url):
        try:
            with contextlib.closing(_open(config, target)) as opened:
                lost = find_losses_at(opened, show, config.show.id)
        except AudiopaperError:
            # The target is checked again before anything is copied there.
            return
        refuse_lost(lost, target)


def refuse_lost(losses: Sequence[Loss], place: Path | str) -> None:
    """Raise if an episode is lost.

    Args:
        losses: The lost episodes.
        place: Where they were looked for, for the message.

    Raises:
        PublishError: An episode is lost; the first few are named.
    """
    if not losses:
        return
    names = ", ".join(loss.key or loss.guid for loss in losses[:_NAMED])
    more = _(" and {count} more", count=len(losses) - _NAMED) if len(losses) > _NAMED else ""
    raise PublishError(
        _(_LOST[len(losses) != 1], names=names, more=more, place=place),
        remedy=_(_REMEDY),
    )


def report_losses(show: ShowFolder) -> tuple[Finding, ...]:
    """The lost episodes as findings of `audiopaper check`."""
    return tuple(
        Finding(
            place=f"episodes/{loss.key}",
            problem=_("it was published as {guid} and cannot be read any more", guid=loss.guid),
            remedy=_(_REMEDY),
        )
        for loss in find_losses(show)
    )


def drop_losses(config: Config, address: str) -> tuple[Loss, ...]:
    """Give up the lost episodes: the next feed is written without them.

    Args:
        config: The configuration in force.
        address: A target whose feed is compared too; empty for none.

    Returns:
        The episodes that were given up, oldest first.

    Raises:
        PublishError: Another run is at work, or something cannot be read or written.
    """
    show = show_folder(config)
    with hold_lock(show.lock):
        lost = {loss.guid: loss for loss in find_losses(show)}
        if address and not is_local(config.show.base_url):
            with contextlib.closing(_open(config, address)) as target:
                lost |= {loss.guid: loss for loss in find_losses_at(target, show, config.show.id)}
        state = load_state(show)
        if lost:
            dropped = tuple(sorted({*state.dropped, *lost}))
            save_state(show, replace(state, dropped=dropped))
    return tuple(sorted(lost.values(), key=lambda loss: loss.key))


def _open(config: Config, address: str) -> Target:
    publish = config.publish
    return open_target(address, config.folder, publish.options, {}, target_limits(publish))


def target_limits(settings: PublishSettings) -> Limits:
    """How long to wait for a show's target."""
    return Limits(
        request_s=settings.request_seconds,
        silence_s=settings.silence_seconds,
        total_s=settings.total_minutes * 60,
    )


def _is_sample(key: str, guid: str, show_id: str) -> bool:
    """Whether an episode was made of the sample edition, which leaves the feed for real ones."""
    try:
        edition = EditionKey.parse(key)
    except ValueError:
        return False
    return guid == episode_guid(f"{show_id}.sample", edition.date, edition.name)
