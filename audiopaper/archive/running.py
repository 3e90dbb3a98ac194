"""Many editions over many processes: Dask's scheduler hands them out, this tells how it went."""

from __future__ import annotations

import contextlib
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiopaper.archive.making import TRIES, Result, failure_name, make_edition
from audiopaper.archive.storage import Storage
from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.pipeline.speaking import settled_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from audiopaper.archive.finding import Found
    from audiopaper.archive.making import Kit
    from audiopaper.engines.base import Engine
    from audiopaper.model import Clip, Segment
    from audiopaper.progress import Teller

STAGE = "archive"
"""What the progress teller is told; its unit is editions."""

# So many editions a worker wait at the scheduler: enough that none is idle, and few enough that
# a million editions take no memory there.
_WAITING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where editions are made."""

    address: str = ""
    """Address of a scheduler that others keep; empty for processes of this machine."""

    workers: int = 1
    """Processes of this machine, where there is no scheduler."""

    resources: Mapping[str, float] | None = None
    """What an edition takes of a worker's resources as Dask knows them: ``{"GPU": 1}``."""


def run_editions(
    editions: Sequence[Found],
    kit: Kit,
    cluster: Cluster,
    *,
    tell: Teller,
    told_dashboard: Callable[[str], None],
) -> Iterator[Result]:
    """Make editions, each on whatever worker is free.

    One that fails is tried again when the others have begun, three times in all; then its report
    is kept and it is set aside. A worker that dies gives what it had to others.

    Args:
        editions: Which, the first first.
        kit: What with.
        cluster: Where.
        tell: Told of the editions that are done.
        told_dashboard: Told the address of Dask's own page.

    Returns:
        A result an edition, as they come.

    Raises:
        MissingProgramError: Dask is not installed.
        ConfigError: There is no scheduler at the address.
    """
    waiting = [(found, 1) for found in reversed(editions)]
    done = 0
    with _connect(cluster) as (client, width):
        told_dashboard(client.dashboard_link)
        distributed: Any = importlib.import_module("distributed")
        gate = _gate_for(kit)
        shared = client.scatter(kit, broadcast=True)
        under_way: dict[Any, tuple[Found, int]] = {}

        def submit() -> Any:
            found, tried = waiting.pop()
            future = client.submit(
                make_edition,
                found,
                shared,
                gate,
                pure=False,
                resources=dict(cluster.resources or {}) or None,
            )
            under_way[future] = (found, tried)
            return future

        first = [submit() for _ in range(min(len(waiting), width * _WAITING))]
        queue = distributed.as_completed(first)
        for future in queue:
            found, tried = under_way.pop(future)
            result = _result_of(future, found)
            future.release()
            if result.state == "failed" and tried < TRIES:
                waiting.insert(0, (found, tried + 1))
            else:
                done += 1
                tell(STAGE, done, len(editions))
                _note(result, kit, tried)
                yield result
            if waiting:
                queue.add(submit())


def _result_of(future: Any, found: Found) -> Result:
    """What a worker gave back; what it could not give is a failure of that edition."""
    if future.status == "finished":
        result = future.result()
        assert isinstance(result, Result)
        return result
    error = future.exception()
    return Result(
        found=found,
        state="failed",
        problem=f"the worker failed: {type(error).__name__}: {error}",
        remedy="look at the worker's log; the edition is tried again by the next run",
    )


def _note(result: Result, kit: Kit, tried: int) -> None:
    """Keep the report of an edition that was set aside."""
    if result.state != "failed":
        return
    told = {
        "schema": 1,
        "title": result.found.title,
        "date": result.found.date.isoformat(),
        "tries": tried,
        "problem": result.problem,
        "remedy": result.remedy,
    }
    Storage(kit.output).write(
        failure_name(result.found), json.dumps(told, ensure_ascii=False).encode()
    )


@contextlib.contextmanager
def _connect(cluster: Cluster) -> Iterator[tuple[Any, int]]:
    """A client, and how many editions can be made at once."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise MissingProgramError(
            "Dask's distributed scheduler is not installed",
            remedy="pip install 'audiopaper[cluster]'",
        ) from error
    if not cluster.address:
        with (
            distributed.LocalCluster(
                n_workers=cluster.workers,
                # The program's own threads are in the libraries below; espeak wants a process.
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                host="127.0.0.1",
            ) as local,
            distributed.Client(local) as client,
        ):
            yield client, cluster.workers
        return
    try:
        client = distributed.Client(cluster.address, timeout="20s")
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigError(
            f"no scheduler answers at {cluster.address}: {error}",
            remedy="start one (dask scheduler) with workers (dask worker ADDRESS), "
            "or leave --cluster away",
        ) from error
    with client:
        yield client, max(1, sum(client.nthreads().values()))


def _gate_for(kit: Kit) -> LimitedBy | None:
    """The rate limit of an online engine and address over all workers; none for an offline one."""
    name = "edge" if kit.engine == "auto" else kit.engine
    presenters = load_presenters(voices_folder(kit.config))
    engine = settled_engine(name, kit.config, presenters)
    offline = engine.capabilities.offline
    engine.close()
    if offline:
        return None
    where = json.dumps([name, kit.config.engines.get(name, {})], sort_keys=True)
    return LimitedBy(f"audiopaper {where}", kit.config.speech.workers)


@dataclass(frozen=True, slots=True)
class LimitedBy:
    """Makes engines that ask their service only while they hold a lease of a semaphore."""

    name: str
    """Of the semaphore: whoever names it so shares it, on whatever worker."""

    leases: int
    """How many may be held at once."""

    def __call__(self, engine: Engine) -> Engine:
        """The same engine, behind the semaphore; to be called by a task of a worker."""
        return limit_engine(engine, _find_semaphore(self.name, self.leases))


@lru_cache
def _find_semaphore(name: str, leases: int) -> Any:
    # Made in a task's own thread: only there does Dask know its worker, and those threads that
    # speak are not tasks.
    distributed: Any = importlib.import_module("distributed")
    return distributed.Semaphore(max_leases=leases, name=name)


def limit_engine(engine: Engine, lease: AbstractContextManager[object]) -> Engine:
    """An engine that asks its service only while it holds a lease.

    Args:
        engine: Whose requests are passed on.
        lease: Entered for each request; it may be entered by several threads at once.
    """
    return _Limited(engine, lease)


class _Limited:
    """An engine that asks for a lease first."""

    def __init__(self, engine: Engine, lease: AbstractContextManager[object]) -> None:
        self._engine = engine
        self._lease = lease
        self.name = engine.name
        self.max_concurrent = engine.max_concurrent
        self.capabilities = engine.capabilities
        self.fingerprint = engine.fingerprint
        self.utterance = engine.utterance
        self.voices = engine.voices
        self.close = engine.close

    def synthesise(self, segment: Segment) -> Clip:
        with self._lease:
            return self._engine.synthesise(segment)

    def probe(self) -> None:
        with self._lease:
            self._engine.probe()
