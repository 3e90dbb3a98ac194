"""How each character of a segment is said: `Segment` + `Lexicon` -> `Segment` with readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.model import Reading, Segment
from audiopaper.readings.dictionary import longest_word, readings_of, word_reading
from audiopaper.readings.tiling import cut_runs, plain_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.lexicon import Lexicon

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
    return tuple(_read_segment(segment, lexicon) for segment in segments)


def _read_segment(segment: Segment, lexicon: Lexicon) -> Segment:
    text, stretches = _lay_out(segment)
    decisions = decide(text, lexicon)
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


def _pinyin(stretch: _Stretch, decisions: dict[int, Decision]) -> tuple[str, ...]:
    return tuple(
        decisions[at].syllable
        for at in range(stretch.start, stretch.end)
        if at in decisions and decisions[at].syllable
    )


def decide(text: str, lexicon: Lexicon) -> dict[int, Decision]:
    """Decide the reading of each Han character of a text.

    Args:
        text: What is said, with its punctuation.
        lexicon: The decisions of people.

    Returns:
        A decision for the offset of each Han character.
    """
    plain = "".join(plain_han(character) or character for character in text)
    decisions: dict[int, Decision] = {}
    for shipped in (False, True):
        for at, entry in lexicon.find(plain, shipped=shipped):
            if any(i in decisions for i in range(at, at + len(entry.text))):
                continue
            for i, syllable in enumerate(entry.pinyin, at):
                decisions[i] = Decision(syllable, f"lexicon {entry.file}", forced=True)
    at = 0
    while at < len(plain):
        word = longest_word(plain, at)
        reading = word_reading(word) if word else None
        if reading is None:
            word, reading = plain[at], readings_of(plain[at])[:1]
            source = "pypinyin" if reading else UNKNOWN
        else:
            source = "pypinyin phrases"
        if plain_han(plain[at]):
            for i in range(len(word)):
                if at + i not in decisions:
                    decisions[at + i] = Decision(reading[i] if reading else "", source)
        at += len(word)
    return decisions
