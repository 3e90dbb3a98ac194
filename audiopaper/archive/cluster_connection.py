"""Joining a cluster: the processes of this machine, or a scheduler that others keep."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from audiopaper.errors import ConfigError, MissingProgramError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audiopaper.archive.cluster import Crew

CONNECT_S = 20.0
"""How long a scheduler may take to answer."""

_LOCAL: Mapping[str, Any] = {
    # A worker that dies is told of at once: how often a job is tried is counted here.
    "distributed.scheduler.allowed-failures": 0,
    # A worker that dies is started again; Dask gives one up for good that takes longer than 15 s to
    # come back, as on a busy machine (28 s at a load of 20), and the run then waits for ever.
    "distributed.deploy.lost-worker-timeout": "1 hour",
    # Dask has each freed 64 kB given back to the system at once, and the C library then takes
    # large blocks from it each time: encoding took 2.1 s for 0.9. These are what glibc grows to
    # by itself (mallopt(3), M_MMAP_THRESHOLD); memory stays as flat (`tests.bench_archive`).
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 64 * 2**20,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 32 * 2**20,
}


class GoneError(Exception):
    """The scheduler went away with all that it had."""


class UnreachableError(Exception):
    """No scheduler answers."""


@contextlib.contextmanager
def noticing(distributed: Any) -> Iterator[None]:
    """Tell a scheduler that went away from all else that can go wrong.

    Args:
        distributed: Dask's module.

    Raises:
        GoneError: It went away.
    """
    try:
        yield
    except (OSError, TimeoutError, distributed.CancelledError) as error:
        raise GoneError(str(error)) from error


@contextlib.contextmanager
def join(crew: Crew) -> Iterator[Any]:
    """Start the processes of this machine, or join a scheduler, and lend the workers their tools.

    Args:
        crew: Whose.

    Returns:
        Dask's client.

    Raises:
        MissingProgramError: Dask is not installed.
        UnreachableError: There is no scheduler at the address.
        GoneError: It went away meanwhile.
        ConfigError: A worker is of another version, none has the resources, or another run asks
            the same service otherwise.
    """
    distributed, dask = _import_dask()
    cluster = crew.cluster
    with contextlib.ExitStack() as stack:
        address = cluster.address
        if not address:
            stack.enter_context(dask.config.set(_LOCAL))
            address = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=cluster.workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    host="127.0.0.1",
                    resources=dict(cluster.resources or {}),
                )
            )
        try:
            client = stack.enter_context(distributed.Client(address, timeout=CONNECT_S))
        except (OSError, TimeoutError, ValueError) as error:
            raise UnreachableError(str(error)) from error
        crew.told(f"Dashboard {client.dashboard_link}")
        with noticing(distributed):
            _lend(client, crew)
            _refuse_useless(client, cluster.resources or {})
            if crew.tools.limit is not None:
                crew.tools.limit.settle(client)
        yield client
        # A scheduler that is gone has nothing to give back.
        with contextlib.suppress(OSError, TimeoutError):
            client.unregister_worker_plugin(f"audiopaper-{crew.name}")


def _import_dask() -> tuple[Any, Any]:
    try:
        return importlib.import_module("distributed"), importlib.import_module("dask")
    except ImportError as error:
        raise MissingProgramError(
            "Dask's distributed scheduler is not installed",
            remedy='pip install "audiopaper[cluster]"',
        ) from error


def _lend(client: Any, crew: Crew) -> None:
    from audiopaper.archive.worker_state import LendTools

    try:
        client.register_plugin(LendTools(crew.name, crew.tools))
    except (OSError, TimeoutError):
        raise
    # Whatever the worker raises comes back as it is: no such module, or our own refusal.
    except Exception as error:
        raise ConfigError(
            f"a worker cannot take part: {error}",
            remedy=f"install audiopaper {crew.tools.version} on every worker and on the scheduler",
        ) from error


def _refuse_useless(client: Any, resources: Mapping[str, float]) -> None:
    """Refuse a cluster where every job would wait for ever."""
    if not resources:
        return
    offered = client.run_on_scheduler(_offered_resources)
    for name, amount in resources.items():
        if offered and all(worker.get(name, 0.0) < amount for worker in offered):
            raise ConfigError(
                f"an edition takes {amount:g} {name} by [archive] resources, "
                "and no worker of the cluster has that",
                remedy="start workers that have it: "
                f'dask worker ADDRESS --resources "{name}={amount:g}"',
            )


def _offered_resources(dask_scheduler: Any) -> list[dict[str, float]]:
    return [dict(worker.resources) for worker in dask_scheduler.workers.values()]
