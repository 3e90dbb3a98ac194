"""A weighed decision: the sum of the evidence, and the evidence in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """What speaks for one of several answers."""

    value: float
    """The sum of the evidence; higher is better."""

    reasons: tuple[str, ...] = ()
    """The evidence in words, strongest first."""
