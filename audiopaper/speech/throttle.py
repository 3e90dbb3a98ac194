"""The number of concurrent requests to a service, and the waits that workers share."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BUSY_WAIT_S = 5.0
LONGEST_BUSY_S = 45.0
"""Wait of all workers after a rate-limit answer: doubled each time until a request succeeds, with a
random addition of up to half."""

Sleeper = Callable[[float], object]
"""Waits for a number of seconds."""


class Throttle:
    """Limits concurrent requests, and lets all workers wait after a rate-limit answer."""

    def __init__(self, limit: int, sleep: Sleeper) -> None:
        self._limit = limit
        self._active = 0
        self._slowdowns = 0
        self._consecutive = 0
        self._paused = False
        self._change = threading.Condition()
        self._sleep = sleep

    @contextmanager
    def turn(self) -> Iterator[int]:
        """Wait for a turn to send a request; yields the number of slowdowns so far."""
        with self._change:
            self._change.wait_for(lambda: not self._paused and self._active < self._limit)
            self._active += 1
            slowdowns = self._slowdowns
        try:
            yield slowdowns
        finally:
            with self._change:
                self._active -= 1
                self._change.notify_all()

    def sleep(self, seconds: float) -> None:
        """Let this worker wait, with a random deviation of up to half."""
        self._sleep(seconds * random.uniform(0.5, 1.5))

    def note_success(self) -> None:
        """Reset the wait: the service answers again."""
        with self._change:
            self._consecutive = 0

    def slow_down(self, turn: int) -> None:
        """Let all workers wait, then continue with half as many.

        Args:
            turn: What `turn` yielded; workers refused in the same turn cause one wait.
        """
        with self._change:
            if turn != self._slowdowns:
                return
            self._slowdowns += 1
            wait = min(LONGEST_BUSY_S, BUSY_WAIT_S * 2**self._consecutive)
            self._consecutive += 1
            self._limit = max(1, self._limit // 2)
            self._paused = True
        try:
            self._sleep(wait * random.uniform(1.0, 1.5))
        finally:
            with self._change:
                self._paused = False
                self._change.notify_all()
