"""Learn what the lines of heads say and how texts begin: the tables of `features.head_words`.

What a kicker says is learned twice, from a national daily's real heads and from the golds', which
are of local papers; the rest from the golds alone: the daily has few decks, and columns of its own.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

import numpy as np

from audiopaper.articles.features.head_words import (
    BITS,
    OPENINGS,
    TABLES,
    HeadWords,
    hash_line,
)
from audiopaper.articles.features.openings import hash_opening
from audiopaper.articles.roles import Role
from tests.tools.damaged_pages import read_damaged
from tests.tools.gold_labels import Roled, read_golds, read_heads, read_made_up, read_written
from tests.tools.newspapers.corpus import read_stories

SCALE = 24.0
_PASSES, _RATE, _SHRINK = 6, 0.2, 2e-4

Lines = tuple[str, str]
"""A line that is no headline, and the headline above or below it."""

Row = tuple[str, int]
"""A line, and whether it is what a table tells: 1 or 0."""


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
            _train_rows(_read_lines("furniture", frozenset(writers))),
            _train_rows(_read_lines("heading", frozenset(writers))),
        ),
        _train_rows(_read_openings(frozenset(writers)), hash_opening),
        SCALE,
    )


@cache
def _read_pages(writers: frozenset[str]) -> tuple[Roled, ...]:
    """Give the pages that others than these wrote, or that are in no gold of these names."""
    damaged = [page.gold for page in read_damaged()]
    golds = (*read_golds(), *read_made_up(), *read_written(), *read_heads(), *damaged)
    chosen = (g for g in golds if g.writer not in writers and g.name not in writers)
    return tuple(page for gold in chosen for page in gold.pages)


def _read_heads(role: Role, writers: frozenset[str]) -> list[Lines]:
    """Give the golds' lines of a role that stand right beside a headline."""
    out = []
    for blocks, roles in _read_pages(writers):
        out += list(_pair_lines([block.text for block in blocks], roles, role))
    return out


_HEADS = frozenset({"kicker", "headline", "subhead"})
_LINE_CHARS, _OPENING_CHARS, _LEAST_TEXT_CHARS = 60, 120, 16


def _read_lines(role: Role, writers: frozenset[str]) -> list[Row]:
    """Give the golds' short lines of a role, and the lines of their heads, each once."""
    rows: dict[Row, None] = {}
    for blocks, roles in _read_pages(writers):
        for block, own in zip(blocks, roles, strict=True):
            if len(block.text) <= _LINE_CHARS and (own == role or own in _HEADS):
                rows[block.text.strip(), int(own == role)] = None
    return list(rows)


def _read_openings(writers: frozenset[str]) -> list[Row]:
    """Give the texts of the golds' bodies, and whether each is the first of its article."""
    return [
        (block.text[:_OPENING_CHARS], int(own == "lede"))
        for blocks, roles in _read_pages(writers)
        for block, own in zip(blocks, roles, strict=True)
        if own in ("lede", "text") and len(block.text) >= _LEAST_TEXT_CHARS
    ]


def _pair_lines(texts: Sequence[str], roles: Sequence[Role], role: Role) -> Iterator[Lines]:
    for (text, own), (below, other) in itertools.pairwise(zip(texts, roles, strict=True)):
        if (own, other) == ("kicker", "headline") and role == "kicker":
            yield text, below
        elif (own, other) == ("headline", "subhead") and role == "subhead":
            yield below, text


def _train(pairs: Iterable[Lines]) -> memoryview:
    return _train_rows(
        (text, truth) for pair in pairs for text, truth in zip(pair, (1, 0), strict=True)
    )


def _train_rows(rows: Iterable[Row], see: Callable[[str], list[int]] = hash_line) -> memoryview:
    return _train_cached(tuple(rows), see)


@cache
def _train_cached(lines: tuple[Row, ...], see: Callable[[str], list[int]]) -> memoryview:
    rows = [(see(text), truth) for text, truth in lines]
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


def words_to_bytes(words: HeadWords) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    arrays: dict[str, Any] = {
        name: np.array(table) for name, table in zip(TABLES, words.tables, strict=True)
    }
    arrays[OPENINGS] = np.array(words.openings)
    np.savez_compressed(out, scale=np.array(words.scale), **arrays)
    return out.getvalue()
