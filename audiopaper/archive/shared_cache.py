"""Clips in storage that many machines share, with a copy of what this one used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.cache import ClipCache

if TYPE_CHECKING:
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
        self._storage.send(self._name(key), self._path(key))

    def _fetch(self, key: str) -> bool:
        data = self._storage.read(self._name(key))
        if data is None:
            return False
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return True

    def _name(self, key: str) -> str:
        return f".work/cache/{key[:2]}/{self._path(key).name}"
