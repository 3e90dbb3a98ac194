"""Lists of words of a kind, as rules by the neighbours of a character consult them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def read_words(name: str) -> frozenset[str]:
    """Read a list of words: a line has the first characters, and the rests that each may have."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        first + rest
        for first, *rests in (line.split(" ") for line in lines if not line.startswith("#"))
        for rest in rests
    )


def lengths_by_first(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the lengths of words by their first character, the longest first.

    Example:
        >>> lengths_by_first(["青川", "青川县", "白溪"])
        {'青': (3, 2), '白': (2,)}
    """
    # Bit n for words of n characters: a set of pairs takes three times as long.
    bits: dict[str, int] = {}
    for word in words:
        bits[word[0]] = bits.get(word[0], 0) | 1 << len(word)
    return {
        first: tuple(n for n in range(mask.bit_length() - 1, 0, -1) if mask >> n & 1)
        for first, mask in bits.items()
    }


def release_word_lists() -> None:
    """Free the memory of the lists; the next question reads them again."""
    read_words.cache_clear()
