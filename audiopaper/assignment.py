"""Which of two sets of things belong together, each of one set to one of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def assign(gains: NDArray[np.float64]) -> list[int]:
    """Give each row a column of its own so that the sum of gains is largest (Kuhn and Munkres).

    Args:
        gains: Shape ``(rows, columns)``, no more rows than columns.
    """
    rows, columns = gains.shape
    cost = -gains
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        owner[0] = row
        least = np.full(columns + 1, np.inf)
        way = np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        at = 0
        while owner[at]:
            used[at] = True
            mine = owner[at]
            slack = cost[mine - 1] - u[mine] - v[1:]
            better = ~used[1:] & (slack < least[1:])
            least[1:][better] = slack[better]
            way[1:][better] = at
            open_ = np.where(used[1:], np.inf, least[1:])
            to = int(open_.argmin()) + 1
            delta = open_[to - 1]
            u[owner[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            at = to
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            chosen[owner[column] - 1] = column - 1
    return chosen
