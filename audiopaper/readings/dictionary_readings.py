"""How dictionaries read the characters of a text, by the words that these stand in.

A further dictionary has polyphones that the others do not list. Nobody has reviewed the whole of
its long list, so its words take no part in the division of a text: they are used only where the
division leaves them whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import corrected_words, find_word, neutral_words, readings_of
from audiopaper.readings.reading_confidence import ALL_VOTES
from audiopaper.readings.word_division import parts_of
from audiopaper.readings.word_lists import lengths_by_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.readings.dictionary import Word
    from audiopaper.readings.entries import Words
    from audiopaper.readings.g2pm import Guess

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
    return lengths_by_first(_words())


def release_further_dictionary() -> None:
    """Free the memory of the further dictionary; the next question reads it again."""
    _words.cache_clear()
    _lengths.cache_clear()


MANY_VOTES = 3
"""As good as all: so many dictionaries, or a single one on a word as long as an idiom."""

_IDIOM_CHARS = 4

# A word that somebody has reviewed says more than a rule by its neighbours: 知更鸟, 不应期. One of
# two characters also stands where a word ends and another begins.
_REVIEWED_CHARS = 3

# A word of two has no shorter words in it.
_PART_CHARS = 2

Vote = tuple[int, str]
"""How many dictionaries say so, and the syllable."""


@dataclass(frozen=True, slots=True)
class DictionaryReadings:
    """What dictionaries say of the characters of a text."""

    votes: Mapping[int, Vote]
    """By the offset of each character that a dictionary decides."""

    idioms: Set[int]
    """Offsets of the characters in idioms and reviewed words, to which no context rule applies."""


def look_up_text(text: str, words: Words, guesses: Mapping[int, Guess]) -> DictionaryReadings:
    """Look up the words of a text.

    Args:
        text: What is said, each Han character in its everyday form.
        words: Its words.
        guesses: Readings of its polyphones by the network; the further dictionary is consulted
            for these alone.
    """
    votes = {
        # An idiom is read so wherever it stands, though one dictionary alone has it.
        at + i: (max(word.votes, MANY_VOTES * (len(word.text) >= _IDIOM_CHARS)), syllable)
        for at, word in words.dictionary
        for i, syllable in enumerate(word.pinyin)
        if syllable
    }
    votes.update(_read_parts(words))
    undecided = {at for at, guess in guesses.items() if guess and at not in votes}
    votes.update(find_more(text, words.breaks, undecided))
    doubled = dict(_read_doubled(text, words.breaks))
    votes.update(doubled)
    idioms = doubled.keys() | {
        i
        for at, word in words.dictionary
        if (len(word.text) >= _IDIOM_CHARS and word.votes >= MANY_VOTES)
        or (len(word.text) >= _REVIEWED_CHARS and word.text in corrected_words())
        for i in range(at, at + len(word.text))
        if i in votes
    }
    return DictionaryReadings(votes, idioms)


def _read_parts(words: Words) -> Iterator[tuple[int, Vote]]:
    """Read longer words by the words that they are made of.

    That is where dictionaries do not decide on a syllable of the longer word (一部分), where a
    part's reading was corrected and fewer than three dictionaries know the longer word
    (宏观|调控), or where a part's last syllable is neutral (教师|队伍).
    """
    for start, word in words.dictionary:
        if len(word.text) <= _PART_CHARS or word.text in corrected_words():
            continue
        if word.text[-1] == word.text[-2]:
            # 迷迷糊糊, 黑糊糊: made of 迷糊 and 糊, but read by a rule of their own.
            continue
        at = 0
        for text in parts_of(word.text):
            part = find_word(text) if len(text) > 1 else None
            own = word.pinyin[at : at + len(text)]
            for i, syllable in enumerate(part.pinyin if part else (), at):
                if part and syllable and _outweighs(part, own, i - at, word):
                    yield start + i, (part.votes, syllable)
            at += len(text)


def _outweighs(part: Word, own: Sequence[str], i: int, word: Word) -> bool:
    """Whether a part's syllable is more trusted than what dictionaries say of the longer word."""
    if part.text in neutral_words():
        # 士大夫 and 便宜行事 have 大夫 and 便宜 in writing only.
        return all(
            not syllable or syllable == light or syllable[:-1] + "5" == light
            for syllable, light in zip(own, part.pinyin, strict=True)
        )
    few = not own[i] or word.votes <= 1
    if part.text in corrected_words():
        return few
    return few and (not own[i] or len(word.text) < _IDIOM_CHARS) and part.votes >= MANY_VOTES


def _read_doubled(text: str, breaks: Sequence[int]) -> Iterator[tuple[int, Vote]]:
    """Read 高高兴兴 as 高兴, its syllables in full: 漂漂亮亮."""
    for at in range(len(text) - _IDIOM_CHARS + 1):
        if not (breaks[at] and breaks[at + _IDIOM_CHARS]):
            # 银行|行长|长期
            continue
        doubled = text[at : at + _IDIOM_CHARS]
        if doubled != 2 * doubled[0] + 2 * doubled[2] or doubled in corrected_words():
            continue
        single = find_word(doubled[0] + doubled[2])
        if single is None or single.votes < MANY_VOTES:
            continue
        for i, syllable in enumerate(single.pinyin):
            full = readings_of(doubled[2 * i])[0] if syllable.endswith("5") else syllable
            if full:
                yield at + 2 * i, (ALL_VOTES, full)
                yield at + 2 * i + 1, (ALL_VOTES, full)
