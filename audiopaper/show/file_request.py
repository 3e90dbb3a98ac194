"""From a request's path and range to a file in the published folder and its bytes.

Source:
    RFC 9110, section 14 (ranges). Names that other systems read otherwise: Microsoft, "Naming
    Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from audiopaper.show.visible import find_real

if TYPE_CHECKING:
    from pathlib import Path

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
