"""Surnames before a title that are known from elsewhere in the edition: 解志强, so 解法官 too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.certain_names import put_first
from audiopaper.readings.names.name_cues import LOOK_BACK, beginning, ending, load_cues
from audiopaper.readings.names.name_evidence import MEMORABLE
from audiopaper.readings.names.person import KNOWN_SURE, Person
from audiopaper.readings.names.surnames_with_titles import (
    BEFORE_OFFICE,
    UNMISTAKABLE,
    ends_word,
    may_have_title,
)
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.word_division import WordSpans

_LONGEST_TITLE = 4


def recall_titled(
    texts: Sequence[str],
    words: Sequence[WordSpans],
    people: Sequence[tuple[Person, ...]],
    lexicon: Lexicon,
) -> list[tuple[Person, ...]]:
    """Add the surnames before a title that somebody certainly has elsewhere in the edition.

    Args:
        texts: All texts of the edition.
        words: For each text, start and end of the word that each character belongs to.
        people: For each text, the names found in it.
        lexicon: Only surnames with a reading of their own are looked for.

    Returns:
        For each text its names, in order and without overlaps.
    """
    known = {
        text[p.start : p.given]
        for text, persons in zip(texts, people, strict=True)
        for p in persons
        if p.points >= MEMORABLE and (p.end > p.given or _title(text, p.given))
    } & set(lexicon.surnames)
    if not known:
        return list(people)
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=lambda s: (-len(s), s))))
    return [
        put_first(persons, list(_find(text, spans, pattern)))
        for text, spans, persons in zip(texts, words, people, strict=True)
    ]


def _title(text: str, at: int) -> str:
    title = beginning(text, at, load_cues().titles_after, _LONGEST_TITLE)
    return title if len(title) > 1 else ""


def _find(
    text: str, words: Mapping[int, tuple[int, int]], pattern: re.Pattern[str]
) -> Iterator[Person]:
    for match in pattern.finditer(text):
        start, given = match.span()
        title = _title(text, given)
        if title and _stands(text, start, given, given + len(title), words):
            yield Person(start, given, given, MEMORABLE, KNOWN_SURE)


def _stands(
    text: str, start: int, given: int, end: int, words: Mapping[int, tuple[int, int]]
) -> bool:
    """Whether a surname that ends at ``given``, before a title, belongs to no other word."""
    if ends_word(text, start, words) or is_word(text[max(0, start - 1) : given] if start else ""):
        return False
    if not may_have_title(text, start, given, end) or is_word(text[end - 1 : end + 1]):
        return False
    surname = text[start:given]
    if start == 0 or not plain_han(text[start - 1]) or surname in UNMISTAKABLE or len(surname) > 1:
        return True
    before = text[max(0, start - LOOK_BACK) : start]
    return before[-1] in BEFORE_OFFICE or bool(ending(before, load_cues().before, 4))
