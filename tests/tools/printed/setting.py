"""Text set in lines: the values of a printed page, and how a paragraph is broken at a measure."""

from __future__ import annotations

from dataclasses import dataclass, field

MM = 25.4 / 72
"""Millimetres in a point."""

_NO_START = "，。、；：？！）》〉」』”’】…—％%·"
_NO_END = "（《〈「『“‘【"
_WIDTHS = {" ": 0.5, "%": 1.85}


@dataclass(frozen=True)
class SetLine:
    """A line of type where it stands on the page."""

    text: str
    x: float
    """Left edge in millimetres."""

    y: float
    """Upper edge in millimetres."""

    size: float
    """Points."""

    width: float = 0.0
    """The measure that it is justified to, in millimetres; 0 for its natural width."""

    bold: bool = False
    vertical: bool = False


@dataclass(frozen=True)
class Rect:
    """A rule, where it is thin, or a picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Sheet:
    """A printed page."""

    width: float
    height: float
    lines: list[SetLine] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A line of a paragraph, before it has a place."""

    text: str
    indent: int = 0
    """Half characters."""

    last: bool = False
    """Whether it ends its paragraph, and is not justified."""

    bold: bool = False
    centred: bool = False
    paragraph: int = 0


def cells(text: str) -> float:
    """Measure a text in half characters; Latin capitals and figures are wider than a half."""
    return sum(
        2.0 if not c.isascii() else _WIDTHS.get(c, 1.45 if c.isupper() else 1.13) for c in text
    )


def break_text(text: str, measure: int, *, indent: int = 4) -> list[tuple[str, int]]:
    """Break a paragraph at a measure of half characters: each line with its indent."""
    out: list[tuple[str, int]] = []
    line, room, at = "", measure - indent, 0
    while at < len(text):
        end = at + 1
        while end < len(text) and text[at:end].isascii() and text[end].isascii():
            if text[at] == " " or text[end] == " ":
                break
            end += 1
        token = text[at:end]
        at = end
        if cells(line + token) <= room or not line:
            line += token
            continue
        if token in _NO_START and len(line) > 2:
            # A stop may not open a line: the character before it goes along.
            token, line = line[-1] + token, line[:-1]
        while line[-1:] and line[-1] in _NO_END and len(line) > 2:
            token, line = line[-1] + token, line[:-1]
        out.append((line, indent))
        line, room, indent = token, measure, 0
    out.append((line, indent))
    return out


def rows_of(text: str, measure: int, *, paragraph: int, heading: bool = False) -> list[Row]:
    """Break one paragraph, or set a heading in the middle of its line."""
    if heading and cells(text) <= measure:
        return [Row(text, 0, last=True, bold=True, centred=True, paragraph=paragraph)]
    found = break_text(text, measure)
    last = len(found) - 1
    return [
        Row(line, indent, last=n == last, bold=heading, paragraph=paragraph)
        for n, (line, indent) in enumerate(found)
    ]
