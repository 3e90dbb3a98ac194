"""Which line goes on which: each torn line of a page finds where its sentence stands on.

For each line that breaks off, the lines near it that may go on it, and that it goes on nowhere,
are weighed against each other (a conditional logit, learned from generated pages of real articles
by `python -m tests.tools.train_linker`). Then each line gets at most one successor and each
successor one line, surest first.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.articles.links.candidates import is_torn
from audiopaper.articles.links.link_features import (
    END_FEATURES,
    LINK_FEATURES,
    Sheet,
    may_follow,
    may_go_on,
    see_end,
    see_link,
)
from audiopaper.model import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.links.candidates import Piece
    from audiopaper.articles.roles import Part

AHEAD, BACK = 20, 16
"""How many blocks below and above a line its other half is looked for."""


# A wrong rest is heard as a slip, a sentence that stops in its middle as a fault: of two places
# that are about as likely, going on is taken.
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class LinkTable:
    """What each feature of two lines, and of a line's end, says."""

    link: tuple[float, ...]
    end: tuple[float, ...]


@cache
def load_links() -> LinkTable:
    """Read the shipped weights."""
    data = files("audiopaper.articles").joinpath("linker.npz").read_bytes()
    with np.load(BytesIO(data)) as arrays:
        table = LinkTable(
            tuple(float(w) for w in arrays["link"]), tuple(float(w) for w in arrays["end"])
        )
    if (len(table.link), len(table.end)) != (len(LINK_FEATURES), len(END_FEATURES)):
        raise ValueError("linker.npz was learned for other features: train it again")
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A torn line and where it goes on, by their places among a page's parts."""

    line: int
    successor: int | None
    probability: float
    other: int | None = None
    other_probability: float = 0.0


def candidates(sheet: Sheet, piece: Piece) -> tuple[Piece, ...]:
    """Give the pieces near a torn one that it may go on in."""
    near = sheet.pieces[max(0, piece.at - BACK) : piece.at + 1 + AHEAD]
    return tuple(other for other in near if other.at != piece.at and may_follow(other))


def tie_parts(parts: Sequence[Part]) -> tuple[Tie, ...]:
    """Find where each torn line of a page goes on; in page order."""
    # Most pages of a clean edition have no torn line, and their words need no counting.
    if not any(is_torn(part.block.text) for part in parts):
        return ()
    return tie_pieces(Sheet(parts))


def tie_pieces(sheet: Sheet, table: LinkTable | None = None) -> tuple[Tie, ...]:
    """Find where each torn piece of a page goes on; in page order."""
    table = table or load_links()
    chances = {p.at: _weigh(sheet, p, table) for p in sheet.pieces if may_go_on(p)}
    taken: dict[int, int] = {}
    used: set[int] = set()
    wanted = sorted(
        (-chance, at, to)
        for at, found in chances.items()
        for to, chance in found.items()
        if to is not None and chance > found[None] * (_LEAST if _is_near(sheet, at, to) else 1.5)
    )
    for _, at, to in wanted:
        if at not in taken and to not in used and not _leads_to(to, at, taken):
            taken[at] = to
            used.add(to)
    return tuple(_tie(at, taken.get(at), found) for at, found in chances.items())


def _weigh(sheet: Sheet, piece: Piece, table: LinkTable) -> dict[int | None, float]:
    """Give the probability of each place to go on at; None is nowhere."""
    sums: dict[int | None, float] = {
        other.at: sum(map(mul, table.link, see_link(sheet, piece, other)))
        + _prior(sheet, piece, other)
        for other in candidates(sheet, piece)
    }
    sums[None] = sum(map(mul, table.end, see_end(sheet, piece)))
    most = max(sums.values())
    odds = {to: math.exp(value - most) for to, value in sums.items()}
    whole = math.fsum(odds.values())
    return {to: value / whole for to, value in odds.items()}


# Priors, set by hand on the made-up editions: the generated pages that the weights are learned
# from tear more lines, and set fewer captions without a credit between their halves, than papers.
_RIGHT_BELOW, _ONE_CLAUSE, _BEGINS_INSIDE = 2.0, -1.0, 2.5
_CLAUSE = re.compile("[^，,；;：:“”。！？]{1,29}[。！？]")


def _prior(sheet: Sheet, piece: Piece, other: Piece) -> float:
    """Say what speaks for a text going on right below, and against a caption's one clause."""
    prior = 0.0
    if other.inside:
        prior += _BEGINS_INSIDE if other.at > piece.at and other.run == piece.run else 0.0
    elif _CLAUSE.fullmatch(other.text):
        prior += _ONE_CLAUSE
    texts = piece.is_text and other.is_text and piece.clauses
    indented = sheet.indents and other.indented
    if texts and other.at == piece.at + 1 and not indented:
        prior += 0.0 if sheet.is_said_elsewhere(piece) else _RIGHT_BELOW
    return prior


def _is_near(sheet: Sheet, at: int, to: int) -> bool:
    """Tell whether two pieces stand under one head."""
    return sheet.pieces[at].run == sheet.pieces[to].run


def _leads_to(start: int, end: int, taken: Mapping[int, int]) -> bool:
    """Tell whether one piece goes on, over others, in another."""
    at: int | None = start
    while at is not None and at != end:
        at = taken.get(at)
    return at is not None


def _tie(at: int, to: int | None, found: Mapping[int | None, float]) -> Tie:
    rest = [(chance, other) for other, chance in found.items() if other is not None and other != to]
    chance, other = max(rest, default=(0.0, None))
    return Tie(line=at, successor=to, probability=found[to], other=other, other_probability=chance)


def link_parts(parts: Sequence[Part], ties: Sequence[Tie]) -> tuple[Link, ...]:
    """Say of a page's ties where their lines stand."""
    return tuple(
        Link(
            line=parts[tie.line].block.source,
            successor=None if tie.successor is None else parts[tie.successor].block.source,
            probability=tie.probability,
            kind="torn",
            other=None if tie.other is None else parts[tie.other].block.source,
            other_probability=tie.other_probability,
        )
        for tie in ties
    )
