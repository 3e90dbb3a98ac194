"""The text of a segment as every rule for readings sees it: number groups in words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import Name, Reading
from audiopaper.readings.tokens import plain_text
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiopaper.model import Segment


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
            # The last to begin there; those before it are over, or say nothing.
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
