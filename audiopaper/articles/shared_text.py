"""What two texts share: pairs of characters, and words said on both sides of a break."""

from __future__ import annotations

import re
from itertools import chain
from operator import add

# Particles are in every text: a pair that has one says nothing of the subject.
_NO_WORD = re.compile(r"[^\u4e00-\u9fff]+|[的了在是着过就也都还又被把一不这那]")


def word_pairs(text: str) -> frozenset[str]:
    """Return a text's pairs of characters that may say what it is about."""
    return frozenset(chain.from_iterable(map(add, run, run[1:]) for run in _NO_WORD.split(text)))


def all_pairs(text: str) -> set[str]:
    """Return all pairs of neighbouring characters of a text."""
    return set(map(add, text, text[1:]))


# Said twice across a break, as in 服务|服务平台. One character alone may be meant twice.
_MIN_OVERLAP, _MAX_OVERLAP = 2, 24
_DOUBLED = ("一", "许多", "很多", "非常", "十分", "永远", "常常", "谢谢", "慢慢", "多少")


def overlap_chars(left: str, right: str) -> int:
    """Count the characters that end one text and begin the next; 0 where that may be meant."""
    if right[:_MIN_OVERLAP] not in left[-_MAX_OVERLAP:]:
        return 0
    for n in range(min(_MAX_OVERLAP, len(left), len(right)), _MIN_OVERLAP - 1, -1):
        if left.endswith(right[:n]) and not right.startswith(_DOUBLED):
            return n if any("\u4e00" <= c <= "\u9fff" for c in right[:n]) else 0
    return 0


def headline_likeness(a: str, b: str) -> float:
    """Return the share of the shorter headline's character pairs that the other one has."""
    pairs_a, pairs_b = (all_pairs(text.replace(" ", "")) for text in (a, b))
    smaller = min(len(pairs_a), len(pairs_b))
    return len(pairs_a & pairs_b) / smaller if smaller else 0.0
