"""The house is in order: commands in the README exist, codes and layers are as written."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from audiopaper import errors
from audiopaper.cli import audiopaper
from audiopaper.cli.setup_commands import GUIDES_FOLDER
from tests.support.paths import ROOT


def tracked_files() -> tuple[Path, ...]:
    """What belongs to the project; a checkout that is worked in holds shows, logs and notes too."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("there is no git to say what belongs to the project")
    # A checkout may belong to another user, as in a container; git would then say nothing.
    command = [git, "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode("utf-8").split("\0") if listed.returncode == 0 else []
    if "pyproject.toml" not in names:
        pytest.skip("this is no checkout: nothing says what belongs to the project")
    return tuple(ROOT / name for name in names if name and (ROOT / name).exists())


README = (ROOT / "README.md").read_text("utf-8")


def written_commands(text: str) -> list[list[str]]:
    code = re.findall(
        r"```sh\n(.*?)```|^ {4,}(audiopaper [^\n]*)$|`(audiopaper [^`]*)`", text, re.S | re.M
    )
    lines = [line for parts in code for part in parts for line in part.splitlines()]
    return [
        m[1].split() for line in lines if (m := re.search(r"\baudiopaper ((?:[\w-]).*)$", line))
    ]


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted(GUIDES_FOLDER.glob("*.md"))], ids=lambda p: p.name
)
def test_every_command_that_is_written_down_exists_with_its_options(path: Path) -> None:
    for words in written_commands(path.read_text("utf-8")):
        command = audiopaper.commands.get(words[0])
        assert isinstance(command, click.Command), words
        if isinstance(command, click.Group) and words[1:2]:
            command = command.commands.get(words[1], command)
        known = {o for p in command.params for o in p.opts}
        for word in words[1:]:
            if word.startswith("--"):
                assert word.strip("`.,;") in known, words


def test_ci_runs_the_readmes_test_command() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", README, re.S)
    test_command = next(c for c in commands if c.endswith("pytest"))
    assert test_command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_errors_guide_lists_every_exit_code() -> None:
    guide = (GUIDES_FOLDER / "errors.md").read_text("utf-8")
    kinds = [errors.AudiopaperError, *errors.AudiopaperError.__subclasses__()]
    for kind in kinds:
        assert f"| {kind.exit_code} |" in guide


def test_every_help_has_an_example() -> None:
    for name, command in audiopaper.commands.items():
        assert "Example" in (command.help or ""), name


def test_every_module_says_what_it_is_for() -> None:
    modules = [path for path in tracked_files() if path.suffix == ".py"]
    for path in (p for p in modules if p.is_relative_to(ROOT / "audiopaper")):
        text = path.read_text("utf-8")
        assert not text or ast.get_docstring(ast.parse(text)), path


def test_the_licence_is_the_one_that_is_named() -> None:
    licence = (ROOT / "audiopaper" / "LICENSE").read_text("utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert 'license = "GPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_top_level_is_the_customers() -> None:
    wanted = {
        "pyproject.toml",
        "README.md",
        "audiopaper",
        "voices",
        "output",
        "tests",
        "config.toml",
    }
    here = {path.relative_to(ROOT).parts[0] for path in tracked_files()}
    assert {name for name in here if not name.startswith(".")} == wanted
