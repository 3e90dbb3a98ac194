"""The work folder is bounded by itself: what no run uses goes after a while, and is reported."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import Config, read_config
from audiopaper.errors import ConfigError, PublishError
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.store.retention import STORE_FOLDERS, measure_folders
from tests.support.public_show import config, output  # noqa: F401
from tests.support.sample_edition import PAGE


def test_a_successful_run_removes_what_none_used_for_thirty_days_and_reports_it(
    config: Config, output: Path
) -> None:
    now = dt.datetime.now(dt.UTC)
    pages = config.folder / "1.txt"
    pages.write_text(PAGE, "utf-8")
    produce(Order(paths=(pages,), now=now), config, tell_nobody)
    work = output / ".work"
    folders = [work / name for name in STORE_FOLDERS]
    kept = measure_folders(folders)
    old = [*work.glob("cache/*/*.clip"), *work.glob("pieces/*/*.piece")]
    assert len(old) == kept.files
    for path in old:
        os.utime(path, (now.timestamp() - 31 * 86_400,) * 2)
    changed = PAGE.replace("三千", "五千").replace("2026年3月2日 星期一", "2026年3月3日 星期二")
    pages.write_text(changed, "utf-8")
    produce(Order(paths=(pages,), now=now), replace(config, keep_days=0), tell_nobody)
    assert all(path.is_file() for path in old)
    unused = [path for path in old if path.stat().st_mtime < now.timestamp() - 30 * 86_400]
    assert unused
    size = sum(path.stat().st_size for path in unused)
    produce(Order(paths=(pages,), now=now), config, tell_nobody)
    assert not any(path.is_file() for path in unused)
    assert all(path.is_file() for path in set(old) - set(unused))
    report = json.loads((work / "2026-03-03" / "report.json").read_text("utf-8"))
    assert (report["cleared"], report["cleared_mb"]) == (len(unused), round(size / 1e6, 1))


def test_what_cannot_be_removed_is_a_warning_of_a_run_that_is_done(
    config: Config, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime.now(dt.UTC)
    pages = config.folder / "1.txt"
    pages.write_text(PAGE, "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PublishError("a clip cannot be removed: it is shut", remedy="open it")

    monkeypatch.setattr("audiopaper.pipeline.production.remove_unused", refuse)
    outcome = produce(Order(paths=(pages,), now=now), config, tell_nobody)
    assert outcome.episode is not None
    assert "a clip cannot be removed: it is shut; open it" in outcome.warnings


def test_a_negative_age_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("keep_days = -1\n", "utf-8")
    with pytest.raises(ConfigError, match="keep_days"):
        read_config(tmp_path / "config.toml")
