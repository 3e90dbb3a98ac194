"""Locks: one run at a time works on a show, and one process or thread changes a file."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from audiopaper.disk import read_file
from audiopaper.errors import PublishError, ShowBusyError
from audiopaper.files import unwritable
from audiopaper.legible_names import make_legible
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a show; the system releases it if the process dies.

    A file beside it names the holder, for the message of a second run.

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
        holder_note, since = _who_holds(holder)
        busy = ShowBusyError(
            _(
                "another run is at work on {parent}{holder_note}",
                parent=path.parent.parent,
                holder_note=holder_note,
            ),
            remedy=_("wait for it to end, then run again"),
        )
        busy.since = since
        raise busy from error
    except OSError as error:
        raise unwritable(
            path if os.path.lexists(path) else path.parent,
            error,
            _("correct its owner or permissions, or name another output folder"),
        ) from error
    try:
        # On a full disk the holder cannot be written, but a run may still remove files.
        with contextlib.suppress(OSError):
            words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
            run = f"process {os.getpid()} on {platform.node()}, {' '.join(words)}"
            holder.write_text(make_legible(run) + "\n", "utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


_CHANGE_S = 30.0
"""How long to wait for another change of a file, of which the longest checks all settings."""


@contextlib.contextmanager
def change_alone(path: Path) -> Iterator[None]:
    """Wait until no other process or thread changes a file, and hold them off.

    Whoever reads a file, changes what it holds and writes it again would undo what was written in
    between. A hidden file beside it is the lock; it stays.

    Raises:
        ShowBusyError: Another change did not end in time.
        PublishError: The folder cannot be written.
    """
    lock_path = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(lock_path, timeout=_CHANGE_S)
        lock.acquire()
    except filelock.Timeout as error:
        raise ShowBusyError(
            _("{path} is being changed by another process", path=path),
            remedy=_("wait for it to end, then run again"),
        ) from error
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _who_holds(holder: Path) -> tuple[str, dt.datetime | None]:
    """Return the holder of a lock in brackets, and the time since; empty and None if unknown."""
    try:
        run = read_file(holder).decode("utf-8").strip()
        since = dt.datetime.fromtimestamp(holder.stat().st_mtime).astimezone()
    except (OSError, PublishError, ValueError, OverflowError):
        return "", None
    return (
        (_(" ({run}, since {since:%Y-%m-%d %H:%M %z})", run=run, since=since), since)
        if run
        else ("", None)
    )
