"""Folders below the output folder, or a target, that are disks of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audiopaper.config import defaults_folder
from tests.support.daily_show import page_of
from tests.support.paths import ROOT

SCRIPT = """
import subprocess, sys
import pytest
from click.testing import CliRunner
from audiopaper.cli import audiopaper
from tests.support import tone_engine

tone_engine.install(pytest.MonkeyPatch())
for line in sys.argv[1:]:
    if line.startswith("audiopaper "):
        done = CliRunner().invoke(audiopaper, line.split()[1:])
        if done.exception is not None:
            print(done.output, done.exception, file=sys.stderr)
            sys.exit(getattr(done.exception, "exit_code", 1))
    else:
        subprocess.run(line, shell=True, check=True)
"""
"""Runs lines of the shell and commands of the program in turn, spoken by the tone engine."""

OWN_MOUNTS = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "-r", "--mount")
"""Runs a command whose mounts are seen by nothing else, and go with it."""


def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    command = [*OWN_MOUNTS, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")


def run_lines(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run lines in a show's folder until one fails; see `SCRIPT`."""
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "config.toml").write_text(
        'engine = "tone"\n[show]\nid = "qingchuan"\nbase_url = "https://pod.example.org/q/"\n'
        '[publish]\ntarget = "www"\n',
        "utf-8",
    )
    for day in (2, 3):
        (folder / f"{day}.txt").write_text(page_of(day), "utf-8")
    return subprocess.run(
        [*OWN_MOUNTS, sys.executable, "-c", SCRIPT, *lines],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def mount(folder: str) -> str:
    return f"mkdir -p {folder}; mount -t tmpfs none {folder}"


def test_a_show_on_several_disks_is_made_copied_corrected_and_withdrawn(tmp_path: Path) -> None:
    disks = ("output/episodes", "output/.work/2026-03-03", "output/assets", "www/episodes")
    done = run_lines(
        tmp_path,
        *map(mount, disks),
        "audiopaper produce 2.txt",
        "audiopaper produce 3.txt",
        "audiopaper publish",
        "audiopaper withdraw 2026-03-02 --yes",
        "audiopaper publish",
        "audiopaper check --all",
        "cp -r output/episodes made; cp -r www/episodes copied",
    )
    assert done.returncode == 0, done.stderr
    for name in ("made", "copied"):
        assert [path.name for path in (tmp_path / name).iterdir()] == ["2026-03-03"]
        assert not list((tmp_path / name).rglob(".*"))
    feed = (tmp_path / "www" / "feed.xml").read_bytes()
    assert feed == (tmp_path / "output" / "feed.xml").read_bytes()
    assert feed.count(b"<item>") == 1


@pytest.mark.parametrize("disk", ["output/episodes", "output/.work/2026-03-02"])
def test_a_disk_that_takes_nothing_is_named_before_anything_is_spoken(
    tmp_path: Path, disk: str
) -> None:
    done = run_lines(
        tmp_path, mount(disk), f"mount -o remount,ro {disk}", "audiopaper produce 2.txt"
    )
    assert done.returncode == 9, done.stderr
    assert disk in done.stderr
    assert not list(tmp_path.rglob("*.clip"))
