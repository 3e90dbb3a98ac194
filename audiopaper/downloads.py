"""How often episodes were downloaded, by a web server's log: no tracking, nothing sent anywhere.

After the IAB Tech Lab's Podcast Technical Measurement Guidelines 2.3 (2026), section 5.5, as far as
a log can tell; addresses of data centres are not known here and are counted. The section numbers
below are those of the guidelines. Logs are read in the combined format of Apache and nginx.
"""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from audiopaper.disk import open_file
from audiopaper.errors import InputError
from audiopaper.pipe_reader import PipeError, open_pipe
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    if not whole.name:
        return ()
    paths = Path(whole.anchor or ".").glob(str(whole.relative_to(whole.anchor)))
    return tuple(sorted(path for path in paths if path.is_file()))


def read_log(path: Path) -> Iterator[Request]:
    """Read a log, packed by gzip or not; lines in another format are skipped.

    A pipe is read as it comes: ``<(ssh web cat access.log)``.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        with open_pipe(path) or open_file(path, failure=InputError) as file:
            packed = file.peek(2)[:2] == b"\x1f\x8b"
            with gzip.open(file) if packed else file as lines:
                while line := lines.readline(_MAX_LINE):
                    request = parse_line(line.decode("utf-8", "replace"))
                    if request is not None:
                        yield request
    except (OSError, EOFError, PipeError, zlib.error) as error:
        raise InputError(
            _(
                "the log {path} cannot be read: {reason}",
                path=path,
                reason=system_reason(error),
            ),
            remedy=_("name a file that is there and may be read: a log, packed by gzip or not"),
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


WINDOW = dt.timedelta(hours=24)
"""Period in which a listener counts once: a "first touch" rolling window (5.5.1)."""

MINUTE_MS = 60_000
"""Length of sound that must have been sent (5.5.3)."""

_PROBE_BYTES = 2
# Programs that identify themselves (5.5.2, 1.2.5): crawlers, directories, monitors, libraries. A
# player built on a library omits the name of the library, or puts its own name before it.
_BOT = re.compile(
    r"bot\b|crawl|spider|slurp|\bfetch|monitor|uptime|scan|preview|facebookexternalhit|"
    r"^(?:curl|wget|python|go-http-client|java|okhttp|axios|libwww|node)\b",
    re.IGNORECASE,
)
# Downloads that a paired watch makes beside the telephone's (5.5.2, 1.2.7).
_WATCH = re.compile(r"^atc/.*watchOS|\(null\)/\(null\) watchOS")
_PLAYED = frozenset({200, 206})


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFile:
    """An episode's MP3, as a server sends it."""

    key: str
    """Name of the episode: its date, and edition."""

    path: str
    """End of its addresses: ``episodes/2026-03-02/qingchuan-2026-03-02.mp3``."""

    audio_bytes: int
    """Size of the MP3."""

    header_bytes: int
    """Size of its ID3 tag, cover and all."""

    duration_ms: int
    """Length of the sound."""

    @property
    def least_bytes(self) -> int:
        """Bytes that make a download: the tag and a minute, or all of a shorter episode."""
        if self.duration_ms <= MINUTE_MS:
            return self.audio_bytes
        sound = self.audio_bytes - self.header_bytes
        return self.header_bytes + sound * MINUTE_MS // self.duration_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A listener who got an episode."""

    key: str
    """The episode."""

    time: dt.datetime
    """Time of the first request, with its offset from UTC."""

    app: str
    """First word of the User-Agent."""


@dataclass(slots=True)
class _Listener:
    """The requests of one listener for one episode in a window."""

    began: dt.datetime
    agent: str
    size: int = 0


def count_downloads(
    requests: Iterable[Request], episodes: Iterable[EpisodeFile]
) -> tuple[Download, ...]:
    """Count the downloads of episodes.

    Args:
        requests: Requests of one log or several, in any order.
        episodes: The files that are counted.

    Returns:
        Downloads by time. A listener is an address and an agent; parts of a file add up.
    """
    by_name = {episode.path.rpartition("/")[2]: episode for episode in episodes}
    known = {episode.path: episode for episode in by_name.values()}
    downloads: list[Download] = []
    open_windows: dict[tuple[str, str, str], _Listener] = {}
    countable = [r for r in requests if _may_count(r) and r.path.rpartition("/")[2] in by_name]
    for request in sorted(countable, key=lambda r: r.time):
        episode = by_name[request.path.rpartition("/")[2]]
        if not request.path.lstrip("/").endswith(episode.path):
            continue
        who = (episode.key, name_address(request.address), request.agent)
        listener = open_windows.get(who)
        if listener is None or request.time - listener.began >= WINDOW:
            downloads += _close(episode, listener)
            listener = open_windows[who] = _Listener(began=request.time, agent=request.agent)
        listener.size += request.size
    by_key = {episode.key: episode for episode in known.values()}
    for (key, *_client), listener in open_windows.items():
        downloads += _close(by_key[key], listener)
    return tuple(sorted(downloads, key=lambda d: (d.time, d.key, d.app)))


def name_address(address: str) -> str:
    """Name a client: of an IPv6 address the first 64 bits, since devices change the rest (5.5.4).

    Example:
        >>> name_address("2001:db8:1:2:3:4:5:6")
        '2001:db8:1:2::'
        >>> name_address("203.0.113.5")
        '203.0.113.5'
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)).network_address)


def _may_count(request: Request) -> bool:
    """Return whether a request can be part of a download (5.5.2)."""
    return (
        request.method == "GET"
        and request.status in _PLAYED
        and request.size > _PROBE_BYTES
        and not _BOT.search(request.agent)
        and not _WATCH.search(request.agent)
    )


def _close(episode: EpisodeFile, listener: _Listener | None) -> list[Download]:
    if listener is None or listener.size < episode.least_bytes:
        return []
    app = re.split(r"[/ (]", listener.agent, maxsplit=1)[0] or "unknown"
    return [Download(key=episode.key, time=listener.began, app=app)]
