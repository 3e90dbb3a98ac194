"""How a Han character is read, and how surely: lexicon, surnames, rules, dictionaries, network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.model import ReadingRule
from audiopaper.readings import reading_confidence
from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.decision import Decision, other_syllables
from audiopaper.readings.dictionary import corrected_words, readings_of
from audiopaper.readings.dictionary_readings import MANY_VOTES, look_up_text
from audiopaper.readings.forced_readings import force_readings
from audiopaper.readings.names.following_words import read_behind_name
from audiopaper.readings.neutral_tone import neutral_by_form
from audiopaper.readings.reading_confidence import ALL_VOTES
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.context_rules import ContextRule
    from audiopaper.readings.dictionary import Word
    from audiopaper.readings.dictionary_readings import Vote
    from audiopaper.readings.entries import Words
    from audiopaper.readings.g2pm import Guess
    from audiopaper.readings.names.person import Person

# The share from which the network goes before three dictionaries where they say that a syllable is
# neutral, or before fewer: set on the CPP dev split.
_SURE = 0.995

# Count in sixty million of a word that rules by its neighbours leave alone.
_COMMON = 500.0

# 地块上|将, 对|应由: characters that often form a word by themselves.
_APART = frozenset("为将应")

# Characters on either side that a reading may depend on where a break limits them.
_SIGHT = 60


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
        A decision for the offset of each Han character. The first source that has an answer
        decides: editor's lexicon, shipped lexicons, name rules, neutral tones by form, idioms,
        context rules, words that three of four dictionaries read alike, the network, pypinyin's
        own words, the default table.
    """
    dictionaries = look_up_text(text, words, guesses)
    crossed: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for at, syllable, cut in words.crossed:
        crossed[at].append((syllable, cut))
    held = _hold_common(text, words)
    decisions = {}
    for at, character in enumerate(text):
        if plain_han(character):
            rule = None
            if at not in dictionaries.idioms:
                rule = _find_context_rule(text, at, words.breaks, crossed.get(at, ()), held.get(at))
            decisions[at] = _decide_plainly(
                character, rule, dictionaries.votes.get(at), guesses.get(at)
            )
    _trust_common(words, guesses, decisions)
    _read_behind_names(text, people, words, decisions)
    for at, syllable in neutral_by_form(text, people, words):
        sure = reading_confidence.sure_of_rule(network_differs=False, words_differ=False)
        decisions[at] = Decision(syllable, ReadingRule.NEUTRAL_TONE, sure=sure)
    force_readings(text, people, words, lexicon, dictionaries.votes, decisions)
    return decisions


def _read_behind_names(
    text: str, people: Sequence[Person], words: Words, decisions: dict[int, Decision]
) -> None:
    """Read a word behind a name, whatever the name's last character makes of it: 张译|为演好."""
    for person in people:
        at = person.end
        syllable = read_behind_name(text, at, words.breaks) if at > person.given else ""
        if syllable and syllable != decisions[at].syllable:
            before = decisions[at]
            decisions[at] = Decision(
                syllable,
                ReadingRule.CONTEXT,
                sure=reading_confidence.sure_of_rule(network_differs=True, words_differ=False),
                others=other_syllables(syllable, (before.syllable, *before.others)),
            )


def visible(length: int, at: int, cuts: Sequence[int]) -> tuple[int, int]:
    """Return the start and end of what a character's reading may depend on.

    Args:
        length: Characters of the text.
        at: Offset of the character.
        cuts: Breaks between the character and what it makes a word with by chance.
    """
    start = max((cut for cut in cuts if cut <= at), default=max(0, at - _SIGHT))
    end = min((cut for cut in cuts if cut > at), default=min(length, at + _SIGHT))
    return start, end


def _find_context_rule(
    text: str,
    at: int,
    breaks: bytes,
    crossed: Sequence[tuple[str, int]],
    held: tuple[int, int, str] | None,
) -> ContextRule | None:
    """Find the rule for a character, without what belongs to another word.

    Args:
        text: What is said.
        at: Offset of the character.
        breaks: Whether a word begins or ends at an offset.
        crossed: How words that the division cuts would read it, and the offset of each cut.
        held: Start and end of the common or reviewed word that the character is in, and how it
            reads it.
    """
    rule = find_rule(text, at, breaks)
    cuts = [
        cut
        for crossing, cut in crossed
        if rule and crossing == rule.syllable and rule.is_crossed(behind=cut > at)
    ]
    if held and rule and rule.syllable not in ("", held[2]):
        # 强调|高质量, 药品|相关: all that the rule goes by stands beside the word.
        cuts += [
            edge
            for edge, outside in ((held[0], at), (held[1], at + 1))
            if edge == outside and rule.is_crossed(behind=edge > at)
        ]
        if (rule.begins and held[0] < at) or (rule.ends and at + 1 < held[1]):
            # 教风: a rule for the character as a word by itself.
            return None
    if cuts:
        start, end = visible(len(text), at, cuts)
        rule = find_rule(text[start:end], at - start, breaks[start : end + 1])
    return rule


def _hold_common(text: str, words: Words) -> dict[int, tuple[int, int, str]]:
    """Return start, end and reading of the common or reviewed word that a character is in."""
    return {
        at: (start, start + len(word.text), syllable)
        for start, word in words.dictionary
        if word.text in corrected_words()
        or (word.votes >= MANY_VOTES and is_common(word.text, count=_COMMON))
        for at, syllable in enumerate(word.pinyin, start)
        if syllable and text[at] not in _APART
    }


def _decide_plainly(
    character: str, rule: ContextRule | None, vote: Vote | None, guess: Guess | None
) -> Decision:
    """Decide a character's reading without names and lexicon."""
    votes, syllable = vote or (0, "")
    guessed = guess.syllable if guess else ""
    if rule is not None and rule.syllable:
        others = other_syllables(rule.syllable, (syllable, guessed))
        sure = reading_confidence.sure_of_rule(
            network_differs=guessed in others, words_differ=votes > 1 and syllable in others
        )
        return Decision(rule.syllable, ReadingRule.CONTEXT, sure=sure, others=others)
    if _is_trusted(votes, syllable) or (votes > 1 and (guess is None or guess.share < _SURE)):
        others = other_syllables(syllable, (guessed,))
        sure = reading_confidence.sure_of_words(votes, network_differs=bool(others))
        return Decision(syllable, ReadingRule.DICTIONARIES, sure=sure, others=others)
    if guess is not None:
        others = other_syllables(guessed, (syllable,))
        sure = reading_confidence.sure_of_guess(
            character, guess, votes=votes, words_differ=bool(others)
        )
        return Decision(guessed, ReadingRule.G2PM, sure=sure, others=others)
    if votes:
        return Decision(syllable, ReadingRule.PHRASES, sure=reading_confidence.PHRASE)
    readings = readings_of(character)
    if not readings:
        return Decision("", ReadingRule.UNKNOWN, sure=0.0)
    sure = reading_confidence.DEFAULT if len(readings) > 1 else 1.0
    return Decision(readings[0], ReadingRule.DEFAULT, sure=sure)


def _is_trusted(votes: int, syllable: str) -> bool:
    """Whether the dictionaries go before the network even where it is sure.

    On the CPP dev split a sure network is right against three of them over neutral syllables and
    a few words that ``phrases.tsv`` has; in newspaper sentences (头发, 上当, 春种) it is wrong.
    """
    return votes == ALL_VOTES or (votes == MANY_VOTES and not syllable.endswith("5"))


def _trust_common(
    words: Words, guesses: Mapping[int, Guess], decisions: dict[int, Decision]
) -> None:
    """Raise the certainty of common words, in which the network alone is mistaken: 充分, 协调."""
    known_count = reading_confidence.KNOWN_COUNT
    for start, word in words.dictionary:
        if is_common(word.text):
            for at, syllable in enumerate(word.pinyin, start):
                decision = decisions.get(at)
                if decision is not None:
                    sure = _sure_in_common_word(decision, word, syllable, guesses.get(at))
                    if sure != decision.sure:
                        decisions[at] = replace(decision, sure=sure)
        elif word.votes == ALL_VOTES and is_common(word.text, count=known_count):
            _trust_known(start, word, decisions)


def _sure_in_common_word(
    decision: Decision, word: Word, syllable: str, guess: Guess | None
) -> float:
    """How sure a reading is in a word of everyday text.

    Args:
        decision: The character's reading.
        word: The word.
        syllable: How dictionaries read the character in it; empty where they do not decide.
        guess: What the network says.
    """
    if word.votes >= MANY_VOTES and decision.rule is ReadingRule.DICTIONARIES:
        return reading_confidence.COMMON_WORD
    if not syllable and decision.rule is ReadingRule.G2PM:
        known = guess is not None and guess.share >= reading_confidence.COMMON_SHARE
        return max(decision.sure, reading_confidence.COMMON_GUESSED if known else 0.0)
    if decision.rule is ReadingRule.CONTEXT and syllable in ("", decision.syllable):
        # 了解, 当天, 家长: a rule reads the word as it is read, against the network alone.
        return max(decision.sure, reading_confidence.COMMON_GUESSED)
    return decision.sure


def _trust_known(start: int, word: Word, decisions: dict[int, Decision]) -> None:
    """Raise the certainty of a word less common that all dictionaries read alike: 麦子."""
    for at in range(start, start + len(word.text)):
        decision = decisions.get(at)
        if decision is not None and decision.rule is ReadingRule.DICTIONARIES:
            sure = max(decision.sure, reading_confidence.COMMON_GUESSED)
            decisions[at] = replace(decision, sure=sure)


def settle_variants(
    printed: str, simplified: str, decisions: Mapping[int, Decision]
) -> dict[int, Decision]:
    """Correct what was decided of simplified characters by what is printed.

    One simplified character may stand for several: 发 for 發 and 髮, 干 for 幹, 乾 and 干. Where
    the printed one cannot be read as was decided, it is read as it can be. The decisions of an
    editor and of a surname stay as they are, and so does a neutral tone.

    Args:
        printed: What is said, each Han character in its everyday form.
        simplified: The same in simplified characters, as long.
        decisions: By offset, as decided for the simplified text.
    """
    corrected = dict(decisions)
    for at, decision in decisions.items():
        by_people = decision.rule in (ReadingRule.LEXICON, ReadingRule.SURNAME)
        if printed[at] == simplified[at] or by_people:
            continue
        possible = readings_of(printed[at])
        syllable = decision.syllable
        if not possible or syllable in possible:
            continue
        alike = [other for other in possible if other[:-1] == syllable[:-1]]
        if alike and syllable.endswith("5"):
            continue
        corrected[at] = Decision(
            (alike or possible)[0],
            ReadingRule.DEFAULT,
            forced=decision.forced,
            respelling=decision.respelling,
            sure=decision.sure,
            others=tuple(other for other in decision.others if other in possible),
        )
    return corrected
