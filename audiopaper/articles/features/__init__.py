"""All features of a page's blocks: signs of the text, places on the page, shapes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.byline_forms import byline_strength
from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.features.line_text import see_text
from audiopaper.articles.features.page_features import see_shapes
from audiopaper.articles.features.position import measure_positions, see_positions
from audiopaper.articles.jump_lines import jump_in
from audiopaper.articles.page_words import DIGEST, HEAD_CHARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.blocks import Block
    from audiopaper.articles.features.head_words import HeadWords

_EDGE_TOP, _EDGE_FOOT = 6, 3
"""Running heads stand among the first lines of a page or the last ones."""


def repeated_lines(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Find the short texts at the edges of more than one page: running heads, slogans.

    A headline said again over its run-over, or in a digest, is none of them.
    """
    seen: Counter[str] = Counter()
    for blocks in pages:
        edge = {
            outline(block.text)
            for i, block in enumerate(blocks)
            if len(block.text) <= HEAD_CHARS
            and (i < _EDGE_TOP or i >= len(blocks) - _EDGE_FOOT)
            and not _is_announced(blocks[i + 1].text if i + 1 < len(blocks) else "")
        }
        seen.update(edge)
    return frozenset(text for text, n in seen.items() if n > 1 and len(text) > 1)


def _is_announced(below: str) -> bool:
    """Return whether the line below makes the one above it a headline."""
    if jump_in(below) is not None or is_dateline(below) or DIGEST.search(below[:80].strip()):
        return True
    return byline_strength(below) >= 1


def outline(text: str) -> str:
    """Return a text without spaces and digits, so that running heads of two pages are alike."""
    return re.sub(r"[\s\d０-９第版A-D]", "", text)


def see_features(
    blocks: tuple[Block, ...],
    paper: str,
    repeated: frozenset[str],
    words: HeadWords | None = None,
) -> list[frozenset[str]]:
    """Name the features of each block of a page.

    Args:
        blocks: The page's blocks in printed order.
        paper: The newspaper's name, empty where it is not known.
        repeated: The short lines that stand at the edges of several pages; see `repeated_lines`.
        words: Another table of the words of heads than the shipped one, to learn with.
    """
    signs = _see_texts(blocks, paper)
    again = [len(b.text) <= HEAD_CHARS and outline(b.text) in repeated for b in blocks]
    page = measure_positions(blocks, signs, again)
    shapes = see_shapes(blocks, words)
    return [signs[i] | see_positions(page, i) | shapes[i] for i in range(len(blocks))]


def _see_texts(blocks: Sequence[Block], paper: str) -> list[frozenset[str]]:
    """Name the signs of each block's own text; what is printed again is looked at once."""
    known: dict[tuple[str, bool], frozenset[str]] = {}
    out = []
    for block in blocks:
        key = (block.text, block.front_matter)
        signs = known.get(key)
        if signs is None:
            signs = known[key] = frozenset(see_text(block, paper))
        out.append(signs)
    return out
