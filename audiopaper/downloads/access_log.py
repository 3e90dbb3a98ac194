"""Reads access logs in the combined format of Apache and nginx."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from audiopaper.errors import InputError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(
    r"(?P<address>\S+) \S+ (?:[^\[\"]*) ?\[(?P<time>[^\]]{20,40})\] "
    r'"(?P<method>[A-Z]{1,10}) (?P<target>[^" ]{1,4000})[^"]{0,20}" '
    r"(?P<status>\d{3}) (?P<bytes>\d{1,18}|-)"
    r'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.){0,2000})")?'
)
_TIME = "%d/%b/%Y:%H:%M:%S %z"
_MAX_LINE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that a server answered."""

    address: str
    """IP address of the client, or its replacement in the log."""

    time: dt.datetime
    """Time of the request, with its offset from UTC."""

    method: str
    """GET, HEAD …"""

    path: str
    """The requested path, without the query."""

    status: int
    """200, 206 …"""

    size: int
    """Bytes of the answer's body that were sent."""

    agent: str
    """The User-Agent header; empty if the log has none."""


def find_logs(pattern: str, folder: Path) -> tuple[Path, ...]:
    """List the files that match a pattern, by name.

    Args:
        pattern: A path with ``*``, ``?`` or ``[…]``.
        folder: Folder of a relative pattern.
    """
    whole = folder / pattern
    paths = Path(whole.anchor or ".").glob(str(whole.relative_to(whole.anchor)))
    return tuple(sorted(path for path in paths if path.is_file()))


def read_log(path: Path) -> Iterator[Request]:
    """Read a log, packed by gzip or not; lines in another format are skipped.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as lines:
            while line := lines.readline(_MAX_LINE):
                request = parse_line(line.decode("utf-8", "replace"))
                if request is not None:
                    yield request
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            _(
                "the log {path} cannot be read: {reason}",
                path=path,
                reason=getattr(error, "strerror", None) or error,
            ),
            remedy=_("correct its permissions, or name another file"),
        ) from error


def parse_line(line: str) -> Request | None:
    """Read one line of a log; return None if it is in another format.

    Example:
        >>> line = ('203.0.113.5 - - [02/Mar/2026:06:10:00 +0800] '
        ...         '"GET /a.mp3?x=1 HTTP/1.1" 206 1000 "-" "AntennaPod/3"')
        >>> request = parse_line(line)
        >>> request.path, request.size, request.agent
        ('/a.mp3', 1000, 'AntennaPod/3')
    """
    fields = _LINE.match(line)
    if fields is None:
        return None
    try:
        time = dt.datetime.strptime(fields["time"], _TIME)  # noqa: DTZ007 - the form has %z
        path = unquote(urlsplit(fields["target"]).path)
    except ValueError:
        return None
    return Request(
        address=fields["address"],
        time=time,
        method=fields["method"],
        path=path,
        status=int(fields["status"]),
        size=0 if fields["bytes"] == "-" else int(fields["bytes"]),
        agent=fields["agent"] or "",
    )
