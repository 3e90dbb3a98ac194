"""A show with a desk that answers on loopback, for the tests of the desk."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn

from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.desk.access import Access
from audiopaper.desk.app import make_desk
from audiopaper.desk.renderer import Desk, Renderer
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests import HANG_S
from tests.support.sample_edition import PAGE

DAY = "2026-03-02"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass(frozen=True)
class DeskShow:
    """A show's folder, and where its desk answers."""

    folder: Path
    port: int

    @property
    def config(self) -> Config:
        return read_config(self.folder / "config.toml")

    @property
    def work(self) -> Path:
        return self.folder / "output" / ".work" / DAY

    @property
    def rundown(self) -> Path:
        return self.work / "rundown.toml"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        method: str = "",
        cookie: str = "",
        **headers: str,
    ) -> Answer:
        """Ask as a page of the desk would; headers given replace its own, empty ones go."""
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": self.address,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
            "Cookie": cookie,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG_S)
        with contextlib.closing(connection):
            connection.request(
                method or ("GET" if body is None else "POST"),
                path,
                body=None if body is None else data,
                headers={name: value for name, value in sent.items() if value},
            )
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read(), told)

    def session(self) -> str:
        """A cookie of a page that was opened."""
        return self.ask("/days").headers["set-cookie"].partition(";")[0]


def lay_out_show(
    folder: Path, *, page: str = PAGE, drafted: bool = True, engine: str = "espeak"
) -> Path:
    """Lay out a show with a page in its inbox."""
    (folder / "config.toml").write_text(
        f'engine = "{engine}"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n[episode]\nminutes = 2\n',
        "utf-8",
    )
    voices = folder / "voices"
    (voices / "lexicon").mkdir(parents=True)
    for path in (defaults_folder() / "voices").glob("*.toml"):
        (voices / path.name).write_bytes(path.read_bytes())
    inbox = folder / "inbox" / DAY
    inbox.mkdir(parents=True)
    (inbox / "01.txt").write_text(page, "utf-8")
    (folder / "output").mkdir()
    if drafted:
        produce(
            Order(paths=(inbox,), dry_run=True), read_config(folder / "config.toml"), tell_nobody
        )
    return folder


@contextlib.contextmanager
def open_desk(
    folder: Path, access: Access | None = None, language: str = "zh"
) -> Iterator[DeskShow]:
    """Answer for a show until the block ends."""
    desk = Desk(config_path=folder / "config.toml", language=language)
    access = access or Access(user="tester")
    desk = replace(desk, access=access, ending=lambda: server.should_exit)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(make_desk(Renderer(desk)), log_level="error", timeout_graceful_shutdown=5)
    )

    async def serve() -> None:
        await server.serve(sockets=[listening])
        # A connection that a browser opened in advance may have come while the server stopped.
        for connection in list(server.server_state.connections):
            connection.transport.abort()  # type: ignore[union-attr]
        await asyncio.sleep(0)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    try:
        yield DeskShow(folder, listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(HANG_S)
        listening.close()
