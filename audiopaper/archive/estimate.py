"""What an archive would take, before anything is spoken."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.archive.discovery import Found
    from audiopaper.archive.storage import Storage

# 96 kbit/s at 44.1 kHz and 64 kbit/s at 24 kHz, in bytes an hour.
_BYTES_AN_HOUR = {44_100: 43_200_000, 24_000: 28_800_000}

# Samples of clips, 16 bit at 24,000 a second: what the cache keeps of an hour.
_CACHE_BYTES_AN_HOUR = 172_800_000

_SPOKEN_SHARE = 0.95
"""Of an episode's length that is speech; the rest is pauses and sounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an archive would take."""

    editions: int
    """How many."""

    titles: int
    """Of how many newspapers."""

    pages: int
    """Page files."""

    page_characters: int
    """All that is printed, space apart."""

    spoken_characters: int
    """At most so many are spoken: each episode is as long as configured, or as its pages last."""

    hours: float
    """Of episodes."""

    costs: tuple[tuple[str, float], ...]
    """For each engine of the price table, what speaking costs by it."""

    output_bytes: int
    """What the episodes take."""

    cache_bytes: int
    """What the cache takes."""


def plan_archive(source: Storage, editions: Sequence[Found], config: Config) -> Plan:
    """Count what an archive would take.

    Args:
        source: Where the pages are; they are read to be counted.
        editions: Which.
        config: For length, pace and prices.

    Raises:
        PublishError: The storage does not answer.
    """
    presenters = load_presenters(voices_folder(config))
    pace = presenters[config.presenters.anchor].chars_per_minute
    full = round(config.episode.minutes * _SPOKEN_SHARE * pace)
    pages = source.read_all(name for found in editions for name in found.pages)
    printed = spoken = 0
    for found in editions:
        chars = sum(_count(data or b"") for _, data in itertools.islice(pages, len(found.pages)))
        printed += chars
        spoken += min(full, chars)
    hours = spoken / pace / _SPOKEN_SHARE / 60
    return Plan(
        editions=len(editions),
        titles=len({found.title for found in editions}),
        pages=sum(len(found.pages) for found in editions),
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
