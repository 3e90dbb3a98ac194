"""Learn from real articles which characters stand round a join: the table of `articles.seams`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from audiopaper.articles.seams import CHARS, SPANS, bucket, hash_side

BITS = 20
SCALE = 24.0
_STOPS = "。！？；：，、”’）》…—"
_EVERY_CHARS = 4
_EPOCHS, _BATCH, _RATE = 2, 16384, 0.3

Side = tuple[str, str]


def torn_at(rng: random.Random, text: str) -> int:
    """Choose a place inside a text where a column may end; 0 for none."""
    for _ in range(10):
        at = rng.randint(8, len(text) - 8)
        clean = text[at - 1] not in _STOPS and text[at] not in _STOPS
        if (clean and not (text[at - 1].isascii() and text[at].isascii())) or rng.random() < 0.15:
            return at
    return 0


def make_pairs(paragraphs: Sequence[str], seed: int) -> Iterator[tuple[str, str, int]]:
    """Give ends and beginnings of texts, and whether the second goes on the first."""
    rng = random.Random(seed)
    n = len(paragraphs)
    for text in paragraphs:
        for _ in range(max(1, len(text) // _EVERY_CHARS)):
            at = torn_at(rng, text)
            if not at:
                continue
            end = text[at - CHARS : at]
            yield end, text[at : at + CHARS], 1
            yield end, paragraphs[rng.randrange(n)][:CHARS], 0
            other = paragraphs[rng.randrange(n)]
            other_at = torn_at(rng, other)
            if other_at:
                yield end, other[other_at : other_at + CHARS], 0
            if rng.random() < 0.3:
                yield text[-CHARS:], paragraphs[rng.randrange(n)][:CHARS], 0
            if rng.random() < 0.2 and other_at:
                yield text[-CHARS:], other[other_at : other_at + CHARS], 0


def hash_pairs(ends: Sequence[str], starts: Sequence[str], bits: int) -> np.ndarray[Any, Any]:
    """Give for each pair the places of its n-grams in the table."""
    left = _hash_all([end[::-1] for end in ends])
    right = _hash_all(starts)
    columns = []
    for n, (a, b) in enumerate(SPANS):
        mixed = (
            (left[:, a] + np.uint64(n * 0x9E3779B1)) ^ ((right[:, b] * np.uint64(0xC2B2AE35)) & _M)
        ) & _M
        mixed ^= mixed >> np.uint64(13)
        columns.append(
            (((mixed * np.uint64(0x27D4EB2F)) & _M) >> np.uint64(32 - bits)).astype(np.int32)
        )
    return np.stack(columns, axis=1)


_M = np.uint64(0xFFFFFFFF)


def _hash_all(sides: Sequence[str]) -> np.ndarray[Any, Any]:
    distinct = {side: n for n, side in enumerate(dict.fromkeys(sides))}
    table = np.array([hash_side(side) for side in distinct], dtype=np.uint64)
    return table[np.fromiter((distinct[side] for side in sides), dtype=np.int64, count=len(sides))]


def train_seams(paragraphs: Sequence[str], seed: int = 1) -> tuple[np.ndarray[Any, Any], float]:
    """Learn the table: whole numbers of `SCALE` to one unit of log-odds, and the bias."""
    rows = list(make_pairs(paragraphs, seed))
    places = hash_pairs([r[0] for r in rows], [r[1] for r in rows], BITS)
    truth = np.array([r[2] for r in rows], dtype=np.float64)
    del rows
    size = 1 << BITS
    weights, squares, bias = np.zeros(size), np.ones(size), 0.0
    rng = np.random.default_rng(seed)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(truth))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            seen = places[batch]
            error = 1 / (1 + np.exp(-(weights[seen].sum(1) + bias))) - truth[batch]
            slope = np.bincount(
                seen.ravel(), weights=np.repeat(error, seen.shape[1]), minlength=size
            )
            hit = np.flatnonzero(slope)
            squares[hit] += slope[hit] ** 2
            weights[hit] -= _RATE * slope[hit] / np.sqrt(squares[hit])
            bias -= _RATE * 0.1 * error.mean()
    return np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8), float(bias)


__all__ = ["BITS", "SCALE", "bucket", "hash_pairs", "make_pairs", "train_seams"]
