"""Where the text of a printed page stands on it: boxes, sizes, rules and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

PagePart = Literal["", "head", "text", "heading", "caption", "edge"]
"""What a line is by its place and size: of an article's head, its running text, a heading inside
it, beside a picture, or outside of all articles at the page's edge; empty where that is not
clear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, in millimetres from the page's left and top edges."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse a rectangle that is turned inside out."""
        if not (self.left <= self.right and self.top <= self.bottom):
            raise ValueError(f"{self} is no rectangle")

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How the characters of a line were recognised; spaces are not counted among them."""

    confidences: tuple[float, ...]
    """How sure each character is, from 0 to 1."""

    second_choices: str
    """What each character is if it is not what it was taken for; as long as ``confidences``."""

    pictures: tuple[tuple[int, int, bytes], ...] = ()
    """Pictures of its printed rows with a doubtful character: the numbers of the row's first
    character and of the one behind its last, and a PNG."""

    def part(self, start: int, end: int) -> Recognition:
        """Return what holds for some of the characters."""
        return Recognition(
            confidences=self.confidences[start:end],
            second_choices=self.second_choices[start:end],
            pictures=tuple(
                (max(first, start) - start, min(last, end) - start, data)
                for first, last, data in self.pictures
                if first < end and last > start
            ),
        )


def join_recognitions(parts: Iterable[Recognition | None]) -> Recognition | None:
    """Join what holds for pieces of a line; None if one of them was not recognised."""
    confidences: list[float] = []
    choices = ""
    pictures: list[tuple[int, int, bytes]] = []
    for part in parts:
        if part is None:
            return None
        at = len(confidences)
        pictures += [(first + at, last + at, data) for first, last, data in part.pictures]
        confidences += part.confidences
        choices += part.second_choices
    return Recognition(
        confidences=tuple(confidences), second_choices=choices, pictures=tuple(pictures)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLayout:
    """How one line of a page's text is printed."""

    boxes: tuple[Box, ...]
    """Where it stands, a box for each printed row; more than one for a wrapped paragraph."""

    size_pt: float
    """Type size in points of 1/72 inch."""

    bold: bool = False
    """Whether it is set in bold type."""

    column: int = 0
    """The column that it begins in, from 1 at the left; 0 where it spans several or none."""

    confidence: float = 1.0
    """How sure its characters are, from 0 to 1; below 1 only where they were recognised."""

    recognition: Recognition | None = None
    """How sure each of its characters is; None where they were not recognised, or the source does
    not say it."""

    article: int = 0
    """Which article of the page it belongs to, from 1 in reading order; 0 for none."""

    part: PagePart = ""
    """What its place and size say that it is."""

    doubtful: bool = False
    """Whether it is not clear to which article it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """The layout of one page."""

    width_mm: float
    """Width of the page in millimetres."""

    height_mm: float
    """Height of the page in millimetres."""

    lines: tuple[LineLayout | None, ...]
    """How each line of the page's text is printed; None for blank lines."""

    rules: tuple[Box, ...] = ()
    """Lines that part or enclose articles; a frame is four of them."""

    pictures: tuple[Box, ...] = ()
    """Pictures."""


def enclose(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of some boxes.

    Args:
        boxes: At least one.
    """
    known = tuple(boxes)
    return Box(
        left=min(b.left for b in known),
        top=min(b.top for b in known),
        right=max(b.right for b in known),
        bottom=max(b.bottom for b in known),
    )
