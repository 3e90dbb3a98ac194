"""A real server on loopback for each kind of target."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from audiopaper.show import remote_target
from audiopaper.show.target_kinds import Target
from audiopaper.show.targets import open_target
from tests import HANG_S

USER, PASSWORD = "editor", "qingchuan-0302"


@dataclass
class Place:
    """A server, and how to look at what it holds without the code that is tested."""

    address: str
    read: Callable[[str], bytes]
    names: Callable[[], set[str]]
    options: dict[str, Any] = field(default_factory=dict)

    types: dict[str, str] = field(default_factory=dict)
    """What the server was told of each file that it took, by the name it was sent under."""

    opened: list[Target] = field(default_factory=list)

    def open(self, known: dict[str, tuple[str, int]] | None = None) -> Target:
        self.opened.append(
            open_target(self.address, Path(), self.options, {} if known is None else known)
        )
        return self.opened[-1]


def folder_place(root: Path, address: str, **options: Any) -> Place:
    return Place(
        address,
        lambda name: (root / name).read_bytes(),
        lambda: {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()},
        options,
    )


@contextlib.contextmanager
def folder(tmp_path: Path, _patch: pytest.MonkeyPatch) -> Iterator[Place]:
    yield folder_place(tmp_path / "www", str(tmp_path / "www"))


@contextlib.contextmanager
def s3(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    boto3 = pytest.importorskip("boto3")
    config = pytest.importorskip("botocore.config")
    moto = pytest.importorskip("moto.server")
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        # What is there is looked at, whether or not its checksum is that of what was sent.
        lenient = config.Config(response_checksum_validation="when_required")
        client = boto3.client("s3", endpoint_url=url, config=lenient)
        client.create_bucket(Bucket="qingchuan")
        yield Place(
            "s3://qingchuan/show",
            lambda name: client.get_object(Bucket="qingchuan", Key=f"show/{name}")["Body"].read(),
            lambda: {
                o["Key"].removeprefix("show/")
                for o in client.list_objects_v2(Bucket="qingchuan").get("Contents", [])
            },
            {"endpoint_url": url},
        )
    finally:
        server.stop()


@contextlib.contextmanager
def sftp(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    asyncssh = pytest.importorskip("asyncssh")
    root = tmp_path / "sftp"
    root.mkdir()

    class Server(asyncssh.SSHServer):  # type: ignore[name-defined,misc]
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def connection_made(self, conn: Any) -> None:
            connections.append(conn)

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    connections: list[Any] = []
    loop = asyncio.new_event_loop()
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen() -> Any:
        return await asyncssh.create_server(
            Server,
            "127.0.0.1",
            0,
            server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(root)),
        )

    listening = loop.run_until_complete(listen())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = listening.get_port()
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{port} {key.export_public_key().decode()}", "utf-8")
    patch.setenv(remote_target.USER_VARIABLE, USER)
    patch.setenv(remote_target.PASSWORD_VARIABLE, PASSWORD)
    try:
        yield folder_place(
            root / "show", f"sftp://127.0.0.1:{port}/show", known_hosts=str(known), client_keys=[]
        )
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening, connections), loop).result(HANG_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(HANG_S)
        loop.close()


async def _close(listening: Any, connections: Sequence[Any]) -> None:
    listening.close()
    # From Python 3.12 on, a server is closed when its connections are.
    for connection in connections:
        connection.abort()
    await listening.wait_closed()


@contextlib.contextmanager
def webdav(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    wsgi = pytest.importorskip("cheroot.wsgi")
    app = pytest.importorskip("wsgidav.wsgidav_app")
    root = tmp_path / "dav"
    root.mkdir()
    settings = {
        "provider_mapping": {"/": str(root)},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "logging": {"enable": False},
        "verbose": 0,
    }
    dav = app.WsgiDAVApp(settings)
    types: dict[str, str] = {}

    def listen(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "PUT":
            types[environ["PATH_INFO"].rpartition("/")[2]] = environ.get("CONTENT_TYPE", "")
        return dav(environ, start_response)

    server = wsgi.Server(("127.0.0.1", 0), listen)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    patch.setenv(remote_target.USER_VARIABLE, USER)
    patch.setenv(remote_target.PASSWORD_VARIABLE, PASSWORD)
    try:
        place = folder_place(root / "show", f"webdav://127.0.0.1:{server.bind_addr[1]}/show")
        place.types = types
        yield place
    finally:
        server.stop()
        thread.join(HANG_S)


@contextlib.contextmanager
def ftp(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    with ftp_server(tmp_path / "ftp", patch) as port:
        yield folder_place(tmp_path / "ftp" / "show", f"ftp://127.0.0.1:{port}/show")


@contextlib.contextmanager
def ftp_server(
    root: Path, patch: pytest.MonkeyPatch, *, certificate: Path | None = None, **own: Any
) -> Iterator[int]:
    """Serve a folder by FTP; its port.

    Args:
        root: The folder.
        patch: Sets user and password.
        certificate: PEM file with key and certificate, for FTPS; None for plain FTP.
        own: Attributes of the handler, to make a server of another kind.
    """
    authorizers = pytest.importorskip("pyftpdlib.authorizers")
    handlers = pytest.importorskip("pyftpdlib.handlers")
    ioloop = pytest.importorskip("pyftpdlib.ioloop")
    servers = pytest.importorskip("pyftpdlib.servers")
    root.mkdir()
    authorizer = authorizers.DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(root), perm="elradfmwMT")
    base = handlers.FTPHandler if certificate is None else handlers.TLS_FTPHandler
    if certificate is not None:
        own |= {"certfile": str(certificate), "tls_control_required": True}
        own |= {"tls_data_required": True}
    handler = type("Handler", (base,), {"authorizer": authorizer, "auth_failed_timeout": 0, **own})
    loop = ioloop.IOLoop()
    server = servers.FTPServer(("127.0.0.1", 0), handler, ioloop=loop)
    ending = threading.Event()

    def serve() -> None:
        while not ending.is_set():
            loop.loop(timeout=0.05, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    patch.setenv(remote_target.USER_VARIABLE, USER)
    patch.setenv(remote_target.PASSWORD_VARIABLE, PASSWORD)
    try:
        yield server.address[1]
    finally:
        ending.set()
        thread.join(HANG_S)


KINDS = {"folder": folder, "s3": s3, "sftp": sftp, "webdav": webdav, "ftp": ftp}


@pytest.fixture(params=KINDS)
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with KINDS[request.param](tmp_path, monkeypatch) as opened:
            yield opened
            for target in opened.opened:
                target.close()


def swap_port(place: Place, port: int) -> tuple[str, dict[str, Any]]:
    """The place's address and options by way of a proxy."""
    options = dict(place.options)
    if "endpoint_url" in options:
        return place.address, {**options, "endpoint_url": f"http://127.0.0.1:{port}"}
    if "known_hosts" in options:
        known = Path(options["known_hosts"])
        away = known.with_name(f"known_hosts_{port}")
        key = known.read_text("utf-8").partition(" ")[2]
        away.write_text(f"[127.0.0.1]:{port} {key}", "utf-8")
        options["known_hosts"] = str(away)
    return re.sub(r":\d+", f":{port}", place.address), options


def port_of(place: Place) -> int:
    found = re.search(r":(\d+)", place.options.get("endpoint_url") or place.address)
    assert found is not None
    return int(found[1])
