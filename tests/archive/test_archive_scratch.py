"""What a killed archive run leaves in the machine's temporary folder is gone after the next."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiopaper.archive.scratch import remove_abandoned
from tests.support.paths import ROOT

HOLD = """
import sys
from audiopaper.archive.scratch import scratch_folder
(scratch_folder() / "clips").mkdir()
print(scratch_folder(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of an archive's that is at work in its temporary folder."""
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    args = [sys.executable, "-c", HOLD]
    with subprocess.Popen(args, stdin=pipe, stdout=pipe, text=True, env=environment) as started:
        yield started
        started.kill()


def test_only_what_a_killed_run_left_is_removed_by_the_next(
    tmp_path: Path, process: subprocess.Popen[str]
) -> None:
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert (folder / "clips").is_dir()
    later = time.time() + 3600
    assert remove_abandoned(tmp_path, now=later) == 0
    process.kill()
    process.wait()
    assert remove_abandoned(tmp_path, now=later) == 1
    assert not folder.exists()


def test_a_run_that_ends_leaves_no_temporary_folder(
    tmp_path: Path, process: subprocess.Popen[str]
) -> None:
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    process.communicate("")
    assert not folder.exists()


def test_what_earlier_programs_left_goes_after_a_day_and_nothing_else_does(tmp_path: Path) -> None:
    left = [
        tmp_path / name for name in ("audiopaper-5d1189d7-x1y2z3a4", "audiopaper-search-abc_1234")
    ]
    others = [
        tmp_path / name for name in ("audiopaper-kill-days.jsonl", "audiopaper-notes", "tmpabc")
    ]
    for folder in (*left, *others):
        (folder / "kit").mkdir(parents=True)
    (tmp_path / "audiopaper-archive-link").symlink_to(others[1])
    now = time.time()
    assert remove_abandoned(tmp_path, now=now + 3600) == 0
    assert remove_abandoned(tmp_path, now=now + 25 * 3600) == 2
    assert [p.exists() for p in (*left, *others)] == [False, False, True, True, True]
