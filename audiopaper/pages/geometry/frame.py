"""What a page holds beside its text: rules, frames, pictures."""

from __future__ import annotations

import itertools
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


_NEAR_MM, _MIN_SIDE_MM = 1.5, 8.0
_MAX_RULES = 300
"""Frames are looked for among so many rules, the longest ones."""


def find_frames(rules: Sequence[Box]) -> tuple[Box, ...]:
    """Find the rectangles that rules enclose, the smallest first.

    Frames beside each other may share a side or a lid: what is scanned does not part their lines.
    """
    long = sorted(rules, key=lambda rule: -max(rule.width, rule.height))[:_MAX_RULES]
    sides = sorted(
        (rule for rule in long if rule.width < 2 and rule.height > _MIN_SIDE_MM),
        key=lambda side: side.left,
    )
    lids = sorted(
        (rule for rule in long if rule.height < 2 and rule.width > _MIN_SIDE_MM),
        key=lambda lid: lid.top,
    )
    frames = set()
    for n, lid in enumerate(lids):
        meeting = [side for side in sides if _meets(side, lid)]
        for foot in lids[n + 1 :]:
            if foot.top - lid.top < _MIN_SIDE_MM:
                continue
            both = [side.left for side in meeting if _meets(side, foot)]
            frames |= {
                Box(left=a, top=lid.top, right=b, bottom=foot.top)
                for a, b in itertools.combinations(both, 2)
                if b - a > _MIN_SIDE_MM
            }
    return tuple(sorted(frames, key=lambda box: (box.width * box.height, box.left, box.top)))


def _meets(side: Box, lid: Box) -> bool:
    across = lid.left - _NEAR_MM < side.left < lid.right + _NEAR_MM
    return across and side.top - _NEAR_MM < lid.top < side.bottom + _NEAR_MM


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
