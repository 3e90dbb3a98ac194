"""``audiopaper --help``: its commands by the work that they are for."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.cli.command_groups import GroupedCommands


def help_of(group: click.Group) -> str:
    return CliRunner().invoke(group, ["--help"]).output


def test_the_commands_stand_in_groups_of_work_in_their_order() -> None:
    shown = re.findall(r"(?m)^(\S.*):$", help_of(audiopaper))
    assert shown[-6:] == ["Every day", "Check", "Names", "Publish", "Archive", "Set up"]


@pytest.mark.parametrize("words", [[], ["lexicon"]], ids=["audiopaper", "lexicon"])
def test_no_summary_is_broken_off(words: list[str]) -> None:
    shown = CliRunner().invoke(audiopaper, [*words, "--help"], terminal_width=80).output
    assert not re.search(r"\.\.\.$", shown.partition("Commands" if words else "Every day")[2], re.M)
    assert max(map(len, shown.splitlines())) <= 80


def test_every_command_is_in_one_group_and_shown_once() -> None:
    grouped = [name for names in audiopaper.headings.values() for name in names]
    assert sorted(grouped) == sorted(audiopaper.commands)
    rows = re.findall(r"(?m)^  ([a-z]+) {2,}\S", help_of(audiopaper))
    assert [row for row in rows if row in audiopaper.commands] == grouped
    assert "More:" not in help_of(audiopaper)


def test_a_command_of_no_group_is_shown_all_the_same_and_a_hidden_one_is_not() -> None:
    group = GroupedCommands("paper")
    group.headings = {"Work": ("make", "gone")}
    for name, hidden in (("make", False), ("extra", False), ("secret", True)):
        group.add_command(click.Command(name, help=f"Does {name}.", hidden=hidden))
    shown = help_of(group)
    assert re.search(r"Work:\n  make +Does make\.\n\nMore:\n  extra +Does extra\.", shown)
    assert "secret" not in shown
    assert CliRunner().invoke(group, ["extra"]).exit_code == 0


def test_the_help_says_of_each_command_what_the_command_says_of_itself() -> None:
    assert dict(audiopaper.summaries) == {
        name: command.get_short_help_str(1000) for name, command in audiopaper.commands.items()
    }


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_help_and_the_version_import_no_command_and_no_stage(option: str) -> None:
    code = (
        "import sys; from audiopaper.cli import audiopaper\n"
        f"try: audiopaper([{option!r}], prog_name='audiopaper')\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "audiopaper" in run.stdout
    own = {name for name in run.stderr.split() if name.partition(".")[0] == "audiopaper"}
    needed = {
        "",
        ".character_sets",
        ".cli",
        ".cli.command_groups",
        ".cli.system_failures",
        ".cli.translated_help",
        ".disk",
        ".errors",
        ".legible_names",
        ".memory",
        ".translations",
    }
    assert own == {f"audiopaper{name}" for name in needed}
    assert not {"numpy", "lxml", "msgspec", "asyncio"} & set(run.stderr.split())


def test_the_architecture_guide_says_what_would_replace_what_nobody_releases_any_more() -> None:
    told = CliRunner().invoke(audiopaper, ["guide", "architecture"]).output
    parts = [part for part in told.split("\n\n") if part.startswith("**")]
    assert [part.split()[0].strip("*") for part in parts] == ["g2pM", "pydub", "feedgen"]
    for part in parts:
        assert " Used:" in part
        assert re.search(r"In\s+its\s+place:", part)
    assert "architecture" in CliRunner().invoke(audiopaper, ["guide"]).output
