"""What of the output folder is public: one rule for the check, for copying and for serving.

A file is public where no name on the way to it begins with a dot. A link counts as what it leads
to, where that stands in the folder and is public itself; every other link is none of the show's.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_real(root: Path, path: Path) -> Path | None:
    """Where a path leads, links followed.

    Args:
        root: The published folder, resolved.
        path: A path in it.

    Returns:
        The resolved path; None where it is missing, hidden or outside the folder.
    """
    try:
        real = path.resolve(strict=True)
        inside = real.relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return None
    # A link in the folder may lead to what is hidden in it.
    return None if any(part.startswith(".") for part in inside.parts) else real


def walk_public(output: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List all that stands in the output folder and is not hidden.

    Args:
        output: The folder that is published.

    Returns:
        The files that are public, and what is refused: links that lead out of the folder, to what
        is hidden, nowhere or in a circle, and what is neither file nor folder. Paths in the
        folder with slashes.

    Raises:
        PublishError: A folder may not be opened.
    """
    root = Path(os.path.realpath(output))
    names: list[str] = []
    refused: list[str] = []
    for name, is_public in _walk(root, output, ""):
        (names if is_public else refused).append(name)
    return tuple(names), tuple(refused)


def _walk(root: Path, folder: Path, inside: str) -> Iterator[tuple[str, bool]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise PublishError(
            f"{folder} cannot be opened: {error.strerror or error}",
            remedy="correct its permissions and run again",
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = f"{inside}{entry.name}"
        path = Path(entry.path)
        real = find_real(root, path) if entry.is_symlink() else path
        mode = real.stat().st_mode if real is not None else 0
        if real is not None and stat.S_ISDIR(mode):
            # A link to a folder round itself would have no end.
            if entry.is_symlink() and real in (folder.resolve(), *folder.resolve().parents):
                yield name, False
            else:
                yield from _walk(root, path, f"{name}/")
        else:
            yield name, stat.S_ISREG(mode)
