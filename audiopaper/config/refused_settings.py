"""Describes a setting that is refused: its line in the file, and what it has to be."""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from audiopaper.config.settings_form import settings_form, type_at
from audiopaper.toml_mistakes import correct_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEADER = re.compile(r"\s*\[+(?P<keys>[^\[\]]+)\]")
_SETTING = re.compile(r"\s*(?P<keys>(?:[\w.-]|\"[^\"]*\"|'[^']*'|\s)+?)\s*=")
_KEY = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")

# msgspec's names for what TOML calls by other names.
_KINDS: dict[str, Callable[[], str]] = {
    "int": lambda: _("a whole number"),
    "float": lambda: _("a number"),
    "str": lambda: _("a text in quotes"),
    "bool": lambda: _("true or false"),
    "array": lambda: _("a list in brackets"),
    "object": lambda: _("a table"),
}
_WRONG_KIND = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<given>[^`]+)`")
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `(?P<field>[^`]+)`")
_MISSING_FIELD = re.compile(r"Object missing required field `(?P<field>[^`]+)`")
_WRONG_CHOICE = re.compile(r"Invalid enum value (?P<given>.+)", re.DOTALL)


def find_line(text: str, keys: Sequence[str]) -> int:
    r"""Return the number of the line that sets a key, counted from 1; 0 if there is none.

    Args:
        text: A TOML file.
        keys: Names of the tables that lead to the key, and the key. Where the key itself stands
            in no line of its own, the line of the innermost table that does is given.

    Example:
        >>> find_line("[show]\nid = 1\n[episode]\nid = 2", ("episode", "id"))
        4
        >>> find_line("[show]\nid = 1", ("show", "title"))
        1
    """
    lines = list(_key_lines(text))
    for length in range(len(keys), 0, -1):
        wanted = tuple(keys[:length])
        for number, path in lines:
            if path[:length] == wanted:
                return number
    return 0


def _key_lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines that begin a table or set a key, each with the names that lead to it."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _split_keys(header["keys"])
            yield number, table
        elif setting := _SETTING.match(line):
            yield number, (*table, *_split_keys(setting["keys"]))


def _split_keys(dotted: str) -> tuple[str, ...]:
    return tuple("".join(parts) for parts in _KEY.findall(dotted))


def find_setting(
    problem: str, kind: type[Any], keys: tuple[str, ...], text: str
) -> tuple[str, ...]:
    """Return the names that lead to the setting that is refused.

    A table that checks its own values is known by its name alone; of its settings, the one that
    the problem mentions first is meant, if it stands in the file.

    Args:
        problem: The message.
        kind: The dataclass of the whole file.
        keys: Names that lead to what was refused.
        text: The file.
    """
    table = type_at(kind, keys)
    if not is_dataclass(table):
        return keys
    paths = {path[: len(keys) + 1] for _number, path in _key_lines(text)}
    mentions = re.findall(r"[A-Za-z][A-Za-z0-9_]*", problem)
    return next(((*keys, word) for word in mentions if (*keys, word) in paths), keys)


def describe_refusal(problem: str, kind: type[Any], keys: tuple[str, ...]) -> str:
    """Describe a value of a wrong kind in the language of messages.

    Args:
        problem: The message of msgspec, or of a table that checks its own values, which stays.
        kind: The dataclass of the whole file.
        keys: Names that lead to the value.
    """
    if wrong := _WRONG_KIND.fullmatch(problem):
        wanted = [_name_kind(name.strip()) for name in wrong["wanted"].split("|")]
        given = _name_kind(wrong["given"])
        return _("it is {given}, and must be {wanted}", given=given, wanted=_(" or ").join(wanted))
    if unknown := _UNKNOWN_FIELD.fullmatch(problem):
        return _("there is no {field!r} here", field=unknown["field"])
    if missing := _MISSING_FIELD.fullmatch(problem):
        return _("{field!r} is missing", field=missing["field"])
    wrong = _WRONG_CHOICE.fullmatch(problem)
    allowed = get_args(type_at(kind, keys))
    if wrong and allowed and get_origin(type_at(kind, keys)) is Literal:
        words = ", ".join(map(repr, allowed))
        return _("{given} is none of: {allowed}", given=wrong["given"], allowed=words)
    return problem


_SCALARS = frozenset({"int", "float", "str", "bool", "date", "time", "datetime"})


def correct_kind(problem: str, kind: type[Any], keys: tuple[str, ...], text: str, line: int) -> str:
    """Return the correct form of a line whose value is of a wrong kind; empty if it is unknown.

    Args:
        problem: The message of msgspec.
        kind: The dataclass of the whole file.
        keys: Names that lead to the value.
        text: The file.
        line: The line that sets it, counted from 1; 0 if there is none.
    """
    wrong = _WRONG_KIND.fullmatch(problem)
    if not wrong or not line or (line, keys) not in _key_lines(text):
        return ""
    is_header = _HEADER.match(text.split("\n")[line - 1]) is not None
    if is_header != (wrong["wanted"] == "object") or (wrong["given"] in _SCALARS) == is_header:
        return ""
    written = correct_line(text, line, settings_form(kind))
    return _("write: {cure}", cure=written) if written else ""


def _name_kind(name: str) -> str:
    return _KINDS[name]() if name in _KINDS else name
