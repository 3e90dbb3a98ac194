"""Measure how soon the program is ready: `python -m tests.tools.bench_start [ROUNDS]`.

Start-up (`--version`, `--help`), and `produce` of the sample edition with espeak: cold, where
nothing was spoken before, and again with nothing changed. Python compiles a program's modules
when they are first imported: a run that is not counted sees to that. Each row has the least of ROUNDS (3
where none is named; cold is made once) of time on the clock, processor time of the program and all
that it starts, and the most memory that one process held. Last comes how long the episode is.
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


def make_show(folder: Path, name: str) -> Path:
    """Make a show that reads the sample edition."""
    measure(folder, "init", name)
    path = folder / name / "config.toml"
    config = re.sub(r'(?m)^inbox = "inbox"$', "sample = true", path.read_text("utf-8"))
    path.write_text(config, "utf-8")
    return path.parent


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 3
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {rounds} rounds")
    print(f"{'':24}  clock s  processor s  peak MB")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show, other = (make_show(folder, name) for name in ("show", "other"))
        measure(other, *PRODUCE)
        for title, arguments, times in (
            ("--version", ("--version",), rounds),
            ("--help", ("--help",), rounds),
            ("produce, cold", PRODUCE, 1),
            ("produce, nothing changed", PRODUCE, rounds),
        ):
            clock, processor, peak = least([measure(show, *arguments) for _ in range(times)])
            print(f"{title:24} {clock:8.2f} {processor:12.2f} {peak:8.0f}", flush=True)
        (record,) = show.glob("output/episodes/*/episode.json")
        minutes = json.loads(record.read_text("utf-8"))["duration_ms"] / 60_000
        print(f"The episode lasts {minutes:.1f} minutes.")


if __name__ == "__main__":
    main()
