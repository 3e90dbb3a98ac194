"""Damage each file of a show in each way: ``python -m tests.tools.attack_state``.

One file of a show of two published episodes and one that is held is emptied, cut, garbled, retyped,
made unreadable, removed, or replaced by a link, a folder or a pipe; then each command that opens it, asks for
it or lists its folder goes to work on it: to the others nothing has changed. After each, what the
command changed is put back as it was. No command may end with a traceback or wait for a pipe, and no
feed, here or at the target, may lose an episode unless the command ends with 9. Prints what offends; ends with 1 where
something does. Root may open every file: run it as somebody else, or without that privilege
(``setpriv --bounding-set=-dac_override,-dac_read_search``), for the unreadable ones.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click.testing
import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import defaults_folder, read_config
from audiopaper.errors import AudiopaperError
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support import tone_engine
from tests.support.daily_show import page_of

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--all"),
    ("feed",),
    ("publish", "--dry-run"),
    ("publish",),
    ("today",),
    ("prune", "--keep", "60", "--dry-run"),
    ("today", "--date", "2026-03-04"),
    ("inspect", "2026-03-02"),
    ("correct", "2026-03-02"),
    ("produce", "3"),
    ("doctor", "--offline"),
    ("lexicon", "check"),
    ("lexicon", "list"),
    ("articles", "3"),
    ("rundown", "3"),
    ("review", "3"),
    ("readings", "3"),
    ("pronounce", "重庆"),
    ("voices",),
    ("cache",),
    ("stats",),
    ("history",),
    ("withdraw", "2026-03-03", "--yes"),
)


LOG = (
    '192.0.2.1 - - [02/Mar/2026:07:00:00 +0800] "GET /q/episodes/2026-03-02/'
    'qingchuan-2026-03-02.mp3 HTTP/1.1" 200 900000 "-" "AntennaPod/3.4.0"\n'
)
"""A line of a web server's: somebody fetched an episode."""


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def nest(path: Path) -> None:
    path.write_bytes(b"[" * 50_000)


def retype(path: Path) -> None:
    if path.suffix != ".json":
        path.write_bytes(re.sub(rb"(?m)^(\w+ = ).+$", rb"\1[[7]]", path.read_bytes()))
        return
    path.write_text(json.dumps(_other_types(json.loads(path.read_bytes()))), "utf-8")


def _other_types(value: Any) -> Any:
    """Return the same mappings and lists, with other values in them."""
    if isinstance(value, dict):
        return {key: _other_types(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_other_types(inner) for inner in value]
    return [] if isinstance(value, str) else "x"


def overflow(path: Path) -> None:
    path.write_bytes(re.sub(rb"((?:: |= )-?)\d[\d.]*", rb"\g<1>" + b"9" * 400, path.read_bytes()))


def put_nan(path: Path) -> None:
    for old, new in ((rb"(: )-?\d[\d.]*", rb"\1NaN"), (rb"(= )-?\d[\d.]*", rb"\1nan")):
        path.write_bytes(re.sub(old, new, path.read_bytes()))


def double(path: Path) -> None:
    path.write_bytes(re.sub(rb'("\w+": ("[^"\n]*"|\d+)),', rb"\1, \1,", path.read_bytes()))


def put_surrogate(path: Path) -> None:
    path.write_bytes(re.sub(rb'(: ")', rb"\1\\ud800", path.read_bytes()))


def shut(path: Path) -> None:
    path.chmod(0)


def remove(path: Path) -> None:
    path.unlink()


def link(path: Path) -> None:
    away = path.parents[len(path.parts) - 2] / "tmp" / f"attack-{os.getpid()}-{path.name}"
    shutil.copy(path, away)
    path.unlink()
    path.symlink_to(away)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CONTENTS = (empty, cut, garble, nest, retype, overflow, put_nan, double, put_surrogate)

DAMAGES = (*CONTENTS, shut, remove, link, make_folder, make_pipe)

LONGEST_S = 30
"""Far longer than any command takes."""


def make_show(root: Path) -> None:
    """Two episodes that are published and copied, and one that is held."""
    (root / "config.toml").write_text(
        'engine = "tone"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n'
        'base_url = "https://pod.example.org/q/"\n[today]\npages = 1\n'
        '[publish]\ntarget = "www"\nstory_files = "stories"\naccess_logs = "access.log"\n'
        "[briefing]\nenabled = true\n[feed]\nepisode_images = true\n",
        "utf-8",
    )
    (root / "access.log").write_text(LOG, "utf-8")
    shutil.copytree(defaults_folder() / "voices", root / "voices")
    (root / "inbox" / "2026-03-04").mkdir(parents=True)
    (root / "inbox" / "2026-03-04" / "01.txt").write_text(page_of(4), "utf-8")
    config = read_config(root / "config.toml")
    for day in (1, 2, 3):
        folder = root / str(day)
        folder.mkdir()
        (folder / "01.txt").write_text(page_of(day), "utf-8")
        produce(Order(paths=(folder,), hold=day == 3), config, tell_nobody)
    for args in (["publish"], ["review", str(root / "inbox" / "2026-03-04")]):
        # The review leaves the delivery's articles and readings for the next run.
        CliRunner().invoke(audiopaper, [*args, "--config", str(root / "config.toml")])


def changes(damage: Callable[[Path], None], path: Path, scratch: Path) -> bool:
    """Whether a damage to its content leaves a file other than it was."""
    shutil.copy(path, scratch)
    damage(scratch)
    return scratch.read_bytes() != path.read_bytes()


class Copy:
    """A copy of a show in which a file is damaged, and that is as before after each command."""

    def __init__(self, show: Path, root: Path) -> None:
        self.show, self.root = show, root
        shutil.copytree(show, root, symlinks=True)
        self.name = ""
        self.damage: Callable[[Path], None] = empty
        self.before = look_at(root)

    def damage_file(self, name: str, damage: Callable[[Path], None]) -> None:
        """Have a file damaged from now on, and the one before it whole."""
        before, self.name = self.name, ""
        if before:
            self._take(before)
        self.name, self.damage = name, damage
        self._take(name)
        self.before = look_at(self.root)

    def restore(self) -> None:
        """Put back what differs from what it was, by kind, mode, size, times and inode."""
        now = look_at(self.root)
        changed = {name for name in {*now, *self.before} if now.get(name) != self.before.get(name)}
        if self.damage is link:  # What it leads to may have been written.
            changed.add(self.name)
        for name in sorted(changed):
            self._take(name)
        for folder in {(self.show / name).parent for name in changed}:
            if folder.is_dir():
                shutil.copystat(folder, self.root / folder.relative_to(self.show))
        if changed:
            self.before = look_at(self.root)

    def _take(self, name: str) -> None:
        """Take a file or an empty folder from the show, and damage it where it is the one."""
        there, here = self.show / name, self.root / name
        if here.is_dir() and not here.is_symlink():
            if there.is_dir():
                here.chmod(0o700)
            else:
                shutil.rmtree(here)
        elif here.is_symlink() or here.exists():
            here.unlink()
        if there.is_dir():
            here.mkdir(parents=True, exist_ok=True)
            shutil.copystat(there, here)
        elif there.is_file():
            here.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(there, here)
        if name == self.name:
            self.damage(here)


def look_at(root: Path) -> dict[str, tuple[int, ...]]:
    """What a file system says of every file and folder: mode, inode; of a file, size and times."""
    seen: dict[str, tuple[int, ...]] = {}
    folders = [str(root)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                about = entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    times: tuple[int, ...] = ()
                else:
                    times = (about.st_size, about.st_mtime_ns, about.st_ctime_ns)
                seen[entry.path[len(str(root)) + 1 :]] = (about.st_mode, about.st_ino, *times)
    return seen


def guids(root: Path) -> list[set[bytes]]:
    feeds = [root / name / "feed.xml" for name in ("output", "www")]
    return [
        set(re.findall(rb"urn:uuid:[0-9a-f-]{36}", feed.read_bytes()))
        if feed.is_file() and os.access(feed, os.R_OK)
        else set()
        for feed in feeds
    ]


def find_readers(copy: Copy) -> dict[tuple[str, ...], set[str]]:
    """For each command, the files and folders of a show that it opens, asks for or lists.

    Each command is run in a process of its own, so that none has in memory what another read.
    """
    found = {}
    for args in COMMANDS:
        out = copy.root.parent / "touched.json"
        child = os.fork()
        if not child:
            touched: set[str] = set()
            watch(touched)
            os.chdir(copy.root)
            CliRunner().invoke(audiopaper, list(args))
            out.write_text(json.dumps(sorted(touched)), "utf-8")
            os._exit(0)
        os.waitpid(child, 0)
        copy.restore()
        prefix = f"{copy.root}/"
        paths = json.loads(out.read_text("utf-8"))
        found[args] = {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}
    return found


def watch(touched: set[str]) -> None:
    """Note each path that this process touches from now on; it cannot be undone."""

    def note(path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            touched.add(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 a link stays one

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open" or event.startswith(("os.", "shutil.")):
            for path in args[:2]:
                note(path)

    # These are not among the interpreter's events.
    for name in ("stat", "lstat", "access"):
        setattr(os, name, _noting(getattr(os, name), note))
    sys.addaudithook(hook)


def _noting(ask: Callable[..., object], note: Callable[[object], None]) -> Callable[..., object]:
    def asked(path: object, *args: object, **options: object) -> object:
        note(path)
        return ask(path, *args, **options)

    return asked


def concerns(damage: Callable[[Path], None], name: str, touched: set[str]) -> bool:
    """Whether a damage to a file can be seen by a command.

    Who lists a folder sees which files and links it has; nothing in the program asks a listing for
    more. For all else the file itself is opened or asked for.
    """
    listed = Path(name).parent.as_posix() in touched
    return name in touched or (listed and damage in {remove, link, make_folder, make_pipe})


def attack(
    copy: Copy, name: str, damage: Callable[[Path], None], commands: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """What goes wrong after one file was damaged, command by command."""
    copy.damage_file(name, damage)
    for args in commands:
        before = guids(copy.root)
        os.chdir(copy.root)
        signal.alarm(LONGEST_S)
        done = CliRunner().invoke(audiopaper, list(args))
        signal.alarm(0)
        error = done.exception
        code = error.exit_code if isinstance(error, AudiopaperError) else done.exit_code
        if error is not None and not isinstance(error, AudiopaperError | SystemExit):
            where = traceback.extract_tb(error.__traceback__)[-1]
            yield f"{' '.join(args)}: {error!r} at {Path(where.filename).name}:{where.lineno}"
        lost = [b - a for b, a in zip(before, guids(copy.root), strict=True)]
        damaged_feed = name.endswith("feed.xml")
        if any(lost) and code != 9 and not damaged_feed:
            yield f"{' '.join(args)}: ended with {code}, and the feed lost {lost}"
        os.chdir("/")
        copy.restore()


def _refuse_to_wait(_number: int, _frame: object) -> None:
    raise RuntimeError(f"it waits for more than {LONGEST_S} s")


def main() -> int:
    """Attack, and print what offends."""
    signal.signal(signal.SIGALRM, _refuse_to_wait)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="files whose path holds this")
    parser.add_argument("--damage", default="", help="only the damage of this name")
    parser.add_argument("--each-day", action="store_true", help="both published days' files")
    options = parser.parse_args()
    bad = count = 0
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        # Where the configuration is gone, the packaged one speaks by other engines.
        tone_engine.install(patch, instead_of=("edge", "espeak", "kokoro"))
        patch.setattr(os, "fsync", lambda _: None)
        # The program opens its own streams so; see `open_streams`.
        stream = functools.partial(click.testing._NamedTextIOWrapper, errors="backslashreplace")
        patch.setattr(click.testing, "_NamedTextIOWrapper", stream)
        show = Path(name) / "show"
        show.mkdir()
        make_show(show)
        copy = Copy(show, Path(name) / "copy")
        files = [
            path.relative_to(show).as_posix()
            for path in sorted(show.rglob("*"))
            if path.is_file() and not {"cache", "pieces", "logs"} & set(path.parts)
        ]
        # One of what is kept to be used again: the others are as it is.
        for kept in ("cache", "pieces"):
            first = min(p for p in show.rglob("*") if p.is_file() and kept in p.parts)
            files.append(first.relative_to(show).as_posix())
        if not options.each_day:
            # The files of one published day are those of the next.
            files = [file for file in files if "2026-03-01" not in file]
        touched = find_readers(copy)
        for file in (f for f in files if options.only in f):
            print(f"attacking {file}", file=sys.stderr, flush=True)
            for damage in (d for d in DAMAGES if options.damage in ("", d.__name__)):
                commands = [args for args in COMMANDS if concerns(damage, file, touched[args])]
                scratch = Path(name) / "tried"
                if damage in CONTENTS and not changes(damage, show / file, scratch):
                    continue
                count += len(commands)
                for told in attack(copy, file, damage, commands):
                    bad += 1
                    print(f"{file} {damage.__name__}: {told}", flush=True)
    print(f"{count} commands, {bad} offend")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
