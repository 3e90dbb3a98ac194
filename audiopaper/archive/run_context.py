"""Values that the jobs of a run share: the cluster, the settings, the rate limit."""

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
