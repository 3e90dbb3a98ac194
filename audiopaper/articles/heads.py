"""An article's head where the page does not tell its headline from the line above or below."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import HeadOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import HeadPart

MIN_RIVAL_CHANCE = 0.3
"""From this probability of being the headline, a kicker or subhead is read with the headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The lines of a head by their parts."""

    kickers: tuple[str, ...]
    headlines: tuple[str, ...]
    subheads: tuple[str, ...]
    order: HeadOrder = ()
    """The two parts that the page does not tell apart, in print order; empty where it does."""


def choose_headline(
    parts: Sequence[HeadPart],
    kickers: tuple[str, ...],
    headlines: tuple[str, ...],
    subheads: tuple[str, ...],
) -> Head:
    """Name the headline of a head, and the line that may be it as well.

    Args:
        parts: The head as printed, with the probability of each line that it is the headline.
        kickers: Lines that were taken for kickers.
        headlines: Lines that were taken for the headline.
        subheads: Lines that were taken for subheads.

    Returns:
        The head, its headline the more probable of the two lines.
    """
    if len(headlines) > 1 and not kickers and _is_column_name(headlines[0]):
        kickers, headlines = headlines[:1], headlines[1:]
        return Head(kickers=kickers, headlines=headlines, subheads=subheads)
    if len(headlines) == _LINES and not kickers and not subheads:
        return _part_lines(parts, headlines)
    above, own, below = (_chance(parts, role) for role in ("kicker", "headline", "subhead"))
    rival = max(above if kickers else 0.0, below if subheads else 0.0)
    if not headlines or rival < MIN_RIVAL_CHANCE:
        return Head(kickers=kickers, headlines=headlines, subheads=subheads)
    if kickers and above == rival:
        if above <= own:
            order: HeadOrder = ("kicker", "headline")
            return Head(kickers=kickers, headlines=headlines, subheads=subheads, order=order)
        return Head(
            kickers=(),
            headlines=kickers,
            subheads=(*headlines, *subheads),
            order=("headline", "subhead"),
        )
    if below <= own:
        order = ("headline", "subhead")
        return Head(kickers=kickers, headlines=headlines, subheads=subheads, order=order)
    return Head(
        kickers=(*kickers, *headlines),
        headlines=subheads,
        subheads=(),
        order=("kicker", "headline"),
    )


_LINES, _SURE_LINE = 2, 0.7
"""A line of a headline in two lines that is less probable is rather a kicker or a subhead."""


def _part_lines(parts: Sequence[HeadPart], headlines: tuple[str, ...]) -> Head:
    """Name the headline where one of two lines that were taken for it may be none."""
    chances = [part.headline_chance for part in parts if part.role == "headline"]
    # A page whose mark-up or layout gives the roles has no probabilities.
    if len(chances) != _LINES or min(chances) >= _SURE_LINE or not max(chances):
        return Head(kickers=(), headlines=headlines, subheads=())
    first, second = headlines[:1], headlines[1:]
    if chances[0] <= chances[1]:
        order: HeadOrder = ("kicker", "headline")
        return Head(kickers=first, headlines=second, subheads=(), order=order)
    return Head(kickers=(), headlines=first, subheads=second, order=("headline", "subhead"))


# 百姓故事 over the headline of a story. Half of a headline in two lines is longer.
_MOST_NAME_CHARS = 4


def _is_column_name(line: str) -> bool:
    """Return whether the first line of a headline is rather the name of the column it stands in."""
    tight = "".join(line.split())
    return len(tight) <= _MOST_NAME_CHARS and tight.isalpha()


def _chance(parts: Sequence[HeadPart], role: str) -> float:
    """Mean probability that the lines of one role are the headline; 0 where it is not known."""
    chances = [part.headline_chance for part in parts if part.role == role]
    return math.fsum(chances) / len(chances) if chances else 0.0
