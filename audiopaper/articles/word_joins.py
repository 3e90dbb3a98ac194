"""Whether two texts read on, by the words across their join: 叫 + 醒, 九块 + 钱.

The table holds how probable words are, and one word behind another, in a large body of Chinese
text: the language model of libime 1.0.16 (LGPL-2.1-or-later), cut down by
`python -m tests.tools.build_word_joins`. A join speaks for itself where a word, or two words that
often follow each other, stand across it, and what is left over on both sides is words as well.
"""

from __future__ import annotations

import math
import re
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np

WORD_CHARS = 4
"""Longer words are looked up only across a join, up to `CROSSING_CHARS`."""

CROSSING_CHARS = 5
SIDE_CHARS = 8
"""How many characters of each text are looked at."""

KEY_BITS = 16
"""How many bits of a word's hash are the same in one group of the table."""

_UNKNOWN, _BEHIND = -6.3, -0.25
"""Log10 of the probability of a character that is no word, and of going on to any other word."""

_LEAST = -4.0
_HAN_END = re.compile(r"[\u4e00-\u9fff]+\Z")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class WordTable:
    """Log10 of the probability of words, and of one word behind another, by their hashes."""

    groups: memoryview
    """Where each group of hashes begins; one more than there are groups."""

    rests: memoryview
    """The other bits of the hashes, sorted in each group."""

    values: memoryview
    """Whole numbers, `scale` of them to one unit."""

    scale: float

    def look_up(self, key: int) -> float | None:
        """Return the log10 of the probability of a hashed word; None for an unknown one."""
        group, rest = key >> KEY_BITS, key & ((1 << KEY_BITS) - 1)
        end = self.groups[group + 1]
        at = bisect_left(self.rests, rest, self.groups[group], end)
        if at < end and self.rests[at] == rest:
            return float(self.values[at]) / self.scale
        return None


@cache
def load_words() -> WordTable:
    """Read the shipped table."""
    return read_words(files("audiopaper.articles").joinpath("words.npz").read_bytes())


def read_words(data: bytes) -> WordTable:
    """Read a table from the bytes of an npz file."""
    with np.load(BytesIO(data)) as arrays:
        keys = np.cumsum(arrays["steps"], dtype=np.uint64)
        values, scale = arrays["values"].astype(np.int8), float(arrays["scale"])
    bounds = np.arange((1 << KEY_BITS) + 1, dtype=np.uint64) << np.uint64(KEY_BITS)
    groups = np.searchsorted(keys, bounds).astype(np.uint32)
    rests = (keys & np.uint64((1 << KEY_BITS) - 1)).astype(np.uint16)
    return WordTable(
        memoryview(groups.tobytes()).cast("I"),
        memoryview(rests.tobytes()).cast("H"),
        memoryview(values.tobytes()).cast("b"),
        scale,
    )


def hash_word(word: str, above: int = 0) -> int:
    """Hash a word, or what follows one that was hashed."""
    return zlib.crc32(word.encode(), above)


@dataclass(frozen=True, slots=True)
class WordSide:
    """One side of a join: how well it divides into words up to each place near the join."""

    near: tuple[bytes, ...]
    """The 1, 2, … characters next to the join, as read, in UTF-8; empty for no word."""

    left: tuple[float, ...]
    """By how many of them are taken away, from 0 on: the log10 of what is left, divided best."""

    words: tuple[float | None, ...]
    """The log10 of these characters as a word; None where they are none."""

    keys: tuple[int, ...]
    """Their hashes."""


_NONE = WordSide((), (0.0,), (), ())


@lru_cache(maxsize=1 << 13)
def view_end(text: str) -> WordSide:
    """Look at the end of a text, without space at it."""
    match = _HAN_END.search(text[-SIDE_CHARS:])
    if match is None:
        return _NONE
    run = match.group()
    best = _divide(run)
    near = range(1, min(WORD_CHARS, len(run)) + 1)
    return _side(tuple(run[-n:] for n in near), (best[-1], *(best[len(run) - n] for n in near)))


@lru_cache(maxsize=1 << 13)
def view_start(text: str) -> WordSide:
    """Look at the beginning of a text, without space at it."""
    match = _HAN_START.match(text[:SIDE_CHARS])
    if match is None:
        return _NONE
    run = match.group()
    near = range(min(WORD_CHARS, len(run)) + 1)
    best = _divide(run, backwards=True)
    return _side(tuple(run[:n] for n in near[1:]), tuple(best[len(run) - n] for n in near))


def _side(chars: tuple[str, ...], left: tuple[float, ...]) -> WordSide:
    keys = tuple(hash_word(word) for word in chars)
    table = load_words()
    near = tuple(word.encode() for word in chars)
    return WordSide(near, left, tuple(table.look_up(key) for key in keys), keys)


def _divide(run: str, *, backwards: bool = False) -> list[float]:
    """Return the log10 of the best division into words of each beginning, or of each end."""
    table = load_words()
    best = [0.0] + [-math.inf] * len(run)
    for end in range(1, len(run) + 1):
        for n in range(1, min(WORD_CHARS, end) + 1):
            at = len(run) - end if backwards else end - n
            chance = table.look_up(hash_word(run[at : at + n]))
            if chance is None and n == 1:
                chance = _UNKNOWN
            if chance is not None:
                best[end] = max(best[end], best[end - n] + chance)
    return best


def rate_words(end: WordSide, start: WordSide) -> float | None:
    """Rate a join by the words across it.

    Returns:
        Log-odds of the best word or pair of words across the join against the two sides by
        themselves; None where there is no word on one side.
    """
    if not end.near or not start.near:
        return None
    table = load_words()
    apart = end.left[0] + start.left[0]
    best = _LEAST
    for i, key in enumerate(end.keys, start=1):
        before = end.left[i] - apart
        for j in range(1, min(CROSSING_CHARS - i, len(start.near)) + 1):
            chance = table.look_up(zlib.crc32(start.near[j - 1], key))
            if chance is not None:
                best = max(best, before + chance + start.left[j])
        word = end.words[i - 1]
        if word is None:
            continue
        behind = zlib.crc32(b" ", key)
        for j, after in enumerate(start.near, start=1):
            chance = table.look_up(zlib.crc32(after, behind))
            other = start.words[j - 1]
            if chance is None and other is not None:
                chance = other + _BEHIND
            if chance is not None:
                best = max(best, before + word + chance + start.left[j])
    return best * math.log(10)
