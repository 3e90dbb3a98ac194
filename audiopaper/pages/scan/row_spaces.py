"""Where white stands in a recognised row: spaces of its text, and gaps that a gutter may be."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.pages.scan.line_reader import ReadChar, ReadLine

STOPS = frozenset("，。、；：！？”’）》】…—")
OPENING = frozenset("“‘（《【")

_WHITE_BEHIND = STOPS - frozenset("…—")
"""Marks whose ink stands in the left half of their square, as that of `OPENING` in the right."""

_HAN = re.compile("[\u3400-\u9fff]")
_WIDE = re.compile("[^\u0000-\u024f]")
_NARROW_EM = 0.55
"""Width of Latin letters and figures in ems, on average."""

_GAP_EMS, _SPACE_EMS = 0.5, 0.75

THIN = frozenset("一二三十上下士工")
"""Characters that hardly fill their square, so that white beside them says little."""

_APART, _WHITE = 0.18, 0.25
"""Two characters that a space parts stand further apart than those of their row usually do by so
many ems, and have so much white between them. Source: 42,820 pairs of 12 development pages, 150 of
them parted by a quarter of an em: nine of ten are told, and 1 of 1,600 others."""

_NAMES_APART, _NAMES_WHITE = 0.1, 0.2
"""The same among reporters' names, which are parted more often than not."""

_NAMES = re.compile(r"(?:记者|通讯员|见习生|实习生)[\u3400-\u9fff ]{0,16}\Z")
_USUAL_WHITE = 0.1
_MIN_PAIRS = 5
"""In a shorter row a space may be the usual distance."""


def advance(char: str) -> float:
    """Return the width of a character in ems."""
    return 1.0 if _WIDE.match(char) else _NARROW_EM


def space_row(
    line: ReadLine, chars: Sequence[ReadChar], size: float, mm: float
) -> tuple[str, tuple[tuple[int, float, float], ...]]:
    """Return the text of a row with its spaces, and where white stands in it.

    Args:
        line: The row as it was recognised.
        chars: Its characters without blanks.
        size: Size of its type in pixels.
        mm: Millimetres of a pixel.
    """
    blanks = [char.middle for char in line.chars if not char.char.strip()]
    apart = list(_measure_white(line, chars, size))
    usual = _usual_distance(apart, chars)
    text, gaps = chars[0].char, []
    for (before, char), (distance, white) in zip(itertools.pairwise(chars), apart, strict=True):
        start, end = bound_cell(char, size)[0], bound_cell(before, size)[1]
        han = _HAN.match(before.char) is not None and _HAN.match(char.char) is not None
        blank = any(before.middle < middle < char.middle for middle in blanks)
        wide = start - end > _SPACE_EMS * size and before.char not in STOPS
        latin = not _WIDE.match(before.char) and not _WIDE.match(char.char)
        parted = han and (
            blank or _is_parted(text, before, char, distance - usual[0], white - usual[1])
        )
        if wide or parted or (blank and latin):
            text += " "
        if start - end > _GAP_EMS * size:
            gaps.append((len(text), end * mm, start * mm))
        text += char.char
    return text, tuple(gaps)


def bound_cell(char: ReadChar, size: float) -> tuple[float, float]:
    """Return where a character's square begins and ends along its row."""
    half = advance(char.char) * size / 2
    left = half + size / 4 if char.char in OPENING else half
    right = half + size / 4 if char.char in _WHITE_BEHIND else half
    return char.middle - left, char.middle + right


def _is_parted(text: str, before: ReadChar, char: ReadChar, further: float, white: float) -> bool:
    """Return whether white between two characters is a space.

    Args:
        text: What stands before it.
        before: The last character of it.
        char: The next one.
        further: By how many ems they stand further apart than usual.
        white: By how many ems the white between them is wider than usual.
    """
    if _NAMES.search(text):
        return further > _NAMES_APART and white > _NAMES_WHITE
    thin = before.char in THIN or char.char in THIN
    return not thin and further > _APART and white > _WHITE


def _usual_distance(
    apart: Sequence[tuple[float, float]], chars: Sequence[ReadChar]
) -> tuple[float, float]:
    """Return how far the characters of a row stand apart, and how much more white than usual is."""
    pairs = [
        pair
        for pair, (before, char) in zip(apart, itertools.pairwise(chars), strict=True)
        if pair[0] and _HAN.match(before.char) and _HAN.match(char.char)
    ]
    if not pairs:
        return 1.0, 0.0
    distance, white = (float(np.median(values)) for values in zip(*pairs, strict=True))
    if len(pairs) < _MIN_PAIRS:
        distance = min(distance, 1.0)
    return distance, max(0.0, white - _USUAL_WHITE)


def _measure_white(
    line: ReadLine, chars: Sequence[ReadChar], size: float
) -> Iterator[tuple[float, float]]:
    """Yield for each two neighbours how far the middles of their ink and their ink stand apart.

    In ems; zeros where it does not show what belongs to which.
    """
    edges = list(_find_edges(line, chars))
    for (left, right), (next_left, next_right) in itertools.pairwise(edges):
        if None in (left, right, next_left, next_right):
            yield 0.0, 0.0
        else:
            middles = (next_left + next_right - left - right) / 2  # type: ignore[operator]
            yield middles / size, (next_left - right) / size  # type: ignore[operator]


def _find_edges(
    line: ReadLine, chars: Sequence[ReadChar]
) -> Iterator[tuple[float | None, float | None]]:
    """Yield where the ink of each character begins and ends; None where two touch."""
    left: float | None = line.span[0]
    white = [(a[1], b[0]) for a, b in itertools.pairwise(line.marks)]
    for before, char in itertools.pairwise(chars):
        between = [w for w in white if before.middle < (w[0] + w[1]) / 2 < char.middle]
        widest = max(between, key=lambda w: w[1] - w[0], default=(None, None))
        yield left, widest[0]
        left = widest[1]
    yield left, line.span[1]
