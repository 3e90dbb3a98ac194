"""What a page holds beside its text: rules, frames, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.layout import Box
from audiopaper.pages.geometry.rows import MM_PER_POINT

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page holds beside its text, and the measures that the rest is seen in."""

    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    width: float
    height: float
    body_pt: float
    frames: tuple[Box, ...] = ()
    """What four rules enclose, the smallest first."""

    captions: tuple[Box, ...] = ()
    """Where captions stand."""

    @property
    def em(self) -> float:
        """Size of running text in millimetres."""
        return self.body_pt * MM_PER_POINT


_NEAR_MM = 1.5


def find_frames(rules: Sequence[Box]) -> tuple[Box, ...]:
    """Find the rectangles that rules enclose, the smallest first."""
    sides = [rule for rule in rules if rule.width < 2 and rule.height > 8]
    lids = [rule for rule in rules if rule.height < 2 and rule.width > 8]
    frames = []
    for lid in lids:
        left = [s for s in sides if _meets(s, lid.left, lid.top)]
        right = [s for s in sides if _meets(s, lid.right, lid.top)]
        frames += [
            Box(left=a.left, top=lid.top, right=b.right, bottom=a.bottom)
            for a in left
            for b in right
            if abs(a.bottom - b.bottom) < _NEAR_MM and b.right > a.left
        ]
    return tuple(sorted(set(frames), key=lambda box: (box.width * box.height, box.left, box.top)))


def _meets(side: Box, x: float, top: float) -> bool:
    return abs(side.left - x) < _NEAR_MM and abs(side.top - top) < _NEAR_MM


def frame_of(box: Box, frame: Frame) -> int:
    """Return the number of the smallest frame that a box stands in; -1 if there is none."""
    for number, around in enumerate(frame.frames):
        inside = around.left <= box.left + 1 and around.right >= box.right - 1
        if inside and around.top <= box.top + 1 and around.bottom >= box.bottom - 1:
            return number
    return -1


def crosses(rules: Sequence[Box], first: Box, second: Box, *, flat: bool) -> bool:
    """Return whether a rule separates two boxes.

    Args:
        rules: The page's rules.
        first: The upper box, or the left one.
        second: The lower box, or the right one.
        flat: Whether a horizontal rule is looked for, between an upper and a lower box.
    """
    for rule in rules:
        if flat:
            if rule.height > 2 or not first.bottom - 1 <= rule.top <= second.top + 1:
                continue
            low, high = max(first.left, second.left), min(first.right, second.right)
            if min(rule.right, high) - max(rule.left, low) > 0.4 * (high - low):
                return True
        else:
            if rule.width > 2 or not first.right - 1 <= rule.left <= second.left + 1:
                continue
            low, high = max(first.top, second.top), min(first.bottom, second.bottom)
            if high > low and min(rule.bottom, high) - max(rule.top, low) > 0.4 * (high - low):
                return True
    return False
