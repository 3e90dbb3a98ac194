"""The words of a text, and the lexicon entries that are whole words of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.lexicon import Entry, fold_width
from audiopaper.readings.dictionary import Word, is_word
from audiopaper.readings.word_division import Arc, Division, WordSpans, cost_of, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.names.person import Person

# Assumed count in sixty million words of an entry that is in no table: low for a place of two
# characters, since two characters also meet by chance (专家称|多地 and 称多).
_PLACE, _LONG_PLACE = 1.5, 20.0
_TERM, _LONG_TERM = 20.0, 50.0

# The same of a person, for whom there is evidence already.
_PERSON, _LIKELY_PERSON = 3000.0, 20.0
_SURE_PERSON = 0.8

# A factor for that count if a neighbour shows that the entry is a place.
_CUE, _PROVINCE_CUE = 60.0, 400.0

# An editor's entry holds unless another division is a thousand times as probable.
_OWN = 500.0
_OWN_TOLERANCE = 7.0

# The same of one character, which is a word unless another division is twenty times as probable.
_ALONE_TOLERANCE = 3.0

_EPSILON = 1e-6

# The last character of a region's name, or the first behind a place that is one.
_REGIONS = frozenset("省市县区州")

_BEFORE_PLACE = frozenset("省市县区州旗盟在到于赴往从回至抵离驻、")
_BEHIND_PLACE = frozenset("省市县区州旗盟镇乡村、")
_PROVINCES = re.compile(
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)$"
)


@dataclass(frozen=True, slots=True)
class PassedEntry:
    """An editor's entry whose characters stand in the text, but belong to other words."""

    start: int
    """Offset of its first character."""

    entry: Entry
    """The entry."""

    words: str
    """These words, with ``|`` between them."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, and the lexicon's entries among them."""

    dictionary: tuple[tuple[int, Word], ...]
    """Offset of each dictionary word, in ascending order, and the word."""

    spans: WordSpans
    """Start and end of the dictionary word that a character belongs to."""

    shipped: tuple[tuple[int, Entry], ...]
    """Offset of each shipped entry that is a word, in ascending order, and the entry."""

    own: tuple[tuple[int, Entry], ...]
    """The same of an editor's entries."""

    passed: tuple[PassedEntry, ...]
    """The editor's entries that are no words of this text."""

    crossed: tuple[tuple[int, str, int], ...]
    """Characters of words that the division cuts: offset of the character, its reading in that
    word, and offset of the break inside the word."""

    breaks: bytes
    """Whether a word begins or ends at an offset; one value more than the text has characters."""


def find_entries(text: str, people: Sequence[Person], lexicon: Lexicon) -> Words:
    """Divide a text into words, and find the entries of the lexicon among them.

    Args:
        text: What is said.
        people: The names in it.
        lexicon: The decisions of people.

    Returns:
        The words. An entry holds if the most probable division leaves it whole; an editor's entry
        also if that division is a little less probable, or if the entry has a context.
    """
    every = list(lexicon.matches(text))
    folded = fold_width(text)
    matches = [(at, entry) for at, entry in every if entry.fits(folded, at)]
    arcs = [arc for at, entry in matches for arc in _arcs(text, at, entry)]
    arcs += [
        Arc(p.start, p.end, cost_of(_PERSON if p.sure >= _SURE_PERSON else _LIKELY_PERSON), True)
        for p in people
        if p.end - p.start > 1
    ]
    division = Division(text, arcs)
    dictionary = tuple(division.words())
    spans = span_words(dictionary)
    standing = [(at, entry) for at, entry in matches if _stands(text, at, entry, division, spans)]
    whole = {(at, id(entry)) for at, entry in standing}
    passed = [(at, entry) for at, entry in every if (at, id(entry)) not in whole]
    own = tuple(_choose(standing, shipped=False))
    taken = {i for at, entry in own for i in range(at, at + len(entry.text))}
    return Words(
        dictionary=dictionary,
        spans=spans,
        shipped=tuple(_choose(standing, shipped=True)),
        own=own,
        passed=tuple(
            PassedEntry(at, entry, division.show(at, at + len(entry.text)))
            for at, entry in passed
            if not entry.shipped and at not in taken and entry.fits(folded, at)
        ),
        crossed=(*_crossed_words(division), *_crossed_entries(passed, division)),
        breaks=bytes(division.breaks),
    )


def _crossed_words(division: Division) -> Iterator[tuple[int, str, int]]:
    for at, word, cut in division.crossings():
        for i, syllable in enumerate(word.pinyin, at):
            if syllable:
                yield i, syllable, cut


def _crossed_entries(
    passed: Iterable[tuple[int, Entry]], division: Division
) -> Iterator[tuple[int, str, int]]:
    for at, entry in passed:
        end = at + len(entry.text)
        for i, syllable in enumerate(entry.pinyin, at):
            if not syllable:
                continue
            for cut in range(at + 1, end):
                if division.breaks[cut]:
                    yield i, syllable, cut


def _arcs(text: str, at: int, entry: Entry) -> Iterator[Arc]:
    end = at + len(entry.text)
    if len(entry.text) < 2:
        return
    if not entry.shipped or entry.before or entry.after:
        # Its neighbours are more evidence than those of any other entry: 张说|是|唐代名相.
        yield Arc(at, end, cost_of(_OWN))
        return
    # 单县: few other words end so.
    long = len(entry.text) > 2 or entry.text[-1] in "县州"
    if entry.kind != "place":
        yield Arc(at, end, cost_of(_LONG_TERM if long else _TERM))
        return
    count = _LONG_PLACE if long else _PLACE
    if _is_placed(text, at, end):
        count *= _PROVINCE_CUE if _is_in_province(text, at) else _CUE
    yield Arc(at, end, cost_of(count))
    behind = text[end : end + 1]
    if behind and behind in _REGIONS and entry.text[-1] not in _REGIONS:
        yield Arc(at, end + 1, cost_of(_LONG_PLACE))


def _is_placed(text: str, at: int, end: int) -> bool:
    """Whether a neighbour shows that an entry is a place: 赴称多, 称多县, 青海称多."""
    before, behind = text[max(0, at - 1) : at], text[end : end + 1]
    if before and before in _BEFORE_PLACE and not is_word(text[at - 1 : at + 1]):
        return True
    if behind and behind in _BEHIND_PLACE and not is_word(text[end - 1 : end + 1]):
        return True
    return _is_in_province(text, at)


def _is_in_province(text: str, at: int) -> bool:
    return bool(_PROVINCES.search(text[max(0, at - 3) : at]))


def _stands(
    text: str,
    at: int,
    entry: Entry,
    division: Division,
    spans: WordSpans,
) -> bool:
    end = at + len(entry.text)
    if not entry.shipped:
        if entry.before or entry.after:
            return True
        if end - at == 1:
            # 单 as a family, and not in 单位 and 名单.
            return division.cost_of_breaks(at, end) <= _ALONE_TOLERANCE
        return division.cost_of_span(at, end) <= _OWN_TOLERANCE
    if division.cost_of_span(at, end) > _EPSILON:
        return False
    return entry.kind != "place" or not _is_inside_word(text, at, entry.text, spans)


def _is_inside_word(text: str, at: int, entry: str, spans: WordSpans) -> bool:
    """Whether a place is part of a longer word, which has its own reading.

    The words for regions beside it outweigh that: 湖南省|长沙市, though 省长 is a word.
    """
    end = at + len(entry)
    if len(entry) > 2 and entry[-1] in "镇乡村":
        return False
    if text[max(0, at - 1) : at] in _REGIONS or text[end : end + 1] in _REGIONS:
        return False
    first, _ = spans.get(at, (at, end))
    _, last = spans.get(end - 1, (at, end))
    if first == at and entry[-1] in _REGIONS:
        # 应县木塔: the longer word begins with the place.
        return False
    return first < at or last > end


def _choose(
    candidates: Sequence[tuple[int, Entry]], *, shipped: bool
) -> Iterator[tuple[int, Entry]]:
    """Yield the leftmost and longest entries, without overlaps."""
    behind = 0
    for at, entry in candidates:
        if entry.shipped is shipped and at >= behind:
            yield at, entry
            behind = at + len(entry.text)
