"""Attack a show's targets, hub and webhook: ``python -m tests.tools.attack_targets``.

A show of two episodes is published to a real server of each kind on loopback (moto's S3, asyncssh's
SFTP, wsgidav's WebDAV) by way of a proxy or a server that lies. Each attack is a run of
``audiopaper publish`` as a process of its own: the target refuses, stands still or breaks off after
so many bytes, says that it took what it did not keep, keeps other bytes, or gives other ones. The
run must end within its limits, with 9 or with everything there, without a traceback, and the feed
there must never name what is not there. Then the fault is gone: the next run ends with 0 and all is
there as it was sent. A hub or webhook that fails in these ways costs a warning. Prints what offends;
ends with 1 where something does.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import http.server
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from audiopaper.show.targets import list_public
from tests.support import bad_servers, tone_engine
from tests.support.target_servers import KINDS, Place, port_of, swap_port
from tests.support.tcp_proxy import Proxy, proxy_before
from tests.tools.attack_state import make_show

LEAST_LIMIT_S = 10.0
"""How long an answer is waited for at least."""

MARGIN_S = 60
"""What a busy machine takes to start a process and to end it."""

STEPS_BYTES = (0, 1_500, 6_000, 20_000, 60_000, 120_000)
"""After how many bytes of the client's the fault comes: while it signs on, looks, sends, renames."""

LIES = ("swallow", "short", "flip")

ROOT = Path(__file__).parents[2]


@dataclass
class Lie:
    """What a server does with the files that it says it took; nothing while empty."""

    kind: str = ""

    def told(self, data: bytes) -> bytes | None:
        """What it keeps of them; None for nothing."""
        if self.kind == "swallow":
            return None
        if self.kind == "short":
            return data[: len(data) // 2]
        return bytes([data[0] ^ 1]) + data[1:] if self.kind == "flip" and data else data


def make_sftp_liar(lie: Lie) -> type[asyncssh.SFTPServer]:
    """A server class of asyncssh's that lies."""

    class Liar(asyncssh.SFTPServer):
        def write(self, file_obj: object, offset: int, data: bytes) -> Any:
            kept = lie.told(data)
            if kept:
                super().write(file_obj, offset, kept)
            return len(data)

    return Liar


@contextlib.contextmanager
def http_liar(server_port: int, lie: Lie) -> Iterator[int]:
    """An HTTP server on loopback that hands requests on, and lies about those that store a file."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

        def handle_any(self) -> None:
            data: bytes | None = self._read()
            if self.command == "PUT" and self.headers.get("Content-Type", "") != "application/xml":
                data = lie.told(data or b"")
            if data is None:
                self._answer(200, [("ETag", '"0"')], b"")
                return
            told = {k: v for k, v in self.headers.items() if k.lower() not in _OWN_HEADERS}
            if "Destination" in told:
                here = int(self.server.server_address[1])  # type: ignore[index]
                told["Destination"] = told["Destination"].replace(_host(here), _host(server_port))
            onward = http.client.HTTPConnection("127.0.0.1", server_port, timeout=30)
            with contextlib.closing(onward):
                onward.request(self.command, self.path, data, {**told, "Host": _host(server_port)})
                answer = onward.getresponse()
                self._answer(answer.status, answer.getheaders(), answer.read())

        def _read(self) -> bytes:
            if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            length = ""
            for name, value in headers:
                if name.lower() == "content-length":
                    length = value
                elif name.lower() not in _OWN_HEADERS:
                    self.send_header(name, value)
            self.send_header("Content-Length", length if self.command == "HEAD" else str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

    for method in ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PROPFIND", "MKCOL", "MOVE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


_OWN_HEADERS = {"host", "content-length", "transfer-encoding", "connection", "date", "server"}


def _host(port: int) -> str:
    return f"127.0.0.1:{port}"


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    stderr: str
    seconds: float


def run_command(folder: Path, *args: str, limit_s: float) -> Run:
    """Run a command of the program's as a process of its own; -1 where it had to be killed."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "audiopaper", *args],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Run(-1, "", time.monotonic() - began)
    return Run(done.returncode, done.stderr, time.monotonic() - began)


def write_config(
    folder: Path, options: dict[str, Any], more: str = "", *, limit_s: float = 2 * LEAST_LIMIT_S
) -> None:
    """Lay out settings with a target's options and short limits; all may take ten times one."""
    rows = "\n".join(f'{name} = "{value}"' for name, value in options.items() if value)
    (folder / "config.toml").write_text(
        'engine = "espeak"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n'
        'base_url = "https://pod.example.org/q/"\n'
        f"[publish]\nrequest_seconds = {limit_s}\nsilence_seconds = {limit_s}\n"
        f"total_minutes = {limit_s / 6}\n[publish.options]\n{rows}\n{more}",
        "utf-8",
    )


def find_missing(place: Place) -> set[str]:
    """What the feed at a target names, and is not there."""
    names = place.names()
    if "feed.xml" not in names:
        return set()
    feed = place.read("feed.xml").decode("utf-8", "replace")
    return set(re.findall(r"https://pod\.example\.org/q/(episodes/[^\"<?#]+\.\w+)", feed)) - names


class Attack:
    """Attacks on one server, and what offends."""

    def __init__(self, kind: str, show: Path, place: Place) -> None:
        self.kind, self.show, self.place = kind, show, place
        self.count = 0
        self.limit_s = 4.0 * MARGIN_S

    def measure(self) -> None:
        """Publish without a fault, and let no answer take longer than all of it took."""
        self.configure(self.place.options)
        run = self.run(self.place.address)
        if run.code:
            raise SystemExit(f"{self.kind}: no sound run to begin with: {run.stderr}")
        self.limit_s = max(LEAST_LIMIT_S, run.seconds)
        self.forget()

    def configure(self, options: dict[str, Any]) -> None:
        """Write the show's settings, with an address's options."""
        write_config(self.show, options, limit_s=self.limit_s)

    def run(self, address: str) -> Run:
        """Publish by a process of its own."""
        self.count += 1
        limit_s = 10 * self.limit_s + MARGIN_S
        return run_command(self.show, "publish", "--to", address, limit_s=limit_s)

    def publish(self, what: str, address: str) -> Iterator[str]:
        """One run under attack."""
        run = self.run(address)
        if run.code not in (0, 9) or "Traceback" in run.stderr:
            last = run.stderr.strip().splitlines()[-1:] or [""]
            yield f"{self.kind} {what}: ended with {run.code} after {run.seconds:.0f} s: {last[0]}"
        if missing := find_missing(self.place):
            yield f"{self.kind} {what}: the feed there names {sorted(missing)[:2]}"
        if run.code == 0 and self.differing():
            yield f"{self.kind} {what}: ended with 0, and {self.differing()[:2]} are not as sent"

    def heal(self, what: str, address: str, *, only_feed: bool = False) -> Iterator[str]:
        """The run after the fault is gone."""
        run = self.run(address)
        wrong = [name for name in self.differing() if not only_feed or name == "feed.xml"]
        if run.code or wrong:
            said = " ".join(run.stderr.strip().splitlines()[-2:])
            yield f"{self.kind} after {what}: ended with {run.code}, not as sent: {wrong[:3]}: {said}"

    def differing(self) -> list[str]:
        """The public files that are not at the target as they are here."""
        output, there = self.show / "output", self.place.names()
        return [
            name
            for name in list_public(output)
            if name not in there or self.place.read(name) != (output / name).read_bytes()
        ]

    def forget(self) -> None:
        """Let the next run send everything again."""
        shutil.rmtree(self.show / "output" / ".work" / "targets", ignore_errors=True)
        (self.show / "output" / "feed.xml").touch()


def attack_by_proxy(attack: Attack, proxy: Proxy, address: str) -> Iterator[str]:
    """Stand still, and break off, after so many bytes."""
    for fault in ("hang", "cut"):
        for after_bytes in STEPS_BYTES:
            what = f"{fault} after {after_bytes} bytes"
            attack.forget()
            proxy.break_after("hang" if fault == "hang" else "cut", after_bytes)
            yield from attack.publish(what, address)
            proxy.break_after("", 0)
            yield from attack.heal(what, address)


def attack_kind(kind: str, show: Path, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """All attacks on one kind of target."""
    began = time.monotonic()
    lie = Lie()
    if kind == "sftp":
        patch.setattr(asyncssh, "SFTPServer", make_sftp_liar(lie))
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(KINDS[kind](folder, patch))
        attack = Attack(kind, show, place)
        attack.measure()
        with socket.create_server(("127.0.0.1", 0)) as unused:
            closed = unused.getsockname()[1]
        address, options = swap_port(place, closed)
        attack.configure(options)
        yield from attack.publish("refuse", address)
        proxy = stack.enter_context(proxy_before(port_of(place)))
        address, options = swap_port(place, proxy.port)
        attack.configure(options)
        yield from attack.heal("refuse", address)
        yield from attack_by_proxy(attack, proxy, address)
        if kind != "sftp":
            liar = stack.enter_context(http_liar(port_of(place), lie))
            address, options = swap_port(place, liar)
            attack.configure(options)
        for lie.kind in LIES:
            what = lie.kind
            attack.forget()
            # Bytes of the same number are found out in the feed alone, which is read back.
            yield from attack.publish(what, address)
            lie.kind = ""
            yield from attack.heal(what, address, only_feed=what == "flip")
        took_s = time.monotonic() - began
        print(
            f"{kind}: {attack.count} runs in {took_s:.0f} s, limit {attack.limit_s:.0f} s",
            flush=True,
        )


ANSWERS: dict[str, Callable[[socket.socket], None]] = {
    "says nothing": bad_servers.say_nothing,
    "drips": bad_servers.drip,
    "speaks no HTTP": bad_servers.speak_no_http,
    "breaks off": bad_servers.break_off,
    "says a long line": bad_servers.say_a_long_line,
}


def attack_told(show: Path, folder: Path) -> Iterator[str]:
    """Hubs and webhooks that fail: what was to be done is done, and the run ends."""
    for what, answer in ANSWERS.items():
        for told in ("hub", "webhook"):
            own = folder / f"{told}-{what.replace(' ', '-')}"
            shutil.copytree(show, own, symlinks=True)
            (own / "inbox" / "2026-03-09").symlink_to(folder)
            with bad_servers.server(answer) as port:
                url = f"http://{_host(port)}/"
                table = (
                    f'[feed]\nhub = "{url}"\n'
                    if told == "hub"
                    else f'[notify]\nwebhook = "{url}"\n'
                )
                write_config(own, {}, table)
                # A link in the inbox is a failure that somebody must be told of.
                args = ("publish", "--to", "www2") if told == "hub" else ("today", "--notify")
                run = run_command(own, *args, limit_s=2 * MARGIN_S)
            wanted = 0 if told == "hub" else 4
            # An address may hold a secret: it need not be said which.
            silent = told not in run.stderr
            if run.code != wanted or "Traceback" in run.stderr or silent:
                yield f"{told} {what}: ended with {run.code} after {run.seconds:.0f} s: {run.stderr}"


def main() -> int:
    """Attack, and print what offends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="s3, sftp, webdav or told")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    bad = 0
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        show = Path(name) / "show"
        show.mkdir()
        tone_engine.install(patch)
        make_show(show)
        for kind in ("s3", "sftp", "webdav", "told"):
            if options.only not in kind:
                continue
            folder = Path(name) / kind
            folder.mkdir()
            own = folder / "own"
            shutil.copytree(show, own, symlinks=True)
            found = (
                attack_told(own, folder)
                if kind == "told"
                else attack_kind(kind, own, folder, patch)
            )
            for offence in found:
                bad += 1
                print(offence, flush=True)
    print(f"{bad} offend")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
