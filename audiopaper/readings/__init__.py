"""How each character of a segment is said: `Segment` + `Lexicon` -> `Segment` with readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.model import Reading, Segment
from audiopaper.readings.dictionary import find_words, readings_of
from audiopaper.readings.network import Guess, guess_readings
from audiopaper.readings.people import Person, find_people
from audiopaper.readings.respelling import respell
from audiopaper.readings.rules import find_rule
from audiopaper.readings.tiling import Run, cut_runs, plain_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.lexicon import Lexicon

# The number of dictionaries behind words.tsv.
_ALL_VOTES = 4

# The share from which the network goes before three dictionaries. On the CPP dev split 97.98 % are
# right with it and 97.90 % without; newspaper sentences are the same either way.
_SURE = 0.995

# The last character of a region's name, or the first behind a place that is one.
_REGIONS = frozenset("省市县区州")

SURNAME_RULE = "surname rule"
UNKNOWN = "unknown"
"""Source of a character that no table knows; its reading has no pinyin."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How one Han character is said."""

    syllable: str
    source: str
    forced: bool = False
    respelling: str = ""


def add_readings(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Decide how every character of an edition is said.

    Args:
        segments: All segments of one edition, so that a person introduced in one is known in
            the others; each with the readings of its number groups, or none.
        lexicon: The decisions of people, which go before every rule.

    Returns:
        The same segments, their readings tiling ``printed``: one a Han character, one a number
        group (as it came, with its pinyin), one a group of letters, one a run of anything else.
    """
    layouts = [_lay_out(segment) for segment in segments]
    plain = ["".join(plain_han(c) or c for c in text) for text, _ in layouts]
    guesses = guess_readings(plain)
    people = find_people(plain, guesses, lexicon)
    return tuple(
        _tile(segment, text, stretches, decide(characters, guess, names, lexicon))
        for segment, (text, stretches), characters, guess, names in zip(
            segments, layouts, plain, guesses, people, strict=True
        )
    )


def _tile(
    segment: Segment, text: str, stretches: Sequence[_Stretch], decisions: Mapping[int, Decision]
) -> Segment:
    readings: list[Reading] = []
    for stretch in stretches:
        if stretch.group is not None:
            readings.append(replace(stretch.group, pinyin=_pinyin(stretch, decisions)))
            continue
        shift = stretch.printed - stretch.start
        for run in cut_runs(text, stretch.start, stretch.end):
            decision = decisions.get(run.start) or Decision(_digit(run), run.sort)
            readings.append(
                Reading(
                    start=run.start + shift,
                    end=run.end + shift,
                    spoken=run.spoken,
                    pinyin=(decision.syllable,) if decision.syllable else (),
                    source=decision.source,
                    forced=decision.forced,
                    respelling=decision.respelling,
                )
            )
    return replace(segment, readings=tuple(readings))


def _digit(run: Run) -> str:
    # A digit that no number rule took is read by its name.
    return readings_of(run.spoken)[0] if run.sort == "digit" else ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the text that is read: printed characters, or a number group's words."""

    start: int
    end: int
    printed: int
    group: Reading | None


def _lay_out(segment: Segment) -> tuple[str, list[_Stretch]]:
    """Put the number groups' words in their place, so that every rule sees what is said."""
    parts: list[str] = []
    stretches: list[_Stretch] = []
    length = at = 0

    def add(part: str, printed: int, group: Reading | None) -> None:
        nonlocal length
        parts.append(part)
        stretches.append(_Stretch(length, length + len(part), printed, group))
        length += len(part)

    for group in sorted(segment.readings, key=lambda reading: reading.start):
        if at < group.start:
            add(segment.printed[at : group.start], at, None)
        add(group.spoken, group.start, group)
        at = group.end
    if at < len(segment.printed):
        add(segment.printed[at:], at, None)
    return "".join(parts), stretches


def _pinyin(stretch: _Stretch, decisions: Mapping[int, Decision]) -> tuple[str, ...]:
    return tuple(
        decisions[at].syllable
        for at in range(stretch.start, stretch.end)
        if at in decisions and decisions[at].syllable
    )


def decide(
    text: str, guesses: Mapping[int, Guess], people: Sequence[Person], lexicon: Lexicon
) -> dict[int, Decision]:
    """Decide the reading of each Han character of a text.

    Args:
        text: What is said, with its punctuation, each Han character in its everyday form.
        guesses: What the network says of the text's polyphones.
        people: The names in the text.
        lexicon: The decisions of people.

    Returns:
        A decision for the offset of each Han character. The first that speaks decides: editor's
        lexicon, shipped lexicons, name rules, context rules, words that all four dictionaries
        read alike, the network where it is sure, words that three read alike, the network,
        pypinyin's own words, the default table.
    """
    found = dict(find_words(text))
    words = {
        at + i: (word.votes, syllable)
        for at, word in found.items()
        for i, syllable in enumerate(word.pinyin)
        if syllable
    }
    spans = {
        i: (at, at + len(word.text))
        for at, word in found.items()
        for i in range(at, at + len(word.text))
    }
    decisions = {
        at: _decide_plainly(text, at, words.get(at), guesses.get(at))
        for at, character in enumerate(text)
        if plain_han(character)
    }
    chosen = _by_name(text, people, lexicon)
    for shipped in (True, False):
        for at, entry in lexicon.find(text, shipped=shipped):
            if shipped and entry.kind == "place" and _cuts_a_word(text, at, entry.text, spans):
                continue
            source = f"lexicon {entry.file}"
            chosen.update((i, (s, source)) for i, s in enumerate(entry.pinyin, at))
    for at, (syllable, source) in sorted(chosen.items()):
        # What an engine may take by itself: the word's reading if all dictionaries know it, else
        # perhaps the character's first.
        votes, plain = words.get(at, (0, syllable))
        default = next(iter(readings_of(text[at])), "")
        forced = syllable != plain or (votes < _ALL_VOTES and syllable != default)
        respelling = ""
        if forced:
            before = decisions[at - 1].respelling or text[at - 1] if at - 1 in decisions else ""
            preferred = lexicon.common_surnames if source == SURNAME_RULE else frozenset()
            respelling = respell(syllable, before, text[at + 1 : at + 2], preferred=preferred)
            # No character that is read so and no other: the editor has to listen.
            source += "" if respelling else ", no respelling"
        decisions[at] = Decision(syllable, source, forced, respelling)
    return decisions


def _cuts_a_word(text: str, at: int, place: str, spans: Mapping[int, tuple[int, int]]) -> bool:
    """Whether a place's characters only meet by chance: 经济|水平 holds no 济水.

    What is printed beside it as of a place is stronger: 湖南省|长沙市, though 省长 is a word.
    """
    end = at + len(place)
    if text[max(0, at - 1) : at] in _REGIONS or text[end : end + 1] in _REGIONS:
        return False
    first, _ = spans.get(at, (at, end))
    _, last = spans.get(end - 1, (at, end))
    return first < at or last > end


def _by_name(text: str, people: Sequence[Person], lexicon: Lexicon) -> dict[int, tuple[str, str]]:
    chosen: dict[int, tuple[str, str]] = {}
    for person in people:
        surname = lexicon.surnames.get(text[person.start : person.given], ())
        for at, syllable in enumerate(surname, person.start):
            chosen[at] = (syllable, SURNAME_RULE)
        for at in range(person.given, person.end):
            if text[at] in lexicon.given:
                chosen[at] = (lexicon.given[text[at]], "given name rule")
    return chosen


def _decide_plainly(
    text: str, at: int, word: tuple[int, str] | None, guess: Guess | None
) -> Decision:
    rule = find_rule(text, at)
    if rule is not None and rule.syllable:
        return Decision(rule.syllable, "context rule")
    votes, syllable = word or (0, "")
    if votes == _ALL_VOTES or (votes > 1 and (guess is None or guess.share < _SURE)):
        return Decision(syllable, "dictionaries")
    if guess is not None:
        return Decision(guess.syllable, "g2pM")
    if votes:
        return Decision(syllable, "pypinyin phrases")
    readings = readings_of(text[at])
    return Decision(readings[0], "default") if readings else Decision("", UNKNOWN)
