"""The readings of a segment, made of the decisions for its characters.

Every rule for readings sees the text as it is laid out here: number groups in words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.model import Name, Reading, ReadingRule
from audiopaper.readings.decision import Decision
from audiopaper.readings.dictionary import readings_of
from audiopaper.readings.entries import Words
from audiopaper.readings.names.person import Person
from audiopaper.readings.neutral_tone import R_SUFFIX
from audiopaper.readings.tokens import cut_runs, plain_han, plain_text
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from audiopaper.model import Segment
    from audiopaper.readings.tokens import Run


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the spoken text: printed characters, or a number group's words."""

    start: int
    """Offset of its first character in the spoken text."""

    end: int
    """Offset behind its last."""

    printed: int
    """Offset in the printed text of what it stands for."""

    group: Reading | None
    """The number group whose words it is; None for printed characters."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What is said in a segment, and where each part of it is printed."""

    text: str
    """Each Han character in its everyday form, traditional ones as printed."""

    simplified: str
    """The same in simplified characters, as long; every table is written in these."""

    stretches: tuple[Stretch, ...]
    """The parts of the text, in order and without gaps."""

    def locate_names(self, spans: Iterable[tuple[int, int, str]]) -> tuple[Name, ...]:
        """Give names where they are printed, without those that reach into a number group.

        Args:
            spans: Start, end and kind of each name in the spoken text, in any order; of several
                with the same ends the last holds.

        Returns:
            The names in order of their offsets.
        """
        names = {}
        starts = [stretch.start for stretch in self.stretches]
        for start, end, kind in spans:
            # The last to begin there; earlier ones have ended or are empty.
            stretch = self.stretches[bisect_right(starts, start) - 1]
            if stretch.group is None and end <= stretch.end:
                shift = stretch.printed - stretch.start
                names[start, end] = Name(start=start + shift, end=end + shift, kind=kind)
        return tuple(names[key] for key in sorted(names))


def lay_out(segment: Segment) -> SpokenText:
    """Put the words of a segment's number groups in the place of what is printed."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    length = position = 0

    def add(part: str, printed: int, group: Reading | None) -> None:
        nonlocal length
        parts.append(part)
        stretches.append(Stretch(length, length + len(part), printed, group))
        length += len(part)

    for group in sorted(segment.readings, key=lambda reading: reading.start):
        if position < group.start:
            add(segment.printed[position : group.start], position, None)
        add(group.spoken, group.start, group)
        position = group.end
    if position < len(segment.printed):
        add(segment.printed[position:], position, None)
    text = plain_text("".join(parts))
    return SpokenText(text, simplify(text), tuple(stretches))


_MARKS = "，。、；：！？ "

# Letters are spelt out or said as a word as each engine likes.
_SURE_LETTERS = 0.96


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words and names of a spoken text."""

    words: Words
    """Its words, and the lexicon's entries among them."""

    people: Sequence[Person]
    """The people in it."""

    places: Sequence[tuple[int, int, str]]
    """Start, end and kind of each place and lexicon entry."""


def tile_segment(
    segment: Segment,
    spoken: SpokenText,
    decisions: Mapping[int, Decision],
    surroundings: Surroundings,
) -> Segment:
    """Give a segment the readings that tile its printed text, and its names.

    Args:
        segment: With the readings of its number groups.
        spoken: Its text as it is said.
        decisions: By the offset of each Han character in ``spoken``.
        surroundings: The words and names in ``spoken``.
    """
    people, places = surroundings.people, surroundings.places
    starts, ends = {p.start for p in people}, {p.end for p in people}
    inside = _inside_words(
        surroundings.words, [*((p.start, p.end) for p in people), *((s, e) for s, e, _ in places)]
    )
    readings: list[Reading] = []
    for index, stretch in enumerate(spoken.stretches):
        if stretch.group is not None:
            group = _pause_at_bar(stretch.group, segment.printed)
            readings.append(_read_group(stretch, group, readings, decisions))
            continue
        is_between = _is_between_numbers(spoken, index)
        shift = stretch.printed - stretch.start
        for run in cut_runs(spoken.text, stretch.start, stretch.end):
            words = run.spoken
            if not words and run.start in ends and run.end in starts:
                # 廖承雄 周代耀: two people, though nothing is printed between them.
                words = "、"
            elif run.sort == "pause" and readings and _is_paused(readings):
                # It would double the preceding pause: what is between is silent, or the number's
                # words end in a pause.
                words = ""
            elif is_between and not words:
                words = "，"
            decision = decisions.get(run.start)
            suffix = run.spoken == "儿" and decision is not None and decision.syllable == R_SUFFIX
            joined = suffix or run.start in inside
            readings.append(_read_run(run, shift, words, decision, joined=joined))
    _drop_spaces(readings)
    names = spoken.locate_names([*_outside_places(people, places), *places])
    return replace(segment, readings=tuple(readings), names=names)


def _pause_at_bar(group: Reading, printed: str) -> Reading:
    """Return a group with a pause for a bar, which separates cells, and is no number's sign."""
    is_bar = not group.spoken and printed[group.start : group.end] in ("|", "｜")
    return replace(group, spoken="，") if is_bar and group.start else group


def _is_between_numbers(spoken: SpokenText, index: int) -> bool:
    """Whether a stretch is the blank between two numbers, as between two cells of a row."""
    around = spoken.stretches[max(0, index - 1) : index + 2]
    if len(around) < 3 or not spoken.text[around[1].start : around[1].end].isspace():
        return False
    before, after = around[0].group, around[2].group
    return before is not None and after is not None and bool(before.spoken and after.spoken)


def _read_group(
    stretch: Stretch,
    group: Reading,
    before: Sequence[Reading],
    decisions: Mapping[int, Decision],
) -> Reading:
    """Return a number group's reading with the pinyin of its words."""
    words = "" if group.spoken in _MARKS and _is_paused(before) else group.spoken
    pinyin = tuple(
        decisions[at].syllable
        for at in range(stretch.start, stretch.end)
        if at in decisions and decisions[at].syllable
    )
    return replace(group, spoken=words, pinyin=pinyin)


def _read_run(
    run: Run, shift: int, words: str, decision: Decision | None, *, joined: bool
) -> Reading:
    """Return the reading of a run of printed characters.

    Args:
        run: Of the spoken text.
        shift: What is added to its offsets for those in the printed text.
        words: What is said for it.
        decision: Of a Han character.
        joined: Whether a word goes on with it.
    """
    if decision is None:
        # A digit that no number rule took is read by its name.
        syllable = readings_of(run.spoken)[0] if run.sort == "digit" else ""
        decision = Decision(syllable, ReadingRule(run.sort))
    if run.sort == "letters":
        decision = replace(decision, sure=_SURE_LETTERS)
    start, end = run.start + shift, run.end + shift
    if decision.rule is ReadingRule.UNKNOWN:
        # An engine that takes characters may know it.
        return decision.as_reading(start, end, "", run.spoken, joined=joined)
    return decision.as_reading(start, end, words, decision.respelling, joined=joined)


def _outside_places(
    people: Sequence[Person], places: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Return the people who are no part of a longer place: 石坪镇 is a place, and 石坪 nobody."""
    place_ends: dict[int, int] = {}
    for start, end, _ in places:
        place_ends.update((i, max(end, place_ends.get(i, 0))) for i in range(start, end))
    return [
        (p.start, p.end, "person")
        for p in people
        if p.end - p.start > 1 and place_ends.get(p.start, 0) <= p.end
    ]


def _inside_words(words: Words, names: Iterable[tuple[int, int]]) -> Set[int]:
    """Where a word goes on: behind the first character of a dictionary's word or of a name."""
    inside = {n for at, word in words.dictionary for n in range(at + 1, at + len(word.text))}
    for start, end in names:
        inside -= {start, end}
        inside |= set(range(start + 1, end))
    return inside


def _drop_spaces(readings: list[Reading]) -> None:
    """Drop the space at either end of a group's words, except between letters."""
    spoken = "".join(reading.spoken for reading in readings)
    end = 0
    for index, reading in enumerate(readings):
        words, start, end = reading.spoken, end, end + len(reading.spoken)
        if words.startswith(" ") and not _is_letter(spoken[start - 1 : start]):
            words = words.lstrip()
        if words.endswith(" ") and not _is_letter(spoken[end : end + 1]):
            words = words.rstrip()
        if words != reading.spoken:
            readings[index] = replace(reading, spoken=words)


def _is_letter(character: str) -> bool:
    return character.isalpha() and not plain_han(character)


def _is_paused(readings: Sequence[Reading]) -> bool:
    """Whether nothing was said since the beginning or the last mark."""
    last = next((r.spoken for r in reversed(readings) if r.spoken), "，")
    return last[-1] in _MARKS
