"""Whether two texts read on: how often real newspapers have the characters across their join.

The table holds weights of a logistic regression, learned from real articles by
`python -m tests.tools.train_linker`. The two or three characters round the join of two texts, and
those that end the first or begin the second, are hashed into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

CHARS = 2
"""How many characters of each text are looked at."""

SPANS = ((1, 1), (2, 1), (1, 2), (0, 1), (1, 0), (0, 2), (2, 0))
"""The n-grams across a join: how many characters of the first text, how many of the second."""

_MASK = 0xFFFFFFFF
_SEED, _STEP, _CROSS, _LAST = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F


def hash_side(chars: str) -> tuple[int, ...]:
    """Hash the first 0 to `CHARS` characters of a text that is read away from the join."""
    hashed = [_SEED]
    for char in (chars + "\0" * CHARS)[:CHARS]:
        mixed = ((hashed[-1] ^ ord(char)) * _STEP) & _MASK
        hashed.append(mixed ^ (mixed >> 15))
    return tuple(hashed)


def bucket(left: int, right: int, span: int, bits: int) -> int:
    """Return the place in the table of the n-gram of two hashed sides."""
    mixed = _above(left, span) ^ _below(right)
    mixed ^= mixed >> 13
    return ((mixed * _LAST) & _MASK) >> (32 - bits)


def _above(left: int, span: int) -> int:
    return (left + span * _SEED) & _MASK


def _below(right: int) -> int:
    return (right * _CROSS) & _MASK


@dataclass(frozen=True, slots=True)
class SeamTable:
    """What each n-gram across a join says for the second text going on the first."""

    weights: memoryview
    """Whole numbers, 2 to the power of `bits` of them."""

    bits: int
    scale: float
    """How many of the weights' units are one unit of log-odds."""

    bias: float
    """The log-odds if nothing is known."""

    def score(self, left: tuple[int, ...], right: tuple[int, ...]) -> float:
        """Return the log-odds that two hashed sides read on."""
        total, shift, weights = 0, 32 - self.bits, self.weights
        for above, below in zip(left, right, strict=True):
            # `bucket`, without the call.
            mixed = above ^ below
            mixed ^= mixed >> 13
            total += weights[((mixed * _LAST) & _MASK) >> shift]
        return self.bias + total / self.scale

    def score_pairs(self, ends: NDArray[np.uint64], starts: NDArray[np.uint64]) -> _Floats:
        """Return the log-odds that hashed ends read on in as many hashed starts.

        Args:
            ends: Hashes by `hash_end`; shape ``(pairs, SPANS)``.
            starts: Hashes by `hash_start`; the same shape.
        """
        mixed = ends ^ starts
        mixed ^= mixed >> np.uint64(13)
        places = ((mixed * np.uint64(_LAST)) & np.uint64(_MASK)) >> np.uint64(32 - self.bits)
        totals = np.asarray(self.weights)[places].sum(axis=1, dtype=np.int64)
        odds: _Floats = self.bias + totals / self.scale
        return odds


def hash_end(text: str) -> tuple[int, ...]:
    """Hash the end of a text, for the join below it; one hash for each of `SPANS`."""
    return _hash_above(text[-CHARS:])


@lru_cache(maxsize=1 << 15)
def _hash_above(chars: str) -> tuple[int, ...]:
    hashed = hash_side(chars[::-1])
    return tuple(_above(hashed[a], n) for n, (a, _) in enumerate(SPANS))


def hash_start(text: str) -> tuple[int, ...]:
    """Hash the beginning of a text, for the join above it; one hash for each of `SPANS`."""
    return _hash_below(text[:CHARS])


@lru_cache(maxsize=1 << 15)
def _hash_below(chars: str) -> tuple[int, ...]:
    hashed = hash_side(chars)
    return tuple(_below(hashed[b]) for _, b in SPANS)


def goes_on(above: str, below: str) -> float:
    """Rate how surely one text reads on in another, by the characters at their join alone.

    Returns:
        Log-odds; below 0 where it rather does not.
    """
    return load_seams().score(hash_end(above.rstrip()), hash_start(below.lstrip()))


@cache
def load_seams() -> SeamTable:
    """Read the shipped table."""
    data = files("audiopaper.articles").joinpath("linker.npz").read_bytes()
    return read_seams(data)


def read_seams(data: bytes) -> SeamTable:
    """Read a table from the bytes of an npz file."""
    with np.load(BytesIO(data)) as arrays:
        weights = arrays["seams"].astype(np.int8)
        scale, bias = (float(x) for x in arrays["seam_scale"])
    return SeamTable(
        memoryview(weights.tobytes()).cast("b"), len(weights).bit_length() - 1, scale, bias
    )
