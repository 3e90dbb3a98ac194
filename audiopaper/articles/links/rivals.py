"""How far a line is ahead of its rivals: of the other rests of a torn line, and of other lines.

A rest goes on one line only. What speaks for a link says less where another rest has as much of
it, or where another torn line fits the rest better.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.links.link_features import LINK_FEATURES

COMPARED = (
    "seam", "words", "reads on", "kin", "common words", "kin gained", "begins inside",
)  # fmt: skip
_PLACES = [LINK_FEATURES.index(name) for name in COMPARED]

RIVAL_FEATURES = (
    *(f"{name}, against other rests" for name in COMPARED),
    *(f"{name}, against other lines" for name in COMPARED),
    "no other line",
)
"""What is seen of a line and a rest beside all others of the page."""

_Floats = NDArray[np.float32]
_Places = NDArray[np.intp]


def see_rivals(seen: _Floats, lines: _Places, rests: _Places) -> _Floats:
    """Compare each link of a page with its rivals.

    Args:
        seen: What is seen of each torn line and rest; shape ``(pairs, LINK_FEATURES)``.
        lines: The place of each pair's line.
        rests: The place of its rest.

    Returns:
        The values of `RIVAL_FEATURES`; shape ``(pairs, RIVAL_FEATURES)``.
    """
    if not len(seen):
        return np.zeros((0, len(RIVAL_FEATURES)), dtype=np.float32)
    values = seen[:, _PLACES]
    against_rests, _ = _lead_by(values, lines)
    against_lines, alone = _lead_by(values, rests)
    return np.hstack((against_rests, against_lines, alone[:, None])).astype(np.float32)


def _lead_by(values: _Floats, groups: _Places) -> tuple[_Floats, NDArray[np.bool_]]:
    """Return by how much each row is ahead of the best other one of its group, value by value.

    Returns:
        The leads, 0 where a row is alone; shape ``(rows, values)``. And which rows are alone.
    """
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(starts, append=len(groups))
    own = values[order]
    most = np.repeat(np.maximum.reduceat(own, starts), sizes, axis=0)
    is_most = own == most
    ties = np.repeat(np.add.reduceat(is_most.astype(np.intp), starts), sizes, axis=0) > 1
    below = np.where(is_most, -np.inf, own)
    second = np.repeat(np.maximum.reduceat(below, starts), sizes, axis=0)
    alone = np.repeat(sizes, sizes) == 1
    leads = np.where(is_most & ~ties, own - np.where(alone[:, None], own, second), own - most)
    back = np.argsort(order, kind="stable")
    return leads[back].astype(np.float32), alone[back]
