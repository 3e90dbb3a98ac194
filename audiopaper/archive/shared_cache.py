"""Clips in storage that many machines share, with copies of those used on this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.archive.storage import WORK
from audiopaper.store.entry_folder import EntryFolder
from audiopaper.store.retention import CLIP_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.archive.storage import Storage


class SharedEntries(EntryFolder):
    """A folder of clips that is completed from shared storage.

    An entry's name is a hash of its utterance, so that a second writer writes the same entry again;
    entries are written whole.
    """

    def __init__(self, folder: Path, storage: Storage) -> None:
        """Take a folder of this machine and the storage behind it."""
        super().__init__(folder, CLIP_SUFFIX, sync=True)
        self._storage = storage
        self._absent: set[str] = set()

    def prefetch(self, keys: Sequence[str]) -> None:
        """Fetch many entries at once, which is faster than one request after the other.

        Those missing from the storage count as missing until `recheck`.
        """
        names = {self._name(key): key for key in keys if not self.path(key).is_file()}
        for name, data in self._storage.read_all(names):
            if data is None:
                self._absent.add(names[name])
            else:
                super().write(names[name], (data,))

    def recheck(self, key: str) -> None:
        """Look into the storage again for an entry that was missing."""
        self._absent.discard(key)

    def read(self, key: str) -> bytes | None:
        """Return an entry, from the storage if this machine has none."""
        data = super().read(key)
        return super().read(key) if data is None and self._fetch(key) else data

    def read_head(self, key: str, size: int) -> bytes | None:
        """Return the first bytes of an entry, from the storage if this machine has none."""
        head = super().read_head(key, size)
        return super().read_head(key, size) if head is None and self._fetch(key) else head

    def share(self, key: str) -> None:
        """Send an entry to the storage.

        Raises:
            PublishError: The storage cannot be written.
        """
        self._absent.discard(key)
        self._storage.send(self._name(key), self.path(key))

    def _fetch(self, key: str) -> bool:
        if key in self._absent:
            return False
        data = self._storage.read(self._name(key))
        if data is None:
            return False
        self.write(key, (data,))
        return True

    def _name(self, key: str) -> str:
        return f"{WORK}/cache/{key[:2]}/{self.path(key).name}"
