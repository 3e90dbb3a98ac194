"""The decision list: which source says how a Han character is read, and how sure it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.lexicon import PASSED_OVER, UNVERIFIED
from audiopaper.readings import reading_confidence
from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.dictionary import (
    corrected_words,
    find_word,
    neutral_words,
    readings_of,
)
from audiopaper.readings.extra_dictionary import find_more
from audiopaper.readings.neutral_tone import neutral_by_form
from audiopaper.readings.respelling import is_rare, respell
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.dictionary import Word
    from audiopaper.readings.entries import PassedEntry, Words
    from audiopaper.readings.g2pm import Guess
    from audiopaper.readings.names.person import Person

# The number of dictionaries behind words.tsv.
_ALL_VOTES = 4

# As good as all: three of them, or a single one on a word as long as an idiom.
_MANY_VOTES = 3
_IDIOM_CHARS = 4

# The share from which the network goes before three dictionaries where they say that a syllable is
# neutral, or before fewer: set on the CPP dev split.
_SURE = 0.995

# A word of two has no shorter words in it.
_PART_CHARS = 2

# A word of four may reach so far on either side of a respelled character.
_WORD_REACH = 3

# Characters on either side that a reading may depend on where a break limits them.
_SIGHT = 60

# 守住那一草一木, 书记那番话: before these 那 is no family.
_COUNTED = frozenset("一两几三时天年段股番句些个种位次件条座片场份群块本支只张名家间所首把批层多么")

SURNAME_RULE = "surname rule"
TITLE_RULE = "title rule"
GIVEN_RULE = "given name rule"
NEUTRAL_RULE = "neutral tone rule"
UNKNOWN = "unknown"
"""Source of a character that no table knows; nothing is said for it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How one Han character is said."""

    syllable: str
    source: str
    forced: bool = False
    respelling: str = ""
    sure: float = 1.0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    syllable: str
    source: str
    sure: float


def decide(
    text: str,
    guesses: Mapping[int, Guess],
    people: Sequence[Person],
    words: Words,
    lexicon: Lexicon,
) -> dict[int, Decision]:
    """Decide the reading of each Han character of a text.

    Args:
        text: What is said, with its punctuation, each Han character in its everyday form.
        guesses: What the network says of the text's polyphones.
        people: The names in the text.
        words: Its words, and the lexicon's entries among them.
        lexicon: The decisions of people.

    Returns:
        A decision for the offset of each Han character. The first that speaks decides: editor's
        lexicon, shipped lexicons, name rules, neutral tones by form, idioms, context rules, words
        that three of four dictionaries read alike, the network, pypinyin's own words, the default
        table.
    """
    listed = {
        # An idiom is read so wherever it stands, though one dictionary alone has it.
        at + i: (max(word.votes, _MANY_VOTES * (len(word.text) >= _IDIOM_CHARS)), syllable)
        for at, word in words.dictionary
        for i, syllable in enumerate(word.pinyin)
        if syllable
    }
    listed.update(_from_parts(words))
    asked = {at for at, guess in guesses.items() if guess and at not in listed}
    listed.update(find_more(text, words.breaks, asked))
    doubled = dict(_from_doubled(text))
    listed.update(doubled)
    idioms = doubled.keys() | {
        i
        for at, word in words.dictionary
        if len(word.text) >= _IDIOM_CHARS and word.votes >= _MANY_VOTES
        for i in range(at, at + len(word.text))
        if i in listed
    }
    crossed: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for at, syllable, cut in words.crossed:
        crossed[at].append((syllable, cut))
    decisions = {
        at: _decide_plainly(
            (text, words.breaks),
            at,
            listed.get(at),
            guesses.get(at),
            crossed.get(at, ()),
            idiom=at in idioms,
        )
        for at, character in enumerate(text)
        if plain_han(character)
    }
    _trust_common(words, guesses, decisions)
    for at, syllable in neutral_by_form(text, people, words):
        sure = reading_confidence.sure_of_rule(network_differs=False, words_differ=False)
        decisions[at] = Decision(syllable, NEUTRAL_RULE, sure=sure)
    chosen = _by_name(text, people, lexicon)
    chosen.update(_by_entry(words))
    for at, choice in sorted(chosen.items()):
        before = "".join(
            decisions[i].respelling or text[i] if i in decisions else text[i]
            for i in range(max(0, at - _WORD_REACH), at)
        )
        decisions[at] = _force(text, at, choice, before, listed.get(at), decisions[at], lexicon)
    for entry in words.passed:
        _tell_passed(entry, decisions)
    return decisions


def _trust_common(
    words: Words, guesses: Mapping[int, Guess], decisions: dict[int, Decision]
) -> None:
    """Raise the certainty of common words, in which the network alone is mistaken: 充分, 协调."""
    for start, word in words.dictionary:
        if not is_common(word.text):
            if word.votes == _ALL_VOTES and is_common(
                word.text, count=reading_confidence.KNOWN_COUNT
            ):
                _trust_known(start, word, decisions)
            continue
        for at, syllable in enumerate(word.pinyin, start):
            decision = decisions.get(at)
            if decision is None:
                continue
            if word.votes >= _MANY_VOTES and decision.source == "dictionaries":
                decisions[at] = replace(decision, sure=reading_confidence.COMMON_WORD)
            elif not syllable and decision.source == "g2pM":
                known = guesses[at].share >= reading_confidence.COMMON_SHARE
                usual = reading_confidence.COMMON_GUESSED if known else 0.0
                decisions[at] = replace(decision, sure=max(decision.sure, usual))
            elif decision.source == "context rule" and syllable in ("", decision.syllable):
                # 了解, 当天, 家长: a rule reads the word as it is read, against the network alone.
                sure = reading_confidence.COMMON_GUESSED
                decisions[at] = replace(decision, sure=max(decision.sure, sure))


def _trust_known(start: int, word: Word, decisions: dict[int, Decision]) -> None:
    """Raise the certainty of a word less common that all dictionaries read alike: 麦子."""
    for at in range(start, start + len(word.text)):
        decision = decisions.get(at)
        if decision is not None and decision.source == "dictionaries":
            sure = max(decision.sure, reading_confidence.COMMON_GUESSED)
            decisions[at] = replace(decision, sure=sure)


def _tell_passed(passed: PassedEntry, decisions: dict[int, Decision]) -> None:
    """Note an editor's entry that is no word here with the characters it would read otherwise."""
    entry = passed.entry
    for at, syllable in enumerate(entry.pinyin, passed.start):
        decision = decisions.get(at)
        if decision is not None and decision.syllable != syllable:
            remark = f"{PASSED_OVER}{entry.text} {entry.said} in {entry.file}, the words are "
            decisions[at] = replace(
                decision,
                source=f"{decision.source}{remark}{passed.words}",
                others=_apart(decision.syllable, (*decision.others, syllable)),
            )


def _from_parts(words: Words) -> Iterator[tuple[int, tuple[int, str]]]:
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
                if part and syllable and _goes_before(part, own, i - at, word):
                    yield start + i, (part.votes, syllable)
            at += len(text)


def _from_doubled(text: str) -> Iterator[tuple[int, tuple[int, str]]]:
    """Read 高高兴兴 as 高兴, its syllables in full: 漂漂亮亮."""
    for at in range(len(text) - _IDIOM_CHARS + 1):
        doubled = text[at : at + _IDIOM_CHARS]
        if doubled != 2 * doubled[0] + 2 * doubled[2] or doubled in corrected_words():
            continue
        single = find_word(doubled[0] + doubled[2])
        if single is None or single.votes < _MANY_VOTES:
            continue
        for i, syllable in enumerate(single.pinyin):
            full = readings_of(doubled[2 * i])[0] if syllable.endswith("5") else syllable
            if full:
                yield at + 2 * i, (_ALL_VOTES, full)
                yield at + 2 * i + 1, (_ALL_VOTES, full)


def _goes_before(part: Word, own: Sequence[str], i: int, word: Word) -> bool:
    """Whether a part's syllable is more trusted than what dictionaries say of the longer word."""
    if part.text in neutral_words():
        # 士大夫 and 便宜行事 have 大夫 and 便宜 in writing only.
        return all(
            not said or said == light or said[:-1] + "5" == light
            for said, light in zip(own, part.pinyin, strict=True)
        )
    few = not own[i] or word.votes <= 1
    if part.text in corrected_words():
        return few
    return few and (not own[i] or len(word.text) < _IDIOM_CHARS) and part.votes >= _MANY_VOTES


def _force(
    text: str,
    at: int,
    choice: _Choice,
    before: str,
    word: tuple[int, str] | None,
    plainly: Decision,
    lexicon: Lexicon,
) -> Decision:
    # What an engine may take by itself: the word's reading if all dictionaries know it, else
    # perhaps the character's first.
    votes, plain = word or (0, choice.syllable)
    default = next(iter(readings_of(text[at])), "")
    syllable, source = choice.syllable, choice.source
    forced = syllable != plain or (votes < _ALL_VOTES and syllable != default)
    respelling = ""
    if forced:
        preferred = lexicon.common_surnames if source == SURNAME_RULE else frozenset()
        after = text[at + 1 : at + 1 + _WORD_REACH]
        respelling = respell(syllable, before, after, preferred=preferred)
        # No character that is read so and no other: the editor has to listen.
        source += ", no respelling" if not respelling else ""
        source += ", rare respelling" if respelling and is_rare(respelling) else ""
    others = _apart(syllable, (plainly.syllable, *plainly.others))
    # Where nobody says otherwise it is as sure as without the name or the entry.
    sure = choice.sure if others else max(choice.sure, plainly.sure)
    return Decision(syllable, source, forced, respelling, sure, others)


def _by_name(text: str, people: Sequence[Person], lexicon: Lexicon) -> dict[int, _Choice]:
    chosen: dict[int, _Choice] = {}
    for person in people:
        at = person.start - 1
        if at > 0 and text[at] == "长" and plain_han(text[at - 1]):
            # 馆长|乐怀章: the last character of a title, whatever place it would make.
            chosen[at] = _Choice("zhang3", TITLE_RULE, person.sure)
        if text[person.start] == "那" and text[person.given : person.given + 1] in _COUNTED:
            continue
        surname = lexicon.surnames.get(text[person.start : person.given], ())
        for at, syllable in enumerate(surname, person.start):
            chosen[at] = _Choice(syllable, SURNAME_RULE, person.sure)
        whole = lexicon.given.get(text[person.given : person.end], ())
        for at in range(person.given, person.end):
            said = whole[at - person.given :] or lexicon.given.get(text[at], ())
            if said:
                two = text[at] in reading_confidence.CHOSEN_IN_TWO
                usual = reading_confidence.GIVEN_DOUBTFUL if two else reading_confidence.GIVEN
                sure = min(usual, person.sure)
                chosen[at] = _Choice(said[0], GIVEN_RULE, sure)
    return chosen


def _by_entry(words: Words) -> dict[int, _Choice]:
    chosen: dict[int, _Choice] = {}
    for at, entry in (*words.shipped, *words.own):
        source, sure = f"lexicon {entry.file}", reading_confidence.LEXICON if entry.shipped else 1.0
        if entry.source == UNVERIFIED:
            source = f"{source}, {UNVERIFIED}"
            sure = reading_confidence.UNVERIFIED_ENTRY if entry.shipped else 1.0
        chosen.update((i, _Choice(s, source, sure)) for i, s in enumerate(entry.pinyin, at))
    return chosen


def visible(length: int, at: int, cuts: Sequence[int]) -> tuple[int, int]:
    """Give the start and end of what a character's reading may depend on.

    Args:
        length: Characters of the text.
        at: Offset of the character.
        cuts: Breaks between the character and what it makes a word with by chance.
    """
    start = max((cut for cut in cuts if cut <= at), default=max(0, at - _SIGHT))
    end = min((cut for cut in cuts if cut > at), default=min(length, at + _SIGHT))
    return start, end


def _decide_plainly(
    divided: tuple[str, bytes],
    at: int,
    word: tuple[int, str] | None,
    guess: Guess | None,
    crossed: Sequence[tuple[str, int]],
    *,
    idiom: bool,
) -> Decision:
    votes, syllable = word or (0, "")
    guessed = guess.syllable if guess else ""
    text, breaks = divided
    rule = None if idiom else find_rule(text, at, breaks)
    cuts = [
        cut
        for crossing, cut in crossed
        if rule and crossing == rule.syllable and rule.is_crossed(behind=cut > at)
    ]
    if cuts:
        start, end = visible(len(text), at, cuts)
        rule = find_rule(text[start:end], at - start, breaks[start : end + 1])
    if rule is not None and rule.syllable:
        others = _apart(rule.syllable, (syllable, guessed))
        sure = reading_confidence.sure_of_rule(
            network_differs=guessed in others, words_differ=votes > 1 and syllable in others
        )
        return Decision(rule.syllable, "context rule", sure=sure, others=others)
    if _is_trusted(votes, syllable) or (votes > 1 and (guess is None or guess.share < _SURE)):
        others = _apart(syllable, (guessed,))
        sure = reading_confidence.sure_of_words(votes, network_differs=bool(others))
        return Decision(syllable, "dictionaries", sure=sure, others=others)
    if guess is not None:
        others = _apart(guessed, (syllable,))
        sure = reading_confidence.sure_of_guess(
            text[at], guess, votes=votes, words_differ=bool(others)
        )
        return Decision(guessed, "g2pM", sure=sure, others=others)
    if votes:
        return Decision(syllable, "pypinyin phrases", sure=reading_confidence.PHRASE)
    readings = readings_of(text[at])
    if not readings:
        return Decision("", UNKNOWN, sure=0.0)
    return Decision(
        readings[0], "default", sure=reading_confidence.DEFAULT if len(readings) > 1 else 1.0
    )


def _is_trusted(votes: int, syllable: str) -> bool:
    """Whether the dictionaries go before the network even where it is sure.

    On the CPP dev split a sure network is right against three of them over neutral syllables and
    a few words that ``phrases.tsv`` has; in newspaper sentences (头发, 上当, 春种) it is wrong.
    """
    return votes == _ALL_VOTES or (votes == _MANY_VOTES and not syllable.endswith("5"))


def _apart(syllable: str, others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in others if other and other != syllable))
