"""Whole-file reading and writing: a crash at any line leaves the old file or the new one."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import filelock

from audiopaper.errors import AudiopaperError, PublishError, ShowBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator


# Asked once: it can be asked only by setting it, which holds for all threads.
_UMASK = os.umask(0)
os.umask(_UMASK)


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


def sync_folder(folder: Path) -> None:
    """See to it that what was renamed in a folder is on disk, as far as the system can."""
    # Windows cannot open folders and need not.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _make_folder(folder: Path) -> None:
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


@contextlib.contextmanager
def replace_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside ``path`` that takes its place when the block ends without an error.

    The bytes are synced before the rename and the folder after it.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    temporary: Path | None = None
    try:
        _make_folder(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        # mkstemp makes files that only their owner reads; what is published is for everybody.
        temporary.chmod(0o666 & ~_UMASK)
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written: {error.strerror or error}",
            remedy="free disk space or correct the folder's permissions, then run again",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_file(path: Path, data: bytes | str) -> None:
    """Write a whole file or leave the old one; text is written as UTF-8.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    with replace_file(path) as out:
        out.write(data.encode("utf-8") if isinstance(data, str) else data)


def remove_leftovers(folder: Path, *, but: Path) -> None:
    """Remove the files that a killed run had not yet put in place.

    Args:
        folder: Where to look, at every depth; nobody else may be writing there.
        but: A folder that is left alone, since others may write there.
    """
    for path in folder.rglob(".*.tmp"):
        if but not in path.parents:
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Let one run at a time work on a show; the lock dies with its process.

    Who holds it is written beside it, for the run that comes second.

    Raises:
        ShowBusyError: Another run holds it.
        PublishError: The folder cannot be written.
    """
    holder = path.with_name(f"{path.name}.holder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(path, blocking=False)
        lock.acquire()
    except filelock.Timeout as error:
        raise ShowBusyError(
            f"another run is at work on {path.parent.parent}{_who_holds(holder)}",
            remedy="wait for it to end, then run again",
        ) from error
    except OSError as error:
        raise PublishError(
            f"{path.parent} cannot be written: {error.strerror or error}",
            remedy="correct the folder's permissions, or name another output folder",
        ) from error
    try:
        # A disk without room for a word more may still have one for what is to be removed.
        with contextlib.suppress(OSError):
            words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
            told = f"process {os.getpid()} on {platform.node()}, {' '.join(words)}"
            holder.write_text(told + "\n", "utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _who_holds(holder: Path) -> str:
    try:
        told = holder.read_text("utf-8").strip()
        since = dt.datetime.fromtimestamp(holder.stat().st_mtime).astimezone()
    except (OSError, UnicodeDecodeError):
        return ""
    return f" ({told}, since {since:%Y-%m-%d %H:%M})" if told else ""
