"""The show's ``id`` in its settings, compared with that of its published episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.disk import has_file
from audiopaper.errors import PublishError
from audiopaper.model import EditionKey, is_edition_key
from audiopaper.publish.checks import Finding
from audiopaper.publish.feed import episode_guid
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import show_folder
from audiopaper.show.state import load_state
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.show.folder import ShowFolder


def check_id(config: Config) -> tuple[Finding, ...]:
    """Find an ``id`` that was changed after the newest published episode.

    Every GUID is made from it: apps would show the days that are made again a second time.

    Raises:
        PublishError: The show's state or the episode's record cannot be read.
    """
    published = _find_published_id(show_folder(config))
    if published in ("", config.show.id):
        return ()
    problem = _(
        "the show was published as {published!r}, and its id in [show] is {own!r}",
        own=config.show.id,
        published=published,
    )
    remedy = _(
        'put back the old id, which enters each GUID: id = "{published}"', published=published
    )
    return (Finding(place="config.toml", problem=problem, remedy=remedy),)


def _find_published_id(show: ShowFolder) -> str:
    """Return the id from which the newest public episode's GUID was made; empty if unknown."""
    guids = load_state(show).guids
    for name in sorted(filter(is_edition_key, guids), reverse=True):
        record = show.public_episode(name).record
        if not has_file(record):
            continue
        # The audio's name begins with the id, and the GUID proves it.
        key, published = EditionKey.parse(name), load_episode(record).audio.partition(f"-{name}")[0]
        is_own = guids[name] == episode_guid(published, key.date, key.name)
        return published if is_own else ""
    return ""


def refuse_other_id(config: Config, key: str = "") -> None:
    """Refuse to go on with a show under another ``id``.

    Args:
        config: The configuration in force.
        key: The edition to make; one that was published keeps its GUID under any id.

    Raises:
        PublishError: It was changed, or the show's state or an episode's record cannot be read.
    """
    if key in load_state(show_folder(config)).guids:
        return
    for finding in check_id(config):
        problem = _("{place}: {problem}", place=finding.place, problem=finding.problem)
        raise PublishError(problem, remedy=finding.remedy)
