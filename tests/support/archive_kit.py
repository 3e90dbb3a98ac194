"""What an archive's workers are given."""

from __future__ import annotations

from pathlib import Path

from audiopaper.archive.job_settings import Kit
from audiopaper.config import Config


def kit(output: Path) -> Kit:
    return Kit(source="", output=str(output), config=Config(), voices=(), engine="tone")
