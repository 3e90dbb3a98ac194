"""The worker's side of a cluster: the contexts of runs, and a watchdog over jobs."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from distributed import WorkerPlugin, get_worker

import audiopaper
from audiopaper.archive.job_settings import JobSettings
from audiopaper.archive.rate_limit import RateLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Worker

    from audiopaper.runtime import ProgressCallback


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where jobs are done."""

    address: str = ""
    """Address of a running scheduler; empty for processes of this machine."""

    workers: int = 1
    """Number of processes of this machine, without a scheduler."""

    resources: Mapping[str, float] | None = None
    """Resources of a worker that a job takes, in Dask's terms: ``{"GPU": 1}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """Values that every job of a run needs; each worker gets them once, even if it joins late."""

    job_settings: JobSettings
    """Settings, voices, addresses."""

    limit: RateLimit | None
    """The rate limit over all workers; None if there is no limit."""

    version: str = audiopaper.__version__
    """Version of the program that hands the jobs out."""


STUCK = 70
"""Exit code of a worker whose job made no progress (EX_SOFTWARE of sysexits.h)."""

T = TypeVar("T")

_contexts: dict[str, RunContext] = {}


class ShareContext(WorkerPlugin):
    """Gives each worker the context of a run, also one that joins or restarts later."""

    def __init__(self, run: str, context: RunContext) -> None:
        """Take the run's name and its context."""
        self.name = f"audiopaper-{run}"
        self._run = run
        self._context = context

    def setup(self, worker: Worker) -> None:
        """Store the context.

        Raises:
            RuntimeError: The worker has another version of the program than the run, and might
                give other bytes.
        """
        if self._context.version != audiopaper.__version__:
            raise RuntimeError(
                f"{worker.address} has audiopaper {audiopaper.__version__}, "
                f"and the run is of {self._context.version}"
            )
        _contexts[self._run] = self._context

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """Drop the context."""
        _contexts.pop(self._run, None)


@dataclass(frozen=True, slots=True)
class JobResult(Generic[T]):
    """The result of a job."""

    value: T
    seconds: float
    """Duration of the job."""

    worker: str
    """Address of the worker: another attempt prefers a different one."""


def do_job(run: str, call: Callable[..., T], args: tuple[Any, ...]) -> JobResult[T]:
    """Do a job with the context of its run; end the worker if the job makes no progress.

    Args:
        run: The run's name.
        call: Called as ``call(*args, context=…, tell=…)``; it reports its progress by ``tell``.
        args: Positional arguments of the call.
    """
    context = _contexts[run]
    began = time.monotonic()
    with end_when_stuck(context.job_settings.config.archive.hang_minutes * 60) as tell:
        value = call(*args, context=context, tell=tell)
    return JobResult(value, time.monotonic() - began, get_worker().address)


@contextlib.contextmanager
def end_when_stuck(limit_s: float) -> Iterator[ProgressCallback]:
    """End this process if no progress is reported for too long; Dask starts another.

    A thread of Python that hangs cannot be stopped, except with its process.

    Args:
        limit_s: Longest time between two reports, in seconds.
    """
    reported_at = [time.monotonic()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(max(0.01, reported_at[0] + limit_s - time.monotonic())):
            if time.monotonic() - reported_at[0] >= limit_s:
                sys.stderr.write(f"audiopaper: nothing happened for {limit_s:.0f} seconds\n")
                faulthandler.dump_traceback(all_threads=True)
                os._exit(STUCK)

    def tell(_stage: str, _done: int, _total: int) -> None:
        reported_at[0] = time.monotonic()

    threading.Thread(target=watch, daemon=True, name="audiopaper-watch").start()
    try:
        yield tell
    finally:
        done.set()
