"""What is asked of a folder that a show is copied to; run as a program, by another process.

A disk of another machine that hangs holds whoever asks it for anything, and a process with a
thread that is held cannot end, not even be killed. What is asked of such a disk is asked by a
process of its own, ``python -m audiopaper.show.folder_disk FOLDER``. From standard input it
reads a method's name and arguments, pickled; on standard output it writes pickled answers:
``("moved",)`` any number of times, then ``("done", value)`` or ``("failed", problem, remedy)``.
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

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK_BYTES = 1 << 20

REMEDY = "correct its permissions, or look at the disk; then run again"


class FolderDisk:
    """The files of a folder; each method takes plain values and gives one."""

    def __init__(self, folder: Path, moved: Callable[[], None]) -> None:
        """Take a folder; it is made where it is missing.

        Args:
            folder: Where the files are.
            moved: Called whenever something of a file was read or written.
        """
        self._folder = folder
        self._moved = moved

    def is_same(self, name: str, path: str) -> bool:
        """Whether a file is there with the bytes of another one."""
        there = self._folder / name
        return there.is_file() and filecmp.cmp(path, there, shallow=False)

    def has(self, name: str) -> bool:
        """Whether a file of this name is there, whatever it holds."""
        return (self._folder / name).is_file()

    def copy(self, name: str, path: str) -> str:
        """Copy a file there, whole or not at all; the SHA-256 of what is there then."""
        there = self._folder / name
        with Path(path).open("rb") as source, replace_file(there) as out:
            while block := source.read(_BLOCK_BYTES):
                out.write(block)
                self._moved()
        found = hashlib.sha256()
        with there.open("rb") as copied:
            while block := copied.read(_BLOCK_BYTES):
                found.update(block)
                self._moved()
        return found.hexdigest()

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        path = self._folder / name
        return path.read_bytes() if has_file(path) else None

    def remove(self, name: str) -> None:
        """Remove a file, and its folder where that was the last."""
        path = self._folder / name
        path.unlink(missing_ok=True)
        parent = path.parent
        if parent != self._folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()

    def remove_leftovers(self, names: tuple[str, ...]) -> None:
        """Remove what a killed copy of these files had not yet put in place, and nothing else."""
        for name in names:
            path = self._folder / name
            for half in path.parent.glob(f".{glob.escape(path.name)}.????????.tmp"):
                half.unlink(missing_ok=True)

    def ask(self, method: str, *args: object) -> Any:
        """Call a method.

        Raises:
            PublishError: The disk cannot be read or written.
        """
        try:
            return getattr(self, method)(*args)
        except OSError as error:
            # Of what is asked, the first is a file's name but where they are many.
            name = args[0] if isinstance(args[0], str) else ""
            raise PublishError(
                f"{self._folder / name} cannot be read or written: {error.strerror or error}",
                remedy=REMEDY,
            ) from error


def serve(folder: Path) -> None:
    """Answer the process that started this one, until it ends."""
    answers = sys.stdout.buffer

    def say(*answer: object) -> None:
        answers.write(pickle.dumps(answer))
        answers.flush()

    disk = FolderDisk(folder, lambda: say("moved"))
    while True:
        try:
            method, *args = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            value = disk.ask(method, *args)
        except AudiopaperError as error:
            say("failed", error.problem, error.remedy)
        else:
            say("done", value)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
