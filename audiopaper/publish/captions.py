"""Captions: a sentence's text and time, divided into pieces that a viewer can read.

Source:
    Netflix, Timed Text Style Guide, Simplified Chinese: 16 full-width characters a line, two
    lines, at most 7 s; lines of similar length, broken after a punctuation mark.
"""

from __future__ import annotations

import bisect
import itertools
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from audiopaper.model import WordTime

MAX_LINES = 2
MAX_DURATION_MS = 7000
MAX_LINE_CELLS = 32
"""Width of a line; a full-width character takes two cells, any other one."""

WHOLE = re.compile(
    r"(?:\d+年)?\d+月(?:\d+[日号])?|\d+[时点](?:\d+分)?|\d[\d.,]*[万亿%％‰℃]*[\u3400-\u9fff]?"
)
"""A date, a time of day or a number with its unit; none of them is broken."""

_MAX_CELLS = MAX_LINES * MAX_LINE_CELLS
_SCRAP_CELLS = 12

# Costs of a cut, in the unit of `_PIECE_COSTS`; the lowest are those at a pause of the voice.
_PIECE_COSTS = [1.0 + (_SCRAP_CELLS - width) / 8 for width in range(_SCRAP_CELLS + 1)]
"""Cost of a piece by its width: each piece costs, and those that are shorter than these more."""

_COST_BEHIND = {
    **dict.fromkeys("。！？!?…", 0.0),
    **dict.fromkeys("；;", 0.1),
    **dict.fromkeys("，：,:", 0.2),
    **dict.fromkeys("、", 0.5),
    **dict.fromkeys("”’」』）》〉】)", 0.7),
    " ": 0.6,
}
_COST_BESIDE_PARTICLE = 1.5
_COST_ELSEWHERE = 3.0
_COST_INSIDE_WORD = 50.0
_BEHIND_PARTICLES = "的了着过"
_BEFORE_PARTICLES = "在和与及对将把被让从向并但而于以"

_NO_LINE_BEGINS = "，。；：！？、,.;:!?…」』”’）》〉】)]}%％℃·—～"
_NO_LINE_ENDS = "「『“‘（《〈【([{·"

# Length of the pause at a mark, in syllables. These are estimates, not measured: they only set the
# times of captions inside a sentence.
_REST = {**dict.fromkeys("。！？!?；;…", 2.0), **dict.fromkeys("，：,:", 1.3), "、": 0.6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The text on the screen at one time."""

    start_ms: int
    """Start, from the beginning of the MP3."""

    end_ms: int
    """End, from the beginning of the MP3; at most `MAX_DURATION_MS` after the start."""

    lines: tuple[str, ...]
    """One or two lines of at most `MAX_LINE_CELLS`; shape ``(1,)`` or ``(2,)``."""


def split_captions(
    text: str,
    start_ms: int,
    end_ms: int,
    *,
    name: str = "",
    inside_words: Collection[int] = (),
    words: Sequence[WordTime] = (),
) -> tuple[Caption, ...]:
    """Cut a sentence into captions.

    Captions and lines end after a mark if possible, and never inside a word, a number, a date or a
    Latin word that fits on a line. Where the engine has timed no words, times inside a sentence are
    estimated by the number of syllables, pauses at marks included.

    Args:
        text: The sentence, without line breaks.
        start_ms: When it begins.
        end_ms: When it ends; not before ``start_ms``.
        name: Text before the first line, such as the speaker's name.
        inside_words: Offsets in ``text`` that are inside a word.
        words: When its words are spoken, in order of time; empty if that is not known.

    Returns:
        At least one caption, in order of time, without gaps between them; joined, their lines are
        ``name`` and ``text`` except for spaces at the cuts.

    Example:
        >>> [c.lines for c in split_captions(
        ...     "两条夜间公交线路从青川火车站发出首班车，线路全长23公里。", 0, 6000)]
        [('两条夜间公交线路', '从青川火车站发出首班车，'), ('线路全长23公里。',)]
    """
    whole = name + text
    costs = _cut_costs(whole, {n + len(name) for n in inside_words})
    anchors = [(word.first + len(name), word.start_ms) for word in words]
    clock = _time_offsets(whole, [(len(name), start_ms), *anchors, (len(whole), end_ms)])
    bounds = _find_cuts(whole, costs, len(name), clock)
    times = [*(round(clock[bound]) for bound in bounds[:-1]), end_ms]
    pieces = zip(itertools.pairwise(bounds), itertools.pairwise(times), strict=True)
    return tuple(
        Caption(
            start_ms=begins_ms,
            end_ms=min(ends_ms, begins_ms + MAX_DURATION_MS),
            lines=_break_lines(whole[first:end], costs[first:end]),
        )
        for (first, end), (begins_ms, ends_ms) in pieces
    )


def cell_width(text: str) -> int:
    """Return the width of a text in cells: two for a full-width character, one for any other."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    # Quotation marks, dashes and dots are ambiguous in Unicode and full-width in Chinese print.
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _find_cuts(text: str, costs: Sequence[float], fixed: int, clock: Sequence[float]) -> list[int]:
    """Find the cheapest cuts.

    Args:
        text: Name and sentence.
        costs: Cost of a cut before each character, from `_cut_costs`.
        fixed: Length of the name, which is never cut.
        clock: When each offset is reached, in milliseconds, from `_time_offsets`.

    Returns:
        Offsets of the pieces' bounds, from 0 to the text's length.
    """
    cells = list(itertools.accumulate(map(_cells, text), initial=0))
    best, back = [0.0, *[math.inf] * len(text)], [0] * (len(text) + 1)
    # The name is never cut, nor is it a piece of its own.
    for end in range(min(fixed + 1, len(text)), len(text) + 1):
        cost, least = costs[end], math.inf
        for start in itertools.chain(range(end - 1, fixed, -1), (0,)):
            width = cells[end] - cells[start]
            too_long = width > _SCRAP_CELLS and clock[end] - clock[start] > MAX_DURATION_MS
            if (width > _MAX_CELLS or too_long) and end - start > 1:
                break
            total = best[start] + cost + _PIECE_COSTS[min(width, _SCRAP_CELLS)]
            # The search for a break is skipped if the piece costs too much without it.
            if total < least and width > MAX_LINE_CELLS:
                total += _line_cost(cells, costs, start, end)
            if total < least:
                least, back[end] = total, start
        best[end] = least
    bounds = [len(text)]
    while bounds[-1]:
        bounds.append(back[bounds[-1]])
    return bounds[::-1] if text else [0, 0]


def _line_cost(cells: Sequence[int], costs: Sequence[float], start: int, end: int) -> float:
    """Return the cost of the break in a piece wider than a line; infinite if it needs a third."""
    offset = _find_break(cells, costs, start, end)
    return 0.8 * costs[offset] if offset else math.inf


def _find_break(cells: Sequence[int], costs: Sequence[float], start: int, end: int) -> int:
    """Return the offset of a piece's second line, or 0 if the piece does not fit on two lines."""
    first = bisect.bisect_left(cells, cells[end] - MAX_LINE_CELLS, start + 1, end)
    last = bisect.bisect_right(cells, cells[start] + MAX_LINE_CELLS, start + 1, end) - 1
    middle = cells[start] + cells[end]
    return min(
        range(first, last + 1),
        key=lambda n: costs[n] + abs(2 * cells[n] - middle) / 16,
        default=0,
    )


def _cut_costs(text: str, inside_words: Collection[int]) -> list[float]:
    """Return the cost of a cut at each offset; shape ``(len(text) + 1,)``."""
    whole = {n for run in WHOLE.finditer(text) for n in range(run.start() + 1, run.end())}
    return [
        0.0,
        *(
            _COST_INSIDE_WORD if n in whole or n in inside_words else _cut_cost(text, n)
            for n in range(1, len(text))
        ),
        0.0,
    ]


def _cut_cost(text: str, offset: int) -> float:
    before, behind = text[offset - 1], text[offset]
    if behind in _NO_LINE_BEGINS or before in _NO_LINE_ENDS or unicodedata.combining(behind):
        return _COST_INSIDE_WORD
    if _in_word(before) and _in_word(behind):
        return _COST_INSIDE_WORD
    if before in _COST_BEHIND:
        return _COST_BEHIND[before]
    if behind in _BEHIND_PARTICLES:
        return 2 * _COST_ELSEWHERE
    if before in _BEHIND_PARTICLES or behind in _BEFORE_PARTICLES:
        return _COST_BESIDE_PARTICLE
    if behind in _NO_LINE_ENDS or behind == " ":
        return _COST_BESIDE_PARTICLE / 2
    # A break beside a Latin word costs more: the word belongs with its neighbours.
    return _COST_ELSEWHERE * (2 if _in_word(before) or _in_word(behind) else 1)


def _break_lines(piece: str, costs: Sequence[float]) -> tuple[str, ...]:
    """Break a caption into one line or two, without spaces at the ends."""
    costs = costs[len(piece) - len(piece.lstrip()) :]
    piece = piece.strip()
    cells = list(itertools.accumulate(map(_cells, piece), initial=0))
    if cells[-1] <= MAX_LINE_CELLS:
        return (piece,)
    offset = _find_break(cells, costs, 0, len(piece))
    return piece[:offset].rstrip(), piece[offset:].lstrip()


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%:/-_@'&+?=#~!")


def _syllable(char: str) -> float:
    """Return how many syllables a character takes to say."""
    if char in _REST:
        return _REST[char]
    if char.isdigit() or unicodedata.east_asian_width(char) == "W":
        return 1.0 if char.isalnum() else 0.0
    # About three letters of a Latin word make a syllable.
    return 0.35 if char.isalpha() else 0.0


def _time_offsets(text: str, anchors: Sequence[tuple[int, int]]) -> list[float]:
    """Estimate when each offset of a text is reached.

    Args:
        text: Name and sentence.
        anchors: Offsets and their known times in milliseconds, ascending in both but for errors
            of the engine; the last is the text's end.

    Returns:
        Times in milliseconds, in order; shape ``(len(text) + 1,)``. Between two anchors a text
        takes time by its syllables; in front of the first, none.
    """
    sums = list(itertools.accumulate(map(_syllable, text), initial=0.0))
    latest = anchors[-1][1]
    clock = [float(anchors[0][1])] * (len(text) + 1)
    for (first, _), (end, end_ms) in itertools.pairwise(anchors):
        begin_ms = clock[first]
        length_ms = max(0.0, min(end_ms, latest) - begin_ms)
        total = sums[end] - sums[first]
        for offset in range(first + 1, end + 1):
            part, whole = (
                (sums[offset] - sums[first], total) if total else (offset - first, end - first)
            )
            clock[offset] = begin_ms + length_ms * part / whole
    return clock
