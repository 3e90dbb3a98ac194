"""Features of what a line of a head says: as kickers do, or as headlines do.

A kicker says who, where or on what occasion, the headline what happened. The table holds the
weights of a logistic regression on the characters of a line, learned from the heads of real
articles by `python -m tests.tools.train_articles`; its features are hashed into it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.features.page_shapes import Shapes

BITS = 15
_ENDS = 3
"""How many characters of a line's beginning and end are looked at together."""

_MOST_STEPS = 14


def hash_line(text: str) -> list[int]:
    """Return the places in a table of what is seen of a line of a head."""
    bare = re.sub(r"\s+", "", text)
    seen = {f"has {char}" for char in bare}
    seen |= {f"ends {bare[-n:]}" for n in range(1, _ENDS + 1)}
    seen |= {f"begins {bare[:n]}" for n in range(1, _ENDS + 1)}
    seen |= {f"length {min(len(bare) // 2, _MOST_STEPS)}", f"clauses {len(text.split())}"}
    return sorted(zlib.crc32(sign.encode()) >> (32 - BITS) for sign in seen)


@dataclass(frozen=True, slots=True, eq=False)
class HeadWords:
    """How much each hashed sign of a line says that it is a kicker and no headline."""

    weights: memoryview
    """Whole numbers, 2 to the power of `BITS` of them."""

    scale: float
    """How many of the weights' units are one unit of log-odds."""

    def score(self, text: str) -> float:
        """Return the log-odds that a line of a head is a kicker and no headline."""
        return sum(self.weights[place] for place in hash_line(text)) / self.scale


@cache
def load_head_words() -> HeadWords:
    """Read the shipped table."""
    data = files("audiopaper.articles").joinpath("heads.npz").read_bytes()
    with np.load(BytesIO(data)) as arrays:
        weights = arrays["weights"].astype(np.int8)
        return HeadWords(memoryview(weights.tobytes()).cast("b"), float(arrays["scale"]))


_STEPS = ((-4.0, "never"), (-2.0, "rather not"), (-0.7, "hardly"), (0.7, "perhaps"),
          (2.0, "likely"), (4.0, "rather"))  # fmt: skip


def _step(score: float) -> str:
    return next((word for most, word in _STEPS if score < most), "surely")


HEAD_WORDS: Mapping[str, str] = {
    "kicker": "its words are a kicker's: {}",
    "kicker_above": "the line above is a kicker over it, by the words of the two: {}",
    "kicker_below": "it is a kicker over the line below, by the words of the two: {}",
}
"""The features for an editor's eyes."""


def see_head_words(page: Shapes, table: HeadWords | None = None) -> list[frozenset[str]]:
    """Name the features of each block as ``feature=value``; only short lines have any."""
    table = table or load_head_words()
    scores = [
        table.score(block.text) if last >= first else None
        for block, (first, last) in zip(page.blocks, page.stacks, strict=True)
    ]
    return [_see(scores, i) for i in range(len(scores))]


def _see(scores: Sequence[float | None], i: int) -> frozenset[str]:
    own = scores[i]
    if own is None:
        return frozenset()
    seen = {f"kicker={_step(own)}"}
    above = scores[i - 1] if i else None
    below = scores[i + 1] if i + 1 < len(scores) else None
    if above is not None:
        seen.add(f"kicker_above={_step(above - own)}")
    if below is not None:
        seen.add(f"kicker_below={_step(own - below)}")
    return frozenset(seen)
