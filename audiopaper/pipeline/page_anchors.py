"""The numbers by which addresses name the chapters of an episode that was made again."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiopaper.model import Episode

_MIN_LIKENESS = 0.5
"""Chapters that are less alike are different ones."""


def keep_anchors(before: Episode, after: Episode) -> tuple[tuple[int, ...], int]:
    """Number the chapters of an episode so that addresses published before stay right.

    A chapter that the earlier episode has too keeps its number; any other gets a number that no
    chapter ever had.

    Args:
        before: The episode that was public.
        after: The episode that replaces it.

    Returns:
        `Episode.anchors` and `Episode.last_anchor` of ``after``.
    """
    positions = tuple(range(1, len(before.chapters) + 1))
    numbers, last = before.anchors or positions, before.last_anchor or len(positions)
    pairs = _pair_chapters(before, after)
    fresh = itertools.count(last + 1)
    anchors = tuple(
        numbers[pairs[index]] if index in pairs else next(fresh)
        for index in range(len(after.chapters))
    )
    last = max(last, *anchors)
    if anchors == tuple(range(1, last + 1)):
        return (), 0
    return anchors, last


def _pair_chapters(before: Episode, after: Episode) -> dict[int, int]:
    """Pair the chapters that both episodes have, by index; the most alike are paired first."""
    old, new = _describe_chapters(before), _describe_chapters(after)
    likeness = {
        (index, earlier): _likeness(new[index], old[earlier])
        for index, earlier in itertools.product(range(len(new)), range(len(old)))
    }
    pairs: dict[int, int] = {}
    # Of chapters that are equally alike, those stay together that are as far in their episodes.
    for index, earlier in sorted(likeness, key=lambda p: (-likeness[p], abs(p[0] - p[1]), p)):
        is_free = index not in pairs and earlier not in pairs.values()
        if is_free and likeness[index, earlier] >= _MIN_LIKENESS:
            pairs[index] = earlier
    return pairs


_Chapter = tuple[bool, str, frozenset[str]]
"""Whether it is a story, its title, and the pairs of characters of its text."""


def _describe_chapters(episode: Episode) -> list[_Chapter]:
    stories = {story.chapter for story in episode.stories}
    texts = [""] * len(episode.chapters)
    for cue in episode.cues:
        texts[cue.chapter] += cue.text
    return [
        (index in stories, chapter.title, frozenset(map("".join, itertools.pairwise(text))))
        for index, (chapter, text) in enumerate(zip(episode.chapters, texts, strict=True))
    ]


def _likeness(first: _Chapter, second: _Chapter) -> float:
    """Compare two chapters: 1 for the same title, and up to 1 for the text they share."""
    if first[0] != second[0]:
        return 0.0
    chars = len(first[2]) + len(second[2])
    shared = 2 * len(first[2] & second[2]) / chars if chars else 0.0
    return (first[1] == second[1]) + shared
