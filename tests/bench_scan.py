"""Time and memory of reading a scanned broadsheet page: `python -m tests.bench_scan [--dpi 200]`.

A page of a party daily (350 by 500 mm about, 7,000 characters) is drawn, given to `audiopaper
articles` in a process of its own with an empty store, and given to it again, when it is recalled.
Each line has the time by the clock, the processor time of all threads and the most memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.tools.printed import real_pages
from tests.tools.printed.pictures import DAMAGES, scan


def run_articles(page: Path, store: Path) -> tuple[float, float, float]:
    """Run `audiopaper articles`; give seconds by the clock, of the processor, and megabytes."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "audiopaper", "articles", str(page), "--json"],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_CACHE_HOME": str(store)},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"audiopaper ended with {process.returncode}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", default="2019-10")
    parser.add_argument("--seed", default="bench")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--damage", default="noise", choices=[d.name for d in DAMAGES])
    args = parser.parse_args()
    how = next(d for d in DAMAGES if d.name == args.damage)
    ((name, sheet, _),) = real_pages(args.month, 1, seed=args.seed)
    chars = sum(len(line.text) for line in sheet.lines)
    print(f"{name}, {sheet.width:.0f} x {sheet.height:.0f} mm, {chars} characters, {args.dpi} dpi")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / ("01.jpg" if how.jpeg else "01.png")
        page.write_bytes(scan(sheet, how, dpi=args.dpi))
        for what in ("recognised", "recalled"):
            clock, cpu, memory = run_articles(page, Path(folder) / "store")
            print(f"{what:10} {clock:5.1f} s, processor {cpu:5.1f} s, memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
