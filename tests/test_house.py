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
from tests.support.paths import PACKAGE, ROOT
from tests.tools import measure_house


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


MODULES = measure_house.read_modules(ROOT)

EDGE = {
    # Libraries that raise failures of any kind, and are made ours there.
    "audiopaper.archive.cluster_connection",
    "audiopaper.archive.index_files",
    "audiopaper.archive.storage",
    "audiopaper.engines.edge",
    "audiopaper.engines.kokoro.model",
    "audiopaper.engines.piper",
    "audiopaper.pages.scan.page_images",
    "audiopaper.show.remote_target",
    "audiopaper.show.target_kinds",
    # Threads and processes, which hand a failure to whoever waits for them.
    "audiopaper.daily.notifications",
    "audiopaper.desk.worker",
    "audiopaper.speech",
    "audiopaper.timeouts",
    # One edition's failure, even by a bug, must not stop the next edition.
    "audiopaper.daily.due_editions",
    # A failure is written down on its way out and raised again; the program ends here.
    "audiopaper.cli",
    "audiopaper.cli.notices",
    "audiopaper.cli.run_output",
    "audiopaper.pipeline.run_log",
}
"""Where every exception may be caught."""


def test_no_module_is_above_a_limit() -> None:
    above = {limit: names for limit, names in measure_house.offences(MODULES).items() if names}
    assert not above, "shorten, split or rename these"


def test_every_exception_is_caught_at_the_edge_alone() -> None:
    broad = {module.name for module in MODULES if measure_house.broad_handlers(module)}
    assert broad == EDGE


def test_every_room_stands_in_a_layer() -> None:
    rooms = {module.room for module in MODULES} - {"audiopaper", "__main__"}
    assert set().union(*measure_house.layers(ROOT)) == rooms


OUTSIDE_NAMES = ("archive", "cli", "config", "daily", "desk", "downloads", "show", "store")
"""The rooms that match names, dates and addresses from outside."""


@pytest.mark.parametrize("room", OUTSIDE_NAMES)
def test_no_pattern_on_a_name_from_outside_takes_a_line_end_for_the_end(room: str) -> None:
    """`$` also matches before a line end: ``2026-03-02\\n`` would be a date. `\\Z` does not."""
    paths = [*(PACKAGE / room).rglob("*.py"), *PACKAGE.glob(f"{room}.py")]
    assert paths
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("re."):
                continue
            pattern = re.sub(r"\[[^\]]*\]", "", ast.unparse(node.args[0]))
            is_of_lines = "MULTILINE" in ast.unparse(node)
            assert is_of_lines or not re.search(r"(?<!\\)\$", pattern), (path, node.lineno)


def test_the_checks_of_the_house_see_what_they_are_for(tmp_path: Path) -> None:
    long = "def work() -> None:\n" + "    print()\n" * 50
    late = "def read() -> int:\n    return LIMIT\n\nLIMIT = 1\n"
    vague = "import audiopaper.b\ntold = 1\ndef kept(one: int) -> None: ...\nclass Crew: ...\n"
    broad = "import audiopaper.a\ntry:\n    pass\nexcept (OSError, Exception):\n    pass\n"
    sources = {"long": long + "#\n" * 400, "late": late, "a": vague, "b": broad, "c": ""}
    for folder in ("", "c", "d"):
        (tmp_path / "audiopaper" / folder).mkdir(exist_ok=True)
    for name, text in {**sources, "c/twice": "", "d/twice": ""}.items():
        (tmp_path / "audiopaper" / f"{name}.py").write_text(text, "utf-8")
    modules = measure_house.read_modules(tmp_path)
    assert measure_house.offences(modules) == {
        "long_modules": {"audiopaper.long"},
        "long_functions": {"audiopaper.long:work"},
        "late_constants": {"audiopaper.late"},
        "vague_names": {"audiopaper.a"},
        "repeated_names": {"twice"},
        "import_circles": {"audiopaper.a", "audiopaper.b"},
    }
    (loud,) = (module for module in modules if measure_house.broad_handlers(module))
    assert loud.name == "audiopaper.b"
    (first,) = (module for module in modules if module.name == "audiopaper.a")
    assert measure_house.vague_names(first) == ["Crew", "kept", "one", "told"]


@pytest.mark.parametrize("guide", ["architecture", "contributing", "design"])
def test_every_file_that_a_guide_for_helpers_names_is_there(guide: str) -> None:
    text = (GUIDES_FOLDER / f"{guide}.md").read_text("utf-8")
    names = re.findall(r"`((?:[\w.-]+/)+[\w.*-]*|[\w]+\.py)`", text)
    assert names or guide == "design"
    for name in (name for name in names if not re.search("output|KEY|DATE|NAME|HH|^\\.work", name)):
        pattern = name.rstrip("/")
        assert any(list(folder.glob(pattern)) for folder in (ROOT, PACKAGE)), name
