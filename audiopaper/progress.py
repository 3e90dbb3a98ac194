"""Telling how far a long piece of work has come, without knowing who is told."""

from __future__ import annotations

from collections.abc import Callable

Teller = Callable[[str, int, int], None]
"""Called with the stage's name, the work done and the whole work, in one unit of the stage's."""


def tell_nobody(stage: str, done: int, total: int) -> None:
    """Take a report and do nothing with it."""
