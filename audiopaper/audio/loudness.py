"""A loudness meter after ITU-R BS.1770-4, which measures the true peak, too.

Source:
    ITU-R BS.1770-4, Annex 1: K-weighting, gating.
    EBU Tech 3341: the test signals of a meter; see ``tests/audio/test_loudness.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audiopaper.audio.file_decoder import read_rate, stream_file
from audiopaper.audio.k_weighting import BLOCK as WEIGHTING_BLOCK
from audiopaper.audio.k_weighting import KWeighting
from audiopaper.audio.true_peaks import TruePeak

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from audiopaper.audio.sample_arrays import Samples

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
"""Annex 1: quieter blocks do not count."""

# Samples weighted at a time: they stay in the processor's cache.
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a meter measured."""

    lufs: float
    """Integrated loudness; ``-inf`` if nothing passed the gates."""

    true_peak_dbtp: float
    """Highest true peak; ``-inf`` for digital silence."""

    samples: int
    """How many samples were measured."""


class Meter:
    """Measures mono audio that comes in blocks; memory grows by 10 numbers a second."""

    def __init__(
        self, rate_hz: int, *, true_peak: bool = True, hop_samples: int | None = None
    ) -> None:
        """Start a measurement.

        Args:
            rate_hz: Samples a second.
            true_peak: Whether to measure the true peak, too, which costs time.
            hop_samples: Samples over which each of `energies` is taken; by default a tenth of a
                second.
        """
        self._weighting = KWeighting(rate_hz)
        self._hop = round(rate_hz / 10) if hop_samples is None else hop_samples
        self._lufs_hop = self._hop / (rate_hz / 10)
        self._energies: list[NDArray[np.float32]] = []
        self._pending = np.zeros(0, dtype=np.float32)
        self._weighted = np.zeros(0, dtype=np.float32)
        self._peak = TruePeak() if true_peak else None
        self.samples = 0

    def add(self, samples: Samples) -> None:
        """Measure the next block, of any length."""
        self.samples += len(samples)
        if self._peak is not None:
            self._peak.add(samples)
        for start in range(0, len(samples), _BLOCK):
            part = samples[start : start + _BLOCK]
            data = np.concatenate([self._pending, part]) if len(self._pending) else part
            whole = len(data) // WEIGHTING_BLOCK * WEIGHTING_BLOCK
            self._sum_up(self._weighting.apply(data[:whole]))
            self._pending = data[whole:].copy()

    def energies(self) -> NDArray[np.float64]:
        """End the measurement; mean square of the weighted signal in each hop, shape ``(n,)``."""
        rest = len(self._pending)
        if rest:
            padded = np.zeros(WEIGHTING_BLOCK, dtype=np.float32)
            padded[:rest] = self._pending
            self._sum_up(self._weighting.apply(padded)[:rest])
            self._pending = self._pending[rest:]
        return np.concatenate([*self._energies, np.zeros(0)])

    @property
    def true_peak(self) -> float:
        """Highest true peak so far, full scale at 1; 0 if it is not measured."""
        return self._peak.value if self._peak is not None else 0.0

    def read(self) -> Loudness:
        """End the measurement and return it."""
        peak = self.true_peak
        return Loudness(
            lufs=integrate(to_tenths(self.energies(), self._lufs_hop)),
            true_peak_dbtp=20 * math.log10(peak) if peak > 0 else -math.inf,
            samples=self.samples,
        )

    def _sum_up(self, weighted: Samples) -> None:
        data = np.concatenate([self._weighted, weighted])
        whole = len(data) // self._hop * self._hop
        hops = data[:whole].reshape(-1, self._hop)
        # In single precision a mean square of some thousand values is off by less than a millionth.
        self._energies.append(np.einsum("ij,ij->i", hops, hops) / np.float32(self._hop))
        self._weighted = data[whole:].copy()


def to_tenths(
    energies: NDArray[np.float64] | NDArray[np.float32], hop_tenths: float
) -> NDArray[np.float64]:
    """Convert energies of hops of any length to tenths of a second.

    Args:
        energies: Mean square in each hop; shape ``(n,)``.
        hop_tenths: Length of a hop, in tenths of a second.

    Returns:
        Mean square in each whole tenth; a hop that two tenths share is divided by its length.
    """
    if hop_tenths == 1 or not len(energies):
        return energies.astype(np.float64)
    whole = int(len(energies) * hop_tenths + 1e-9)
    bounds = np.arange(whole + 1) / hop_tenths
    hops = np.minimum(bounds.astype(np.int32), len(energies) - 1)
    bounds -= hops
    before = np.cumsum(energies, dtype=np.float64)[hops]
    parts = energies[hops]
    return np.diff(before - parts + bounds * parts) * hop_tenths


def integrate(energies: NDArray[np.float64]) -> float:
    """Integrated loudness from the energies of tenths of a second.

    Args:
        energies: Mean squares of the K-weighted signal, one each 100 ms; shape ``(n,)``. Less
            than a gating block (400 ms) counts as one block.

    Returns:
        LUFS, gated after Annex 1; ``-inf`` if nothing passes.
    """
    if not len(energies):
        return -math.inf
    width = min(4, len(energies))
    blocks = sliding_window_view(energies, width).mean(axis=1)
    loud = blocks[blocks > _energy(ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return -math.inf
    loud = loud[loud > float(loud.mean()) * 10 ** (RELATIVE_GATE_LU / 10)]
    return -0.691 + 10 * math.log10(float(loud.mean()))


def short_term(energies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Short-term loudness: over the three seconds that end with each tenth of a second.

    Args:
        energies: As for `integrate`; shape ``(n,)``.

    Returns:
        LUFS; ``-inf`` for silence; shape ``(n,)``.

    Source:
        EBU Tech 3341, section 2.2.
    """
    padded = np.concatenate([np.zeros(29), energies])
    mean = np.convolve(padded, np.full(30, 1 / 30), "valid") if len(energies) else energies
    with np.errstate(divide="ignore"):
        loud: NDArray[np.float64] = -0.691 + 10 * np.log10(np.maximum(mean, 0))
    return loud


def measure(blocks: Iterable[Samples], rate_hz: int) -> Loudness:
    """Measure mono audio that comes in blocks of any length."""
    meter = Meter(rate_hz)
    for block in blocks:
        meter.add(block)
    return meter.read()


def measure_file(path: Path) -> Loudness:
    """Measure a finished audio file as a player decodes it, block by block.

    Args:
        path: An MP3 or another file that miniaudio decodes; its channels are mixed to one.

    Raises:
        ValueError: It cannot be decoded.
    """
    return measure(stream_file(path), read_rate(path))


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
