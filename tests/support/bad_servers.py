"""Servers on loopback that answer wrongly, slowly or never."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

from tests import HANG_S


@contextlib.contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does to each connection what it is told, and then holds it open."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                held.append(connection)
                threading.Thread(target=quietly, args=(answer, connection), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            stop_listening(listening, thread)
            for connection in held:
                connection.close()


def stop_listening(listening: socket.socket, accepting: threading.Thread) -> None:
    """Close a listening socket whose thread waits in ``accept``, and wait for the thread.

    Closing alone leaves the thread in ``accept``: it takes one more connection, which nobody closes.
    """
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    accepting.join(HANG_S)
    listening.close()


def quietly(answer: Callable[[socket.socket], None], connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        answer(connection)


def say_nothing(connection: socket.socket) -> None:
    connection.recv(65536)


def drip(connection: socket.socket) -> None:
    """An answer's head, a byte at a time, that never ends."""
    wait = threading.Event()
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 10_000:
        connection.send(bytes([byte]))
        wait.wait(0.02)


def speak_no_http(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"220 mail.example.org ESMTP\r\n")
    connection.close()


def break_off(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 2")
    connection.close()


def say_a_long_line(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 " + b"2" * 200_000 + b"\r\n")
