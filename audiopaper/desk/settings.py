"""Change the main settings in ``config.toml``, whose comments and layout are preserved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from audiopaper.config import read_config
from audiopaper.disk import read_file
from audiopaper.errors import AudiopaperError, ConfigError
from audiopaper.files import write_file
from audiopaper.pipeline.show_setup import load_setup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.config import Config

CHECKED_NAME = ".config.checked.toml"
"""Temporary file for the check of a change; beside the configuration for its relative paths."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the page."""

    table: str
    """Its table in the file; empty for the top level."""

    key: str
    """Its key."""

    number: bool = False
    """Whether its value is a whole number."""

    @property
    def name(self) -> str:
        """Its name in the form and in ``phrases.toml``."""
        return f"{self.table}_{self.key}" if self.table else self.key

    def read(self, config: Config) -> str | int:
        """Its value in force."""
        holder = getattr(config, self.table) if self.table else config
        value: str | int = getattr(holder, self.key)
        return value


SETTINGS = (
    Setting("show", "title"),
    Setting("show", "description"),
    Setting("", "engine"),
    Setting("episode", "minutes", number=True),
    Setting("show", "base_url"),
    Setting("publish", "target"),
)


def change_settings(path: Path, values: Mapping[str, str]) -> tuple[str, ...]:
    """Change settings in a configuration file.

    Args:
        path: The file.
        values: New values by `Setting.name`; other settings are unchanged.

    Returns:
        A line for each changed setting.

    Raises:
        ConfigError: A value is wrong; the file stays as it was.
        PublishError: The file cannot be written.
    """
    before = read_config(path)
    changes = {
        setting: _read_value(setting, values[setting.name])
        for setting in SETTINGS
        if setting.name in values
    }
    changes = {s: value for s, value in changes.items() if s.read(before) != value}
    if not changes:
        return ()
    try:
        document: Any = tomlkit.parse(read_file(path, failure=ConfigError).decode("utf-8-sig"))
        for setting, value in changes.items():
            if setting.table and setting.table not in document:
                document[setting.table] = tomlkit.table()
            (document[setting.table] if setting.table else document)[setting.key] = value
        text = tomlkit.dumps(document)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be changed here: {error}", remedy="change the file by hand"
        ) from error
    _check(path, text)
    write_file(path, text)
    return tuple(f"{s.name}: {s.read(before)} → {value}" for s, value in changes.items())


def _check(path: Path, text: str) -> None:
    """Read a changed configuration as a run would, before it replaces the file."""
    checked = path.with_name(CHECKED_NAME)
    try:
        write_file(checked, text)
        load_setup(read_config(checked))
    except AudiopaperError as error:
        problem = error.problem.replace(str(checked), path.name)
        raise ConfigError(problem, remedy=error.remedy) from error
    finally:
        checked.unlink(missing_ok=True)


def _read_value(setting: Setting, text: str) -> str | int:
    text = " ".join(text.split())
    if not setting.number:
        return text
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError(
            f"{setting.key} is a whole number, and {text!r} is none", remedy="write it in digits"
        ) from error
