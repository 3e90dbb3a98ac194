"""Features of what the texts of a page share: over a line, with each other, at their joins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

from audiopaper.articles.features.page_shapes import Shapes
from audiopaper.articles.seams import CHARS, goes_on

if TYPE_CHECKING:
    from audiopaper.articles.blocks import Block

# Characters of a text's beginning and end that say what it is about there.
_REACH, _LEAST_USUAL = 300, 3

Pairs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Kin:
    """A page's blocks with the pairs of characters that tell what they are about."""

    page: Shapes
    above: Sequence[int]
    """Index of the nearest text above each block; -1 for none."""

    below: Sequence[int]
    starts: Sequence[Pairs]
    """Pairs at the beginning of each text; what many texts of the page say is left out."""

    ends: Sequence[Pairs]
    odds: dict[tuple[str, str], str]
    """How surely two texts read on, by the characters at their join."""


def measure_kin(page: Shapes) -> Kin:
    """Measure a page's blocks once for all features."""
    known: dict[str, Pairs] = {}
    starts = [_known_pairs(b.text[:_REACH], t, known) for b, t in _texts(page)]
    ends = [_known_pairs(b.text[-_REACH:], t, known) for b, t in _texts(page)]
    counts: Counter[str] = Counter()
    for start in starts:
        counts.update(start)
    most = max(_LEAST_USUAL, sum(page.is_text) // 4)
    usual = frozenset(pair for pair, n in counts.items() if n > most)
    return Kin(
        page=page,
        above=page.text_above,
        below=page.text_below,
        starts=[start - usual for start in starts],
        ends=[end - usual for end in ends],
        odds={},
    )


def _texts(page: Shapes) -> zip[tuple[Block, bool]]:
    return zip(page.blocks, page.is_text, strict=True)


_NO_HAN = re.compile("[^\u4e00-\u9fff\u3400-\u4dbf]+")


def _known_pairs(text: str, is_text: bool, known: dict[str, Pairs]) -> Pairs:
    if not is_text:
        return frozenset()
    if text not in known:
        han = _NO_HAN.sub("", text)
        known[text] = frozenset(map(add, han, han[1:]))
    return known[text]


_STEPS = ((0, "0"), (2, "1-2"), (5, "3-5"), (10, "6-10"))


def _common(one: Pairs, other: Pairs) -> str:
    n = len(one & other)
    return next((word for most, word in _STEPS if n <= most), "more")


def _across(kin: Kin, i: int) -> str:
    """Say how many pairs the texts above and below a short line share."""
    up, down = kin.above[i], kin.below[i]
    if kin.page.is_text[i] or up < 0 or down < 0:
        return ""
    return _common(kin.ends[up], kin.starts[down])


def _with_text(step: int) -> Callable[[Kin, int], str]:
    def see(kin: Kin, i: int) -> str:
        other = kin.above[i] if step < 0 else kin.below[i]
        if not kin.page.is_text[i] or other < 0:
            return ""
        first, second = sorted((i, other))
        return _common(kin.ends[first], kin.starts[second])

    return see


_MORE = 0.15


def _echo_more(step: int) -> Callable[[Kin, int], str]:
    """Compare a short line with its neighbour: which of them says what the text below says."""

    def see(kin: Kin, i: int) -> str:
        at = i + step
        if not 0 <= at < len(kin.page.blocks) or kin.page.is_text[i] or kin.page.is_text[at]:
            return ""
        own, other = kin.page.echoes[i], kin.page.echoes[at]
        if own is None or other is None:
            return ""
        more = own[1] - other[1]
        return "this" if more > _MORE else "the other" if more < -_MORE else "neither"

    return see


_ODDS = ((-3, "never"), (0, "rather not"), (2, "perhaps"))
_ENDED = frozenset({"stop", "bang"})


def _join(kin: Kin, first: int, second: int) -> str:
    """Say how surely a text reads on in another one; empty below a whole sentence."""
    if kin.page.last[first] in _ENDED:
        return ""
    above = kin.page.blocks[first].text.rstrip()[-CHARS:]
    below = kin.page.blocks[second].text.lstrip()[:CHARS]
    if (above, below) not in kin.odds:
        odds = goes_on(above, below)
        kin.odds[above, below] = next((word for most, word in _ODDS if odds < most), "surely")
    return kin.odds[above, below]


def _seam(step: int) -> Callable[[Kin, int], str]:
    def see(kin: Kin, i: int) -> str:
        at = i + step
        if not 0 <= at < len(kin.page.blocks):
            return ""
        first, second = sorted((i, at))
        return _join(kin, first, second)

    return see


def _seam_across(kin: Kin, i: int) -> str:
    up, down = kin.above[i], kin.below[i]
    return "" if kin.page.is_text[i] or up < 0 or down < 0 else _join(kin, up, down)


@dataclass(frozen=True, slots=True)
class KinFeature:
    """What is seen of a block: one value, or nothing."""

    name: str
    words: str
    """The feature for an editor's eyes; ``{}`` stands for the value."""

    see: Callable[[Kin, int], str]


KIN: tuple[KinFeature, ...] = (
    KinFeature("echo_more_above", "closer to the text, against the line above: {}", _echo_more(-1)),
    KinFeature("echo_more_below", "closer to the text, against the line below: {}", _echo_more(1)),
    KinFeature("across", "pairs of characters that the texts round it share: {}", _across),
    KinFeature("kin_above", "pairs shared with the text above: {}", _with_text(-1)),
    KinFeature("kin_below", "pairs shared with the text below: {}", _with_text(1)),
    KinFeature("seam_above", "reads on from the line above: {}", _seam(-1)),
    KinFeature("seam_below", "reads on in the line below: {}", _seam(1)),
    KinFeature("seam_across", "the text above it reads on below it: {}", _seam_across),
)


def see_kin(page: Shapes) -> list[frozenset[str]]:
    """Name the features of each block as ``feature=value``."""
    kin = measure_kin(page)
    return [
        frozenset(f"{f.name}={value}" for f in KIN if (value := f.see(kin, i)))
        for i in range(len(page.blocks))
    ]
