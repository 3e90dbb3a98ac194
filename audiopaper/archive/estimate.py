"""An estimate of what an archive will cost, before anything is spoken."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.archive.discovery import EditionSource
    from audiopaper.archive.storage import Storage

# 96 kbit/s at 44.1 kHz and 64 kbit/s at 24 kHz, in bytes an hour.
_BYTES_AN_HOUR = {44_100: 43_200_000, 24_000: 28_800_000}

# Samples of clips, 16 bit at 24,000 a second: size of an hour in the cache.
_CACHE_BYTES_AN_HOUR = 172_800_000

_SPOKEN_SHARE = 0.95
"""Share of an episode that is speech; the rest is pauses and sounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Size, length and cost of an archive."""

    editions: int
    """Number of editions."""

    titles: int
    """Number of newspapers."""

    pages: int
    """Number of page files."""

    page_characters: int
    """Printed characters without white space."""

    spoken_characters: int
    """Most characters that are spoken: an episode is as long as configured, or as its pages."""

    hours: float
    """Length of all episodes."""

    costs: tuple[tuple[str, float], ...]
    """Engine and price, for each engine of the price table."""

    output_bytes: int
    """Size of the episodes."""

    cache_bytes: int
    """Size of the clip cache."""


def estimate_archive(
    source: Storage, editions: Sequence[EditionSource], config: Config
) -> Estimate:
    """Estimate an archive from its page files.

    Args:
        source: Storage of the page files; they are read to count characters.
        editions: The editions.
        config: For length, pace and prices.

    Raises:
        PublishError: The storage does not answer.
    """
    presenters = load_presenters(voices_folder(config))
    pace = presenters[config.presenters.anchor].chars_per_minute
    full = round(config.episode.minutes * _SPOKEN_SHARE * pace)
    pages = source.read_all(name for edition in editions for name in edition.pages)
    printed = spoken = 0
    for edition in editions:
        chars = sum(_count(data or b"") for _, data in itertools.islice(pages, len(edition.pages)))
        printed += chars
        spoken += min(full, chars)
    hours = spoken / pace / _SPOKEN_SHARE / 60
    return Estimate(
        editions=len(editions),
        titles=len({edition.title for edition in editions}),
        pages=sum(len(edition.pages) for edition in editions),
        page_characters=printed,
        spoken_characters=spoken,
        hours=round(hours, 1),
        costs=tuple(
            (name, round(spoken / 1_000_000 * price, 2))
            for name, price in sorted(config.archive.prices.items())
        ),
        output_bytes=round(hours * _BYTES_AN_HOUR[config.episode.sample_rate_hz]),
        cache_bytes=round(hours * _CACHE_BYTES_AN_HOUR),
    )


def _count(data: bytes) -> int:
    return sum(not c.isspace() for c in data.decode("utf-8", "ignore"))
