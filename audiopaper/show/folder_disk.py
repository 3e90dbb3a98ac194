"""File operations in a folder that a show is copied to; runs as a separate process.

An operation on a network disk that hangs blocks its thread, and a process with such a thread
cannot end or be killed. Therefore these operations run in a process of their own, ``python -m
audiopaper.show.folder_disk FOLDER``. It reads a method's name and arguments from standard input,
pickled, and writes pickled answers to standard output: ``("moved",)`` any number of times, then
``("done", value)`` or ``("failed", problem, remedy)``.
"""

from __future__ import annotations

import filecmp
import glob
import hashlib
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiopaper.disk import has_file
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.files import replace_file
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BLOCK_BYTES = 1 << 20

REMEDY = "correct its permissions, or look at the disk; then run again"


class FolderDisk:
    """The files of a folder; methods take and return values that can be pickled."""

    def __init__(self, folder: Path, moved: Callable[[], None]) -> None:
        """Take a folder; it is made where it is missing.

        Args:
            folder: The folder of the files.
            moved: Called after each block that is read or written.
        """
        self._folder = folder
        self._moved = moved

    def is_there(self) -> bool:
        """Whether the folder exists."""
        return self._folder.is_dir()

    def is_same(self, name: str, path: str) -> bool:
        """Whether the folder's file has the same bytes as another file."""
        there = self._folder / name
        return there.is_file() and filecmp.cmp(path, there, shallow=False)

    def has(self, name: str) -> bool:
        """Whether the folder has a file of this name, whatever its contents."""
        return (self._folder / name).is_file()

    def copy(self, name: str, path: str) -> str:
        """Copy a file completely or not at all; return the SHA-256 of the copy as read back."""
        there = self._folder / name
        with Path(path).open("rb") as source, replace_file(there) as out:
            while block := source.read(_BLOCK_BYTES):
                out.write(block)
                self._moved()
        digest = hashlib.sha256()
        with there.open("rb") as copied:
            while block := copied.read(_BLOCK_BYTES):
                digest.update(block)
                self._moved()
        return digest.hexdigest()

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None if there is no such file."""
        path = self._folder / name
        return path.read_bytes() if has_file(path) else None

    def remove(self, name: str) -> None:
        """Remove a file, and its folder if that is empty then."""
        path = self._folder / name
        path.unlink(missing_ok=True)
        parent = path.parent
        if parent != self._folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()

    def remove_leftovers(self, names: tuple[str, ...]) -> None:
        """Remove the temporary files that a killed copy of these files left behind."""
        for name in names:
            path = self._folder / name
            for temporary in path.parent.glob(f".{glob.escape(path.name)}.????????.tmp"):
                temporary.unlink(missing_ok=True)

    def ask(self, method: str, *args: object) -> Any:
        """Call a method.

        Raises:
            PublishError: The disk cannot be read or written.
        """
        try:
            return getattr(self, method)(*args)
        except OSError as error:
            raise PublishError(
                _(
                    "{folder} cannot be read or written: {reason}",
                    folder=named_path(self._folder, args),
                    reason=system_reason(error),
                ),
                remedy=_(REMEDY),
            ) from error


def named_path(folder: Path, args: Sequence[object]) -> Path:
    """Return the file that a call of `FolderDisk.ask` is about, or the folder, for messages.

    Args:
        folder: The target's folder.
        args: The method's arguments; the first one is a file's name or a tuple of names.
    """
    return folder / args[0] if args and isinstance(args[0], str) else folder


def serve(folder: Path) -> None:
    """Answer the parent process until it closes standard input."""
    answers = sys.stdout.buffer

    def send(*answer: object) -> None:
        answers.write(pickle.dumps(answer))
        answers.flush()

    disk = FolderDisk(folder, lambda: send("moved"))
    while True:
        try:
            method, *args = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            value = disk.ask(method, *args)
        except AudiopaperError as error:
            send("failed", error.problem, error.remedy)
        else:
            send("done", value)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
