"""A summary of an archive: editions, outliers, failures and readings to be decided."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiopaper.archive.archive_folder import Failure, read_stored
from audiopaper.archive.storage import WORK
from audiopaper.archive.year_records import EditionFacts, load_years
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.archive.storage import Storage

FURNITURE_SHARE = 0.35
"""Share of a page's characters in no article above which an edition is an outlier; the real pages
that were measured have less than a fifth."""

DEVIATIONS = 1.4826
"""A normal distribution's standard deviation, in median deviations (Rousseeuw and Croux, 1993)."""

OUT_OF_LINE = 4.0
"""Standard deviations from the median of a title's articles a page that make an outlier."""

LOUDNESS_LU = 0.5
"""Greatest distance of an episode from the target."""

_SHOWN = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """An edition to look at."""

    title: str
    """The newspaper."""

    date: str
    """The day, as ``YYYY-MM-DD``."""

    why: str
    """What stands out, with its figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The contents of an archive, and the editions in it to look at."""

    totals: tuple[tuple[str, int, int, float], ...]
    """For each title: its name, editions, pages and hours."""

    outliers: tuple[Outlier, ...]
    """By title and date."""

    next_entries: tuple[tuple[str, str, int, int], ...]
    """Readings that no rule decided: text, pinyin, occurrences, editions; the most frequent first.
    They are candidates for the lexicon."""

    failures: tuple[Failure, ...]
    """Editions that were set aside, each with its problem and remedy."""


def summarise(storage: Storage, *, target_lufs: float) -> Summary:
    """Summarise the records of an archive's years, and its failures.

    Args:
        storage: The archive's output.
        target_lufs: Target loudness of every episode.

    Raises:
        PublishError: The storage does not answer.
    """
    failures = _load_failures(storage)
    occurrences: Counter[tuple[str, str]] = Counter()
    editions: Counter[tuple[str, str]] = Counter()
    totals = []
    outliers: list[Outlier] = []
    for title, years in itertools.groupby(load_years(storage), key=lambda record: record["title"]):
        days: list[EditionFacts] = []
        for record in years:
            days += record["days"]
            for text, reading, count, in_editions in record["doubtful"]:
                occurrences[text, reading] += count
                editions[text, reading] += in_editions
        # An edition that was set aside and made later is no longer a failure.
        for day in days:
            failures.pop((title, day["date"]), None)
        if days:
            pages = sum(day["facts"]["pages"] for day in days)
            hours = round(sum(day["facts"]["minutes"] for day in days) / 60, 1)
            totals.append((title, len(days), pages, hours))
            outliers += _find_outliers(title, days, target_lufs)
    ranked = sorted(occurrences, key=lambda key: (-editions[key], -occurrences[key], key))
    return Summary(
        totals=tuple(totals),
        outliers=tuple(outliers),
        next_entries=tuple((*key, occurrences[key], editions[key]) for key in ranked[:_SHOWN]),
        failures=tuple(failures[key] for key in sorted(failures)),
    )


def each_edition(storage: Storage) -> Iterator[dict[str, Any]]:
    """Give the record of each edition, by title and date: ``title``, ``date``, ``facts``.

    Raises:
        PublishError: The storage does not answer.
    """
    for record in load_years(storage):
        for day in record["days"]:
            yield {"title": record["title"], **day}


def _load_failures(storage: Storage) -> dict[tuple[str, str], Failure]:
    names = list(storage.names(f"{WORK}/failed"))
    read = [read_stored(name, data, Failure) for name, data in storage.read_all(names)]
    return {(failure["title"], failure["date"]): failure for failure in read if failure}


def _find_outliers(title: str, group: Sequence[EditionFacts], target_lufs: float) -> list[Outlier]:
    per_page = [m["facts"]["articles"] / max(1, m["facts"]["pages"]) for m in group]
    middle = statistics.median(per_page)
    spread = DEVIATIONS * statistics.median(abs(value - middle) for value in per_page)
    outliers = []
    for manifest, value in zip(group, per_page, strict=True):
        facts = manifest["facts"]
        reasons = []
        if abs(value - middle) > max(1.0, OUT_OF_LINE * spread):
            reasons.append(
                _("{value:.1f} articles a page, {middle:.1f} are usual", value=value, middle=middle)
            )
        if facts["furniture_share"] > FURNITURE_SHARE:
            reasons.append(
                _(
                    "{furniture_share:.0%} of the text is in no article",
                    furniture_share=facts["furniture_share"],
                )
            )
        off = facts["loudness_lufs"] - target_lufs
        if abs(off) > LOUDNESS_LU:
            reasons.append(f"{facts['loudness_lufs']:.1f} LUFS")
        if facts["stories"] < 1:
            reasons.append(_("no story"))
        outliers += [Outlier(title=title, date=manifest["date"], why=why) for why in reasons]
    return outliers
