"""Which files of the output folder are public, and which of them a request to a server names.

A file is public if no part of its path begins with a dot. A link counts as its target if that is in
the folder and public itself; every other link is ignored.

Source:
    RFC 9110, section 14 (ranges). Names that other systems read otherwise: Microsoft, "Naming
    Files, Paths, and Namespaces".
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from audiopaper.errors import PublishError
from audiopaper.translations import _, system_reason

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
            _("{folder} cannot be opened: {reason}", folder=folder, reason=system_reason(error)),
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


# Refused names: hidden ones and parent folders; control characters, drives, streams and other
# separators; endings that Windows drops, which would give a file many names; Windows' devices.
_REFUSED_NAME = re.compile(
    r"^\.|[\x00-\x1f\x7f\\:*?\"<>|]|[. ]\Z"
    r"|^(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|\Z)",
    re.IGNORECASE,
)


def find_file(root: Path, target: str) -> Path | None:
    """Return the file that a request names.

    Args:
        root: The published folder, resolved.
        target: The request's target as sent, percent-encoded, with its query if any.

    Returns:
        A file in the folder (``index.html`` for a folder that has one); None if it is missing,
        outside the folder, hidden, or has a name that the show never uses.
    """
    parts = _read_path(target)
    if parts is None:
        return None
    try:
        path = find_real(root, root.joinpath(*parts))
        if path is not None and path.is_dir():
            path = find_real(root, path / "index.html")
        return path if path is not None and path.is_file() else None
    except (OSError, ValueError):
        return None


def find_redirect(root: Path, target: str) -> str:
    """Find the address with a slash for a request that names a folder without one.

    Without the slash, the page's relative links would start at the parent folder.

    Args:
        root: The published folder, resolved.
        target: The request's target as sent.

    Returns:
        A path of this server with a slash, and the unchanged query; empty if no redirect is
        needed.
    """
    path, question, query = target.partition("#")[0].partition("?")
    parts = _read_path(path)
    if not parts or path.endswith("/") or find_file(root, path) is None:
        return ""
    try:
        if not root.joinpath(*parts).is_dir():
            return ""
    except OSError:
        return ""
    # Built from the decoded names: a path with two slashes in front would lead to another host.
    return "/" + quote("/".join(parts)) + "/" + question + quote(query, safe="%/?:@!$&'()*+,;=~")


def _read_path(target: str) -> list[str] | None:
    """The names in a request's path; None if one is refused."""
    raw = unquote_to_bytes(target.split("?", 1)[0].split("#", 1)[0])
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = [part for part in name.split("/") if part]
    # Decoded once only: a percent sign that remains is part of a file's name.
    if not name.startswith("/") or any(_REFUSED_NAME.search(part) for part in parts):
        return None
    return parts


def parse_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """Read a Range header.

    Args:
        header: The header's value; empty if there is none.
        size: The file's size in bytes.

    Returns:
        First and last byte; an empty tuple if the range lies outside the file; None if the whole
        file is to be sent, as for several ranges or a malformed one.

    Example:
        >>> parse_range("bytes=0-99", 1000), parse_range("bytes=-100", 1000)
        ((0, 99), (900, 999))
        >>> parse_range("bytes=1000-", 1000)
        ()
    """
    match = re.fullmatch(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", header, re.IGNORECASE)
    if match is None or not any(match.groups()):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size - 1) if length else ()
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < first:
        return None
    return (first, last) if first < size else ()
