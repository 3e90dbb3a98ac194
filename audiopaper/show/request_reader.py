"""Readers that limit how long a request may take, and how long its header may be."""

from __future__ import annotations

import http.client
import io
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

MAX_HEADER_BYTES = 16 * 1024
"""Limit for the request line and all headers together."""


class TimedReader(io.RawIOBase):
    """Reads from a connection with a time limit for a whole request."""

    def __init__(self, connection: socket.socket, wait_s: float) -> None:
        """Wrap a connection.

        Args:
            connection: The client's connection.
            wait_s: Limit for a whole request, in seconds.
        """
        self._connection = connection
        self._wait_s = wait_s
        self.begin()

    def begin(self) -> None:
        """Start the time limit of the next request."""
        self._deadline = time.monotonic() + self._wait_s

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what the client has sent, and wait for it if nothing has come.

        Raises:
            TimeoutError: The request took too long. With a limit for each read only, a client
                that sends single bytes could occupy a thread for hours.
        """
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the request took too long")
        self._connection.settimeout(left_s)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._wait_s)


class LimitedReader(io.BufferedReader):
    """Reads the lines of a request's header with a limit of their total length."""

    def __init__(self, reader: TimedReader) -> None:
        """Wrap a reader of a connection."""
        super().__init__(reader)
        self.begin()

    def begin(self) -> None:
        """Start the limit of the next request."""
        self._left = MAX_HEADER_BYTES

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read the next line.

        Raises:
            LineTooLong: The request is longer than `MAX_HEADER_BYTES`.
        """
        room = self._left + 1
        line = super().readline(room if size is None or size < 0 else min(size, room))
        self._left -= len(line)
        if self._left < 0:
            raise http.client.LineTooLong("header")
        return line
