"""The most probable division of a text into words, and what it would cost to divide otherwise.

A word's cost is the negative logarithm of its share of running text; a division costs what its
words cost. Names, which no table of frequencies has, are brought along as arcs of their own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import all_words, find_word
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audiopaper.readings.dictionary import Word

# All words of the text that frequencies.txt was counted in.
_TOTAL = 60_101_967

# Dictionary words that are too rare for the table, by their length: an idiom is met as such or
# not at all, two characters also by chance.
_RARE = {2: 2.0, 3: 5.0}
_RARE_LONG = 10.0

# A character that the table lacks stands alone more probably than it is a word with another.
_RARE_CHARACTER = 5.0

_LONGEST = 8
_PAIR = 2

# A division is clear if it is so much cheaper (three times as probable).
_CLEARLY = 1.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A run of characters that may be one word at this place."""

    start: int
    end: int
    cost: float
    person: bool = False
    """Whether it is somebody's name, of which no part is a word."""


def cost_of(count: float) -> float:
    """Give the cost of a word that is met so often in sixty million."""
    return math.log(_TOTAL / count)


def is_common(word: str, *, count: float = 500.0) -> bool:
    """Whether a word is met at least so often in sixty million; by default, in everyday text."""
    return _costs().get(word, math.inf) <= cost_of(count)


def frequency_order(word: str) -> float:
    """A key that sorts words by how often they are met, the most frequent first."""
    return _costs().get(word, math.inf)


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
        """Give the ends and costs of the words that may begin at an offset."""
        text = self.text
        for arc in self._extra.get(at, ()):
            yield arc.end, arc.cost
        if not plain_han(text[at]):
            yield at + 1, 0.0
            return
        costs = _costs()
        yield at + 1, costs.get(text[at], _rare_character())
        for length in _lengths().get(text[at], ()):
            cost = costs.get(text[at : at + length])
            if cost is not None and at + length <= len(text):
                yield at + length, cost

    @property
    def cost(self) -> float:
        """What the most probable division costs, 0 for a text without Han characters."""
        return self._before[-1]

    def cost_of_span(self, start: int, end: int) -> float:
        """Give how much dearer the best division is that leaves a span whole than the best of all.

        Args:
            start: Offset of the first character.
            end: Offset behind the last.

        Returns:
            0 where one word of the best division covers all of the span, or several words of it
            make up a span of three characters or more. Two characters that are a word each only
            stand beside one another: 专家|称|多|地.
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

    def _between(self, start: int, end: int) -> float:
        best = [0.0] + [math.inf] * (end - start)
        for at in range(start, end):
            for last, cost in self._ways(at):
                if last <= end:
                    best[last - start] = min(best[last - start], best[at - start] + cost)
        return best[-1]

    def show(self, start: int, end: int) -> str:
        """Give the words that overlap a span, with ``|`` between them."""
        first = self.breaks.rfind(1, 0, start + 1)
        last = self.breaks.find(1, end)
        return "".join(
            "|" * (self.breaks[at] and at > first) + self.text[at] for at in range(first, last)
        )

    def words(self) -> Iterator[tuple[int, Word]]:
        """Find the dictionary words that no break of the division falls into by chance.

        Yields:
            The offset of each word's first character, in ascending order, and the word: the
            longest that begins there and ends where a word of the division does, or the longest
            inside of such a word.
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
        """Find the dictionary words that the division cuts, though both parts belong to others.

        Yields:
            The offset of each such word's first character, the word, and the offset of the break
            that falls into it; only where the division is far more probable.
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
    """Give the start and end of the word that each character belongs to.

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
    """Divide a word into the shorter words that it is most probably made of.

    Args:
        word: A word of two or more characters.

    Returns:
        The parts in order, each shorter than the word; single characters where it has no others.

    Example:
        >>> parts_of("教师队伍"), parts_of("组成部分")
        (('教师', '队伍'), ('组成', '部分'))
    """
    costs = _costs()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        starts = range(1 if end == len(word) else 0, end)
        best.append(
            min((best[at][0] + costs.get(word[at:end], _part_alone(end - at)), at) for at in starts)
        )
    parts, end = [], len(word)
    while end:
        parts.append(word[best[end][1] : end])
        end = best[end][1]
    return tuple(reversed(parts))


def _part_alone(length: int) -> float:
    return _rare_character() if length == 1 else math.inf


def _by_start(arcs: Iterable[Arc]) -> dict[int, list[Arc]]:
    found: dict[int, list[Arc]] = defaultdict(list)
    for arc in arcs:
        found[arc.start].append(arc)
    return dict(found)


@cache
def _rare_character() -> float:
    return cost_of(_RARE_CHARACTER)


@cache
def _costs() -> dict[str, float]:
    rare = {length: cost_of(count) for length, count in _RARE.items()}
    long = cost_of(_RARE_LONG)
    costs = {word: rare.get(len(word), long) for word in all_words() if len(word) > 1}
    path = Path(__file__).with_name("frequencies.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            count, *words = line.split(" ")
            costs.update(dict.fromkeys(words, cost_of(float(count))))
    return costs


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, list[int]] = defaultdict(list)
    for first, length in sorted({(word[0], len(word)) for word in _costs()}, reverse=True):
        if length > 1:
            lengths[first].append(length)
    return {first: tuple(found) for first, found in lengths.items()}
