"""Which part each block plays: evidence that adds up, and the order of an article's parts.

A page is read as a path through the roles below. A step on the path costs what `STEPS` says, a
role earns what `WEIGHTS` gives for what is seen of the block; the path with the highest sum is
taken (Viterbi's algorithm: linear in the number of blocks).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.blocks import Block
from audiopaper.articles.weights import (
    AT_END,
    AT_PLACE,
    BODY,
    CHANGES,
    HEAD,
    NEVER,
    OUT,
    WEIGHTS,
    Context,
    Place,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence for a role."""

    name: str
    """What was seen, or the step."""

    weight: float
    """What it added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block and the role it was given."""

    block: Block
    role: Role
    seen: frozenset[str]
    reasons: tuple[Reason, ...]
    """What spoke for the role and against it, strongest first."""


def _after(role: Role, context: Context) -> Context:
    if role in ("kicker", "headline", "subhead", "byline"):
        return "head"
    if role in ("lede", "text", "heading", "closing"):
        return "body"
    if role == "jump_in":
        return "out" if context == "body" else context
    return context


def _step(place: Place, role: Role) -> float:
    above, context = place
    table = OUT if context == "out" else HEAD if context == "head" else BODY
    if above == "heading" and context == "body" and role == "lede":
        return -2.0
    usual = CHANGES.get(above, {}).get(role, table[role])
    return AT_PLACE.get(place, {}).get(role, usual)


_CONTEXTS: tuple[Context, ...] = ("out", "head", "body")
_START: Place = ("", "out")


def _places() -> tuple[Place, ...]:
    return tuple(
        dict.fromkeys((role, _after(role, context)) for role in WEIGHTS for context in _CONTEXTS)
    )


PLACES = _places()


@dataclass(frozen=True, slots=True)
class Table:
    """What decides a path: the shipped weights, or others that are to be measured."""

    weights: Mapping[Role, Mapping[str, float]]
    """What each sign says for and against a role."""

    steps: Mapping[Place, tuple[tuple[Role, Place, float], ...]]
    """From each place the roles that may follow, where they lead, and what the step says."""

    ends: Mapping[str, float]
    """What a page's last role says."""


SHIPPED = Table(
    WEIGHTS,
    {
        place: tuple((role, (role, _after(role, place[1])), _step(place, role)) for role in WEIGHTS)
        for place in (_START, *PLACES)
    },
    AT_END,
)


def earned(weights: Mapping[str, float], seen: frozenset[str]) -> float:
    """Sum what is seen of a block into what a role earns by it."""
    return math.fsum((weights.get("", 0.0), *(weights.get(name, 0.0) for name in seen)))


def assign_roles(
    blocks: Sequence[Block], seen: Sequence[frozenset[str]], table: Table = SHIPPED
) -> tuple[Part, ...]:
    """Give each block of a page its role: the path whose evidence and steps sum highest."""
    best: dict[Place, float] = {_START: 0.0}
    came: list[dict[Place, Place]] = []
    for features in seen:
        gains = {role: earned(weights, features) for role, weights in table.weights.items()}
        scores: dict[Place, float] = {}
        back: dict[Place, Place] = {}
        for place, score in best.items():
            for role, following, step in table.steps[place]:
                total = score + step + gains[role]
                if total > scores.get(following, NEVER):
                    scores[following] = total
                    back[following] = place
        best = scores
        came.append(back)
    path = _trace(best, came, table.ends)
    parts = []
    above: Place = _START
    for block, features, (role, context) in zip(blocks, seen, path, strict=True):
        reasons = _reasons(above, role, features)
        parts.append(Part(block=block, role=role, seen=features, reasons=reasons))
        above = (role, context)
    return tuple(parts)


def _trace(
    best: Mapping[Place, float],
    came: Sequence[Mapping[Place, Place]],
    ends: Mapping[str, float],
) -> list[tuple[Role, Context]]:
    """Walk back from the best last place; only the start has no role."""
    path: list[tuple[Role, Context]] = []
    place = max(best, key=lambda p: best[p] + ends.get(p[0], 0.0))
    for back in reversed(came):
        role, context = place
        if role != "":
            path.append((role, context))
        place = back[place]
    path.reverse()
    return path


def _reasons(above: Place, role: Role, seen: frozenset[str]) -> tuple[Reason, ...]:
    weights = WEIGHTS[role]
    found = [Reason(name=n, weight=weights[n]) for n in seen if weights.get(n)]
    step = _step(above, role)
    if step:
        found.append(Reason(name=f"after {above[0] or 'start'}", weight=step))
    return tuple(sorted(found, key=lambda r: (-abs(r.weight), r.name)))
