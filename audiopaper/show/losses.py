"""Episodes that were published and cannot be read any more: nothing is published without them.

An output folder that is not mounted, a day's folder that was deleted and one that may not be opened
would all give a feed of fewer episodes, and apps would remove them from their listeners' devices.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import has_file, has_folder
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.files import hold_lock
from audiopaper.publish.checks import Finding
from audiopaper.publish.feed import FILE_NAME, episode_guid
from audiopaper.show.episode_record import episode_files
from audiopaper.show.public import WORK_FOLDER, is_withdrawn
from audiopaper.show.remote_target import Limits
from audiopaper.show.state import FILE_NAME as STATE_NAME
from audiopaper.show.state import load_state, save_state
from audiopaper.show.targets import open_target
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import PublishSettings
    from audiopaper.show.targets import Target

RELEASED_NAME = "release"
"""In an edition's work folder: an episode on its way to the public."""

_NAMED = 5
"""How many lost episodes a sentence names."""

_REMEDY = (
    "mount the disk, or put back a copy of the folder; where they are gone for good, or the show "
    "was begun anew: audiopaper publish --drop-lost"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """An episode that was published, was neither withdrawn nor pruned, and cannot be read."""

    key: str
    """Its day, and its edition if any."""

    guid: str
    """Under which it was published."""


def find_losses(output: Path) -> tuple[Loss, ...]:
    """Compare what a show's state says was published with what is on the disk.

    Args:
        output: The folder that is published.

    Returns:
        What is lost, the oldest first.

    Raises:
        PublishError: The state cannot be read, or a folder may not be opened.
    """
    state = load_state(output / WORK_FOLDER)
    standing = {path.parent.name for path in episode_files(output)}
    return tuple(
        Loss(key=key, guid=guid)
        for key, guid in sorted(state.guids.items())
        if key not in standing
        and guid not in state.dropped
        and not is_withdrawn(output, key)
        # On its way to the public: a run that was killed is finished by the next.
        and not has_folder(output / WORK_FOLDER / key / RELEASED_NAME)
    )


def find_losses_at(target: Target, config: Config) -> tuple[Loss, ...]:
    """Compare what a target's feed tells of with what is known here.

    Args:
        target: Where the show is copied to.
        config: The configuration in force.

    Raises:
        PublishError: The target does not answer, or the show's own files cannot be read.
    """
    output = output_folder(config)
    state = load_state(output / WORK_FOLDER)
    standing = {path.parent.name for path in episode_files(output)}
    lost = []
    for key, guid in _told_by(target.read(FILE_NAME) or b""):
        known = key in standing or guid in state.dropped or (key and is_withdrawn(output, key))
        if not known and not _is_sample(key, guid, config):
            lost.append(Loss(key=key, guid=guid))
    return tuple(sorted(lost, key=lambda loss: loss.key))


def refuse_losses(config: Config) -> None:
    """Change nothing that is public while an episode is lost.

    Where nothing at all is known here, the target that the show configures is asked.

    Raises:
        PublishError: An episode is lost, or a folder may not be opened.
    """
    output = output_folder(config)
    refuse_lost(find_losses(output), output)
    target = config.publish.target
    if target and not has_file(output / WORK_FOLDER / STATE_NAME) and not is_local(_base(config)):
        try:
            with contextlib.closing(_open(config, target)) as there:
                lost = find_losses_at(there, config)
        except AudiopaperError:
            # It is asked once more when the show is copied there, before anything is.
            return
        refuse_lost(lost, target)


def refuse_lost(losses: Sequence[Loss], place: Path | str) -> None:
    """Raise where something is lost.

    Raises:
        PublishError: Something is; the first few are named.
    """
    if not losses:
        return
    names = ", ".join(loss.key or loss.guid for loss in losses[:_NAMED])
    more = f" and {len(losses) - _NAMED} more" if len(losses) > _NAMED else ""
    were = "was" if len(losses) == 1 else "were"
    raise PublishError(
        f"{names}{more} {were} published and cannot be read any more ({place}): the feed "
        "is left as it was",
        remedy=_REMEDY,
    )


def report_losses(output: Path) -> tuple[Finding, ...]:
    """What is lost, for `audiopaper check`."""
    return tuple(
        Finding(
            place=f"episodes/{loss.key}",
            problem=f"it was published as {loss.guid} and cannot be read any more",
            remedy=_REMEDY,
        )
        for loss in find_losses(output)
    )


def drop_losses(config: Config, address: str) -> tuple[Loss, ...]:
    """Give up what is lost, here and at a target: the next feed is written without it.

    Args:
        config: The configuration in force.
        address: The target that is asked too; none where empty.

    Returns:
        What was given up.

    Raises:
        PublishError: Another run is at work, or something cannot be read or written.
    """
    output = output_folder(config)
    with hold_lock(output / WORK_FOLDER / "lock"):
        lost = {loss.guid: loss for loss in find_losses(output)}
        if address and not is_local(_base(config)):
            with contextlib.closing(_open(config, address)) as target:
                lost |= {loss.guid: loss for loss in find_losses_at(target, config)}
        state = load_state(output / WORK_FOLDER)
        if lost:
            dropped = tuple(sorted({*state.dropped, *lost}))
            save_state(output / WORK_FOLDER, replace(state, dropped=dropped))
    return tuple(sorted(lost.values(), key=lambda loss: loss.key))


def _open(config: Config, address: str) -> Target:
    publish = config.publish
    return open_target(address, config.folder, publish.options, {}, limits_of(publish))


def limits_of(settings: PublishSettings) -> Limits:
    """How long a show waits for its target."""
    return Limits(
        request_s=settings.request_seconds,
        silence_s=settings.silence_seconds,
        total_s=settings.total_minutes * 60,
    )


def _base(config: Config) -> str:
    return config.show.base_url


def _told_by(feed: bytes) -> list[tuple[str, str]]:
    """Key and GUID of each episode of a feed; nothing of what is no feed."""
    try:
        items = ET.fromstring(feed).findall("channel/item") if feed else []
    except ET.ParseError:
        return []
    told = []
    for item in items:
        enclosure = item.find("enclosure")
        url = enclosure.get("url", "") if enclosure is not None else ""
        match = re.search(r"/episodes/([^/]+)/[^/]+\Z", url)
        told.append((match[1] if match else "", item.findtext("guid") or ""))
    return told


def _is_sample(key: str, guid: str, config: Config) -> bool:
    """Whether an episode was made of the sample edition, which real ones put out of the feed."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:-(.+))?", key)
    if match is None:
        return False
    try:
        date = dt.date.fromisoformat(match[1])
    except ValueError:
        return False
    return guid == episode_guid(f"{config.show.id}.sample", date, match[2] or "")
