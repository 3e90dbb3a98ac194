"""The files of a schedule: of cron, systemd, launchd and the task scheduler of Windows."""

from __future__ import annotations

import plistlib
import re
import shlex
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TASK_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Hours and interval of a show's calls, and the program to call."""

    name: str
    """The show's short name, in file names and labels."""

    program: str
    """Path of the program that is called: ``audiopaper``, or Python."""

    options: tuple[str, ...] = ()
    """What it is given before the command: ``-m audiopaper`` for Python."""

    folder: Path
    """The show's folder."""

    zone: str
    """Time zone of the hours, as the machine knows it."""

    first: int
    """First hour, 0 to 23."""

    last: int
    """Last hour, from ``first`` to 23."""

    every: int
    """Minutes between two calls, a divisor of 60."""

    ahead_minutes: int = 0
    """How far the machine's own clock is ahead of the show's; negative if it is behind."""

    user: str = ""
    """The user who runs it, by name or number; empty for the scheduler's own choice."""

    written: tuple[Path, ...] = ()
    """Folders outside the show's that a run writes to, as absolute paths."""

    @property
    def machine_hours(self) -> tuple[int, ...]:
        """The hours by the machine's own clock, in order; they may go past midnight."""
        start, end = (60 * h + self.ahead_minutes for h in (self.first, self.last + 1))
        return tuple(hour % 24 for hour in range(start // 60, -(-end // 60)))

    @property
    def words(self) -> tuple[str, ...]:
        """The command."""
        return (self.program, *self.options, "today", "--quiet", "--notify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Files of a schedule, and the commands that install and remove them."""

    files: Mapping[str, bytes]
    """Content by name."""

    install: tuple[str, ...]
    """Command lines, in the folder of the files."""

    undo: tuple[str, ...]
    """Command lines that remove it."""


def write_cron(plan: Plan) -> Schedule:
    """A crontab's line; cron takes the command's percent signs for line ends (crontab(5)).

    Its hours are the machine's own: Debian's cron 3.0 knows no other, whatever ``CRON_TZ`` says.
    """
    command = f"cd {shlex.quote(str(plan.folder))} && {shlex.join(plan.words)}".replace("%", r"\%")
    hours = ",".join(map(str, plan.machine_hours))
    lines = f"*/{plan.every} {hours} * * * {command} # audiopaper {plan.name}\n"
    name = f"audiopaper-{plan.name}.cron"
    return Schedule(
        files={name: lines.encode()},
        install=(f"(crontab -l 2>/dev/null; cat {name}) | crontab -",),
        undo=(f"crontab -l | grep -v '# audiopaper {plan.name}$' | crontab -",),
    )


def write_systemd(plan: Plan) -> Schedule:
    """A service and its timer (systemd.service(5), systemd.timer(5)), locked down to the show.

    The service may write to the show's folders alone (systemd.exec(5)). One that is missing, as of
    a disk that is not mounted, is passed over: the run itself reports what it could not write.
    """
    name = f"audiopaper-{plan.name}"
    paths = [f"{plan.folder}", *(f"-{path}" for path in plan.written)]
    user = f"User={plan.user}\n" if plan.user else ""
    service = f"""[Unit]
Description=audiopaper: the day's episode of {plan.name}
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
{user}WorkingDirectory={str(plan.folder).replace("%", "%%")}
ExecStart={" ".join(_systemd_quote(word).replace("$", "$$") for word in plan.words)}
SuccessExitStatus=10 11
TimeoutStartSec=2h
UMask=0022
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={" ".join(map(_systemd_quote, paths))}
"""
    timer = f"""[Unit]
Description=audiopaper: look into the inbox of {plan.name}

[Timer]
OnCalendar=*-*-* {plan.first:02}..{plan.last:02}:00/{plan.every}:00 {plan.zone}
AccuracySec=30s
Persistent=yes

[Install]
WantedBy=timers.target
"""
    return Schedule(
        files={f"{name}.service": service.encode(), f"{name}.timer": timer.encode()},
        install=(
            *(f"mkdir -p {shlex.quote(str(path))}" for path in plan.written if not path.exists()),
            f"sudo cp {name}.service {name}.timer /etc/systemd/system/",
            f"sudo systemctl enable --now {name}.timer",
        ),
        undo=(
            f"sudo systemctl disable --now {name}.timer",
            f"sudo rm /etc/systemd/system/{name}.service /etc/systemd/system/{name}.timer",
        ),
    )


def write_launchd(plan: Plan) -> Schedule:
    """An agent of macOS (launchd.plist(5)); its hours are the machine's own."""
    label = f"audiopaper.{plan.name}"
    times = [
        {"Hour": hour, "Minute": minute}
        for hour in plan.machine_hours
        for minute in range(0, 60, plan.every)
    ]
    content = plistlib.dumps(
        {
            "Label": label,
            "WorkingDirectory": str(plan.folder),
            "ProgramArguments": list(plan.words),
            "StartCalendarInterval": times,
        }
    )
    place = f"~/Library/LaunchAgents/{label}.plist"
    return Schedule(
        files={f"{label}.plist": content},
        install=(f"cp {label}.plist {place}", f"launchctl load {place}"),
        undo=(f"launchctl unload {place}", f"rm {place}"),
    )


def write_windows(plan: Plan) -> Schedule:
    """A task for the Task Scheduler (its schema 1.2); its hours are the machine's own."""
    name = f"audiopaper-{plan.name}"
    task = ET.Element("Task", {"version": "1.2", "xmlns": _TASK_SPACE})
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "CalendarTrigger")
    repetition = ET.SubElement(trigger, "Repetition")
    _add(repetition, Interval=f"PT{plan.every}M", Duration=f"PT{len(plan.machine_hours)}H")
    _add(trigger, StartBoundary=f"2026-01-01T{plan.machine_hours[0]:02}:00:00")
    _add(ET.SubElement(trigger, "ScheduleByDay"), DaysInterval="1")
    settings = ET.SubElement(task, "Settings")
    _add(
        settings,
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StartWhenAvailable="true",
        ExecutionTimeLimit="PT2H",
    )
    command = ET.SubElement(ET.SubElement(task, "Actions"), "Exec")
    _add(
        command,
        Command=plan.program,
        Arguments=" ".join(plan.words[1:]),
        WorkingDirectory=str(plan.folder),
    )
    ET.indent(task)
    content = ET.tostring(task, encoding="unicode", xml_declaration=False)
    return Schedule(
        files={
            f"{name}.xml": f'<?xml version="1.0" encoding="UTF-16"?>\n{content}\n'.encode("utf-16")
        },
        install=(f"schtasks /Create /TN {name} /XML {name}.xml",),
        undo=(f"schtasks /Delete /TN {name} /F",),
    )


def _add(parent: ET.Element, **values: str) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = value


def _systemd_quote(word: str) -> str:
    """Quote a word of a unit: specifiers, quotes and backslashes (systemd.syntax(7)).

    Variables are replaced in commands alone.
    """
    escaped = word.replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"')
    return f'"{escaped}"' if re.search(r"[\s'\"\\;]", word) else escaped


SCHEDULES: Mapping[str, Callable[[Plan], Schedule]] = {
    "cron": write_cron,
    "systemd": write_systemd,
    "launchd": write_launchd,
    "windows": write_windows,
}
