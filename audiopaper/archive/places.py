"""Where everything of an archive stands in its output."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from audiopaper.archive.storage import WORK

if TYPE_CHECKING:
    from audiopaper.archive.finding import Found

SCHEMA = 1
"""Of manifests, years and reports of failures."""


def slug(title: str) -> str:
    """A title's name in addresses: itself where it is plain ASCII, else a hash of it.

    Example:
        >>> slug("qingchuan-daily"), slug("青川日报")
        ('qingchuan-daily', 't-dbcd3cdd')
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", title):
        return title
    return f"t-{hashlib.sha256(title.encode()).hexdigest()[:8]}" if title else "all"


def manifest_name(found: Found) -> str:
    """Where an edition's manifest stands: whoever finds it whole need not make the edition."""
    return f"{manifests_of(found.title, found.date.year)}/{found.date}.json"


def manifests_of(title: str, year: int) -> str:
    """The folder of the manifests of one title's year."""
    return f"{WORK}/manifests/{slug(title)}/{year}"


def failure_name(found: Found) -> str:
    """Where an edition that failed is told of."""
    return f"{WORK}/failed/{slug(found.title)}/{found.date}.json"


def folder_of(found: Found) -> str:
    """Where an edition's episode stands: in the feed of its title and year."""
    return f"{slug(found.title)}/{found.date.year}/episodes/{found.date}"


def load_manifest(data: bytes | None) -> dict[str, Any]:
    """An edition's manifest; an empty one where there is none, or it is another program's."""
    try:
        told = json.loads(data or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) and told.get("schema") == SCHEMA else {}
