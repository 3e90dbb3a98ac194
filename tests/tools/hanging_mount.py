"""A mounted folder that stops answering: ``python -m tests.tools.hanging_mount``.

Mounts a file system of FUSE's by the kernel's own interface (Linux, as root, with ``/dev/fuse``),
which answers what its root is like, or not even that, and nothing else. A show of two episodes is
published to it, and by ``today``; both must end within their limits, with 9 or 0 and a message,
without a traceback. Prints how each run ended; ends with 1 where one offends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import tone_engine
from tests.tools.attack_state import make_show
from tests.tools.attack_targets import MARGIN_S, run_command, write_config

LIMIT_S = 5.0

_GET_ATTRIBUTES, _INIT = 3, 26
_HEADER = struct.Struct("<IIQQIIII")
"""Of a request: length, what is asked, its number, and more that is not looked at."""


@contextlib.contextmanager
def hanging_mount(folder: Path, *, answers_root: bool) -> Iterator[None]:
    """Mount a file system on a folder that answers nothing, or only what its root is like.

    Raises:
        OSError: It cannot be mounted: no FUSE, or no right to it.
    """
    device = os.open("/dev/fuse", os.O_RDWR)
    told = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"hanging", os.fsencode(folder), b"fuse", 0, told.encode()):
        error = ctypes.get_errno()
        os.close(device)
        raise OSError(error, os.strerror(error))
    threading.Thread(target=_answer, args=(device, answers_root), daemon=True).start()
    try:
        yield
    finally:
        # Whatever waits gets an error once the connection is gone (2: even while it is in use).
        libc.umount2(os.fsencode(folder), 2)
        os.close(device)


def _answer(device: int, answers_root: bool) -> None:
    with contextlib.suppress(OSError):
        while True:
            _, asked, number, node, *_ = _HEADER.unpack_from(os.read(device, 1 << 20))
            if asked == _INIT:
                body = struct.pack("<IIIIHHIIHH8I", 7, 31, 0, 0, 16, 12, 131_072, 1, 0, 0, *[0] * 8)
            elif asked == _GET_ATTRIBUTES and node == 1 and answers_root:
                root = (1, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0)
                body = struct.pack("<QII6Q10I", 0, 0, 0, *root)
            else:
                continue
            os.write(device, struct.pack("<IiQ", 16 + len(body), 0, number) + body)


def main() -> int:
    """Publish to a folder that hangs, and print how that ended."""
    bad = 0
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        show = Path(name) / "show"
        show.mkdir()
        tone_engine.install(patch)
        make_show(show)
        mounted = Path(name) / "mounted"
        mounted.mkdir()
        table = f'target = "{mounted}"\n'
        for answers_root in (True, False):
            for args in (("publish",), ("today", "--date", "2026-03-04")):
                write_config(show, {}, limit_s=LIMIT_S)
                path = show / "config.toml"
                path.write_text(
                    path.read_text("utf-8").replace("[publish]\n", "[publish]\n" + table), "utf-8"
                )
                with hanging_mount(mounted, answers_root=answers_root):
                    run = run_command(show, *args, limit_s=20 * LIMIT_S + MARGIN_S)
                sound = run.code not in (-1, 1) and "Traceback" not in run.stderr
                bad += not sound
                what = "answers for its root" if answers_root else "answers nothing"
                print(
                    f"{what}, {args[0]}: {run.code} after {run.seconds:.0f} s\n{run.stderr}",
                    flush=True,
                )
    print(f"{bad} offend")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
