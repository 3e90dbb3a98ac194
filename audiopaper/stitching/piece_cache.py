"""Names for what was heard and encoded: a hash of what it is made from, and of what makes it."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import Any

from audiopaper import audio, stitching
from audiopaper.store.hash_store import hash_files


def name_work(*parts: Any) -> str:
    """Name of a value: a hash of what it is made from, and of the programs that make it.

    Args:
        parts: Whatever changes the value; numbers, texts, and sequences of them.

    Returns:
        64 hexadecimal digits.
    """
    told = json.dumps([_programs(), parts], ensure_ascii=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


@functools.lru_cache(maxsize=1)
def _programs() -> str:
    """Hash the source of what makes audio and the versions of the libraries that it uses."""
    digest = hashlib.sha256()
    for room in (stitching, audio):
        digest.update(hash_files(Path(*room.__path__), (".py",)).encode("ascii"))
    for name in ("lameenc", "miniaudio", "numpy", "pydub"):
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()
