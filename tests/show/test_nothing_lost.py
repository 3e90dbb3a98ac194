"""What happens when a run cannot go on: listeners see the last whole state, the next run ends it."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audiopaper.config import Config
from audiopaper.errors import PublishError
from audiopaper.pipeline.correction import withdraw_episode
from audiopaper.runtime import tell_nobody
from audiopaper.show import publication, release
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.lifecycle import ProductionRecord, load_record, save_record
from audiopaper.show.publication import check_show, rebuild_feed, release_episodes
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.show.sync import copy_show
from tests.kill_days import broken
from tests.support.daily_show import SIX, deliver, make_show, page_of, run
from tests.support.sample_edition import PAGE, public_state

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    return make_show(tmp_path, monkeypatch)


@pytest.fixture
def output(config: Config) -> Path:
    """A show with one public episode, and one that is held."""
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    run(config)
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config, hold=True)
    return config.folder / "output"


def fail_from(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, count: int, code: int
) -> None:
    """Let a function of the system fail after ``count`` calls, and ever after."""
    real: Callable[..., object] = getattr(where, name)
    calls = iter(range(count))

    def failing(*args: object, **kwargs: object) -> object:
        if next(calls, None) is None:
            raise OSError(code, os.strerror(code))
        return real(*args, **kwargs)

    monkeypatch.setattr(where, name, failing)


@pytest.mark.parametrize(
    ("where", "name", "code"),
    [
        pytest.param(tempfile, "mkstemp", errno.EROFS, id="read-only-folder"),
        pytest.param(os, "fsync", errno.ENOSPC, id="full-disk"),
        pytest.param(Path, "replace", errno.EIO, id="broken-disk"),
    ],
)
def test_whatever_write_fails_what_is_public_is_whole_and_the_next_run_ends_it(
    config: Config, output: Path, where: object, name: str, code: int
) -> None:
    kept = shutil.copytree(output, config.folder / "kept")
    for count in (0, 2, 4):
        with pytest.MonkeyPatch.context() as patch:
            fail_from(patch, where, name, count, code)
            with pytest.raises(PublishError, match=os.strerror(code)):
                release_episodes(config, SIX.date())
        assert broken(output) == []
        release_episodes(config, SIX.date())
        assert check_show(config) == ()
        assert [e.date.day for e in load_episodes(ShowFolder(output))] == [2, 1]
        shutil.rmtree(output)
        shutil.copytree(kept, output)


class Killed(BaseException):
    """What no handler of ours catches."""


def die(*_args: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    "next_run",
    [
        pytest.param(rebuild_feed, id="feed"),
        pytest.param(lambda config: run(config, SIX + HOUR), id="today"),
        pytest.param(
            lambda config: copy_show(
                config, str(config.folder / "www"), dry_run=False, tell=tell_nobody
            ),
            id="publish",
        ),
    ],
)
def test_any_run_puts_in_place_what_a_killed_one_had_begun_to(
    config: Config, output: Path, monkeypatch: pytest.MonkeyPatch, next_run: Callable[..., object]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(release, "write_pages", die)
        with pytest.raises(Killed):
            release_episodes(config, SIX.date())
    assert broken(output) == []
    assert (output / ".work/2026-03-02/release").is_dir()
    next_run(config)
    assert not (output / ".work/2026-03-02/release").exists()
    assert check_rebuild(config) == ()
    assert [e.date.day for e in load_episodes(ShowFolder(output))] == [2, 1]


def test_a_withdrawal_that_was_killed_is_ended_by_the_next_run(
    config: Config, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_episodes(config, SIX.date())
    with monkeypatch.context() as patch:
        patch.setattr(release, "write_public", die)
        with pytest.raises(Killed):
            withdraw_episode(config, SIX.date())
    assert broken(output) == []
    rebuild_feed(config)
    assert [e.date.day for e in load_episodes(ShowFolder(output))] == [1]
    assert check_rebuild(config) == ()


def test_what_is_held_stays_whole_while_a_new_one_is_made_and_killed(
    config: Config, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE.replace("三万册", "四万册")})
    with monkeypatch.context() as patch:
        patch.setattr(publication, "save_episode", die)
        with pytest.raises(Killed):
            run(config, SIX + HOUR, hold=True)
    assert release_episodes(config) == (), "it waits for its date still"
    (released,) = release_episodes(config, SIX.date())
    assert "三万册" in "".join(cue.text for cue in released.cues)
    assert check_rebuild(config) == ()


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
sys.argv = ["audiopaper", "produce", "pages", "--engine", "espeak"]
from audiopaper.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit of a file's size on this system")
def test_a_disk_that_takes_no_more_bytes_is_a_publishing_error_and_no_more(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "01.txt").write_text(PAGE, "utf-8")
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, check=False)
    assert done.returncode == 9, done.stderr.decode()
    assert "cannot be written: File too large" in done.stderr.decode()
    assert public_state(tmp_path / "output") == {}


HOLDER = """
import sys, time
from pathlib import Path
from audiopaper.show.run_lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_run_is_told_who_holds_the_show_and_a_killed_one_holds_nothing(
    config: Config, output: Path
) -> None:
    lock = output / ".work" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(PublishError, match=f"another run .*process {holder.pid} on "):
            rebuild_feed(config)
        holder.kill()
    rebuild_feed(config)


def test_an_episode_from_before_editions_and_corrections_is_read(
    config: Config, output: Path
) -> None:
    path = output / "episodes/2026-03-01/episode.json"
    document = json.loads(path.read_text("utf-8"))
    for key in ("edition", "corrections", "briefing", "warnings"):
        del document[key]
    path.write_text(json.dumps(document), "utf-8")
    feed = (output / "feed.xml").read_bytes()
    rebuild_feed(config)
    assert (output / "feed.xml").read_bytes() == feed
    assert check_show(config) == ()


@pytest.mark.parametrize("text", ['{"schema": 2}', "", '{"schema": 1, "contents": 3}', "[]"])
def test_a_record_that_cannot_be_read_is_named_with_the_way_out(tmp_path: Path, text: str) -> None:
    record = ProductionRecord(contents=("ab",), audio_sha256="cd")
    edition = ShowFolder(tmp_path).edition(dt.date(2026, 3, 2))
    assert load_record(edition) is None
    save_record(edition, record)
    assert load_record(edition) == record
    edition.production_record.write_text(text, "utf-8")
    with pytest.raises(PublishError, match=r"made\.json") as caught:
        load_record(edition)
    assert "remove it" in caught.value.remedy
