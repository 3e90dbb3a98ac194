"""The commented ``config.toml`` with the default of every setting: ``guide settings``."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import tomlkit

from audiopaper.config.config_file import Config

if TYPE_CHECKING:
    from tomlkit.container import Container
    from tomlkit.items import Table


def write_defaults(text: str) -> str:
    r"""Write a ``config.toml`` with the defaults in place of its values; its comments stay.

    Args:
        text: The file; a setting that it does not have is not added.

    Example:
        >>> print(write_defaults('# Minutes.\n[episode]\nminutes = 8  # short'))
        # Minutes.
        [episode]
        minutes = 12  # short
    """
    document = tomlkit.parse(text)
    _replace_values(document, Config())
    return tomlkit.dumps(document)


def _replace_values(table: Container | Table, settings: Any) -> None:
    for key in tuple(table):
        default = getattr(settings, key, None)
        if is_dataclass(default):
            _replace_values(table[key], default)
        else:
            value = list(default) if isinstance(default, tuple) else default
            if value is not None and table[key] != value:
                table[key] = value
