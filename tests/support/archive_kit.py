"""What an archive's workers are given."""

from __future__ import annotations

from pathlib import Path

from audiopaper.archive.job_settings import JobSettings
from audiopaper.config import Config


def job_settings(output: Path) -> JobSettings:
    return JobSettings(source="", output=str(output), config=Config(), voices=(), engine="tone")
