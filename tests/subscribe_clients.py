"""Subscribe to a show with real podcast programs: ``python -m tests.subscribe_clients [PROGRAM]...``.

Makes a show of two editions with the tone engine, serves it on loopback, and has each program
that is installed (gpo, podboat's newsboat, podget, greg) and each library (feedparser,
podcastparser) subscribe, download the newest episode byte for byte, and, after the feed was
rebuilt, download nothing again. Prints a table; ends with 1 where one failed. Not run by pytest:
the programs are not Python's to install (Debian: gpodder newsboat podget).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from audiopaper.config import defaults_folder, read_config
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.show.publication import rebuild_feed
from audiopaper.show.server import make_server
from tests.support import tone_engine
from tests.support.sample_edition import PAGE

WAIT_S = 60


def run(words: list[str], home: Path, stdin: str = "") -> str:
    """Run a program with a home folder of its own; what it says."""
    names = ("HOME", "GPODDER_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    own = {name: str(home) for name in names} | {"PYTHONWARNINGS": "ignore", "LANG": "C.UTF-8"}
    done = subprocess.run(
        words,
        env={**os.environ, **own},
        cwd=home,
        input=stdin,
        text=True,
        errors="replace",
        capture_output=True,
        timeout=WAIT_S,
        check=False,
    )
    return f"{done.stdout}\n{done.stderr}"


def in_terminal(words: list[str], home: Path, quiet_s: float) -> None:
    """Run a program that draws on a terminal, until it has written nothing new for a while."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(home)
        os.execvpe(words[0], words, {**os.environ, "HOME": str(home), "TERM": "xterm"})
    ends, sizes = time.monotonic() + WAIT_S, {}
    quiet_since = time.monotonic()
    while time.monotonic() < ends and time.monotonic() - quiet_since < quiet_s:
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:  # Linux says so when the program has ended.
                break
        now = {p: p.stat().st_size for p in home.rglob("*") if p.is_file()}
        if now != sizes:
            sizes, quiet_since = now, time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    os.close(terminal)
    os.waitpid(pid, 0)


def gpo(feed: str, home: Path) -> None:
    """gPodder's command line; keeps its list and downloads in its home."""
    if not (home / "Database").exists():
        run(["gpo", "subscribe", feed], home)
    run(["gpo", "update"], home)
    run(["gpo", "download"], home)


def newsboat(feed: str, home: Path) -> None:
    """Newsboat queues enclosures, podboat fetches them."""
    settings = home / ".newsboat"
    settings.mkdir(exist_ok=True)
    (settings / "urls").write_text(f"{feed}\n", "utf-8")
    (settings / "config").write_text(
        f'podcast-auto-enqueue yes\ndownload-path "{home}/audio/"\n', "utf-8"
    )
    (home / "audio").mkdir(exist_ok=True)
    run(["newsboat", "-x", "reload"], home)
    in_terminal(["podboat", "-a"], home, quiet_s=5)


def podget(feed: str, home: Path) -> None:
    """podget keeps a list of what it has fetched."""
    settings = home / ".podget"
    settings.mkdir(exist_ok=True)
    (home / "audio").mkdir(exist_ok=True)
    (settings / "serverlist").write_text(f"{feed} news show\n", "utf-8")
    (settings / "podgetrc").write_text(
        "# Podget configuration file created by version 0.9.0\n"
        f"DIR_LIBRARY={home}/audio\nDIR_LOG={home}/log\nMOST_RECENT=0\nFORCE=0\n"
        "CONFIG_SERVERLIST=serverlist\nLOG_FAIL=errors\nLOG_COMPLETE=done\n"
        "CLEANUP=0\nCLEANUP_DAYS=7\nMIN_SPACE=0\nNO_PLAYLIST=1\nPLAYLIST_NAMEBASE=New-\n"
        'DATE_FORMAT=+%F\nASX_PLAYLIST=0\nWGET_BASEOPTS="-c -nH"\nFILENAME_REPLACECHAR=_\n'
        "FILENAME_BADCHARS='!#$^&=+{}*[]:;<>?|'\nFILENAME_FORMATFIX=1\n",
        "utf-8",
    )
    run(["podget", "-d", str(settings)], home)


def greg(feed: str, home: Path) -> None:
    """greg remembers dates."""
    if not (home / ".local").exists():
        run(["greg", "add", "show", feed], home)
    run(["greg", "sync"], home)


PROGRAMS: dict[str, Callable[[str, Path], None]] = {
    "gpo": gpo,
    "newsboat": newsboat,
    "podget": podget,
    "greg": greg,
}


def audio(home: Path) -> dict[str, str]:
    return {
        str(p.relative_to(home)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in home.rglob("*")
        if p.is_file() and p.suffix == ".mp3"
    }


def make_show(folder: Path, port: int) -> Path:
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "config.toml").write_text(
        f'engine = "tone"\n[show]\nid = "qingchuan"\nbase_url = "http://127.0.0.1:{port}/"\n',
        "utf-8",
    )
    config = read_config(folder / "config.toml")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        for day, week in ((2, "一"), (3, "二")):
            page = folder / f"{day}.txt"
            new = f"2026年3月{day}日 星期{week}"
            page.write_text(PAGE.replace("2026年3月2日 星期一", new), "utf-8")
            produce(Order(paths=(page,)), config, tell_nobody)
    return folder / "output"


def main() -> int:
    """Try every program; print a row for each."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="audiopaper-clients-") as name:
        folder = Path(name)
        (folder / "output").mkdir()
        with make_server(folder / "output", "127.0.0.1", 0) as server:
            port = int(server.server_address[1])
            threading.Thread(target=server.serve_forever, daemon=True).start()
            output = make_show(folder, port)
            feed = f"http://127.0.0.1:{port}/feed.xml"
            newest = output / "episodes" / "2026-03-03" / "qingchuan-2026-03-03.mp3"
            digest = hashlib.sha256(newest.read_bytes()).hexdigest()
            print(f"{'program':<14}{'newest whole':<14}{'nothing again':<14}")
            for program, subscribe in PROGRAMS.items():
                if sys.argv[1:] and program not in sys.argv[1:]:
                    continue
                if shutil.which(program) is None:
                    print(f"{program:<14}not installed")
                    continue
                home = folder / f"home-{program}"
                home.mkdir()
                subscribe(feed, home)
                first = audio(home)
                # Rebuilt with another description: new bytes, the same episodes.
                config = read_config(folder / "config.toml")
                show = replace(config.show, description=f"{program}也能听。")
                rebuild_feed(replace(config, show=show))
                for path in home.rglob("*.mp3"):
                    os.utime(path, (0, 0))
                subscribe(feed, home)
                second = audio(home)
                fresh = [p for p in home.rglob("*.mp3") if p.stat().st_mtime > 0]
                whole = digest in first.values()
                still = second == first and not fresh
                failed |= not (whole and still)
                print(f"{program:<14}{'yes' if whole else 'NO':<14}{'yes' if still else 'NO':<14}")
            failed |= not _read_by_libraries(feed, newest)
            server.shutdown()
    return int(failed)


def _read_by_libraries(feed: str, newest: Path) -> bool:
    parsed = feedparser.parse(feed)
    good = not parsed.bozo and len(parsed.entries) == 2
    good &= int(parsed.entries[0].enclosures[0].length) == newest.stat().st_size
    print(f"{'feedparser':<14}{'yes' if good else 'NO'}")
    try:
        import podcastparser
    except ImportError:
        print(f"{'podcastparser':<14}not installed")
        return good
    import io
    import urllib.request

    with urllib.request.urlopen(feed) as answer:
        told = podcastparser.parse(feed, io.BytesIO(answer.read()))
    episode = told["episodes"][0]
    fine = episode["enclosures"][0]["file_size"] == newest.stat().st_size
    fine &= len(episode["chapters"]) >= 3 and len(told["episodes"]) == 2
    print(f"{'podcastparser':<14}{'yes' if fine else 'NO'}")
    return good and bool(fine)


if __name__ == "__main__":
    sys.exit(main())
