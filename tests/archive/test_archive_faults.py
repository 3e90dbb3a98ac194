"""What a cluster may do to an archive: its workers die, hang and fill up, its scheduler restarts.

Real schedulers and workers; only the engine is a stand-in that has accidents (`fault_engine`).
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, Semaphore

from audiopaper.archive import archive_run, cluster_connection, edition_job
from audiopaper.archive.archive_run import make_archive
from audiopaper.archive.cluster import FinishedJob, Job, Workers
from audiopaper.archive.discovery import EditionSource, find_editions
from audiopaper.archive.job_settings import JobSettings
from audiopaper.archive.rate_limit import RateLimit
from audiopaper.archive.storage import Storage
from audiopaper.archive.worker_state import Cluster, RunContext
from audiopaper.config import ArchiveSettings, Config, EpisodeSettings
from audiopaper.errors import ConfigError, SynthesisError
from audiopaper.runtime import tell_nobody
from tests import HANG_S
from tests.support import fault_engine
from tests.support.archive_output import VOICES
from tests.support.paths import ROOT
from tests.support.tone_engine import install

PAGE = """# 老桥边添了修鞋摊

本报讯（记者 单路平）青川老桥边的便民点{day}日开张，修鞋、配钥匙、磨剪刀都有了棚。{word}也不怕。

修鞋的危师傅说，有了棚，雨天也能出摊。
"""


def lay_out(folder: Path, words: list[str], title: str = "qingchuan") -> Path:
    for day, word in enumerate(words, 1):
        inbox = folder / title / f"2026-03-{day:02d}"
        inbox.mkdir(parents=True)
        (inbox / "01.txt").write_text(PAGE.format(day=day, word=word), encoding="utf-8")
    return folder


def tools_for(tmp_path: Path, words: list[str], *, hang_minutes: float = 30.0) -> RunContext:
    source = lay_out(tmp_path / "scans", words)
    config = Config(
        episode=EpisodeSettings(minutes=1, sample_rate_hz=24_000),
        archive=ArchiveSettings(hang_minutes=hang_minutes),
    )
    job_settings = JobSettings(
        source=str(source),
        output=str(tmp_path / "out"),
        config=config,
        voices=VOICES,
        engine="tone",
    )
    return RunContext(job_settings=job_settings, limit=None)


def make(
    context: RunContext,
    workers: Any,
    seen: Callable[[FinishedJob[Any]], object] = lambda _done: None,
) -> dict[int, FinishedJob[Any]]:
    """Make the archive; how each edition ended, by its day."""
    ends: dict[int, FinishedJob[Any]] = {}

    def take(done: FinishedJob[Any]) -> None:
        seen(done)
        if isinstance(done.job.args[0], EditionSource):
            ends[done.job.args[0].date.day] = done

    make_archive(editions_of(context), workers, tell=tell_nobody, seen=take)
    return ends


def editions_of(context: RunContext) -> tuple[EditionSource, ...]:
    return find_editions(Storage(context.job_settings.source))


@pytest.fixture
def _accidents() -> Iterator[None]:
    with dask.config.set({"distributed.worker.preload": [fault_engine.__name__]}):
        yield


@pytest.mark.usefixtures("_accidents")
def test_what_kills_hangs_or_fails_is_tried_three_times_and_the_rest_is_made(
    tmp_path: Path,
) -> None:
    words = ["雨", fault_engine.DIES, "雪", fault_engine.HANGS, "风", fault_engine.FAILS]
    context = tools_for(tmp_path, words, hang_minutes=0.25)
    with Workers(Cluster(workers=2), context, lambda _told: None) as workers:
        results = make(context, workers)
    assert [results[day].value.state for day in (1, 3, 5)] == ["made"] * 3
    assert "its worker died" in results[2].problem
    assert "its worker died" in results[4].problem
    assert "no voice" in results[6].value.problem
    assert {(r["date"], r["tries"]) for r in failures_of(context)} == {
        (f"2026-03-{day:02d}", 3) for day in (2, 4, 6)
    }
    feed = tmp_path / "out" / "qingchuan" / "2026" / "feed.xml"
    assert feed.read_text("utf-8").count("<item>") == 3


def failures_of(context: RunContext) -> list[dict[str, object]]:
    storage = Storage(context.job_settings.output)
    return [json.loads(storage.read(name) or b"") for name in storage.names(".work/failed")]


def find_quiet_port() -> int:
    """A free port, below those that systems give to whoever connects to something meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


class Foreign:
    """A scheduler and its workers, as others keep them: programs of their own."""

    def __init__(self) -> None:
        self.port = find_quiet_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *worker_options: str, workers: int = 1) -> None:
        self._run("dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        preload = ("--preload", fault_engine.__name__, "--nthreads", "1", "--no-dashboard")
        for _ in range(workers):
            self._run("dask_worker", self.address, "--host", "127.0.0.1", *preload, *worker_options)

    def kill(self) -> None:
        for process in self._running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def _run(self, program: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *options]
        self._running.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                # As the guide has it: each death is told of, and tries are counted by the run.
                env={**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )


@pytest.fixture
def foreign() -> Iterator[Foreign]:
    cluster = Foreign()
    try:
        yield cluster
    finally:
        cluster.kill()


def test_a_scheduler_that_restarts_is_waited_for_and_a_worker_that_eats_all_memory_ends(
    tmp_path: Path, foreign: Foreign
) -> None:
    context = tools_for(tmp_path, ["雨", "雪", "风", fault_engine.EATS])
    foreign.start("--memory-limit", "700MB")
    told: list[str] = []

    def restart(_done: FinishedJob[Any]) -> None:
        if not any("is gone" in sentence for sentence in told):
            foreign.kill()
            foreign.start("--memory-limit", "700MB")

    with Workers(Cluster(address=foreign.address), context, told.append) as workers:
        results = make(context, workers, restart)
    assert [results[day].value.state for day in (1, 2, 3)] == ["made"] * 3
    assert "its worker died" in results[4].problem
    assert any("is gone; waiting" in sentence for sentence in told)


def test_no_scheduler_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = tools_for(tmp_path, ["雨"])
    monkeypatch.setattr(cluster_connection, "CONNECT_S", 0.5)
    with (
        pytest.raises(ConfigError, match="no scheduler answers"),
        Workers(Cluster(address="tcp://127.0.0.1:9"), context, lambda _told: None),
    ):
        pass


@pytest.fixture(scope="module")
def standing() -> Iterator[tuple[str, Client]]:
    """A cluster of one worker that none of the tests harms: its address, and a client."""
    cluster = Foreign()
    try:
        cluster.start()
        with Client(cluster.address, timeout=HANG_S) as client:
            client.wait_for_workers(1, timeout=HANG_S)
            yield cluster.address, client
    finally:
        cluster.kill()


def test_a_cluster_without_the_resources_is_refused_before_anything_waits_for_ever(
    tmp_path: Path, standing: tuple[str, Client]
) -> None:
    cluster = Cluster(address=standing[0], resources={"GPU": 1})
    with (
        pytest.raises(ConfigError, match="no worker of the cluster has that"),
        Workers(cluster, tools_for(tmp_path, ["雨"]), lambda _told: None),
    ):
        pass


def test_workers_of_another_version_are_refused(
    tmp_path: Path, standing: tuple[str, Client]
) -> None:
    context = replace(tools_for(tmp_path, ["雨"]), version="0.0.0")
    with (
        pytest.raises(ConfigError, match="the run is of 0\\.0\\.0"),
        Workers(Cluster(address=standing[0]), context, lambda _told: None),
    ):
        pass


def test_a_service_is_held_to_one_number_by_all_runs_and_to_another_when_they_have_ended(
    standing: tuple[str, Client],
) -> None:
    _, client = standing
    names = (("edge", "audiopaper test"),)
    RateLimit(names=names, leases=3).register(client)
    held = Semaphore(max_leases=3, name=names[0][1])
    assert held.acquire(timeout=HANG_S)
    with pytest.raises(ConfigError, match="to other than 5"):
        RateLimit(names=names, leases=5).register(client)
    held.release()
    RateLimit(names=names, leases=5).register(client)
    now = Semaphore(max_leases=5, name=names[0][1])
    assert all(now.acquire(timeout=HANG_S) for _ in range(5))
    assert not now.acquire(timeout=0.1)


def test_a_worker_with_a_full_disk_says_so_and_brakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "tests.support.fault_engine:make_engine")
    braked: list[float] = []
    monkeypatch.setattr(edition_job.time, "sleep", braked.append)
    context = tools_for(tmp_path, [fault_engine.FULL])
    result = edition_job.make_edition(editions_of(context)[0], context.job_settings)
    assert (result.state, result.fault) == ("failed", "means")
    assert "No space left on device" in result.problem
    assert braked == [edition_job.BRAKE_S]


def test_settings_that_a_full_disk_cut_off_are_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [True, True, False]
    laid_out = edition_job.config_for
    context = tools_for(tmp_path, [])

    def lay_out(settings: Any, title: str, year: int, folder: Path) -> Config:
        if full.pop(0):
            (folder / "voices").mkdir()
            (folder / "voices" / "lan.toml").write_bytes(b"na")
            raise OSError(errno.ENOSPC, "No space left on device")
        return laid_out(settings, title, year, folder)

    monkeypatch.setattr(edition_job, "config_for", lay_out)
    for _ in range(2):
        with pytest.raises(OSError, match="No space"):
            edition_job._lay_out_settings(tmp_path, context.job_settings)
    folder = edition_job._lay_out_settings(tmp_path, context.job_settings)
    written = {path.name: path.read_bytes() for path in (folder / "voices").iterdir()}
    assert all(
        written[name] == data for name, data in context.job_settings.voices if "/" not in name
    )
    # What is complete is laid out once.
    assert edition_job._lay_out_settings(tmp_path, context.job_settings) == folder
    assert full == []


class Alone:
    """A crew of one: each job is done here and now."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.done = 0

    def run(
        self, jobs: deque[Job[Any]], *, again: Callable[[Any], bool]
    ) -> Iterator[FinishedJob[Any]]:
        while jobs:
            job = jobs.popleft()
            self.done += isinstance(job.args[0], EditionSource)
            for _ in range(3):
                value = job.call(*job.args, context=self.context, tell=tell_nobody)
                if not again(value):
                    break
            yield FinishedJob(job=job, tries=3, value=value)


@pytest.mark.parametrize(
    ("word", "done"), [(fault_engine.FAILS, 2), ("", 4)], ids=["service", "pages"]
)
def test_a_run_stops_where_all_fails_alike_and_not_for_empty_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, done: int
) -> None:
    install(monkeypatch, "tests.support.fault_engine:make_engine")
    monkeypatch.setattr(archive_run, "STOP_AFTER", 2)
    context = tools_for(tmp_path, [word] * 4)
    if not word:
        for page in (tmp_path / "scans").rglob("*.txt"):
            page.write_text("", encoding="utf-8")
    workers = Alone(context)
    stopped = pytest.raises(SynthesisError, match="2 editions in a row") if word else nullcontext()
    with stopped:
        make(context, workers)
    assert workers.done == done
    assert len(failures_of(context)) == done


def test_a_run_stops_at_once_where_no_worker_reaches_the_service(tmp_path: Path) -> None:
    context = tools_for(tmp_path, ["雨"] * 4)
    config = replace(
        context.job_settings.config,
        engines={"edge": {"endpoint": "ws://127.0.0.1:9/edge/v1"}},
        speech=replace(context.job_settings.config.speech, tries=1),
    )
    job_settings = replace(context.job_settings, config=config, engine="edge")
    workers = Alone(RunContext(job_settings=job_settings, limit=RateLimit(names=(), leases=1)))
    with pytest.raises(SynthesisError, match="the workers cannot speak by edge"):
        make(workers.context, workers)
    assert workers.done == 1
