"""Reads and writes the program's own JSON; every mistake in a file is a `DocumentError`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from audiopaper.disk import read_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

_T = TypeVar("_T")


class DocumentError(Exception):
    """A file is no valid document of its kind; the message says why in one clause."""


class NewerSchemaError(DocumentError):
    """A newer version of the program wrote it."""


def read_document(path: Path, kind: type[_T], *, schema: int, bare: bool = False) -> _T:
    """Read a versioned JSON file, as `parse_document` does.

    Raises:
        FileNotFoundError: There is no such file.
        PublishError: It may not be opened.
        DocumentError: It is no valid document of the kind.
    """
    return parse_document(read_file(path), kind, schema=schema, bare=bare)


def parse_document(data: bytes, kind: type[_T], *, schema: int, bare: bool = False) -> _T:
    """Read a versioned JSON document.

    Args:
        data: The file's bytes.
        kind: Its type without ``schema``: a class or mapping that `msgspec.convert` accepts.
        schema: The supported version.
        bare: Whether a document without ``schema`` is accepted; earlier programs wrote none.

    Raises:
        DocumentError: It is no UTF-8, no JSON, nested too deeply, has a duplicate key or a lone
            surrogate, is of another version, or has a value of a wrong type.
    """
    try:
        document: Any = json.loads(data.decode("utf-8"), object_pairs_hook=_refuse_twice)
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise DocumentError(_("it is nested too deeply")) from error
    except UnicodeError as error:
        raise DocumentError(_("it is not valid UTF-8, or has a lone surrogate")) from error
    except ValueError as error:
        raise DocumentError(_("it is no JSON: {error}", error=error)) from error
    version = None
    if isinstance(document, dict):
        version = document.pop("schema", schema if bare else None)
    if type(version) is int and version > schema:
        raise NewerSchemaError(
            _("it was written by a newer audiopaper (schema {version})", version=version)
        )
    if type(version) is not int or version != schema:
        raise DocumentError(_("it has no schema number"))
    try:
        return msgspec.convert(document, kind)
    except (msgspec.ValidationError, OverflowError) as error:
        raise DocumentError(str(error)) from error


def format_document(document: object, *, indent: int) -> str:
    """Write a document as JSON that people can read, as `json.dumps` writes it with an indent.

    The standard library has no C code for indents: a list of words with their times would take
    a twentieth of a second.

    Args:
        document: What `json.dumps` accepts.
        indent: Spaces by which a level is indented; at least 1.
    """
    text = json.dumps(document, ensure_ascii=False)
    try:
        return msgspec.json.format(text, indent=indent)
    except (msgspec.DecodeError, UnicodeEncodeError):
        # It has an infinite number, which is no JSON by the standard, or a lone surrogate.
        return json.dumps(document, ensure_ascii=False, indent=indent)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError(_("it has a duplicate key"))
    return table
