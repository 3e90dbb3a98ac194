"""Features of what a line of a head says: as kickers do, as headlines do, or as decks do.

A kicker says who, where or on what occasion, the headline what happened, the deck below it how
much or how long; a column's name and a heading in the body have words of their own. Each table
holds the weights of a logistic regression on the characters of a line, learned by `python -m
tests.tools.train_articles` from the heads of a national daily or of made-up local papers, which
have other kickers; its features are hashed into it.
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
    seen |= {f"characters {len(bare)}", f"form {_find_form(bare)}"}
    return sorted(zlib.crc32(sign.encode()) >> (32 - BITS) for sign in seen)


_DIGITS, _WORDS = re.compile(r"\d+"), re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")


def _find_form(bare: str) -> str:
    """Return a line with its words as 文 and its numbers as 0: 文“文”0文."""
    return _WORDS.sub("文", _DIGITS.sub("0", bare))


TABLES = ("kicker", "lead_in", "deck", "house", "inner")
"""Whether a line is a daily's kicker, a local paper's, a local paper's deck, what a paper prints of
itself (a column's name, a slogan), a heading in the body; and no headline."""

OPENINGS = "openings"
"""The table of how texts begin, in the same file."""

_COMPARED = 3
"""By so many of the tables a line is compared with those above and below it."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadWords:
    """How much each hashed sign of a line says that it is this and no headline."""

    tables: tuple[memoryview, ...]
    """Whole numbers, 2 to the power of `BITS` of them, in the order of `TABLES`."""

    openings: memoryview
    """As many, on how texts begin; see `features.openings`."""

    scale: float
    """How many of the weights' units are one unit of log-odds."""

    def score(self, text: str) -> tuple[float, ...]:
        """Return the log-odds of a line of a head by each of `TABLES`."""
        places = hash_line(text)
        return tuple(sum(map(table.__getitem__, places)) / self.scale for table in self.tables)

    def score_opening(self, places: Sequence[int]) -> float:
        """Return the log-odds that a text is an article's first, by what is seen of it."""
        return sum(map(self.openings.__getitem__, places)) / self.scale


@cache
def load_head_words() -> HeadWords:
    """Read the shipped tables."""
    data = files("audiopaper.articles").joinpath("heads.npz").read_bytes()
    with np.load(BytesIO(data)) as arrays:
        tables = [
            memoryview(arrays[name].astype(np.int8).tobytes()).cast("b")
            for name in (*TABLES, OPENINGS)
        ]
        return HeadWords(tuple(tables[:-1]), tables[-1], float(arrays["scale"]))


_STEPS = ((-4.0, "never"), (-2.0, "rather not"), (-0.7, "hardly"), (0.7, "perhaps"),
          (2.0, "likely"), (4.0, "rather"))  # fmt: skip


def name_odds(score: float) -> str:
    """Name log-odds in seven steps."""
    return next((word for most, word in _STEPS if score < most), "surely")


HEAD_WORDS: Mapping[str, str] = {
    "kicker": "its words are a kicker's: {}",
    "kicker_above": "the line above is a kicker over it, by the words of the two: {}",
    "kicker_below": "it is a kicker over the line below, by the words of the two: {}",
    "lead_in": "its words are those of a local paper's kicker: {}",
    "lead_in_above": "the line above leads to it, by the words of the two: {}",
    "lead_in_below": "it leads to the line below, by the words of the two: {}",
    "deck": "its words are a deck's: {}",
    "house": "its words are those of a column's name or of the paper's own lines: {}",
    "inner": "its words are those of a heading in the body: {}",
    "deck_above": "the line above is rather its deck than its headline, by their words: {}",
    "deck_below": "it is rather the deck than the headline of the two, by their words: {}",
}
"""The features for an editor's eyes."""


def see_head_words(page: Shapes, words: HeadWords | None = None) -> list[frozenset[str]]:
    """Name the features of each block as ``feature=value``; only short lines have any."""
    words = words or load_head_words()
    scores = [
        words.score(block.text) if last >= first else None
        for block, (first, last) in zip(page.blocks, page.stacks, strict=True)
    ]
    return [_see(scores, i) for i in range(len(scores))]


def _see(scores: Sequence[tuple[float, ...] | None], i: int) -> frozenset[str]:
    own = scores[i]
    if own is None:
        return frozenset()
    above = scores[i - 1] if i else None
    below = scores[i + 1] if i + 1 < len(scores) else None
    seen = [f"{name}={name_odds(score)}" for name, score in zip(TABLES, own, strict=True)]
    for n, name in enumerate(TABLES[:_COMPARED]):
        if above is not None:
            seen.append(f"{name}_above={name_odds(above[n] - own[n])}")
        if below is not None:
            seen.append(f"{name}_below={name_odds(own[n] - below[n])}")
    return frozenset(seen)
