"""A name of a byline, and what its bearer is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credit:
    """A name of a byline, and what its bearer is."""

    name: str
    """As printed."""

    house: str = ""
    """Who the bearer works for, as printed: ``本报``, ``新华社``; empty where not said."""

    role: str = ""
    """``记者``, ``见习记者``, ``通讯员``, ``作者`` …; empty where not said."""
