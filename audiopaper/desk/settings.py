"""Change the main settings in ``config.toml``, whose comments and layout are preserved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from audiopaper.config import read_config
from audiopaper.desk.checked_files import replace_checked
from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.pipeline.edition_names import check_edition_name, romanise_name
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.show_setup import load_setup
from audiopaper.show.folder import show_folder
from audiopaper.show.run_lock import change_alone
from audiopaper.translations import _

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from audiopaper.config import Config

CHECKED_NAME = ".config.checked.toml"
"""Temporary file for the check of a change."""


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
    with _change_alone(path):
        before = read_config(path)
        changes = {
            setting: _read_value(setting, values[setting.name])
            for setting in SETTINGS
            if setting.name in values
        }
        changes = {s: value for s, value in changes.items() if s.read(before) != value}

        def set_values(document: Any) -> None:
            for setting, value in changes.items():
                if setting.table and setting.table not in document:
                    document[setting.table] = tomlkit.table()
                (document[setting.table] if setting.table else document)[setting.key] = value

        if changes:
            _change_file(path, set_values)
    return tuple(f"{s.name}: {s.read(before)} → {value}" for s, value in changes.items())


def find_edition_name(config: Config, path: Path | None, typed: str) -> str:
    """Return the name in addresses of a further edition, for a name that an editor typed.

    A name in other letters than ASCII is written in pinyin, and saved as the name that people see.

    Args:
        config: The configuration in force.
        path: The configuration file; None if there is none to change.
        typed: Either name of the edition.

    Raises:
        ConfigError: No name for addresses can be made of it, or another edition has that name.
        PublishError: The configuration cannot be written.
    """
    shown = " ".join(typed.split())
    for name, known in config.show.editions.items():
        if shown == known:
            return name
    name = romanise_name(shown, show_lexicon(config))
    if not name:
        check_edition_name(shown or "-")
    if shown.lower() == name:
        return name
    if name in config.show.editions:
        raise ConfigError(
            _(
                "{shown!r} would be {name} in addresses, as {edition!r} is",
                shown=shown,
                name=name,
                edition=config.show.editions[name],
            ),
            remedy=_("give both a name for addresses by hand, in [show.editions] of config.toml"),
        )
    if path is not None:
        name_edition(path, name, shown)
    return name


def name_edition(path: Path, name: str, shown: str) -> None:
    """Set the name that people see of a further edition, in ``[show.editions]``.

    Args:
        path: The configuration file.
        name: The edition's name in addresses.
        shown: The name that people see.

    Raises:
        ConfigError: The name is wrong; the file stays as it was.
        PublishError: The file cannot be written.
    """

    def set_name(document: Any) -> None:
        show = document.setdefault("show", tomlkit.table())
        show.setdefault("editions", tomlkit.table())[name] = shown

    with _change_alone(path):
        _change_file(path, set_name)


def _change_alone(path: Path) -> contextlib.AbstractContextManager[None]:
    """Hold off other changes of a configuration file; its folder gets no file for that."""
    return change_alone(show_folder(read_config(path)).work / path.name)


def _change_file(path: Path, change: Callable[[Any], None]) -> None:
    """Change a configuration file; the caller holds its lock, by `_change_alone`."""
    try:
        document: Any = tomlkit.parse(read_file(path, failure=ConfigError).decode("utf-8-sig"))
        change(document)
        text = tomlkit.dumps(document)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("{path} cannot be changed here: {error}", path=path, error=error),
            remedy=_("change the file by hand"),
        ) from error

    def check(checked: Path) -> None:
        load_setup(read_config(checked))

    replace_checked(path, text, check, temporary=CHECKED_NAME, failure=ConfigError)


def _read_value(setting: Setting, text: str) -> str | int:
    text = " ".join(text.split())
    if not setting.number:
        return text
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError(
            _("{key} is a whole number, and {text!r} is none", key=setting.key, text=text),
            remedy=_("write it in digits"),
        ) from error
