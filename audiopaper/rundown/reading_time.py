"""Estimate the length of a rundown, by the pace of its presenters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.rundown.excerpts import cut_story
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import EpisodeSettings
    from audiopaper.model import Item, Rundown

USUAL_PACE = 270
"""Han characters a minute of a newsreader, for a presenter of unknown pace."""

# Greeting, headlines and sign-off of the sample took 50 s with eight stories: some 4 s a story, and
# 20 s besides.
FIXED_MS = 20_000
STORY_MS = 4_000

TOLERANCE = 0.15
"""Share of the target length by which an episode may miss it without a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """Time of an episode besides the words of its stories."""

    fixed_ms: int = FIXED_MS
    """Total time of what precedes and follows the stories."""

    story_ms: int = STORY_MS
    """Pauses and separator of a story, whatever its length."""

    paragraph_ms: int = 0
    """Pauses of each paragraph of a story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The values by which the length of a text is estimated."""

    chars_per_minute: Mapping[str, int]
    """Characters a minute of each presenter, by name."""

    overhead: Overhead = Overhead()
    """Time besides the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Estimated times of a rundown."""

    items_ms: tuple[int, ...]
    """Time that each story adds to the episode if it is read; 0 for other items."""

    ends_ms: tuple[int, ...]
    """End of each item in the episode; 0 for dropped ones."""

    total_ms: int
    """Length of the episode."""


def spoken_ms(text: str, chars_per_minute: int) -> int:
    """Estimate the length of a text at a presenter's pace, in milliseconds.

    Only letters and digits count; a digit or Latin letter takes about as long as a Han character.

    Example:
        >>> spoken_ms("今天，晴。", 180)
        1000
    """
    return round(count_chars(text) * 60_000 / chars_per_minute)


def count_chars(text: str) -> int:
    """Count the spoken characters of a text."""
    return sum(c.isalnum() for c in text)


def read_ms(item: Item, pace: Pace, episode: EpisodeSettings) -> int:
    """Estimate the length of a story's chapter, shortened to its ``paragraphs``."""
    chars = pace.chars_per_minute.get(item.presenter, USUAL_PACE)
    text = cut_story(item, episode).text
    pauses_ms = pace.overhead.paragraph_ms * len(text.split("\n"))
    return pace.overhead.story_ms + pauses_ms + spoken_ms(f"{item.read_title}{text}", chars)


def story_ms(item: Item, anchor: str, pace: Pace, episode: EpisodeSettings) -> int:
    """Estimate the time that a story adds: its chapter, and its line among the headlines."""
    chars = pace.chars_per_minute.get(anchor, USUAL_PACE)
    return spoken_ms(item.title, chars) + read_ms(item, pace, episode)


def measure_rundown(rundown: Rundown, anchor: str, pace: Pace, episode: EpisodeSettings) -> Lengths:
    """Estimate the times of a rundown.

    Args:
        rundown: The running order.
        anchor: The presenter who reads the headlines.
        pace: The pace of the presenters.
        episode: The words that a shortened story ends with.
    """
    items_ms = tuple(
        story_ms(item, anchor, pace, episode) if item.kind == "story" else 0
        for item in rundown.items
    )
    end_ms, ends_ms = pace.overhead.fixed_ms, [0] * len(items_ms)
    for position in rundown.spoken:
        end_ms += items_ms[position]
        ends_ms[position] = end_ms
    return Lengths(items_ms=items_ms, ends_ms=tuple(ends_ms), total_ms=end_ms)


def warn_of_stories(rundown: Rundown, pace: Pace, episode: EpisodeSettings) -> tuple[str, ...]:
    """Warn of each story that exceeds ``max_story_minutes`` and cannot be shortened further."""
    limit = episode.max_story_minutes
    return tuple(
        _(
            "“{title}” takes {minutes:.1f} minutes, more than the {limit:g} of "
            "[episode] max_story_minutes, and cannot be shortened further",
            title=item.title,
            minutes=minutes,
            limit=limit,
        )
        for item in rundown.items
        if limit and item.kind == "story" and not item.drop
        if (minutes := read_ms(item, pace, episode) / 60_000) > limit
    )


def warn_of_length(length_ms: int, minutes: int) -> str:
    """Return a warning if a length is too far from the target; else an empty string.

    Example:
        >>> warn_of_length(900_000, 12)
        'the episode takes 15.0 minutes, 25 % more than the 12 of [episode] minutes'
    """
    deviation = length_ms / (minutes * 60_000) - 1
    if abs(deviation) <= TOLERANCE:
        return ""
    return _(
        "the episode takes {length_ms:.1f} minutes, {deviation:.0f} % {which} than "
        "the {minutes} of [episode] minutes",
        length_ms=length_ms / 60000,
        deviation=abs(deviation) * 100,
        which=_("more") if deviation > 0 else _("less"),
        minutes=minutes,
    )
