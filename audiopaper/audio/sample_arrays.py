"""Mono audio in memory: as an array, and as 16-bit samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono audio, full scale at 1; shape ``(n,)``."""

PCM_FULL_SCALE = 32768
"""Full scale of signed 16-bit samples; a power of two, so that converting them is exact."""


def read_pcm(pcm: bytes) -> Samples:
    """Convert signed 16-bit little-endian mono samples."""
    return to_samples(np.frombuffer(pcm, dtype="<i2"))


def to_samples(pcm: NDArray[np.int16]) -> Samples:
    """Convert 16-bit samples; shape ``(n,)``."""
    samples: Samples = pcm.astype(np.float32)
    samples /= np.float32(PCM_FULL_SCALE)
    return samples


def to_pcm(samples: Samples, gain: float = 1.0) -> bytes:
    """Convert to signed 16-bit little-endian samples, rounded and clipped at full scale.

    Args:
        samples: Full scale at the gain; shape ``(n,)``.
        gain: What the samples are divided by.
    """
    scaled = samples / np.float32(gain / PCM_FULL_SCALE)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -PCM_FULL_SCALE, PCM_FULL_SCALE - 1, out=scaled)
    return scaled.astype("<i2").tobytes()
