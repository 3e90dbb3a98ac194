"""Why a line was given its role: how much less each sign's absence would speak for it.

A line's score comes from recurrent networks, too, in which no sign has a share of its own. What a
sign is worth is therefore what the score of the role would lose without it (Li et al. 2016,
"Understanding Neural Networks through Representation Erasure"); two signs that say the same are
worth little each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.articles.marked_pages import MARKED, is_marked
from audiopaper.articles.tagger import MAY_FOLLOW, STATES, find_rows, name_states, shipped_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from audiopaper.articles.roles import Part
    from audiopaper.articles.tagger import Weights

# What moves a role by less than this is not worth an editor's time.
_MIN_REASON = 0.25
_CERTAIN = 1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence for a role."""

    name: str
    """The feature, the step from the role above, or ``around`` for the other lines."""

    weight: float
    """What the score of the role would lose without it, against the mean of the other roles."""


def find_reasons(parts: Sequence[Part]) -> tuple[tuple[Reason, ...], ...]:
    """Return what spoke for the role of each line of a page and against it, strongest first.

    Args:
        parts: The page's blocks with their roles.
    """
    if not parts:
        return ()
    if is_marked(parts):
        return ((Reason(name=MARKED, weight=1.0),),) * len(parts)
    table = shipped_weights()
    states = [STATES.index(name) for name in name_states([part.role for part in parts])]
    usual = np.where(MAY_FOLLOW, table.steps, 0.0).sum(axis=1) / MAY_FOLLOW.sum(axis=1)
    shares, around = _weigh_signs([part.seen for part in parts], states, table)
    out: list[tuple[Reason, ...]] = []
    above = len(STATES)
    for part, state, own, context in zip(parts, states, shares, around, strict=True):
        if part.block.front_matter:
            out.append((Reason(name="front_matter", weight=_CERTAIN),))
        else:
            step = STATES[above].split("/")[0] if above < len(STATES) else "start"
            moved = float(table.steps[above, state] - usual[above])
            out.append(_rank([(f">{step}", moved), ("around", context), *own]))
        above = state
    return tuple(out)


def _weigh_signs(
    seen: Sequence[frozenset[str]], states: Sequence[int], table: Weights
) -> tuple[list[list[tuple[str, float]]], list[float]]:
    """Return what each known feature of each line is worth for its state, and the other lines."""
    names = [sorted(own & table.features.keys(), key=table.features.__getitem__) for own in seen]
    rows = find_rows([frozenset(own) for own in names], table)
    shares, around = [], []
    if table.networks is None:
        full = without = [np.zeros((len(row) + 1, len(STATES))) for row in rows]
    else:
        full = [scores[None] for scores in table.networks.weigh(rows)]
        without = table.networks.weigh_without(rows)
    for own, row, state, whole, less in zip(names, rows, states, full, without, strict=True):
        lost = _against_mean(whole - less[:-1], state) + table.emissions[row, state]
        shares.append(list(zip(own, lost.tolist(), strict=True)))
        around.append(float(_against_mean(less[-1:], state)[0]))
    return shares, around


def _against_mean(scores: NDArray[np.float64], state: int) -> NDArray[np.float64]:
    against: NDArray[np.float64] = scores[:, state] - scores.mean(axis=1)
    return against


def _rank(contributions: list[tuple[str, float]]) -> tuple[Reason, ...]:
    contributions.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple(
        Reason(name=name, weight=weight)
        for n, (name, weight) in enumerate(contributions)
        if n == 0 or abs(weight) >= _MIN_REASON
    )
