"""Which files of the output folder are public: the rule for the check, copying and serving.

A file is public if no part of its path begins with a dot. A link counts as its target if that is in
the folder and public itself; every other link is ignored.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import PublishError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_real(root: Path, path: Path) -> Path | None:
    """Resolve a path in the published folder.

    Args:
        root: The published folder, resolved.
        path: A path in it.

    Returns:
        The path without links; None if it is missing, hidden or outside the folder.
    """
    try:
        real = path.resolve(strict=True)
        inside = real.relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return None
    # A link in the folder may lead to a hidden file in it.
    return None if any(part.startswith(".") for part in inside.parts) else real


def walk_public(output: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List everything in the output folder that is not hidden.

    Args:
        output: The folder that is published.

    Returns:
        The public files; and what is refused: links that lead out of the folder, to hidden files,
        nowhere or in a circle, and special files. All are paths in the folder, with slashes.

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
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise PublishError(
            _("{folder} cannot be opened: {reason}", folder=folder, reason=error.strerror or error),
            remedy=_("correct its permissions and run again"),
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = f"{inside}{entry.name}"
        path = Path(entry.path)
        real = find_real(root, path) if entry.is_symlink() else path
        mode = real.stat().st_mode if real is not None else 0
        if real is not None and stat.S_ISDIR(mode):
            # Following a link to a parent folder would never end.
            if entry.is_symlink() and real in (folder.resolve(), *folder.resolve().parents):
                yield name, False
            else:
                yield from _walk(root, path, f"{name}/")
        else:
            yield name, stat.S_ISREG(mode)
