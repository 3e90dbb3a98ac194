"""Temporary folders of an archive's processes; those of killed processes are removed."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path

import filelock

_PREFIX = "audiopaper-archive-"
_LOCK_NAME = "lock"

_ABANDONED = re.compile(r"audiopaper-(archive|search|[0-9a-f]{8})-[a-z0-9_]+")
"""Folders of this version and of earlier ones, which had no lock."""

_ABANDONED_S = 24 * 3600
"""Age at which a folder without a lock is abandoned."""


_YOUNG_S = 60
"""Age below which a folder's process may not have taken its lock yet."""


@lru_cache(maxsize=1)
def scratch_folder() -> Path:
    """Give the folder of this process for temporary files; it is removed when the process ends.

    The system releases its lock if the process dies; folders of dead processes are removed first.
    """
    top = Path(tempfile.gettempdir())
    remove_abandoned(top, now=time.time())
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=top))
    lock = filelock.FileLock(folder / _LOCK_NAME, blocking=False)
    lock.acquire()
    atexit.register(_give_up, folder, lock)
    return folder


def _give_up(folder: Path, lock: filelock.BaseFileLock) -> None:
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(top: Path, *, now: float) -> int:
    """Remove the temporary folders of processes that were killed.

    Args:
        top: Folder of the temporary folders.
        now: Present time in seconds since 1970.

    Returns:
        Number of removed folders; those that may not be opened are left alone.
    """
    removed = 0
    for folder in top.glob("audiopaper-*-*"):
        try:
            if not _ABANDONED.fullmatch(folder.name) or folder.is_symlink():
                continue
            age_s = now - folder.stat().st_mtime
            if (folder / _LOCK_NAME).is_file():
                if age_s < _YOUNG_S:
                    continue
                # The lock is held as long as the process lives.
                with filelock.FileLock(folder / _LOCK_NAME, blocking=False):
                    pass
            elif age_s < _ABANDONED_S:
                continue
            shutil.rmtree(folder)
            removed += 1
        except (filelock.Timeout, OSError):
            continue
    return removed
