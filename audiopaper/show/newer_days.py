"""Days that a target has in a newer state than the show here: nothing is copied over them.

A show that was put back from a backup knows nothing of what was withdrawn or corrected after the
backup. A copy would put a withdrawn episode on the air again, and replace a corrected one by the
wrong one. The target's feed shows it: it lacks a day that was copied there, or lists a version that
was made later than the one here and than the one that was sent.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from audiopaper.disk import read_if_there
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.publish.file_names import FEED_NAME, version_query
from audiopaper.show.public import standing_episodes
from audiopaper.show.state import load_state
from audiopaper.show.target_feed import parse_feed
from audiopaper.show.targets import find_digest
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.show.folder import ShowFolder
    from audiopaper.show.target_feed import TargetFeed
    from audiopaper.show.target_kinds import Target

_SCHEMA = 1

_NAMED = 5
"""How many days a sentence names of each sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFeed:
    """The feed that was last copied to a target."""

    versions: dict[str, str] = field(default_factory=dict)
    """The version of each episode in it and its archives, by `Episode.key`: see `version_query`."""

    built: dt.datetime | None = None
    """Its ``lastBuildDate``; None if it had none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerDays:
    """The days that a target has in a newer state than the show here."""

    withdrawn: tuple[str, ...] = ()
    """Keys of episodes that are public here and have left the target's feeds."""

    corrected: tuple[str, ...] = ()
    """Keys of episodes of which the target has a later version."""


def find_newer_days(target: Target, show: ShowFolder, sent: SentFeed) -> NewerDays:
    """Compare the feeds at a target with the show here and with what was copied there last.

    A target without a feed, or whose feed is older than the one that was copied there, proves
    nothing: it is new, was emptied, or was itself put back.

    Args:
        target: Where the show is copied to.
        show: The show's files.
        sent: The feed that was last copied there.

    Raises:
        PublishError: The target does not answer, or the show's own files cannot be read.
    """
    newest = parse_feed(target.read(FEED_NAME))
    if newest is None:
        return NewerDays()
    here = {episode.key: version_query(episode) for episode in standing_episodes(show)}
    there = {listed.key: listed.version for listed in newest.episodes}
    absent = [key for key in here if key in sent.versions and key not in there]
    if absent:
        archived = _read_archives(newest, target, show)
        there = {**(archived or {}), **there}
        is_proof = archived is not None and not _is_older(newest, sent)
        absent = [key for key in absent if is_proof and key not in there]
    return NewerDays(
        withdrawn=tuple(sorted(absent)),
        corrected=tuple(
            key
            for key, version in sorted(there.items())
            if key in here and version > max(here[key], sent.versions.get(key, ""))
        ),
    )


def _is_older(newest: TargetFeed, sent: SentFeed) -> bool:
    # A withdrawal leaves the date as it was, and that of the last episode leaves no date.
    return newest.built is not None and sent.built is not None and newest.built < sent.built


def _read_archives(newest: TargetFeed, target: Target, show: ShowFolder) -> dict[str, str] | None:
    """Return the versions of all episodes in a target's archive feeds; None if one is illegible."""
    versions: dict[str, str] = {}
    passed: set[str] = set()
    name = newest.older
    while name and name not in passed:
        passed.add(name)
        archive = parse_feed(_read_archive(name, target, show))
        if archive is None:
            return None
        versions |= {listed.key: listed.version for listed in archive.episodes}
        name = archive.older
    return versions


def _read_archive(name: str, target: Target, show: ShowFolder) -> bytes | None:
    """Read an archive feed; here, if the target has the same file."""
    path = show.output / name
    data = read_if_there(path)
    if data is not None and target.has(name, path, find_digest(path)):
        return data
    return target.read(name)


def refuse_newer(days: NewerDays, address: str) -> None:
    """Raise if a target has a day in a newer state.

    Args:
        days: The days.
        address: The target's address.

    Raises:
        PublishError: It has one; the days are named.
    """
    parts = []
    if days.withdrawn:
        parts.append(_("withdrawn there: {days}", days=_name(days.withdrawn)))
    if days.corrected:
        parts.append(_("corrected there: {days}", days=_name(days.corrected)))
    if not parts:
        return
    raise PublishError(
        _(
            "{address} has a newer state than this show, which may be an old copy ({days}): "
            "nothing was copied",
            address=address,
            days=_("; ").join(parts),
        ),
        remedy=_(
            "put back a newer copy, or withdraw and correct these days again; where they are "
            "right as they are here: audiopaper publish --replace-newer"
        ),
    )


def _name(keys: Sequence[str]) -> str:
    more = len(keys) - _NAMED
    names = ", ".join(keys[:_NAMED])
    return names + (_(" and {count} more", count=more) if more > 0 else "")


def load_sent(path: Path) -> SentFeed:
    """Read the record of the feed that was last copied to a target; empty before the first copy.

    Raises:
        PublishError: The record is damaged, or may not be opened.
    """
    try:
        sent = read_document(path, SentFeed, schema=_SCHEMA)
        if sent.built is not None and sent.built.tzinfo is None:
            raise DocumentError(_("built has no offset from UTC"))
    except FileNotFoundError:
        return SentFeed()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; withdrawals that this show does not know are then not noticed"),
        ) from error
    return sent


def save_sent(path: Path, show: ShowFolder) -> None:
    """Record that a target has the show's feeds as they are now.

    Raises:
        PublishError: The record cannot be written, or the show's own files cannot be read.
    """
    sent = SentFeed(
        versions={e.key: version_query(e) for e in reversed(standing_episodes(show))},
        built=load_state(show).built,
    )
    document = {"schema": _SCHEMA, **msgspec.to_builtins(sent)}
    text = json.dumps(document, ensure_ascii=False, indent=0) + "\n"
    if read_if_there(path) != text.encode():
        write_file(path, text)
