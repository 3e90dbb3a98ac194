"""What a run says while it runs: a line a stage, a file with everything, no secret in either."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.cli.run_output import logging_to
from audiopaper.errors import InputError

PAGE = """青川日报
2026年3月2日 星期一

# 老街的灯换了

青川日报讯（记者 单路平）3月1日，青川老街的路灯全部换成暖光，步行的人多了起来。

街口修鞋的危师傅说，灯亮了以后，他的摊子晚上多摆了一个半小时。
"""


def kept(folder: Path) -> str:
    return (folder / "audiopaper.log").read_text(encoding="utf-8")


def test_stages_are_shown_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path):
        logging.getLogger("audiopaper.pipeline").info("speech: %d segments", 3)
        logging.getLogger("audiopaper.pipeline").debug("said: 青川")
    assert capsys.readouterr().err == "speech: 3 segments\n"
    assert "speech: 3 segments" in kept(tmp_path)
    assert "said: 青川" in kept(tmp_path)


@pytest.mark.parametrize(
    ("quiet", "verbose", "shown"),
    [(True, False, "careful\n"), (False, True, "detail\nstage\ncareful\n")],
)
def test_quiet_and_verbose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quiet: bool, verbose: bool, shown: str
) -> None:
    with logging_to(tmp_path, quiet=quiet, verbose=verbose):
        log = logging.getLogger("audiopaper.pipeline")
        log.debug("detail")
        log.info("stage")
        log.warning("careful")
    assert capsys.readouterr().err == shown


def test_a_failure_is_kept_with_its_remedy_and_shown_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError), logging_to(tmp_path):
        raise InputError("there is no page", remedy="put one there")
    assert "there is no page -> put one there" in kept(tmp_path)
    assert capsys.readouterr().err == ""


def test_a_bug_is_kept_with_where_it_happened_but_not_with_what_it_held(tmp_path: Path) -> None:
    text = PAGE.splitlines()[3]
    with pytest.raises(ValueError, match="老街"), logging_to(tmp_path):
        raise ValueError(text)
    assert "test_logs.py" in kept(tmp_path)
    assert "老街" not in kept(tmp_path)


def test_keys_of_the_environment_and_of_addresses_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AZURE_SPEECH_KEY", "0123secret4567")
    with logging_to(tmp_path):
        log = logging.getLogger("audiopaper.engines")
        log.info("asked with %s", "0123secret4567")
        log.info("through http://desk:hush@proxy.example.org:3128/path?key=hush done")
    for said in (kept(tmp_path), capsys.readouterr().err):
        assert "secret" not in said
        assert "hush" not in said
        assert "http://proxy.example.org:3128/path done" in said


@given(st.text(max_size=30))
def test_any_text_can_be_kept(text: str) -> None:
    record = logging.getLogger("audiopaper").makeRecord(
        "audiopaper", logging.INFO, "", 0, "%s", (text,), None
    )
    from audiopaper.cli.run_output import _WithoutSecrets

    assert _WithoutSecrets().filter(record)


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").touch()
    with logging_to(tmp_path / "logs"):
        logging.getLogger("audiopaper").info("going on")
    assert capsys.readouterr().err == "going on\n"


def test_produce_shows_a_line_a_stage_and_no_text_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "01.txt").write_text(PAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "audiopaper", "produce", "01.txt", "--dry-run", "--json"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert json.loads(done.stdout)["date"] == "2026-03-02"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "pages",
        "rundown",
        "readings",
        # One page is far below the length that is asked for.
        "warning",
    ]
    log = kept(tmp_path / "output" / ".work" / "logs")
    assert "pages: 1 pages, 1 articles" in log
    assert "危师傅" not in log
