"""One contract for every kind of target, each against a real server of its kind on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import math
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.programs import start_worker
from audiopaper.show import folder_disk, folder_target, remote_target
from audiopaper.show.folder_target import FolderTarget
from audiopaper.show.remote_target import Limits
from audiopaper.show.targets import Target, find_digest, list_public, open_target
from tests.support.tcp_proxy import Fault, proxy_before

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

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

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
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(listening: Any) -> None:
    listening.close()
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
        thread.join(10)


KINDS = {"folder": folder, "s3": s3, "sftp": sftp, "webdav": webdav}
# Libraries of others leave sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning",
    "ignore::DeprecationWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)


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


@pytest.fixture(autouse=True)
def _nothing_is_left_open() -> Iterator[None]:
    """What the servers' own libraries left open is closed while nobody minds."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    for name, text in {
        "feed.xml": "<rss/>",
        "index.html": "<p>听报</p>",
        "episodes/2026-03-02/qingchuan-2026-03-02.mp3": "sound" * 1000,
        "episodes/2026-03-02/transcript.vtt": "WEBVTT",
        ".work/cache/x": "hidden",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def copy(target: Target, output: Path) -> list[str]:
    sent = []
    for name in list_public(output):
        digest = find_digest(output / name)
        if not target.has(name, output / name, digest):
            target.put(name, output / name, digest)
            sent.append(name)
    return sent


def test_every_file_arrives_whole_and_nothing_hidden_does(place: Place, output: Path) -> None:
    sent = copy(place.open(), output)
    assert sent[-1] == "feed.xml"
    assert place.names() == set(list_public(output)) == set(sent)
    for name in sent:
        assert place.read(name) == (output / name).read_bytes()


def test_what_is_there_is_not_sent_again_and_what_changed_is(place: Place, output: Path) -> None:
    known: dict[str, tuple[str, int]] = {}
    copy(place.open(known), output)
    assert copy(place.open(known), output) == []
    (output / "feed.xml").write_text("<rss></rss>", "utf-8")
    assert copy(place.open(known), output) == ["feed.xml"]
    assert place.read("feed.xml") == b"<rss></rss>"
    assert place.names() == set(list_public(output))


def test_what_was_lost_there_is_sent_again(place: Place, output: Path) -> None:
    known: dict[str, tuple[str, int]] = {}
    target = place.open(known)
    copy(target, output)
    kept = dict(known)
    target.remove("index.html")
    assert "index.html" not in place.names()
    assert copy(place.open(kept), output) == ["index.html"]


def test_what_is_there_can_be_read_and_what_is_missing_is_none(place: Place, output: Path) -> None:
    target = place.open()
    assert target.read("episodes/2020-01-01/none.mp3") is None
    target.put("feed.xml", output / "feed.xml", find_digest(output / "feed.xml"))
    assert target.read("feed.xml") == (output / "feed.xml").read_bytes()


def test_a_target_that_keeps_less_than_it_was_sent_is_found_out(place: Place, output: Path) -> None:
    known: dict[str, tuple[str, int]] = {}
    target = place.open(known)
    if not isinstance(target, remote_target.RemoteTarget):
        return
    short, path = output / "short", output / "feed.xml"
    short.write_bytes(b"<r")
    real = target.files.put_file
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target.files, "put_file", lambda _, *args, **told: real(short, *args, **told))
        with pytest.raises(PublishError, match="has 2 bytes there"):
            target.put("feed.xml", path, find_digest(path))
    assert known == {}


def test_removing_what_is_not_there_is_no_failure(place: Place) -> None:
    place.open().remove("episodes/2020-01-01/none.mp3")


def test_storage_is_told_types_and_how_long_to_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    boto3 = pytest.importorskip("boto3")
    with s3(tmp_path, monkeypatch) as place:
        copy(place.open(), output)
        client = boto3.client("s3", endpoint_url=place.options["endpoint_url"])

        def told(name: str) -> tuple[str, str]:
            head = client.head_object(Bucket="qingchuan", Key=f"show/{name}")
            return head["ContentType"], head["CacheControl"]

        assert told("feed.xml") == ("application/xml; charset=utf-8", "public, max-age=300")
        audio = told("episodes/2026-03-02/qingchuan-2026-03-02.mp3")
        assert audio == ("audio/mpeg", "public, max-age=86400")
        assert told("index.html")[0] == "text/html; charset=utf-8"


def test_a_webdav_server_is_told_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    with webdav(tmp_path, monkeypatch) as place:
        copy(place.open(), output)
    assert place.types[".transcript.vtt.part"] == "text/vtt; charset=utf-8"
    assert place.types[".feed.xml.part"] == "application/xml; charset=utf-8"


def test_a_host_that_is_not_known_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    with sftp(tmp_path, monkeypatch) as place:
        (tmp_path / "empty").write_text("", "utf-8")
        place.options["known_hosts"] = str(tmp_path / "empty")
        with pytest.raises(PublishError):
            copy(place.open(), output)
        assert not (tmp_path / "sftp" / "show").exists()


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_wrong_password_is_a_sentence(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    with KINDS[kind](tmp_path, monkeypatch) as place:
        monkeypatch.setenv(remote_target.PASSWORD_VARIABLE, "wrong")
        with pytest.raises(AudiopaperError) as caught:
            copy(place.open(), output)
        assert caught.value.exit_code == 9
        assert "wrong" not in caught.value.problem


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


@pytest.mark.parametrize("kind", ["s3", "sftp", "webdav"])
@pytest.mark.parametrize("fault", ["hang", "cut"])
def test_a_server_that_stops_reading_in_mid_upload_is_given_up_and_the_next_run_heals_it(
    kind: str, fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    audio = output / "episodes" / "2026-03-02" / "qingchuan-2026-03-02.mp3"
    audio.write_bytes(bytes(range(256)) * 50_000)
    name = audio.relative_to(output).as_posix()
    limits = Limits(request_s=5, silence_s=2, total_s=60)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            KINDS[kind](tmp_path, monkeypatch) as place,
            proxy_before(port_of(place)) as proxy,
        ):
            address, options = swap_port(place, proxy.port)
            known: dict[str, tuple[str, int]] = {}
            proxy.break_after(fault, 3_000_000)
            with pytest.raises(PublishError) as caught:
                open_target(address, Path(), options, known, limits).put(
                    name, audio, find_digest(audio)
                )
            assert 3_000_000 < proxy.seen_bytes < audio.stat().st_size
            assert address in caught.value.problem
            assert known == {}
            # Moto lists what is only begun; S3 does not.
            assert kind == "s3" or name not in place.names()
            proxy.break_after("", 0)
            copy(open_target(address, Path(), options, known, limits), output)
            assert place.read(name) == audio.read_bytes()


def test_a_folder_that_keeps_other_bytes_than_it_was_sent_is_found_out(
    tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def lose_a_block(path: Path) -> Iterator[Any]:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            yield out
            out.truncate(max(0, out.tell() - 1))

    monkeypatch.setattr(folder_disk, "replace_file", lose_a_block)
    path = output / "feed.xml"
    with pytest.raises(PublishError, match=r"feed\.xml was taken, and has other bytes"):
        FolderTarget(tmp_path / "www").put("feed.xml", path, find_digest(path))


def test_a_folder_on_another_machine_is_a_folder_all_the_same(tmp_path: Path, output: Path) -> None:
    """It is asked by a process of its own; what that one says is what the disk said."""
    target = FolderTarget(tmp_path / "www", remote=True)
    with contextlib.closing(target):
        for name in list_public(output):
            path = output / name
            assert not target.has(name, path, find_digest(path))
            target.put(name, path, find_digest(path))
            assert target.has(name, path, find_digest(path))
            assert target.has_any(name)
            assert target.read(name) == path.read_bytes()
        half = tmp_path / "www" / ".feed.xml.12345678.tmp"
        half.write_bytes(b"<rss")
        target.remove_leftovers(list_public(output))
        assert not half.exists()
        assert target.read("none.xml") is None
        target.remove("feed.xml")
        assert not target.has_any("feed.xml")
        (tmp_path / "www" / "feed.xml").mkdir()
        with pytest.raises(PublishError, match=r"feed\.xml cannot be (read or )?written"):
            target.put("feed.xml", output / "feed.xml", "")


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders")
@pytest.mark.parametrize("remote", [False, True])
def test_a_folder_that_does_not_answer_is_given_up(tmp_path: Path, remote: bool) -> None:
    """A pipe that nobody writes to holds whoever opens it, as a disk does whose machine went away."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    limits = Limits(request_s=0.5, silence_s=0.5, total_s=60)
    target = FolderTarget(tmp_path / "www", limits, remote=remote)
    with pytest.raises(PublishError, match="no answer in") as caught:
        target.put("feed.xml", pipe, "")
    assert "mounted" in caught.value.remedy
    # The process that was held is left to itself, and the next question goes to another one.
    assert target.read("feed.xml") is None
    target.close()
    # Whoever waits for somebody who writes may end.
    os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))


def test_a_process_that_ends_while_it_copies_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        folder_target, "start_worker", lambda *_: start_worker("audiopaper.no_such_module")
    )
    target = FolderTarget(tmp_path / "www", remote=True)
    with contextlib.closing(target), pytest.raises(PublishError, match="has ended"):
        target.read("feed.xml")


class FlexibleChecksumError(Exception):
    """What storage's library raises where a file's bytes are not those of its checksum."""


def test_a_feed_that_is_damaged_in_storage_is_sent_again() -> None:
    class Files:
        def cat_file(self, _name: str) -> bytes:
            raise FlexibleChecksumError("Expected checksum a did not match calculated checksum b")

    target = remote_target.RemoteTarget(
        Files(), "q", "s3://q", {}, in_place=True, limits=remote_target.Limits(), ends=math.inf
    )
    # Its memory of what was published there is empty: no run ends because it cannot be read.
    assert target.read("feed.xml") == b""
