"""The measures of an archive that are drawn: of every edition a value, of every title its range."""

from __future__ import annotations

import datetime as dt
import itertools
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiopaper.archive import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EPOCH = dt.date(1970, 1, 1).toordinal()
"""Ordinal of the day from which Matplotlib counts."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One figure of every edition, with its usual range."""

    name: str
    """File name of the picture, without its suffix."""

    heading: str
    """Title of the picture."""

    line: str
    """Meaning of the line in each panel."""

    form: str
    """Format of a value."""

    values: NDArray[np.float64]
    """Of each edition, by title and day; shape ``(editions,)``."""

    centres: NDArray[np.float64]
    """For each title, the value from which distance is measured."""

    reaches: NDArray[np.float64]
    """For each title, the distance beyond which an edition is out of line."""

    lines: NDArray[np.float64]
    """For each title, the value at which the line is drawn."""

    floor: float
    """Lowest possible value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Editions:
    """The drawn figures of all editions, 32 bytes each, by title and day."""

    titles: tuple[str, ...]
    owners: NDArray[np.int32]
    days: NDArray[np.int32]
    per_page: NDArray[np.float64]
    shares: NDArray[np.float64]
    lufs: NDArray[np.float64]


def find_out_of_line(measure: Measure, editions: Editions) -> NDArray[np.bool_]:
    """Return which editions are out of line; shape ``(editions,)``."""
    far = np.abs(measure.values - measure.centres[editions.owners])
    return np.asarray(far > measure.reaches[editions.owners])


def gather_editions(rows: Iterable[Mapping[str, Any]]) -> Editions:
    """Return the figures of all editions, by title and day.

    Args:
        rows: As in `plot_summary`.
    """
    numbers: dict[str, int] = {}
    owners, days = array("i"), array("i")
    per_page, shares, lufs = array("d"), array("d"), array("d")
    for row in rows:
        facts = row["facts"]
        owners.append(numbers.setdefault(row["title"], len(numbers)))
        days.append(dt.date.fromisoformat(row["date"]).toordinal() - EPOCH)
        per_page.append(facts["articles"] / max(1, facts["pages"]))
        shares.append(facts["furniture_share"])
        lufs.append(facts["loudness_lufs"])
    titles = tuple(sorted(numbers))
    places = np.zeros(len(titles), np.int32)
    for place, title in enumerate(titles):
        places[numbers[title]] = place
    owner = places[np.asarray(owners)] if titles else places
    order = np.lexsort((np.asarray(days), owner))
    return Editions(
        titles=titles,
        owners=owner[order],
        days=np.asarray(days)[order],
        per_page=np.asarray(per_page)[order],
        shares=np.asarray(shares)[order],
        lufs=np.asarray(lufs)[order],
    )


def measure_editions(editions: Editions, target_lufs: float) -> tuple[Measure, ...]:
    """Return the three measures, with the bounds that the summary uses."""
    count = len(editions.titles)
    medians = _by_title(editions.per_page, editions)
    spreads = summary.DEVIATIONS * _by_title(
        np.abs(editions.per_page - medians[editions.owners]), editions
    )
    return (
        Measure(
            name="articles",
            heading="Articles a page",
            line="the title's median",
            form="{:.1f}",
            values=editions.per_page,
            centres=medians,
            reaches=np.maximum(1.0, summary.OUT_OF_LINE * spreads),
            lines=medians,
            floor=0.0,
        ),
        Measure(
            name="furniture",
            heading="Share of the text that is in no article",
            line="the title's median",
            form="{:.0%}",
            values=editions.shares,
            centres=np.zeros(count),
            reaches=np.full(count, summary.FURNITURE_SHARE),
            lines=_by_title(editions.shares, editions),
            floor=0.0,
        ),
        Measure(
            name="loudness",
            heading="Loudness, LUFS",
            line=f"the target, {target_lufs:.1f} LUFS",
            form="{:.1f} LUFS",
            values=editions.lufs,
            centres=np.full(count, target_lufs),
            reaches=np.full(count, summary.LOUDNESS_LU),
            lines=np.full(count, target_lufs),
            floor=-np.inf,
        ),
    )


def _by_title(values: NDArray[np.float64], editions: Editions) -> NDArray[np.float64]:
    """Return the median of each title's editions."""
    bounds = np.searchsorted(editions.owners, np.arange(len(editions.titles) + 1))
    pairs = itertools.pairwise(bounds)
    return np.array([np.median(values[start:end]) for start, end in pairs], np.float64)
