"""What an archive wrote, and the voices that it was made with."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.support.paths import VOICES as VOICES_FOLDER


def _voices() -> tuple[tuple[str, bytes], ...]:
    folder = VOICES_FOLDER
    return tuple((p.name, p.read_bytes()) for p in sorted(folder.glob("*.toml")))


VOICES = _voices()


def files_of(folder: Path, *, but: str = ".work") -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and but not in p.parts
    }
