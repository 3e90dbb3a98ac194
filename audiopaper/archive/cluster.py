"""Jobs on Dask's workers: handed out, tried again, and given to others where a worker is lost."""

from __future__ import annotations

import contextlib
import importlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from audiopaper.archive.cluster_connection import (
    SchedulerLostError,
    SchedulerUnreachableError,
    connect,
    detect_lost_scheduler,
)
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from audiopaper.archive.worker_state import Cluster, RunContext

TRIES = 3
"""Attempts at a job that fails or loses its worker; after a loss the last attempt runs alone."""

RETURN_S = 600.0
"""Seconds to wait for a scheduler that went away: a machine restarts in that time."""

# Jobs for each worker that wait at the scheduler: enough that no worker is idle, and few enough
# that a million editions take no memory there.
_WAITING = 4

_LET_BEFORE = 20
"""Jobs to submit before a failed one is tried again: a fault of a service or of storage may pass in
the meantime, and the edition's year is published without waiting for the end of the run."""

_LOOK_S = 10.0

_RETURNS = 5
"""How often a scheduler may go away without finishing a job in between."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[T]):
    """One call on some worker."""

    name: str
    """Name on Dask's dashboard, unique within a run."""

    call: Callable[..., T]
    """A function of a module, called on a worker as ``call(*args, context=…, tell=…)``."""

    args: tuple[Any, ...]
    """Positional arguments of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedJob(Generic[T]):
    """How a job ended."""

    job: Job[T]
    tries: int
    value: T | None = None
    """Result of the call; None if it failed."""

    problem: str = ""
    """Why it failed; empty if it did not."""

    seconds: float = 0.0
    """Duration of the call."""


@dataclass(slots=True)
class _Attempt(Generic[T]):
    job: Job[T]
    number: int = 1
    suspected: bool = False
    """Whether a worker died that had this job."""

    alone: bool = False
    """Whether no other job runs at the same time."""

    starts: int = 0
    """How often it was submitted."""

    not_before: int = 0
    """Number of jobs to submit before this one."""

    avoid: str = ""
    """Address of a worker on which it failed."""


class Workers:
    """The workers of a cluster during one run; a context manager."""

    def __init__(
        self, cluster: Cluster, context: RunContext, notify: Callable[[str], None]
    ) -> None:
        """Take what a run needs; nothing is started before the context is entered.

        Args:
            cluster: Where jobs are done.
            context: Settings and rate limit of the run.
            notify: Called with a sentence for the operator: the address of Dask's dashboard, a
                scheduler that went away.
        """
        self.cluster = cluster
        self.context = context
        self.notify = notify
        self.name = uuid.uuid4().hex[:8]
        self._joined = contextlib.ExitStack()
        self._client: Any = None

    def __enter__(self) -> Workers:
        """Start the processes, or join the scheduler.

        Raises:
            MissingProgramError: Dask is not installed.
            ConfigError: There is no scheduler at the address, its workers are of another version,
                or none has the resources.
        """
        try:
            self._client = self._joined.enter_context(self._connect())
        except (SchedulerUnreachableError, SchedulerLostError) as error:
            raise self._unreachable(error) from error
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the cluster, or end the processes."""
        self._joined.close()

    def run(self, jobs: deque[Job[T]], *, again: Callable[[T], bool]) -> Iterator[FinishedJob[T]]:
        """Run jobs on the workers that are free.

        A job that fails is tried again on another worker after some other jobs have begun. A job
        whose worker died is tried again too, the last time alone, since any job of that worker may
        have killed it. If the scheduler goes away, the run waits for it and submits again what the
        scheduler had.

        Args:
            jobs: Jobs in order of priority; the queue may grow while it is consumed.
            again: Whether a result is a failure that another attempt may not repeat.

        Returns:
            Finished jobs in the order in which they finish.

        Raises:
            ConfigError: The scheduler is gone for good.
        """
        run = _Run(self, jobs, again)
        idle = 0
        while run.is_left():
            try:
                for done in run.work(self._client):
                    idle = 0
                    yield done
            except SchedulerLostError as gone:
                run.take_back()
                idle += 1
                if not self.cluster.address or idle > _RETURNS:
                    raise self._unreachable(gone) from gone
                self._rejoin()

    def _rejoin(self) -> None:
        self.notify(
            _(
                "the scheduler at {address} is gone; waiting for it to come back",
                address=self.cluster.address,
            )
        )
        log = logging.getLogger("distributed.client")
        level = log.level
        # Messages to a scheduler that is gone fail in many ways, none of which matters.
        log.setLevel(logging.CRITICAL)
        with contextlib.suppress(Exception):
            self._joined.close()
        log.setLevel(level)
        end = time.monotonic() + RETURN_S
        while True:
            try:
                self._client = self._joined.enter_context(self._connect())
            except (SchedulerUnreachableError, SchedulerLostError) as error:
                if time.monotonic() > end:
                    raise self._unreachable(error) from error
                time.sleep(1.0)
            else:
                return

    def _connect(self) -> AbstractContextManager[Any]:
        return connect(self.cluster, self.context, self.name, self.notify)

    def _unreachable(self, error: Exception) -> ConfigError:
        return ConfigError(
            _(
                "no scheduler answers at {address}: {error}",
                address=self.cluster.address or _("this machine"),
                error=error,
            ),
            remedy=_(
                "start it (dask scheduler) and its workers (dask worker ADDRESS), and run "
                "the same command: finished editions are kept; or leave out --cluster"
            ),
        )


class _Run(Generic[T]):
    """Jobs that wait, jobs that are under way, and jobs suspected of killing workers."""

    def __init__(self, workers: Workers, jobs: deque[Job[T]], again: Callable[[T], bool]) -> None:
        self._jobs = jobs
        self._waiting: deque[_Attempt[T]] = deque()
        self._suspects: deque[_Attempt[T]] = deque()
        self._under_way: dict[Any, _Attempt[T]] = {}
        self._started = 0
        self._workers = workers
        self._again = again

    def is_left(self) -> bool:
        """Whether any job has not finished."""
        return bool(self._jobs or self._waiting or self._suspects or self._under_way)

    def take_back(self) -> None:
        """Put the jobs under way before those that wait; no attempt is counted."""
        for attempt in reversed(self._under_way.values()):
            (self._suspects if attempt.alone else self._waiting).appendleft(attempt)
        self._under_way.clear()

    def work(self, client: Any) -> Iterator[FinishedJob[T]]:
        """Submit all jobs and yield each as it finishes, until none is left.

        Raises:
            SchedulerLostError: The scheduler went away.
        """
        distributed: Any = importlib.import_module("distributed")
        queue = distributed.as_completed()
        width = _Width(client, self._workers.notify)
        while True:
            with detect_lost_scheduler(distributed):
                while len(self._under_way) < width.now() * _WAITING and self._find_next():
                    queue.add(self._submit(client, self._waiting))
                if not self._under_way and self._suspects:
                    queue.add(self._submit(client, self._suspects))
                if not self._under_way:
                    return
                done = self._look_at(next(queue), distributed)
            if done is not None:
                yield done

    def _find_next(self) -> bool:
        """Whether a job waits; takes the next one unless an earlier attempt is due again."""
        due = self._waiting and self._started >= self._waiting[0].not_before
        if self._jobs and not due:
            self._waiting.appendleft(_Attempt(self._jobs.popleft()))
        return bool(self._waiting)

    def _submit(self, client: Any, waiting: deque[_Attempt[T]]) -> Any:
        attempt = waiting[0]
        attempt.starts += 1
        others = [w for w in client.nthreads() if w != attempt.avoid] if attempt.avoid else []
        future = client.submit(
            importlib.import_module("audiopaper.archive.worker_state").do_job,
            self._workers.name,
            attempt.job.call,
            attempt.job.args,
            key=f"{attempt.job.name}-{self._workers.name}-{attempt.starts}",
            resources=dict(self._workers.cluster.resources or {}) or None,
            workers=others or None,
            allow_other_workers=bool(others),
        )
        self._under_way[future] = waiting.popleft()
        self._started += 1
        return future

    def _look_at(self, future: Any, distributed: Any) -> FinishedJob[T] | None:
        """Outcome of an attempt; None if the job is tried again."""
        attempt = self._under_way[future]
        if future.status not in ("finished", "error"):
            raise SchedulerLostError(_("its jobs are lost"))
        error = future.exception(timeout=RETURN_S)
        given = future.result(timeout=RETURN_S) if error is None else None
        del self._under_way[future]
        future.release()
        if given is not None:
            if attempt.number < TRIES and self._again(given.value):
                attempt.avoid = given.worker
                self._try_again(attempt)
                return None
            return FinishedJob(
                job=attempt.job, tries=attempt.number, value=given.value, seconds=given.seconds
            )
        died = isinstance(error, distributed.KilledWorker)
        attempt.suspected = attempt.suspected or died
        # A worker that had several jobs does not show which one killed it.
        if attempt.number < TRIES or (died and not attempt.alone):
            self._try_again(attempt)
            return None
        problem = _("its worker died") if died else f"{type(error).__name__}: {error}"
        return FinishedJob(job=attempt.job, tries=attempt.number, problem=problem)

    def _try_again(self, attempt: _Attempt[T]) -> None:
        attempt.number = min(TRIES, attempt.number + 1)
        attempt.not_before = self._started + _LET_BEFORE
        attempt.alone = attempt.suspected and attempt.number == TRIES
        (self._suspects if attempt.alone else self._waiting).append(attempt)


class _Width:
    """The number of jobs that can run at once, counted now and then: workers come and go."""

    def __init__(self, client: Any, notify: Callable[[str], None]) -> None:
        self._client = client
        self._notify = notify
        self._looked = -_LOOK_S
        self._width = 1

    def now(self) -> int:
        if time.monotonic() - self._looked >= _LOOK_S:
            self._looked = time.monotonic()
            width = sum(self._client.nthreads().values())
            if not width and self._width:
                self._notify(_("no worker has joined yet: start some with dask worker ADDRESS"))
            self._width = width
        # A cluster that scales by itself starts workers only when jobs wait.
        return max(1, self._width)
