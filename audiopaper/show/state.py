"""What a show must remember: its podcast's number, and what was published under which GUID."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "show.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowState:
    """What cannot be made again from the episodes."""

    podcast_guid: str = ""
    """Minted with the feed's first public address and kept when it moves; empty before that."""

    guids: dict[str, str] = field(default_factory=dict)
    """The GUID under which each day's edition was published, by `Episode.key`."""

    dropped: tuple[str, ...] = ()
    """GUIDs that were published and are lost, as the producer knows."""

    built: dt.datetime | None = None
    """The feed's last ``lastBuildDate``, which never goes back; None before the first feed."""

    pruned: tuple[str, ...] = ()
    """Files that `audiopaper prune` removed, to be removed from targets too."""


def load_state(work: Path) -> ShowState:
    """Read a show's state; an empty one where nothing was published yet.

    Args:
        work: The folder beside what is public, ``output/.work``.

    Raises:
        PublishError: The file is damaged or was written by a newer audiopaper.
    """
    path = work / FILE_NAME
    try:
        state = read_document(path, ShowState, schema=SCHEMA)
        if state.built is not None and state.built.tzinfo is None:
            raise DocumentError("built has no offset from UTC")
        for name in state.pruned:
            if not re.fullmatch(r"[^./\\\x00-\x1f][^\\\x00-\x1f]*", name) or "/." in name:
                raise DocumentError(f"{name!r} is no name of a file that was published")
    except FileNotFoundError:
        return ShowState()
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="put back a copy of it; without the file, the podcast gets a new number",
        ) from error
    return state


def save_state(work: Path, state: ShowState) -> None:
    """Write a show's state.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    told = msgspec.to_builtins(state)
    told["guids"] = dict(sorted(told["guids"].items()))
    document = {"schema": SCHEMA, **told}
    write_file(work / FILE_NAME, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
