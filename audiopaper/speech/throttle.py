"""How many workers may ask a service at once, and the waits that they share."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BUSY_WAIT_S = 5.0
LONGEST_BUSY_S = 45.0
"""All workers' wait after the service asked for patience: doubled each time until it speaks
again, then up to half more by chance."""

Sleeper = Callable[[float], object]
"""Waits for a number of seconds."""


class Pace:
    """How many workers may ask at once, and the wait they share."""

    def __init__(self, limit: int, sleep: Sleeper) -> None:
        self._limit = limit
        self._asking = 0
        self._slowed = 0
        self._in_a_row = 0
        self._shut = False
        self._change = threading.Condition()
        self._sleep = sleep

    @contextmanager
    def turn(self) -> Iterator[int]:
        """Wait for leave to ask; gives how often everybody was slowed down before."""
        with self._change:
            self._change.wait_for(lambda: not self._shut and self._asking < self._limit)
            self._asking += 1
            slowed = self._slowed
        try:
            yield slowed
        finally:
            with self._change:
                self._asking -= 1
                self._change.notify_all()

    def sleep(self, seconds: float) -> None:
        """Wait alone, up to half more or less by chance."""
        self._sleep(seconds * random.uniform(0.5, 1.5))

    def went_well(self) -> None:
        """The service speaks: the next wait is a short one again."""
        with self._change:
            self._in_a_row = 0

    def slow_down(self, turn: int) -> None:
        """Have everybody wait, and go on with half as many.

        Workers that were refused together (their turns have one number) wait once.
        """
        with self._change:
            if turn != self._slowed:
                return
            self._slowed += 1
            wait = min(LONGEST_BUSY_S, BUSY_WAIT_S * 2**self._in_a_row)
            self._in_a_row += 1
            self._limit = max(1, self._limit // 2)
            self._shut = True
        try:
            self._sleep(wait * random.uniform(1.0, 1.5))
        finally:
            with self._change:
                self._shut = False
                self._change.notify_all()
