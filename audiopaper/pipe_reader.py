"""Reads what another program writes into a pipe, with an end to every wait."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
from typing import TYPE_CHECKING

from audiopaper.disk import open_at_once
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

MAX_BYTES = 16 << 30
"""Bytes after which a pipe is taken for one without an end."""

MAX_SILENCE_S = 60.0
"""Time without a byte after which nobody is taken to write."""


class PipeError(Exception):
    """A pipe has no end, or nobody writes into it; the message says which."""


def open_pipe(path: Path) -> io.BufferedReader | None:
    """Open a pipe to be read, such as ``<(zcat access.log.gz)`` gives; None if it is none.

    Reading from it raises `PipeError` at `MAX_BYTES`, and after `MAX_SILENCE_S` without a byte.

    Raises:
        OSError: It does not exist or may not be opened.
    """
    if not stat.S_ISFIFO(path.stat().st_mode):
        return None
    return io.BufferedReader(_PipeReader(open_at_once(path, os.O_RDONLY)))


class _PipeReader(io.RawIOBase):
    """A pipe's bytes as they come."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._bytes = number, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        # Windows can wait for sockets only.
        if sys.platform != "win32":
            ready, _writing, _failed = select.select([self._number], [], [], MAX_SILENCE_S)
            if not ready:
                raise PipeError(
                    _("nothing came for {seconds} seconds", seconds=f"{MAX_SILENCE_S:g}")
                )
        view = memoryview(buffer)
        data = os.read(self._number, len(view))
        view[: len(data)] = data
        self._bytes += len(data)
        if self._bytes > MAX_BYTES:
            raise PipeError(_("it goes on behind {size} bytes", size=MAX_BYTES))
        return len(data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._number)
        super().close()
