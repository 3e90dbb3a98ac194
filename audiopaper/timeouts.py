"""Time limits for libraries and servers that may stop answering.

A call into a library cannot be interrupted; after its time limit it is abandoned in a daemon
thread.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

_POLL_S = 0.25
"""Interval at which a wait checks the clock."""


class WaitError(Exception):
    """An action did not end in time; the message says which limit it exceeded."""


class Activity:
    """The time of the last activity."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        """Start with the present time.

        Args:
            timer: A clock in seconds.
        """
        self._timer = timer
        self.last = timer()

    def note(self, *_: object, **__: object) -> None:
        """Record activity; a callback that ignores its arguments."""
        self.last = self._timer()


class _Result(Generic[_T]):
    """Result of an action, or the exception that it raised."""

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
    activity: Activity | None = None,
    ends: float | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> _T:
    """Run an action in a thread of its own and wait for it with a time limit.

    Args:
        action: The action.
        limit_s: Time that it may take; with ``activity``, time without activity.
        activity: Updated by the action while it makes progress.
        ends: Time of ``timer`` at which it must have ended in any case; None for no such limit.
        timer: A clock in seconds.

    Returns:
        The action's result.

    Raises:
        WaitError: It did not end in time; it may still be running in its thread.
        BaseException: What the action raised.
    """
    result: _Result[_T] = _Result()
    start = timer()
    require_memory(THREAD_BYTES)
    threading.Thread(target=result.run, args=(action,), daemon=True).start()
    while not result.done.wait(_POLL_S):
        now = timer()
        if ends is not None and now >= ends:
            raise WaitError(_("all of it took longer than it may"))
        if now - (activity.last if activity is not None else start) >= limit_s:
            raise WaitError(_("no answer in {limit_s:.0f} s", limit_s=limit_s))
    if result.error is not None:
        raise result.error
    return result.value[0]
