"""Words of a further dictionary, for polyphones that the other dictionaries do not list.

Nobody has reviewed the whole of its long list, so its words take no part in the division of a text.
They are used only where the division leaves them whole.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

# No word of the table has more characters than this before a polyphone.
_REACH = 7


def find_more(
    text: str, breaks: Sequence[int], asked: Set[int]
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Read characters by the words of the further dictionary.

    Args:
        text: What is said.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.
        asked: Offsets of the characters that no other dictionary decides.

    Yields:
        The offset of such a character, the votes that its reading counts for, and the reading. It
        is that of the longest word that the division leaves whole, or that a longer word begins
        or ends with (青藏|铁路).
    """
    lengths = _lengths()
    covered: dict[int, int] = {}
    readings: dict[int, tuple[int, str]] = {}
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
                    covered[at], readings[at] = length, (int(votes), syllable)
            break
    yield from readings.items()


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
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
