"""The worker's side of a cluster: tools lent to it, and a watch on what it does with them."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from distributed import WorkerPlugin, get_worker

import audiopaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Worker

    from audiopaper.archive.cluster import Tools
    from audiopaper.runtime import Teller

STUCK = 70
"""Exit code of a worker that got no further (EX_SOFTWARE of sysexits.h)."""

T = TypeVar("T")

_lent: dict[str, Tools] = {}


class LendTools(WorkerPlugin):
    """Gives each worker the tools of one run, also one that joins or comes back later."""

    def __init__(self, run: str, tools: Tools) -> None:
        """Take the run's name and what it lends."""
        self.name = f"audiopaper-{run}"
        self._run = run
        self._tools = tools

    def setup(self, worker: Worker) -> None:
        """Take the tools.

        Raises:
            RuntimeError: The worker's program is another than the run's, and would make other
                bytes.
        """
        if self._tools.version != audiopaper.__version__:
            raise RuntimeError(
                f"{worker.address} has audiopaper {audiopaper.__version__}, "
                f"and the run is of {self._tools.version}"
            )
        _lent[self._run] = self._tools

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """Give them back."""
        _lent.pop(self._run, None)


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """What a job gave."""

    value: T
    seconds: float
    """How long it took."""

    worker: str
    """Address of the worker that did it: another try prefers another."""


def do_job(run: str, call: Callable[..., T], args: tuple[Any, ...]) -> Given[T]:
    """Do a job with the tools of its run; a worker that gets stuck over it ends.

    Args:
        run: The run's name.
        call: Called as ``call(*args, tools=…, tell=…)``; it tells whenever it got further.
        args: For the call.
    """
    tools = _lent[run]
    began = time.monotonic()
    with end_when_stuck(tools.kit.config.archive.hang_minutes * 60) as tell:
        value = call(*args, tools=tools, tell=tell)
    return Given(value, time.monotonic() - began, get_worker().address)


@contextlib.contextmanager
def end_when_stuck(limit_s: float) -> Iterator[Teller]:
    """End this process where nothing is told for too long; whoever keeps it starts another.

    What hangs in a thread of Python cannot be stopped, only left with its process.

    Args:
        limit_s: How long may pass between two reports, in seconds.
    """
    told_at = [time.monotonic()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(max(0.01, told_at[0] + limit_s - time.monotonic())):
            if time.monotonic() - told_at[0] >= limit_s:
                sys.stderr.write(f"audiopaper: nothing happened for {limit_s:.0f} seconds\n")
                faulthandler.dump_traceback(all_threads=True)
                os._exit(STUCK)

    def tell(_stage: str, _done: int, _total: int) -> None:
        told_at[0] = time.monotonic()

    threading.Thread(target=watch, daemon=True, name="audiopaper-watch").start()
    try:
        yield tell
    finally:
        done.set()
