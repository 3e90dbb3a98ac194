"""Whole-file reading and writing: a crash at any line leaves the old file or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiopaper.errors import PublishError
from audiopaper.legible_names import make_legible
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator


# Read once: reading it means setting it, for all threads.
_UMASK = os.umask(0)
os.umask(_UMASK)


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that renames in it outlive a power failure; ignore a failure."""
    # Windows cannot open folders and need not.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _make_folder(folder: Path, *, sync: bool) -> None:
    if folder.is_dir():
        return
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing if sync else ():
        sync_folder(made.parent)


def unwritable(path: Path, error: OSError, remedy: str = "") -> PublishError:
    """Return the error for a file or folder that cannot be written.

    Args:
        path: The file or folder.
        error: The system's error, for the reason.
        remedy: What to do about it; empty for the advice that fits most folders.
    """
    return PublishError(
        _("{path} cannot be written: {reason}", path=path, reason=system_reason(error)),
        remedy=remedy or _("free disk space or correct the folder's permissions, then run again"),
    )


@contextlib.contextmanager
def replace_file(path: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """Open a file beside ``path`` that replaces it when the block ends without an error.

    Args:
        path: The file to be written.
        sync: Whether the bytes are synced before the rename and the folder after it, so that the
            file outlives a power failure.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    temporary: Path | None = None
    try:
        _make_folder(path.parent, sync=sync)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            yield out
            if sync:
                out.flush()
                os.fsync(out.fileno())
        # mkstemp makes files that only their owner reads; what is published is for everybody.
        temporary.chmod(0o666 & ~_UMASK)
        temporary.replace(path)
        temporary = None
        if sync:
            sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def move_file(path: Path, there: Path) -> None:
    """Move a file onto another path atomically, even to another disk.

    Raises:
        OSError: The file cannot be read, or the path cannot be written.
        PublishError: The path is on another disk and cannot be written.
    """
    try:
        path.replace(there)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with path.open("rb") as source, replace_file(there) as out:
            shutil.copyfileobj(source, out, 1 << 20)
        path.unlink()


def write_file(path: Path, data: bytes | str) -> None:
    """Write a whole file or leave the old one; text is written as UTF-8.

    Raises:
        PublishError: The folder cannot be written or the disk is full.
    """
    with replace_file(path) as out:
        # A text may contain names that are not UTF-8.
        out.write(make_legible(data).encode("utf-8") if isinstance(data, str) else data)


_ABANDONED_S = 24 * 3600
"""Age at which no run that is still alive can own a temporary file."""


def remove_leftovers(folder: Path, *, but: Path) -> None:
    """Remove the temporary files of killed runs.

    Args:
        folder: Folder to search, at every depth; no other run may be writing there.
        but: A folder to leave alone, since other runs may write there.
    """
    for path in folder.rglob(".*.tmp"):
        if but not in path.parents:
            with contextlib.suppress(OSError):
                path.unlink()


def remove_abandoned(folder: Path, *, now: float) -> None:
    """Remove the temporary files that nobody has written to for a day.

    Args:
        folder: Folder to search, at every depth; other processes may be writing there.
        now: Present time in seconds since 1970.
    """
    for path in folder.rglob(".*.tmp"):
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > _ABANDONED_S:
                path.unlink()
