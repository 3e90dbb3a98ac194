"""One step of gated recurrent units (Cho et al. 2014, section 2.3), as PyTorch has them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float32]


def advance(given: _Floats, held: _Floats, state: _Floats) -> _Floats:
    """Return the memories behind a step.

    Args:
        given: What is read gives, for reset, update and new memory; shape ``(..., 3 * h)``.
        held: What the memories before it give for the same three; the same shape.
        state: The memories before it; shape ``(..., h)``.
    """
    size = state.shape[-1]
    # The logistic function, by way of the hyperbolic tangent.
    doors = 0.5 + 0.5 * np.tanh(0.5 * (given[..., : 2 * size] + held[..., : 2 * size]))
    new = np.tanh(given[..., 2 * size :] + doors[..., :size] * held[..., 2 * size :])
    after: _Floats = (new + doors[..., size:] * (state - new)).astype(np.float32, copy=False)
    return after
