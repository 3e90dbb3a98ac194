"""The most probable division of a text into words, and the cost of other divisions.

A word's cost is the negative logarithm of its share of running text; the cost of a division is the
sum of its words' costs. Names are in no table of frequencies and are passed in as arcs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import all_words, find_word, is_word
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_lists import lengths_by_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audiopaper.readings.dictionary import Word

# Number of words in the text that frequencies.txt was counted in.
_TOTAL = 60_101_967

# Assumed counts of dictionary words that are too rare for the table, by their length: two
# characters also meet by chance, the characters of an idiom do not.
_RARE = {2: 2.0, 3: 5.0}
_RARE_LONG = 10.0

# A character that is not in the table: more probably a word by itself than part of a rare word.
_RARE_CHARACTER = 5.0

_LONGEST = 8
_PAIR = 2

# A division is clearly better if its cost is lower by this much (about three times as probable).
_CLEARLY = 1.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A run of characters that may be one word of this text."""

    start: int
    end: int
    cost: float
    person: bool = False
    """Whether it is a person's name, of which no part is a word."""


def cost_of(count: float) -> float:
    """Return the cost of a word with a count in sixty million words."""
    return math.log(_TOTAL / count)


def is_common(word: str, *, count: float = 500.0) -> bool:
    """Whether a word's count in sixty million reaches a number, by default an everyday one's."""
    return _find_cost(word, math.inf) <= cost_of(count)


def frequency_order(word: str) -> float:
    """Return a sort key by frequency, the most frequent words first."""
    return _find_cost(word, math.inf)


class Division:
    """The division of one text.

    Attributes:
        breaks: Whether a word begins or ends at an offset; ``len(text) + 1`` values.
    """

    def __init__(self, text: str, arcs: Iterable[Arc] = ()) -> None:
        self.text = text
        self._extra: Mapping[int, list[Arc]] = _by_start(arcs)
        self._longest = max((arc.end - arc.start for arc in arcs), default=0)
        size = len(text) + 1
        self._before = [0.0] + [math.inf] * (size - 1)
        self._behind = [math.inf] * (size - 1) + [0.0]
        self._run()

    def _run(self) -> None:
        text, before, behind = self.text, self._before, self._behind
        ways: list[list[tuple[int, float]]] = []
        came = [0] * (len(text) + 1)
        for at in range(len(text)):
            ways.append(list(self._ways(at)))
            so_far = before[at]
            for end, cost in ways[at]:
                if so_far + cost < before[end]:
                    before[end], came[end] = so_far + cost, at
        for at in range(len(text) - 1, -1, -1):
            behind[at] = min(cost + behind[end] for end, cost in ways[at])
        self.breaks = bytearray(len(text) + 1)
        at = len(text)
        while at:
            self.breaks[at] = 1
            at = came[at]
        self.breaks[0] = 1

    def _ways(self, at: int) -> Iterator[tuple[int, float]]:
        """Yield the ends and costs of the words that may begin at an offset."""
        text = self.text
        for arc in self._extra.get(at, ()):
            yield arc.end, arc.cost
        if not plain_han(text[at]):
            yield at + 1, 0.0
            return
        frequent = _frequent()
        yield at + 1, frequent.get(text[at], _rare_character())
        for length in _lengths().get(text[at], ()):
            word = text[at : at + length]
            cost = frequent.get(word)
            if cost is None and is_word(word):
                cost = _cost_of_rare(length)
            if cost is not None and at + length <= len(text):
                yield at + length, cost

    @property
    def cost(self) -> float:
        """Cost of the most probable division; 0 for a text without Han characters."""
        return self._before[-1]

    def cost_of_span(self, start: int, end: int) -> float:
        """Return the extra cost of the best division that leaves a span whole.

        Args:
            start: Offset of the first character.
            end: Offset behind the last.

        Returns:
            0 if one word of the best division covers the span, or if several of its words make up
            a span of three characters or more. Two characters that are words by themselves do not
            count as whole: 专家|称|多|地.
        """
        whole = math.inf
        if end - start > _PAIR:
            whole = self._before[start] + self._between(start, end) + self._behind[end]
        reach = max(_LONGEST, self._longest)
        for first in range(max(0, end - reach), start + 1):
            people = {arc.end for arc in self._extra.get(first, ()) if arc.person}
            for last, cost in self._ways(first):
                if last >= end and (last not in people or (first, last) == (start, end)):
                    whole = min(whole, self._before[first] + cost + self._behind[last])
        return max(0.0, whole - self._before[-1])

    def cost_of_breaks(self, start: int, end: int) -> float:
        """Return the extra cost of the best division in which a span is one or more words."""
        cost = self._before[start] + self._between(start, end) + self._behind[end]
        return max(0.0, cost - self.cost)

    def _between(self, start: int, end: int) -> float:
        best = [0.0] + [math.inf] * (end - start)
        for at in range(start, end):
            for last, cost in self._ways(at):
                if last <= end:
                    best[last - start] = min(best[last - start], best[at - start] + cost)
        return best[-1]

    def show(self, start: int, end: int) -> str:
        """Return the words that overlap a span, with ``|`` between them."""
        first = self.breaks.rfind(1, 0, start + 1)
        last = self.breaks.find(1, end)
        return "".join(
            "|" * (self.breaks[at] and at > first) + self.text[at] for at in range(first, last)
        )

    def words(self) -> Iterator[tuple[int, Word]]:
        """Find the dictionary words that the division does not cut.

        Yields:
            The offset of each word's first character, in ascending order, and the word. It is the
            longest that ends where a word of the division does, else the longest inside such a
            word.
        """
        text, breaks = self.text, self.breaks
        at = 0
        while at < len(text):
            limit = breaks.find(1, at + 1)
            for length in _lengths().get(text[at], ()):
                end = at + length
                if end > limit and not (breaks[at] and end < len(breaks) and breaks[end]):
                    continue
                word = find_word(text[at:end])
                if word is not None:
                    yield at, word
                    at = end
                    break
            else:
                at += 1

    def crossings(self) -> Iterator[tuple[int, Word, int]]:
        """Find the dictionary words that the division cuts.

        Yields:
            The offset of each such word's first character, the word, and the offset of the break
            inside it; only words whose own division is clearly less probable.
        """
        text, breaks = self.text, self.breaks
        for at in range(len(text)):
            limit = breaks.find(1, at + 1)
            for length in _lengths().get(text[at], ()):
                end = at + length
                if not limit < end <= len(text) or (breaks[at] and breaks[end]):
                    continue
                word = find_word(text[at:end])
                if word and any(word.pinyin) and self.cost_of_span(at, end) > _CLEARLY:
                    yield at, word, limit


WordSpans = dict[int, tuple[int, int]]
"""Start and end of a word, by the offset of each character in it."""


def span_words(words: Iterable[tuple[int, Word]]) -> WordSpans:
    """Return the start and end of the word that each character belongs to.

    Args:
        words: The offset of each word's first character, and the word.
    """
    return {
        i: (start, start + len(word.text))
        for start, word in words
        for i in range(start, start + len(word.text))
    }


@cache
def parts_of(word: str) -> tuple[str, ...]:
    """Divide a word into the shorter words that it most probably consists of.

    Args:
        word: A word of two or more characters.

    Returns:
        The parts in order, each shorter than the word; single characters if it has no others.

    Example:
        >>> parts_of("教师队伍"), parts_of("组成部分")
        (('教师', '队伍'), ('组成', '部分'))
    """
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        starts = range(1 if end == len(word) else 0, end)
        best.append(
            min(
                (best[at][0] + _find_cost(word[at:end], _part_alone(end - at)), at) for at in starts
            )
        )
    parts, end = [], len(word)
    while end:
        parts.append(word[best[end][1] : end])
        end = best[end][1]
    return tuple(reversed(parts))


def _part_alone(length: int) -> float:
    return _rare_character() if length == 1 else math.inf


def _by_start(arcs: Iterable[Arc]) -> dict[int, list[Arc]]:
    by_start: dict[int, list[Arc]] = defaultdict(list)
    for arc in arcs:
        by_start[arc.start].append(arc)
    return dict(by_start)


def release_frequencies() -> None:
    """Free the memory of the words' frequencies; the next question reads them again."""
    _frequent.cache_clear()
    _lengths.cache_clear()
    parts_of.cache_clear()


@cache
def _rare_character() -> float:
    return cost_of(_RARE_CHARACTER)


@cache
def _cost_of_rare(length: int) -> float:
    return cost_of(_RARE.get(length, _RARE_LONG))


def _find_cost(word: str, default: float) -> float:
    """Cost of a word by its frequency, or of a rare one if a dictionary lists it."""
    cost = _frequent().get(word)
    if cost is None:
        return _cost_of_rare(len(word)) if len(word) > 1 and is_word(word) else default
    return cost


@cache
def _frequent() -> dict[str, float]:
    """Read the costs of frequent words, of which dictionaries list most."""
    costs: dict[str, float] = {}
    path = Path(__file__).with_name("frequencies.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            count, *words = line.split(" ")
            costs.update(dict.fromkeys(words, cost_of(float(count))))
    return costs


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    return lengths_by_first(word for word in chain(_frequent(), all_words()) if len(word) > 1)
