"""Files in a local folder or at an address of fsspec; each is written whole."""

from __future__ import annotations

import random
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from audiopaper.errors import MissingProgramError, PublishError
from audiopaper.files import write_file
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

WORK = ".work"
"""Folder of the cache, manifests and failure reports below the output. Never served."""

TRIES = 6
"""Attempts at a request: if one answer in twenty fails, one request in sixty million fails."""

_FIRST_WAIT_S = 0.2

_AT_ONCE = 16
"""Parallel requests of one process to remote storage."""

_T = TypeVar("_T")


class Storage:
    """Files below one address, by relative name."""

    def __init__(self, address: str, wait: Callable[[float], object] = time.sleep) -> None:
        """Find the file system; no request is made yet.

        Args:
            address: A folder, or an address such as ``s3://bucket/path``. Secrets come from the
                environment.
            wait: Waits for a number of seconds between two attempts.

        Raises:
            MissingProgramError: The library for it is not installed.
        """
        self.address = address
        self._wait = wait
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise MissingProgramError(
                _("the packages for archives (audiopaper[cluster]) are not installed"),
                remedy=_('pip install "audiopaper[cluster]"'),
            ) from error
        try:
            # With more than one, s3fs asks for each file's size before it reads it.
            own = {"max_concurrency": 1} if address.startswith("s3://") else {}
            self._files, root = url_to_fs(address, **own)
        except (ImportError, ValueError) as error:
            raise MissingProgramError(
                _("{address} cannot be reached: {error}", address=address, error=error),
                remedy=_('pip install "audiopaper[cluster,publish-s3,publish-sftp]"'),
            ) from error
        self._root = str(root).rstrip("/")
        protocols = self._files.protocol
        self._local = "file" in ((protocols,) if isinstance(protocols, str) else protocols)

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None if there is no such file.

        Raises:
            PublishError: The storage does not answer.
        """

        def ask() -> bytes | None:
            try:
                data = self._files.cat_file(self._at(name))
            except FileNotFoundError:
                return None
            return bytes(data)

        return self._persist(name, ask)

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file or leave the old one.

        Raises:
            PublishError: The storage cannot be written.
        """
        if self._local:
            write_file(Path(self._at(name)), data)
            return
        self._persist(name, lambda: self._put(self._at(name), data))

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Name and bytes of each file, in the order of the names; None for a missing file.

        Remote files are requested in parallel, since each answer takes a while.

        Raises:
            PublishError: The storage does not answer.
        """
        if self._local:
            for name in names:
                yield name, self.read(name)
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            # Only a bounded number of files is in memory, however many names there are.
            waiting: deque[tuple[str, Future[bytes | None]]] = deque()
            for name in names:
                waiting.append((name, pool.submit(self.read, name)))
                if len(waiting) >= 2 * _AT_ONCE:
                    first, future = waiting.popleft()
                    yield first, future.result()
            for first, future in waiting:
                yield first, future.result()

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Write whole files, in no particular order.

        Raises:
            PublishError: The storage cannot be written; some may be new and some old.
        """
        if self._local:
            for name, data in files.items():
                self.write(name, data)
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for future in [pool.submit(self.write, *file) for file in files.items()]:
                future.result()

    def write_changed(self, files: Mapping[str, bytes]) -> None:
        """Write the files whose bytes differ from those in storage, as `write_all` does."""
        there = dict(self.read_all(files))
        self.write_all({name: data for name, data in files.items() if there[name] != data})

    def send(self, name: str, path: Path) -> None:
        """Write a whole file from a local one.

        Raises:
            PublishError: The storage cannot be written, or the file not be read.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise PublishError(
                _("{path} cannot be read: {strerror}", path=path, strerror=system_reason(error)),
                remedy=_("run the same command again"),
            ) from error
        self.write(name, data)

    def names(self, below: str = "") -> Iterator[str]:
        """The names of all files below a folder, in order.

        Raises:
            PublishError: The storage does not answer.
        """

        def ask() -> list[str]:
            # Another run may have written files since the last listing.
            self._files.invalidate_cache()
            try:
                return list(self._files.find(self._at(below)))
            except FileNotFoundError:
                return []

        prefix = f"{self._root}/"
        for path in sorted(self._persist(below, ask)):
            name = str(path)
            if name.startswith(prefix):
                yield name[len(prefix) :]

    def local(self, name: str) -> Path | None:
        """A file's path on this machine; None for remote storage."""
        return Path(self._at(name)) if self._local else None

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    def _put(self, path: str, data: bytes) -> None:
        if "s3" in self._files.protocol:
            # An object replaces another whole, or not at all.
            self._files.pipe_file(path, data)
            return
        beside = str(PurePosixPath(path).with_name(f".{PurePosixPath(path).name}.part"))
        self._files.makedirs(str(PurePosixPath(path).parent), exist_ok=True)
        self._files.pipe_file(beside, data)
        self._files.mv(beside, path)

    def _persist(self, name: str, ask: Callable[[], _T]) -> _T:
        """Repeat a request that fails, as some do over a network."""
        rng = random.Random()
        for left in range(TRIES - 1, -1, -1):
            try:
                return ask()
            # Each library behind fsspec raises exceptions of its own.
            except Exception as error:
                if not left or isinstance(error, PermissionError):
                    raise PublishError(
                        _(
                            "{address}: {name} cannot be reached: {cause}",
                            address=self.address,
                            name=name or _("folder"),
                            cause=_cause(error),
                        ),
                        remedy=_("look at the address and its permissions, then run again"),
                    ) from error
                self._wait(_FIRST_WAIT_S * 2 ** (TRIES - 1 - left) * rng.uniform(0.5, 1.5))
        raise AssertionError


def _cause(error: Any) -> str:
    return str(error) or type(error).__name__
