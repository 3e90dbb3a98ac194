from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audiopaper.errors import PublishError
from audiopaper.show.request_reader import MAX_HEADER_BYTES
from audiopaper.show.server import make_server
from audiopaper.show.visible import find_file, parse_range
from tests import HANG_S

AUDIO = bytes(range(256)) * 2000


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("show")
    output = home / "output"
    day = output / "episodes" / "2026-03-02"
    day.mkdir(parents=True)
    (output / ".work").mkdir()
    (output / ".work" / "secret.json").write_text("{}")
    (home / "outside.txt").write_text("outside")
    (output / "feed.xml").write_text("<rss/>")
    (day / "a.mp3").write_bytes(AUDIO)
    (day / "empty.txt").write_bytes(b"")
    (day / "要闻.vtt").write_text("WEBVTT")
    (day / "transcript.srt").write_text("1")
    (day / "chapters.json").write_text("{}")
    (day / "episode.json").write_text("{}")
    (day / "cover.jpg").write_bytes(b"\xff\xd8")
    if os.name == "posix":
        (day / "link.txt").symlink_to(home / "outside.txt")
        (day / "hidden.json").symlink_to(output / ".work" / "secret.json")
        (day / "loop").symlink_to(day / "loop")
        os.mkfifo(day / "pipe")
    return output


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[tuple[str, int]]:
    with make_server(output, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield "127.0.0.1", server.server_address[1]
        server.shutdown()
        thread.join()


def ask(
    address: tuple[str, int], path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    with contextlib.closing(http.client.HTTPConnection(*address, timeout=HANG_S)) as connection:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", "127.0.0.1")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


EPISODE = "/episodes/2026-03-02"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/xml; charset=utf-8"),
        (f"{EPISODE}/a.mp3", "audio/mpeg"),
        (f"{EPISODE}/%E8%A6%81%E9%97%BB.vtt", "text/vtt; charset=utf-8"),
        (f"{EPISODE}/transcript.srt", "application/x-subrip; charset=utf-8"),
        (f"{EPISODE}/chapters.json", "application/json+chapters; charset=utf-8"),
        (f"{EPISODE}/episode.json?x=1", "application/json; charset=utf-8"),
        (f"{EPISODE}/cover.jpg", "image/jpeg"),
    ],
)
def test_files_come_whole_and_with_their_types(
    address: tuple[str, int], output: Path, path: str, kind: str
) -> None:
    status, headers, body = ask(address, path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert headers["Content-Length"] == str(len(body))
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_the_audio_comes_byte_for_byte(address: tuple[str, int]) -> None:
    assert ask(address, f"{EPISODE}/a.mp3")[2] == AUDIO


def test_a_folder_without_its_slash_is_redirected_and_keeps_its_query(
    address: tuple[str, int], output: Path
) -> None:
    page = output / "episodes" / "2026-03-02-页" / "index.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text("<h1>青川</h1>", "utf-8")
    name = "2026-03-02-%E9%A1%B5"
    for asked, sent in (
        (f"/episodes/{name}", f"/episodes/{name}/"),
        (f"/episodes/{name}?t=12&x=%E9%9D%92", f"/episodes/{name}/?t=12&x=%E9%9D%92"),
        (f"//episodes/{name}", f"/episodes/{name}/"),
        (f"/episodes//{name}?a=b?c", f"/episodes/{name}/?a=b?c"),
        (f"/%65pisodes/{name}#now", f"/episodes/{name}/"),
    ):
        status, headers, body = ask(address, asked)
        assert (status, headers["Location"], body) == (301, sent, b"")
        assert ask(address, sent)[0] == 200
    assert ask(address, f"/episodes/{name}", "HEAD")[0] == 301
    # What has no page, is no folder or must not be seen is answered as before.
    for asked, status in (
        ("/episodes", 404),
        (EPISODE, 404),
        ("/.work", 404),
        ("/..", 404),
        ("/feed.xml", 200),
        (f"/episodes/{name}/", 200),
        ("//evil.example/%2e%2e", 404),
    ):
        assert ask(address, asked)[0] == status


def test_head_answers_as_get_without_a_body(address: tuple[str, int]) -> None:
    for path in (f"{EPISODE}/a.mp3", "/missing", f"{EPISODE}/empty.txt"):
        got, head = ask(address, path), ask(address, path, "HEAD")
        assert head[0] == got[0]
        for name in ("Content-Length", "Content-Type"):
            assert head[1][name] == got[1][name]
        assert head[2] == b""


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=-5", "bytes=9999999-"])
def test_the_head_of_a_part_is_that_of_the_whole_file(address: tuple[str, int], asked: str) -> None:
    """RFC 9110, 14.2: a server ignores a range unless the method is GET."""
    status, headers, body = ask(address, f"{EPISODE}/a.mp3", "HEAD", Range=asked)
    assert (status, headers["Content-Length"], body) == (200, str(len(AUDIO)), b"")
    assert "Content-Range" not in headers


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=500000-", 500_000, len(AUDIO) - 1),
        ("bytes=-10", len(AUDIO) - 10, len(AUDIO) - 1),
        ("bytes=-99999999", 0, len(AUDIO) - 1),
        ("bytes=511000-99999999999", 511_000, len(AUDIO) - 1),
    ],
)
def test_a_range_is_answered_with_just_that(
    address: tuple[str, int], asked: str, first: int, last: int
) -> None:
    status, headers, body = ask(address, f"{EPISODE}/a.mp3", Range=asked)
    assert status == 206
    assert headers["Content-Range"] == f"bytes {first}-{last}/{len(AUDIO)}"
    assert body == AUDIO[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={len(AUDIO)}-", "bytes=999999999-", "bytes=-0"])
def test_a_range_outside_is_refused_with_the_size(address: tuple[str, int], asked: str) -> None:
    status, headers, body = ask(address, f"{EPISODE}/a.mp3", Range=asked)
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(AUDIO)}", b"")


@pytest.mark.parametrize("asked", ["bytes=", "bytes=5-2", "bytes=0-1,5-9", "lines=0-1", "x", "-"])
def test_what_is_no_range_gets_the_whole_file(address: tuple[str, int], asked: str) -> None:
    assert ask(address, f"{EPISODE}/a.mp3", Range=asked)[0] == 200


def test_a_range_of_a_file_that_changed_gets_the_whole_file(address: tuple[str, int]) -> None:
    path = f"{EPISODE}/a.mp3"
    headers = ask(address, path, "HEAD")[1]
    for known in (headers["ETag"], headers["Last-Modified"]):
        assert ask(address, path, Range="bytes=0-9", If_Range=known)[0] == 206
    for old in ('"other"', "Mon, 02 Mar 2020 00:00:00 GMT"):
        assert ask(address, path, Range="bytes=0-9", If_Range=old)[0] == 200


def test_a_known_file_is_not_sent_again(address: tuple[str, int]) -> None:
    headers = ask(address, "/feed.xml")[1]
    for asked in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": f'"x", W/{headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, answer, body = ask(address, "/feed.xml", **asked)
        assert (status, body, answer["ETag"]) == (304, b"", headers["ETag"])
    for asked in (
        {"If_None_Match": '"x"'},
        {"If_Modified_Since": "Mon, 02 Mar 2020 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_None_Match": '"x"', "If_Modified_Since": headers["Last-Modified"]},
    ):
        assert ask(address, "/feed.xml", **asked)[0] == 200


def test_a_connection_is_used_again(address: tuple[str, int]) -> None:
    with contextlib.closing(http.client.HTTPConnection(*address, timeout=HANG_S)) as connection:
        for path, status in (("/feed.xml", 200), ("/missing", 404), (f"{EPISODE}/a.mp3", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status


OUTSIDE = [
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/%252e%252e/outside.txt",
    "/..%2foutside.txt",
    "/..%5coutside.txt",
    "/episodes/../../outside.txt",
    "//../outside.txt",
    "/.work/secret.json",
    "/%2ework/secret.json",
    "/episodes/../.work/secret.json",
    "/./.work/secret.json",
    "/.work/",
    f"{EPISODE}/link.txt",
    f"{EPISODE}/hidden.json",
    f"{EPISODE}/loop",
    f"{EPISODE}/pipe",
    f"{EPISODE}/a.mp3%00.txt",
    f"{EPISODE}/",
    "/episodes",
    "/",
    "/%ff%fe",
    "/" + "x" * 5000,
    "/C:/Windows/win.ini",
    "/feed.xml.",
    "/feed.xml%20",
    "/feed.xml::$DATA",
    "/NUL",
    "/episodes/con.txt",
    "/%5c%5chost%5cshare%5cx",
    "/..%c0%afoutside.txt",
    "/%2e%2e%5coutside.txt",
    "/....//outside.txt",
    "http://127.0.0.1/feed.xml",
    "feed.xml",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_hidden_or_listed_is_served(address: tuple[str, int], path: str) -> None:
    status, _, body = ask(address, path)
    assert status == 404
    assert b"outside" not in body
    assert b"a.mp3" not in body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "/",
                "..",
                ".",
                "%2e",
                "%2f",
                "%5c",
                "%00",
                "\\",
                ".work",
                "a",
                "episodes",
                "outside.txt",
                "~",
                ":",
            ]
        )
    )
)
@example(["/", "..", "/", "outside.txt"])
def test_no_path_leads_out_of_the_folder(output: Path, parts: list[str]) -> None:
    found = find_file(output.resolve(), "".join(parts))
    assert found is None or (found.is_relative_to(output.resolve()) and ".work" not in found.parts)


@given(
    st.text("bytes=0123456789-, ٣²x\n", max_size=40)
    | st.from_regex(r"bytes=[0-9٣]{0,5}-[0-9]{0,5}", fullmatch=True)
)
def test_whatever_a_header_says_a_range_lies_within_the_file(header: str) -> None:
    size = 2000
    span = parse_range(header, size)
    if span:
        assert 0 <= span[0] <= span[1] < size


@given(st.binary(max_size=300), st.integers(0, 400), st.none() | st.integers(0, 400))
def test_a_range_is_the_part_of_the_file_that_it_names(
    data: bytes, first: int, length: int | None
) -> None:
    end = None if length is None else first + length + 1
    named = data[first:end]
    span = parse_range(f"bytes={first}-{'' if end is None else end - 1}", len(data))
    assert span is not None
    assert (data[span[0] : span[1] + 1] if span else b"") == named


@given(st.binary(max_size=300), st.integers(0, 400))
def test_a_range_without_a_start_is_the_end_of_the_file(data: bytes, count: int) -> None:
    span = parse_range(f"bytes=-{count}", len(data))
    assert span is not None
    assert (data[span[0] : span[1] + 1] if span else b"") == (data[-count:] if count else b"")


@pytest.mark.parametrize(
    "header", ["", "bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,4-5", "lines=0-1"]
)
def test_what_is_no_single_range_is_the_whole_file(header: str) -> None:
    assert parse_range(header, 1000) is None


def test_a_front_page_is_served_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>青川听报</h1>")
    assert find_file(tmp_path.resolve(), "/") == tmp_path.resolve() / "index.html"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(address: tuple[str, int], method: str) -> None:
    assert ask(address, "/feed.xml", method)[0] == 501


def test_two_listeners_are_served_at_once(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=HANG_S) as slow:
        slow.sendall(b"GET /feed.xml HTTP/1.1\r\n")
        assert ask(address, "/feed.xml")[0] == 200


# --- clients that mean no good ---


@pytest.fixture
def impatient(output: Path) -> Iterator[tuple[str, int]]:
    """A server that answers one client at a time and waits a fifth of a second."""
    with make_server(output, "127.0.0.1", 0, max_connections=1, wait_s=0.2) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield "127.0.0.1", server.server_address[1]
        server.shutdown()
        thread.join()


def ask_until_there_is_room(address: tuple[str, int]) -> int:
    give_up = time.monotonic() + HANG_S
    while time.monotonic() < give_up:
        with contextlib.suppress(ConnectionError):
            status = ask(address, "/feed.xml")[0]
            if status != 503:
                return status
    return 503


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET /" + b"x" * MAX_HEADER_BYTES + b" HTTP/1.1\r\n", id="line"),
        pytest.param(
            b"GET /feed.xml HTTP/1.1\r\nX: " + b"x" * MAX_HEADER_BYTES + b"\r\n", id="header"
        ),
        pytest.param(b"GET /feed.xml HTTP/1.1\r\n" + b"X: x\r\n" * 2730, id="many-headers"),
    ],
)
def test_a_request_without_end_is_refused(address: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(address, timeout=HANG_S) as client:
        client.sendall(sent)
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")


def test_who_asks_nothing_is_dropped(impatient: tuple[str, int]) -> None:
    with socket.create_connection(impatient, timeout=HANG_S) as client:
        client.sendall(b"GET /feed.xml HTTP/1.1\r\n")
        assert client.recv(100) == b""


def test_who_asks_a_letter_at_a_time_is_dropped(impatient: tuple[str, int]) -> None:
    with socket.create_connection(impatient, timeout=0.02) as client:
        client.sendall(b"GET /feed.xml HTTP/1.1\r\nX: ")
        for _ in range(50 * HANG_S):
            try:
                client.sendall(b"x")
                assert client.recv(100) == b""
            except TimeoutError:
                continue
            except OSError:
                pass
            break
        else:
            pytest.fail("the connection was kept")


def test_who_takes_nothing_in_is_dropped(impatient: tuple[str, int], output: Path) -> None:
    big = 64 << 20
    with (output / "big.mp3").open("wb") as file:
        file.truncate(big)
    try:
        with socket.create_connection(impatient, timeout=HANG_S) as client:
            client.sendall(b"GET /big.mp3 HTTP/1.1\r\n\r\n")
            # Another is answered once this one is dropped.
            assert ask_until_there_is_room(impatient) == 200
            got = 0
            with contextlib.suppress(OSError):
                while block := client.recv(1 << 20):
                    got += len(block)
            assert got < big
    finally:
        (output / "big.mp3").unlink()


def test_who_comes_when_all_are_busy_is_told_to_come_again(output: Path) -> None:
    with make_server(output, "127.0.0.1", 0, max_connections=1) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = ("127.0.0.1", server.server_address[1])
        with contextlib.closing(http.client.HTTPConnection(*address, timeout=HANG_S)) as first:
            first.request("GET", "/feed.xml")
            assert first.getresponse().read() == b"<rss/>"
            with socket.create_connection(address, timeout=HANG_S) as second:
                assert second.recv(200).startswith(b"HTTP/1.1 503 ")
        assert ask_until_there_is_room(address) == 200
        server.shutdown()
        thread.join()


def test_a_request_hidden_in_another_is_not_answered(address: tuple[str, int]) -> None:
    hidden = b"GET /feed.xml HTTP/1.1\r\n\r\n"
    with socket.create_connection(address, timeout=HANG_S) as client:
        client.sendall(
            b"HEAD /missing HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(hidden) + hidden
        )
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while block := client.recv(4096):
                got += block
    assert got.count(b"HTTP/1.1 ") == 1


def test_a_port_in_use_is_named_with_a_way_out(address: tuple[str, int], output: Path) -> None:
    with pytest.raises(PublishError, match=str(address[1])) as caught:
        make_server(output, *address)
    assert "--port" in caught.value.remedy


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nowhere"):
        make_server(tmp_path / "nowhere", "127.0.0.1", 0)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a child otherwise there")
def test_the_command_serves_until_it_is_interrupted(output: Path) -> None:
    # A shell may have told its background jobs to ignore Ctrl-C, and children inherit that.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from audiopaper.cli import main; main()"
    )
    words = [sys.executable, "-c", program, "serve", "--port", "0", "--output", str(output)]
    with subprocess.Popen(
        words, cwd=output.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        told = re.fullmatch(
            r"Feed: http://127\.0\.0\.1:(\d+)/feed\.xml .*\n", running.stdout.readline()
        )
        try:
            assert told is not None
            assert ask(("127.0.0.1", int(told[1])), "/feed.xml")[2] == b"<rss/>"
        finally:
            running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=HANG_S)
    assert running.returncode == 0
    assert "Ended." in errors
