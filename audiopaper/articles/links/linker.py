"""How surely each torn line of a page goes on in each of the lines near it.

For each line that breaks off, the lines near it that may go on it, and that it goes on nowhere,
are weighed against each other by a small network: a conditional logit with a layer of hidden units,
learned by `python -m tests.tools.train_linker`. Which line goes on which is settled over the whole
page (`audiopaper.articles.links.story_order`).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.links.link_features import (
    END_FEATURES,
    LINK_FEATURES,
    PageView,
    may_go_on,
    see_end,
    see_pairs,
)
from audiopaper.articles.links.rivals import RIVAL_FEATURES, see_rivals
from audiopaper.articles.page_words import DATE
from audiopaper.articles.shared_text import overlap_chars
from audiopaper.model import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.links.line_views import LineView
    from audiopaper.articles.roles import Part

_Floats = NDArray[np.float32]

LinkChances = dict[int, dict[int | None, float]]
"""By the place of each torn line the probability of each line that may go on it, None for none."""

AHEAD, BACK = 20, 16
"""How many blocks below and above a line its other half is looked for."""

_NEAR = 4
"""As many on a page that is longer than newspapers have."""

_VERSE_CHARS = 14
"""Verses of newspapers' poems are no longer; the halves of torn lines hardly ever are."""

_LEAST = 1e-9
_SURE, _BEGINS_INSIDE, _RIGHT_BELOW, _MIN_TWICE_CHARS = 10.0, 3.0, 0.5, 2

FEATURES = (*LINK_FEATURES, *(f"end: {name}" for name in END_FEATURES), *RIVAL_FEATURES)
"""The inputs of the network. Of a line that goes on nowhere only its end is seen, of the others all
but that."""


@dataclass(frozen=True, slots=True, eq=False)
class LinkTable:
    """The weights of the network: ``n`` inputs, ``h`` hidden units."""

    linear: _Floats
    """Of each input; shape ``(n,)``."""

    inputs: _Floats
    """Of each input for each hidden unit; shape ``(n, h)``."""

    biases: _Floats
    """Of the hidden units; shape ``(h,)``."""

    out: _Floats
    """Of the hidden units; shape ``(h,)``."""

    def score(self, rows: _Floats) -> _Floats:
        """Return log-odds, up to a constant, for rows of inputs; shape ``(rows,)``."""
        scores: _Floats = rows @ self.linear + np.tanh(rows @ self.inputs + self.biases) @ self.out
        return scores


def read_table(name: str, inputs: int) -> LinkTable:
    """Read a table that comes with the program.

    Raises:
        ValueError: It was learned for another number of inputs.
    """
    data = files("audiopaper.articles").joinpath(name).read_bytes()
    with np.load(BytesIO(data)) as arrays:
        table = LinkTable(
            *(arrays[field].astype(np.float32) for field in ("linear", "inputs", "biases", "out"))
        )
    if len(table.linear) != inputs:
        raise ValueError(f"{name} was learned for other features: train it again")
    return table


@cache
def load_links() -> LinkTable:
    """Read the shipped weights."""
    return read_table("linker.npz", len(FEATURES))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenLink:
    """A torn line and where it goes on, by their places among a page's parts."""

    line: int
    successor: int | None
    probability: float
    other: int | None = None
    other_probability: float = 0.0


def find_candidates(page: PageView, view: LineView) -> tuple[int, ...]:
    """Return the places of the lines near a torn one in which it may continue.

    A row of a table continues in none, a verse only in the next one.
    """
    if view.row:
        return ()
    back, ahead = (_NEAR, _NEAR) if page.is_long else (BACK, AHEAD)
    if _is_verse(page, view):
        back, ahead = 0, 1
    near = page.views[max(0, view.at - back) : view.at + 1 + ahead]
    return tuple(
        v.at for v in near if v.at != view.at and page.may_follow[v.at] and not _is_whole(v, view)
    )


def _is_verse(page: PageView, view: LineView) -> bool:
    """Return whether a short line of text ends with a comma above another short one."""
    below = page.views[view.at + 1 : view.at + 2]
    lines = (view, *below)
    short = all(v.role in ("text", "lede") and len(v.text) <= _VERSE_CHARS for v in lines)
    return bool(below) and short and view.text.endswith(("，", "、"))


def _is_whole(other: LineView, view: LineView) -> bool:
    """Return whether a line is a caption that begins as one, and the torn line is none."""
    return other.role == "caption" != view.role and not other.inside


def see_links(page: PageView) -> dict[int, tuple[tuple[int | None, ...], _Floats]]:
    """Look at where each torn line of a page may go on.

    Returns:
        By the place of each torn line those of its rests, the last one None for nowhere, and the
        inputs, in the order of `FEATURES`; shape ``(rests, FEATURES)``.
    """
    torn = [view for view in page.views if may_go_on(view)]
    if not torn:
        return {}
    near = [find_candidates(page, view) for view in torn]
    sizes = [len(places) for places in near]
    lines = np.repeat(np.array([view.at for view in torn], dtype=np.intp), sizes)
    rests = np.array(list(itertools.chain.from_iterable(near)), dtype=np.intp)
    seen = see_pairs(page, lines, rests)
    pairs = np.zeros((len(lines), len(FEATURES)), dtype=np.float32)
    ends = slice(len(LINK_FEATURES), len(LINK_FEATURES) + len(END_FEATURES))
    pairs[:, : ends.start] = seen
    pairs[:, ends.stop :] = see_rivals(seen, lines, rests)
    out: dict[int, tuple[tuple[int | None, ...], _Floats]] = {}
    for view, places, own in zip(torn, near, np.split(pairs, np.cumsum(sizes)[:-1]), strict=True):
        nowhere = np.zeros((1, len(FEATURES)), dtype=np.float32)
        nowhere[0, ends] = see_end(page, view)
        out[view.at] = (*places, None), np.concatenate((own, nowhere))
    return out


def weigh_links(page: PageView, table: LinkTable | None = None) -> LinkChances:
    """Weigh where each torn line of a page may go on."""
    table = table or load_links()
    return {
        line: dict(zip(rests, _weigh(table.score(rows)), strict=True))
        for line, (rests, rows) in see_links(page).items()
    }


def _weigh(scores: _Floats) -> list[float]:
    """Return the probabilities of rests by their scores."""
    odds = np.exp(scores.astype(np.float64) - scores.max())
    chances: list[float] = (odds / odds.sum()).tolist()
    return chances


def rate_links(page: PageView, weighed: LinkChances) -> dict[int, dict[int, float]]:
    """Return the log-odds of each rest of each torn line against none, with the priors."""
    return {
        line: {
            rest: math.log(max(chance, _LEAST) / max(rests[None], _LEAST))
            + _prior(page.views[line], page.views[rest])
            for rest, chance in rests.items()
            if rest is not None
        }
        for line, rests in weighed.items()
    }


def name_links(chances: LinkChances, rests: Mapping[int, int]) -> tuple[ChosenLink, ...]:
    """Return each torn line with the line that it was put to; in page order."""
    return tuple(_choose(at, rests.get(at), probabilities) for at, probabilities in chances.items())


def _prior(view: LineView, other: LineView) -> float:
    """Return what speaks for a link beside its features; set by hand.

    A date alone goes on nowhere; a line right below that begins with the last words of a torn one
    goes on in it. The pages that the weights are learned from set fewer captions without a credit
    between the halves of a line than papers do: what begins inside a sentence is before them. Fewer
    rests stand right below there, too.
    """
    if DATE.fullmatch(view.text.strip()):
        return -_SURE
    prior = _BEGINS_INSIDE if other.inside and other.at > view.at and other.run == view.run else 0.0
    prior += _RIGHT_BELOW if other.at == view.at + 1 else 0.0
    if view.is_text and other.is_text and view.clauses and other.at == view.at + 1:
        twice = overlap_chars(view.tail, other.front) >= _MIN_TWICE_CHARS
        prior += _SURE if twice else 0.0
    return prior


def leads_to(start: int, end: int, taken: Mapping[int, int]) -> bool:
    """Return whether one line leads, directly or over others, to another."""
    at: int | None = start
    while at is not None and at != end:
        at = taken.get(at)
    return at is not None


def _choose(at: int, to: int | None, probabilities: Mapping[int | None, float]) -> ChosenLink:
    rest = [
        (chance, other)
        for other, chance in probabilities.items()
        if other is not None and other != to
    ]
    chance, other = max(rest, default=(0.0, None))
    return ChosenLink(
        line=at,
        successor=to,
        probability=probabilities.get(to, 0.0),
        other=other,
        other_probability=chance,
    )


def make_links(parts: Sequence[Part], chosen: Sequence[ChosenLink]) -> tuple[Link, ...]:
    """Return a page's links with the places of their lines."""
    return tuple(
        Link(
            line=parts[link.line].block.source,
            successor=None if link.successor is None else parts[link.successor].block.source,
            probability=link.probability,
            kind="torn",
            other=None if link.other is None else parts[link.other].block.source,
            other_probability=link.other_probability,
        )
        for link in chosen
    )
