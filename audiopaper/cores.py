"""How many cores a run may use."""

from __future__ import annotations

import contextlib
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_limit: ContextVar[int | None] = ContextVar("cores", default=None)


def count_cores() -> int:
    """The cores that this process may use; fewer inside `limited_to`."""
    limit = _limit.get()
    if limit is not None:
        return limit
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def limited_to(cores: int) -> Iterator[None]:
    """Count so many cores in this thread, where others work beside it on the same machine."""
    token = _limit.set(cores)
    try:
        yield
    finally:
        _limit.reset(token)
