"""What the jobs of a run have in common: the cluster, the settings, the rate limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import audiopaper
from audiopaper.archive.job_settings import JobSettings
from audiopaper.archive.rate_limit import RateLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where jobs are done."""

    address: str = ""
    """Address of a running scheduler; empty for processes of this machine."""

    workers: int = 1
    """Processes of this machine, where there is no scheduler."""

    resources: Mapping[str, float] | None = None
    """What a job takes of a worker's resources as Dask knows them: ``{"GPU": 1}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """What every job of a run needs; each worker gets it once, also one that joins late."""

    job_settings: JobSettings
    """Settings, voices, addresses."""

    limit: RateLimit | None
    """The rate limit over all workers; None for none."""

    version: str = audiopaper.__version__
    """Version of the program that hands the jobs out."""
