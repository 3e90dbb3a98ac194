"""Finds and reads ``config.toml``."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from audiopaper.config.config_folders import defaults_folder
from audiopaper.config.config_table import Config
from audiopaper.config.toml_tables import convert_table, read_toml
from audiopaper.disk import has_file
from audiopaper.errors import ConfigError
from audiopaper.translations import _


def load_config(path: Path | None) -> Config:
    """Read the configuration in force.

    Args:
        path: The file; None means ``./config.toml`` or, if that is missing, the packaged copy
            (its relative paths start at the working folder).

    Raises:
        ConfigError: The file is missing, is not TOML, or has a wrong table, key or value.
    """
    if path is None:
        here = Path("config.toml")
        if not os.path.lexists(here):
            return replace(read_config(defaults_folder() / "config.toml"), folder=Path())
        path = here
    if not has_file(path, failure=ConfigError):
        raise ConfigError(
            _("{path} is not there", path=path),
            remedy=_("name a file that is there, or lay out a show with: audiopaper init DIR"),
        )
    return read_config(path)


def read_config(path: Path) -> Config:
    """Read one configuration file.

    Raises:
        ConfigError: It cannot be read, is not TOML, or has a wrong table, key or value; the
            problem names file and line, and the nearest right key.
    """
    config = convert_table(path, read_toml(path), Config, reserved=frozenset({"folder"}))
    return replace(config, folder=path.parent)
