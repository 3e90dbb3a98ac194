"""Folders that the configuration names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.disk import has_folder
from audiopaper.errors import ConfigError

if TYPE_CHECKING:
    from audiopaper.config.config_table import Config


def defaults_folder() -> Path:
    """Return the folder of the default ``config.toml`` and ``voices/``: package or checkout.

    The wheel carries a copy of both (see ``pyproject.toml``); an editable installation reads
    the checkout's own.
    """
    packaged = Path(__file__).parents[1] / "defaults"
    return packaged if packaged.is_dir() else Path(__file__).parents[2]


def voices_folder(config: Config) -> Path:
    """Return the folder of presenters and lexicon: the show's own, or the packaged one.

    Raises:
        ConfigError: The folder above it may not be opened.
    """
    own = config.folder / config.voices
    return own if has_folder(own, failure=ConfigError) else defaults_folder() / "voices"


def output_folder(config: Config) -> Path:
    """Return the folder that is published."""
    return config.folder / config.output


def logs_folder(config: Config) -> Path:
    """Return the folder of the log files; it is never published."""
    return output_folder(config) / ".work" / "logs"
