"""Editions an hour over processes, and what faults cost: ``python -m tests.bench_archive``.

Varies the sample into editions of three titles, some forty seconds of audio each, and makes them one
by one in this process, then by one and by two worker processes, with the same bytes asserted.
``--kill 20`` kills a worker every twenty seconds; ``--s3`` puts everything into a local S3 server
of which one answer in twenty fails, each after 100 ms; ``--edge`` speaks by the stand-in service of
../shared/tools and asks its log how many requests it ever had at once.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import http.server
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiopaper.archive.finding import Found, find_editions
from audiopaper.archive.making import Kit, make_edition
from audiopaper.archive.running import Cluster, run_editions
from audiopaper.archive.storage import Storage
from audiopaper.config import Config, EpisodeSettings
from audiopaper.progress import tell_nobody

ROOT = Path(__file__).resolve().parents[1]
SERVICE = ROOT.parent / "shared" / "tools" / "edge_service.py"
TITLES = ("qingchuan-daily", "qingchuan-evening", "shiyan-weekly")


def lay_out(folder: Path, count: int) -> Path:
    """Vary the sample's second page into editions: other days, streets and figures."""
    page = (ROOT / "audiopaper" / "sample" / "02.txt").read_text("utf-8")
    # The masthead's date would be another than the folder's.
    page = "\n".join(line for line in page.splitlines() if "2026年3月2日" not in line)
    parts = page.split("\n## ")
    for number in range(count):
        dice = random.Random(number)
        day, title = divmod(number, len(TITLES))
        date = f"20{20 + day // 336:02d}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}"
        inbox = folder / TITLES[title] / date
        inbox.mkdir(parents=True)
        text = "\n## ".join([parts[0], *dice.sample(parts[1:], min(2, len(parts) - 1))])
        text = text.replace("青川", dice.choice(["青川", "石堰", "桐溪", "禾浦"]))
        (inbox / "01.txt").write_text(f"{text}\n\n第{number}期\n", encoding="utf-8")
    return folder


def make_kit(source: Path, output: str, engine: str = "espeak", **settings: Any) -> Kit:
    """Settings of the bench: short episodes at 24 kHz."""
    config = Config(episode=EpisodeSettings(minutes=1, sample_rate_hz=24_000))
    voices = tuple(
        (p.relative_to(ROOT / "voices").as_posix(), p.read_bytes())
        for p in sorted((ROOT / "voices").rglob("*.toml"))
    )
    return Kit(
        source=str(source),
        output=output,
        config=replace(config, folder=ROOT, **settings),
        voices=voices,
        engine=engine,
    )


def digests(kit: Kit) -> dict[str, str]:
    """The hash of every episode file, by name."""
    storage = Storage(kit.output)
    return {
        name: hashlib.sha256(storage.read(name) or b"").hexdigest()
        for name in storage.names()
        if not name.startswith(".work")
    }


@contextmanager
def killing(every_s: float, done: threading.Event) -> Iterator[list[int]]:
    """Kill one of this process's worker processes now and then."""
    killed: list[int] = []

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
    import psutil

    return [
        child.pid
        for child in psutil.Process().children(recursive=True)
        if any("spawn_main" in part for part in child.cmdline())
    ]


def memory_mb() -> list[int]:
    """Resident memory of each worker process."""
    import psutil

    found = []
    for pid in worker_pids():
        try:
            found.append(psutil.Process(pid).memory_info().rss // 2**20)
        except psutil.Error:
            continue
    return found


def run(kit: Kit, editions: tuple[Found, ...], workers: int, kill_s: float) -> dict[str, float]:
    """Make editions on a cluster of this machine and measure."""
    seconds = 0.0
    failed = 0
    memory: list[list[int]] = []
    with ExitStack() as stack:
        stop = threading.Event()
        killed = stack.enter_context(killing(kill_s, stop)) if kill_s else []
        began = 0.0
        for result in run_editions(
            editions,
            kit,
            Cluster(workers=workers),
            tell=tell_nobody,
            told_dashboard=lambda _link: None,
        ):
            # The first result comes when the workers have started and warmed up.
            began = began or time.monotonic() - result.seconds
            seconds += result.seconds
            failed += result.state == "failed"
            memory.append(memory_mb())
        wall = time.monotonic() - began
    early, late = memory[len(memory) // 4], memory[-1]
    print(
        f"{workers} workers: {len(editions)} editions in {wall:.1f} s, "
        f"{len(editions) / wall * 3600:.0f} an hour, {failed} failed, {len(killed)} killed, "
        f"waiting {(wall * workers - seconds) / len(editions) * 1000:.0f} ms an edition, "
        f"memory {early} MB after a quarter, {late} MB at the end",
        flush=True,
    )
    return {"wall": wall}


def bench(count: int, kill_s: float) -> None:
    """One by one, then by one worker and by two: figures, and the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = lay_out(folder / "scans", count)
        alone = make_kit(source, str(folder / "alone"))
        editions = find_editions(Storage(alone.source))
        make_edition(editions[0], replace(alone, output=str(folder / "warm")))
        began = time.monotonic()
        for found in editions:
            result = make_edition(found, alone)
            assert result.state == "made", result.problem
        wall = time.monotonic() - began
        print(f"one by one: {count} editions in {wall:.1f} s, {count / wall * 3600:.0f} an hour")
        wanted = digests(alone)
        walls = {}
        for workers in (1, 2):
            kit = replace(alone, output=str(folder / f"by{workers}"))
            walls[workers] = run(kit, editions, workers, kill_s)["wall"]
            assert digests(kit) == wanted, f"{workers} workers made other bytes"
            again = run(kit, editions, workers, 0)["wall"] if kill_s else 0
            assert digests(kit) == wanted, again
            shutil.rmtree(folder / f"by{workers}")
        print(f"efficiency of two workers: {walls[1] / walls[2]:.2f}; the same bytes each time")


class _Slow(http.server.BaseHTTPRequestHandler):
    """Passes everything on to a server behind it, late, and now and then not at all."""

    protocol_version = "HTTP/1.1"
    behind = ("127.0.0.1", 0)
    dice = random.Random(5)

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        time.sleep(0.1)
        if self.dice.random() < 0.05:
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


def bench_s3(count: int) -> None:
    """The same bytes through storage that is slow and fails."""
    with tempfile.TemporaryDirectory() as name, slow_s3():
        folder = Path(name)
        source = lay_out(folder / "scans", count)
        alone = make_kit(source, str(folder / "alone"))
        editions = find_editions(Storage(alone.source))
        for found in editions:
            assert make_edition(found, alone).state == "made"
        away = replace(alone, output="s3://pod/archive")
        run(away, editions, 2, 0)
        assert digests(away) == digests(alone)
        print("s3, one answer in twenty failing after 100 ms: the same bytes")


def bench_edge(count: int) -> None:
    """The rate limit over two worker processes, by the service's own log."""
    command = [sys.executable, str(SERVICE), "--port", "0", "--latency-ms", "150"]
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen([*command, "--speech", "tone"], stdout=subprocess.PIPE, text=True) as own,
    ):
        assert own.stdout is not None
        address = own.stdout.readline().split()[-1]
        folder = Path(name)
        source = lay_out(folder / "scans", count)
        kit = make_kit(source, str(folder / "out"), "edge")
        speech = replace(kit.config.speech, workers=3)
        engines: dict[str, dict[str, str | int | float | bool]] = {
            "edge": {"endpoint": f"{address}/consumer/speech/synthesize/readaloud/edge/v1"}
        }
        kit = replace(kit, config=replace(kit.config, speech=speech, engines=engines))
        try:
            run(kit, find_editions(Storage(kit.source)), 2, 0)
            log_address = address.replace("ws://", "http://") + "/__log"
            with urllib.request.urlopen(log_address) as answer:
                log = json.load(answer)
        finally:
            own.terminate()
        told = f"{len(log['requests'])} requests, at most {log['peak']} at once, 3 allowed"
        print(f"edge: {told}")
        assert log["peak"] <= 3


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editions", type=int, default=30)
    parser.add_argument("--kill", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--edge", action="store_true")
    told = parser.parse_args()
    if told.s3:
        bench_s3(told.editions)
    elif told.edge:
        bench_edge(told.editions)
    else:
        bench(told.editions, told.kill)


if __name__ == "__main__":
    main()
