"""What an editor said of numbers, put into segments before any rule looks at them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.model import Reading, ReadingRule, Segment
from audiopaper.numbers.consistency import spell_segments
from audiopaper.say_as import find_printed, read_sayings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.lexicon import Lexicon


def spell_around(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Write out the numbers of segments, those that an editor decided first.

    Args:
        segments: In running order; their readings are what the rundown says is said.
        lexicon: Its entries with ``say`` hold wherever they stand whole.

    Returns:
        The segments with the readings of their number groups, as `spell_segments` gives them.
    """
    given = [_given(segment, lexicon) for segment in segments]
    said = [
        replace(segment, printed=_said(segment.printed, readings), readings=())
        for segment, readings in zip(segments, given, strict=True)
    ]
    return tuple(
        replace(segment, readings=_restore(readings, spelled.readings))
        for segment, readings, spelled in zip(segments, given, spell_segments(said), strict=True)
    )


def mark_segment(text: str, presenter: str) -> Segment:
    """Make a segment of a text in which ``{300|三百}`` says what is said of what is printed.

    Raises:
        InputError: What is said in a mark is nothing, or not in words.
    """
    try:
        printed, sayings = read_sayings(text, strict=False)
    except ValueError as error:
        raise InputError(
            str(error), remedy="write {printed|said in words}, for example {300|三百}"
        ) from error
    given = tuple(
        Reading(start=s.start, end=s.end, spoken=s.spoken, rule=ReadingRule.NUMBER_IN_TEXT)
        for s in sayings
    )
    return Segment(item=0, presenter=presenter, printed=printed, readings=given)


def _given(segment: Segment, lexicon: Lexicon) -> list[Reading]:
    text, found = segment.printed, list(segment.readings)
    entries = [entry for entry in lexicon.entries if entry.say and entry.text in text]
    # The show's own go before what is shipped, longer ones before shorter ones.
    for entry in sorted(entries, key=lambda e: (e.shipped, -len(e.text))):
        for at in find_printed(text, entry.text):
            end = at + len(entry.text)
            free = all(end <= reading.start or at >= reading.end for reading in found)
            if free and entry.fits(text, at):
                found.append(
                    Reading(
                        start=at,
                        end=end,
                        spoken=entry.say,
                        rule=ReadingRule.NUMBER_IN_LEXICON,
                        file=entry.file,
                    )
                )
    return sorted(found, key=lambda reading: reading.start)


def _said(printed: str, given: Sequence[Reading]) -> str:
    """The text with what is given in words, so that every rule sees them."""
    out, at = "", 0
    for reading in given:
        out += printed[at : reading.start] + reading.spoken
        at = reading.end
    return out + printed[at:]


def _restore(given: Sequence[Reading], found: Sequence[Reading]) -> tuple[Reading, ...]:
    """Add the groups found in the words' text, at their offsets in print; none in what is given."""
    out, shift, index = list(given), 0, 0
    for reading in found:
        while index < len(given) and given[index].start + shift < reading.start:
            shift += len(given[index].spoken) - (given[index].end - given[index].start)
            index += 1
        start, end = reading.start - shift, reading.end - shift
        if all(end <= other.start or start >= other.end for other in given):
            out.append(replace(reading, start=start, end=end))
    return tuple(sorted(out, key=lambda reading: reading.start))
