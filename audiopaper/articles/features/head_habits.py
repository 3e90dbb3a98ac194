"""Features of a page's habit: whether its other heads have kickers over them or subheads below.

Two short lines over a text can be read either way; most pages print all their heads alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.articles.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

_KICKER, _SUBHEAD = ROLES.index("kicker"), ROLES.index("subhead")
_LEAST, _SURE = 0.7, 5.0
"""So many kickers and subheads have to be expected, and so many times more of one than of the
other."""

_NOTHING: frozenset[str] = frozenset()

HABIT_WORDS: Mapping[str, str] = {
    "habit": "the page's other heads have: {}",
    "habit_stack": "short line in a row, and what the page's other heads have: {}",
}
"""The features for an editor's eyes."""


def see_habits(
    seen: Sequence[frozenset[str]], chances: NDArray[np.float64]
) -> list[frozenset[str]]:
    """Name for each line of a head what the other heads of its page have.

    Args:
        seen: The features of each block, by which the lines of one head are known.
        chances: Probability of each role of each block; shape ``(blocks, roles)``.
    """
    places = [next((f for f in names if f.startswith("stack=")), "") for names in seen]
    over, under, heads = [0.0], [0.0], []
    for place, row in zip(places, chances, strict=True):
        if not place or place.startswith("stack=1 "):
            over.append(0.0)
            under.append(0.0)
        heads.append(len(over) - 1)
        over[-1] += float(row[_KICKER])
        under[-1] += float(row[_SUBHEAD])
    all_over, all_under = sum(over), sum(under)
    return [
        _see(place, all_over - over[n], all_under - under[n]) if place else _NOTHING
        for place, n in zip(places, heads, strict=True)
    ]


def _see(place: str, over: float, under: float) -> frozenset[str]:
    if over + under < _LEAST:
        return _NOTHING
    habit = "kickers" if over > _SURE * under else "subheads" if under > _SURE * over else "both"
    return frozenset((f"habit={habit}", f"habit_{place} {habit}"))
