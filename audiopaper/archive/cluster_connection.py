"""Connection to a cluster: the processes of this machine, or a running scheduler."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from audiopaper.archive.worker_state import Cluster, RunContext

CONNECT_S = 20.0
"""Seconds that a scheduler may take to answer."""

_LOCAL: Mapping[str, Any] = {
    # Report a dead worker at once: attempts are counted by `audiopaper.archive.cluster`.
    "distributed.scheduler.allowed-failures": 0,
    # Dask restarts a worker that dies, but gives it up for good if that takes more than 15 s, as on
    # a busy machine (28 s at a load of 20), and the run would then wait for ever.
    "distributed.deploy.lost-worker-timeout": "1 hour",
    # By default Dask returns each freed 64 kB to the system at once, and the C library asks for
    # large blocks again each time: encoding took 2.1 s in place of 0.9. glibc grows to these values
    # by itself (mallopt(3), M_MMAP_THRESHOLD); memory use stays flat (`tests.bench_archive`).
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 64 * 2**20,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 32 * 2**20,
}


class SchedulerLostError(Exception):
    """The scheduler went away, with all jobs that it had."""


class SchedulerUnreachableError(Exception):
    """No scheduler answers."""


@contextlib.contextmanager
def detect_lost_scheduler(distributed: Any) -> Iterator[None]:
    """Turn the failures of a connection to a lost scheduler into `SchedulerLostError`.

    Args:
        distributed: Dask's module.

    Raises:
        SchedulerLostError: The scheduler went away.
    """
    try:
        yield
    except (OSError, TimeoutError, distributed.CancelledError) as error:
        raise SchedulerLostError(str(error)) from error


@contextlib.contextmanager
def connect(
    cluster: Cluster, context: RunContext, run: str, notify: Callable[[str], None]
) -> Iterator[Any]:
    """Start the processes of this machine, or connect to a scheduler; give workers the context.

    Args:
        cluster: Where jobs are done.
        context: What each worker needs for them.
        run: Name of the run.
        notify: Called with the address of Dask's dashboard, in a sentence.

    Returns:
        Dask's client.

    Raises:
        MissingProgramError: Dask is not installed.
        SchedulerUnreachableError: There is no scheduler at the address.
        SchedulerLostError: It went away meanwhile.
        ConfigError: A worker has another version, none has the resources, or another run uses the
            same service with another limit.
    """
    distributed, dask = _import_dask()
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
            raise SchedulerUnreachableError(str(error)) from error
        notify(_("Dashboard {dashboard_link}", dashboard_link=client.dashboard_link))
        with detect_lost_scheduler(distributed):
            _share_context(client, context, run)
            _require_resources(client, cluster.resources or {})
            if context.limit is not None:
                context.limit.register(client)
        yield client
        # A scheduler that is gone holds no plugin any more.
        with contextlib.suppress(OSError, TimeoutError):
            client.unregister_worker_plugin(f"audiopaper-{run}")


def _import_dask() -> tuple[Any, Any]:
    try:
        return importlib.import_module("distributed"), importlib.import_module("dask")
    except ImportError as error:
        raise MissingProgramError(
            _("Dask's distributed scheduler is not installed"),
            remedy=_('pip install "audiopaper[cluster]"'),
        ) from error


def _share_context(client: Any, context: RunContext, run: str) -> None:
    from audiopaper.archive.worker_state import ShareContext

    try:
        client.register_plugin(ShareContext(run, context))
    except (OSError, TimeoutError):
        raise
    # Whatever the worker raises arrives here as it is: a missing module, or our own refusal.
    except Exception as error:
        raise ConfigError(
            _("a worker cannot take part: {error}", error=error),
            remedy=_(
                "install audiopaper {version} on every worker and on the scheduler",
                version=context.version,
            ),
        ) from error


def _require_resources(client: Any, resources: Mapping[str, float]) -> None:
    """Refuse a cluster on which every job would wait for ever."""
    if not resources:
        return
    offered = client.run_on_scheduler(_offered_resources)
    for name, amount in resources.items():
        if offered and all(worker.get(name, 0.0) < amount for worker in offered):
            raise ConfigError(
                _(
                    "an edition takes {amount:g} {name} by [archive] resources, and no worker "
                    "of the cluster has that",
                    amount=amount,
                    name=name,
                ),
                remedy=_(
                    "start workers that have it: dask worker ADDRESS --resources "
                    '"{name}={amount:g}"',
                    name=name,
                    amount=amount,
                ),
            )


def _offered_resources(dask_scheduler: Any) -> list[dict[str, float]]:
    return [dict(worker.resources) for worker in dask_scheduler.workers.values()]
