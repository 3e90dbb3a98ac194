"""Words of a further dictionary, for polyphones on which the others are silent.

Its list is long and not read by anybody as a whole, so that its words take no part in the division
of a text: they hold where they are words of it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set


def find_more(
    text: str, breaks: Sequence[int], asked: Set[int]
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Read characters by the words of the further dictionary.

    Args:
        text: What is said.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.
        asked: Offsets of the characters that no other dictionary decides.

    Yields:
        For the offset of such a character, how many votes its reading counts for, and the reading:
        that of the longest word which the division leaves whole, or which a longer word of it
        begins or ends with (青藏|铁路).
    """
    lengths = _lengths()
    covered: dict[int, int] = {}
    found: dict[int, tuple[int, str]] = {}
    for start in sorted({i for at in asked for i in range(max(0, at - _REACH), at + 1)}):
        for length in lengths.get(text[start], ()):
            end = start + length
            if end > len(text) or not _is_whole(breaks, start, end):
                continue
            entry = _words().get(text[start:end])
            if entry is None:
                continue
            pinyin, votes = entry
            for at, syllable in enumerate(pinyin.split(" "), start):
                if at in asked and syllable != "-" and covered.get(at, 0) < length:
                    covered[at], found[at] = length, (int(votes), syllable)
            break
    yield from found.items()


# No word of the table is longer by more than this before a polyphone.
_REACH = 7


def _is_whole(breaks: Sequence[int], start: int, end: int) -> bool:
    return bool(
        (breaks[start] and breaks[end])
        or ((breaks[start] or breaks[end]) and not any(breaks[start + 1 : end]))
    )


@cache
def _words() -> dict[str, tuple[str, str]]:
    lines = (
        Path(__file__).with_name("extra_dictionary.tsv").read_text(encoding="utf-8").splitlines()
    )
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: (pinyin, votes) for word, pinyin, votes in rows}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in _words():
        lengths[word[0]].add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
