"""Reading a request from a client that may be slow, or may never come to an end."""

from __future__ import annotations

import http.client
import io
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

MAX_HEADER_BYTES = 16 * 1024
"""Request line and headers together."""


class Ear(io.RawIOBase):
    """What a client sends, until its time is up."""

    def __init__(self, connection: socket.socket, wait_s: float) -> None:
        """Listen to a connection.

        Args:
            connection: Where the client is.
            wait_s: How long a whole request may take, in seconds.
        """
        self._connection = connection
        self._wait_s = wait_s
        self.begin()

    def begin(self) -> None:
        """Give the client its time anew."""
        self._until = time.monotonic() + self._wait_s

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Take what comes.

        Raises:
            TimeoutError: The request took too long. A limit for each byte would let a client
                that sends one now and then hold its thread for hours.
        """
        left_s = self._until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the request took too long")
        self._connection.settimeout(left_s)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._wait_s)


class Head(io.BufferedReader):
    """The lines of a request, as far as a request may go."""

    def __init__(self, ear: Ear) -> None:
        """Read what an ear hears."""
        super().__init__(ear)
        self.begin()

    def begin(self) -> None:
        """Another request begins."""
        self._left = MAX_HEADER_BYTES

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line.

        Raises:
            LineTooLong: The request is longer than `MAX_HEADER_BYTES`.
        """
        room = self._left + 1
        line = super().readline(room if size is None or size < 0 else min(size, room))
        self._left -= len(line)
        if self._left < 0:
            raise http.client.LineTooLong("header")
        return line
