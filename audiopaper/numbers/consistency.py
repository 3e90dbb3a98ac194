"""Says a number in the same way throughout a story: 120 as a telephone number everywhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.numbers import find_numbers
from audiopaper.numbers.characters import fold_characters
from audiopaper.numbers.context_words import QUANTITY_BEFORE
from audiopaper.numbers.number_rule import AFTER_CHARS, BEFORE_CHARS, compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.model import Reading, Segment

_PHONES = frozenset(
    (
        "emergency-number",
        "hotline",
        "hotline-in-list",
        "public-hotline",
        "phone-after-cue",
        "next-phone",
    )
)
# A name in figures: a hospital, a regiment, a plan, a slogan, the day of a sale.
_NAMES = frozenset(("three-digit-name", "university-plan", "working-hours", "known-day", "slogan"))
_PLAIN = frozenset(("number", "eight-digits", "bare-year"))
_SURE = 0.85

# Makes a number a quantity although it is a name elsewhere in the story.
_COUNTED = compile_pattern("^(?:<COUNTED>|<S>[年月日号岁]|[-~—/.:：、和到至比]\\d)")
_COUNTED_PEOPLE = compile_pattern("^<S>(?:<MEASURE>|<PEOPLE>)")
_QUANTITY = compile_pattern(f"{QUANTITY_BEFORE}|[第\\d][、和到至比—~-]?$|[-+×÷=<>≥≤/¥$A-Za-z]$")


def spell_segments(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments of an edition with the readings of their number groups.

    A number that is once shown to be a telephone number or a name is said digit by digit wherever
    the same story prints it alone. Where it counts something, it is still said as a quantity.

    Args:
        segments: In running order; those with the same ``item`` make one story.

    Example:
        >>> from audiopaper.model import Segment
        >>> story = ["市民拨打120求助。", "120很快赶到，共接诊120人。"]
        >>> [s.spoken for s in spell_segments(
        ...     [Segment(item=0, presenter="a", printed=text) for text in story])]
        ['市民拨打幺二零求助。', '幺二零很快赶到，共接诊一百二十人。']
    """
    spelled = [find_numbers(segment.printed) for segment in segments]
    by_story: dict[int, dict[str, Reading]] = defaultdict(dict)
    for segment, readings in zip(segments, spelled, strict=True):
        by_story[segment.item].update(_certain_readings(segment.printed, readings))
    return tuple(
        replace(segment, readings=_in_one_way(segment.printed, readings, by_story[segment.item]))
        for segment, readings in zip(segments, spelled, strict=True)
    )


def _certain_readings(printed: str, readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return the readings that are certainly a telephone number or a name, by their digits."""
    return {
        digits: reading
        for reading in readings
        if reading.number_rule in _PHONES | _NAMES and (digits := _digits(printed, reading))
    }


def _in_one_way(
    printed: str, readings: tuple[Reading, ...], certain: Mapping[str, Reading]
) -> tuple[Reading, ...]:
    if not certain:
        return readings
    return tuple(
        replace(
            reading,
            spoken=same.spoken,
            number_rule=same.number_rule,
            sure=min(reading.sure, _SURE),
        )
        if reading.number_rule in _PLAIN
        and (same := certain.get(_digits(printed, reading)))
        and not _is_quantity(printed, reading, same)
        else reading
        for reading in readings
    )


def _digits(printed: str, reading: Reading) -> str:
    """Return the digits of a group of three digits or more; empty for any other group."""
    digits = fold_characters(printed[reading.start : reading.end]).strip()
    return digits if len(digits) >= 3 and digits.isdecimal() else ""


def _is_quantity(printed: str, reading: Reading, same: Reading) -> bool:
    before = fold_characters(printed[max(0, reading.start - BEFORE_CHARS) : reading.start])
    behind = fold_characters(printed[reading.end : reading.end + AFTER_CHARS])
    if _QUANTITY.search(before) or _COUNTED.match(behind):
        return True
    # 120医护人员 are the emergency service's people; 211学生 are so many.
    return same.number_rule not in _PHONES and bool(_COUNTED_PEOPLE.match(behind))
