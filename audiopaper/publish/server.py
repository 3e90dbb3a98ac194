"""A small web server for trying a podcast app on this machine: the published folder, read only.

Source:
    RFC 9110: conditional requests (13), ranges (14). Python's own handler knows no ranges, lists
    folders and follows links out of them.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
import re
import stat
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote_to_bytes

from audiopaper.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml; charset=utf-8",
}
_FEED_TYPE = "application/rss+xml; charset=utf-8"
_CHAPTERS_TYPE = "application/json+chapters; charset=utf-8"

_BLOCK_BYTES = 64 * 1024
_IDLE_S = 30.0


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Answer requests until the program is interrupted.

    Args:
        folder: The published folder.
        host: Address to listen at; the default is heard by this machine only.
        port: Port to listen at.

    Raises:
        PublishError: The folder is missing, or the port is not to be had.
    """
    with make_server(folder, host, port) as server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


def make_server(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """Open the port, without answering yet.

    Args:
        folder: The published folder.
        host: Address to listen at.
        port: Port to listen at; 0 takes a free one (``server_address`` tells which).

    Returns:
        A server; ``serve_forever()`` answers, ``shutdown()`` from another thread ends that, and
        leaving it as a context manager closes the port.

    Raises:
        PublishError: The folder is missing, or the port is not to be had.
    """
    if not folder.is_dir():
        raise PublishError(
            f"{folder} is not there", remedy="make an episode first: audiopaper produce"
        )
    try:
        return _Server((host, port), partial(_Handler, root=folder.resolve()))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise PublishError(
            f"cannot listen at {host}:{port}: {why}",
            remedy="end the program that uses that port, or choose another with --port",
        ) from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Two programs at one port would answer by turns; after an end it is free at once all the same.
    allow_reuse_address = os.name == "posix"

    def server_bind(self) -> None:
        # Python looks up the host's name here, which can take seconds and is used by nobody.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, *_: object) -> None:
        # A player that hangs up in the middle of a file is no error of ours.
        return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "audiopaper"
    sys_version = ""
    timeout = _IDLE_S

    def __init__(self, *args: object, root: Path) -> None:
        self._root = root
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: only ``cli`` prints."""

    def _answer(self, *, with_body: bool) -> None:
        path = find_file(self._root, self.path)
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
        modified = email.utils.formatdate(status.st_mtime, usegmt=True)
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
        if self.headers.get("If-Range", etag) not in (etag, modified):
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
                # The file was cut short meanwhile; a closed connection says so.
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
        # Web players on other pages read the transcript and the chapters.
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


def find_file(root: Path, target: str) -> Path | None:
    """Find the file that a request asks for.

    Args:
        root: The published folder, resolved.
        target: The request's target as sent, percent-encoded, with its query if any.

    Returns:
        A file in the folder (``index.html`` for a folder that has one); None for what is missing,
        outside, hidden, or named in a way that no link of ours is.
    """
    raw = unquote_to_bytes(target.split("?", 1)[0].split("#", 1)[0])
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = [part for part in name.split("/") if part]
    # A part that begins with a dot is hidden or leads upwards; the rest are other systems' ways
    # to the same. Decoded once only: what is still encoded is a file's real name or nothing.
    if not name.startswith("/") or any(
        part.startswith(".") or re.search(r"[\x00-\x1f\\:]", part) for part in parts
    ):
        return None
    try:
        path = root.joinpath(*parts).resolve()
        if path.is_dir():
            path = (path / "index.html").resolve()
        inside = path.relative_to(root)
        return path if path.is_file() and not _is_hidden(inside) else None
    except (OSError, ValueError, RuntimeError):
        return None


def _is_hidden(inside: Path) -> bool:
    # A link in the folder may lead to what is hidden in it.
    return any(part.startswith(".") for part in inside.parts)


def media_type(path: Path) -> str:
    """The content type to send for a file, by its name."""
    if path.name.startswith("feed") and path.suffix == ".xml":
        return _FEED_TYPE
    if path.name == "chapters.json":
        return _CHAPTERS_TYPE
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def parse_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """Read a Range header.

    Args:
        header: Its value; empty where there is none.
        size: The file's size in bytes.

    Returns:
        First and last byte; an empty tuple where the range lies outside the file; None where the
        whole file is to be sent, as for several ranges or what is no range.

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
