"""Kept work: what was made once, by the hash of all that it was made from.

An entry that is damaged is found by its own hash, removed, and made again; it is never heard.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from audiopaper.errors import PublishError
from audiopaper.store.clip_store import PIECE_SUFFIX, trim_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")

_DIGEST_BYTES = 32

MAX_BYTES = 1 << 30
"""Some weeks of daily episodes; what was used last stays."""


class Workshop:
    """A folder of kept work, one file each: a hash, then the value.

    Two runs may share one: entries are whole files put in place by a rename, and two entries of
    one name are equal. Nothing is forced to the disk: an entry that a power cut tears is damaged.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder; it is made when the first value is kept."""
        self.folder = folder
        self.kept = 0
        """How many values this run added."""

    def load(self, key: str, kind: type[_T]) -> _T | None:
        """The value of that name, or None where there is no sound one."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        view = memoryview(data)
        if _digest(key, view[_DIGEST_BYTES:]) == data[:_DIGEST_BYTES]:
            with contextlib.suppress(msgspec.MsgspecError):
                value = msgspec.msgpack.decode(view[_DIGEST_BYTES:], type=kind)
                with contextlib.suppress(OSError):
                    os.utime(path)  # so that `trim` can tell what was used last
                return value
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def keep(self, key: str, value: object) -> None:
        """Keep a value.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        data = msgspec.msgpack.encode(value)
        path = self._path(key)
        temporary: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(
                prefix=".", suffix=f"{PIECE_SUFFIX}.tmp", dir=path.parent
            )
            with os.fdopen(handle, "wb") as out:
                out.write(_digest(key, data))
                out.write(data)
            Path(temporary).replace(path)
        except OSError as error:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
            raise PublishError(
                f"{self.folder} cannot be written: {error.strerror or error}",
                remedy="free disk space or correct the folder's permissions, then run again",
            ) from error
        self.kept += 1

    def trim(self, max_bytes: int = MAX_BYTES) -> None:
        """Remove what was not used for longest, until as much is left."""
        trim_kept([self.folder], now=0.0, max_bytes=max_bytes)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{PIECE_SUFFIX}"


def hash_files(folder: Path, endings: Sequence[str]) -> str:
    """Hash names and contents of a program's files: the code and tables that made a value.

    Contents are read each time, since a file that is put back with its old date looks the same
    from outside. All of this package takes some hundredths of a second.

    Args:
        folder: Looked through with all its folders.
        endings: Of the files that count.

    Returns:
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in endings):
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        digest.update(b"%d %d " % (len(name), len(data)) + name)
        digest.update(data)
    return digest.hexdigest()


def _digest(key: str, data: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(key.encode("ascii"))
    digest.update(data)
    return digest.digest()
