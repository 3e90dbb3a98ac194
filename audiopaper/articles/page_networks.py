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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        count = len(rows)
        width = min(count, _WINDOW + 2 * _MARGIN)
        cores = range(0, count, count if width == count else _WINDOW)
        begins = [min(max(0, core - _MARGIN), count - width) for core in cores]
        out = []
        for first in range(0, len(begins), _AT_ONCE):
            batch = begins[first : first + _AT_ONCE]
            windows = [self._see_lines(rows[begin : begin + width]) for begin in batch]
            read = self._read(np.stack(windows, axis=1))
            for scores, begin, core in zip(read, batch, cores[first:], strict=False):
                out.append(scores[core - begin : min(core + cores.step, count) - begin])
        return np.concatenate(out).astype(np.float64)

    def _see_lines(self, rows: Sequence[NDArray[np.intp]]) -> _Floats:
        """Return each network's vector of each line; shape ``(n, lines, d)``."""
        sums = np.stack([self.vectors[row].sum(axis=0) for row in rows])
        added, gain, shift = self.norm
        vectors = sums.reshape(len(rows), *gain.shape) + added
        vectors -= vectors.mean(axis=-1, keepdims=True)
        vectors /= np.sqrt((vectors**2).mean(axis=-1, keepdims=True) + _EPSILON)
        seen: _Floats = np.maximum(vectors * gain + shift, 0).transpose(1, 0, 2)
        return seen

    def _read(self, lines: _Floats) -> _Floats:
        """Read windows of lines both ways.

        Args:
            lines: Shape ``(n, windows, lines, d)``.

        Returns:
            Shape ``(windows, lines, states)``.
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
        states = self._remember(own[:, 0], own[::-1, 1])
        scores = np.empty((windows, count, self.out_bias.shape[0]), dtype=np.float32)
        for at in range(0, count, few):
            read = states[at : at + few].transpose(1, 2, 0, 3).reshape(nets, -1, 2 * size)
            mean = (read @ self.out).mean(axis=0)
            scores[:, at : at + few] = mean.reshape(windows, -1, mean.shape[-1])
        return scores + self.out_bias

    def _remember(self, down: _Floats, up: _Floats) -> _Floats:
        """Run the recurrent units over the lines.

        Args:
            down: What each line gives the units that read down; shape ``(lines, n, windows, 3h)``.
            up: The same for those that read up, the last line first.

        Returns:
            The memories of both at each line; shape ``(lines, n, windows, 2h)``.
        """
        count, nets, windows, _ = down.shape
        size = self.memory.shape[1]
        given, bias = np.concatenate([down, up], axis=1), self.biases[:, :, None]
        given += bias[0]
        state = np.zeros((2 * nets, windows, size), dtype=np.float32)
        states = np.empty((count, *state.shape), dtype=np.float32)
        for line, own in enumerate(given):
            held = state @ self.memory
            held += bias[1]
            # The logistic function, by way of the hyperbolic tangent.
            doors = 0.5 + 0.5 * np.tanh(0.5 * (own[..., : 2 * size] + held[..., : 2 * size]))
            new = np.tanh(own[..., 2 * size :] + doors[..., :size] * held[..., 2 * size :])
            state = new + doors[..., size:] * (state - new)
            states[line] = state
        return np.concatenate([states[:, :nets], states[::-1, nets:]], axis=-1)
