"""A name of somebody in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a text: a surname with a given name, or with a title behind it."""

    start: int
    """Offset of the surname."""

    given: int
    """Offset behind the surname."""

    end: int
    """Offset behind the given name."""

    points: float
    """The evidence; the more, the surer."""

    sure: float = 0.0
    """How sure it is that this is a name, from 0 to 1."""
