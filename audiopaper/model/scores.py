"""The result of weighing evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """The weight of one of several answers."""

    value: float
    """The sum of the evidence; higher is better."""

    reasons: tuple[str, ...] = ()
    """The evidence in words, strongest first."""
