"""A mounted folder that stops answering: ``python -m tests.tools.hanging_mount``.

Mounts a file system of FUSE's by the kernel's own interface (Linux, as root, with ``/dev/fuse``). It
answers nothing; or only what its root is like; or everything, until so many changes were asked of it.
A show of two episodes is published to it, and ``today`` makes a third one and copies it there. Each
run must end within its limits, with 9 and a sentence or with 0, without a traceback; the feed there
must name nothing that is not there; ``today --notify`` must tell of it. Then the disk answers again:
the next run ends with 0 or 10, and all is there. Prints how each run ended; ends with 1 where one
offends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiopaper.show.targets import list_public
from tests.support import tone_engine
from tests.support.webhook_server import serving, webhook
from tests.tools.attack_state import make_show
from tests.tools.attack_targets import MARGIN_S, Run, run_command, write_config
from tests.tools.fuse_disk import FuseDisk

LIMIT_S = 5.0

CHANGES = (0, 1, 4, 9, 20, 45, 80, 200)
"""After how many changes the disk hangs: while folders are made, a file is sent, others, the feed."""


@contextlib.contextmanager
def mount(disk: FuseDisk, folder: Path) -> Iterator[None]:
    """Mount a disk on a folder.

    Raises:
        OSError: It cannot be mounted: no FUSE, or no right to it.
    """
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"hanging", os.fsencode(folder), b"fuse", 0, options.encode()):
        error = ctypes.get_errno()
        os.close(device)
        raise OSError(error, os.strerror(error))
    threading.Thread(target=disk.serve, args=(device,), daemon=True).start()
    try:
        yield
    finally:
        # Whatever waits gets an error.
        libc.umount2(os.fsencode(folder), _FORCE)
        libc.umount2(os.fsencode(folder), _DETACH)
        os.close(device)


_FORCE, _DETACH = 1, 2
"""How a disk is unmounted: MNT_FORCE, MNT_DETACH."""


class Trial:
    """A show whose target is a mounted folder, and what offends."""

    def __init__(self, show: Path, folder: Path) -> None:
        self.show, self.folder = show, folder
        self.backing = folder / "backing"
        self.mounted = folder / "mounted"
        self.backing.mkdir()
        self.mounted.mkdir()
        self.runs = self.bad = 0
        self.longest_s = 0.0

    def run(self, what: str, *args: str, codes: tuple[int, ...]) -> Run:
        """Run a command; it must end by itself, with one of the codes."""
        limit_s = 20 * LIMIT_S + MARGIN_S
        # A process that a disk holds cannot be killed before.
        mounted = os.fsencode(self.mounted)
        release = threading.Timer(limit_s, ctypes.CDLL(None).umount2, (mounted, _FORCE))
        release.start()
        run = run_command(self.show, *args, limit_s=limit_s)
        release.cancel()
        self.runs += 1
        self.longest_s = max(self.longest_s, run.seconds)
        sound = run.code in codes and "Traceback" not in run.stderr
        print(f"{what}, {args[0]}: {run.code} after {run.seconds:.0f} s", flush=True)
        self.offend(not sound, f"{what}, {args[0]}: {run.stderr}")
        return run

    def offend(self, bad: bool, what: str) -> None:
        """Count and print what offends."""
        if bad:
            self.bad += 1
            print(f"OFFENDS {what}", flush=True)

    def look(self, what: str, *, whole: bool) -> None:
        """See that the feed there names nothing that is missing, and whether all is there."""
        feed = self.backing / "feed.xml"
        text = feed.read_text("utf-8") if feed.exists() else ""
        named = re.findall(r"https://pod\.example\.org/q/(episodes/[^\"<?#]+\.\w+)", text)
        missing = [name for name in named if not (self.backing / name).is_file()]
        self.offend(bool(missing), f"{what}: the feed there names {missing[:2]}")
        output = self.show / "output"
        differing = [
            name
            for name in (list_public(output) if whole else ())
            if not (self.backing / name).is_file()
            or (self.backing / name).read_bytes() != (output / name).read_bytes()
        ]
        self.offend(bool(differing), f"{what}: not as here: {differing[:3]}")


def configure(trial: Trial, webhook: str) -> None:
    """Lay out settings: the mounted folder is the target, and a webhook is told."""
    table = f'[today]\npages = 1\n[notify]\nwebhook = "{webhook}"\n'
    write_config(trial.show, {}, table, limit_s=LIMIT_S)
    path = trial.show / "config.toml"
    text = path.read_text("utf-8").replace(
        "[publish]\n", f'[publish]\ntarget = "{trial.mounted}"\n'
    )
    path.write_text(text, "utf-8")


def try_disk(trial: Trial, disk: FuseDisk, what: str) -> None:
    """Publish to a disk that hangs, make a day on it, and run again when it answers."""
    taken: list[dict[str, object]] = []
    with serving(webhook(200, taken)) as port:
        configure(trial, f"http://127.0.0.1:{port}/")
        with mount(disk, trial.mounted):
            trial.run(what, "publish", codes=(0, 9))
            trial.look(what, whole=False)
            run = trial.run(what, "today", "--date", "2026-03-04", "--notify", codes=(0, 9))
            trial.look(what, whole=run.code == 0)
        silent = run.code == 9 and str(trial.mounted) not in str(taken)
        trial.offend(silent, f"{what}: nobody was told of it: {taken}")
        episode = trial.show / "output" / "episodes" / "2026-03-04" / "episode.json"
        trial.offend(not episode.is_file(), f"{what}: no episode was made of the day")
        with mount(FuseDisk(trial.backing), trial.mounted):
            trial.run(f"{what}, mended", "today", codes=(0, 10))
            trial.look(f"{what}, mended", whole=True)


def main() -> int:
    """Publish to folders that hang, and print how that ended."""
    bad = runs = 0
    longest_s = 0.0
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        whats = ["nothing", "root", *map(str, CHANGES)]
        for what in whats if not sys.argv[1:] else sys.argv[1:]:
            folder = Path(name) / what
            show = folder / "show"
            show.mkdir(parents=True)
            make_show(show)
            trial = Trial(show, folder)
            answers = {"nothing": "nothing", "root": "root"}.get(what, "all")
            changes = int(what) if answers == "all" else None
            disk = FuseDisk(trial.backing, answers=answers, hang_after=changes)
            try_disk(trial, disk, f"{what}{' changes' if answers == 'all' else ' answered'}")
            bad, runs = bad + trial.bad, runs + trial.runs
            longest_s = max(longest_s, trial.longest_s)
    print(f"{runs} runs, the longest {longest_s:.0f} s; {bad} offend")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
