"""Features of how a text begins: as the first paragraph of an article does, or a later one.

A headline leads to a first paragraph, a heading in the body to a later one, and where nothing is
marked the texts below them tell the two apart. The table holds the weights of a logistic regression
on the first characters of a text, learned by `python -m tests.tools.train_articles` from made-up
local papers; a dateline has features of its own and is not looked at.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from audiopaper.articles.datelines import dateline_end
from audiopaper.articles.features.head_words import BITS, load_head_words, name_odds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.articles.features.head_words import HeadWords
    from audiopaper.articles.features.page_shapes import Shapes

_CHARS, _NEAR_CHARS, _FIRST_CHARS, _READ_CHARS = 30, 12, 4, 120
"""Of so many characters the pairs are looked at, and which of them come early or first; a
dateline and a credit may stand before them in so many."""

_CREDIT = re.compile(r"[\s：:]*[（(][^（）()]{2,40}[）)]\s*")


def hash_opening(text: str) -> list[int]:
    """Return the places in a table of what is seen of a text's beginning.

    Example:
        >>> hash_opening("本报讯（记者 高远）昨天，渡口开了。") == hash_opening("昨天，渡口开了。")
        True
    """
    text = text[:_READ_CHARS].strip()
    text = _CREDIT.sub("", text[dateline_end(text) :], count=1).strip("：: \u3000")
    bare = re.sub(r"\d", "0", re.sub(r"\s+", "", text))[:_CHARS]
    seen = {f"opens {bare[:n]}" for n in range(1, _FIRST_CHARS + 1)}
    seen |= {f"early {char}" for char in bare[:_NEAR_CHARS]}
    seen |= {f"pair {bare[i : i + 2]}" for i in range(len(bare) - 1)}
    return sorted(zlib.crc32(sign.encode()) >> (32 - BITS) for sign in seen)


OPENING_WORDS: Mapping[str, str] = {
    "opens": "it begins as a first paragraph does: {}",
    "opens_below": "the text below begins as a first paragraph does: {}",
}
"""The features for an editor's eyes."""


def see_openings(page: Shapes, words: HeadWords | None = None) -> list[frozenset[str]]:
    """Name the features of each block as ``feature=value``.

    A text has its own, a line that is none has those of the text below it, and whether that
    stands right under its row of short lines.
    """
    words = words or load_head_words()
    known: dict[str, str] = {}
    return [_see(page, i, words, known) for i in range(len(page.blocks))]


def _see(page: Shapes, i: int, words: HeadWords, known: dict[str, str]) -> frozenset[str]:
    at = i if page.is_text[i] else page.text_below[i]
    if at < 0:
        return frozenset()
    text = page.blocks[at].text[:_READ_CHARS]
    odds = known.get(text)
    if odds is None:
        odds = known[text] = name_odds(words.score_opening(hash_opening(text)))
    if at == i:
        return frozenset((f"opens={odds}",))
    reach = "next" if page.stacks[i][1] + 1 == at else "farther"
    return frozenset((f"opens_below={odds}, {reach}",))
