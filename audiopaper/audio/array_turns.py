"""Turns of threads that work on arrays beside an encoder or a decoder.

Numpy gives up the interpreter's lock for each operation on an array. Two threads that work on
arrays at the same time hand it to each other many thousand times a second, which costs more than it
gains; so they take turns, a block at a time, and give the turn up while compiled code encodes or
decodes.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = TypeVar("_T")

ARRAY_TURN = threading.RLock()
"""Held by the thread that works on arrays; never while it waits for another thread."""


def compute_in_turns(values: Iterable[_T]) -> Iterator[_T]:
    """Yield values; each is computed in a turn, which is given up before it is yielded."""
    iterator = iter(values)
    while True:
        with ARRAY_TURN:
            try:
                value = next(iterator)
            except StopIteration:
                return
        yield value
