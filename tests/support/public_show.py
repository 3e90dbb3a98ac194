"""A show with public episodes, made once a session."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.runtime import tell_nobody
from tests.support import tone_engine
from tests.support.quick_files import skip_syncs
from tests.support.sample_edition import PAGE

BASE = "https://pod.example.org/q/"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    tone_engine.install(monkeypatch)
    skip_syncs(monkeypatch)
    path = tmp_path / "config.toml"
    path.write_text(f'engine = "tone"\n[show]\nid = "qingchuan"\nbase_url = "{BASE}"\n', "utf-8")
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    return read_config(path)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def make(config: Config, day: int = 2, page: str = PAGE) -> Outcome:
    path = config.folder / f"{day}.txt"
    week = "日一二三四五六"[dt.date(2026, 3, day).isoweekday() % 7]
    path.write_text(page.replace("2026年3月2日 星期一", f"2026年3月{day}日 星期{week}"), "utf-8")
    return produce(Order(paths=(path,)), config, tell_nobody)


Made = Callable[..., Config]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    return tmp_path_factory.mktemp("shelf"), []


@pytest.fixture
def made(shelf: tuple[Path, list[object]]) -> Made:
    """Give a show episodes of some days, made once for all tests that want the same."""
    folder, known = shelf

    def give(config: Config, *days: int) -> Config:
        wanted = (config.show, config.feed, config.briefing, days)
        if wanted not in known:
            own = folder / str(len(known))
            own.mkdir()
            (own / "voices").symlink_to(defaults_folder() / "voices")
            for day in days:
                make(replace(config, folder=own), day)
            known.append(wanted)
        there = folder / str(known.index(wanted)) / "output"
        shutil.copytree(there, config.folder / "output", symlinks=True)
        return config

    return give
