"""Waiting for what may never come: libraries and servers that stop answering.

A library of somebody else's cannot be interrupted; it is left to itself in a thread that dies with
the program.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

_LOOK_S = 0.25
"""How often a wait looks at the clock."""


class WaitError(Exception):
    """An action had not ended in its time; the message says which limit it met."""


class Movement:
    """The moment at which something moved last."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        """Begin now.

        Args:
            timer: Gives seconds since some moment.
        """
        self._timer = timer
        self.last = timer()

    def note(self, *_: object, **__: object) -> None:
        """Note that something moved; what is told besides is left aside."""
        self.last = self._timer()


class _Result(Generic[_T]):
    """What an action gave, or how it failed."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.value: list[_T] = []
        self.error: BaseException | None = None

    def run(self, action: Callable[[], _T]) -> None:
        try:
            self.value.append(action())
        except BaseException as error:
            self.error = error
        finally:
            self.done.set()


def run_within(
    action: Callable[[], _T],
    *,
    limit_s: float,
    movement: Movement | None = None,
    ends: float | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> _T:
    """Run an action in a thread of its own, and wait for it no longer than it may take.

    Args:
        action: What is done.
        limit_s: How long it may take, or where ``movement`` is given, how long nothing may move.
        movement: Noted by whoever sees the action move; None where nobody does.
        ends: The moment of ``timer`` at which it must have ended in any case; None for none.
        timer: Gives seconds since some moment.

    Returns:
        What the action gives.

    Raises:
        WaitError: It had not ended in its time; it may go on behind the scenes.
        BaseException: Whatever the action raised.
    """
    result: _Result[_T] = _Result()
    start = timer()
    threading.Thread(target=result.run, args=(action,), daemon=True).start()
    while not result.done.wait(_LOOK_S):
        now = timer()
        if ends is not None and now >= ends:
            raise WaitError("all of it took longer than it may")
        if now - (movement.last if movement is not None else start) >= limit_s:
            raise WaitError(f"no answer in {limit_s:.0f} s")
    if result.error is not None:
        raise result.error
    return result.value[0]
