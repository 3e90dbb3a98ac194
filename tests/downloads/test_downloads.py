"""Downloads by a server's log: a listener counts once, a bot never, and a line never ends the count."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from audiopaper import pipe_reader
from audiopaper.cli import audiopaper
from audiopaper.downloads import (
    EpisodeFile,
    Request,
    count_downloads,
    find_logs,
    parse_line,
    read_log,
)
from audiopaper.errors import InputError
from audiopaper.show.episode_record import save_episode
from audiopaper.show.folder import ShowFolder
from tests.support.episode_folders import make_episode

FILE = EpisodeFile(
    key="2026-03-02",
    path="episodes/2026-03-02/q.mp3",
    audio_bytes=10_100_000,
    header_bytes=100_000,
    duration_ms=600_000,
)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
WHOLE = Request(
    address="203.0.113.5",
    time=NOON,
    method="GET",
    path="/show/episodes/2026-03-02/q.mp3",
    status=200,
    size=10_100_000,
    agent="AntennaPod/3.4",
)


def count(*requests: Request) -> int:
    return len(count_downloads(requests, [FILE]))


def test_a_download_of_the_whole_file_counts() -> None:
    (found,) = count_downloads([WHOLE], [FILE])
    assert (found.key, found.time, found.app) == ("2026-03-02", NOON, "AntennaPod")


@pytest.mark.parametrize(
    "change",
    [
        {"method": "HEAD", "size": 0},
        {"status": 304, "size": 0},
        {"status": 404, "size": 500},
        {"status": 206, "size": 2},
        {"size": FILE.least_bytes - 1},
        {"agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"agent": "curl/8.5.0"},
        {"agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"agent": "atc/1.0 watchOS/10.1 model/Watch6"},
        {"path": "/elsewhere/q.mp3"},
        {"path": "/show/episodes/2026-03-02/q.mp3.jpg"},
    ],
    ids=str,
)
def test_what_is_no_listener_does_not_count(change: dict[str, object]) -> None:
    assert count(replace(WHOLE, **change)) == 0  # type: ignore[arg-type]


def test_parts_of_a_file_add_up_to_one_download() -> None:
    parts = [
        replace(WHOLE, status=206, size=300_000, time=NOON + dt.timedelta(minutes=n))
        for n in range(20)
    ]
    assert count(*parts[:3]) == 0
    assert count(*parts) == 1


def test_a_listener_counts_once_in_twenty_four_hours_from_the_first_request() -> None:
    # The example of the guidelines' section 5.5.1, a "first touch" rolling window.
    start = dt.datetime(2026, 3, 2, 22, tzinfo=dt.UTC)
    times = [0, 5, 24.25, 49.25]
    requests = [replace(WHOLE, time=start + dt.timedelta(hours=h)) for h in times]
    assert [d.time for d in count_downloads(requests, [FILE])] == [
        requests[0].time,
        requests[2].time,
        requests[3].time,
    ]


def test_several_apps_behind_one_address_are_several_listeners() -> None:
    assert count(*(replace(WHOLE, agent=f"App{n % 6}/1") for n in range(10))) == 6


def test_an_ipv6_device_that_changes_its_address_is_one_listener() -> None:
    assert count(*(replace(WHOLE, address=f"2001:db8:0:1::{n}") for n in range(1, 5))) == 1
    assert count(*(replace(WHOLE, address=f"2001:db8:0:{n}::1") for n in range(1, 5))) == 4


def test_a_short_episode_must_be_sent_whole() -> None:
    short = replace(FILE, duration_ms=50_000)
    assert len(count_downloads([replace(WHOLE, size=10_099_999)], [short])) == 0
    assert len(count_downloads([WHOLE], [short])) == 1


@given(st.text(max_size=300))
def test_no_line_ends_the_count(line: str) -> None:
    parse_line(line)
    parse_line(f'1.2.3.4 - - [{line}] "GET {line} HTTP/1.1" 200 5 "-" "{line}"')


LINE = (
    '{} - - [02/Mar/2026:06:{:02}:00 +0800] "GET /episodes/2026-03-02/{}?v=1 HTTP/1.1" '
    '200 {} "-" "AntennaPod/3"\n'
)


def test_the_command_counts_packed_and_plain_logs(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[show]\nid = "q"\n', "utf-8")
    episode = make_episode()
    save_episode(ShowFolder(tmp_path / "output").public_episode(episode.key), episode)
    plain, packed = tmp_path / "access.log", tmp_path / "access.log.1.gz"
    lines = [LINE.format(f"203.0.113.{n}", n, episode.audio, episode.audio_bytes) for n in range(5)]
    plain.write_text("".join(lines[:2]) + "nonsense\n", "utf-8")
    packed.write_bytes(gzip.compress("".join(lines[1:]).encode()))
    words = ["stats", str(plain), str(packed), "--json", "--config", str(tmp_path / "config.toml")]
    result = CliRunner().invoke(audiopaper, words, catch_exceptions=False)
    told = json.loads(result.output)
    assert (told["downloads"], told["episodes"]) == (5, {episode.key: 5})
    assert told["apps"] == {"AntennaPod": 5}


def test_a_log_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"x" * 99_999)[:40])
    with pytest.raises(InputError, match=r"cut\.gz"):
        list(read_log(tmp_path / "cut.gz"))


NO_PIPES = pytest.mark.skipif(os.name == "nt", reason="no pipes among the files")


@NO_PIPES
@pytest.mark.parametrize("packed", [False, True])
def test_a_log_is_read_from_a_pipe(packed: bool) -> None:
    line = b'203.0.113.5 - - [02/Mar/2026:06:10:00 +0800] "GET /a.mp3 HTTP/1.1" 200 9 "-" "App/1"\n'
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "wb") as writer:
        writer.write(gzip.compress(line * 3) if packed else line * 3)
        writer.close()
        assert [r.path for r in read_log(Path(f"/dev/fd/{reading}"))] == ["/a.mp3"] * 3


@NO_PIPES
def test_a_folder_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file"):
        next(read_log(tmp_path))


@NO_PIPES
def test_a_device_is_no_log() -> None:
    with pytest.raises(InputError, match="/dev/zero is no file"):
        next(read_log(Path("/dev/zero")))


@NO_PIPES
def test_a_pipe_that_nobody_writes_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipe_reader, "MAX_SILENCE_S", 0.01)
    os.mkfifo(tmp_path / "access.log")
    with pytest.raises(InputError, match=r"access\.log cannot be read: nothing came for 0\.01"):
        next(read_log(tmp_path / "access.log"))


@NO_PIPES
def test_a_pipe_without_end_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipe_reader, "MAX_BYTES", 60_000)
    with subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE) as endless:
        assert endless.stdout is not None
        log = Path(f"/dev/fd/{endless.stdout.fileno()}")
        with pytest.raises(InputError, match="it goes on behind 60000 bytes"):
            list(read_log(log))


@pytest.mark.parametrize("pattern", ["", ".", "/", "//"])
def test_a_pattern_that_names_no_file_finds_no_log(pattern: str) -> None:
    assert find_logs(pattern, Path()) == ()
