"""Which lines of a page are running text, wrapped at a width of its own or not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MIN_PROSE_CHARS = 30
"""Running text is longer; a headline hardly ever is, and ends without a stop."""

_MIN_LINE_CHARS = 8
"""The narrowest columns of OCR hold so many characters a line."""

_RAGGED_CHARS = 4
"""How much shorter a full line may be: an indent, a stop that may not begin the next line, a Latin
word."""

_STOPS = re.compile("[。！？]")
_COMMA = "，"
_MANY_LINES = 3

# What opens a paragraph, though the line above may be as long.
_OPENING = re.compile(
    r"(?:#|[\u4e00-\u9fff]{0,6}(?:本报|本報|日报|日報|晚报|晚報|早报|早報|新华社|新華社|中新社)[^，。]{0,12}(?:讯|訊|电|電)"
    r"|[■●◆▲□◎]|记者[\s\u3000]|記者[\s\u3000])"
)
_DATE_ALONE = re.compile(
    r"[^，。；）)]{0,24}(?:19|20)\d\d\s?(?:年\s?\d\d?\s?月\s?\d\d?\s?[日号號]|[-./]\d\d?[-./]\d\d?)"
    r"(?:$|[\s\u3000（(|·])[^，。；]{0,24}"
)


def running_lines(lines: Sequence[str]) -> frozenset[int]:
    """Find the lines that belong to running text, by number from 0.

    A line is running text where it is a paragraph itself, or where it is one of several lines,
    as long as each other but for the last, that make a paragraph together: columns of OCR, mails.
    Mastheads, headlines, lists and tables have no stops, poems no second line that is as long
    and goes on.

    Example:
        >>> page = ["城东早报", "", "新桥昨天正式通车。据", "统计，首日车流量约为",
        ...         "三万二千辆。办法自2023", "年7月1日起施行。"]
        >>> sorted(running_lines(page))
        [2, 3, 4, 5]
    """
    shown = [line.strip() for line in lines]
    running = {
        i for i, line in enumerate(shown) if len(line) > _MIN_PROSE_CHARS and _STOPS.search(line)
    }
    for measure, ragged in ((len, _RAGGED_CHARS), (_columns, 2 * _RAGGED_CHARS)):
        for start, end in _runs(shown, measure, ragged):
            if _is_paragraph("".join(shown[start:end]), end - start):
                running |= set(range(start, end))
    return frozenset(running)


def _columns(line: str) -> int:
    """Count the columns that a terminal gives a line: two for each wide character."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def _runs(
    lines: Sequence[str], measure: Callable[[str], int], ragged: int
) -> Iterator[tuple[int, int]]:
    """Part lines into runs of lines that are equally long, each with the shorter one behind it."""
    start, longest, open_ = 0, 0, False
    for i, line in enumerate(lines):
        length = measure(line)
        goes_on = (
            open_
            and bool(line)
            and length <= longest + ragged
            and not _OPENING.match(line)
            and not (_DATE_ALONE.fullmatch(line) and _COMMA not in "".join(lines[start:i]))
        )
        if not goes_on:
            if i > start:
                yield start, i
            start, longest = i, 0
        longest = max(longest, length)
        # Only a full line goes on, and a date that stands alone is no line of text.
        open_ = len(line) >= _MIN_LINE_CHARS and length >= longest - ragged
        open_ = open_ and not (start == i and _DATE_ALONE.fullmatch(line))
    if lines:
        yield start, len(lines)


def _is_paragraph(text: str, lines: int) -> bool:
    if lines < 2 or len(text) <= _MIN_PROSE_CHARS:
        return False
    return bool(_STOPS.search(text)) or (lines >= _MANY_LINES and _COMMA in text)
