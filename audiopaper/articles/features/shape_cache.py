"""The shape features of a page's blocks, computed once for lines with equal surroundings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.articles.features.head_words import see_head_words
from audiopaper.articles.features.line_shape import (
    SHAPES,
    above_stack,
    below_stack,
    size_of,
    text_above,
)
from audiopaper.articles.features.openings import see_openings
from audiopaper.articles.features.page_shapes import measure_shapes
from audiopaper.articles.features.shared_words import see_shared_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from audiopaper.articles.blocks import Block
    from audiopaper.articles.features.head_words import HeadWords
    from audiopaper.articles.features.line_shape import Feature
    from audiopaper.articles.features.page_shapes import Shapes

_OF_LINE = tuple(feature for feature in SHAPES if feature.group == "line")
_OF_SURROUNDINGS = tuple(feature for feature in SHAPES if feature.group != "line")


def see_shapes(blocks: Sequence[Block], words: HeadWords | None = None) -> list[frozenset[str]]:
    """Name the shape features of each block as ``feature=value``.

    Repeated lines and equal surroundings are examined once.

    Args:
        blocks: The page's blocks.
        words: Other tables of words than the shipped ones.
    """
    page = measure_shapes(blocks)
    shared = see_shared_words(page)
    heads = see_head_words(page, words)
    openings = see_openings(page, words)
    kinds = tuple(_kind(page, i) for i in range(len(blocks)))
    lines: dict[tuple[str, bool], frozenset[str]] = {}
    surroundings: dict[Hashable, frozenset[str]] = {}
    out = []
    for i, block in enumerate(blocks):
        printed = (block.text, block.indented)
        line = lines.get(printed)
        if line is None:
            line = lines[printed] = _see(_OF_LINE, page, i)
        around = _surroundings(page, kinds, i)
        beside = surroundings.get(around)
        if beside is None:
            beside = surroundings[around] = _see(_OF_SURROUNDINGS, page, i)
        out.append(line | beside | shared[i] | heads[i] | openings[i])
    return out


def _see(features: Sequence[Feature], page: Shapes, i: int) -> frozenset[str]:
    values = ((feature.name, feature.see(page, i)) for feature in features)
    return frozenset(f"{name}={value}" for name, value in values if value)


def _kind(page: Shapes, i: int) -> Hashable:
    """Give all that the features of other lines see of a line, but its length."""
    is_short = page.stacks[i][1] >= i
    return size_of(page, i), page.first[i], page.last[i], page.blocks[i].level, is_short


def _surroundings(page: Shapes, kinds: Sequence[Hashable], i: int) -> Hashable:
    """Give all that the features behind `_OF_SURROUNDINGS` see of a page, for one line."""
    first, last = page.stacks[i]
    return (
        i - first,
        last - i,
        kinds[max(0, i - 2) : i + 3],
        page.lengths[max(0, i - 1) : i + 2],
        min(i, 4),
        min(len(kinds) - 1 - i, 4),
        min(page.blocks[i].gap, 4),
        page.echoes[i],
        below_stack(page, i),
        above_stack(page, i),
        text_above(page, i),
    )
