"""Every wait has an end: targets, hubs and webhooks that stop answering, a pipe in a file's place."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from audiopaper import programs
from audiopaper.config import Config, NotifySettings
from audiopaper.daily.notifications import notify
from audiopaper.disk import is_remote_disk, read_file
from audiopaper.errors import AudiopaperError, ConfigError, LexiconError, PublishError
from audiopaper.http_post import PostError, post
from audiopaper.lexicon import load_lexicon
from audiopaper.publish.cover import prepare_cover
from audiopaper.show import remote_target, targets
from audiopaper.show.publication import check_show
from audiopaper.show.remote_target import Limits
from audiopaper.show.sync import tell_hub
from audiopaper.show.targets import find_digest, open_target
from audiopaper.timeouts import Activity, WaitError, run_within
from tests import HANG_S
from tests.support.bad_servers import (
    break_off,
    drip,
    say_a_long_line,
    say_nothing,
    server,
    speak_no_http,
)
from tests.support.corrected_show import make
from tests.support.daily_show import make_show

GIVEN_UP = "(run)"
"""End of the name of a thread of `run_within`; those of libraries serve until the program ends."""

SHORT = Limits(request_s=1, silence_s=1, total_s=60)


@pytest.fixture(autouse=True)
def _what_is_left_behind() -> Iterator[None]:
    """A connection that was given up is closed by the garbage collector, with a warning."""
    before = set(threading.enumerate())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        # The servers are gone, so that most of what was given up ends now.
        for thread in set(threading.enumerate()) - before:
            if thread.name.endswith(GIVEN_UP):
                thread.join(5)
        gc.collect()


class Clock:
    """Seconds that pass whenever they are asked for."""

    def __init__(self, step: float = 10) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_an_action_that_never_ends_is_left_to_itself() -> None:
    never = threading.Event()
    with pytest.raises(WaitError, match="no answer in 60 s"):
        run_within(never.wait, limit_s=60, timer=Clock())
    with pytest.raises(WaitError, match="all of it took longer"):
        run_within(never.wait, limit_s=6000, ends=50, timer=Clock())
    never.set()


def test_what_moves_is_waited_for_and_what_stands_still_is_not() -> None:
    never, clock = threading.Event(), Clock()
    activity = Activity(clock)
    with pytest.raises(WaitError):
        run_within(never.wait, limit_s=60, activity=activity, timer=clock)
    never.set()


def test_an_action_gives_its_result_or_its_failure() -> None:
    assert run_within(lambda: 7, limit_s=60) == 7
    with pytest.raises(ZeroDivisionError):
        run_within(lambda: 1 // 0, limit_s=60)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (say_nothing, "did not end|timed out"),
        (drip, "did not end"),
        (speak_no_http, "speaks no HTTP"),
        (break_off, "speaks no HTTP|Connection|end"),
        (say_a_long_line, "speaks no HTTP"),
    ],
)
def test_whatever_a_server_does_is_one_kind_of_failure(
    answer: Callable[[socket.socket], None], told: str
) -> None:
    # Who answers wrongly has all the time that a busy machine takes.
    longest_s = 1 if answer in (say_nothing, drip) else HANG_S
    with server(answer) as port, pytest.raises(PostError, match=told) as caught:
        post(f"http://127.0.0.1:{port}/secret", b"x", longest_s=longest_s)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("answer", [say_nothing, drip, speak_no_http])
def test_a_hub_that_hangs_or_speaks_no_http_is_a_sentence(
    answer: Callable[[socket.socket], None],
) -> None:
    with (
        server(answer) as port,
        pytest.raises(PublishError, match="could not be notified") as caught,
    ):
        tell_hub(f"http://127.0.0.1:{port}/?key=secret", "https://pod.example.org/", longest_s=1)
    assert "secret" not in caught.value.problem


@pytest.mark.parametrize("answer", [say_nothing, drip, speak_no_http])
def test_a_webhook_that_hangs_or_speaks_no_http_is_a_sentence(
    answer: Callable[[socket.socket], None],
) -> None:
    with server(answer) as port:
        settings = NotifySettings(webhook=f"http://127.0.0.1:{port}/secret")
        (problem,) = notify(settings, "青川", "\ud800", {"x": "\ud800"}, longest_s=1)
    assert problem.startswith("the webhook")
    assert "secret" not in problem


def send(address: str, options: dict[str, Any], path: Path, limits: Limits) -> None:
    target = open_target(address, Path(), options, {}, limits)
    with contextlib.closing(target):
        target.put(path.name, path, find_digest(path))


@pytest.mark.parametrize("kind", ["s3", "sftp", "webdav"])
@pytest.mark.parametrize("answer", [say_nothing, drip])
def test_a_target_that_stops_answering_is_given_up(
    kind: str,
    answer: Callable[[socket.socket], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    with server(answer) as port:
        address, options = {
            "s3": ("s3://qingchuan/show", {"endpoint_url": f"http://127.0.0.1:{port}"}),
            "sftp": (f"sftp://editor@127.0.0.1:{port}/show", {}),
            "webdav": (f"webdav://127.0.0.1:{port}/show", {}),
        }[kind]
        with pytest.raises(PublishError) as caught:
            send(address, options, path, SHORT)
    assert address in caught.value.problem


class Stuck:
    """A library that sends some blocks of a file, most of the limit apart, and then stands still."""

    def __init__(self, blocks: int, limit_s: float) -> None:
        self.blocks, self.limit_s, self.go_on = blocks, limit_s, threading.Event()
        self.now, self.sent = 0.0, 0

    def clock(self) -> float:
        return self.now

    def makedirs(self, *_: Any, **__: Any) -> None:
        """A folder more is no trouble."""

    def put_file(self, *_: Any, callback: Any, **__: Any) -> None:
        for _ in range(self.blocks):
            self.now += 0.8 * self.limit_s
            callback.relative_update(1000)
            self.sent += 1
        self.now += self.limit_s
        self.go_on.wait()


@pytest.mark.parametrize("blocks", [0, 5])
def test_a_file_of_which_nothing_moves_is_given_up_though_the_target_answers(
    tmp_path: Path, blocks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"x")
    limits = Limits(request_s=60, silence_s=10, total_s=600)
    files = Stuck(blocks, limits.silence_s)
    monkeypatch.setattr(remote_target, "Activity", partial(Activity, files.clock))
    monkeypatch.setattr(remote_target, "run_within", partial(run_within, timer=files.clock))
    target = remote_target.RemoteTarget(files, "show", "sftp://host/show", {}, False, limits, 600)
    with pytest.raises(PublishError, match="no answer in 10 s"):
        target.put("a.mp3", path, find_digest(path))
    # What moved was waited for.
    assert files.sent == blocks
    files.go_on.set()


def test_the_whole_of_a_publication_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    limits = Limits(request_s=60, silence_s=60, total_s=0.5)
    with server(say_nothing) as port, pytest.raises(PublishError, match="all of it took longer"):
        send(f"webdav://127.0.0.1:{port}/show", {}, path, limits)


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders")
def test_a_pipe_in_a_files_place_is_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "cover.jpg"
    os.mkfifo(pipe)
    with pytest.raises(PublishError, match="is no file"):
        read_file(pipe)
    with pytest.raises(ConfigError, match=r"cover\.jpg is no file"):
        prepare_cover(pipe)
    folder = tmp_path / "lexicon"
    folder.mkdir()
    os.mkfifo(folder / "names.toml")
    with pytest.raises(LexiconError, match=r"names\.toml is no file"):
        load_lexicon(folder)
    with pytest.raises(PublishError, match="is no file"):
        find_digest(pipe)


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders")
def test_a_pipe_among_the_public_files_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_show(tmp_path, monkeypatch)
    episode = make(config)
    folder = config.folder / "output" / "episodes" / "2026-03-02"
    for name in (episode.audio, "chapters.json", "transcript.vtt", "transcript.json"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
        problems = [f.problem for f in check_show(config) if f.place.endswith(name)]
        assert any("is no file" in problem for problem in problems)
    feed = config.folder / "output" / "feed.xml"
    feed.unlink()
    os.mkfifo(feed)
    with pytest.raises(PublishError, match=r"feed\.xml is no file"):
        check_show(config)


def test_limits_stand_in_the_configuration(tmp_path: Path) -> None:
    from audiopaper.config import read_config
    from audiopaper.show.losses import target_limits

    path = tmp_path / "config.toml"
    path.write_text(
        "[publish]\nrequest_seconds = 5\nsilence_seconds = 7\ntotal_minutes = 2\n", "utf-8"
    )
    assert target_limits(read_config(path).publish) == Limits(request_s=5, silence_s=7, total_s=120)
    path.write_text("[publish]\nrequest_seconds = 0\n", "utf-8")
    with pytest.raises(AudiopaperError, match="request_seconds must lie between"):
        read_config(path)
    assert target_limits(Config().publish) == Limits()


def test_a_secret_among_the_options_is_never_shown(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    options = {"key": "AKIA-7f3", "secret": "s3cr3t-0302", "bad": 1}
    with pytest.raises(PublishError) as caught:
        send("s3://qingchuan/show", {**options, "client_kwargs": "s3cr3t-0302"}, path, SHORT)
    shown = f"{caught.value.problem} {caught.value.__cause__} {caught.value.remedy}"
    assert "s3cr3t-0302" not in shown
    assert "AKIA-7f3" not in shown


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
nas:/web /mnt/web nfs4 rw 0 0
me@pod.example.org: /srv/my\\040show fuse.sshfs rw 0 0
/dev/sdb1 /mnt/web/local xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/srv/www", False),
        ("/mnt/web", True),
        ("/mnt/web/q/../q", True),
        ("/mnt/website", False),
        # Who goes there asks the disk above it first.
        ("/mnt/web/local/www", True),
        ("/srv/my show/www", True),
    ],
)
def test_a_disk_of_another_machine_is_known_by_its_mount(
    path: str, remote: bool, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, "utf-8")
    assert is_remote_disk(Path(path), mounts) is remote


def test_links_to_a_disk_of_another_machine_are_followed(tmp_path: Path) -> None:
    mounts, link, round_about = (tmp_path / name for name in ("mounts", "link", "round"))
    mounts.write_text(f"{MOUNTS}nas:/x {tmp_path}/nas nfs4 rw 0 0\n", "utf-8")
    link.symlink_to("nas")
    round_about.symlink_to(tmp_path / "round")
    assert is_remote_disk(link / "www", mounts)
    assert not is_remote_disk(tmp_path / "disk" / "www", mounts)
    assert not is_remote_disk(round_about, mounts)


def test_a_disk_that_hangs_is_left_alone_before_a_file_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "is_remote_disk", lambda _: True)
    monkeypatch.setattr(targets, "folder_answers", lambda _, limit_s: False)
    limits = Limits(request_s=7)
    with pytest.raises(PublishError, match="the target www: no answer in 7 s"):
        targets.check_target("www", tmp_path, tmp_path / "output", limits)


def test_who_looks_at_a_disk_that_hangs_is_left_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert programs.folder_answers(tmp_path / "not there", limit_s=HANG_S)
    monkeypatch.setattr(programs, "_LIST_FOLDER", "import time; time.sleep(60)")
    assert not programs.folder_answers(tmp_path, limit_s=0.1)
