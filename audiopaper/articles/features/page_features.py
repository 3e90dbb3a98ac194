"""All features of the shapes of a page's blocks, and of the words of its short lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.articles.features.head_words import see_head_words
from audiopaper.articles.features.line_shape import SHAPES
from audiopaper.articles.features.openings import see_openings
from audiopaper.articles.features.page_shapes import measure_shapes
from audiopaper.articles.features.shared_words import see_shared_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.blocks import Block
    from audiopaper.articles.features.head_words import HeadWords
    from audiopaper.articles.features.line_shape import Feature
    from audiopaper.articles.features.page_shapes import Shapes

_OF_LINE = tuple(feature for feature in SHAPES if feature.group == "line")
_OF_PLACE = tuple(feature for feature in SHAPES if feature.group != "line")


def see_shapes(blocks: Sequence[Block], words: HeadWords | None = None) -> list[frozenset[str]]:
    """Name the shape features of each block as ``feature=value``; repeated lines are seen once.

    Args:
        blocks: The page's blocks.
        words: Other tables of words than the shipped ones.
    """
    page = measure_shapes(blocks)
    shared = see_shared_words(page)
    heads = see_head_words(page, words)
    openings = see_openings(page, words)
    lines: dict[tuple[str, bool], frozenset[str]] = {}
    out = []
    for i, block in enumerate(blocks):
        printed = (block.text, block.indented)
        line = lines.get(printed)
        if line is None:
            line = lines[printed] = _see(_OF_LINE, page, i)
        out.append(line | _see(_OF_PLACE, page, i) | shared[i] | heads[i] | openings[i])
    return out


def _see(features: Sequence[Feature], page: Shapes, i: int) -> frozenset[str]:
    return frozenset(
        [f"{feature.name}={value}" for feature in features if (value := feature.see(page, i))]
    )
