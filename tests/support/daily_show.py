"""A show whose editions are delivered to an inbox, and days of it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.daily.daily_run import Day, work_through_day
from audiopaper.runtime import tell_nobody
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import show_folder
from tests.support import tone_engine
from tests.support.quick_files import skip_syncs
from tests.support.sample_edition import PAGE

ZONE = dt.timezone(dt.timedelta(hours=8))


SIX = dt.datetime(2026, 3, 2, 6, 0, tzinfo=ZONE)


HOUR = dt.timedelta(hours=1)


def make_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A show with an inbox, spoken by the tone engine."""
    tone_engine.install(monkeypatch)
    skip_syncs(monkeypatch)
    path = tmp_path / "config.toml"
    path.write_text(
        'engine = "tone"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n'
        'base_url = "https://pod.example.org/q/"\n',
        "utf-8",
    )
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    (tmp_path / "inbox").mkdir()
    return read_config(path)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    return make_show(tmp_path, monkeypatch)


def page_of(day: int, text: str = PAGE) -> str:
    week = "日一二三四五六"[dt.date(2026, 3, day).isoweekday() % 7]
    return text.replace("2026年3月2日 星期一", f"2026年3月{day}日 星期{week}")


def deliver(
    config: Config, name: str, pages: Mapping[str, str], at: dt.datetime = SIX - HOUR
) -> Path:
    folder = config.folder / "inbox" / name
    folder.mkdir(exist_ok=True)
    for file, text in pages.items():
        (folder / file).write_text(text, "utf-8")
        os.utime(folder / file, (at.timestamp(), at.timestamp()))
    return folder


def run(config: Config, now: dt.datetime = SIX, **changes: object) -> Day:
    wanted = {"date": None, "hold": False} | changes
    return work_through_day(config, now=now, tell=tell_nobody, **wanted)  # type: ignore[arg-type]


def days(config: Config) -> list[str]:
    return [e.key for e in load_episodes(show_folder(config))]
