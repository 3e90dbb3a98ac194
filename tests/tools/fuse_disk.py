"""A disk of FUSE's by the kernel's own interface, which hands on to a folder until it hangs.

Source:
    Linux, ``include/uapi/linux/fuse.h``, protocol 7.31.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
from collections.abc import Callable
from pathlib import Path

_HEADER = struct.Struct("<IIQQIIII")
"""Of a request: length, what is asked, its number, the node, and who asks."""

_FORGET, _INTERRUPT, _BATCH_FORGET = 2, 36, 42
_GETATTR, _INIT, _DESTROY = 3, 26, 38

_BIG_WRITES = 1 << 5
_CHANGE_MODE, _CHANGE_SIZE = 1, 1 << 3


class FuseDisk:
    """Files and folders of a backing folder, read and written for the kernel."""

    def __init__(
        self, backing: Path, *, answers: str = "all", hang_after: int | None = None
    ) -> None:
        """Take a folder.

        Args:
            backing: What the disk holds.
            answers: ``all``; ``root``: only what the root is like; or ``nothing``.
            hang_after: How many changes are made before nothing is answered; None for no end.
        """
        self._backing = backing
        self._answers = answers
        self._hang_after = hang_after
        self._paths = {1: ""}
        self._nodes = {"": 1}
        self.changes = 0
        self._handlers: dict[int, Callable[[int, bytes], bytes]] = {
            1: self._look_up,
            _GETATTR: lambda node, _: struct.pack("<QII", 0, 0, 0) + self._attributes(node),
            4: self._set_attributes,
            9: self._make_folder,
            10: self._remove,
            11: self._remove_folder,
            12: lambda node, body: self._rename(node, body, 8),
            14: lambda _, __: struct.pack("<QII", 0, 0, 0),
            15: self._read,
            16: self._write,
            17: lambda _, __: struct.pack("<5Q4I6I", *[1 << 30] * 5, 4096, 255, 4096, *[0] * 7),
            18: lambda _, __: b"",
            20: lambda _, __: b"",
            25: lambda _, __: b"",
            _INIT: self._begin,
            27: lambda _, __: struct.pack("<QII", 0, 0, 0),
            28: self._list,
            29: lambda _, __: b"",
            30: lambda _, __: b"",
            34: lambda _, __: b"",
            35: self._create,
            45: lambda node, body: self._rename(node, body, 16),
        }

    def serve(self, device: int) -> None:
        """Answer the kernel's requests until the disk is unmounted."""
        with contextlib.suppress(OSError):
            while True:
                request = os.read(device, 1 << 20)
                _, asked, number, node, *_ = _HEADER.unpack_from(request)
                if asked in (_FORGET, _BATCH_FORGET, _INTERRUPT, _DESTROY):
                    continue
                if not self._is_answered(asked, node):
                    continue
                try:
                    error, body = self._answer(asked, node, request[_HEADER.size :])
                except _HangError:
                    continue
                os.write(device, struct.pack("<IiQ", 16 + len(body), -error, number) + body)

    def _is_answered(self, asked: int, node: int) -> bool:
        if asked == _INIT:
            return True
        if self._answers != "all":
            return self._answers == "root" and asked == _GETATTR and node == 1
        return self._hang_after is None or self.changes <= self._hang_after

    def _answer(self, asked: int, node: int, body: bytes) -> tuple[int, bytes]:
        handler = self._handlers.get(asked)
        if handler is None:
            return errno.ENOSYS, b""
        try:
            answer = handler(node, body)
        except OSError as error:
            return error.errno or errno.EIO, b""
        return 0, answer

    def _at(self, node: int, name: bytes) -> str:
        return f"{self._paths[node]}/{os.fsdecode(name)}".lstrip("/")

    def _real(self, path: str) -> Path:
        return self._backing / path

    def _change(self) -> None:
        """Count a change; the one that is too many is never made, as a cable is pulled before it."""
        self.changes += 1
        if self._hang_after is not None and self.changes > self._hang_after:
            raise _HangError

    def _begin(self, _: int, __: bytes) -> bytes:
        sizes = (131_072, _BIG_WRITES, 0, 0, 131_072, 1, 0, 0)
        return struct.pack("<IIIIHHIIHH8I", 7, 31, *sizes, *[0] * 8)

    def _attributes(self, node: int) -> bytes:
        if self._answers == "root":
            root = (1, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0)
            return struct.pack("<6Q10I", *root)
        found = self._real(self._paths[node]).lstat()
        times = (int(found.st_atime), int(found.st_mtime), int(found.st_ctime))
        return struct.pack(
            "<6Q10I",
            *(node, found.st_size, found.st_blocks, *times),
            *(0, 0, 0, found.st_mode, found.st_nlink, found.st_uid, found.st_gid, 0, 4096, 0),
        )

    def _entry(self, path: str) -> bytes:
        self._real(path).lstat()
        node = self._nodes.setdefault(path, len(self._paths) + 1)
        self._paths[node] = path
        return struct.pack("<4QII", node, 0, 0, 0, 0, 0) + self._attributes(node)

    def _look_up(self, node: int, body: bytes) -> bytes:
        return self._entry(self._at(node, body.rstrip(b"\0")))

    def _set_attributes(self, node: int, body: bytes) -> bytes:
        valid, _, _, size = struct.unpack_from("<IIQQ", body)
        (mode,) = struct.unpack_from("<I", body, 68)
        path = self._real(self._paths[node])
        if valid & _CHANGE_SIZE:
            self._change()
            os.truncate(path, size)
        if valid & _CHANGE_MODE:
            path.chmod(mode & 0o7777)
        return struct.pack("<QII", 0, 0, 0) + self._attributes(node)

    def _make_folder(self, node: int, body: bytes) -> bytes:
        self._change()
        path = self._at(node, body[8:].rstrip(b"\0"))
        self._real(path).mkdir()
        return self._entry(path)

    def _create(self, node: int, body: bytes) -> bytes:
        self._change()
        path = self._at(node, body[16:].rstrip(b"\0"))
        os.close(os.open(self._real(path), os.O_CREAT | os.O_WRONLY, 0o644))
        return self._entry(path) + struct.pack("<QII", 0, 0, 0)

    def _remove(self, node: int, body: bytes) -> bytes:
        self._change()
        path = self._at(node, body.rstrip(b"\0"))
        self._real(path).unlink()
        self._nodes.pop(path, None)
        return b""

    def _remove_folder(self, node: int, body: bytes) -> bytes:
        self._change()
        path = self._at(node, body.rstrip(b"\0"))
        self._real(path).rmdir()
        self._nodes.pop(path, None)
        return b""

    def _rename(self, node: int, body: bytes, skipped: int) -> bytes:
        self._change()
        (new_node,) = struct.unpack_from("<Q", body)
        old_name, new_name = body[skipped:].split(b"\0")[:2]
        old, new = self._at(node, old_name), self._at(new_node, new_name)
        self._real(old).rename(self._real(new))
        moved = self._nodes.pop(old, None)
        if moved is not None:
            self._nodes[new] = moved
            self._paths[moved] = new
        return b""

    def _read(self, node: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        with self._real(self._paths[node]).open("rb") as file:
            return os.pread(file.fileno(), size, offset)

    def _write(self, node: int, body: bytes) -> bytes:
        self._change()
        _, offset, size = struct.unpack_from("<QQI", body)
        with self._real(self._paths[node]).open("r+b") as file:
            written = os.pwrite(file.fileno(), body[40 : 40 + size], offset)
        return struct.pack("<II", written, 0)

    def _list(self, node: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        rows = b""
        folder = self._real(self._paths[node])
        for number, path in enumerate(sorted(folder.iterdir())[offset:], offset + 1):
            data = os.fsencode(path.name)
            kind = path.lstat().st_mode >> 12
            row = struct.pack("<QQII", number, number, len(data), kind) + data
            row += b"\0" * (-len(row) % 8)
            if len(rows) + len(row) > size:
                break
            rows += row
        return rows


class _HangError(Exception):
    """A change that is never answered."""
