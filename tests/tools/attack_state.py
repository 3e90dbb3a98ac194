"""Damage each file of a show in each way: ``python -m tests.tools.attack_state``.

A show of two published episodes and one that is held is laid out anew for each attack; one file of it
is emptied, cut, garbled, retyped, made unreadable, removed, or replaced by a link or a folder; then
each command goes to work on it. No command may end with a traceback, and no feed, here or at the
target, may lose an episode unless the command ends with 9. Prints what offends; ends with 1 where
something does. Root may open every file: run it as somebody else, or without that privilege
(``setpriv --bounding-set=-dac_override,-dac_read_search``), for the unreadable ones.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

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
    text = path.read_bytes()
    path.write_bytes(re.sub(rb'("\w+": )(\d+|"[^"]*"|\[)', rb'\1{"x": [\2', text, count=1))


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


DAMAGES = (empty, cut, garble, nest, retype, shut, remove, link, make_folder)


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
    CliRunner().invoke(audiopaper, ["publish", "--config", str(root / "config.toml")])


def guids(root: Path) -> list[set[bytes]]:
    feeds = [root / name / "feed.xml" for name in ("output", "www")]
    return [
        set(re.findall(rb"urn:uuid:[0-9a-f-]{36}", feed.read_bytes()))
        if feed.is_file() and os.access(feed, os.R_OK)
        else set()
        for feed in feeds
    ]


def attack(show: Path, name: str, damage: Callable[[Path], None]) -> Iterator[str]:
    """What goes wrong after one file was damaged, command by command."""
    for args in COMMANDS:
        with tempfile.TemporaryDirectory(prefix="attack-") as folder:
            root = Path(folder) / "show"
            shutil.copytree(show, root, symlinks=True)
            damage(root / name)
            before = guids(root)
            os.chdir(root)
            done = CliRunner().invoke(audiopaper, list(args))
            error = done.exception
            code = error.exit_code if isinstance(error, AudiopaperError) else done.exit_code
            if error is not None and not isinstance(error, AudiopaperError | SystemExit):
                where = traceback.extract_tb(error.__traceback__)[-1]
                yield f"{' '.join(args)}: {error!r} at {Path(where.filename).name}:{where.lineno}"
            lost = [b - a for b, a in zip(before, guids(root), strict=True)]
            damaged_feed = name.endswith("feed.xml")
            if any(lost) and code != 9 and not damaged_feed:
                yield f"{' '.join(args)}: ended with {code}, and the feed lost {lost}"
            os.chdir("/")


def main() -> int:
    """Attack, and print what offends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="files whose path holds this")
    parser.add_argument("--each-day", action="store_true", help="both published days' files")
    options = parser.parse_args()
    bad = count = 0
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        # Where the configuration is gone, the packaged one speaks by other engines.
        tone_engine.install(patch, instead_of=("edge", "espeak", "kokoro"))
        patch.setattr(os, "fsync", lambda _: None)
        show = Path(name) / "show"
        show.mkdir()
        make_show(show)
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
        for file in (f for f in files if options.only in f):
            print(f"attacking {file}", file=sys.stderr, flush=True)
            for damage in DAMAGES:
                count += len(COMMANDS)
                for told in attack(show, file, damage):
                    bad += 1
                    print(f"{file} {damage.__name__}: {told}", flush=True)
    print(f"{count} commands, {bad} offend")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
