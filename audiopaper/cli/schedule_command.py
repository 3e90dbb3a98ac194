"""``audiopaper schedule``: what makes the machine call ``audiopaper today`` every morning."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, read_settings
from audiopaper.cli.schedule_files import SCHEDULES, Plan, Schedule
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config

KINDS = ("cron", "systemd", "launchd", "windows")


def name_zone(offset: str) -> str:
    """Name a time zone by its offset from UTC.

    Args:
        offset: ``+08:00``.

    Returns:
        A name of the time zone database; its ``Etc`` zones count the other way round.

    Raises:
        ConfigError: No zone has whole hours of it.
    """
    if offset == "+08:00":
        return "Asia/Shanghai"
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[4:]
    if minutes != "00":
        raise ConfigError(
            _("no schedule can be written for the offset {offset}", offset=offset),
            remedy=_("write the line by hand: audiopaper guide daily-routine"),
        )
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "Etc/UTC"


@click.command("schedule")
@click.option(
    "--kind", type=click.Choice(KINDS), help="For what it is.  [default: this machine's own]"
)
@click.option(
    "--hours", default="5-9", show_default=True, metavar="FROM-TO", help="In the show's time."
)
@click.option(
    "--every",
    type=click.Choice(["5", "10", "15", "20", "30"]),
    default="10",
    show_default=True,
    help="Minutes between two looks into the inbox.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the files there, in place of printing them.",
)
@config_option
def schedule_command(
    kind: str | None, hours: str, every: str, folder: Path | None, config_path: Path | None
) -> None:
    """Write what makes this machine work on the show's day every morning, and how to undo it.

    A cron line, the units of a systemd timer, a launchd agent or a Windows task, with this show's
    paths. Nothing is installed: the commands that do so, and those that undo it, are shown.

    \b
    Examples:
      audiopaper schedule
      audiopaper schedule --kind systemd --hours 4-8 --folder units
    """
    from audiopaper.files import write_file

    config = read_settings(config_path)
    first, last = _read_hours(hours)
    program, *options = _own_program(Path(sys.argv[0]))
    plan = Plan(
        name=config.show.id,
        program=program,
        options=tuple(options),
        folder=config.folder.absolute(),
        zone=name_zone(config.show.utc_offset),
        first=first,
        last=last,
        every=int(every),
        ahead_minutes=_ahead_minutes(config.show.utc_offset),
        user=_own_user(),
        written=_list_written(config),
    )
    kind = kind or _own_kind()
    schedule = SCHEDULES[kind](plan)
    for name, content in schedule.files.items():
        if folder is not None:
            write_file(folder / name, content)
            click.echo(str(folder / name))
        else:
            if len(schedule.files) > 1:
                click.echo(f"# {name}")
            text = content.decode(
                "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
            )
            click.echo(text)
    _explain(schedule, in_own_hours=kind != "systemd" and plan.ahead_minutes != 0)


def _explain(schedule: Schedule, *, in_own_hours: bool) -> None:
    """Print how a schedule is installed and removed."""
    if in_own_hours:
        click.echo(
            _(
                "note: the hours are the machine's own; write the schedule again if its time "
                "zone or its summer time changes"
            ),
            err=True,
        )
    for title, lines in ((_("Install"), schedule.install), (_("Undo"), schedule.undo)):
        for line in lines:
            click.echo(f"{title:<9} {line}", err=True)


def _ahead_minutes(offset: str) -> int:
    """Return how far this machine's clock is ahead of one with an offset from UTC (+08:00)."""
    own = dt.datetime.now(dt.UTC).astimezone().utcoffset() or dt.timedelta()
    show = dt.datetime.strptime(offset, "%z").utcoffset() or dt.timedelta()
    return int((own - show).total_seconds()) // 60


def _own_user() -> str:
    """Return the user of this process: the name, or the number if the system knows no name."""
    if sys.platform == "win32":
        return getpass.getuser()
    # Imported here: Windows has no such module.
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _list_written(config: Config) -> tuple[Path, ...]:
    """List the folders that a run writes to, links resolved, less those inside the show's own."""
    from audiopaper.config import inbox_folder, output_folder
    from audiopaper.show.targets import folder_at

    folders = [output_folder(config)]
    if config.inbox:
        folders.append(inbox_folder(config))
    for place in (config.publish.target, config.publish.story_files):
        folder = folder_at(place, config.folder) if place else None
        if folder is not None:
            folders.append(folder)
    own, real = config.folder.resolve(), [folder.resolve() for folder in folders]
    return tuple(dict.fromkeys(folder for folder in real if not folder.is_relative_to(own)))


def _read_hours(hours: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", hours)
    if match and int(match[1]) <= int(match[2]) <= 23:
        return int(match[1]), int(match[2])
    raise click.BadParameter(
        _("{hours!r} is not like 5-9, from 0 to 23", hours=hours), param_hint="--hours"
    )


def _own_program(started: Path) -> tuple[str, ...]:
    """Return how this program is called: by its own file, or by Python where that starts nothing.

    Args:
        started: The file that was started; of ``python -m audiopaper`` it is ``__main__.py``.
    """
    if started.name == "__main__.py" or not os.access(started, os.X_OK):
        return (sys.executable, "-m", "audiopaper")
    return (str(started.absolute()),)


def _own_kind() -> str:
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "launchd"
    return "systemd" if Path("/run/systemd/system").is_dir() else "cron"
