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
class SharedWords:
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


def measure_shared_words(page: Shapes) -> SharedWords:
    """Measure a page's blocks once for all features."""
    known: dict[str, Pairs] = {}
    starts = [_known_pairs(b.text[:_REACH], t, known) for b, t in _texts(page)]
    ends = [_known_pairs(b.text[-_REACH:], t, known) for b, t in _texts(page)]
    counts: Counter[str] = Counter()
    for start in starts:
        counts.update(start)
    most = max(_LEAST_USUAL, sum(page.is_text) // 4)
    usual = frozenset(pair for pair, n in counts.items() if n > most)
    return SharedWords(
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


def _common(pairs: Pairs, other: Pairs) -> str:
    n = len(pairs & other)
    return next((word for most, word in _STEPS if n <= most), "more")


def _across(shared: SharedWords, i: int) -> str:
    """Count, in steps, the pairs that the texts above and below a short line share."""
    up, down = shared.above[i], shared.below[i]
    if shared.page.is_text[i] or up < 0 or down < 0:
        return ""
    return _common(shared.ends[up], shared.starts[down])


def _with_text(step: int) -> Callable[[SharedWords, int], str]:
    def see(shared: SharedWords, i: int) -> str:
        other = shared.above[i] if step < 0 else shared.below[i]
        if not shared.page.is_text[i] or other < 0:
            return ""
        first, second = sorted((i, other))
        return _common(shared.ends[first], shared.starts[second])

    return see


_MORE = 0.15


def _echo_more(step: int) -> Callable[[SharedWords, int], str]:
    """Compare a short line with its neighbour: which of the two shares more with the text below."""

    def see(shared: SharedWords, i: int) -> str:
        at = i + step
        if (
            not 0 <= at < len(shared.page.blocks)
            or shared.page.is_text[i]
            or shared.page.is_text[at]
        ):
            return ""
        own, other = shared.page.echoes[i], shared.page.echoes[at]
        if own is None or other is None:
            return ""
        more = own[1] - other[1]
        return "this" if more > _MORE else "the other" if more < -_MORE else "neither"

    return see


_ODDS = ((-3, "never"), (0, "rather not"), (2, "perhaps"))
_ENDED = frozenset({"stop", "bang"})


def _join(shared: SharedWords, first: int, second: int) -> str:
    """Rate how surely a text reads on in another one; empty below a whole sentence."""
    if shared.page.last[first] in _ENDED:
        return ""
    above = shared.page.blocks[first].text.rstrip()[-CHARS:]
    below = shared.page.blocks[second].text.lstrip()[:CHARS]
    if (above, below) not in shared.odds:
        odds = goes_on(above, below)
        shared.odds[above, below] = next((word for most, word in _ODDS if odds < most), "surely")
    return shared.odds[above, below]


def _seam(step: int) -> Callable[[SharedWords, int], str]:
    def see(shared: SharedWords, i: int) -> str:
        at = i + step
        if not 0 <= at < len(shared.page.blocks):
            return ""
        first, second = sorted((i, at))
        return _join(shared, first, second)

    return see


def _seam_across(shared: SharedWords, i: int) -> str:
    up, down = shared.above[i], shared.below[i]
    return "" if shared.page.is_text[i] or up < 0 or down < 0 else _join(shared, up, down)


@dataclass(frozen=True, slots=True)
class SharedWordsFeature:
    """What is seen of a block: one value, or nothing."""

    name: str
    words: str
    """The feature for an editor's eyes; ``{}`` stands for the value."""

    see: Callable[[SharedWords, int], str]


SHARED_WORDS: tuple[SharedWordsFeature, ...] = (
    SharedWordsFeature(
        "echo_more_above", "closer to the text, against the line above: {}", _echo_more(-1)
    ),
    SharedWordsFeature(
        "echo_more_below", "closer to the text, against the line below: {}", _echo_more(1)
    ),
    SharedWordsFeature("across", "pairs of characters that the texts round it share: {}", _across),
    SharedWordsFeature("kin_above", "pairs shared with the text above: {}", _with_text(-1)),
    SharedWordsFeature("kin_below", "pairs shared with the text below: {}", _with_text(1)),
    SharedWordsFeature("seam_above", "reads on from the line above: {}", _seam(-1)),
    SharedWordsFeature("seam_below", "reads on in the line below: {}", _seam(1)),
    SharedWordsFeature("seam_across", "the text above it reads on below it: {}", _seam_across),
)


def see_shared_words(page: Shapes) -> list[frozenset[str]]:
    """Name the features of each block as ``feature=value``."""
    shared = measure_shared_words(page)
    return [
        frozenset([f"{f.name}={value}" for f in SHARED_WORDS if (value := f.see(shared, i))])
        for i in range(len(page.blocks))
    ]
