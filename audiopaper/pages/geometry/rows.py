"""Characters with boxes become printed rows, whatever order the file has them in."""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.layout import Box, Recognition, enclose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character."""

    char: str
    box: Box
    """Its em box, in millimetres from the page's left and top edges."""

    size_pt: float
    bold: bool = False

    @property
    def em(self) -> float:
        """Its size in millimetres."""
        return self.size_pt * MM_PER_POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One row of type, as far as it belongs together."""

    text: str
    box: Box
    size_pt: float
    bold: bool = False
    vertical: bool = False
    confidence: float = 1.0

    recognition: Recognition | None = None
    """How sure each of its characters is, if they were recognised."""

    gaps: tuple[tuple[int, float, float], ...] = ()
    """White inside of it that a gutter may be: the place in the text before which it stands, its
    left and its right edge in millimetres."""

    @property
    def em(self) -> float:
        """Size of its type in millimetres."""
        return self.size_pt * MM_PER_POINT


_SAME_LINE = 0.22
"""Two characters of a line differ by less than this in height, in ems."""

_LIKE_SIZE = 1.3
"""Type of one line differs by less than this factor; a raised figure may be smaller."""

_MAX_GAP = 0.8
"""Characters of running text stand nearer than this, in ems; the narrowest gutters are wider."""

_MAX_HEAD_GAP = 0.95
"""The same for headlines, which are spaced out."""

_STACKED_GAP = 0.35
"""Characters of a vertical line stand nearer than this, in ems; the leading of text is wider."""

_MIN_STACK = 3
"""So many characters one below the other are a vertical line."""

_HEAD_RATIO = 1.25


def join_glyphs(glyphs: Sequence[Glyph], body_pt: float) -> tuple[PrintedRow, ...]:
    """Join characters to rows.

    Args:
        glyphs: The characters of one page in any order, spaces included.
        body_pt: Size of most of the text; rows of larger type may be spaced out.

    Returns:
        The rows from top to bottom.
    """
    unique = _without_doubles(glyphs)
    right, below = _Neighbours(unique, across=True), _Neighbours(unique, across=False)
    stacked = _find_stacked(unique, right, below)

    def limit(i: int) -> float:
        return _MAX_HEAD_GAP if unique[i].size_pt > _HEAD_RATIO * body_pt else _MAX_GAP

    chains = [
        *((chain, True) for chain in _links(below, stacked, lambda _: _STACKED_GAP)),
        *((chain, False) for chain in _links(right, set(range(len(unique))) - stacked, limit)),
    ]
    rows = [
        row
        for chain, vertical in chains
        if (row := _row([unique[i] for i in chain], vertical=vertical)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.box.top, row.box.left)))


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Drop characters printed twice in one place, as shadows and false bold type are."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    out = []
    for glyph in sorted(glyphs, key=lambda g: (g.box.top, g.box.left)):
        x, y = glyph.box.left / (glyph.em or 1) * 2, glyph.box.top / (glyph.em or 1) * 2
        keys = [(glyph.char, int(x) + i, int(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = (seen.get(key) for key in keys)
        if not glyph.char.isspace() and any(n and _overlap(n, glyph) for n in near):
            continue
        seen[glyph.char, int(x), int(y)] = glyph
        out.append(glyph)
    return out


def _overlap(glyph: Glyph, other: Glyph) -> bool:
    reach = 0.3 * min(glyph.em, other.em)
    near = (
        abs(glyph.box.left - other.box.left) < reach and abs(glyph.box.top - other.box.top) < reach
    )
    return near and max(glyph.em, other.em) < _LIKE_SIZE * min(glyph.em, other.em)


_BAND_MM = 2.0
_FAR = 2.0
"""Neighbours are looked for within so many ems."""


class _Neighbours:
    """The next character of each one, to its right or below it, and the gap to it in ems."""

    def __init__(self, glyphs: Sequence[Glyph], *, across: bool) -> None:
        self.next: list[tuple[int, float] | None] = [None] * len(glyphs)
        self.gap_before = [9.0] * len(glyphs)
        bands: dict[int, list[tuple[float, int]]] = defaultdict(list)
        place = [self._place(g, across) for g in glyphs]
        for i, (along, over) in enumerate(place):
            bands[int(over // _BAND_MM)].append((along, i))
        for band in bands.values():
            band.sort()
        for i, glyph in enumerate(glyphs):
            nearest = self._nearest(glyphs, place, bands, i, across)
            if nearest is not None:
                self.next[i] = nearest
                j, gap = nearest
                self.gap_before[j] = min(self.gap_before[j], gap * glyph.em / glyphs[j].em)

    def nearest_gap(self, i: int) -> float:
        """Return the smaller of the gaps before and behind a character, in ems."""
        following = self.next[i]
        return min(self.gap_before[i], following[1] if following else 9.0)

    @staticmethod
    def _place(glyph: Glyph, across: bool) -> tuple[float, float]:
        box = glyph.box
        if across:
            return box.left, box.bottom
        return box.top, (box.left + box.right) / 2

    @staticmethod
    def _nearest(
        glyphs: Sequence[Glyph],
        place: Sequence[tuple[float, float]],
        bands: dict[int, list[tuple[float, int]]],
        i: int,
        across: bool,
    ) -> tuple[int, float] | None:
        glyph, (along, over) = glyphs[i], place[i]
        end = glyph.box.right if across else glyph.box.bottom
        best: tuple[float, int] | None = None
        low, high = (int((over + s * _SAME_LINE * glyph.em) // _BAND_MM) for s in (-1, 1))
        for key in range(low, high + 1):
            band = bands.get(key, [])
            for at in range(bisect.bisect_left(band, (along + 0.12 * glyph.em, -1)), len(band)):
                start, j = band[at]
                if start > end + _FAR * glyph.em or (best and start >= best[0]):
                    break
                other = glyphs[j]
                if abs(place[j][1] - over) > _SAME_LINE * max(glyph.em, other.em):
                    continue
                if max(glyph.em, other.em) < _LIKE_SIZE * min(glyph.em, other.em):
                    best = (start, j)
        return None if best is None else (best[1], (best[0] - end) / glyph.em)


def _find_stacked(
    glyphs: Sequence[Glyph], right: _Neighbours, below: _Neighbours
) -> frozenset[int]:
    """Find the characters that stand in vertical lines."""
    stacked = set()
    for i, glyph in enumerate(glyphs):
        down = below.nearest_gap(i)
        if not glyph.char.isspace() and down < _STACKED_GAP and down < right.nearest_gap(i) - 0.1:
            stacked.add(i)
    chains = _links(below, stacked, lambda _: _STACKED_GAP)
    return frozenset(i for chain in chains if len(chain) >= _MIN_STACK for i in chain)


def _links(
    neighbours: _Neighbours, members: Set[int], limit: Callable[[int], float]
) -> list[list[int]]:
    """Chain members whose next character is a member and no further off than a limit in ems."""
    following: dict[int, int] = {}
    for i in sorted(members):
        following_glyph = neighbours.next[i]
        if following_glyph and following_glyph[0] in members and following_glyph[1] <= limit(i):
            following[i] = following_glyph[0]
    taken = set(following.values())
    out = []
    seen: set[int] = set()
    for i in sorted(members):
        if i in taken:
            continue
        chain, at = [], i
        while at not in seen:
            seen.add(at)
            chain.append(at)
            if at not in following:
                break
            at = following[at]
        out.append(chain)
    return out


_SPACE_GAP = 0.18
"""A gap wider than the usual one of its row by this, in ems, is a space that has no character."""

_GUTTER_GAP = 0.3
"""White narrower than this, in ems, is no gutter."""


def _spaced(
    glyphs: Sequence[Glyph], *, vertical: bool
) -> tuple[str, tuple[tuple[int, float, float], ...]]:
    """Return the text of a row, with a space where only white shows one, and where white is."""
    shown = [glyph for glyph in glyphs if not glyph.char.isspace()]
    white = [
        b.box.top - a.box.bottom if vertical else b.box.left - a.box.right
        for a, b in itertools.pairwise(shown)
    ]
    usual = max(0.0, sorted(white)[len(white) // 2]) if white else 0.0
    spaces = {id(b) for a, b in itertools.pairwise(glyphs) if a.char.isspace()}
    text, gaps = shown[0].char, []
    for above, glyph, gap in zip(shown, shown[1:], white, strict=False):
        if id(glyph) in spaces or gap > usual + _SPACE_GAP * glyph.em:
            text += " "
        if gap > _GUTTER_GAP * glyph.em:
            gaps.append((len(text), above.box.right, glyph.box.left))
        text += glyph.char
    return text, tuple(gaps)


def _row(glyphs: Sequence[Glyph], *, vertical: bool) -> PrintedRow | None:
    shown = [g for g in glyphs if not g.char.isspace()]
    if not shown:
        return None
    text, gaps = _spaced(glyphs, vertical=vertical)
    sizes = sorted(g.size_pt for g in shown)
    return PrintedRow(
        text=text,
        box=enclose(g.box for g in shown),
        gaps=() if vertical else gaps,
        size_pt=sizes[len(sizes) // 2],
        bold=2 * sum(g.bold for g in shown) > len(shown),
        vertical=vertical,
    )
