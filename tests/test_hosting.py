"""The ways to run a show that the guide offers are tried: the container's scripts, the workflow."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
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


WORKFLOWS = [WORKFLOW, *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def find_faults(schema: str, *paths: Path) -> str:
    """What the schema that GitHub publishes finds in files; nothing where they keep it."""
    program = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}")
    done = subprocess.run([*program, *map(str, paths)], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


def find_unknown_steps(workflow: dict[str, Any]) -> set[str]:
    """The steps whose outputs a job uses and which it does not have, by their ids."""
    unknown = set()
    for job in workflow["jobs"].values():
        used = re.findall(r"steps\.(\w+)\.outputs", repr(job))
        unknown |= set(used) - {step.get("id") for step in job["steps"]}
    return unknown


def test_workflows_and_issue_forms_keep_githubs_schema() -> None:
    assert len(WORKFLOWS) == 2
    assert len(FORMS) == 2
    assert not find_faults("github-workflows", *WORKFLOWS)
    assert not find_faults("github-issue-forms", *FORMS)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
        ("      - name: Install\n        run: |", "      - name: Install\n        runs: |"),
        ("workflow_dispatch:", "workflow_dispatched:"),
        ("contents: write", "contents: all"),
    ],
)
def test_a_broken_workflow_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    text = WORKFLOW.read_text("utf-8")
    assert text.count(right) == 1
    broken = tmp_path / "pages.yml"
    broken.write_text(text.replace(right, wrong), "utf-8")
    assert find_faults("github-workflows", broken)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_a_workflow_uses_githubs_own_actions_and_steps_that_it_has(path: Path) -> None:
    workflow = read_workflow(path)
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/checkout@v4"))
    assert not find_unknown_steps(workflow)


def test_a_step_that_is_not_there_is_found() -> None:
    workflow = read_workflow(WORKFLOW)
    workflow["jobs"]["make"]["environment"]["url"] = "${{ steps.page.outputs.page_url }}"
    assert find_unknown_steps(workflow) == {"page"}


def test_the_projects_own_workflow_runs_what_ci_runs() -> None:
    steps = read_workflow(ROOT / ".github" / "workflows" / "checks.yml")["jobs"]["checks"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


ADDRESS = "https://name.github.io/show/"


def run_steps(checkout: Path, env: dict[str, str], *, layout: bool) -> None:
    """Run the steps that are commands, but for the installation, as a runner does.

    Args:
        checkout: The repository's files.
        env: The environment.
        layout: Whether to run the steps up to the layout of the show, or those behind it.
    """
    steps = [s for s in read_workflow(WORKFLOW)["jobs"]["make"]["steps"] if "run" in s]
    (at,) = (n for n, step in enumerate(steps) if step["name"].startswith("Lay out the show"))
    for step in steps[: at + 1] if layout else steps[at + 1 :]:
        if step["name"] != "Install":
            own = {key: ADDRESS.rstrip("/") for key in step.get("env", ())}
            command = ("bash", "-e", "-o", "pipefail", "-c", step["run"])
            done = run(*command, cwd=checkout, env={**env, **own})
            assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"


def listed(site: Path) -> dict[str, str]:
    items = ET.fromstring((site / "feed.xml").read_bytes()).iter("item")
    return {item.findtext("title") or "": item.findtext("guid") or "" for item in items}


@dataclass(frozen=True)
class Repository:
    """A show's repository, of which each push runs the workflow in a fresh checkout."""

    folder: Path
    env: dict[str, str]

    def git(self, *words: str, cwd: Path | None = None) -> str:
        own = ("-c", "user.name=x", "-c", "user.email=x@localhost")
        done = run("git", *own, *words, cwd=cwd or self.folder, env=self.env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def check_out(self, name: str) -> Path:
        self.git("clone", "-q", "origin.git", name)
        return self.folder / name

    def push(self, checkout: Path) -> None:
        self.git("add", ".", cwd=checkout)
        self.git("commit", "-qm", "day", cwd=checkout)
        self.git("push", "-q", "origin", "HEAD:main", cwd=checkout)

    def push_page(self, name: str, day: str, text: str) -> Path:
        """Push a page, and run the workflow."""
        checkout = self.check_out(name)
        page = checkout / "inbox" / day / "01.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
        self.push(checkout)
        run_steps(checkout, self.env, layout=False)
        return checkout / "site"


@pytest.fixture
def repository(tmp_path: Path, programs: dict[str, str]) -> Repository:
    """An empty repository whose show the workflow has laid out."""
    assert shutil.which("git")
    repository = Repository(tmp_path, programs)
    repository.git("init", "-q", "--bare", "-b", "main", "origin.git")
    first = repository.check_out("first")
    run_steps(first, programs, layout=True)
    config = repository.git("show", "main:config.toml", cwd=tmp_path / "origin.git")
    assert 'engine = "kokoro"' in config
    assert f'base_url = "{ADDRESS}"' in config
    assert "voices/lan.toml" in repository.git("ls-files", cwd=first)
    # What speaks as quickly as a test may, and the shortest episode.
    config = config.replace('"kokoro"', '"espeak"')
    config = config.replace("minutes = 12", "minutes = 2\nsample_rate_hz = 24000")
    (first / "config.toml").write_text(config, "utf-8")
    repository.push(first)
    return repository


def test_the_workflow_makes_each_day_once_and_keeps_the_days_before(
    repository: Repository,
) -> None:
    before = repository.push_page("monday", "2026-03-02", PAGE)
    tuesday = PAGE.replace("2026年3月2日", "2026年3月3日")
    after = repository.push_page("tuesday", "2026-03-03", tuesday)
    assert (len(listed(before)), len(listed(after))) == (1, 2)
    assert listed(before).items() <= listed(after).items()
    assert not (after / ".work").exists()
    audio = "episodes/2026-03-02/*.mp3"
    (one,), (two,) = before.glob(audio), after.glob(audio)
    assert one.read_bytes() == two.read_bytes()
    commits = repository.git(
        "rev-list", "--count", "episodes", cwd=repository.folder / "origin.git"
    )
    assert commits.strip() == "1"


def test_a_page_that_was_mended_makes_its_episode_again_in_its_place(
    repository: Repository,
) -> None:
    before = repository.push_page("wrong", "2026-03-02", PAGE)
    sentence = re.findall(r"[^。\n]+。", PAGE)[-1]
    mended = repository.push_page("right", "2026-03-02", PAGE.replace(sentence, "桥已通车。"))
    assert listed(before) == listed(mended)
    text = "episodes/2026-03-02/transcript.txt"
    assert sentence in (before / text).read_text("utf-8")
    assert "桥已通车。" in (mended / text).read_text("utf-8")
