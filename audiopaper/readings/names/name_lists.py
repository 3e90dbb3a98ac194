"""Shortens long lists of names in speech: 甲、乙、丙等十二人."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.model import Reading, ReadingRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Segment

LEAST_SAVED = 2
"""Names that must be left out at least: the words for the number take as long as one name."""

KNOWN_FOR_EACH_STRANGER = 5
"""Names that a list must have for each entry that was not recognised as a name."""

_LISTED = re.compile(r"、\s*|[ \u3000]+")
# 单飞 between two names is a name too, though it is a word elsewhere.
_STRANGER = re.compile(rf"(?:、\s*|[ \u3000]+)(?P<name>[{HAN}]{{2,3}})(?:、\s*|[ \u3000]+)")
_LAST_LISTED = re.compile(r"\s*[和与與及]\s*|\s*以及\s*")
# Behind a list: how many there are is printed, or that there are more.
_CLOSED = re.compile(r"\s*等")
_NUMERALS = tuple(
    zip(
        "零一二三四五六七八九",
        ("ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"),
        strict=True,
    )
)


def shorten_names(segments: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """Say no more than ``most`` names of a list, and how many there are; print them all.

    A list is names with nothing but 、 or a space between them, the last one perhaps behind 和.
    Where a list goes on with something else than a name it is said whole, for nobody could
    count it.

    Args:
        segments: With their readings and names.
        most: How many names are said; 0 for all.

    Returns:
        The same segments; the names that are not said are one reading.
    """
    if not most:
        return tuple(segments)
    return tuple(_shorten(segment, most) for segment in segments)


def _shorten(segment: Segment, most: int) -> Segment:
    for ends in _lists(segment):
        if len(ends) >= most + LEAST_SAVED:
            closed = _CLOSED.match(segment.printed, ends[-1])
            segment = _cut(segment, ends[most - 1], ends[-1], 0 if closed else len(ends))
    return segment


def _lists(segment: Segment) -> list[list[int]]:
    """The lists of names in a segment: where each name of a list ends."""
    text = segment.printed
    lists: list[list[int]] = []
    unknown: list[int] = []
    starts: list[int] = []
    open_ended = False
    for name in (n for n in segment.names if n.kind == "person"):
        between = text[lists[-1][-1] : name.start] if lists else ""
        stranger = _STRANGER.fullmatch(between)
        if open_ended and stranger:
            lists[-1].append(name.start - len(between) + stranger.end("name"))
            unknown[-1] += 1
        if open_ended and (stranger or _LISTED.fullmatch(between)):
            lists[-1].append(name.end)
        elif open_ended and _LAST_LISTED.fullmatch(between):
            lists[-1].append(name.end)
            open_ended = False
        else:
            lists.append([name.end])
            starts.append(name.start)
            unknown.append(0)
            open_ended = True
    return [
        ends
        for ends, start, strangers in zip(lists, starts, unknown, strict=True)
        if strangers * KNOWN_FOR_EACH_STRANGER <= len(ends)
        and not text[:start].rstrip().endswith("、")
        and not text[ends[-1] :].lstrip().startswith("、")
    ]


def _cut(segment: Segment, start: int, end: int, total: int) -> Segment:
    spoken, pinyin = _say_total(total) if total else ("", ())
    inside = [r for r in segment.readings if start <= r.start and r.end <= end]
    if not inside or inside[0].start != start or inside[-1].end != end:
        return segment
    cut = Reading(start=start, end=end, spoken=spoken, pinyin=pinyin, rule=ReadingRule.NAME_LIST)
    before = [r for r in segment.readings if r.end <= start]
    behind = [r for r in segment.readings if r.start >= end]
    return replace(segment, readings=(*before, cut, *behind))


def _say_total(total: int) -> tuple[str, tuple[str, ...]]:
    """Say how many there are.

    Example:
        >>> _say_total(12)
        ('等十二人', ('deng3', 'shi2', 'er4', 'ren2'))
        >>> [_say_total(n)[0] for n in (3, 20, 105, 110)]
        ['等三人', '等二十人', '等一百零五人', '等一百一十人']
    """
    hundreds, rest = divmod(total, 100)
    tens, ones = divmod(rest, 10)
    spoken = [("等", "deng3")]
    if hundreds:
        spoken += [_NUMERALS[hundreds], ("百", "bai3")]
    if tens:
        spoken += [] if tens == 1 and not hundreds else [_NUMERALS[tens]]
        spoken.append(("十", "shi2"))
    elif hundreds and ones:
        spoken.append(_NUMERALS[0])
    spoken += [_NUMERALS[ones]] if ones else []
    spoken.append(("人", "ren2"))
    return "".join(char for char, _ in spoken), tuple(syllable for _, syllable in spoken)
