"""Apply an editor's readings of numbers to segments, before the rules for numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.lexicon import fold_width
from audiopaper.model import Reading, ReadingRule, Segment
from audiopaper.numbers.consistency import spell_segments
from audiopaper.say_as import find_printed, read_sayings
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.lexicon import Lexicon


def spell_around(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Write out the numbers of segments; an editor's readings take precedence over the rules.

    Args:
        segments: In running order; their readings are those marked in the rundown.
        lexicon: Its entries with ``say`` apply at each whole occurrence of their text.

    Returns:
        The segments with the readings of their number groups, as `spell_segments` gives them.
    """
    given = [_given(segment, lexicon) for segment in segments]
    worded = [
        replace(segment, printed=_insert_words(segment.printed, readings), readings=())
        for segment, readings in zip(segments, given, strict=True)
    ]
    return tuple(
        replace(segment, readings=_restore(readings, spelled.readings))
        for segment, readings, spelled in zip(segments, given, spell_segments(worded), strict=True)
    )


def mark_segment(text: str, presenter: str) -> Segment:
    """Make a segment of a text in which ``{300|三百}`` marks a printed number and its words.

    Raises:
        InputError: The second part of a mark is empty or not in words.
    """
    try:
        printed, sayings = read_sayings(text, strict=False)
    except ValueError as error:
        raise InputError(
            str(error), remedy=_("write {printed|said in words}, for example {300|三百}")
        ) from error
    given = tuple(
        Reading(start=s.start, end=s.end, spoken=s.spoken, rule=ReadingRule.NUMBER_IN_TEXT)
        for s in sayings
    )
    return Segment(item=0, presenter=presenter, printed=printed, readings=given)


def _given(segment: Segment, lexicon: Lexicon) -> list[Reading]:
    text, given = fold_width(segment.printed), list(segment.readings)
    entries = [entry for entry in lexicon.entries if entry.say and entry.text in text]
    # The show's own entries precede the shipped ones, longer ones precede shorter ones.
    for entry in sorted(entries, key=lambda e: (e.shipped, -len(e.text))):
        for start in find_printed(text, entry.text):
            end = start + len(entry.text)
            free = all(end <= reading.start or start >= reading.end for reading in given)
            if free and entry.fits(text, start):
                given.append(
                    Reading(
                        start=start,
                        end=end,
                        spoken=entry.say,
                        rule=ReadingRule.NUMBER_IN_LEXICON,
                        file=entry.file,
                    )
                )
    return sorted(given, key=lambda reading: reading.start)


def _insert_words(printed: str, given: Sequence[Reading]) -> str:
    """Replace the printed text of readings by their words, for the rules to read as context."""
    worded, end = "", 0
    for reading in given:
        worded += printed[end : reading.start] + reading.spoken
        end = reading.end
    return worded + printed[end:]


def _restore(given: Sequence[Reading], spelled: Sequence[Reading]) -> tuple[Reading, ...]:
    """Move the readings of `_insert_words`'s text to their printed offsets, and add them.

    Readings within a given one are left out.
    """
    restored, shift, index = list(given), 0, 0
    for reading in spelled:
        while index < len(given) and given[index].start + shift < reading.start:
            shift += len(given[index].spoken) - (given[index].end - given[index].start)
            index += 1
        start, end = reading.start - shift, reading.end - shift
        if all(end <= other.start or start >= other.end for other in given):
            restored.append(replace(reading, start=start, end=end))
    return tuple(sorted(restored, key=lambda reading: reading.start))
