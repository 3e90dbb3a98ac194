"""Measure how soon the program is ready: `python -m tests.tools.bench_start [ROUNDS]`.

Start-up (`--version`, `--help`), and `produce` of the sample edition with espeak: cold, where
nothing was spoken before, as long as it is by default and as long as the edition that the first
figures were measured on (`SHORTER`), and again with nothing changed. Python compiles a program's
modules when they are first imported: a run that is not counted sees to that. Each row has the
least of ROUNDS (3 where none is named) of time on the clock, processor time of the program and all
that it starts, and the most memory that one process held; and how long the episode is. Cold is
made in a new show each time.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PRODUCE = ("produce", "--engine", "espeak", "--quiet")

SHORTER = 11
"""Minutes asked for, for an episode of 12.4."""


def measure(folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Run a command: seconds on the clock, seconds of processor time, MB at its peak."""
    command = [sys.executable, "-m", "audiopaper", *arguments]
    start = time.perf_counter()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {said.decode('utf-8', 'replace')}")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def least(rows: list[tuple[float, float, float]]) -> tuple[float, ...]:
    return tuple(min(row[n] for row in rows) for n in range(3))


def make_show(folder: Path, minutes: int = 0) -> Path:
    """Make a show that reads the sample edition, of so many minutes where that is asked."""
    show = Path(tempfile.mkdtemp(dir=folder)) / "show"
    measure(show.parent, "init", show.name)
    path = show / "config.toml"
    config = re.sub(r'(?m)^inbox = "inbox"$', "sample = true", path.read_text("utf-8"))
    if minutes:
        config, count = re.subn(r"(?m)^minutes = \d+", f"minutes = {minutes}", config)
        assert count == 1
    path.write_text(config, "utf-8")
    return show


def read_minutes(show: Path) -> float:
    """Return the length of a show's one episode, in minutes."""
    (record,) = show.glob("output/episodes/*/episode.json")
    return float(json.loads(record.read_text("utf-8"))["duration_ms"]) / 60_000


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 3
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {rounds} rounds")
    print(f"{'':24}  clock s  processor s  peak MB  minutes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(make_show(folder), *PRODUCE)
        shows = [make_show(folder) for _ in range(rounds)]
        shorter = [make_show(folder, SHORTER) for _ in range(rounds)]
        for title, arguments, where in (
            ("--version", ("--version",), shows),
            ("--help", ("--help",), shows),
            ("produce, cold", PRODUCE, shows),
            ("produce, cold, shorter", PRODUCE, shorter),
            ("produce, nothing changed", PRODUCE, shows),
        ):
            clock, processor, peak = least([measure(show, *arguments) for show in where])
            minutes = f"{read_minutes(where[0]):.1f}" if arguments == PRODUCE else ""
            row = f"{title:24} {clock:8.2f} {processor:12.2f} {peak:8.0f} {minutes:>8}"
            print(row.rstrip(), flush=True)


if __name__ == "__main__":
    main()
