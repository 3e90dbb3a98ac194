"""Cache keys of measurements and encoded pieces."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import Any

from audiopaper.store.hash_store import hash_files

_FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "audio")
_LIBRARIES = ("lameenc", "miniaudio", "numpy", "pydub")


def make_key(*parts: Any) -> str:
    """Hash what a value is made from, and the programs that make it.

    Args:
        parts: All that changes the value: numbers, texts, and sequences of them.

    Returns:
        64 hexadecimal digits.
    """
    text = json.dumps([_hash_programs(), parts], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@functools.lru_cache(maxsize=1)
def _hash_programs() -> str:
    """Hash the source of what makes audio and the versions of the libraries that it uses."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        digest.update(hash_files(folder, (".py",)).encode("ascii"))
    for name in _LIBRARIES:
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()
