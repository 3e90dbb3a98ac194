"""The name of this program as it is installed: part of the key of whatever it makes and stores."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.store.hash_store import hash_files

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = Path(__file__).parents[1]
_ENDINGS = (".py", ".tsv", ".txt", ".toml", ".woff2", ".npz")
AUDIO_LIBRARIES = ("lameenc", "miniaudio", "numpy", "pydub", "soundfile")
"""The packages that decode, measure and encode audio; not all of them need be installed."""

_LIBRARIES = ("g2pM", "lunar-python", "pillow", "pypinyin", *AUDIO_LIBRARIES)

_naming = threading.Lock()
"""So that two threads do not read all files at once."""


def name_program() -> str:
    """Name this program's files by their contents, and the versions of what they call."""
    with _naming:
        return _name_once()


@functools.lru_cache(maxsize=1)
def _name_once() -> str:
    versions = list_versions(_LIBRARIES)
    return " ".join((hash_files(_PACKAGE, _ENDINGS), sys.version, *versions))


def list_versions(packages: Sequence[str]) -> tuple[str, ...]:
    """Return name and version of each package that is installed."""
    versions = []
    for name in packages:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return tuple(versions)
