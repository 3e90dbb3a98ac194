"""How soon the desk opens and says a doubtful word: `python -m tests.bench_desk`.

Drafts an edition of eight pages in a passing folder, starts `audiopaper desk` on it for each
engine, and asks as the page does: the day's page at once after the start and again, then each
doubtful word that is shown, which was spoken ahead, then words that were not, at once one after
another. At last it settles one reading after another as an editor does, who hears each and takes
some seconds. Seconds by the clock, from the question to the answer's last byte.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from audiopaper.config import read_config
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.desk_show import DAY, DeskShow, lay_out_show
from tests.support.paths import EDITIONS

FURTHER = ("county_columns", "evening_life", "interview_and_essays", "briefs_column")
"""Editions that give a page each, beside the sample's four."""

DECISION_S = 3.0
"""Time that an editor takes for a reading, from its sound to the next key."""

DECISIONS = 12
"""Readings that are heard and settled."""

READY_S = 0.3
"""A passage that is answered sooner was spoken ahead."""

_ROW = re.compile(r'<li class="reading" [^>]*data-reading [^>]*>')
_FIELD = re.compile(r'data-([a-z]+)="([^"]*)"')


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--engines", nargs="+", default=["espeak", "kokoro"])
    given = parser.parse_args()
    for engine in given.engines:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            measure(Path(folder), engine)


def measure(folder: Path, engine: str) -> None:
    """Print the times of one engine."""
    draft_edition(folder, engine)
    with run_desk(folder) as (show, pid):
        first_s, again_s = _timed(show, f"/day/{DAY}"), _timed(show, f"/day/{DAY}")
        page = show.ask(f"/day/{DAY}").body.decode()
        # The engine is warm when the page has been open for a moment.
        _await_rest(pid)
        cookie = show.session()
        rows = _list_rows(page)
        ahead = [_timed(show, "/hear", row, cookie) for row in rows]
        # The first two characters of each sentence are a text that nobody doubts.
        others = [
            {**row, "text": row["sentence"][:2], "said": "", "context": ""}
            for row in rows
            if not row["sentence"].startswith(row["text"])
        ]
        before = _cpu_s(pid)
        spoken = [_timed(show, "/hear", row, cookie) for row in others]
        cpu_s = (_cpu_s(pid) - before) / len(spoken)
        whole = [_timed(show, "/hear", {**row, "whole": True}, cookie) for row in rows]
        again = [_timed(show, "/hear", row, cookie) for row in rows]
        decided = settle_readings(show, rows, cookie)
    print(f"{engine}: opens in {first_s:.2f} s right after the start, {again_s:.2f} s again")
    for what, times in (
        ("spoken ahead", ahead),
        (f"spoken now ({cpu_s:.2f} s of processor time each)", spoken),
        ("its whole sentence", whole),
        ("again", again),
        (f"down the list, {DECISION_S:g} s a decision", decided),
    ):
        middle = statistics.median(times)
        print(f"{engine}: {min(times):.2f} to {max(times):.2f} s, median {middle:.2f} s: {what}")
    ready = sum(time_s <= READY_S for time_s in decided)
    print(f"{engine}: {ready} of {len(decided)} were ready when the editor came to them")


def settle_readings(show: DeskShow, rows: list[dict[str, str]], cookie: str) -> list[float]:
    """Hear the first reading and call it right, then the next; return the time of each sound."""
    times = []
    for _ in range(DECISIONS):
        times.append(_timed(show, "/hear", rows[0], cookie))
        time.sleep(DECISION_S)
        answer = show.ask(f"/day/{DAY}/reading", {**rows[0], "scope": "right"}, cookie=cookie)
        assert answer.status == 200, answer.body
        rows = _list_rows(answer.told["main"])
    return times


def draft_edition(folder: Path, engine: str) -> None:
    """Lay out a show whose edition of eight pages is drafted."""
    lay_out_show(folder, drafted=False)
    inbox = folder / "inbox" / DAY
    for page in SAMPLE_FOLDER.glob("*.txt"):
        shutil.copy(page, inbox / page.name)
    for number, name in enumerate(FURTHER, 5):
        text = min((EDITIONS / name).glob("*.txt")).read_text("utf-8")
        text = re.sub(r"20\d\d年\d+月\d+日", "", text)
        (inbox / f"{number:02}.txt").write_text(text, "utf-8")
    config = folder / "config.toml"
    text = config.read_text("utf-8").replace('"espeak"', f'"{engine}"')
    config.write_text(text.replace("minutes = 2", "minutes = 12"), "utf-8")
    produce(Order(paths=(inbox,), dry_run=True), read_config(config), tell_nobody)


@contextlib.contextmanager
def run_desk(folder: Path) -> Iterator[tuple[DeskShow, int]]:
    """Run the desk in a process of its own until the block ends."""
    command = [sys.executable, "-m", "audiopaper", "desk", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(re.findall(r":(\d+)", process.stdout.readline())[-1])
        yield DeskShow(folder, port), process.pid
    finally:
        process.terminate()
        process.wait()


def _list_rows(page: str) -> list[dict[str, str]]:
    """Return what the page knows of each doubtful reading."""
    return [
        {name: html.unescape(value) for name, value in _FIELD.findall(row)}
        for row in _ROW.findall(page)
    ]


def _await_rest(pid: int) -> None:
    """Wait until a process has done nothing for a second."""
    before = -1.0
    while (now := _cpu_s(pid)) > before:
        before = now
        time.sleep(1.0)


def _timed(show: DeskShow, path: str, body: object = None, cookie: str = "") -> float:
    begun = time.perf_counter()
    answer = show.ask(path, body, cookie=cookie)
    assert answer.status == 200, answer.body
    return time.perf_counter() - begun


def _cpu_s(pid: int) -> float:
    """Processor time of a process and of those it waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
