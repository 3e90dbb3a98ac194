"""Results that can be made again, by a hash of all that they are made from.

A corrupt entry is detected by a hash of its own, removed, and made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from threading import Lock, RLock
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakValueDictionary

import msgspec

from audiopaper.store.entry_folder import EntryFolder
from audiopaper.store.retention import PIECE_SUFFIX, trim_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_T = TypeVar("_T")

_DIGEST_BYTES = 32

MAX_BYTES = 1 << 30
"""Some weeks of daily episodes; the entries used last are kept."""


class HashStore:
    """A folder of values, one file each: a hash, then the value.

    Two runs may share one, since two values of one key are equal. Values are not forced to the
    disk: an entry that a power failure tears is corrupt.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder; it is created with the first value."""
        self.folder = folder
        self.added = 0
        """Number of values added in this run."""
        self._entries = EntryFolder(folder, PIECE_SUFFIX, sync=False)

    def load(self, key: str, kind: type[_T]) -> _T | None:
        """Return a value, or None if it is missing or corrupt."""
        data = self._entries.read(key)
        if data is None:
            return None
        view = memoryview(data)
        if _digest(key, view[_DIGEST_BYTES:]) == data[:_DIGEST_BYTES]:
            with contextlib.suppress(msgspec.MsgspecError):
                return msgspec.msgpack.decode(view[_DIGEST_BYTES:], type=kind)
        self._entries.remove(key)
        return None

    def store(self, key: str, value: object) -> None:
        """Add a value.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        data = msgspec.msgpack.encode(value)
        self._entries.write(key, (_digest(key, data), data))
        self.added += 1

    def get_or_make(self, key: str, kind: type[_T], make: Callable[[], _T]) -> _T:
        """Return a value, and make and add it first if it is missing.

        Threads that want the same value wait for the one that makes it.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        value = self.load(key, kind)
        if value is not None:
            return value
        with _lock_value(self.folder, key):
            value = self.load(key, kind)
            if value is None:
                value = make()
                self.store(key, value)
        return value

    def trim(self, max_bytes: int = MAX_BYTES) -> None:
        """Remove the values unused for longest, until the rest fits; and what killed runs left."""
        trim_folders([self.folder], now=time.time(), max_bytes=max_bytes)


_GUARD = Lock()
_LOCKS: WeakValueDictionary[tuple[Path, str], RLock] = WeakValueDictionary()


def _lock_value(folder: Path, key: str) -> RLock:
    """Return the lock of a value, the same for all stores of a folder in this process."""
    with _GUARD:
        return _LOCKS.setdefault((folder, key), RLock())


def hash_files(folder: Path, suffixes: Sequence[str]) -> str:
    """Hash names and contents of a program's files: the code and tables that made a value.

    Contents are read each time, since a file that is restored with its old date looks unchanged.
    All of this package takes some hundredths of a second.

    Args:
        folder: Searched with all its subfolders.
        suffixes: Suffixes of the files that count.

    Returns:
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for name in sorted(_list_files(str(folder), tuple(suffixes))):
        with open(os.path.join(folder, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            data = file.read()
        written = os.fsencode(name.replace(os.sep, "/"))
        digest.update(b"%d %d " % (len(written), len(data)) + written)
        digest.update(data)
    return digest.hexdigest()


def _list_files(folder: str, suffixes: tuple[str, ...], prefix: str = "") -> Iterator[str]:
    """Yield the paths of files in a folder; without path objects, in a quarter of the time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _list_files(entry.path, suffixes, f"{prefix}{entry.name}{os.sep}")
            elif entry.name.endswith(suffixes):
                yield prefix + entry.name


def _digest(key: str, data: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(key.encode("ascii"))
    digest.update(data)
    return digest.digest()
