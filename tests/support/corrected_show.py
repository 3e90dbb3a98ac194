"""A show with an episode that is corrected after its publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import Config
from audiopaper.model import Episode
from audiopaper.pipeline.correction import (
    correct_episode,
)
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.daily_show import make_show, page_of

SECOND, THIRD = dt.date(2026, 3, 2), dt.date(2026, 3, 3)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    return make_show(tmp_path, monkeypatch)


def make(config: Config, day: int = 2, **changes: object) -> Episode:
    path = config.folder / f"pages{day}" / "01.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page_of(day), "utf-8")
    order = replace(Order(paths=(path,)), **changes)  # type: ignore[arg-type]
    outcome = produce(order, config, tell_nobody)
    assert outcome.episode is not None
    return outcome.episode


def rundown_of(config: Config, key: str = "2026-03-02") -> Path:
    return config.folder / "output" / ".work" / key / "rundown.toml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def correct(config: Config, **changes: str) -> Episode:
    return correct_episode(config, SECOND, today=THIRD, tell=tell_nobody, **changes).episode
