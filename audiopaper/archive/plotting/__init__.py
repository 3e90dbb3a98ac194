"""Draws the summary of an archive: usual values and outliers, one picture for each measure."""

from __future__ import annotations

import datetime as dt
import itertools
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiopaper.archive import summary
from audiopaper.errors import MissingProgramError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

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


def plot_summary(
    rows: Iterable[Mapping[str, Any]],
    next_entries: Sequence[tuple[str, str, int, int]],
    folder: Path,
    *,
    target_lufs: float,
    warn: Callable[[str], object] = lambda _sentence: None,
) -> tuple[Path, ...]:
    """Draw a summary, for an archive of any size.

    Args:
        rows: An edition each, in any order: ``title``, ``date`` as ``YYYY-MM-DD`` and ``facts`` as
            in its manifest. Taken one by one: a million need 150 MB, and matplotlib itself 100.
        next_entries: As in `Summary`: text, pinyin, occurrences, editions.
        folder: Where the pictures go.
        target_lufs: Target loudness of every episode.
        warn: Called with one sentence if this machine cannot draw the Chinese characters, which
            are then replaced by addresses, code points and pinyin.

    Returns:
        ``articles.png``, ``furniture.png``, ``loudness.png`` and ``readings.png``. The same summary
        gives the same bytes on the same machine.

    Raises:
        MissingProgramError: Matplotlib is not installed.
        PublishError: The folder cannot be written.
    """
    _require_matplotlib()
    from audiopaper.archive.plotting import bars, figures, panels

    editions = _gather(rows)
    with figures.own_settings() as letters:
        drawn = {
            measure.name: panels.draw_measure(measure, editions, letters)
            for measure in _measure(editions, target_lufs)
        }
        drawn["readings"] = bars.draw_readings(next_entries, letters)
    if letters.replaced:
        warn(
            "the fonts of this machine lack Chinese characters, so the pictures have addresses in "
            "place of some titles and code points in place of some texts: install Noto Sans CJK"
        )
    for name, data in drawn.items():
        write_file(folder / f"{name}.png", data)
    return tuple(folder / f"{name}.png" for name in drawn)


def _require_matplotlib() -> None:
    try:
        import matplotlib as mpl  # noqa: F401
    except ImportError as error:
        raise MissingProgramError(
            "pictures of an archive are drawn by matplotlib, which is not installed",
            remedy='pip install "audiopaper[plots]"',
        ) from error


def find_out_of_line(measure: Measure, editions: Editions) -> NDArray[np.bool_]:
    """Return which editions are out of line; shape ``(editions,)``."""
    far = np.abs(measure.values - measure.centres[editions.owners])
    return np.asarray(far > measure.reaches[editions.owners])


def _gather(rows: Iterable[Mapping[str, Any]]) -> Editions:
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


def _measure(editions: Editions, target_lufs: float) -> tuple[Measure, ...]:
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
