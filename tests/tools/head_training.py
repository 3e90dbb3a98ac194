"""Learn what the lines of heads say: the tables of `features.head_words`.

What a kicker says is learned twice, from a national daily's real heads and from the golds', which
are of local papers; what stands below a headline from the golds alone, as the daily has few decks.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

import numpy as np

from audiopaper.articles.features.head_words import BITS, TABLES, HeadWords, hash_line
from audiopaper.articles.roles import Role
from tests.tools.gold_labels import read_golds, read_made_up
from tests.tools.newspapers.corpus import read_stories

SCALE = 24.0
_PASSES, _RATE, _SHRINK = 6, 0.2, 2e-4

Lines = tuple[str, str]
"""A line that is no headline, and the headline above or below it."""


@cache
def train_head_words(months: Sequence[str], *writers: str) -> HeadWords:
    """Learn from the heads of some months, and of the golds that others than some writers wrote."""
    daily = [
        (story.kicker, story.headline)
        for month in months
        for story in read_stories(month)
        if story.kicker
    ]
    return HeadWords(
        (
            _train(daily),
            _train(_read_heads("kicker", frozenset(writers))),
            _train(_read_heads("subhead", frozenset(writers))),
        ),
        SCALE,
    )


@cache
def _read_heads(role: Role, writers: frozenset[str]) -> list[Lines]:
    """Give the golds' lines of a role that stand right beside a headline."""
    out = []
    for gold in (*read_golds(), *read_made_up()):
        if gold.writer not in writers and gold.name not in writers:
            for blocks, roles in gold.pages:
                out += list(_pair_lines([block.text for block in blocks], roles, role))
    return out


def _pair_lines(texts: Sequence[str], roles: Sequence[Role], role: Role) -> Iterator[Lines]:
    for (text, own), (below, other) in itertools.pairwise(zip(texts, roles, strict=True)):
        if (own, other) == ("kicker", "headline") and role == "kicker":
            yield text, below
        elif (own, other) == ("headline", "subhead") and role == "subhead":
            yield below, text


@cache
def _train_cached(pairs: tuple[Lines, ...]) -> memoryview:
    rows = [
        (hash_line(text), truth) for pair in pairs for text, truth in zip(pair, (1, 0), strict=True)
    ]
    weights, squares = np.zeros(1 << BITS), np.full(1 << BITS, 1e-2)
    dice = Random(1)
    for _ in range(_PASSES):
        dice.shuffle(rows)
        for places, truth in rows:
            error = 1 / (1 + np.exp(-weights[places].sum())) - truth
            slope = error + _SHRINK * weights[places]
            squares[places] += slope**2
            weights[places] -= _RATE * slope / np.sqrt(squares[places])
    whole = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    return memoryview(whole.tobytes()).cast("b")


def _train(pairs: Iterable[Lines]) -> memoryview:
    return _train_cached(tuple(pairs))


def to_bytes(words: HeadWords) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    arrays: dict[str, Any] = {
        name: np.array(table) for name, table in zip(TABLES, words.tables, strict=True)
    }
    np.savez_compressed(out, scale=np.array(words.scale), **arrays)
    return out.getvalue()
