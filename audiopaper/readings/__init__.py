"""How each character of a segment is said: `Segment` + `Lexicon` -> `Segment` with readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.model import Reading, Segment
from audiopaper.readings.dictionary import find_words, readings_of
from audiopaper.readings.network import Guess, guess_readings
from audiopaper.readings.tiling import cut_runs, plain_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.lexicon import Lexicon

# The number of dictionaries behind words.tsv.
_ALL_VOTES = 4

# The share from which the network is right more often than three dictionaries are: 0.99 gave the
# most right answers on the CPP dev split (97.97 %; 97.87 % at 0.8, 97.54 % where it never wins).
_SURE = 0.99

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
    return tuple(
        _tile(segment, text, stretches, decide(characters, guess, lexicon))
        for segment, (text, stretches), characters, guess in zip(
            segments, layouts, plain, guesses, strict=True
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
            decision = decisions.get(run.start) or Decision("", run.sort)
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


def decide(text: str, guesses: Mapping[int, Guess], lexicon: Lexicon) -> dict[int, Decision]:
    """Decide the reading of each Han character of a text.

    Args:
        text: What is said, with its punctuation, each Han character in its everyday form.
        guesses: What the network says of the text's polyphones.
        lexicon: The decisions of people.

    Returns:
        A decision for the offset of each Han character. The first that speaks decides: editor's
        lexicon, shipped lexicons, words that all dictionaries read alike, the network where it
        is sure, words that most read alike, the network, pypinyin's words, the default table.
    """
    decisions: dict[int, Decision] = {}
    for shipped in (False, True):
        for at, entry in lexicon.find(text, shipped=shipped):
            span = range(at, at + len(entry.text))
            if not any(i in decisions for i in span):
                for i, syllable in zip(span, entry.pinyin, strict=True):
                    decisions[i] = Decision(syllable, f"lexicon {entry.file}", forced=True)
    words = {
        at + i: (word.votes, syllable)
        for at, word in find_words(text)
        for i, syllable in enumerate(word.pinyin)
        if syllable
    }
    for at, character in enumerate(text):
        if at not in decisions and plain_han(character):
            decisions[at] = _decide_plainly(character, words.get(at), guesses.get(at))
    return decisions


def _decide_plainly(character: str, word: tuple[int, str] | None, guess: Guess | None) -> Decision:
    votes, syllable = word or (0, "")
    if votes == _ALL_VOTES:
        return Decision(syllable, "dictionaries")
    if guess is not None and (votes <= 1 or guess.share >= _SURE):
        return Decision(guess.syllable, "g2pM")
    if votes:
        return Decision(syllable, "dictionaries" if votes > 1 else "pypinyin phrases")
    readings = readings_of(character)
    return Decision(readings[0], "default") if readings else Decision("", UNKNOWN)
