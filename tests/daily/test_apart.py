"""One bad delivery never stops another, and what may not be opened is no absence."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper, notices
from audiopaper.config import Config, defaults_folder
from audiopaper.daily import daily_run, due_editions, notifications
from audiopaper.daily.run_state import load_run_state
from audiopaper.errors import InputError, PublishError, UnexpectedError
from audiopaper.show.folder import ShowFolder
from audiopaper.show.run_lock import hold_lock
from tests.support.bad_servers import server, speak_no_http
from tests.support.daily_show import SIX, config, days, deliver, page_of, run  # noqa: F401
from tests.support.sample_edition import PAGE
from tests.support.unprivileged import run_unprivileged

ARTICLE = {"headline": "夜校开课", "paragraphs": ["城东夜校昨晚开课，第一批学员有三十人。"]}


@contextmanager
def shut(path: Path) -> Iterator[None]:
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(0o755)


def hand_over(config: Config, name: str, **changes: Any) -> None:
    document = {"schema": 1, "articles": [ARTICLE], **changes}
    deliver(config, name, {"edition.json": json.dumps(document)})


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2026-03-06\n"},
        {"date": "2026-3-6"},
        {"paper": "青川\ud800"},
        {"articles": [{**ARTICLE, "headline": "夜校\udfff开课"}]},
        {"articles": [{**ARTICLE, "byline": ["\ud83d"]}]},
        {"articles": [{**ARTICLE, "id": "a1\n"}]},
    ],
)
def test_a_bad_delivery_is_told_and_the_others_are_made(
    config: Config, changes: dict[str, Any]
) -> None:
    hand_over(config, "aa-night-school", **changes)
    hand_over(config, "2026-03-01", **{k: v for k, v in changes.items() if k != "date"})
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    day = run(config)
    assert days(config) == ["2026-03-02"] or days(config) == ["2026-03-02", "2026-03-01"]
    assert any(
        "edition.json" in error.problem or "aa-night-school" in error.problem
        for error in day.failures
    ), day.failures
    assert all(isinstance(error, InputError) and error.remedy for error in day.failures)
    assert day.news == day.failures
    assert run(config, SIX + dt.timedelta(minutes=10)).news == ()


def test_characters_that_nobody_sees_keep_no_delivery_from_being_made(config: Config) -> None:
    hand_over(config, "2026-03-02", paper="青川\x00日报", date="2026-03-02")
    assert run(config).failures == ()
    assert days(config) == ["2026-03-02"]


@pytest.mark.parametrize("place", ["date_of", "why_not_whole", "choose_delivery"])
def test_a_bug_of_ours_keeps_no_other_delivery_from_being_made(
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    place: str,
) -> None:
    module: Any = daily_run if place == "choose_delivery" else due_editions
    real = getattr(module, place)

    def stumble(*args: Any) -> Any:
        told = args[0] if place != "choose_delivery" else args[0][0]
        if told.name == "bad":
            raise KeyError("nobody thought of this")
        return real(*args)

    monkeypatch.setattr(module, place, stumble)
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, "bad", {"01.txt": page_of(1)})
    day = run(config)
    assert days(config) == ["2026-03-02"]
    (error,) = day.news
    assert isinstance(error, UnexpectedError)
    assert "bad could not be made: KeyError" in error.problem
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("name", ["2026-03-01", "2026-03-01-extra"])
def test_a_delivery_that_may_not_be_opened_is_told_and_the_others_are_made(
    config: Config, name: str
) -> None:
    path = config.folder / "config.toml"
    text = path.read_text("utf-8").replace('"tone"', '"espeak"') + "[today]\npages = 1\n"
    path.write_text(text, "utf-8")
    deliver(config, name, {"01.txt": page_of(1)})
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    with shut(config.folder / "inbox" / name):
        done = run_unprivileged(config.folder, "today", "--date", "2026-03-02", "--json")
    assert "Traceback" not in done.stderr
    assert done.returncode == 4
    assert "2026-03-01" in done.stderr
    assert days(config) == ["2026-03-02"]


def test_a_hub_that_speaks_no_http_ends_as_a_warning_and_the_run_closes(config: Config) -> None:
    with server(speak_no_http) as port:
        wired = replace(
            config,
            feed=replace(config.feed, hub=f"http://127.0.0.1:{port}/"),
            publish=replace(config.publish, target=str(config.folder / "www")),
        )
        deliver(wired, "2026-03-02", {"01.txt": PAGE})
        day = run(wired)
    assert day.copied is not None
    assert "the hub 127.0.0.1 could not be notified: it speaks no HTTP" in day.copied.warnings[0]
    assert day.failures == ()
    assert not load_run_state(ShowFolder(config.folder / "output")).copy_due


def test_a_show_that_is_held_for_hours_is_told_once(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    lock = config.folder / "output" / ".work" / "lock"
    with hold_lock(lock):
        os.utime(lock.with_name("lock.holder"), (SIX.timestamp(), SIX.timestamp()))
        assert run(config, SIX + dt.timedelta(minutes=90)).failures == ()
        day = run(config, SIX + dt.timedelta(hours=3))
        (error,) = day.news
        assert isinstance(error, PublishError)
        assert f"process {os.getpid()}" in error.problem
        assert "longer than a run takes" in error.problem
        assert run(config, SIX + dt.timedelta(hours=4)).news == ()
    assert [o.rundown.date.day for o in run(config, SIX + dt.timedelta(hours=5)).made] == [2]


def own_voices(config: Config) -> Path:
    voices = config.folder / "voices"
    voices.unlink()
    shutil.copytree(defaults_folder() / "voices", voices)
    (voices / "lexicon" / "own.toml").write_text(
        '[[entry]]\ntext = "青川"\npinyin = "qing1 chuan1"\n', "utf-8"
    )
    return voices


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("voices", 3),
        ("voices/lan.toml", 3),
        ("voices/lexicon", 6),
        ("voices/lexicon/own.toml", 6),
        ("inbox", 4),
        ("config.toml", 3),
    ],
)
def test_what_may_not_be_opened_is_named_and_not_taken_for_missing(
    config: Config, place: str, code: int
) -> None:
    own_voices(config)
    path = config.folder / "config.toml"
    text = path.read_text("utf-8").replace('"tone"', '"espeak"') + "[today]\npages = 1\n"
    path.write_text(text, "utf-8")
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    with shut(config.folder / place):
        for args in (("produce", "--dry-run"), ("today", "--date", "2026-03-02")):
            done = run_unprivileged(config.folder, *args)
            assert "Traceback" not in done.stderr
            assert (done.returncode, place in done.stderr) == (code, True), done.stderr
        done = run_unprivileged(config.folder, "doctor", "--offline")
        assert "Traceback" not in done.stderr
        assert done.returncode != 0
        assert place in done.stdout + done.stderr
        if "lexicon" in place:
            done = run_unprivileged(config.folder, "lexicon", "check")
            assert (done.returncode, place in done.stdout + done.stderr) == (6, True)


@pytest.mark.parametrize("place", ["lock", "2026-03-02"])
def test_the_doctor_names_what_belongs_to_another_user(config: Config, place: str) -> None:
    path = config.folder / "config.toml"
    path.write_text(path.read_text("utf-8").replace('"tone"', '"espeak"'), "utf-8")
    work = config.folder / "output/.work"
    (work / "2026-03-02").mkdir(parents=True)
    (work / "lock").touch()
    assert "belongs to another user" not in run_unprivileged(config.folder, "doctor").stdout
    (work / place).chmod(0o444)
    done = run_unprivileged(config.folder, "doctor", "--offline")
    (work / place).chmod(0o755)
    assert done.returncode == 3
    assert f"{place} cannot be written: it belongs to another user" in done.stdout


def test_the_doctor_names_what_is_lost(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    shutil.rmtree(config.folder / "output" / "episodes" / "2026-03-02")
    done = CliRunner().invoke(
        audiopaper, ["doctor", "--offline", "--config", str(config.folder / "config.toml")]
    )
    assert "2026-03-02 was published and cannot be read any more" in done.output


def test_a_bug_of_ours_is_told_to_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []

    def notify(_: object, subject: str, text: str, __: object) -> tuple[str, ...]:
        heard.append((subject, text))
        return ()

    monkeypatch.setattr(notifications, "notify", notify)
    with (
        pytest.raises(KeyError),
        notices.announcing(Config(), wanted=True),
    ):
        raise KeyError("nobody thought of this")
    ((subject, text),) = heard
    assert "制作失败" in subject
    assert "KeyError" in text


def test_a_day_that_is_refused_at_the_start_is_told_once(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    shutil.rmtree(config.folder / "output" / "episodes" / "2026-03-02")
    (error,) = run(config, SIX + dt.timedelta(minutes=10)).news
    assert "2026-03-02 was published and cannot be read any more" in error.problem
    again = run(config, SIX + dt.timedelta(minutes=20))
    assert (again.news, len(again.failures)) == ((), 1)


@pytest.mark.parametrize("seconds", [-(10**11), 10**12, 253_402_300_800])
def test_a_file_of_an_impossible_time_keeps_nothing_waiting(config: Config, seconds: int) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    try:
        os.utime(folder / "01.txt", (seconds, seconds))
    except OSError:
        pytest.skip("this file system knows no such time")
    assert run(config).failures == ()
    assert days(config) == ["2026-03-02"]
