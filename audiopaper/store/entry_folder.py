"""Entries of bytes by key: the folder that every store of this room writes to."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiopaper.disk import open_at_once
from audiopaper.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO


class EntryStore(Protocol):
    """Entries by key; whoever writes a key again writes an equal value, so none is ever stale."""

    def read(self, key: str) -> bytes | None:
        """Return an entry, or None if it is missing; counts as a use of it."""
        ...

    def read_head(self, key: str, size: int) -> bytes | None:
        """Return the first bytes of an entry, or None if it is missing."""
        ...

    def note_use(self, key: str) -> None:
        """Count as a use of an entry, without reading it."""
        ...

    def write(self, key: str, parts: Sequence[bytes]) -> None:
        """Write an entry whole.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        ...

    def remove(self, key: str) -> None:
        """Remove this machine's copy of an entry, which is corrupt."""
        ...

    def prefetch(self, keys: Sequence[str]) -> None:
        """Prepare for reading many entries."""
        ...

    def recheck(self, key: str) -> None:
        """Look for an entry again that was missing: another run may have written it."""
        ...

    def share(self, key: str) -> None:
        """Let other machines find an entry that was written.

        Raises:
            PublishError: Their storage cannot be written.
        """
        ...


class EntryFolder:
    """A folder of entries, one file each.

    Two runs may share one: entries are whole files that replace each other by a rename.
    """

    def __init__(self, folder: Path, suffix: str, *, sync: bool) -> None:
        """Take a folder; it is created with the first entry.

        Args:
            folder: The folder; entries are in subfolders of it.
            suffix: Suffix of the entries' names.
            sync: Whether an entry is forced to the disk, so that it outlives a power failure.
        """
        self.folder = folder
        self._prefix = f"{folder}{os.sep}"
        self._suffix = suffix
        self._sync = sync

    def path(self, key: str) -> Path:
        """Return the path of an entry, whether it exists or not."""
        return Path(self._locate(key))

    def _locate(self, key: str) -> str:
        # Path objects take as long as to read an entry, and a run reads some hundred.
        return f"{self._prefix}{key[:2]}{os.sep}{key}{self._suffix}"

    def _open(self, key: str) -> FileIO:
        # A pipe in an entry's place is empty, and not waited for.
        return open(self._locate(key), "rb", buffering=0, opener=open_at_once)

    def read(self, key: str) -> bytes | None:
        """Return an entry, or None if it is missing."""
        try:
            with self._open(key) as file:
                data = file.read()
        except OSError:
            return None
        self.note_use(key)
        return data

    def read_head(self, key: str, size: int) -> bytes | None:
        """Return the first bytes of an entry, or None if it is missing."""
        try:
            with self._open(key) as file:
                return file.read(size)
        except OSError:
            return None

    def note_use(self, key: str) -> None:
        """Count as a use of an entry: by its age entries are trimmed."""
        with contextlib.suppress(OSError):
            os.utime(self._locate(key))

    def write(self, key: str, parts: Sequence[bytes]) -> None:
        """Write an entry whole.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        with replace_file(self.path(key), sync=self._sync) as out:
            out.writelines(parts)

    def remove(self, key: str) -> None:
        """Remove an entry, if that is possible."""
        with contextlib.suppress(OSError):
            self.path(key).unlink()

    def prefetch(self, keys: Sequence[str]) -> None:
        """Do nothing: entries of this machine are read at once."""

    def recheck(self, key: str) -> None:
        """Do nothing: an entry of this machine is found as soon as it is written."""

    def share(self, key: str) -> None:
        """Do nothing: whoever shares the folder finds the entry."""
