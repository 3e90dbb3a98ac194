"""Reads files and folders; a missing one and an unreadable one are different errors."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from io import BufferedReader

_REMEDIES = {
    errno.EACCES: "correct its permissions",
    errno.EDQUOT: "free disk space",
    errno.EIO: "look at the disk",
    errno.EMFILE: "raise the limit of open files: ulimit -n",
    errno.ENAMETOOLONG: "choose a shorter name: a file's has 255 bytes at most, three a character",
    errno.ENFILE: "close other programs, or raise the machine's limit of open files",
    errno.ENOSPC: "free disk space",
    errno.EPERM: "correct its permissions",
    errno.EROFS: "name an output folder on a disk that can be written",
    errno.ESTALE: "mount the disk anew",
}
"""Failures of the machine that any file may meet, each with its remedy."""


def explain_os_error(error: OSError) -> PublishError | None:
    """Return an error with a remedy for a failure of the machine; None for any other failure."""
    if error.errno not in _REMEDIES:
        return None
    name = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return PublishError(
        f"{name}{system_reason(error)}",
        remedy=_("{machine}, then run again", machine=_(_REMEDIES[error.errno])),
    )


def open_at_once(path: str | Path, flags: int) -> int:
    """Open a file as `os.open` does, without waiting for a writer where it is a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_file(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bytes:
    """Read a whole regular file.

    Args:
        path: The file.
        failure: The error to raise if it cannot be read.

    Raises:
        FileNotFoundError: It does not exist.
        AudiopaperError: It may not be opened, or is no regular file.
    """
    with open_file(path, failure=failure) as file:
        try:
            return file.read()
        except OSError as error:
            raise _unreadable(path, error, failure) from error


def open_file(path: Path, *, failure: type[AudiopaperError] = PublishError) -> BufferedReader:
    """Open a regular file to be read; arguments and errors as of `read_file`."""
    try:
        file = open(path, "rb", opener=open_at_once)  # noqa: SIM115 - the caller closes it
    except FileNotFoundError:
        raise
    except IsADirectoryError as error:
        raise _no_file(path, failure) from error
    except OSError as error:
        raise _unreadable(path, error, failure) from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _no_file(path, failure)
    return file


def _no_file(path: Path, failure: type[AudiopaperError]) -> AudiopaperError:
    return failure(_("{path} is no file", path=path), remedy=_("put a file in its place"))


def _unreadable(path: Path, error: OSError, failure: type[AudiopaperError]) -> AudiopaperError:
    return failure(
        _("{path} cannot be read: {reason}", path=path, reason=system_reason(error)),
        remedy=_("correct its permissions and run again"),
    )


def read_if_there(path: Path) -> bytes | None:
    """Read a whole file as `read_file` does; None if it does not exist.

    Raises:
        PublishError: It may not be opened, or is no file.
    """
    try:
        return read_file(path, failure=PublishError)
    except (FileNotFoundError, NotADirectoryError):
        return None


def list_folder(folder: Path, *, failure: type[AudiopaperError] = PublishError) -> tuple[Path, ...]:
    """List a folder in order of name.

    `Path.glob` gives nothing for a folder that may not be opened; this function raises.

    Args:
        folder: May be missing.
        failure: The error to raise if it may not be opened.

    Returns:
        Its entries; nothing if there is no such folder.

    Raises:
        AudiopaperError: The folder exists and may not be opened.
    """
    try:
        return tuple(folder / name for name in sorted(os.listdir(folder)))  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise failure(
            _("{folder} cannot be opened: {reason}", folder=folder, reason=system_reason(error)),
            remedy=_("correct its permissions and run again"),
        ) from error


def has_file(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bool:
    """Whether a file exists.

    Args:
        path: The file.
        failure: The error to raise if that cannot be determined.

    Raises:
        AudiopaperError: Its folder may not be opened.
    """
    return stat.S_ISREG(_find_mode(path, failure))


def has_folder(path: Path, *, failure: type[AudiopaperError] = PublishError) -> bool:
    """Whether a folder exists.

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
            _("{path} cannot be looked for: {reason}", path=path, reason=system_reason(error)),
            remedy=_("correct the permissions of its folder and run again"),
        ) from error


def is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself where it is missing.

    A disk that is mounted for reading only refuses root too.
    """
    try:
        there = next(f for f in (folder, *folder.parents) if f.exists())
    except (OSError, StopIteration):
        return False
    return os.access(there, os.W_OK | os.X_OK)


_REMOTE = (
    "fuse",
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "davfs",
    "ncpfs",
    "lustre",
    "glusterfs",
)
_MOUNTS = Path("/proc/self/mounts")
_MOST_LINKS = 40
"""As many links as Linux follows."""


def is_remote_disk(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Return whether a path may be on a disk that stops answering: a network disk or FUSE.

    Links are followed; nothing on such a disk is read.

    Args:
        path: A file or folder; it need not exist.
        mounts: The system's table of mounts; if it is missing, the result is True.
    """
    try:
        rows = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return True
    kinds = {row[1].replace("\\040", " "): row[2] for row in rows}
    # resolve() would read the disk, so the mount of each folder is checked before the folder.
    remaining = _split(path)
    current, links = Path(remaining.pop()), 0
    while True:
        kind = next(
            (kinds[name] for name in map(str, (current, *current.parents)) if name in kinds), ""
        )
        if kind.startswith(_REMOTE):
            return True
        if links < _MOST_LINKS and os.path.islink(current):  # noqa: PTH114 - this one never fails
            links += 1
            remaining += _split(current.parent / current.readlink())
            current = Path(remaining.pop())
        elif remaining:
            current /= remaining.pop()
        else:
            return False


def _split(path: Path) -> list[str]:
    """Return the parts of a path in reverse order, the root last."""
    return list(Path(os.path.abspath(path)).parts[::-1])  # noqa: PTH100
