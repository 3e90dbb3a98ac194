"""``audiopaper schedule``: what it writes is what cron, systemd, launchd and Windows read."""

from __future__ import annotations

import getpass
import plistlib
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.cli.schedule_command import name_zone
from audiopaper.cli.schedule_files import SCHEDULES, Plan
from audiopaper.cli.setup_commands import GUIDES_FOLDER
from audiopaper.errors import ConfigError

PLAN = Plan(
    name="qingchuan",
    program="/srv/audio paper/.venv/bin/audiopaper",
    folder=Path("/srv/100% 青川's"),
    zone="Asia/Shanghai",
    first=5,
    last=9,
    every=10,
)
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_a_cron_line_runs_in_the_shows_folder_whatever_its_name() -> None:
    (content,) = SCHEDULES["cron"](PLAN).files.values()
    (line,) = content.decode().splitlines()
    assert line.startswith("*/10 5,6,7,8,9 * * * ")
    # What cron hands to the shell: a percent sign without its backslash.
    command = line.split(" ", 5)[5].replace(r"\%", "%").rpartition(" # ")[0]
    assert shlex.split(command) == [
        *("cd", str(PLAN.folder), "&&", PLAN.program),
        *("today", "--quiet", "--notify"),
    ]


@pytest.mark.parametrize(
    ("ahead_minutes", "hours"),
    [
        pytest.param(-8 * 60, [21, 22, 23, 0, 1], id="server-on-UTC"),
        pytest.param(60, [6, 7, 8, 9, 10], id="Tokyo"),
        pytest.param(-150, [2, 3, 4, 5, 6, 7], id="half-an-hour-more"),
        pytest.param(0, [5, 6, 7, 8, 9], id="same-zone"),
    ],
)
def test_hours_are_those_of_the_machine_where_its_scheduler_knows_no_others(
    ahead_minutes: int, hours: list[int]
) -> None:
    plan = replace(PLAN, ahead_minutes=ahead_minutes)
    (line,) = SCHEDULES["cron"](plan).files.values()
    assert line.decode().split()[1] == ",".join(map(str, hours))
    (agent,) = SCHEDULES["launchd"](plan).files.values()
    times = plistlib.loads(agent)["StartCalendarInterval"]
    assert list(dict.fromkeys(time["Hour"] for time in times)) == hours
    (task,) = SCHEDULES["windows"](plan).files.values()
    assert f"T{hours[0]:02}:00:00" in task.decode("utf-16")


@pytest.mark.parametrize("guide", ["daily-routine.md", "zh/daily-routine.md"])
@pytest.mark.parametrize("kind", ["cron", "systemd"])
def test_the_guide_shows_what_is_printed(kind: str, guide: str) -> None:
    program, folder = "/srv/audiopaper/.venv/bin/audiopaper", Path("/srv/qingchuan")
    shown = (GUIDES_FOLDER / guide).read_text("utf-8").replace("\n    ", "\n")
    plan = replace(PLAN, program=program, folder=folder)
    for name, content in SCHEDULES[kind](plan).files.items():
        assert content.decode() in shown
        assert kind == "cron" or f"`/etc/systemd/system/{name}`" in shown


def test_systemd_finds_no_fault_in_its_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "audio paper"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    plan = replace(PLAN, program=str(program), folder=tmp_path)
    schedule = SCHEDULES["systemd"](plan)
    for name, content in schedule.files.items():
        (tmp_path / name).write_bytes(content)
    names = [str(tmp_path / name) for name in schedule.files]
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True
    )
    own = [line for line in checked.stderr.splitlines() if "audiopaper-qingchuan" in line]
    assert own == []


def _read_unit(content: bytes) -> dict[str, str]:
    return dict(line.split("=", 1) for line in content.decode().splitlines() if "=" in line)


def test_a_systemd_service_may_write_whatever_a_run_writes(tmp_path: Path) -> None:
    tmp_path = tmp_path.resolve()
    show, disk = tmp_path / "show", tmp_path / "a disk"
    (show / "inbox").mkdir(parents=True)
    disk.mkdir()
    (disk / "linked").mkdir()
    (show / "stories").symlink_to(disk / "linked")
    (show / "config.toml").write_text(
        f'output = "{disk}/output"\ninbox = "{disk}/来稿"\n[show]\nid = "qingchuan"\n'
        f'[publish]\ntarget = "../www"\nstory_files = "stories"\n',
        "utf-8",
    )
    words = ["schedule", "--kind", "systemd", "--config", str(show / "config.toml")]
    written = CliRunner().invoke(audiopaper, [*words, "--folder", str(tmp_path / "units")])
    assert written.exit_code == 0
    unit = _read_unit((tmp_path / "units" / "audiopaper-qingchuan.service").read_bytes())
    assert unit["User"] == getpass.getuser()
    paths = shlex.split(unit["ReadWritePaths"])
    assert paths == [
        str(show),
        f"-{disk}/output",
        f"-{disk}/来稿",
        f"-{tmp_path}/www",
        f"-{disk}/linked",
    ]
    assert f"mkdir -p '{disk}/output'" in written.stderr


@pytest.mark.parametrize(
    "publish",
    ["", 'target = "s3://qingchuan/q"', 'target = "sftp://www.example.org/q"', 'target = "www"'],
)
def test_a_systemd_service_of_a_show_in_one_folder_writes_there_alone(
    tmp_path: Path, publish: str
) -> None:
    (tmp_path / "config.toml").write_text(
        f'inbox = "inbox"\n[show]\nid = "q"\n[publish]\n{publish}\n', "utf-8"
    )
    words = ["schedule", "--kind", "systemd", "--config", str(tmp_path / "config.toml")]
    written = CliRunner().invoke(audiopaper, [*words, "--folder", str(tmp_path / "units")])
    unit = _read_unit((tmp_path / "units" / "audiopaper-q.service").read_bytes())
    assert shlex.split(unit["ReadWritePaths"]) == [str(tmp_path)]
    assert "mkdir" not in written.stderr


def test_a_dollar_sign_is_doubled_where_systemd_replaces_variables_alone() -> None:
    plan = replace(PLAN, program="/srv/a$b/audiopaper", folder=Path("/srv/q$1"))
    unit = _read_unit(next(iter(SCHEDULES["systemd"](plan).files.values())))
    assert unit["ExecStart"].startswith("/srv/a$$b/audiopaper today")
    assert unit["ReadWritePaths"] == unit["WorkingDirectory"] == "/srv/q$1"


def test_a_launchd_agent_names_each_time() -> None:
    (content,) = SCHEDULES["launchd"](PLAN).files.values()
    told = plistlib.loads(content)
    assert told["WorkingDirectory"] == str(PLAN.folder)
    assert told["ProgramArguments"][0] == PLAN.program
    assert len(told["StartCalendarInterval"]) == 5 * 6


def test_a_windows_task_repeats_through_its_hours() -> None:
    (content,) = SCHEDULES["windows"](PLAN).files.values()
    task = ET.fromstring(content.decode("utf-16").partition("\n")[2])
    assert task.findtext(f".//{SPACE}Interval") == "PT10M"
    assert task.findtext(f".//{SPACE}Duration") == "PT5H"
    assert task.findtext(f".//{SPACE}WorkingDirectory") == str(PLAN.folder)


@pytest.mark.parametrize(
    ("offset", "zone"),
    [("+08:00", "Asia/Shanghai"), ("+00:00", "Etc/UTC"), ("-05:00", "Etc/GMT+5")],
)
def test_a_zone_is_named_by_its_offset(offset: str, zone: str) -> None:
    assert name_zone(offset) == zone


def test_an_offset_that_no_zone_has_is_refused_with_the_way_out() -> None:
    with pytest.raises(ConfigError, match="05:30"):
        name_zone("+05:30")


@pytest.mark.parametrize("kind", sorted(SCHEDULES))
def test_each_kind_is_printed_and_written_with_how_to_undo_it(kind: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[show]\nid = "qingchuan"\n', "utf-8")
    words = ["schedule", "--kind", kind, "--config", str(tmp_path / "config.toml")]
    printed = CliRunner().invoke(audiopaper, words, catch_exceptions=False)
    assert printed.exit_code == 0
    assert "today" in printed.stdout
    assert "Undo" in printed.stderr
    written = CliRunner().invoke(audiopaper, [*words, "--folder", str(tmp_path / "units")])
    assert [Path(line).is_file() for line in written.stdout.splitlines()]


@pytest.mark.parametrize("as_module", [True, False])
def test_a_schedule_calls_a_program_that_starts(as_module: bool, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[show]\nid = "qingchuan"\n', "utf-8")
    script = Path(sys.executable).with_name("audiopaper")
    own = [sys.executable, "-m", "audiopaper"] if as_module else [str(script)]
    words = ["schedule", "--kind", "cron", "--config", str(tmp_path / "config.toml")]
    printed = subprocess.run([*own, *words], capture_output=True, text=True, check=True)
    command = printed.stdout.split(" ", 5)[5].rpartition(" # ")[0].partition(" && ")[2]
    called = shlex.split(command)
    assert called == [*own, "today", "--quiet", "--notify"]
    assert shutil.which(called[0]) == called[0]


def test_hours_that_are_none_are_refused() -> None:
    for hours in ("9-5", "5", "5-24", "x"):
        result = CliRunner().invoke(audiopaper, ["schedule", "--hours", hours])
        assert result.exit_code == 2
