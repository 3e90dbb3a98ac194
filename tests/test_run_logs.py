"""A campaign of kills counts the runs of the program that it kills, and no other's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.run_logs import add_run, read_runs


def test_runs_of_another_version_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "runs.jsonl"
    assert read_runs(log) == []
    old = [{"run": 0, "killed": True}, {"run": 1, "killed": True, "program": "another"}]
    log.write_text("".join(json.dumps(row) + "\n" for row in old), "utf-8")
    add_run(log, {"run": 0, "killed": False})
    assert [row["killed"] for row in read_runs(log)] == [False]
    assert "2 runs of another version" in capsys.readouterr().err
