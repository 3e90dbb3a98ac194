"""One contract for every kind of target, each against a real server of its kind on loopback."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.programs import start_worker
from audiopaper.show import folder_disk, folder_target, remote_target
from audiopaper.show.folder_target import FolderTarget
from audiopaper.show.remote_target import Limits
from audiopaper.show.target_kinds import Target
from audiopaper.show.targets import find_digest, list_public, open_target
from tests.support.target_servers import (
    KINDS,
    Place,
    place,  # noqa: F401
    port_of,
    s3,
    sftp,
    swap_port,
    webdav,
)
from tests.support.tcp_proxy import Fault, proxy_before

# Libraries of others leave sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning",
    "ignore::DeprecationWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)


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
        with pytest.raises(PublishError, match="the stored file has 2 bytes"):
            target.put("feed.xml", path, find_digest(path))
    assert known == {}


def test_a_target_knows_what_it_has_without_a_record_of_it(place: Place, output: Path) -> None:
    copy(place.open(), output)
    target: Any = place.open()
    assert target.has_any("episodes/2026-03-02/qingchuan-2026-03-02.mp3")
    assert not target.has_any("episodes/2026-03-02/none.mp3")
    assert not target.has_any("episodes/2026-03-02")


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


def test_a_bucket_may_be_named_by_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    """As Aliyun OSS and Tencent COS have it: no path begins with the bucket."""
    real, asked = socket.getaddrinfo, []

    def resolve(host: Any, *args: Any, **told: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        asked.append(name)
        return real("127.0.0.1" if str(name).endswith(".example.org") else host, *args, **told)

    with s3(tmp_path, monkeypatch) as place:
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        port = place.options["endpoint_url"].rpartition(":")[2]
        place.options["endpoint_url"] = f"http://oss.example.org:{port}"
        place.options["config_kwargs"] = {"s3": {"addressing_style": "virtual"}}
        target = place.open()
        assert copy(target, output)[-1] == "feed.xml"
        assert copy(target, output) == []
        assert place.read("feed.xml") == b"<rss/>"
    assert set(asked) - {"127.0.0.1"} == {"qingchuan.oss.example.org"}


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
    with pytest.raises(PublishError, match=r"feed\.xml: the copy differs"):
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
    # A copy may be silent for half a second; a question, for which a process begins, may take longer.
    limits = Limits(request_s=60, silence_s=0.5, total_s=600)
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
