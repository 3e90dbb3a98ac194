"""A target that is a folder on this machine or on a mounted disk, which may stop answering."""

from __future__ import annotations

import pickle
import time
from typing import TYPE_CHECKING, Any

from audiopaper.errors import PublishError
from audiopaper.programs import start_worker
from audiopaper.show.folder_disk import REMEDY, FolderDisk, named_path
from audiopaper.show.remote_target import Limits
from audiopaper.timeouts import Activity, WaitError, run_within
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.programs import Worker


class FolderTarget:
    """A folder that files are copied to, with time limits for each operation."""

    def __init__(self, folder: Path, limits: Limits | None = None, *, remote: bool = False) -> None:
        """Open a folder; it is created if it is missing.

        Args:
            folder: Where the files go.
            limits: How long to wait for the disk; None for the defaults.
            remote: Whether the disk may stop answering. It is then accessed by another process.
        """
        self.folder = folder
        self._limits = limits or Limits()
        self._ends = time.monotonic() + self._limits.total_s
        self._activity = Activity()
        self._disk = FolderDisk(folder, self._activity.note)
        self._remote = remote
        self._worker: Worker | None = None

    def is_there(self) -> bool:
        """Whether the folder exists."""
        return bool(self._wait_for("is_there"))

    def has(self, name: str, path: Path, digest: str) -> bool:  # noqa: ARG002
        """Whether the folder has the file with the same bytes."""
        return bool(self._wait_for("is_same", name, str(path)))

    def has_any(self, name: str) -> bool:
        """Whether the folder has a file of this name, whatever its content."""
        return bool(self._wait_for("has", name))

    def put(self, name: str, path: Path, digest: str) -> None:
        """Copy a file completely or not at all, and check the copy.

        Raises:
            PublishError: The copy has other bytes, or the disk fails or does not answer.
        """
        if self._wait_for("copy", name, str(path)) != digest:
            raise PublishError(
                _(
                    "{folder}: the copy differs from the file that was sent",
                    folder=self.folder / name,
                ),
                remedy=_("look at the target's disk and its settings, then run again"),
            )

    def read(self, name: str) -> bytes | None:
        """Read a file; None if there is none."""
        data: bytes | None = self._wait_for("read", name)
        return data

    def remove(self, name: str) -> None:
        """Remove a file, and its folder if that is empty then."""
        self._wait_for("remove", name)

    def remove_leftovers(self, names: Sequence[str]) -> None:
        """Remove the temporary files of a copy that was killed.

        Args:
            names: The files that are copied; only their temporary files are removed.
        """
        self._wait_for("remove_leftovers", tuple(names))

    def close(self) -> None:
        """End the process that accesses the disk, without waiting for it."""
        if self._worker is not None:
            self._worker.leave()
            self._worker = None

    def _wait_for(self, method: str, *args: object) -> Any:
        """Return the result of a method of `FolderDisk`, within the time limits.

        A copy may take long, but not be silent for long; every other method has one limit.

        Raises:
            PublishError: The method failed, or did not end in time.
        """
        limits, copies = self._limits, method == "copy"
        ask = self._ask_worker if self._remote else self._disk.ask
        self._activity.note()
        try:
            return run_within(
                lambda: ask(method, *args),
                limit_s=limits.silence_s if copies else limits.request_s,
                activity=self._activity if copies else None,
                ends=self._ends,
            )
        except WaitError as error:
            self.close()
            raise PublishError(
                f"{named_path(self.folder, args)}: {error}",
                remedy=_(
                    "look whether the disk is mounted and answers, then run again; the old "
                    "feed stands there"
                ),
            ) from error

    def _ask_worker(self, method: str, *args: object) -> Any:
        """Call a method of `FolderDisk` in the process that accesses the disk, started if needed.

        Raises:
            PublishError: The method failed, or the process has ended.
        """
        if self._worker is None:
            self._worker = start_worker("audiopaper.show.folder_disk", str(self.folder))
        try:
            self._worker.send(pickle.dumps((method, *args)))
            while True:
                kind, *answer = pickle.load(self._worker.answers)
                if kind == "moved":
                    self._activity.note()
                elif kind == "done":
                    return answer[0]
                else:
                    problem, remedy = answer
                    raise PublishError(problem, remedy=remedy)
        except (EOFError, OSError) as error:
            raise PublishError(
                _("{folder}: the process that copies to it has ended", folder=self.folder),
                remedy=_(REMEDY),
            ) from error
