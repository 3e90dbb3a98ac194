"""A show's target that is a folder, of this machine or mounted; such a one may stop answering."""

from __future__ import annotations

import filecmp
import glob
import hashlib
import time
from typing import TYPE_CHECKING, TypeVar

from audiopaper.disk import has_file
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.files import replace_file
from audiopaper.show.remote_target import Limits
from audiopaper.timeouts import Movement, WaitError, run_within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_T = TypeVar("_T")

_BLOCK_BYTES = 1 << 20


class FolderTarget:
    """A folder; each of its answers is waited for no longer than the limits say.

    The disk of another machine that went away holds whoever asks it for anything; it is left to
    itself in a thread that dies with the program.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        """Take a folder; it is made where it is missing.

        Args:
            folder: Where the files go.
            limits: How long it is waited for; the defaults where None.
        """
        self.folder = folder
        self._limits = limits or Limits()
        self._ends = time.monotonic() + self._limits.total_s

    def has(self, name: str, path: Path, digest: str) -> bool:  # noqa: ARG002
        """Whether the same bytes are there."""
        there = self.folder / name
        return self._ask(name, lambda: there.is_file() and filecmp.cmp(path, there, shallow=False))

    def has_any(self, name: str) -> bool:
        """Whether a file of this name is there, whatever it holds."""
        return self._ask(name, (self.folder / name).is_file)

    def put(self, name: str, path: Path, digest: str) -> None:
        """Copy a file, whole or not at all, and see that it is there as it was sent."""
        there = self.folder / name
        movement = Movement()

        def copy() -> str:
            with path.open("rb") as source, replace_file(there) as out:
                while block := source.read(_BLOCK_BYTES):
                    out.write(block)
                    movement.note()
            found = hashlib.sha256()
            with there.open("rb") as copied:
                while block := copied.read(_BLOCK_BYTES):
                    found.update(block)
                    movement.note()
            return found.hexdigest()

        if self._ask(name, copy, movement) != digest:
            raise PublishError(
                f"{there} was taken, and has other bytes there than were sent",
                remedy="look at the target's disk and its settings, then run again",
            )

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        path = self.folder / name
        return self._ask(name, lambda: path.read_bytes() if has_file(path) else None)

    def remove(self, name: str) -> None:
        """Remove a file, and its folder where that was the last."""
        path = self.folder / name

        def remove() -> None:
            path.unlink(missing_ok=True)
            parent = path.parent
            if parent != self.folder and parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()

        self._ask(name, remove)

    def remove_leftovers(self, names: Sequence[str]) -> None:
        """Remove what a killed copy had not yet put in place; nothing else, whoever laid it there.

        Args:
            names: The files that are copied.
        """

        def remove() -> None:
            for name in names:
                path = self.folder / name
                for half in path.parent.glob(f".{glob.escape(path.name)}.????????.tmp"):
                    half.unlink(missing_ok=True)

        self._ask("", remove)

    def close(self) -> None:
        """Nothing is held."""

    def _ask(self, name: str, action: Callable[[], _T], movement: Movement | None = None) -> _T:
        limits = self._limits
        limit_s = limits.request_s if movement is None else limits.silence_s
        place = self.folder / name
        try:
            return run_within(action, limit_s=limit_s, movement=movement, ends=self._ends)
        except AudiopaperError:
            raise
        except WaitError as error:
            raise PublishError(
                f"{place}: {error}",
                remedy="look whether the disk is mounted and answers, then run again; the old "
                "feed stands there",
            ) from error
        except OSError as error:
            raise PublishError(
                f"{place} cannot be read or written: {error.strerror or error}",
                remedy="correct its permissions, or look at the disk; then run again",
            ) from error
