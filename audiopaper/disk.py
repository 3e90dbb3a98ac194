"""What is on the disk: what is missing is one thing, what may not be opened another."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, PublishError

if TYPE_CHECKING:
    from pathlib import Path

# Without O_NONBLOCK, a pipe that nobody writes to is waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bytes:
    """Read a whole file; a pipe, which may never end, is none.

    Args:
        path: The file.
        failure: What is raised where it cannot be read.

    Raises:
        FileNotFoundError: There is none.
        AudiopaperError: It may not be opened, or is no file.
    """
    try:
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise failure(f"{path} is no file", remedy="put a file in its place")
            return file.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise failure(
            f"{path} cannot be read: {error.strerror or error}",
            remedy="correct its permissions and run again",
        ) from error


def read_if_there(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bytes | None:
    """Read a whole file as `read_file` does; None where there is none.

    Raises:
        AudiopaperError: It may not be opened, or is no file.
    """
    try:
        return read_file(path, failure=failure)
    except (FileNotFoundError, NotADirectoryError):
        return None


def list_folder(folder: Path, *, failure: type[AudiopaperError] = PublishError) -> tuple[Path, ...]:
    """List what stands in a folder, in order of name.

    `Path.glob` takes a folder that may not be opened for an empty one; this function never does.

    Args:
        folder: May be missing.
        failure: What is raised where it may not be opened.

    Returns:
        Its entries; nothing where there is no such folder.

    Raises:
        AudiopaperError: The folder is there and may not be opened.
    """
    try:
        return tuple(folder / name for name in sorted(os.listdir(folder)))  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise failure(
            f"{folder} cannot be opened: {error.strerror or error}",
            remedy="correct its permissions and run again",
        ) from error


def has_file(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bool:
    """Whether a file is there; one in a folder that may not be opened is not taken for missing.

    Args:
        path: The file.
        failure: What is raised where nobody can say.

    Raises:
        AudiopaperError: Its folder may not be opened.
    """
    return stat.S_ISREG(_find_mode(path, failure))


def has_folder(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bool:
    """Whether a folder is there, as `has_file` says it of a file.

    Raises:
        AudiopaperError: The folder above it may not be opened.
    """
    return stat.S_ISDIR(_find_mode(path, failure))


def _find_mode(path: Path, failure: type[AudiopaperError]) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError as error:
        raise failure(
            f"{path} cannot be looked for: {error.strerror or error}",
            remedy="correct the permissions of its folder and run again",
        ) from error
