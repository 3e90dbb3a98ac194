"""Remove entries of all stores by age: those unused for longest are removed first."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import PublishError
from audiopaper.files import remove_abandoned
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CLIP_SUFFIX = ".clip"
PIECE_SUFFIX = ".piece"
"""Suffixes of entries: clips; measurements, encoded pieces and other results of a run."""

STORE_FOLDERS = ("cache", "pieces")
"""Folders of both kinds of entries, below a show's work folder."""

_DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSize:
    """A number of entries and their size."""

    files: int
    """Number of entries."""

    total_bytes: int
    """Their size on disk."""


def measure_folders(folders: Sequence[Path]) -> StoreSize:
    """Count the entries of these folders; a folder that does not exist is empty."""
    sizes = [size for _, size, _ in _list_entries(folders)]
    return StoreSize(files=len(sizes), total_bytes=sum(sizes))


def trim_folders(
    folders: Sequence[Path],
    *,
    now: float,
    max_bytes: int | None = None,
    max_age_s: int | None = None,
) -> StoreSize:
    """Remove the entries unused for longest, and temporary files of killed runs.

    Args:
        folders: Folders of entries, which share ``max_bytes``.
        now: Present time in seconds since 1970, from which ages are counted.
        max_bytes: Size that may be left; None for any size.
        max_age_s: Entries unused for longer are removed; None for any age.

    Returns:
        What was removed.

    Raises:
        PublishError: An entry cannot be removed.
    """
    entries = sorted(_list_entries(folders))
    left = sum(size for _, size, _ in entries)
    removed = removed_bytes = 0
    for used, size, path in entries:
        too_old = max_age_s is not None and now - used > max_age_s
        if too_old or (max_bytes is not None and left > max_bytes):
            _remove(path)
            left -= size
            removed += 1
            removed_bytes += size
    for folder in folders:
        remove_abandoned(folder, now=now)
    return StoreSize(files=removed, total_bytes=removed_bytes)


def remove_unused(work: Path, *, now: float, days: int) -> StoreSize:
    """Remove the entries in a show's work folder that no run used for some days.

    Args:
        work: The folder beside what is public, ``output/.work``.
        now: Present time in seconds since 1970.
        days: How long an entry may be unused; 0 for ever.

    Returns:
        What was removed.

    Raises:
        PublishError: An entry cannot be removed.
    """
    folders = [work / name for name in STORE_FOLDERS]
    return trim_folders(folders, now=now, max_age_s=days * _DAY_S if days else None)


def _list_entries(folders: Sequence[Path]) -> list[tuple[float, int, Path]]:
    """Return time of the last use, size and path of each entry."""
    entries = []
    for folder in folders:
        for path in folder.glob("*/*"):
            if path.suffix in (CLIP_SUFFIX, PIECE_SUFFIX):
                with contextlib.suppress(FileNotFoundError):  # another run may trim, too
                    status = path.stat()
                    entries.append((status.st_mtime, status.st_size, path))
    return entries


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            _("{path} cannot be removed: {reason}", path=path, reason=system_reason(error)),
            remedy=_("correct the folder's permissions, then run again"),
        ) from error
