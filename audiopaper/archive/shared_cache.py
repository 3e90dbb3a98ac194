"""Clips in storage that many machines share, with a copy of what this one used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.archive.storage import WORK
from audiopaper.files import replace_file
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.archive.storage import Storage
    from audiopaper.model import Clip


class SharedCache(ClipCache):
    """A folder of clips that looks in shared storage for what it has not got.

    Entries are named by what they say and written once: whoever comes second writes the same
    sound again, and no one ever reads half of it.
    """

    def __init__(self, folder: Path, storage: Storage) -> None:
        """Take a folder of this machine and the storage behind it."""
        super().__init__(folder)
        self._storage = storage
        self._absent: set[str] = set()

    def expect(self, keys: Sequence[str]) -> None:
        """Fetch many clips at once: one after the other, each answer would be waited for.

        Those that are not there are taken to be absent until they `arrived`.
        """
        wanted = {self._name(key): key for key in keys if not self._path(key).is_file()}
        for name, data in self._storage.read_all(wanted):
            if data is None:
                self._absent.add(wanted[name])
            else:
                self._keep(wanted[name], data)

    def arrived(self, key: str) -> bool:
        """Whether another worker has stored a clip that was absent a moment ago."""
        self._absent.discard(key)
        return self.digest(key) is not None

    def load(self, key: str) -> Clip | None:
        """The clip of that name; a damaged copy is fetched again, a damaged original is none."""
        return super().load(key) or (super().load(key) if self._fetch(key) else None)

    def digest(self, key: str) -> str | None:
        """The hash that a clip's entry says it has; None for no entry."""
        return super().digest(key) or (super().digest(key) if self._fetch(key) else None)

    def store(self, key: str, clip: Clip) -> None:
        """Keep a clip here and where all find it.

        Raises:
            PublishError: One of the two cannot be written.
        """
        super().store(key, clip)
        self._absent.discard(key)
        self._storage.send(self._name(key), self._path(key))

    def _fetch(self, key: str) -> bool:
        if key in self._absent:
            return False
        data = self._storage.read(self._name(key))
        if data is None:
            return False
        self._keep(key, data)
        return True

    def _keep(self, key: str, data: bytes) -> None:
        with replace_file(self._path(key)) as out:
            out.write(data)

    def _name(self, key: str) -> str:
        return f"{WORK}/cache/{key[:2]}/{self._path(key).name}"
