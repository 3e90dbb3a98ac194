"""A small read-only web server for trying a podcast app on this machine.

Source:
    RFC 9110: conditional requests (13), ranges (14). Python's own handler supports no ranges,
    lists folders, follows links out of them, and has no time limit for a whole request.
"""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import os
import socket
import stat
import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, BinaryIO

from audiopaper.errors import PublishError
from audiopaper.publish.file_names import media_type
from audiopaper.show.request_reader import LimitedReader, TimedReader
from audiopaper.show.visible import find_file, find_redirect, parse_range
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from pathlib import Path

EVERY_ADDRESS = ("0.0.0.0", "::", "")
"""A server that listens on one of these is reachable at every address of its machine."""

# Documentation addresses (RFC 5737, RFC 3849): nobody has them, so the default route applies.
_DESTINATIONS = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)


def find_lan_address() -> str:
    """Find this machine's address in its network; empty if it has none.

    Connecting a datagram socket sends no packet: the system only chooses the local address for
    that destination.
    """
    for family, destination in _DESTINATIONS:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((destination, 9))
                address = str(probe.getsockname()[0])
        except OSError:
            continue
        if not address.startswith(("127.", "0.", "169.254.")) and address not in ("::", "::1"):
            return f"[{address}]" if family == socket.AF_INET6 else address
    return ""


MAX_CONNECTIONS = 256
"""Connections at once, each a thread; further clients get a 503 with Retry-After."""

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)
_BLOCK_BYTES = 64 * 1024

# Limit from the last response (or the connection) to the end of the next request's headers, and for
# each block that is sent. A player that stops reading asks again later, by a range.
_WAIT_S = 30.0


def make_server(
    folder: Path,
    host: str,
    port: int,
    *,
    max_connections: int = MAX_CONNECTIONS,
    wait_s: float = _WAIT_S,
) -> ThreadingHTTPServer:
    """Open the port; no request is answered yet.

    Args:
        folder: The published folder.
        host: Address to listen at.
        port: Port to listen at; 0 takes a free one, which ``server_address`` gives.
        max_connections: Number of connections at once.
        wait_s: Limit for a request, and for sending a block, in seconds.

    Returns:
        A server; ``serve_forever()`` answers requests, ``shutdown()`` from another thread ends
        that, and leaving it as a context manager closes the port.

    Raises:
        PublishError: The folder is missing, or the port cannot be opened.
    """
    if not folder.is_dir():
        raise PublishError(
            _("no such folder: {folder}", folder=folder),
            remedy=_("make an episode first: audiopaper produce"),
        )
    handler = partial(_Handler, root=folder.resolve(), wait_s=wait_s)
    try:
        return _Server((host, port), handler, max_connections)
    except (OSError, OverflowError) as error:
        why = system_reason(error)
        raise PublishError(
            _("cannot listen at {host}:{port}: {why}", host=host, port=port, why=why),
            remedy=_("end the program that uses that port, or: audiopaper serve --port PORT"),
        ) from error


_LAST_S = 253_402_300_799
"""The last second of the year 9999, the latest time that a header can hold."""


def http_date(seconds: float) -> str:
    """Format a file's time for an HTTP header, limited to the years that a header can hold.

    Args:
        seconds: Seconds since 1970.

    Example:
        >>> http_date(0), http_date(1e300)
        ('Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT')
    """
    return email.utils.formatdate(min(max(seconds, 0), _LAST_S), usegmt=True)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows, the option would let two programs listen at one port. On POSIX, it frees the port
    # at once when the server ends.
    allow_reuse_address = os.name == "posix"
    request_queue_size = MAX_CONNECTIONS

    def __init__(self, address: tuple[str, int], handler: Any, max_connections: int) -> None:
        self._free = threading.BoundedSemaphore(max_connections)
        super().__init__(address, handler)

    def server_bind(self) -> None:
        # Python's own method looks up the host's name, which can take seconds and is not used.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            with contextlib.suppress(OSError):
                request.setblocking(False)
                request.send(_FULL)
                # Unread data would reset the connection before the client has read the response.
                request.recv(_BLOCK_BYTES)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, *_: object) -> None:
        # A player may close the connection in the middle of a file.
        return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, root: Path, wait_s: float) -> None:
        self._root = root
        self._wait_s = wait_s
        super().__init__(*args)  # type: ignore[arg-type]

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self._wait_s)
        self.rfile.close()
        self._socket_reader = TimedReader(self.connection, self._wait_s)
        self._request_reader = LimitedReader(self._socket_reader)
        self.rfile = self._request_reader

    def handle_one_request(self) -> None:
        self._socket_reader.begin()
        self._request_reader.begin()
        try:
            super().handle_one_request()
        except http.client.LineTooLong:
            # Raised by the request line; for headers, Python's own handler answers.
            self.requestline, self.request_version, self.command = "", "", ""
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def version_string(self) -> str:
        """The program's name, without Python's version."""
        return "audiopaper"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: only ``cli`` prints."""

    def _answer(self, *, with_body: bool) -> None:
        if {"content-length", "transfer-encoding"} & {name.lower() for name in self.headers}:
            # The body is not read, and would be taken for the next request.
            self.close_connection = True
        path = find_file(self._root, self.path)
        location = find_redirect(self._root, self.path)
        if location:
            headers = {"Location": location, "Content-Length": "0"}
            self._start(HTTPStatus.MOVED_PERMANENTLY, headers)
            return
        try:
            if path is None:
                raise FileNotFoundError
            file = path.open("rb")
        except OSError:
            self._refuse(HTTPStatus.NOT_FOUND, with_body=with_body)
            return
        with file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                self._refuse(HTTPStatus.NOT_FOUND, with_body=with_body)
                return
            self._send_file(file, path, status, with_body=with_body)

    def _send_file(
        self, file: BinaryIO, path: Path, status: os.stat_result, *, with_body: bool
    ) -> None:
        size = status.st_size
        etag = f'"{status.st_mtime_ns:x}-{size:x}"'
        modified = http_date(status.st_mtime)
        if self._is_known(etag, int(status.st_mtime)):
            self._start(HTTPStatus.NOT_MODIFIED, {"ETag": etag, "Last-Modified": modified})
            return
        headers = {
            "Content-Type": media_type(path),
            "Accept-Ranges": "bytes",
            "ETag": etag,
            "Last-Modified": modified,
        }
        wanted = self.headers.get("Range", "")
        # A range is defined for GET only (RFC 9110, 14.2).
        if not with_body or self.headers.get("If-Range", etag) not in (etag, modified):
            wanted = ""
        span = parse_range(wanted, size)
        if span is None:
            first, length = 0, size
            self._start(HTTPStatus.OK, {**headers, "Content-Length": str(size)})
        elif not span:
            self._start(
                HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                {"Content-Range": f"bytes */{size}", "Content-Length": "0"},
            )
            return
        else:
            first, length = span[0], span[1] - span[0] + 1
            headers["Content-Range"] = f"bytes {span[0]}-{span[1]}/{size}"
            self._start(HTTPStatus.PARTIAL_CONTENT, {**headers, "Content-Length": str(length)})
        if with_body:
            self._copy(file, first, length)

    def _copy(self, file: BinaryIO, first: int, length: int) -> None:
        file.seek(first)
        while length > 0:
            block = file.read(min(_BLOCK_BYTES, length))
            if not block:
                # The file became shorter; closing the connection tells the client.
                self.close_connection = True
                return
            self.wfile.write(block)
            length -= len(block)

    def _is_known(self, etag: str, modified: int) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
            return etag in tags or "*" in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and (
                email.utils.parsedate_to_datetime(since).timestamp() >= modified
            )
        except (ValueError, OverflowError):
            return False

    def _start(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        # Web players of other sites read the transcript and the chapters.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()

    def _refuse(self, status: HTTPStatus, *, with_body: bool) -> None:
        body = f"{status.value} {status.phrase}\n".encode()
        self._start(
            status,
            {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))},
        )
        if with_body:
            self.wfile.write(body)
