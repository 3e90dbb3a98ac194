"""The ways to run a show that the guide offers are tried: the container's scripts, the workflow."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from audiopaper.cli.setup_commands import GUIDES_FOLDER
from tests.support.paths import ROOT
from tests.support.sample_edition import PAGE

HOSTING = GUIDES_FOLDER / "hosting"
WORKFLOW = HOSTING / "pages.yml"


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """An environment whose `audiopaper` is this one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "audiopaper"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m audiopaper "$@"\n', "utf-8")
    program.chmod(0o755)
    own = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_COUNT": "1"}
    own |= {"GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    return {**os.environ, **own, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def pretend(folder: Path, code: int) -> None:
    """Put an `audiopaper` on the path that ends with a code."""
    (folder / "bin" / "audiopaper").write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")


def run(*words: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("code", "well"), [(0, 0), (10, 0), (11, 0), (7, 1), (9, 1)])
def test_a_container_is_well_while_its_last_look_went_well(
    tmp_path: Path, programs: dict[str, str], code: int, well: int
) -> None:
    pretend(tmp_path, code)
    show = tmp_path / "show"
    show.mkdir()
    (show / "config.toml").write_text("", "utf-8")
    env = {**programs, "ONCE": "1", "STATE": str(tmp_path / "state")}
    assert run(str(HOSTING / "run-show"), cwd=show, env=env).returncode == 0
    assert run(str(HOSTING / "show-is-well"), cwd=show, env=env).returncode == well
    long_ago = time.time() - 7200
    os.utime(tmp_path / "state", (long_ago, long_ago))
    assert run(str(HOSTING / "show-is-well"), cwd=show, env={**env, "EVERY": "300"}).returncode == 1


def test_a_container_lays_out_a_show_where_there_is_none(
    tmp_path: Path, programs: dict[str, str]
) -> None:
    show = tmp_path / "show"
    show.mkdir()
    env = {**programs, "ONCE": "1", "STATE": str(tmp_path / "state")}
    done = run(str(HOSTING / "run-show"), cwd=show, env=env)
    assert done.returncode == 0, done.stderr
    assert (show / "config.toml").is_file()
    assert (tmp_path / "state").read_text("utf-8").strip() == "10"


def test_what_the_container_file_copies_is_there() -> None:
    text = (HOSTING / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY")]
    names = [name for names in copied for name in names if not name.startswith("--")]
    assert len(names) == 3
    assert all((ROOT / name).exists() for name in names)
    for name in ("run-show", "show-is-well"):
        assert os.access(HOSTING / name, os.X_OK)
        assert f'["{name}"]' in text


def read_workflow(path: Path) -> dict[str, Any]:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    # YAML 1.1 takes the key `on` for true.
    workflow["on"] = workflow.pop(True)
    return dict(workflow)


@pytest.mark.parametrize(
    "path", [WORKFLOW, ROOT / ".github" / "workflows" / "checks.yml"], ids=lambda p: p.name
)
def test_a_workflow_is_one(path: Path) -> None:
    workflow = read_workflow(path)
    assert set(workflow) <= {"name", "on", "permissions", "concurrency", "env", "jobs"}
    for job in workflow["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert set(step) <= {"name", "id", "run", "uses", "with", "env"}
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/checkout@v4"))


def test_the_projects_own_workflow_runs_what_ci_runs() -> None:
    steps = read_workflow(ROOT / ".github" / "workflows" / "checks.yml")["jobs"]["checks"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def run_workflow(checkout: Path, env: dict[str, str]) -> None:
    """Run the steps that are commands, but for the installation, as a runner does."""
    for step in read_workflow(WORKFLOW)["jobs"]["make"]["steps"]:
        if "run" in step and step["name"] != "Install":
            done = run("bash", "-e", "-o", "pipefail", "-c", step["run"], cwd=checkout, env=env)
            assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"


def listed(site: Path) -> dict[str, str]:
    items = ET.fromstring((site / "feed.xml").read_bytes()).iter("item")
    return {item.findtext("title") or "": item.findtext("guid") or "" for item in items}


def test_the_workflow_makes_each_day_once_and_keeps_the_days_before(
    tmp_path: Path, programs: dict[str, str]
) -> None:
    assert shutil.which("git")
    origin, first, second = tmp_path / "origin.git", tmp_path / "first", tmp_path / "second"
    run("git", "init", "-q", "--bare", "-b", "main", str(origin), cwd=tmp_path, env=programs)
    run("git", "clone", "-q", str(origin), str(first), cwd=tmp_path, env=programs)
    run("audiopaper", "init", ".", cwd=first, env=programs)
    config = (first / "config.toml").read_text("utf-8").replace('"edge"', '"espeak"')
    config = config.replace("http://127.0.0.1:8000/", "https://name.github.io/show/")
    config = config.replace("minutes = 12", "minutes = 2\nsample_rate_hz = 24000")
    (first / "config.toml").write_text(config, "utf-8")
    commit = ("git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qam", "day")
    for day, checkout in (("2026-03-02", first), ("2026-03-03", second)):
        if checkout == second:
            run("git", "clone", "-q", str(origin), str(second), cwd=tmp_path, env=programs)
        page = checkout / "inbox" / day / "01.txt"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.replace("2026年3月2日", f"2026年3月{day[-1]}日"), "utf-8")
        run("git", "add", ".", cwd=checkout, env=programs)
        run(*commit, cwd=checkout, env=programs)
        run("git", "push", "-q", "origin", "HEAD:main", cwd=checkout, env=programs)
        run_workflow(checkout, programs)
    before, after = listed(first / "site"), listed(second / "site")
    assert (len(before), len(after)) == (1, 2)
    assert before.items() <= after.items()
    assert not (second / "site" / ".work").exists()
    commits = run("git", "rev-list", "--count", "episodes", cwd=origin, env=programs).stdout
    assert commits.strip() == "1"
