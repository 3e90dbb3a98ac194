"""How long a rundown takes to read, by its presenters' pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from audiopaper.rundown.excerpts import cut_story

if TYPE_CHECKING:
    from audiopaper.config import EpisodeSettings
    from audiopaper.model import Item, Rundown

USUAL_PACE = 270
"""Han characters a minute of a newsreader, for a presenter whose pace is not known."""

# Greeting, summary lines and sign-off of the sample took 50 s with eight stories, some 4 s a
# story and 20 s beside.
FIXED_MS = 20_000
STORY_MS = 4_000

TOLERANCE = 0.15
"""Share of the target length by which an episode may miss it without a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """What an episode takes besides the words of its stories."""

    fixed_ms: int = FIXED_MS
    """What stands before and behind the stories, all together."""

    story_ms: int = STORY_MS
    """Pauses and separator of a story, whatever its length."""

    paragraph_ms: int = 0
    """Pauses of each of its paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a text's length is estimated by."""

    chars_per_minute: Mapping[str, int]
    """Characters a minute of each presenter, by name."""

    overhead: Overhead = Overhead()
    """What comes to the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Estimated times of a rundown."""

    items_ms: tuple[int, ...]
    """What each item adds to the episode where it is read; 0 for what is no story."""

    ends_ms: tuple[int, ...]
    """When each item ends; dropped ones take no time."""

    total_ms: int
    """The whole episode."""


def spoken_ms(text: str, chars_per_minute: int) -> int:
    """How long a text will take at a presenter's pace, in milliseconds.

    Only what is said counts: letters and digits; a digit or Latin letter takes about as long
    as a Han character.

    Example:
        >>> spoken_ms("今天，晴。", 180)
        1000
    """
    return round(count_chars(text) * 60_000 / chars_per_minute)


def count_chars(text: str) -> int:
    """Count the characters of a text that are said."""
    return sum(c.isalnum() for c in text)


def read_ms(item: Item, pace: Pace, episode: EpisodeSettings) -> int:
    """How long a story's own chapter takes, cut as its ``paragraphs`` say."""
    chars = pace.chars_per_minute.get(item.presenter, USUAL_PACE)
    text = cut_story(item, episode).text
    pauses_ms = pace.overhead.paragraph_ms * len(text.split("\n"))
    return pace.overhead.story_ms + pauses_ms + spoken_ms(f"{item.read_title}{text}", chars)


def story_ms(item: Item, anchor: str, pace: Pace, episode: EpisodeSettings) -> int:
    """How much longer an episode is by a story: its chapter, and its line among the headlines."""
    chars = pace.chars_per_minute.get(anchor, USUAL_PACE)
    return spoken_ms(item.title, chars) + read_ms(item, pace, episode)


def measure_rundown(rundown: Rundown, anchor: str, pace: Pace, episode: EpisodeSettings) -> Lengths:
    """Estimate what each story of a rundown takes, and the whole.

    Args:
        rundown: The running order.
        anchor: Who says the headlines.
        pace: What the estimate goes by.
        episode: For the words of a story that is cut.
    """
    items_ms = tuple(
        story_ms(item, anchor, pace, episode) if item.kind == "story" else 0
        for item in rundown.items
    )
    read = [0 if item.drop else ms for item, ms in zip(rundown.items, items_ms, strict=True)]
    ends = tuple(accumulate(read, initial=pace.overhead.fixed_ms))
    return Lengths(items_ms=items_ms, ends_ms=ends[1:], total_ms=ends[-1])


def warn_of_stories(rundown: Rundown, pace: Pace, episode: EpisodeSettings) -> tuple[str, ...]:
    """Warn of each story that takes longer than ``max_story_minutes``, cut as far as it can be."""
    limit = episode.max_story_minutes
    return tuple(
        f"“{item.title}” takes {minutes:.1f} minutes, more than the {limit:g} of [episode] "
        "max_story_minutes, and ends nowhere before"
        for item in rundown.items
        if limit and item.kind == "story" and not item.drop
        if (minutes := read_ms(item, pace, episode) / 60_000) > limit
    )


def warn_of_length(length_ms: int, minutes: int) -> str:
    """A warning where a length is too far from the target; empty where it is not.

    Example:
        >>> warn_of_length(900_000, 12)
        'the episode takes 15.0 minutes, 25 % more than the 12 of [episode] minutes'
    """
    off = length_ms / (minutes * 60_000) - 1
    if abs(off) <= TOLERANCE:
        return ""
    return (
        f"the episode takes {length_ms / 60_000:.1f} minutes, {abs(off) * 100:.0f} % "
        f"{'more' if off > 0 else 'less'} than the {minutes} of [episode] minutes"
    )
