"""A summary file for each title and year, so that nobody has to open a million manifests."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypedDict

from audiopaper.archive.archive_folder import Day, Facts, Manifest, read_stored, slug
from audiopaper.archive.storage import WORK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.archive.storage import Storage

_YEARS = f"{WORK}/years"

Year = tuple[str, int]
"""A newspaper and a year."""


class EditionFacts(TypedDict):
    """The figures of one edition."""

    date: Day
    facts: Facts


class YearRecord(TypedDict):
    """The figures of a title's year."""

    title: str
    year: int
    digest: str
    """Hash of everything that the year's feed and pages are made of."""

    days: list[EditionFacts]
    doubtful: list[tuple[str, str, int, int]]
    """Unsure readings: text, reading, occurrences, editions."""


def save_year(
    storage: Storage, year: Year, manifests: Sequence[Manifest], digest: str = ""
) -> None:
    """Write the record of a title's year, with its unsure readings added up.

    Args:
        storage: The archive's output.
        year: Title and year.
        manifests: Manifests of its editions, by date.
        digest: Hash of everything that the year's feed and pages are made of.

    Raises:
        PublishError: The storage does not answer.
    """
    counts: Counter[tuple[str, str]] = Counter()
    editions: Counter[tuple[str, str]] = Counter()
    days = []
    for manifest in manifests:
        facts = manifest["facts"].copy()
        doubtful = facts.pop("doubtful", [])
        for text, reading, count in doubtful:
            counts[text, reading] += count
        editions.update({(text, reading) for text, reading, _ in doubtful})
        days.append({"date": manifest["date"], "facts": facts})
    document = {
        "schema": 1,
        "title": year[0],
        "year": year[1],
        "digest": digest,
        "days": days,
        "doubtful": [[*key, counts[key], editions[key]] for key in sorted(counts)],
    }
    storage.write(_name(year), json.dumps(document, ensure_ascii=False).encode())


def load_digest(storage: Storage, year: Year) -> str:
    """The digest that `save_year` wrote last; empty if there is no record.

    Raises:
        PublishError: The storage does not answer, or the record is damaged.
    """
    record = read_stored(_name(year), storage.read(_name(year)), YearRecord)
    return record["digest"] if record else ""


def load_years(storage: Storage, title: str | None = None) -> Iterator[YearRecord]:
    """Read the records, by title and year.

    Args:
        storage: The archive's output.
        title: Only this newspaper; None for all.

    Raises:
        PublishError: The storage does not answer, or a record is damaged.
    """
    below = _YEARS if title is None else f"{_YEARS}/{slug(title)}"
    for name, data in storage.read_all(list(storage.names(below))):
        record = read_stored(name, data, YearRecord)
        if record:
            yield record


def _name(year: Year) -> str:
    return f"{_YEARS}/{slug(year[0])}/{year[1]}.json"
