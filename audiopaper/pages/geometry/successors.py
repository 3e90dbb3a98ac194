"""Which piece of a page goes on in which.

Each column has at most one piece before it, and each piece at most one after it: the sum of what
geometry and the seams of the text say for all pairs is made as large as possible at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiopaper.assignment import assign
from audiopaper.pages.geometry.flow import NEVER, score_flow, score_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from audiopaper.pages.geometry.flow import Column
    from audiopaper.pages.geometry.frame import Frame
    from audiopaper.pages.geometry.printed_blocks import Piece

_ALONE = -2.5
"""Score of a column that nothing stands before."""


def match_pieces(
    heads: Sequence[Piece], columns: Sequence[Column], frame: Frame
) -> tuple[dict[int, int], dict[int, int], dict[int, float]]:
    """Find what stands before each column.

    Returns:
        For each head its first column; for each column the one that it goes on in; for each
        column that stands behind another how much better that was than the next best.
    """
    n, m = len(columns), len(heads)
    scores = np.full((n, m + n), NEVER)
    for j, below in enumerate(columns):
        for i in range(m):
            scores[j, i] = score_head(i, below, heads, frame)
        for i, above in enumerate(columns):
            if i != j:
                scores[j, m + i] = score_flow(above, below, heads, frame)
    alone = np.full((n, n), NEVER)
    np.fill_diagonal(alone, _ALONE)
    table = np.hstack([scores, alone])
    chosen = assign(table)
    first: dict[int, int] = {}
    after: dict[int, int] = {}
    margin: dict[int, float] = {}
    for j, i in enumerate(chosen):
        others = np.delete(table[j], i)
        margin[j] = float(table[j, i] - others.max())
        if i < m and table[j, i] > _ALONE:
            first[int(i)] = j
        elif m <= i < m + n and table[j, i] > _ALONE:
            after[int(i) - m] = j
    _break_rings(after, scores, m)
    return first, after, margin


def _break_rings(after: dict[int, int], scores: NDArray[np.float64], m: int) -> None:
    """Open rings of columns at their weakest link."""
    for start in list(after):
        ring, at = [], start
        while at in after and at not in ring:
            ring.append(at)
            at = after[at]
        if at in ring:
            ring = ring[ring.index(at) :]
            del after[min(ring, key=lambda i: float(scores[after[i], m + i]))]
