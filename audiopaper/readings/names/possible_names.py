"""Surnames that may begin a name, though the evidence is too weak to read them as surnames.

Such a character keeps its everyday reading, and the review lists it with the surname's: 任公馆.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.model import ReadingRule
from audiopaper.readings.decision import other_syllables
from audiopaper.readings.names.person import points_needed
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.decision import Decision
    from audiopaper.readings.names.person import Person
    from audiopaper.readings.word_division import WordSpans

# Points that a name may lack at most to be possible, and to be probable. On 40 pages of a national
# daily one or two characters a page come so close, nearly all of them no names.
_MOST_LACKING, _PROBABLE_LACKING = 3.0, 1.0

_POSSIBLE_SURE, _PROBABLE_SURE = 0.95, 0.8

# Verbs, adverbs and pronouns that often begin a clause. The other surnames seldom do, unless with
# a name, so that each is doubtful there whatever follows.
_BEGINNING_CLAUSES = frozenset("那要将降都干强成行过占种洗盖相应")

# What nobody doubts: decisions of people, names, and words of dictionaries.
_SETTLED = frozenset(
    {
        ReadingRule.LEXICON,
        ReadingRule.SURNAME,
        ReadingRule.GIVEN_NAME,
        ReadingRule.TITLE,
        ReadingRule.NEUTRAL_TONE,
        ReadingRule.DICTIONARIES,
    }
)


def find_possible(
    text: str, candidates: Sequence[Person], people: Sequence[Person], lexicon: Lexicon
) -> dict[int, float]:
    """Find the surnames with a reading of their own at which no name was recognised.

    Args:
        text: What is said.
        candidates: All that may be a name.
        people: The names that were recognised.
        lexicon: Its surnames.

    Returns:
        By the offset of each surname of one character the points that the best candidate lacks.
    """
    taken = {at for person in people for at in range(person.start, person.end)}
    lacking: dict[int, float] = {}
    for person in candidates:
        surname = text[person.start : person.given]
        if len(surname) == 1 and surname in lexicon.surnames and person.start not in taken:
            points = points_needed(surname, lexicon) - person.points
            lacking[person.start] = min(points, lacking.get(person.start, points))
    return lacking


def doubt_surnames(
    text: str,
    possible: Mapping[int, float],
    words: WordSpans,
    lexicon: Lexicon,
    decisions: dict[int, Decision],
) -> None:
    """Lower the certainty of characters that may be surnames and are not read so.

    Args:
        text: What is said.
        possible: By the offset of each such surname the points that a name lacks there.
        words: Start and end of the word that each character belongs to.
        lexicon: Its surnames.
        decisions: By the offset of each Han character; changed here.
    """
    for at, lacking in possible.items():
        decision = decisions[at]
        (syllable,) = lexicon.surnames[text[at]]
        if decision.syllable == syllable or decision.rule in _SETTLED:
            continue
        if lacking <= _PROBABLE_LACKING:
            sure = _PROBABLE_SURE
        elif decision.rule is not ReadingRule.CONTEXT and (
            lacking <= _MOST_LACKING or _stands_alone(text, at, words)
        ):
            sure = _POSSIBLE_SURE
        else:
            continue
        decisions[at] = replace(
            decision,
            sure=min(decision.sure, sure),
            others=other_syllables(decision.syllable, (*decision.others, syllable)),
        )


def _stands_alone(text: str, at: int, words: WordSpans) -> bool:
    """Whether a character begins a clause and is no part of a word."""
    start, end = words.get(at, (at, at + 1))
    return (
        end - start == 1
        and (at == 0 or not plain_han(text[at - 1]))
        and text[at] not in _BEGINNING_CLAUSES
    )
