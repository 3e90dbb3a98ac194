"""The rate limit of an online engine over all workers of a cluster, by Dask's semaphores."""

from __future__ import annotations

import contextlib
import importlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import ConfigError
from audiopaper.pipeline.engine_choice import configured_engine, needed_engines
from audiopaper.translations import _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from audiopaper.archive.job_settings import JobSettings
    from audiopaper.engines.base import Engine
    from audiopaper.model import Clip, Segment


_ADDRESSES = ("endpoint", "base_url", "region")
"""Settings that tell two services of one engine apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """Wraps engines so that they send requests only while they hold a lease of a semaphore."""

    names: tuple[tuple[str, str], ...]
    """Name and semaphore of each online engine; runs that use the same name share it."""

    leases: int
    """Number of leases that may be held at once."""

    def __call__(self, engine: Engine) -> Engine:
        """Wrap an engine; must be called in a task of a worker."""
        name = dict(self.names).get(engine.name)
        return limit_engine(engine, _find_semaphore(name, self.leases)) if name else engine

    def register(self, client: Any) -> None:
        """Register the semaphores at a scheduler, which remembers the limits of earlier runs.

        Args:
            client: Dask's client of that scheduler.

        Raises:
            ConfigError: Another run is using the same service with another limit.
        """
        for engine, name in self.names:
            semaphore: Any = importlib.import_module("distributed").Semaphore
            try:
                semaphore(max_leases=self.leases, name=name).register()
            except ValueError as error:
                if client.sync(client.scheduler.semaphore_value, name=name):
                    raise ConfigError(
                        _(
                            "another run on this cluster limits {engine} to other than {leases}",
                            engine=engine,
                            leases=self.leases,
                        ),
                        remedy=_(
                            "set the same workers in [speech], or wait until that run has ended"
                        ),
                    ) from error
                client.sync(client.scheduler.semaphore_close, name=name)
                semaphore(max_leases=self.leases, name=name).register()


def find_rate_limit(job_settings: JobSettings) -> RateLimit | None:
    """The rate limit of the engines of a run; None if all of them are offline.

    Args:
        job_settings: For the engine, its address and ``workers`` in ``[speech]``.

    Raises:
        ConfigError: An engine is unknown, or one of its settings is wrong.
    """
    presenters = load_presenters(voices_folder(job_settings.config))
    names = []
    for name in needed_engines(job_settings.engine, job_settings.config.speech):
        with contextlib.closing(configured_engine(name, job_settings.config, presenters)) as engine:
            if not engine.capabilities.offline:
                own = job_settings.config.engines.get(name, {})
                address = [own.get(key, "") for key in _ADDRESSES]
                names.append((engine.name, f"audiopaper {json.dumps([name, *address])}"))
    return (
        RateLimit(names=tuple(names), leases=job_settings.config.speech.workers) if names else None
    )


@lru_cache
def _find_semaphore(name: str, leases: int) -> Any:
    # Dask knows the worker only in the thread of a task; the threads that speak are not tasks.
    return importlib.import_module("distributed").Semaphore(max_leases=leases, name=name)


def limit_engine(engine: Engine, lease: AbstractContextManager[object]) -> Engine:
    """Wrap an engine so that each request holds a lease.

    Args:
        engine: The engine that makes the requests.
        lease: Entered for each request, also by several threads at once.
    """
    return _LimitedEngine(engine, lease)


class _LimitedEngine:
    """An engine that takes a lease for each request."""

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
