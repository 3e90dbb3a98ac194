"""A show over months and years: episodes, readings that were decided, and what was corrected."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.lexicon import UNVERIFIED
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.show.audience import count_show_downloads
from audiopaper.show.folder import show_folder
from audiopaper.show.public import standing_episodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.lexicon import Entry
    from audiopaper.model import Episode

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was done in a month."""

    month: str
    """Year and month: ``2026-03``."""

    episodes: int
    """Public episodes of its days."""

    minutes: float
    """Their length together."""

    corrections: int
    """Corrections of these episodes."""

    decided: int
    """Readings that were decided in it."""

    lexicon: int
    """Readings that the show had decided by its end, those without a day among them."""

    downloads: int | None = None
    """Downloads in it; None if no log is configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction of an episode."""

    key: str
    """The edition, by the name of its folders."""

    title: str
    """The episode's title."""

    text: str
    """What listeners were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHistory:
    """A show over its months."""

    months: tuple[Month, ...]
    """The newest first; months without episode or decision are left out."""

    corrections: tuple[Correction, ...]
    """The newest edition first."""

    undated: int
    """Readings of the show's own that name no day."""

    unverified: int
    """Readings of the show's own that nobody has looked up."""


def gather_history(config: Config) -> ShowHistory:
    """Gather a show's history from its public episodes, its lexicon and the configured logs.

    Raises:
        AudiopaperError: An episode's metadata, a lexicon file or a log cannot be read.
    """
    episodes = standing_episodes(show_folder(config))
    own = [entry for entry in show_lexicon(config).entries if not entry.shipped]
    downloads: Counter[str] | None = None
    if config.publish.access_logs:
        downloads = Counter(d.time.strftime("%Y-%m") for d in count_show_downloads(config))
    corrections = [
        Correction(key=episode.key, title=episode.title, text=text)
        for episode in episodes
        for text in episode.corrections
    ]
    return ShowHistory(
        months=_list_months(episodes, own, downloads),
        corrections=tuple(corrections),
        undated=sum(find_day(entry) is None for entry in own),
        unverified=sum(entry.source == UNVERIFIED for entry in own),
    )


def find_day(entry: Entry) -> dt.date | None:
    """Return the day on which a reading was decided: as written down, or in its source.

    Example:
        >>> from audiopaper.lexicon import Entry
        >>> find_day(Entry(text="单", pinyin=("shan4",), source="desk, 2026-03-02"))
        datetime.date(2026, 3, 2)
    """
    if entry.added is not None:
        return entry.added
    for text in _DAY.findall(entry.source):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    return None


def _list_months(
    episodes: Sequence[Episode], own: Sequence[Entry], downloads: Counter[str] | None
) -> tuple[Month, ...]:
    days = [find_day(entry) for entry in own]
    decided = Counter(f"{day:%Y-%m}" for day in days if day is not None)
    by_month: dict[str, list[Episode]] = {}
    for episode in episodes:
        by_month.setdefault(f"{episode.date:%Y-%m}", []).append(episode)
    months, total = [], sum(day is None for day in days)
    for month in sorted({*by_month, *decided, *(downloads or ())}):
        total += decided[month]
        made = by_month.get(month, [])
        months.append(
            Month(
                month=month,
                episodes=len(made),
                minutes=round(sum(e.duration_ms for e in made) / 60_000, 1),
                corrections=sum(len(e.corrections) for e in made),
                decided=decided[month],
                lexicon=total,
                downloads=None if downloads is None else downloads[month],
            )
        )
    return tuple(reversed(months))
