"""A month of mornings on a simulated clock: `python -m tests.simulated_month`.

Thirty editions, generated from the sample, come into an inbox; `today` looks at it six times a
day, each time in a process of its own. On chosen days something is wrong: a page is missing, one
is in GBK, a day is delivered twice, late, or without anything to lead with, a page comes at noon,
the editor corrects, the service is down for two hours, a run is killed, the disk is full, the
clock is set back. In the end each day must stand once in the feed, here and at the target, every
check must find nothing, and nothing may be left over. Prints a table; ends with 1 where it is not
so. Takes about a minute of processor time. POSIX only (it forks).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import feedparser

import audiopaper.engines
from audiopaper.config import Config, read_config
from audiopaper.daily.daily_run import work_through_day
from audiopaper.engines.base import Engine
from audiopaper.errors import DONE_WITH_WARNINGS, NOTHING_NEW, AudiopaperError, SynthesisError
from audiopaper.model import Clip, Presenter, Segment
from audiopaper.pipeline.correction import correct_episode
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.runtime import tell_nobody
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.show.targets import list_public
from tests.support.tone_engine import ToneEngine

ZONE = dt.timezone(dt.timedelta(hours=8))
MONTH = dt.date(2026, 4, 1)
DAYS = 30
TICKS = ("05:40", "06:10", "07:20", "08:10", "11:30", "18:00")
KILLED, FULL = "killed", "full disk"

DOWN = Path("service-is-down")
"""While this file stands there, the service answers nothing."""

NO_LEADS = """\
青川日报 {date} 星期{week}

## 遗失声明

青川市石桥镇居民贺春枝不慎遗失身份证一张，声明作废。

## 停水通知

因管道检修，本周六8时至17时城东一带停水，请居民提前储水。青川市自来水公司
"""


class Service(ToneEngine):
    """A tone engine with an outage."""

    name = "service"

    def synthesise(self, segment: Segment) -> Clip:
        if DOWN.exists():
            raise SynthesisError("the service answers nothing", remedy="run again later")
        return super().synthesise(segment)


def make_service(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """What an entry point would name."""
    return Service(presenters)


def at(date: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(date, dt.time.fromisoformat(clock), tzinfo=ZONE)


def page(name: str, date: dt.date) -> str:
    """A page of the sample as it might read on another day."""
    text = (SAMPLE_FOLDER / name).read_text("utf-8")
    week = "一二三四五六日"[date.weekday()]
    text = text.replace(" 农历丙午年正月十四", "")
    text = text.replace(
        "2026年3月2日 星期一", f"{date.year}年{date.month}月{date.day}日 星期{week}"
    )
    text = text.replace("12条公交", f"{12 + date.day}条公交")
    return text.replace("38万居民", f"{38 + date.day}万居民")


def lay(path: Path, data: bytes, moment: dt.datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def deliver(date: dt.date, *, without: str = "", name: str = "", clock: str = "05:20") -> Path:
    folder = Path("inbox") / (name or date.isoformat())
    for source in sorted(SAMPLE_FOLDER.glob("*.txt")):
        if source.name != without:
            lay(folder / source.name, page(source.name, date).encode(), at(date, clock))
    return folder


# --- what happens on which day -----------------------------------------------------------------

STORY: dict[int, str] = {
    3: "page 2 never comes",
    6: "a page in GBK",
    8: "delivered twice",
    10: "comes a day late",
    12: "page 4 comes at 11:20",
    13: "the editor corrects the 12th",
    15: "nothing to lead with till 11:20",
    17: "service down 05:30 to 07:30",
    19: "the run is killed (SIGKILL)",
    21: "the disk is full",
    23: "the clock is set back",
}


def morning(day: int, date: dt.date) -> None:
    """What lies in the inbox when the first run looks."""
    if day == 3:
        deliver(date, without="02.txt")
    elif day == 12:
        deliver(date, without="04.txt")
    elif day == 15:
        week = "一二三四五六日"[date.weekday()]
        text = NO_LEADS.format(date=f"{date.year}年{date.month}月{date.day}日", week=week)
        lay(Path("inbox") / date.isoformat() / "01.txt", text.encode(), at(date, "05:20"))
    elif day != 10:
        folder = deliver(date)
        if day == 6:
            lay(folder / "03.txt", page("03.txt", date).encode("gb18030"), at(date, "05:20"))
        if day == 8:
            shutil.copytree(folder, folder.with_name(f"{date:%Y%m%d} (2)"))


def before_tick(day: int, date: dt.date, clock: str) -> None:
    """What changes between two runs."""
    if day == 11 and clock == "07:20":
        deliver(date - dt.timedelta(days=1), clock="05:00")
    if day == 12 and clock == "11:30":
        lay(
            Path("inbox") / date.isoformat() / "04.txt",
            page("04.txt", date).encode(),
            at(date, "11:20"),
        )
    if day == 15 and clock == "11:30":
        deliver(date, clock="11:20")
    if day == 17:
        if clock in ("05:40", "06:10", "07:20"):
            DOWN.touch()
        else:
            DOWN.unlink(missing_ok=True)


def correct(config: Config, date: dt.date) -> int:
    """The editor's correction of the day before."""
    before = date - dt.timedelta(days=1)
    path = Path("output/.work") / before.isoformat() / "rundown.toml"
    path.write_text(path.read_text("utf-8").replace("条公交线路", "条公交专线"), "utf-8")
    correct_episode(config, before, today=date, tell=tell_nobody, note="应为公交专线")
    return 0


# --- running it ---------------------------------------------------------------------------------


def look(config: Config, now: dt.datetime) -> int:
    """One run of `today`; its exit code."""
    day = work_through_day(config, now=now, date=None, hold=False, tell=tell_nobody)
    for error in day.failures:
        print(f"{now:%Y-%m-%d %H:%M} {error.problem}", file=sys.stderr)
    if day.failures:
        return day.failures[0].exit_code
    if not day.made and day.copied is None:
        return NOTHING_NEW
    warned = any(outcome.warnings or outcome.held for outcome in day.made)
    return DONE_WITH_WARNINGS if warned else 0


def in_child(action: Callable[[], int], *, kill_after: float = 0, bytes_left: int = 0) -> str:
    """What became of an action in a process of its own: its exit code, or how it ended."""
    child = os.fork()
    if not child:
        code = 1
        try:
            if bytes_left:
                resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))
            code = action()
        except AudiopaperError as error:
            code = error.exit_code
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return KILLED if os.WIFSIGNALED(status) else str(os.waitstatus_to_exitcode(status))


def run_day(day: int, date: dt.date, config: Config, seconds: float) -> list[str]:
    """The runs of one day: a word for each."""
    morning(day, date)
    told = []
    for clock in TICKS:
        before_tick(day, date, clock)
        now = at(date, clock)
        if day == 23 and clock == "06:10":
            now -= dt.timedelta(days=5)
        kill_after = seconds * 0.6 if day == 19 and clock == "05:40" else 0
        # First no clip can be written, then clips can and the MP3 cannot.
        bytes_left = {"05:40": 100_000, "06:10": 800_000}.get(clock, 0) if day == 21 else 0
        word = in_child(
            lambda now=now: look(config, now),  # type: ignore[misc]
            kill_after=kill_after,
            bytes_left=bytes_left,
        )
        told.append(f"{word} {FULL}" if bytes_left else word)
    if day == 13:
        told.append("correct " + in_child(lambda: correct(config, date)))
        told.append(in_child(lambda: look(config, at(date, "19:00"))))
    return told


def find_faults(config: Config) -> list[str]:
    """What should not be so at the end."""
    output, www = Path("output"), Path("www")
    faults = [f"{f.place}: {f.problem}" for f in check_rebuild(config)]
    wanted = [(MONTH + dt.timedelta(days=n)).isoformat() for n in range(DAYS)]
    keys = sorted(e.key for e in load_episodes(ShowFolder(output)))
    if keys != wanted:
        faults.append(f"the days are {sorted(set(keys) ^ set(wanted))} off")
    for root in (output, www):
        feed = feedparser.parse((root / "feed.xml").read_bytes())
        if feed.bozo or len({e.id for e in feed.entries}) != DAYS or len(feed.entries) != DAYS:
            faults.append(f"{root}: {len(feed.entries)} entries")
        dates = [e.published_parsed for e in feed.entries]
        if dates != sorted(dates, reverse=True):
            faults.append(f"{root}: not newest first")
        left = [p for p in root.rglob(".*.tmp") if ".work" not in p.parts]
        faults += [f"left over: {p}" for p in left]
    for name in ("making", "episode", "release"):
        faults += [f"left over: {p}" for p in output.glob(f".work/*/{name}")]
    here, there = list_public(output), list_public(www)
    if here != there or any((output / n).read_bytes() != (www / n).read_bytes() for n in here):
        faults.append("the target does not hold what is public")
    return faults


def main() -> int:
    """Go through the month and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.parse_args()
    installed = audiopaper.engines.entry_points
    own = EntryPoint("service", "tests.simulated_month:make_service", audiopaper.engines.GROUP)
    audiopaper.engines.entry_points = lambda group: [*installed(group=group), own]  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("inbox").mkdir()
        Path("config.toml").write_text(
            'engine = "service"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n'
            'base_url = "https://pod.example.org/q/"\n[publish]\ntarget = "www"\n'
            '[today]\ndeadline = "07:00"\n',
            "utf-8",
        )
        config = read_config(Path("config.toml"))
        # All is imported from here on, and a run's length is known.
        deliver(MONTH)
        if look(config, at(MONTH, "05:40")) not in (0, DONE_WITH_WARNINGS):
            raise SystemExit("an undisturbed run failed")
        for name in ("output", "www", "inbox"):
            shutil.rmtree(name)
        Path("inbox").mkdir()
        deliver(MONTH)
        began = time.monotonic()
        if (word := in_child(lambda: look(config, at(MONTH, "05:40")))) not in ("0", "11"):
            raise SystemExit(f"an undisturbed run ended with {word}")
        seconds = time.monotonic() - began
        for name in ("output", "www", "inbox"):
            shutil.rmtree(name)
        Path("inbox").mkdir()
        runs = {}
        for number in range(1, DAYS + 1):
            date = MONTH + dt.timedelta(days=number - 1)
            runs[number] = run_day(number, date, config, seconds)
            print(f"\r{number} of {DAYS}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        print(f"{'day':10}  {'what happens':32}  {'runs at ' + ', '.join(TICKS):40}  episode")
        episodes = {e.date: e for e in load_episodes(ShowFolder(Path("output")))}
        for number, words in runs.items():
            date = MONTH + dt.timedelta(days=number - 1)
            episode = episodes.get(date)
            told = "none"
            if episode is not None:
                told = f"{len(episode.stories)} stories, {episode.duration_ms / 60_000:.1f} min"
                told += "".join(f", {c}" for c in (*episode.warnings, *episode.corrections))
            print(f"{date}  {STORY.get(number, ''):32}  {' '.join(words):40}  {told}")
        print(
            "exit codes: 0 done, 5 no lead, 7 no speech, 9 not written, 10 nothing new, 11 warned"
        )
        faults = find_faults(config)
        entries = len(feedparser.parse(Path("www/feed.xml").read_bytes()).entries)
    print(f"{entries} days in the feed, each once; {len(faults)} faults found at the end")
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
