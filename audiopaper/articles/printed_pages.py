"""What the layout of a printed page says of its blocks: evidence beside that of their text.

The values are set by hand, not learned: a line's size and place tell a headline, a caption or a
running head about as surely as the strongest words do.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.articles.assembly import draft_articles
from audiopaper.articles.links.page_stories import ReadPage
from audiopaper.articles.roles import ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from audiopaper.articles.blocks import Block
    from audiopaper.articles.drafts import Draft
    from audiopaper.articles.roles import Part
    from audiopaper.layout import LineLayout, PageLayout
    from audiopaper.model import FurnitureLine

_SAME_SIZE = 0.93
"""Lines of a headline are at least so large, as a share of the largest one."""

_HEADLINE: Mapping[Role, float] = {
    "headline": 5.0, "kicker": -2.0, "subhead": -2.0, "text": -5.0, "lede": -5.0, "caption": -4.0,
    "heading": -3.0, "closing": -4.0, "furniture": -5.0, "byline": -2.0,
}  # fmt: skip
_ABOVE: Mapping[Role, float] = {**_HEADLINE, "headline": -3.0, "kicker": 5.0}
_BELOW: Mapping[Role, float] = {**_HEADLINE, "headline": -3.0, "subhead": 5.0}
_LINES: Mapping[str, Mapping[Role, float]] = {
    "": {"headline": -3.0, "kicker": -2.0},
    "text": {
        "headline": -7.0, "kicker": -7.0, "subhead": -6.0, "heading": -4.0, "caption": -4.0,
        "furniture": -2.0,
    },
    "heading": {"heading": 5.0, "headline": -5.0, "kicker": -5.0, "subhead": -4.0},
    "caption": {"caption": 7.0},
    "edge": {"furniture": 7.0},
}  # fmt: skip


def mark_articles(blocks: Sequence[Block], layout: PageLayout | None) -> tuple[Block, ...]:
    """Set each block's article by its place; without a layout no block is changed."""
    if layout is None:
        return tuple(blocks)
    return tuple(
        block if line is None else replace(block, article=line.article)
        for block, line in zip(blocks, _lines(blocks, layout), strict=True)
    )


def _lines(blocks: Sequence[Block], layout: PageLayout) -> list[LineLayout | None]:
    return [layout.lines[block.lines[0][0] - 1] for block in blocks]


def score_layout(blocks: Sequence[Block], layout: PageLayout | None) -> NDArray[np.float64] | None:
    """Score each role of each block by the block's size and place.

    Args:
        blocks: The page's blocks.
        layout: Positions of the page's lines, or None if they are not known.

    Returns:
        What is added to the scores of the roles; shape ``(blocks, roles)``. None without a layout.
    """
    if layout is None:
        return None
    scores = np.zeros((len(blocks), len(ROLES)))
    lines = _lines(blocks, layout)
    weights = _head_weights(lines)
    largest = {article: max(sizes.values()) for article, sizes in weights.items()}
    passed: set[int] = set()
    for row, line in zip(scores, lines, strict=True):
        if line is None:
            continue
        table = _LINES.get(line.part, {})
        if line.part == "head":
            weight = weights[line.article][line.size_pt, line.bold]
            if weight >= _SAME_SIZE * largest[line.article]:
                passed.add(line.article)
                table = _HEADLINE
            else:
                table = _BELOW if line.article in passed else _ABOVE
        for role, score in table.items():
            row[ROLES.index(role)] = score
    return scores


_LIGHT = 0.8
"""How large a line in light type looks beside bold ones in the same head."""


def _head_weights(
    lines: Sequence[LineLayout | None],
) -> dict[int, dict[tuple[float, bool], float]]:
    """Return for each article how large the lines of its head look, by size and weight."""
    weights: dict[int, dict[tuple[float, bool], float]] = {}
    for line in lines:
        if line is not None and line.part == "head":
            known = weights.setdefault(line.article, {})
            known[line.size_pt, line.bold] = line.size_pt
    for known in weights.values():
        if any(bold for _, bold in known):
            known.update({key: size * _LIGHT for key, size in known.items() if not key[1]})
    return weights


def is_printed(parts: Sequence[Part]) -> bool:
    """Return whether a page's layout says which blocks belong together."""
    return any(part.block.article for part in parts)


def draft_printed(parts: Sequence[Part]) -> tuple[list[Draft], list[FurnitureLine]]:
    """Gather the blocks of a printed page into drafts, article by article.

    What belongs to none, captions and what stands at the page's edge, comes last.
    """
    drafts: list[Draft] = []
    furniture: list[FurnitureLine] = []
    for group in _articles(parts):
        group_drafts, lines = draft_articles(ReadPage(parts=tuple(group)))
        drafts += group_drafts
        furniture += lines
    return drafts, furniture


def _articles(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    ordered = sorted(parts, key=lambda part: part.block.article or len(parts) + 1)
    for _, group in itertools.groupby(ordered, key=lambda part: part.block.article):
        yield tuple(group)
