"""What an earlier run made of the same input, kept below ``.work/pieces``.

A value's key is a hash of all that it depends on: the input, the program's own code and tables,
and the versions of the packages that it calls. A change to any of them makes the value anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from audiopaper.errors import PublishError
from audiopaper.store.hash_store import HashStore, hash_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiopaper.show.folder import ShowFolder

_T = TypeVar("_T")

_PACKAGE = Path(__file__).parents[1]
_ENDINGS = (".py", ".tsv", ".txt", ".toml", ".woff2")
_HELPERS = ("g2pM", "lunar-python", "numpy", "pillow", "pypinyin")

_naming = threading.Lock()
"""So that two threads do not read all files at once."""


def load_or_make(
    show: ShowFolder, kind: type[_T], make: Callable[[], _T], parts: tuple[object, ...]
) -> _T:
    """Load a value from the cache, or make and store it.

    Args:
        show: The show. If it has no work folder yet, nothing is stored.
        kind: The value's type.
        make: Makes the value.
        parts: All that the value depends on besides the program. Two different inputs must
            have different ``repr``.

    Returns:
        The value. A failure to store it is ignored.
    """
    if not show.work.is_dir():
        return make()
    store = HashStore(show.pieces)
    with _naming:
        program = _name_program()
    identity = repr((program, parts))
    key = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    stored = store.load(key, kind)
    if stored is not None:
        return stored
    value = make()
    # A full disk is no reason to make nothing, nor is a text that cannot be written as UTF-8.
    with contextlib.suppress(PublishError, UnicodeEncodeError):
        store.store(key, value)
    return value


@functools.lru_cache(maxsize=1)
def _name_program() -> str:
    """This program's files by their contents, and the versions of what they call."""
    versions = [sys.version]
    for name in _HELPERS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return " ".join((hash_files(_PACKAGE, _ENDINGS), *versions))
