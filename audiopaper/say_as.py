"""Marks in a text for words that are spoken in place of the printed ones: ``{300|三百}余台``.

The printed characters are before the bar, the spoken ones behind it. Braces and bar may be
full-width, as a Chinese keyboard types them. A literal brace is doubled: ``{{``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

# A full-width brace is also printed in newspapers: alone it is no mark, with a bar half of one.
_MARK = re.compile(
    r"(?P<brace>\{\{|\}\}|｛｛|｝｝)"
    r"|[{｛](?P<printed>[^{}|｛｝｜]*)[|｜](?P<spoken>[^{}|｛｝｜]*)[}｝]"
    r"|[{}]|｛(?=[^{}|｛｝｜]*[|｜])"
)
_DOUBLED = str.maketrans({brace: brace * 2 for brace in "{}｛｝"})
_PAUSES = frozenset("，。、；：？！ ")
_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏ]")
_NUMBER = re.compile(r"[0-9０-９.,．，%％]")


@dataclass(frozen=True, slots=True)
class Saying:
    """A run of printed characters, and the words that are spoken in its place."""

    start: int
    """Offset of the first character in the printed text."""

    end: int
    """Offset behind the last character."""

    spoken: str
    """Han characters, letters and pause marks."""


def read_sayings(text: str, *, strict: bool = True) -> tuple[str, tuple[Saying, ...]]:
    """Remove the marks from a text.

    Args:
        text: A text with marks.
        strict: Whether a brace that is neither doubled nor part of a mark is an error; else it
            stays.

    Returns:
        The printed text, and the marked runs in order.

    Raises:
        ValueError: A mark is invalid; the message says which and why.

    Example:
        >>> read_sayings("救出{300|三百}余人")
        ('救出300余人', (Saying(start=2, end=5, spoken='三百'),))
    """
    printed, sayings, position = "", [], 0
    for match in _MARK.finditer(text):
        printed += text[position : match.start()]
        position = match.end()
        if match["brace"]:
            printed += match["brace"] if not strict else match["brace"][0]
        elif match["spoken"] is None:
            if strict:
                raise ValueError(_("{excerpt!r} is no mark", excerpt=_excerpt(text, match.start())))
            printed += match[0]
        else:
            if not match["printed"]:
                raise ValueError(_("{match!r} has nothing printed before the bar", match=match[0]))
            check_spoken(match["spoken"])
            start = len(printed)
            printed += match["printed"]
            sayings.append(Saying(start, len(printed), match["spoken"]))
    return printed + text[position:], tuple(sayings)


def _excerpt(text: str, start: int) -> str:
    return text[start : start + 12]


def double_braces(text: str) -> str:
    """Escape the braces of a text.

    Example:
        >>> read_sayings(double_braces("{甲|乙}"))
        ('{甲|乙}', ())
    """
    return text.translate(_DOUBLED)


def check_spoken(spoken: str) -> None:
    """Raise an error for words that cannot be spoken as written.

    Raises:
        ValueError: There is nothing to say, or a digit or symbol in it; the message says which.
    """
    if not spoken.strip():
        raise ValueError(_("nothing is said"))
    wrong = [c for c in spoken if not (c.isalpha() or c in _PAUSES)]
    if wrong:
        raise ValueError(
            _("{spoken!r} holds {wrong!r}, which is not in words", spoken=spoken, wrong=wrong[0])
        )


def find_printed(text: str, printed: str) -> Iterator[int]:
    """Give the offsets of a printed run, unless a digit or letter continues it at its ends.

    Example:
        >>> list(find_printed("300余台，1300余台", "300余台"))
        [0]
        >>> list(find_printed("BA比赛和CBA比赛", "BA"))
        [0]
    """
    start = text.find(printed)
    while start >= 0:
        end = start + len(printed)
        before, behind = text[max(0, start - 1) : start], text[end : end + 1]
        if _continues(before, printed[0]) or _continues(behind, printed[-1]):
            start = text.find(printed, start + 1)
        else:
            yield start
            start = text.find(printed, end)


def _continues(beside: str, character: str) -> bool:
    """Return whether a neighbour is of the number or Latin word at whose end a character stands."""
    if _LETTER.match(character):
        # A number may follow a word or precede a unit: GDP2035, 300km.
        return bool(_LETTER.match(beside))
    return bool(character.isdecimal() and beside not in "，," and _NUMBER.match(beside))
