"""Readings that every engine must be made to say: given to it, or as a homophone's character."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from audiopaper.lexicon import UNVERIFIED
from audiopaper.model import ReadingRule, RespellingQuality
from audiopaper.readings import reading_confidence
from audiopaper.readings.decision import Decision, other_syllables
from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.g2pm import characters_by_frequency, knows_character
from audiopaper.readings.reading_confidence import ALL_VOTES
from audiopaper.readings.tokens import plain_han
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.dictionary_readings import Vote
    from audiopaper.readings.entries import PassedEntry, Words
    from audiopaper.readings.names.person import Person

# The most frequent characters are function words or part of most words: 人志强 would sound wrong.
_TOO_COMMON = 100

# Longer words do not arise by chance.
_LONGEST_WORD = 4

# Rows of GB 2312: the first level is the everyday characters of print, the second the rest.
_FIRST_LEVEL = range(16, 56)
_SECOND_LEVEL = range(56, 88)


# Parts of characters, which dictionaries list with readings.
_RADICALS = frozenset("亻冫讠钅饣纟冖宀彐丶丨丿亠勹匚卩厶廴夂犭疒礻衤灬罒刂彳忄扌氵")


def respell(
    syllable: str, before: str, after: str, *, preferred: frozenset[str] = frozenset()
) -> str:
    """Find a common homophone with one reading that makes no word with its neighbours.

    Args:
        syllable: The reading that must be heard.
        before: The characters sent before it; the last three count.
        after: The characters behind it; the first three count.
        preferred: Characters to prefer to more frequent ones: for a surname other surnames, so
            that the engine still reads a name.

    Returns:
        The most frequent character with this as its only reading in CC-CEDICT that makes no word
        with the characters on either side; empty if there is none.

    Example:
        >>> respell("zeng1", "记者", "令新"), respell("xie4", "", "", preferred=frozenset("谢"))
        ('增', '谢')
    """
    for character in sorted(_homophones(syllable), key=lambda c: c not in preferred):
        if not _makes_word(character, before, after):
            return character
    return ""


def is_rare(character: str) -> bool:
    """Whether an engine may not know a character: 哿, the only homophone of 盖 (ge3)."""
    return _row(character) not in _FIRST_LEVEL and not knows_character(character)


def _makes_word(character: str, before: str, after: str) -> bool:
    for length in range(2, _LONGEST_WORD + 1):
        for ahead in range(length):
            behind = length - 1 - ahead
            if ahead > len(before) or behind > len(after):
                continue
            if is_word(before[len(before) - ahead :] + character + after[:behind]):
                return True
    return False


@cache
def _homophones(syllable: str) -> tuple[str, ...]:
    known = [
        character
        for character in _single_readings().get(syllable, ())
        if readings_of(character)[:1] == (syllable,) and character not in _RADICALS
    ]
    return tuple(c for level in (_FIRST_LEVEL, _SECOND_LEVEL) for c in known if _row(c) in level)


@cache
def _single_readings() -> dict[str, list[str]]:
    """Characters with one reading, by that, the most frequent first."""
    characters: dict[str, list[str]] = defaultdict(list)
    for character, readings in characters_by_frequency()[_TOO_COMMON:]:
        if len(readings) == 1:
            characters[readings[0]].append(character)
    return characters


def _row(character: str) -> int:
    try:
        return character.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return 0


# A word of four may reach so far on either side of a respelled character.
_WORD_REACH = 3

# 守住那一草一木, 书记那番话: before these 那 is no family.
_COUNTED = frozenset("一两几三时天年段股番句些个种位次件条座片场份群块本支只张名家间所首把批层多么")


@dataclass(frozen=True, slots=True)
class _Choice:
    syllable: str
    rule: ReadingRule
    sure: float
    file: str = ""
    verified: bool = True
    others: tuple[str, ...] = ()


def force_readings(
    text: str,
    people: Sequence[Person],
    words: Words,
    lexicon: Lexicon,
    votes: Mapping[int, Vote],
    decisions: dict[int, Decision],
) -> None:
    """Put the readings of names and of the lexicon in place of what was decided without them.

    Args:
        text: What is said, each Han character in its everyday form.
        people: The names in it.
        words: Its words, and the lexicon's entries among them.
        lexicon: The decisions of people.
        votes: What dictionaries say, by offset.
        decisions: By the offset of each Han character; changed here.
    """
    choices = _choose_by_name(text, people, lexicon)
    choices.update(_choose_by_entry(words))
    for at, choice in sorted(choices.items()):
        before = "".join(
            decisions[i].respelling or text[i] if i in decisions else text[i]
            for i in range(max(0, at - _WORD_REACH), at)
        )
        decisions[at] = _force(text, at, choice, before, votes.get(at), decisions[at], lexicon)
    for passed in words.passed:
        _note_passed(passed, decisions)


def _choose_by_name(text: str, people: Sequence[Person], lexicon: Lexicon) -> dict[int, _Choice]:
    choices: dict[int, _Choice] = {}
    for person in people:
        at = person.start - 1
        if at > 0 and text[at] == "长" and plain_han(text[at - 1]):
            # 馆长|乐怀章: the last character of a title, whatever place it would make.
            choices[at] = _Choice("zhang3", ReadingRule.TITLE, person.sure)
        if text[person.start] == "那" and text[person.given : person.given + 1] in _COUNTED:
            continue
        choices.update(_read_surname(person, text[person.start : person.given], lexicon))
        whole = lexicon.given.get(text[person.given : person.end], ())
        for at in range(person.given, person.end):
            syllables = whole[at - person.given :] or lexicon.given.get(text[at], ())
            if syllables:
                two = text[at] in reading_confidence.CHOSEN_IN_TWO
                usual = reading_confidence.GIVEN_DOUBTFUL if two else reading_confidence.GIVEN
                sure = min(usual, person.sure)
                choices[at] = _Choice(syllables[0], ReadingRule.GIVEN_NAME, sure)
    return choices


def _read_surname(person: Person, surname: str, lexicon: Lexicon) -> Iterator[tuple[int, _Choice]]:
    """Yield the offset and the choice of each character of a surname with its own reading."""
    others = lexicon.other_surnames.get(surname, ())
    usual = reading_confidence.SURNAME_OF_TWO if others else 1.0
    for i, syllable in enumerate(lexicon.surnames.get(surname, ())):
        yield (
            person.start + i,
            _Choice(
                syllable,
                ReadingRule.SURNAME,
                min(usual, person.sure),
                others=others[i : i + 1],
            ),
        )


def _choose_by_entry(words: Words) -> dict[int, _Choice]:
    choices: dict[int, _Choice] = {}
    for at, entry in (*words.shipped, *words.own):
        verified = entry.source != UNVERIFIED
        sure = 1.0
        if entry.shipped:
            sure = reading_confidence.LEXICON if verified else reading_confidence.UNVERIFIED_ENTRY
        for i, syllable in enumerate(entry.pinyin, at):
            if syllable:
                choices[i] = _Choice(syllable, ReadingRule.LEXICON, sure, entry.file, verified)
    return choices


def _force(
    text: str,
    at: int,
    choice: _Choice,
    before: str,
    vote: Vote | None,
    plainly: Decision,
    lexicon: Lexicon,
) -> Decision:
    # What an engine may take by itself: the word's reading if all dictionaries know it, else
    # perhaps the character's first.
    votes, plain = vote or (0, choice.syllable)
    default = next(iter(readings_of(text[at])), "")
    syllable = choice.syllable
    forced = syllable != plain or (votes < ALL_VOTES and syllable != default)
    respelling, quality = "", RespellingQuality.GOOD
    if forced:
        preferred = lexicon.common_surnames if choice.rule is ReadingRule.SURNAME else frozenset()
        after = text[at + 1 : at + 1 + _WORD_REACH]
        respelling = respell(syllable, before, after, preferred=preferred)
        quality = _judge(respelling)
    others = other_syllables(syllable, (plainly.syllable, *plainly.others, *choice.others))
    return Decision(
        syllable,
        choice.rule,
        file=choice.file,
        verified=choice.verified,
        forced=forced,
        respelling=respelling,
        respelling_quality=quality,
        # If no source disagrees, it is as sure as without the name or the entry.
        sure=choice.sure if others else max(choice.sure, plainly.sure),
        others=others,
    )


def _judge(respelling: str) -> RespellingQuality:
    if not respelling:
        # No character that is read so and no other: the editor has to listen.
        return RespellingQuality.MISSING
    return RespellingQuality.RARE if is_rare(respelling) else RespellingQuality.GOOD


def _note_passed(passed: PassedEntry, decisions: dict[int, Decision]) -> None:
    """Record an entry that was skipped because the word division cuts it, on its characters."""
    entry = passed.entry
    note = _(
        "{entry_text} {pronunciation} in {file}, the words are {words}",
        entry_text=entry.text,
        pronunciation=entry.pronunciation,
        file=entry.file,
        words=passed.words,
    )
    for at, syllable in enumerate(entry.pinyin, passed.start):
        decision = decisions.get(at)
        if decision is not None and decision.syllable != syllable:
            decisions[at] = replace(
                decision,
                passed_over=(*decision.passed_over, note),
                others=other_syllables(decision.syllable, (*decision.others, syllable)),
            )
