"""An online engine's rate limit over all workers of a cluster: Dask's semaphores."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import ConfigError
from audiopaper.pipeline.engine_choice import needed_engines, settled_engine

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from audiopaper.archive.job_settings import Kit
    from audiopaper.engines.base import Engine
    from audiopaper.model import Clip, Segment


_ADDRESSES = ("endpoint", "base_url", "region")
"""Settings by which one service is another than the next of the same engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Makes engines that ask their service only while they hold a lease of a semaphore."""

    names: tuple[tuple[str, str], ...]
    """For each online engine the name of its semaphore: whoever names it so shares it."""

    leases: int
    """How many may be held at once."""

    def __call__(self, engine: Engine) -> Engine:
        """The same engine, behind its semaphore; to be called by a task of a worker."""
        name = dict(self.names).get(engine.name)
        return limit_engine(engine, _find_semaphore(name, self.leases)) if name else engine

    def settle(self, client: Any) -> None:
        """Tell a scheduler, which remembers what an earlier run said, how many there are.

        Args:
            client: Dask's client of that scheduler.

        Raises:
            ConfigError: Another run is asking the same service, as many times as it was told.
        """
        for engine, name in self.names:
            semaphore: Any = importlib.import_module("distributed").Semaphore
            try:
                semaphore(max_leases=self.leases, name=name).register()
            except ValueError as error:
                if client.sync(client.scheduler.semaphore_value, name=name):
                    raise ConfigError(
                        f"another run on this cluster asks {engine}, and not {self.leases} at once",
                        remedy="set workers in [speech] as there, or wait until it has ended",
                    ) from error
                client.sync(client.scheduler.semaphore_close, name=name)
                semaphore(max_leases=self.leases, name=name).register()


def find_limit(kit: Kit) -> Limit | None:
    """The rate limit of the engines that may be asked; None where all of them are offline.

    Args:
        kit: For the engine, its address and ``workers`` in ``[speech]``.

    Raises:
        ConfigError: There is no such engine, or a setting of it is wrong.
    """
    presenters = load_presenters(voices_folder(kit.config))
    names = []
    for name in needed_engines(kit.engine, kit.config.speech):
        engine = settled_engine(name, kit.config, presenters)
        if not engine.capabilities.offline:
            own = kit.config.engines.get(name, {})
            address = [own.get(key, "") for key in _ADDRESSES]
            names.append((engine.name, f"audiopaper {json.dumps([name, *address])}"))
        engine.close()
    return Limit(names=tuple(names), leases=kit.config.speech.workers) if names else None


@lru_cache
def _find_semaphore(name: str, leases: int) -> Any:
    # Made in a task's own thread: only there does Dask know its worker, and those threads that
    # speak are not tasks.
    return importlib.import_module("distributed").Semaphore(max_leases=leases, name=name)


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
