"""The name of this program as it is installed: part of the key of whatever it makes and stores."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import sys
import threading
from pathlib import Path

from audiopaper.store.hash_store import hash_files

_PACKAGE = Path(__file__).parents[1]
_ENDINGS = (".py", ".tsv", ".txt", ".toml", ".woff2", ".npz")
_HELPERS = ("g2pM", "lunar-python", "numpy", "pillow", "pypinyin")

_naming = threading.Lock()
"""So that two threads do not read all files at once."""


def name_program() -> str:
    """Name this program's files by their contents, and the versions of what they call."""
    with _naming:
        return _name_once()


@functools.lru_cache(maxsize=1)
def _name_once() -> str:
    versions = [sys.version]
    for name in _HELPERS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return " ".join((hash_files(_PACKAGE, _ENDINGS), *versions))
