"""Characters, words and passages that stand twice though once was probably meant."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.doubts.doubt import doubt_at
from audiopaper.readings.word_division import Division, frequency_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.doubts.doubt import Passage, TextDoubt

MIN_PASSAGE_CHARS = 30
"""One undamaged page in a hundred repeats a passage as long; shorter ones are set phrases."""

_REACH = 6
_HAN = r"[\u4e00-\u9fff]"
# 一件一件, 说道说道: speech doubles those itself.
_RUN = re.compile(rf"(?!一)({_HAN}{{2,12}})\1")
_PAIR = re.compile(rf"(?<![一几])({_HAN})\1(?!\1)")
# 从“要我做”向“要我做”转变: what turns into itself.
_TURNED = re.compile(
    r"“([^”]{2,12})”(?:[^“”。]{0,3})(?:向|到|变成|变为|转为|变)(?:[^“”。]{0,3})“\1”"
)
_FOUR = re.compile(rf"({_HAN})\1({_HAN})\2")

# Never doubled in speech.
_FUNCTION = frozenset("的了在是和与及为对于从由将被把并而但或这那有也就都还")
# The last character of a body and the first of its head: 局|局长, 中国|国歌.
_OFFICE = frozenset("长局厂厅校院馆站部州市县区镇乡村司处科队团会社党委庭路街国省军营所署园店")
_REDUPLICATED = frozenset(
    {"爱你", "可以", "恭喜", "说道", "念叨", "转悠", "研究", "商量", "讨论", "考虑"}
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A run of characters that stands twice in a row."""

    start: int
    """Offset of the first of the two."""

    end: int
    """Offset behind the second."""

    text: str
    """What stands twice."""


def find_repetitions(passages: Iterable[Passage]) -> Iterator[TextDoubt]:
    """Find words said twice in a row, and passages that stand twice on one page."""
    known: dict[str, Passage] = {}
    page = 0
    for passage in passages:
        # The runs of one page only: those of a whole edition would fill the memory.
        if passage.lines[0][0] != page:
            page, known = passage.lines[0][0], {}
        for run in see_repeats(passage.text):
            yield doubt_at(
                passage,
                run.start,
                run.end,
                kind="repetition",
                done="照原文播出，两遍都读",
                other=f"或是排印、识别时多出一个“{run.text}”，或该是另一个词",
                sure=0.5,
            )
        yield from _find_again(passage, known)


def see_repeats(text: str) -> tuple[Repeat, ...]:
    """Find what stands twice in a row though speech does not double it.

    Example:
        >>> [text[r.start : r.end] for text in ("集体经济经济发展",) for r in see_repeats(text)]
        ['经济经济']
        >>> see_repeats("大家讨论讨论，一件一件地办，让群众众口称好")
        ()
    """
    runs = [
        Repeat(m.start(), m.end(), m[1])
        for m in _RUN.finditer(text)
        if m[1] not in _REDUPLICATED
        and "一" not in m[1]
        and m[1][-1] != "着"
        and len(set(m[1])) > 1
    ]
    runs += [Repeat(m.start(), m.end(), m[1]) for m in _TURNED.finditer(text)]
    runs += [
        Repeat(m.start(), m.end(), m[1]) for m in _PAIR.finditer(text) if _is_odd_pair(text, m)
    ]
    return tuple(sorted(runs, key=lambda run: run.start))


def _is_odd_pair(text: str, pair: re.Match[str]) -> bool:
    """Whether two equal characters are neither a word nor the seam of two."""
    character, start = pair[1], pair.start()
    is_word = frequency_order(pair[0]) < math.inf and character not in _FUNCTION
    if character in _OFFICE or is_word:
        return False
    if any(
        four.start() <= start < four.end()
        for four in _FOUR.finditer(text, max(0, start - 2), min(len(text), start + 4))
    ):
        return False
    first = max(0, start - _REACH)
    breaks = Division(text[first : pair.end() + _REACH]).breaks
    at = start - first
    if not breaks[at + 1]:
        return False
    if character in _FUNCTION:
        return bool(breaks[at] and breaks[at + 2])
    return bool(breaks[at]) != bool(breaks[at + 2])


def _find_again(passage: Passage, known: dict[str, Passage]) -> Iterator[TextDoubt]:
    """Yield a doubt for the first long run already on the page, and add the passage's runs."""
    text = passage.text
    starts = range(len(text) - MIN_PASSAGE_CHARS + 1)
    repeat_start = next((s for s in starts if text[s : s + MIN_PASSAGE_CHARS] in known), None)
    if repeat_start is not None:
        first = known[text[repeat_start : repeat_start + MIN_PASSAGE_CHARS]]
        end = repeat_start + MIN_PASSAGE_CHARS
        while end < len(text) and text[repeat_start : end + 1] in first.text:
            end += 1
        yield doubt_at(
            passage,
            repeat_start,
            end,
            kind="repetition",
            done="照原文播出，两处都读",
            other=f"同一段话已见于本版第{first.lines[0][1]}行；或是识别时抄了两遍",
            sure=0.5,
        )
    for start in starts:
        known.setdefault(text[start : start + MIN_PASSAGE_CHARS], passage)
