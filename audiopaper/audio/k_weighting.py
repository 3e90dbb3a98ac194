"""The K-weighting of a loudness meter: two recursive filters, computed block by block.

A recursive filter needs each output before the next one, which is slow in Python. Here the input
is divided into short blocks: what a block's own samples contribute is one matrix product for all
blocks, and what the samples before it contribute depends on four numbers only, the filters' state
at the beginning of the block. The states are computed in the same way, over groups of blocks.

Source:
    ITU-R BS.1770-4, Annex 1: the filters.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.audio.true_peaks import multiply

if TYPE_CHECKING:
    from audiopaper.audio.sample_arrays import Samples

_Matrix = NDArray[np.float32]

# Annex 1 gives its filters as coefficients for 48 kHz only. These are the analogue filters behind
# them (as libebur128 and ffmpeg derive them), from which the coefficients for any rate follow.
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_HIGHPASS_HZ, _HIGHPASS_Q = 38.13547087602444, 0.5003270373238773

_ORDER = 4
"""Numbers in the state of two filters of second order."""

BLOCK = 32
"""Samples in a block: fewer make the states more expensive, more the products."""

_GROUP = 16
"""Blocks in a group, and groups in the next level, whose states are one product."""


_Filter = tuple[tuple[float, float, float], tuple[float, float]]
"""Coefficients of the last three inputs and of the last two outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrices:
    """The filters over one block, for rows multiplied from the left."""

    direct: _Matrix
    """From a block's samples to its outputs; shape ``(BLOCK, BLOCK)``."""

    ringing: _Matrix
    """From the state before a block to its outputs; shape ``(4, BLOCK)``."""

    excitation: _Matrix
    """From a block's samples to the state behind it; shape ``(BLOCK, 4)``."""

    transitions: tuple[_Matrix, ...]
    """From a state before a block, a group of blocks, a group of groups … to what remains of it
    behind; each of shape ``(4, 4)``."""


class KWeighting:
    """Weights audio that comes in blocks; the filters' state is carried from one to the next."""

    def __init__(self, rate_hz: int) -> None:
        """Start in silence."""
        self._matrices = _make_matrices(rate_hz)
        self._state = np.zeros(_ORDER, dtype=np.float32)

    def apply(self, samples: Samples) -> Samples:
        """Weight the next samples.

        Args:
            samples: Whole blocks; shape ``(n * BLOCK,)``.

        Returns:
            As many, in single precision, whose noise is 138 dB below the signal.
        """
        rows = samples.reshape(-1, BLOCK)
        if not len(rows):
            return samples
        matrices = self._matrices
        added = multiply(rows, matrices.excitation)
        states, self._state = _follow(added, self._state, matrices.transitions)
        weighted = multiply(rows, matrices.direct)
        weighted += multiply(states, matrices.ringing)
        return weighted.reshape(-1)


def _follow(
    added: _Matrix, state: _Matrix, transitions: tuple[_Matrix, ...]
) -> tuple[_Matrix, _Matrix]:
    """Compute the state before each block.

    Args:
        added: What each block adds to the state behind it; shape ``(n, 4)``.
        state: State before the first block; shape ``(4,)``.
        transitions: What remains of a state behind a block, then behind groups of blocks.

    Returns:
        The states before the blocks, shape ``(n, 4)``, and the state behind the last.
    """
    transition, *above = transitions
    grouped = len(added) // _GROUP * _GROUP if above else 0
    states = np.empty_like(added)
    if grouped:
        within, leaving, carried = _group_matrices(transition.tobytes())
        rows = added[:grouped].reshape(-1, _GROUP * _ORDER)
        starts, state = _follow(multiply(rows, leaving), state, tuple(above))
        inner = multiply(rows, within)
        inner += multiply(starts, carried)
        states[:grouped] = inner.reshape(-1, _ORDER)
    for index in range(grouped, len(added)):
        states[index] = state
        state = state @ transition + added[index]
    return states, state


@functools.lru_cache(maxsize=32)
def _group_matrices(transition: bytes) -> tuple[_Matrix, _Matrix, _Matrix]:
    """Matrices of the transition over a group of blocks.

    Args:
        transition: Transition over one block, as single-precision bytes of a matrix of shape
            ``(4, 4)``.

    Returns:
        From what the blocks add to the states before each, shape ``(64, 64)``; to the state
        behind the group, ``(64, 4)``; and from the state before the group to the states before
        each block, ``(4, 64)``.
    """
    single = np.frombuffer(transition, dtype=np.float32).reshape(_ORDER, _ORDER)
    powers = [np.eye(_ORDER)]
    for _ in range(_GROUP):
        powers.append(powers[-1] @ single.astype(np.float64))
    within = np.zeros((_GROUP, _ORDER, _GROUP, _ORDER))
    for before in range(_GROUP):
        for block in range(before + 1, _GROUP):
            within[before, :, block] = powers[block - before - 1]
    size = _GROUP * _ORDER
    leaving = np.concatenate(powers[_GROUP - 1 :: -1])
    carried = np.concatenate(powers[:_GROUP], axis=1)
    return (
        within.reshape(size, size).astype(np.float32),
        leaving.astype(np.float32),
        carried.astype(np.float32),
    )


@functools.lru_cache(maxsize=8)
def _make_matrices(rate_hz: int) -> _Matrices:
    step, entry, tap, through = _balance(*_join(_shelf(rate_hz), _high_pass(rate_hz)))
    powers = [np.eye(_ORDER)]
    for _ in range(BLOCK):
        powers.append(step @ powers[-1])
    response = np.array([through, *(tap @ powers[n] @ entry for n in range(BLOCK - 1))])
    direct = np.zeros((BLOCK, BLOCK))
    for sample in range(BLOCK):
        direct[sample, sample:] = response[: BLOCK - sample]
    transition = powers[BLOCK].T
    return _Matrices(
        direct=direct.astype(np.float32),
        ringing=np.stack([tap @ powers[n] for n in range(BLOCK)], axis=1).astype(np.float32),
        excitation=np.stack([powers[BLOCK - 1 - n] @ entry for n in range(BLOCK)]).astype(
            np.float32
        ),
        transitions=tuple(
            np.linalg.matrix_power(transition, _GROUP**level).astype(np.float32)
            for level in range(4)
        ),
    )


def _shelf(rate_hz: int) -> _Filter:
    k = math.tan(math.pi * _SHELF_HZ / rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / _SHELF_Q + k * k
    return (
        (
            (high + middle * k / _SHELF_Q + k * k) / a0,
            2 * (k * k - high) / a0,
            (high - middle * k / _SHELF_Q + k * k) / a0,
        ),
        (2 * (k * k - 1) / a0, (1 - k / _SHELF_Q + k * k) / a0),
    )


def _high_pass(rate_hz: int) -> _Filter:
    k = math.tan(math.pi * _HIGHPASS_HZ / rate_hz)
    a0 = 1 + k / _HIGHPASS_Q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / _HIGHPASS_Q + k * k) / a0)


def _join(
    first: _Filter, second: _Filter
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Two filters in a row as ``s' = step s + entry x``, ``y = tap s + through x``."""
    steps, entries, taps, throughs = zip(*map(_as_state, (first, second)), strict=True)
    step = np.zeros((_ORDER, _ORDER))
    step[:2, :2], step[2:, 2:] = steps
    step[2:, :2] = np.outer(entries[1], taps[0])
    entry = np.concatenate([entries[0], entries[1] * throughs[0]])
    tap = np.concatenate([throughs[1] * taps[0], taps[1]])
    return step, entry, tap, throughs[0] * throughs[1]


def _as_state(
    coefficients: _Filter,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    (b0, b1, b2), (a1, a2) = coefficients
    step = np.array([[-a1, 1.0], [-a2, 0.0]])
    return step, np.array([b1 - a1 * b0, b2 - a2 * b0]), np.array([1.0, 0.0]), b0


def _balance(
    step: NDArray[np.float64],
    entry: NDArray[np.float64],
    tap: NDArray[np.float64],
    through: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Transform the state so that its square is the energy of the response to it.

    In the usual form, the output of the high-pass is a small difference of large states, which
    single precision would lose.
    """
    # The energy of the response is a quadratic form: a sum over all times, computed by doubling.
    energy, power = np.outer(tap, tap), step
    for _ in range(24):
        energy = energy + power.T @ energy @ power
        power = power @ power
    basis = np.linalg.cholesky(energy).T
    inverse = np.linalg.inv(basis)
    return basis @ step @ inverse, basis @ entry, tap @ inverse, through
