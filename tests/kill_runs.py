"""Kill runs at random moments and let the next one finish: `python -m tests.kill_runs --runs 200`.

Each time a run of `produce` on a made-up edition, with a tone engine that takes its time, is
killed (SIGKILL) at a random moment of its length, into an empty output folder; then a run goes on
to the end. It must leave the same public files, byte for byte, as a run that nobody disturbed, and
ask for no segment that the killed one had stored. A run that had ended when the signal came is
looked at too, and not counted. Results go to a log, a line each: started again with the same --log,
it goes on where it stopped, if the program is the same. POSIX only (it forks).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import audiopaper.engines
from audiopaper import speech
from audiopaper.config import Config, read_config
from audiopaper.engines.base import Engine
from audiopaper.model import Clip, Presenter, Segment
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.store.clip_store import ClipCache
from tests.support.run_logs import add_run, read_runs
from tests.support.sample_edition import public_state
from tests.support.tone_engine import ToneEngine

SEGMENT_S = 0.03
ASKED = "asked.log"
STAGES = (
    "before the first clip",
    "among the clips",
    "all clips, nothing public",
    "among the public files",
    "all files public",
    "had ended: not counted",
)

PAGE = """\
青川日报 2026年3月2日 星期一

## 夜间公交今起开行

青川日报讯（记者 曾令新）3月1日晚10时，两条夜间公交线路从青川火车站发出首班车。线路全长23公里，票价2元。

市公交集团负责人介绍，线路开通前走访了600多名夜班职工，站点设在医院、市场和工业园区门口。

## 老茶厂改成图书馆

青川日报讯（记者 解小雨）城东的老茶厂关门十二年以后，昨天重新开门。厂房里摆上了三万册图书，炒茶的铁锅留在原处。

馆长单文说，图书馆每天开到晚上九点，周末有孩子们的故事会。

## 环城步道今天贯通

青川日报讯（记者 林青）全长18公里的环城步道今天贯通，沿线有六个驿站，市民可以在那里喝水、歇脚、修自行车。
"""


class SlowEngine(ToneEngine):
    """A tone engine that takes its time and writes down what it is asked for."""

    name = "slow"

    def synthesise(self, segment: Segment) -> Clip:
        asked = os.open(ASKED, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(asked, f"{speech._key(segment, self)}\n".encode())
        os.close(asked)
        time.sleep(SEGMENT_S)
        return super().synthesise(segment)


def make_slow(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """What an entry point would name."""
    return SlowEngine(presenters)


def start(config: Config) -> int:
    """Begin a run in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        produce(Order(paths=(Path("pages"),)), config, tell_nobody)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def finish(config: Config) -> float:
    """Make a run to its end; the seconds that it took."""
    began = time.monotonic()
    _, status = os.waitpid(start(config), 0)
    if status:
        raise SystemExit("an undisturbed run failed")
    return time.monotonic() - began


def stored_keys(output: Path) -> set[str]:
    """Names of the sound clips in the cache."""
    cache = ClipCache(output / ".work" / "cache")
    keys = {path.stem for path in cache.folder.glob("*/*.clip")}
    return {key for key in keys if cache.has(key)}


def one_run(number: int, config: Config, seconds: float, whole: dict[str, str]) -> dict[str, Any]:
    """Kill one run, finish the next; what was found."""
    output = Path("output")
    shutil.rmtree(output, ignore_errors=True)
    moment = random.Random(number).uniform(0, seconds)
    child = start(config)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    stored = stored_keys(output)
    public = public_state(output)
    Path(ASKED).unlink(missing_ok=True)
    finish(config)
    asked = Path(ASKED).read_text("ascii").split() if Path(ASKED).exists() else []
    left = public_state(output)
    return {
        "run": number,
        "moment_s": round(moment, 3),
        "killed": os.WIFSIGNALED(status),
        "stored": len(stored),
        "public": len(public),
        "asked": len(asked),
        "asked_again": len(stored & set(asked)),
        "asked_twice": len(asked) - len(set(asked)),
        "other_bytes": sorted(n for n in left | whole if left.get(n) != whole.get(n)),
    }


def stage_of(row: Mapping[str, Any], segments: int, files: int) -> str:
    """Where a run was when it was killed, by what it left behind; one of `STAGES`."""
    if not row["killed"]:
        return STAGES[-1]
    if not row["stored"]:
        return STAGES[0]
    if row["stored"] < segments:
        return STAGES[1]
    if not row["public"]:
        return STAGES[2]
    return STAGES[3] if row["public"] < files else STAGES[4]


def main() -> int:
    """Make the runs that are missing in the log, and sum all of them up."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=200, help="how many are to be hit")
    log_path = Path(tempfile.gettempdir()) / "audiopaper-kill-runs.jsonl"
    parser.add_argument("--log", type=Path, default=log_path, help=f"default: {log_path}")
    options = parser.parse_args()
    log = options.log.absolute()
    rows = read_runs(log)
    installed = audiopaper.engines.entry_points
    own = EntryPoint("slow", "tests.kill_runs:make_slow", audiopaper.engines.GROUP)
    audiopaper.engines.entry_points = lambda group: [*installed(group=group), own]  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("pages").mkdir()
        Path("pages/01.txt").write_text(PAGE, "utf-8")
        Path("config.toml").write_text('engine = "slow"\n[show]\nid = "qingchuan"\n', "utf-8")
        config = read_config(Path("config.toml"))
        produce(Order(paths=(Path("pages"),)), config, tell_nobody)  # all is imported from here on
        shutil.rmtree("output")
        seconds = finish(config)
        output = Path("output")
        whole, segments = public_state(output), len(stored_keys(output))
        print(f"undisturbed: {seconds:.1f} s, {segments} segments, {len(whole)} public files")
        while sum(row["killed"] for row in rows) < options.runs:
            if len(rows) % 10 == 0:  # a busy machine is slower at one time than at another
                shutil.rmtree(output)
                seconds = finish(config)
            rows.append(one_run(len(rows), config, seconds, whole))
            add_run(log, rows[-1])
    return print_table(rows, segments, len(whole))


def print_table(rows: Sequence[Mapping[str, Any]], segments: int, files: int) -> int:
    """Sum the runs up by where they were killed; 1 where any came out otherwise."""
    by_stage: dict[str, list[Mapping[str, Any]]] = {stage: [] for stage in STAGES}
    for row in rows:
        by_stage[stage_of(row, segments, files)].append(row)
    print(f"{'killed':28}{'runs':>6}{'stored':>8}{'asked':>7}{'again':>7}{'other bytes':>13}")
    for stage, here in by_stage.items():
        counts = [sum(row[key] for row in here) for key in ("stored", "asked")]
        again = sum(row["asked_again"] + row["asked_twice"] for row in here)
        other = sum(bool(row["other_bytes"]) for row in here)
        print(f"{stage:28}{len(here):6}{counts[0]:8}{counts[1]:7}{again:7}{other:13}")
    bad = [r for r in rows if r["asked_again"] or r["asked_twice"] or r["other_bytes"]]
    hit = sum(row["killed"] for row in rows)
    print(f"{hit} runs killed and gone on with, {len(bad)} of them otherwise than undisturbed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
