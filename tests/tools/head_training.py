"""Learn from real articles what kickers and headlines say: the table of `features.head_words`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import numpy as np

from audiopaper.articles.features.head_words import BITS, HeadWords, hash_line
from tests.tools.newspapers.corpus import read_stories

SCALE = 24.0
_PASSES, _RATE, _SHRINK = 6, 0.2, 2e-4


@cache
def train_head_words(months: Sequence[str]) -> HeadWords:
    """Learn from the heads of some months that have a kicker."""
    rows = []
    for story in (story for month in months for story in read_stories(month)):
        if story.kicker:
            rows.append((hash_line(story.kicker), 1))
            rows.append((hash_line(story.headline), 0))
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
    return HeadWords(memoryview(whole.tobytes()).cast("b"), SCALE)


def to_bytes(words: HeadWords) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    arrays: dict[str, Any] = {"weights": np.array(words.weights), "scale": np.array(words.scale)}
    np.savez_compressed(out, **arrays)
    return out.getvalue()
