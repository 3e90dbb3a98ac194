"""Editions an hour over processes, and what faults cost: ``python -m tests.bench_archive``.

Makes editions of three titles, some minute of audio each, one by one in this process, with feeds,
pages and search; then in other ways, as asked, each held to the same bytes. ``--workers``, also
where nothing is asked: by one and by two worker processes, and a tenth of the editions by two.
``--kill 20`` kills a worker every twenty seconds and makes the whole run twice, and asks a log of
all that was spoken whether anything stored was spoken again. ``--together`` lets two runs loose on
the same years. ``--s3`` puts everything into a local S3 server of which one answer in twenty fails,
each after 100 ms. ``--edge`` alone speaks by the stand-in service of ../shared/tools and asks its
log how many requests it ever had at once. BENCH_MINUTES in the environment makes longer episodes.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, cast

from audiopaper.archive.archive_run import make_archive
from audiopaper.archive.cluster import FinishedJob, Job, Workers
from audiopaper.archive.discovery import EditionSource, find_editions
from audiopaper.archive.edition_job import make_edition
from audiopaper.archive.job_settings import JobSettings, pack_settings
from audiopaper.archive.rate_limit import find_rate_limit
from audiopaper.archive.storage import Storage
from audiopaper.archive.worker_state import Cluster, RunContext
from audiopaper.config import Config, EpisodeSettings
from audiopaper.runtime import ProgressCallback, tell_nobody
from tests.support import archive_log
from tests.support.archive_editions import lay_out
from tests.support.paths import ROOT, SHARED, VOICES

SERVICE = SHARED / "tools" / "edge_service.py"


MINUTES = int(os.environ.get("BENCH_MINUTES", "1"))
"""How long an episode is to be."""


def make_settings(
    source: Path, output: str, engine: str = "espeak", **settings: Any
) -> JobSettings:
    """Settings of the bench: short episodes at 24 kHz."""
    episode = EpisodeSettings(minutes=MINUTES, sample_rate_hz=24_000)
    config = Config(episode=episode, folder=ROOT)
    return pack_settings(
        replace(config, **settings), source=str(source), output=output, engine=engine
    )


def digests(job_settings: JobSettings) -> dict[str, str]:
    """The hash of every public file but the search index, whose parts Pagefind numbers at will."""
    storage = Storage(job_settings.output)
    names = [n for n in storage.names() if not n.startswith(".work") and "pagefind/" not in n]
    return {name: hashlib.sha256(data or b"").hexdigest() for name, data in storage.read_all(names)}


def sizes(job_settings: JobSettings) -> dict[str, int]:
    """Bytes of what stands in the output, by kind."""
    found: Counter[str] = Counter()
    for path in Path(job_settings.output).rglob("*"):
        if path.is_file():
            parts = path.relative_to(job_settings.output).parts
            kind = "clips" if "cache" in parts else "manifests" if ".work" in parts else "pages"
            found["audio" if path.suffix == ".mp3" else kind] += path.stat().st_size
    return dict(found)


@contextmanager
def killing(every_s: float) -> Iterator[list[int]]:
    """Kill one of this process's worker processes now and then."""
    killed: list[int] = []
    done = threading.Event()

    def kill() -> None:
        dice = random.Random(1)
        while not done.wait(every_s):
            pids = worker_pids()
            if pids:
                pid = dice.choice(pids)
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        done.set()
        thread.join()


def worker_pids() -> list[int]:
    """The processes that Dask's nannies started for this one."""
    return [child.pid for child in _workers()]


def memory_mb() -> list[int]:
    """Resident memory of each worker process."""
    return [child.memory_info().rss // 2**20 for child in _workers()]


def _workers() -> list[Any]:
    import psutil

    found = []
    for child in psutil.Process().children(recursive=True):
        # One that ends while it is looked at is none.
        with suppress(psutil.Error):
            if any("spawn_main" in part for part in child.cmdline()) and child.memory_info().rss:
                found.append(child)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run took."""

    editions: int
    states: dict[str, int]
    wall_s: float
    """From the first edition's beginning to the last page, by workers that have the program."""

    of_kind: dict[str, float]
    """Seconds that workers spent on editions, years and search."""

    waited_ms: float
    """Of a worker, an edition: what it did not spend on a job."""

    memory: tuple[list[int], list[int]]
    """MB of each worker after a quarter of the jobs, and at the end."""

    killed: int

    def told(self) -> str:
        """In a line."""
        states = ", ".join(f"{n} {state}" for state, n in self.states.items() if n)
        kinds = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in self.of_kind.items())
        return (
            f"{self.editions} editions ({states}) in {self.wall_s:.1f} s, "
            f"{self.editions / self.wall_s * 3600:.0f} an hour; {kinds}; "
            f"waiting {self.waited_ms:.0f} ms an edition; "
            f"memory {self.memory[0]} MB after a quarter, {self.memory[1]} MB at the end; "
            f"{self.killed} workers killed"
        )


def run(
    job_settings: JobSettings, editions: tuple[EditionSource, ...], workers: int, kill_s: float = 0
) -> Run:
    """Make an archive on a cluster of this machine and measure."""
    seconds: dict[str, float] = defaultdict(float)
    number = 0
    memory: list[list[int]] = []
    look_every = max(1, len(editions) // 20)

    def seen(done: FinishedJob[Any]) -> None:
        nonlocal number
        seconds[done.job.name.partition("-")[0]] += done.seconds
        if number % look_every == 0:
            memory.append(memory_mb())
        number += 1

    context = RunContext(job_settings=job_settings, limit=find_rate_limit(job_settings))
    with ExitStack() as stack:
        pool = stack.enter_context(Workers(Cluster(workers=workers), context, lambda _told: None))
        killed = stack.enter_context(killing(kill_s)) if kill_s else []
        # What is spoken here is forgotten, which a log of all that was spoken would hold against it.
        warm = 0 if kill_s else workers
        jobs = deque(Job(name=f"warm-{n}", call=warm_up, args=(editions[0],)) for n in range(warm))
        for warmed in pool.run(jobs, again=lambda _value: False):
            assert not warmed.problem, warmed.problem
        began = time.monotonic()
        made = make_archive(editions, pool, tell=tell_nobody, seen=seen)
        wall_s = time.monotonic() - began
        assert not made.problems, made.problems
    return Run(
        editions=len(editions),
        states=dict(made.states),
        wall_s=wall_s,
        of_kind=dict(seconds),
        waited_ms=(wall_s * workers - sum(seconds.values())) / len(editions) * 1000,
        memory=(memory[len(memory) // 4], memory[-1]),
        killed=len(killed),
    )


def warm_up(found: EditionSource, *, context: RunContext, tell: ProgressCallback) -> str:
    """Bring the program into a worker: an edition that goes nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        return make_edition(
            found, replace(context.job_settings, output=folder), context.limit
        ).problem


def alone(job_settings: JobSettings, editions: tuple[EditionSource, ...]) -> float:
    """Make an archive one by one in this process; the seconds that it took."""
    make_edition(editions[0], replace(job_settings, output=f"{job_settings.output}-warm"))
    began = time.monotonic()
    here = Here(RunContext(job_settings=job_settings, limit=None))
    made = make_archive(editions, cast("Workers", here), tell=tell_nobody)
    assert (made.states["made"], made.problems) == (len(editions), ())
    return time.monotonic() - began


class Here:
    """In place of a crew: each job is done in this process, one after the other."""

    def __init__(self, context: RunContext) -> None:
        self.context = context

    def run(self, jobs: deque[Job[Any]], **_options: object) -> Iterator[FinishedJob[Any]]:
        while jobs:
            job = jobs.popleft()
            value = job.call(*job.args, context=self.context, tell=tell_nobody)
            yield FinishedJob(job=job, tries=1, value=value)


@contextmanager
def scans(count: int, engine: str = "espeak", **settings: Any) -> Iterator[tuple[JobSettings, Any]]:
    """Editions in a folder that goes away, and a kit whose output stands there."""
    with tempfile.TemporaryDirectory() as name:
        source = lay_out(Path(name) / "scans", count, MINUTES)
        job_settings = make_settings(source, f"{name}/alone", engine, **settings)
        yield job_settings, find_editions(Storage(job_settings.source))


def elsewhere(job_settings: JobSettings, name: str) -> JobSettings:
    """The same kit with another output beside it."""
    return replace(job_settings, output=str(Path(job_settings.output).with_name(name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What every way of making an archive is held to."""

    job_settings: JobSettings
    editions: tuple[EditionSource, ...]
    wanted: dict[str, str]
    """The digests of what one by one gave."""

    def hold(self, job_settings: JobSettings) -> None:
        """Compare another way's output."""
        found = digests(job_settings)
        other = [n for n in self.wanted.keys() | found if self.wanted.get(n) != found.get(n)]
        assert not other, f"other bytes: {sorted(other)[:5]}"


def bench(case: Case) -> None:
    """By one worker and by two: figures, and what a tenth of the editions takes."""
    count = len(case.editions)
    runs = {}
    for workers in (1, 2):
        own = elsewhere(case.job_settings, f"by{workers}")
        runs[workers] = run(own, case.editions, workers)
        print(f"{workers} workers: {runs[workers].told()}", flush=True)
        case.hold(own)
    for what, size in sizes(case.job_settings).items():
        print(f"{what}: {size / count / 1e6:.3f} MB an edition")
    print(f"efficiency of two workers: {runs[1].wall_s / runs[2].wall_s:.2f}; the same bytes")
    tenth = run(elsewhere(case.job_settings, "tenth"), case.editions[: max(2, count // 10)], 2)
    print(f"a tenth: {tenth.told()}", flush=True)
    for what, each in {
        "with feeds and search": lambda done: done.wall_s / done.editions,
        "by itself": lambda done: done.of_kind["edition"] / done.editions,
    }.items():
        few, many = each(tenth), each(runs[2])
        print(
            f"an edition {what} takes {few:.3f} s of {tenth.editions}, {many:.3f} s of {count} "
            f"({many / few - 1:+.1%})",
            flush=True,
        )


def bench_kill(case: Case, every_s: float) -> None:
    """The whole run twice with workers killed."""
    import dask
    import distributed  # noqa: F401 - its defaults are there before one of them is set

    own = elsewhere(case.job_settings, "killed")
    log = Path(case.job_settings.output).with_name("spoken.log")
    os.environ["ARCHIVE_LOG"] = str(log)
    with dask.config.set({"distributed.worker.preload": [archive_log.__name__]}):
        first = run(own, case.editions, 2, every_s)
        print(f"killed, first: {first.told()}", flush=True)
        spoken = len(log.read_text("ascii").splitlines())
        second = run(own, case.editions, 2, every_s)
        print(f"killed, second: {second.told()}", flush=True)
    assert first.states["failed"] == 0, first.states
    assert second.states["kept"] == len(case.editions), second.states
    case.hold(own)
    again = archive_log.spoken_again(log)
    more = len(log.read_text("ascii").splitlines()) - spoken
    print(
        f"{spoken} clips spoken, {len(again)} of them when they had been stored; "
        f"{more} in the second run; the same bytes",
        flush=True,
    )
    assert not again
    assert not more


def bench_together(case: Case) -> None:
    """Two runs of one worker each over the same years, begun together."""
    own = elsewhere(case.job_settings, "together")
    folder = Path(case.job_settings.output).parent
    config = folder / "config.toml"
    config.write_text(f"[episode]\nminutes = {MINUTES}\nsample_rate_hz = 24000\n", encoding="utf-8")
    (folder / "voices").symlink_to(VOICES)
    command = [
        *(
            sys.executable,
            "-m",
            "audiopaper",
            "archive",
            case.job_settings.source,
            "--output",
            own.output,
        ),
        *("--workers", "1", "--engine", "espeak", "--json", "--config", str(config)),
    ]
    began = time.monotonic()
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [json.loads(one.communicate()[0]) for one in runs]
    seconds = time.monotonic() - began
    made = [one["made"] for one in told]
    both = sum(made) - len(case.editions)
    print(f"two runs together: {made} made, {both} by both, in {seconds:.1f} s", end="")
    case.hold(own)
    print("; the same bytes", flush=True)


class _Slow(http.server.BaseHTTPRequestHandler):
    """Passes everything on to a server behind it, late, and now and then not at all."""

    protocol_version = "HTTP/1.1"
    behind = ("127.0.0.1", 0)
    dice = random.Random(5)
    asked: ClassVar[Counter[str]] = Counter()

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        time.sleep(0.1)
        self.asked[self.command] += 1
        if self.dice.random() < 0.05:
            self.asked["failed"] += 1
            self.send_response_only(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        passed = http.client.HTTPConnection(*self.behind, timeout=60)
        passed.request(self.command, self.path, body=body, headers=dict(self.headers))
        answer = passed.getresponse()
        data = answer.read()
        self.send_response_only(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(key, value)
        given = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", given or "0")
        self.end_headers()
        self.wfile.write(data)
        passed.close()


@contextmanager
def slow_s3() -> Iterator[str]:
    """A local S3 server behind 100 ms and one failure in twenty."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _Slow.behind = server.get_host_and_port()
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{proxy.server_address[1]}"
    os.environ.update(
        AWS_ACCESS_KEY_ID="bench",
        AWS_SECRET_ACCESS_KEY="bench",
        AWS_DEFAULT_REGION="us-east-1",
        AWS_ENDPOINT_URL=address,
    )
    host, port = server.get_host_and_port()
    boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="pod")
    try:
        yield address
    finally:
        proxy.shutdown()
        server.stop()


def bench_s3(case: Case) -> None:
    """The same bytes through storage that is slow and fails."""
    with slow_s3():
        away = replace(case.job_settings, output="s3://pod/archive")
        _Slow.asked.clear()
        print(f"s3: {run(away, case.editions, 2).told()}")
        asked = ", ".join(f"{n} {kind}" for kind, n in sorted(_Slow.asked.items()))
        print(f"asked: {asked}", flush=True)
        case.hold(away)
        again = run(away, case.editions, 2)
        print(f"s3 again: {again.told()}")
        assert again.states["kept"] == len(case.editions), again.states
        print("one answer in twenty failing, each after 100 ms: the same bytes", flush=True)


def bench_edge(count: int) -> None:
    """The rate limit over two worker processes, by the service's own log."""
    command = [sys.executable, str(SERVICE), "--port", "0", "--latency-ms", "150"]
    with subprocess.Popen(
        [*command, "--speech", "tone"], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        address = service.stdout.readline().split()[-1]
        engines = {"edge": {"endpoint": f"{address}/consumer/speech/synthesize/readaloud/edge/v1"}}
        speech = replace(Config().speech, workers=3)
        try:
            with scans(count, "edge", engines=engines, speech=speech) as (job_settings, editions):
                print(f"edge: {run(job_settings, editions, 2).told()}")
            log_address = address.replace("ws://", "http://") + "/__log"
            with urllib.request.urlopen(log_address) as answer:
                log = json.load(answer)
        finally:
            service.terminate()
        told = f"{len(log['requests'])} requests, at most {log['peak']} at once, 3 allowed"
        print(f"edge: {told}")
        assert log["peak"] <= 3


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editions", type=int, default=30)
    parser.add_argument("--kill", type=float, default=0, metavar="SECONDS")
    for name in ("workers", "together", "s3", "edge"):
        parser.add_argument(f"--{name}", action="store_true")
    told = parser.parse_args()
    if told.edge:
        bench_edge(told.editions)
        return
    with scans(told.editions) as (job_settings, editions):
        seconds = alone(job_settings, editions)
        hour = len(editions) / seconds * 3600
        print(f"one by one: {len(editions)} editions in {seconds:.1f} s, {hour:.0f} an hour")
        case = Case(job_settings=job_settings, editions=editions, wanted=digests(job_settings))
        if told.workers or not (told.kill or told.together or told.s3):
            bench(case)
        if told.kill:
            bench_kill(case, told.kill)
        if told.together:
            bench_together(case)
        if told.s3:
            bench_s3(case)


if __name__ == "__main__":
    main()
