"""Reads TOML files into frozen values; errors name file, line and nearest right key.

Checks of single settings that several tables share stand at the end.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from email.utils import parseaddr
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

import msgspec

from audiopaper.config.refused_settings import (
    correct_kind,
    describe_refusal,
    find_line,
    find_setting,
)
from audiopaper.config.settings_form import settings_form
from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.toml_mistakes import find_slip
from audiopaper.translations import _
from audiopaper.urls import ascii_mail, check_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = TypeVar("_T")

# As other programs and people call settings.
_OTHER_NAMES = {
    "utc_offset": "timezone time_zone tz zone offset",
    "base_url": "url link feed_url site_url",
    "owner_email": "email mail e_mail owner",
    "language": "lang locale",
    "title": "name show_name",
    "cover": "image artwork logo",
    "publish_time": "time pub_time",
    "copyright": "license licence",
    "minutes": "length duration target_minutes",
    "engine": "tts voice_engine",
    "output": "out output_dir outdir",
    "inbox": "input input_dir source_dir",
}
_MEANT = {other: name for name, others in _OTHER_NAMES.items() for other in others.split()}

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def read_toml(path: Path, kind: type[Any]) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: The file.
        kind: The dataclass that it is converted to; a line that is not TOML is corrected by it.

    Raises:
        ConfigError: It is missing, or is not UTF-8 or TOML.
    """
    try:
        text = read_file(path, failure=ConfigError).decode("utf-8-sig")
        text = text.replace("\r\n", "\n")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigError(
            _("no such file: {path}", path=path), remedy=_("put the file back")
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            _("{path} is not UTF-8", path=path), remedy=_("save it as UTF-8")
        ) from error
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        slip = find_slip(text, str(error), settings_form(kind))
        raise ConfigError(
            _(
                "{path} is not TOML: line {line}: {problem}",
                path=path,
                line=slip.line,
                problem=slip.problem,
            ),
            remedy=slip.cure,
        ) from error
    except RecursionError as error:
        raise ConfigError(
            _("{path} is nested too deeply", path=path), remedy=_("flatten the nested lists")
        ) from error


def convert_table(
    path: Path, table: dict[str, Any], kind: type[_T], reserved: frozenset[str] = frozenset()
) -> _T:
    """Turn a parsed TOML table into a dataclass.

    Args:
        path: The file, for messages; it is read again to name the line.
        table: The parsed table.
        kind: The dataclass; nested dataclasses are nested tables.
        reserved: Fields of ``kind`` that are not settings.

    Raises:
        ConfigError: A key is unknown or a value is refused; the problem names file, line and
            the nearest right key.
    """
    text = path.read_text(encoding="utf-8-sig")
    _Table(path=path, text=text, root=kind, reserved=reserved).refuse_unknown(table, kind, ())
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        problem, _sign, where = str(error).partition(" - at `$")
        where = where.strip("`.")
        keys = tuple(key.split("[")[0] for key in where.split(".")) if where else ()
        reason, problem = problem, describe_refusal(problem, kind, keys)
        line = find_line(text, find_setting(problem, kind, keys, text))
        problem = f"{problem[:1].lower()}{problem[1:]}"
        if where:
            problem = _("{place}: {problem}", place=where, problem=problem)
        raise ConfigError(
            _("{place}: {problem}", place=f"{path}{_name_line(line)}", problem=problem),
            remedy=correct_kind(reason, kind, keys, text, line)
            or _("settings and their comments: audiopaper guide settings"),
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A file whose keys are checked."""

    path: Path
    text: str
    root: type[Any]
    """The dataclass of the whole file."""

    reserved: frozenset[str]
    """Fields of ``root`` that are not settings."""

    def refuse_unknown(
        self, table: Mapping[str, Any], kind: type[Any], above: tuple[str, ...]
    ) -> None:
        """Refuse a key that a table does not have.

        Raises:
            ConfigError: There is one.
        """
        known = self._settings_of(kind)
        for key, value in table.items():
            if key not in known:
                raise ConfigError(
                    _(
                        "{path}{of}: unknown setting {key!r} in {where}",
                        path=self.path,
                        of=_name_line(find_line(self.text, (*above, key))),
                        key=key,
                        where=_name_table(above),
                    ),
                    remedy=self._find_remedy(key, known),
                )
            if is_dataclass(known[key]) and isinstance(value, Mapping):
                self.refuse_unknown(value, cast("type[Any]", known[key]), (*above, key))

    def _find_remedy(self, key: str, known: Mapping[str, Any]) -> str:
        homes = list(self._find_homes(key, self.root, ()))
        meant = _MEANT.get(key.lower().replace("-", "_"), "")
        if not homes and meant in known:
            return _("did you mean {nearest!r}?", nearest=meant)
        if homes:
            return _("its place is {where}", where=_(" or ").join(map(_name_table, homes)))
        nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        if nearest:
            return _("did you mean {nearest!r}?", nearest=nearest[0])
        return _("known there: {known}", known=", ".join(known))

    def _find_homes(
        self, key: str, kind: type[Any], above: tuple[str, ...]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the tables that have a setting of this name, by the names that lead to them."""
        settings = self._settings_of(kind)
        if key in settings:
            yield above
        for name, inner in settings.items():
            if is_dataclass(inner):
                yield from self._find_homes(key, cast("type[Any]", inner), (*above, name))

    def _settings_of(self, kind: type[Any]) -> dict[str, Any]:
        """Return the settings of a table, and their types, by their names."""
        types = get_type_hints(kind)
        reserved = self.reserved if kind is self.root else frozenset[str]()
        return {f.name: types[f.name] for f in fields(kind) if f.name not in reserved}


def _name_table(above: tuple[str, ...]) -> str:
    if not above:
        return _("the top of the file")
    return _("table [{above}]", above=".".join(above))


def _name_line(line: int) -> str:
    """Return ``, line 12``; empty for 0."""
    return _(", line {number}", number=line) if line else ""


def has_only_placeholders(text: str, keys: tuple[str, ...]) -> bool:
    """Whether all braces of a text are plain placeholders of these names.

    A placeholder with a width, a conversion or an attribute (``{paper:999999999}``) is refused.

    Args:
        text: The template.
        keys: Names that may stand in braces.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        key is None or (key in keys and not spec and conversion is None)
        for _, key, spec, conversion in parts
    )


_MAX_NAME_BYTES, _MAX_PATH_BYTES = 255, 4096
"""Limits of Linux and macOS; Windows has 255 characters for a name."""


def refuse_path(name: str, path: str) -> None:
    """Refuse a path that no file of this system can have.

    Args:
        name: The setting, for the message.
        path: Its value.

    Raises:
        ValueError: It holds a null character, or is too long as a whole or in a part.
    """
    if "\0" in path:
        raise ValueError(_("{name} must hold no null character: no path has one", name=name))
    longest = max((_count_bytes(part) for part in re.split(r"[/\\]", path)), default=0)
    if longest > _MAX_NAME_BYTES or _count_bytes(path) > _MAX_PATH_BYTES:
        raise ValueError(
            _(
                "{name} is too long: the name of a file or folder has up to 255 bytes, three a "
                "Chinese character, and a path up to 4096",
                name=name,
            )
        )


def _count_bytes(text: str) -> int:
    return len(text) if os.name == "nt" else len(text.encode("utf-8", "surrogateescape"))


def refuse_address(name: str, url: str) -> None:
    """Refuse an address that no browser would open.

    Args:
        name: The setting, for the message.
        url: Its value.

    Raises:
        ValueError: It is not a web address.
    """
    problem = check_url(url)
    if not problem and _STRAY_PERCENT.search(url):
        problem = _("a percent sign in it must be followed by two hexadecimal digits")
    if problem:
        raise ValueError(_("{name} is not a web address: {problem}", name=name, problem=problem))


def refuse_mail(name: str, address: str) -> None:
    """Refuse a mail address that no server would take.

    Args:
        name: The setting, for the message.
        address: Its value, with or without a display name.

    Raises:
        ValueError: It is not a mail address.
    """
    plain = parseaddr(address)[1]
    try:
        # `parseaddr` drops what it does not understand; the rest must be the whole value.
        whole = address.isprintable() and address.endswith((plain or "\0", f"<{plain}>"))
        ascii_mail(plain if whole else address)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
