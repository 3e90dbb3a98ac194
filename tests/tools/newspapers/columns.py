"""Columns that are read in another order: the ends of articles stand away from their beginnings.

A page is cut where its columns end, mostly inside a sentence; the rest of an article then stands
behind the beginning of the next one, whose own rest stands behind the one after it, or all rests
stand together. So a torn line is seldom followed by its own rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

Cut = Callable[[Any], tuple[Any, Any] | None]
"""Tears a line in two; None where it is too short."""

_MOST = 5
_AT_BORDER = 0.2
_SHUFFLED = 0.3
WAYS = ("behind the next", "behind the next", "together", "exchanged")


@dataclass(frozen=True)
class Parted:
    """An article in two pieces."""

    head: list[Any]
    rest: list[Any]


def part_article(dice: Random, piece: Sequence[Any], texts: frozenset[str], cut: Cut) -> Parted:
    """Part an article in one of its texts, or between two of them."""
    places = [k for k, line in enumerate(piece) if line.role in texts]
    if not places:
        return Parted(list(piece), [])
    k = dice.choice(places)
    halves = None if dice.random() < _AT_BORDER else cut(piece[k])
    if halves is None:
        return Parted(list(piece[: k + 1]), list(piece[k + 1 :]))
    return Parted([*piece[:k], halves[0]], [halves[1], *piece[k + 1 :]])


def mix_columns(dice: Random, parted: Sequence[Parted]) -> list[Any]:
    """Print parted articles, each rest away from its beginning."""
    way = dice.choice(WAYS) if len(parted) > 1 else "exchanged"
    rests = [p.rest for p in parted]
    out: list[Any] = []
    if way == "behind the next":
        for n, piece in enumerate(parted):
            out += [*piece.head, *(rests[n - 1] if n else [])]
        return out + rests[-1]
    if way == "together":
        out = [line for piece in parted for line in piece.head]
        if dice.random() < _SHUFFLED:
            dice.shuffle(rests)
        return out + [line for rest in rests for line in rest]
    # Two by two, each has the rest of the other one; a single one has its rest before it.
    for n in range(0, len(parted) - 1, 2):
        out += [*parted[n].head, *rests[n + 1], *parted[n + 1].head, *rests[n]]
    if len(parted) % 2:
        out += [*rests[-1], *parted[-1].head]
    return out


def shift_columns(dice: Random, flow: list[list[Any]], texts: frozenset[str], cut: Cut) -> None:
    """Part some neighbouring articles in two and print their rests elsewhere."""
    first = dice.randrange(len(flow))
    count = min(dice.randint(1, _MOST), len(flow) - first)
    parted = [part_article(dice, piece, texts, cut) for piece in flow[first : first + count]]
    flow[first : first + count] = [mix_columns(dice, parted)]
