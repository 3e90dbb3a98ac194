"""What the lines around a line say of its role: small networks that read a page both ways.

A network sums the vectors of a line's features, and two gated recurrent units (Cho et al. 2014,
"Learning Phrase Representations using RNN Encoder-Decoder", section 2.3; here with the reset gate
behind the product, as cuDNN and PyTorch have it) hand what was read on from line to line: one down
the page, one up. Several networks, learned from other samples, are read together and their mean
counts: single ones differ by more than what most features are worth.

They are learned by ``python -m tests.tools.train_articles``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.recurrent_units import advance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_Floats = NDArray[np.float32]

_WINDOW, _MARGIN, _AT_ONCE = 256, 64, 8
"""A page of more lines than a newspaper's page has is read in windows, with so many lines before
and behind each, and so many windows at a time: what stands further away says nothing."""

_FEW = 4
"""For products of more lines OpenBLAS starts threads, which take more time than they save."""

_EPSILON = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class PageNetworks:
    """The weights of ``n`` networks for ``f`` features, vectors of ``d`` and memories of ``h``."""

    vectors: _Floats
    """Of each feature, and last of an unknown one; shape ``(f + 1, n * d)``."""

    norm: _Floats
    """What is added to the sum of vectors, and its gain and shift; shape ``(3, n, d)``."""

    gates: _Floats
    """Of a line's vector, for reset, update and new memory, down and up; ``(n, d, 2 * 3 * h)``."""

    memory: _Floats
    """Of the memory, for the same three; shape ``(2 * n, h, 3 * h)``."""

    biases: _Floats
    """Of line and memory, for the same; shape ``(2, 2 * n, 3 * h)``."""

    out: _Floats
    """Of the memories, down and up, for each state; shape ``(n, 2 * h, states)``."""

    out_bias: _Floats
    """Of each state, as the mean of the networks; shape ``(states,)``."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> PageNetworks:
        """Make networks of the arrays of a file, which have the names of the fields."""
        return cls(**{name: arrays[name].astype(np.float32) for name in cls.__slots__})

    def weigh(self, rows: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
        """Return what each line's surroundings add to the score of each state.

        Args:
            rows: The features of each line of a page, as places in `vectors`.

        Returns:
            Shape ``(lines, states)``.
        """
        out = []
        windows = list(_lay_windows(len(rows)))
        for first in range(0, len(windows), _AT_ONCE):
            batch = windows[first : first + _AT_ONCE]
            lines = [self._see_lines(rows[window]) for window, _ in batch]
            scores = self._score(self._remember(self._give(np.stack(lines, axis=1))))
            out += [scores[core, n] for n, (_, core) in enumerate(batch)]
        return np.concatenate(out).astype(np.float64)

    def weigh_without(self, rows: Sequence[NDArray[np.intp]]) -> list[NDArray[np.float64]]:
        """Return each line's scores as they would be if one of its features were not there.

        Args:
            rows: The features of each line of a page, as for `weigh`.

        Returns:
            For each line an array of the shape ``(features + 1, states)``: its last row is without
            all of them, which is what the other lines say.
        """
        nets = len(self.out)
        out = []
        for window, core in _lay_windows(len(rows)):
            states = self._remember(self._give(self._see_lines(rows[window])[:, None]))
            none = np.zeros_like(states[:1])
            # The line's own features come in last: the memories before it are the same without.
            above = np.concatenate([none[:, :nets], states[:-1, :nets]])
            below = np.concatenate([states[1:, nets:], none[:, nets:]])
            before = np.concatenate([above, below], axis=1)
            for row, held in zip(rows[window][core], before[core], strict=True):
                others = [np.delete(row, n) for n in range(len(row))]
                lines = self._see_lines([*others, row[:0]])
                given = self._give(lines[:, :, None])[0]
                without = self._advance(given, np.repeat(held, len(others) + 1, axis=1))
                out.append(self._score(without[None])[0].astype(np.float64))
        return out

    def _see_lines(self, rows: Sequence[NDArray[np.intp]]) -> _Floats:
        """Return each network's vector of each line; shape ``(n, lines, d)``."""
        sums = np.stack([self.vectors[row].sum(axis=0) for row in rows])
        added, gain, shift = self.norm
        vectors = sums.reshape(len(rows), *gain.shape) + added
        vectors -= vectors.mean(axis=-1, keepdims=True)
        vectors /= np.sqrt((vectors**2).mean(axis=-1, keepdims=True) + _EPSILON)
        seen: _Floats = np.maximum(vectors * gain + shift, 0).transpose(1, 0, 2)
        return seen

    def _give(self, lines: _Floats) -> _Floats:
        """Return what each line gives the units that read down and up.

        Args:
            lines: Windows of lines; shape ``(n, windows, lines, d)``.

        Returns:
            Shape ``(lines, 2 * n, windows, 3 * h)``.
        """
        nets, windows, count, _ = lines.shape
        size = self.memory.shape[1]
        few = max(1, _FEW // windows)
        own = np.empty((count, 2, nets, windows, 3 * size), dtype=np.float32)
        for at in range(0, count, few):
            sums = lines[:, :, at : at + few].reshape(nets, -1, lines.shape[-1]) @ self.gates
            own[at : at + few] = sums.reshape(nets, windows, -1, 2, 3 * size).transpose(
                2, 3, 0, 1, 4
            )
        given = own.reshape(count, 2 * nets, windows, 3 * size)
        given += self.biases[0][:, None]
        return given

    def _remember(self, given: _Floats) -> _Floats:
        """Run the recurrent units over the lines.

        Args:
            given: What each line gives them; shape ``(lines, 2 * n, windows, 3 * h)``.

        Returns:
            The memories at each line; shape ``(lines, 2 * n, windows, h)``.
        """
        count, both, windows, _ = given.shape
        nets = both // 2
        state = np.zeros((both, windows, self.memory.shape[1]), dtype=np.float32)
        states = np.empty((count, *state.shape), dtype=np.float32)
        # The units that read up begin with the last line.
        for line, own in enumerate(np.concatenate([given[:, :nets], given[::-1, nets:]], axis=1)):
            state = self._advance(own, state)
            states[line] = state
        return np.concatenate([states[:, :nets], states[::-1, nets:]], axis=1)

    def _advance(self, own: _Floats, state: _Floats) -> _Floats:
        """Return the memories behind a line; ``own`` is what it gives."""
        held = state @ self.memory
        held += self.biases[1][:, None]
        return advance(own, held, state)

    def _score(self, states: _Floats) -> _Floats:
        """Return the scores that memories give; shape ``(lines, windows, states)``."""
        count, both, windows, size = states.shape
        few = max(1, _FEW // windows)
        scores = np.empty((count, windows, self.out_bias.shape[0]), dtype=np.float32)
        for at in range(0, count, few):
            ways = states[at : at + few].reshape(-1, 2, both // 2, windows, size)
            read = ways.transpose(2, 0, 3, 1, 4).reshape(both // 2, -1, 2 * size)
            mean = (read @ self.out).mean(axis=0)
            scores[at : at + few] = mean.reshape(-1, windows, mean.shape[-1])
        return scores + self.out_bias


def _lay_windows(count: int) -> Iterator[tuple[slice, slice]]:
    """Give the windows of a page of so many lines, and the part of each that counts."""
    width = min(count, _WINDOW + 2 * _MARGIN)
    step = count if width == count else _WINDOW
    for first in range(0, count, step):
        begin = min(max(0, first - _MARGIN), count - width)
        yield slice(begin, begin + width), slice(first - begin, min(first + step, count) - begin)
