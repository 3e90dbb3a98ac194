"""What is known of each title's year: a file a year, since nobody opens a million manifests."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from audiopaper.archive.places import load_manifest, slug
from audiopaper.archive.storage import WORK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.archive.storage import Storage

_YEARS = f"{WORK}/years"

Year = tuple[str, int]
"""A newspaper and a year."""


def save_year(
    storage: Storage, year: Year, manifests: Sequence[Mapping[str, Any]], digest: str = ""
) -> None:
    """Note what the manifests of a title's year say, the readings that nothing settled in one sum.

    Args:
        storage: The archive's output.
        year: Title and year.
        manifests: Its editions', in the order of the days.
        digest: Of all that the year's feed and pages were made of.

    Raises:
        PublishError: The storage does not answer.
    """
    said: Counter[tuple[str, str]] = Counter()
    editions: Counter[tuple[str, str]] = Counter()
    days = []
    for manifest in manifests:
        facts = dict(manifest["facts"])
        doubtful = facts.pop("doubtful")
        for text, reading, count in doubtful:
            said[text, reading] += count
        editions.update({(text, reading) for text, reading, _ in doubtful})
        days.append({"date": manifest["date"], "facts": facts})
    told = {
        "schema": 1,
        "title": year[0],
        "year": year[1],
        "digest": digest,
        "days": days,
        "doubtful": [[*key, said[key], editions[key]] for key in sorted(said)],
    }
    storage.write(_name(year), json.dumps(told, ensure_ascii=False).encode())


def load_digest(storage: Storage, year: Year) -> str:
    """The digest that `save_year` was told; empty where it was not called.

    Raises:
        PublishError: The storage does not answer.
    """
    return str(load_manifest(storage.read(_name(year))).get("digest", ""))


def _name(year: Year) -> str:
    return f"{_YEARS}/{slug(year[0])}/{year[1]}.json"


def load_years(storage: Storage, title: str | None = None) -> Iterator[dict[str, Any]]:
    """What `save_year` noted, by title and year: ``title``, ``year``, ``days``, ``doubtful``.

    Args:
        storage: The archive's output.
        title: Only this newspaper; None for all.

    Raises:
        PublishError: The storage does not answer.
    """
    below = _YEARS if title is None else f"{_YEARS}/{slug(title)}"
    for _, data in storage.read_all(list(storage.names(below))):
        told = load_manifest(data)
        if told:
            yield told
