"""The figure of the coverage badge is the one that was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import measure_coverage
from tests.tools.measure_coverage import RECORD, list_badges, list_parts


def test_a_recorded_figure_is_the_share_of_lines_and_stands_on_the_badge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure_coverage, "RECORD", tmp_path / "coverage.json")
    monkeypatch.setattr(measure_coverage, "BADGES", tmp_path / "badges")
    assert "coverage" not in list_badges()
    measure_coverage.record({"audio": (1, 2), "show": (1, 1)}, ["tests/audio"])
    told = json.loads((tmp_path / "coverage.json").read_text("utf-8"))
    assert (told["percent"], told["run"], told["lines"]) == (66.6, 2, 3)
    assert "tests/show" in told["not_run"]
    assert "tests/audio" not in told["not_run"]
    measure_coverage.draw_badges(tmp_path / "badges")
    assert ">66.6 %<" in (tmp_path / "badges" / "coverage.svg").read_text("utf-8")


def test_the_parts_are_all_tests() -> None:
    parts = list_parts()
    assert {"tests/pipeline", "tests/desk", "tests/test_readme.py"} <= set(parts)
    assert all((RECORD.parents[2] / part).exists() for part in parts)


def test_what_was_recorded_adds_up() -> None:
    # Where nothing was recorded there is no badge: `tests.test_readme`.
    for told in [json.loads(RECORD.read_text("utf-8"))] if RECORD.exists() else []:
        assert told["percent"] == int(1000 * told["run"] / told["lines"]) / 10
        rooms = [tuple(map(int, figures.split(" of "))) for figures in told["rooms"].values()]
        assert [sum(column) for column in zip(*rooms, strict=True)] == [told["run"], told["lines"]]
