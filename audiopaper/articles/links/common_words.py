"""How much of the words of a page's lines other lines have."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.links.line_views import LineView

_Floats = NDArray[np.float32]
_Places = NDArray[np.intp]

_MIN_WORDS = 8
"""A line with fewer words is compared as if it had so many."""

_AT_ONCE = 64
"""Lines whose words are laid side by side at a time."""


class CommonWords:
    """The words that more than one line of a page has, by line.

    A word counts the less, the more lines have it.
    """

    def __init__(self, views: Sequence[LineView]) -> None:
        """Count the words of lines; those of a run stand one below the other."""
        times = Counter(chain.from_iterable(view.pairs for view in views))
        # Sorted, so that the sums are the same in every run.
        places = {pair: n for n, pair in enumerate(sorted(p for p, n in times.items() if n > 1))}
        self._has = np.zeros((len(views), len(places)), dtype=np.float32)
        for at, view in enumerate(views):
            self._has[at, [places[pair] for pair in view.pairs if pair in places]] = 1
        self._sizes = np.array([max(_MIN_WORDS, len(v.pairs)) for v in views], dtype=np.float32)
        self._rare = np.array([1 / times[pair] for pair in places], dtype=np.float32)
        self._runs = np.array([view.run for view in views], dtype=np.intp)
        self._counts = np.array([view.is_text or view.is_head for view in views], dtype=bool)
        self._run: tuple[int, _Floats] | None = None

    def share(self, at: int) -> _Floats:
        """Compare a line with all lines.

        Returns:
            How much of the shorter one's words the other one has; shape ``(lines,)``.
        """
        # A sum by einsum: for a product by BLAS threads are started, which cost more than it.
        shared = np.einsum("lw,w->l", self._has, self._has[at] * self._rare)
        shares: _Floats = shared / np.sqrt(np.minimum(self._sizes, self._sizes[at]))
        return shares

    @cached_property
    def own_kin(self) -> _Floats:
        """For each line its similarity to the other lines of its run; shape ``(lines,)``."""
        kin = np.zeros(len(self._runs), dtype=np.float32)
        for first in np.flatnonzero(np.diff(self._runs, prepend=-1)).tolist():
            run = int(self._runs[first])
            end = int(np.searchsorted(self._runs, run + 1))
            for at in range(first, end, _AT_ONCE):
                lines = np.arange(at, min(at + _AT_ONCE, end))
                kin[lines] = self.kin(lines, run)
        return kin

    def kin(self, lines: _Places, run: int) -> _Floats:
        """Return how much of the words of some lines the texts and heads of a run have.

        A line of the run itself is compared with the others.
        """
        words = self._count_run(run)
        has = self._has[lines]
        own = ((self._runs[lines] == run) & self._counts[lines])[:, None] * has
        shared = np.einsum("lw,lw,w->l", has, (words - own > 0).astype(np.float32), self._rare)
        kin: _Floats = shared / np.sqrt(self._sizes[lines])
        return kin

    def _count_run(self, run: int) -> _Floats:
        """Return how many lines of a run have each word; the lines of one run come together."""
        if self._run is None or self._run[0] != run:
            start, end = np.searchsorted(self._runs, [run, run + 1])
            counted = self._has[start:end][self._counts[start:end]]
            self._run = run, counted.sum(axis=0, dtype=np.float32)
        return self._run[1]
