"""Kill the day's work at random moments: `python -m tests.kill_days --runs 500`.

Each run works on a show with a folder as its target. A day comes in (a new edition of two
stories, a page that came late, or an edition that was held and is now released); `today` and
`publish` go to work on it in a process of their own and are killed (SIGKILL) at a random moment
of their usual length. What is public here and at the target is looked at: the feed is whole and
every file that it or the page names is there and whole. Then `today` and `publish` run to their
end, and the show must prove itself (`check --all`), each day standing once, here as there.

Results go to a log, a line each: started again with the same --log, it goes on where it stopped, if the
program is the same.
POSIX only (it forks).
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mutagen.mp3 import MP3

import audiopaper.engines
from audiopaper.config import Config, read_config
from audiopaper.daily.daily_run import work_through_day
from audiopaper.runtime import tell_nobody
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.publication import release_episodes
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.show.sync import copy_show
from audiopaper.show.targets import list_public
from tests.support.run_logs import add_run, read_runs

BASE = "https://pod.example.org/q/"
ZONE = dt.timezone(dt.timedelta(hours=8))
FIRST = dt.date(2026, 3, 2)
SHOW_DAYS = 8
"""A show begins anew after so many days, so that the check stays quick."""

ROOTS = ("output", "www")
KINDS = ("new", "new", "late page", "held")

PAGE = """\
青川日报 {date} 星期{week}

## {place}夜校开课

青川日报讯（记者 曾令新）{place}夜校昨晚开课，第一批学员有{count}人。校长说，课程每周三次，教材由市里统一印发。

## {place}集市添了暖棚

青川日报讯（记者 解小雨）{place}集市的露天摊位盖起了暖棚，{count}户菜农搬了进去。摊主们说，下雪天也不用收摊了。
"""
LATE = """\
青川日报 {date} 星期{week} 第2版

## {place}修好三座石桥

青川日报讯（记者 乔木）{place}的三座石桥修缮完工，桥面重新铺了石板，{count}级台阶换了新料，老人过河不再绕路。
"""
PLACES = ("城东", "城西", "河口", "北山", "柳湾", "石桥镇", "南塘", "双井")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in ("href", "src") and v]

    def handle_endtag(self, tag: str) -> None:
        self.ended |= tag == "html"


def page(text: str, date: dt.date, number: int) -> str:
    return text.format(
        date=f"{date.year}年{date.month}月{date.day}日",
        week="一二三四五六日"[date.weekday()],
        place=PLACES[number % len(PLACES)],
        count=30 + number,
    )


def deliver(text: str, name: str, date: dt.date, number: int) -> None:
    folder = Path("inbox") / date.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(page(text, date, number), "utf-8")
    early = dt.datetime(date.year, date.month, date.day, 5, tzinfo=ZONE).timestamp()
    os.utime(path, (early, early))


def day_and_publish(config: Config, date: dt.date) -> None:
    """What a scheduler does of a morning."""
    now = dt.datetime(date.year, date.month, date.day, 6, tzinfo=ZONE)
    day = work_through_day(config, now=now, date=None, hold=False, tell=tell_nobody)
    if day.failures:
        raise day.failures[0]
    release_episodes(config)
    copy_show(config, config.publish.target, dry_run=False, tell=tell_nobody)


def start(config: Config, date: dt.date) -> int:
    """Begin a morning in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        day_and_publish(config, date)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def broken(root: Path) -> list[str]:
    """What a listener would find torn in a folder that is public."""
    feed = root / "feed.xml"
    if not feed.is_file():
        return []
    problems = []
    channel = ET.fromstring(feed.read_bytes()).find("channel")
    assert channel is not None
    for item in channel.findall("item"):
        for element in item.iter():
            url = element.get("url") or ""
            if not url.startswith(BASE):
                continue
            # A corrected file has its time behind its address (?v=…).
            path = root / unquote(url.removeprefix(BASE).partition("?")[0])
            if not path.is_file():
                problems.append(f"missing: {path}")
            elif element.tag == "enclosure":
                size = str(path.stat().st_size)
                if size != element.get("length"):
                    problems.append(f"between: {path.name} has {size} bytes")
                if MP3(path).tags is None:
                    problems.append(f"damaged: {path}")
    for path in [root / "index.html", *root.glob("episodes/*/index.html")]:
        if not path.is_file():
            problems.append(f"missing: {path}")
            continue
        links = _Links()
        links.feed(path.read_text("utf-8"))
        if not links.ended:
            problems.append(f"cut off: {path}")
        for link in links.found:
            target = path.parent / unquote(link.partition("#")[0].partition("?")[0])
            if ":" not in link and not link.startswith("#") and not target.exists():
                problems.append(f"missing: {target} (on {path})")
    return problems


def prepare(kind: str, config: Config, date: dt.date, number: int) -> None:
    """Bring the day in, and do what was done of it before its morning."""
    deliver(PAGE, "01.txt", date, number)
    if kind == "late page":
        day_and_publish(config, date)
        deliver(LATE, "02.txt", date, number)
    if kind == "held":
        holding = replace(config, publish=replace(config.publish, hold=True))
        now = dt.datetime(date.year, date.month, date.day, 6, tzinfo=ZONE)
        day = work_through_day(holding, now=now, date=None, hold=False, tell=tell_nobody)
        assert not day.failures, day.failures


def one_run(number: int, config: Config, seconds: dict[str, float]) -> dict[str, Any]:
    """Kill one morning, finish it; what was found."""
    dice = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    index = number % SHOW_DAYS
    if index == 0:
        for folder in ("output", "www", "inbox"):
            shutil.rmtree(folder, ignore_errors=True)
        Path("inbox").mkdir()
    date = FIRST + dt.timedelta(days=index)
    prepare(kind, config, date, number)
    before = feeds()
    moment = dice.uniform(0, seconds[kind])
    child = start(config, date)
    if dice.random() < 0.5:
        # Most of a morning is speech and sound: half of the kills wait for what comes behind.
        moment *= 0.4
        wait_for_release(child, date)
    time.sleep(moment)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    torn = [problem for root in ROOTS for problem in broken(Path(root))]
    where = stage(before) if os.WIFSIGNALED(status) else "had ended"
    began = time.monotonic()
    _, ended = os.waitpid(start(config, date), 0)
    after = [f"{f.place}: {f.problem}" for f in check_rebuild(config)] if not ended else []
    left = [str(p) for root in ROOTS for p in Path(root).rglob(".*.tmp")]
    keys = [e.key for e in load_episodes(ShowFolder(Path("output")))]
    wanted = [(FIRST + dt.timedelta(days=n)).isoformat() for n in range(index, -1, -1)]
    return {
        "run": number,
        "kind": kind,
        "moment_s": round(moment, 3),
        "killed": os.WIFSIGNALED(status),
        "stage": where,
        "torn": torn,
        "ended": ended,
        "seconds": round(time.monotonic() - began, 2),
        "findings": after + broken(Path("www")),
        "left": [name for name in left if ".work" not in name],
        "days": keys == wanted,
        "same_there": same_there(),
    }


def wait_for_release(child: int, date: dt.date) -> None:
    """Wait until an episode is on its way to the public, or the morning is over."""
    released = Path("output/.work") / date.isoformat() / "release"
    while not released.exists():
        status = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if status is not None:
            return
        time.sleep(0.001)


def feeds() -> list[bytes]:
    """The feed here and the one at the target, as they are."""
    paths = [Path(root) / "feed.xml" for root in ROOTS]
    return [path.read_bytes() if path.is_file() else b"" for path in paths]


def stage(before: list[bytes]) -> str:
    """How far a killed morning had come, by what it left behind."""
    here, there = (old != new for old, new in zip(before, feeds(), strict=True))
    if there:
        return "at the target"
    if here:
        return "public here, not at the target"
    if list(Path("output/.work").glob("*/release")):
        return "on its way to the public"
    return "before anything is public"


def same_there() -> bool:
    """Whether the target holds just what is public."""
    here, there = list_public(Path("output")), list_public(Path("www"))
    return here == there and all(
        (Path("output") / n).read_bytes() == (Path("www") / n).read_bytes() for n in here
    )


def measure(config: Config) -> dict[str, float]:
    """How long an undisturbed morning of each kind lasts."""
    seconds = {}
    for number, kind in enumerate(dict.fromkeys(KINDS)):
        date = FIRST + dt.timedelta(days=number)
        prepare(kind, config, date, number)
        began = time.monotonic()
        _, status = os.waitpid(start(config, date), 0)
        if status:
            raise SystemExit("an undisturbed morning failed")
        seconds[kind] = time.monotonic() - began
    return seconds


def is_bad(row: dict[str, Any]) -> bool:
    torn = [t for t in row["torn"] if not t.startswith("between: ")]
    return bool(
        torn
        or row["ended"]
        or row["findings"]
        or row["left"]
        or not row["days"]
        or not row["same_there"]
    )


def main() -> int:
    """Make the runs that are missing in the log, and sum all of them up."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=500, help="mornings killed before their end")
    log_path = Path(tempfile.gettempdir()) / "audiopaper-kill-days.jsonl"
    parser.add_argument("--log", type=Path, default=log_path, help=f"default: {log_path}")
    options = parser.parse_args()
    log = options.log.absolute()
    rows = read_runs(log)
    installed = audiopaper.engines.entry_points
    own = EntryPoint("tone", "tests.support.tone_engine:make_engine", audiopaper.engines.GROUP)
    audiopaper.engines.entry_points = lambda group: [*installed(group=group), own]  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("config.toml").write_text(
            'engine = "tone"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n'
            f'base_url = "{BASE}"\n[publish]\ntarget = "www"\n',
            "utf-8",
        )
        config = read_config(Path("config.toml"))
        Path("inbox").mkdir()
        measure(config)  # all is imported, and the cover drawn, from here on
        for name in ("output", "www", "inbox"):
            shutil.rmtree(name)
        Path("inbox").mkdir()
        seconds = measure(config)
        print("undisturbed:", ", ".join(f"{k} {v:.1f} s" for k, v in seconds.items()), flush=True)
        # A show begins where its first day is missing.
        first = len(rows) - len(rows) % SHOW_DAYS
        number = first
        while sum(row["killed"] for row in rows) < options.runs:
            row = one_run(number, config, seconds)
            number += 1
            if number <= len(rows):
                continue
            rows.append(row)
            add_run(log, row)
            if is_bad(row):
                print(json.dumps(row, ensure_ascii=False), flush=True)
    table = Counter((row["kind"], row["stage"]) for row in rows)
    for (kind, where), count in sorted(table.items()):
        print(f"{count:4} {kind}: {where}")
    between = sum(bool(r["torn"]) and not is_bad(r) for r in rows)
    bad = sum(is_bad(row) for row in rows)
    print(
        f"{len(rows)} runs, {sum(r['killed'] for r in rows)} killed: {bad} bad; in {between} a "
        "corrected audio file stood under a feed that told of the old one, until the next run"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
