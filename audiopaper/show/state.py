"""The state of a show that cannot be made again.

It holds the GUIDs of the podcast and its episodes, the lost episodes that were given up, the time
of the newest feed, and the files that targets are still to remove.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from audiopaper.disk import has_file
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.show.folder import ShowFolder

_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowState:
    """What is published or known about a show beyond its episodes' own files."""

    podcast_guid: str = ""
    """Made from the feed's first public address and kept when the feed moves; empty before that."""

    guids: dict[str, str] = field(default_factory=dict)
    """The GUID under which each day's edition was published, by `Episode.key`."""

    dropped: tuple[str, ...] = ()
    """GUIDs of lost episodes that the producer has given up."""

    built: dt.datetime | None = None
    """The feed's ``lastBuildDate``, which never goes back; None before the first feed."""

    pruned: tuple[str, ...] = ()
    """Public files that were removed, to be removed from targets too: those of pruned and withdrawn
    episodes, the audio of old versions, and pages of the site that are no more."""

    archives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of the episodes in each archive feed, by its file name."""


def load_state(show: ShowFolder) -> ShowState:
    """Read a show's state; it is empty before the first publication.

    Raises:
        PublishError: The file is damaged or was written by a newer audiopaper.
    """
    path = show.state
    try:
        state = read_document(path, ShowState, schema=_SCHEMA)
        if state.built is not None and state.built.tzinfo is None:
            raise DocumentError(_("built has no offset from UTC"))
        for name in state.pruned:
            if not _is_public_name(name):
                raise DocumentError(_("{name!r} is not the name of a published file", name=name))
    except FileNotFoundError:
        return ShowState()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("put back a copy of it; without the file, the podcast gets a new number"),
        ) from error
    return state


# On Windows, both would lead elsewhere; no file there has them in its name.
_SEPARATORS = re.compile(r"[\\:]")


def _is_public_name(name: str) -> bool:
    """Return whether a name can be of a public file, as `show.visible.walk_public` lists them.

    Any name of a file is one that is not hidden, also a name that this program would not give:
    whoever lays a file into an episode's folder names it as the system allows.
    """
    if "\0" in name or (os.name == "nt" and _SEPARATORS.search(name)):
        return False
    return all(part and not part.startswith(".") for part in name.split("/"))


def refuse_lost_state(show: ShowFolder) -> None:
    """Refuse a public show whose work folder is gone: it says what is withdrawn and what is held.

    A copy made with ``cp output/*`` leaves the folder behind, since its name begins with a dot.

    Raises:
        PublishError: There is a feed, and not the show's state.
    """
    if has_file(show.feed) and not has_file(show.state):
        raise PublishError(
            _(
                "{path} is gone, and with it what is known of withdrawn and held episodes",
                path=show.state,
            ),
            remedy=_(
                "put back a copy of {folder}; if there is none, take out of the inbox what is not "
                "to be on the air, then: audiopaper feed",
                folder=show.work,
            ),
        )


def save_state(show: ShowFolder, state: ShowState) -> None:
    """Write a show's state.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    fields = msgspec.to_builtins(state)
    fields["guids"] = dict(sorted(fields["guids"].items()))
    document = {"schema": _SCHEMA, **fields}
    write_file(show.state, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
