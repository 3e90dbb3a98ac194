"""Jobs on Dask's workers: handed out, tried again, and given to others where a worker is lost."""

from __future__ import annotations

import contextlib
import importlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import audiopaper
from audiopaper.archive.cluster_connection import GoneError, UnreachableError, join, noticing
from audiopaper.archive.job_settings import Kit
from audiopaper.archive.rate_limit import Limit
from audiopaper.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIES = 3
"""Of a job that fails or loses its worker; the last one after such a loss alone on the cluster."""

RETURN_S = 600.0
"""How long a scheduler that went away is waited for: a machine restarts in that time."""

# So many jobs a worker wait at the scheduler: enough that none is idle, and few enough that a
# million take no memory there.
_WAITING = 4

_LET_BEFORE = 20
"""Jobs that are handed out before one that failed is tried again: what ails a service or a storage
passes in the meantime, and its year need not wait for the end to be published."""

_LOOK_S = 10.0

_RETURNS = 5
"""How often a scheduler may go away before anything else is done."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where jobs are done."""

    address: str = ""
    """Address of a scheduler that others keep; empty for processes of this machine."""

    workers: int = 1
    """Processes of this machine, where there is no scheduler."""

    resources: Mapping[str, float] | None = None
    """What a job takes of a worker's resources as Dask knows them: ``{"GPU": 1}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every job is done with; each worker gets it once, also one that joins late."""

    kit: Kit
    """Settings, voices, addresses."""

    limit: Limit | None
    """The rate limit over all workers; None for none."""

    version: str = audiopaper.__version__
    """Of the program that hands the jobs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[T]):
    """One call on some worker."""

    name: str
    """What Dask's pages show; no two jobs of a run have the same."""

    call: Callable[..., T]
    """A module's own function, called on a worker as ``call(*args, tools=…, tell=…)``."""

    args: tuple[Any, ...]
    """For the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[T]):
    """How a job ended."""

    job: Job[T]
    tries: int
    value: T | None = None
    """What the call gave; None where it gave nothing."""

    problem: str = ""
    """Why it gave nothing."""

    seconds: float = 0.0
    """How long the call took."""


@dataclass(slots=True)
class _Try(Generic[T]):
    job: Job[T]
    number: int = 1
    suspected: bool = False
    """Whether a worker that had it died."""

    alone: bool = False
    """Whether nothing else is done beside it."""

    starts: int = 0
    """How often it was handed out."""

    not_before: int = 0
    """How many jobs are handed out before it."""

    avoid: str = ""
    """A worker on which it failed."""


class Crew:
    """The workers of a cluster, with the tools of one run; a context manager."""

    def __init__(self, cluster: Cluster, tools: Tools, told: Callable[[str], None]) -> None:
        """Take what a run needs; nothing is started before it is entered.

        Args:
            cluster: Where.
            tools: What with.
            told: Told in a sentence what an operator should know: the address of Dask's own page,
                a scheduler that went away.
        """
        self.cluster = cluster
        self.tools = tools
        self.told = told
        self.name = uuid.uuid4().hex[:8]
        self._joined = contextlib.ExitStack()
        self._client: Any = None

    def __enter__(self) -> Crew:
        """Start the processes, or join the scheduler.

        Raises:
            MissingProgramError: Dask is not installed.
            ConfigError: There is no scheduler at the address, its workers are of another version,
                or none has the resources.
        """
        try:
            self._client = self._joined.enter_context(join(self))
        except (UnreachableError, GoneError) as error:
            raise self._unreachable(error) from error
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the cluster, or end the processes."""
        self._joined.close()

    def run(self, jobs: deque[Job[T]], *, again: Callable[[T], bool]) -> Iterator[Done[T]]:
        """Have jobs done, each by whatever worker is free.

        One that fails is tried again on another worker when some others have begun. One whose
        worker died is tried again too, the last time alone, since any of those that the worker
        had may have killed it. A scheduler that goes away is waited for, and what it had is handed
        out again.

        Args:
            jobs: Which, the first first. They are taken from it as workers come free, so whoever
                looks at the ends may add to it.
            again: Whether a value is a failure that another try may mend.

        Returns:
            How each ended, as they do.

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
            except GoneError as gone:
                run.take_back()
                idle += 1
                if not self.cluster.address or idle > _RETURNS:
                    raise self._unreachable(gone) from gone
                self._rejoin()

    def _rejoin(self) -> None:
        self.told(f"the scheduler at {self.cluster.address} is gone; waiting for it to come back")
        log = logging.getLogger("distributed.client")
        level = log.level
        # What is said to a scheduler that is gone fails in many ways, and none matters.
        log.setLevel(logging.CRITICAL)
        with contextlib.suppress(Exception):
            self._joined.close()
        log.setLevel(level)
        end = time.monotonic() + RETURN_S
        while True:
            try:
                self._client = self._joined.enter_context(join(self))
            except (UnreachableError, GoneError) as error:
                if time.monotonic() > end:
                    raise self._unreachable(error) from error
                time.sleep(1.0)
            else:
                return

    def _unreachable(self, error: Exception) -> ConfigError:
        return ConfigError(
            f"no scheduler answers at {self.cluster.address or 'this machine'}: {error}",
            remedy="start it (dask scheduler) and its workers (dask worker ADDRESS), and run the "
            "same command: what is made is kept; or leave --cluster away",
        )


class _Run(Generic[T]):
    """What waits, what is under way, and what is suspected of killing workers."""

    def __init__(self, crew: Crew, jobs: deque[Job[T]], again: Callable[[T], bool]) -> None:
        self._jobs = jobs
        self._waiting: deque[_Try[T]] = deque()
        self._suspects: deque[_Try[T]] = deque()
        self._under_way: dict[Any, _Try[T]] = {}
        self._started = 0
        self._crew = crew
        self._again = again

    def is_left(self) -> bool:
        """Whether there is anything that has not ended."""
        return bool(self._jobs or self._waiting or self._suspects or self._under_way)

    def take_back(self) -> None:
        """Put what was under way before what waits; no try is spent."""
        for one in reversed(self._under_way.values()):
            (self._suspects if one.alone else self._waiting).appendleft(one)
        self._under_way.clear()

    def work(self, client: Any) -> Iterator[Done[T]]:
        """Hand out everything and give each end, until nothing is left.

        Raises:
            GoneError: The scheduler went away.
        """
        distributed: Any = importlib.import_module("distributed")
        queue = distributed.as_completed()
        width = _Width(client, self._crew.told)
        while True:
            with noticing(distributed):
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
        """See to it that one waits; what failed lets some others go before it."""
        due = self._waiting and self._started >= self._waiting[0].not_before
        if self._jobs and not due:
            self._waiting.appendleft(_Try(self._jobs.popleft()))
        return bool(self._waiting)

    def _submit(self, client: Any, waiting: deque[_Try[T]]) -> Any:
        one = waiting[0]
        one.starts += 1
        others = [w for w in client.nthreads() if w != one.avoid] if one.avoid else []
        future = client.submit(
            importlib.import_module("audiopaper.archive.worker_state").do_job,
            self._crew.name,
            one.job.call,
            one.job.args,
            key=f"{one.job.name}-{self._crew.name}-{one.starts}",
            resources=dict(self._crew.cluster.resources or {}) or None,
            workers=others or None,
            allow_other_workers=bool(others),
        )
        self._under_way[future] = waiting.popleft()
        self._started += 1
        return future

    def _look_at(self, future: Any, distributed: Any) -> Done[T] | None:
        """How a try ended; None where the job is to be tried again."""
        one = self._under_way[future]
        if future.status not in ("finished", "error"):
            raise GoneError("what it had is lost")
        error = future.exception(timeout=RETURN_S)
        given = future.result(timeout=RETURN_S) if error is None else None
        del self._under_way[future]
        future.release()
        if given is not None:
            if one.number < TRIES and self._again(given.value):
                one.avoid = given.worker
                self._once_more(one)
                return None
            return Done(job=one.job, tries=one.number, value=given.value, seconds=given.seconds)
        died = isinstance(error, distributed.KilledWorker)
        one.suspected = one.suspected or died
        # What died beside others is no culprit yet.
        if one.number < TRIES or (died and not one.alone):
            self._once_more(one)
            return None
        said = "its worker died" if died else f"{type(error).__name__}: {error}"
        return Done(job=one.job, tries=one.number, problem=said)

    def _once_more(self, one: _Try[T]) -> None:
        one.number = min(TRIES, one.number + 1)
        one.not_before = self._started + _LET_BEFORE
        one.alone = one.suspected and one.number == TRIES
        (self._suspects if one.alone else self._waiting).append(one)


class _Width:
    """How many jobs can be done at once, looked at now and then: workers come and go."""

    def __init__(self, client: Any, told: Callable[[str], None]) -> None:
        self._client = client
        self._told = told
        self._looked = -_LOOK_S
        self._width = 1

    def now(self) -> int:
        if time.monotonic() - self._looked >= _LOOK_S:
            self._looked = time.monotonic()
            width = sum(self._client.nthreads().values())
            if not width and self._width:
                self._told("no worker has joined yet: start some with dask worker ADDRESS")
            self._width = width
        # Where none has joined, some must wait: a cluster that grows by itself grows by them.
        return max(1, self._width)
