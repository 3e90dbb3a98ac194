"""A proxy on loopback before a real server: it stands still, or breaks off, after some bytes."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Literal

from tests.support.bad_servers import stop_listening

Fault = Literal["", "hang", "cut"]

_BLOCK_BYTES = 16_384
# Closing with this resets the connection, as a cable that is pulled out and back does.
_RESET = struct.pack("ii", 1, 0)


class Proxy:
    """Hands bytes on between clients and a server until its fault comes."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Kernels hold megabytes for a reader that does not read: here a client is to notice.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        self.port: int = self._listening.getsockname()[1]
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._released = threading.Event()
        self.fault: Fault = ""
        self.after_bytes = 0
        self.seen_bytes = 0
        """What clients have sent since the fault was set."""

        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def break_after(self, fault: Fault, after_bytes: int) -> None:
        """Set the fault, and at which byte of what clients send it comes; none is "" ."""
        self._released.set()
        with self._lock:
            for connection in self._open:
                _shut(connection)
            self._open.clear()
            self.fault, self.after_bytes, self.seen_bytes = fault, after_bytes, 0
            self._released = threading.Event()

    def close(self) -> None:
        stop_listening(self._listening, self._serving)
        self.break_after("", 0)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                client.close()
                continue
            for connection in (client, server):
                # Small packets that are handed on wait for no answer to those before: by default
                # an SFTP client's each would wait for 40 ms.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open += [client, server]
            for source, sink, counted in ((client, server, True), (server, client, False)):
                pump = threading.Thread(
                    target=self._pump, args=(source, sink, counted), daemon=True
                )
                pump.start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        released = self._released
        with contextlib.suppress(OSError):
            while block := source.recv(_BLOCK_BYTES):
                if counted:
                    self.seen_bytes += len(block)
                if self.fault and self.seen_bytes > self.after_bytes:
                    if self.fault == "hang":
                        released.wait()
                    else:
                        _reset(source)
                        _shut(sink)
                    return
                sink.sendall(block)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


def _shut(connection: socket.socket) -> None:
    """Close a connection that another thread may be reading: a close alone would wait for it."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        connection.close()


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.close()


@contextlib.contextmanager
def proxy_before(server_port: int) -> Iterator[Proxy]:
    """A proxy before a server on loopback, closed when the block ends."""
    proxy = Proxy(server_port)
    try:
        yield proxy
    finally:
        proxy.close()
