"""What a file of settings consists of, from the dataclass that it is converted to."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from audiopaper.toml_mistakes import TomlForm
from audiopaper.toml_values import write_any, write_bool, write_number, write_text, write_texts
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiopaper.toml_values import WriteValue

_HEADERS = r"[A-Za-z][\w-]*(?:\.[\w-]+)*"
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def settings_form(kind: type[Any]) -> TomlForm:
    """Return what the files of a dataclass consist of.

    Args:
        kind: The dataclass; nested ones are tables. Of a table that it does not have, nothing is
            known but how values look.
    """
    return TomlForm(
        headers=_HEADERS,
        find_key=lambda table, name: _find_key(type_at(kind, table), name),
        find_writer=lambda table, key: _find_writer(type_at(kind, (*table, key.strip('"')))),
        describe_value=lambda table, key: _describe_value(type_at(kind, (*table, key)), key),
        describe_line=lambda: _('correct that line; text goes in "quotes"'),
    )


def type_at(kind: Any, keys: Sequence[str]) -> Any:
    """Return the type of a setting; None if it is unknown."""
    for key in keys:
        if is_dataclass(kind):
            kind = get_type_hints(kind).get(key)
        else:
            kind = get_args(kind)[1] if get_origin(kind) is dict else None
    return kind


def _find_key(table: Any, name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip()
    if is_dataclass(table):
        return plain if plain in get_type_hints(table) else ""
    # A Chinese name of an edition or an e-paper is a key in quotes.
    return plain if _BARE_KEY.fullmatch(plain) else json.dumps(plain, ensure_ascii=False)


def _find_writer(kind: Any) -> WriteValue:
    if get_origin(kind) is tuple:
        return write_texts
    if kind in (int, float):
        return write_number
    return {str: write_text, bool: write_bool}.get(kind, write_any)


def _describe_value(kind: Any, key: str) -> str:
    kinds: dict[Any, Callable[[], str]] = {
        int: lambda: _("a whole number"),
        float: lambda: _("a number"),
        bool: lambda: _("true or false"),
    }
    if kind in kinds:
        return _(
            "correct that line: what follows {key} = must be {wanted}",
            key=key,
            wanted=kinds[kind](),
        )
    return _('correct that line; text goes in "quotes"')
