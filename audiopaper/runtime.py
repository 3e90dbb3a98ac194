"""How a run uses the machine and reports on itself: processor cores, progress."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ProgressCallback = Callable[[str, int, int], None]
"""A progress callback: stage, work done, whole work, both in the stage's own unit."""

_core_limit: ContextVar[int | None] = ContextVar("core_limit", default=None)


def tell_nobody(stage: str, done: int, total: int) -> None:
    """A progress callback that ignores what is reported."""


def count_cores() -> int:
    """Return how many cores this process may use; inside `limited_to`, that limit."""
    limit = _core_limit.get()
    if limit is not None:
        return limit
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def limited_to(cores: int) -> Iterator[None]:
    """Limit `count_cores` in this thread, for runs that share a machine with others."""
    token = _core_limit.set(cores)
    try:
        yield
    finally:
        _core_limit.reset(token)


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Leave the collector of reference cycles off until a block ends.

    It reads all objects again and again while very many are made that stay: a sixth of the time of
    splitting a page of 100,000 paragraphs.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_M_ARENA_MAX, _M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -8, -1, -3
"""Of glibc's ``mallopt``."""

_MOST_FREE_BYTES = 4 << 20
"""What may be free at the heap's end before it is given back; more than a piece's blocks."""


@functools.cache
def share_heap() -> None:
    """Let all threads take memory from one heap, where the C library can.

    glibc gives each thread that allocates a heap of its own, which keeps what was freed there. The
    threads of this program allocate little but large arrays: an episode by espeak needs 32 MB less
    with one heap, and the same time. By default it also gives each such array back to the system
    when it is freed, to take it again at once, which is a thirtieth of the time of stitching.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        set_option = ctypes.CDLL(None).mallopt
        set_option(_M_ARENA_MAX, 1)
        set_option(_M_TRIM_THRESHOLD, _MOST_FREE_BYTES)
        set_option(_M_MMAP_THRESHOLD, _MOST_FREE_BYTES)


def return_freed_memory() -> None:
    """Give memory that was freed back to the system, where the C library can.

    glibc keeps what was freed for its own use. An episode by kokoro needs 58 MB less at its peak
    where the tables of readings were returned before (measured). Elsewhere nothing is done.
    """
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
