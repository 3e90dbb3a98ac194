"""``audiopaper today``: what a scheduler calls."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.notices import announcing, describe_failure, notify_option
from audiopaper.cli.options import (
    config_option,
    json_option,
    output_option,
    read_day,
    read_settings,
)
from audiopaper.cli.progress_bars import show_progress
from audiopaper.cli.run_output import keep_warning, logging_to, verbosity_options
from audiopaper.errors import DONE_WITH_WARNINGS, NOTHING_NEW
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.daily.daily_run import Day
    from audiopaper.pipeline.production import Outcome


@click.command("today")
@click.option(
    "--date",
    type=read_day,
    metavar="YYYY-MM-DD",
    help="Only this day's edition, however far from today.",
)
@click.option("--hold", is_flag=True, help="Publish nothing until: audiopaper publish DATE.")
@notify_option
@verbosity_options
@json_option
@output_option
@config_option
def today_command(
    date: dt.date | None,
    hold: bool,
    notifying: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Make, check and publish the complete editions in the inbox that were not made yet.

    For a scheduler, every few minutes: nothing is done twice. The newest edition comes first,
    then late ones of the last two days; pages that come later correct their episode. Ends with
    10 where there is nothing new, and with 11 where something was made and has warnings.

    \b
    Examples:
      audiopaper today --notify
      audiopaper today --date 2026-02-16 --hold
    """
    from audiopaper.daily.daily_run import work_through_day
    from audiopaper.show.folder import show_folder

    config = read_settings(config_path, output)
    with (
        logging_to(show_folder(config).logs, quiet=quiet, verbose=verbose),
        announcing(config, wanted=notifying) as announce,
    ):
        with show_progress() as tell:
            day = work_through_day(
                config, now=dt.datetime.now(dt.UTC), date=date, hold=hold, tell=tell
            )
        for outcome in day.made:
            announce(*_announcement(outcome))
        if day.tell_late:
            announce(f"{config.show.title}: 未按时完成制作", day.late, {"state": "late"})
        if day.warnings:
            text = "\n".join(day.warnings)
            announce(f"{config.show.title}: 节目未变，有提醒", text, {"state": "unchanged"})
        for error in day.news:
            announce(*describe_failure(config.show.title, error.problem, error.remedy))
        _warn(day, again=not quiet)
    if as_json:
        click.echo(json.dumps(_summary(day), ensure_ascii=False, indent=1))
    elif day.made or day.copied or not quiet:
        # A scheduler mails what is printed: where there is nothing new, it is to print nothing.
        _print(day)
    sys.exit(_exit_code(day))


def _announcement(outcome: Outcome) -> tuple[str, str, dict[str, Any]]:
    from audiopaper.cli.produce_command import announcement

    return announcement(outcome)


def _warn(day: Day, *, again: bool) -> None:
    """Print warnings and failures; those that an earlier run has printed only if wanted.

    A scheduler mails what is printed, and calls every few minutes.
    """
    warnings = [f"{o.rundown.date}: {warning}" for o in day.made for warning in o.warnings]
    warnings += [*day.warnings, *(day.copied.warnings if day.copied else ())]
    if day.late and (again or day.tell_late):
        warnings.append(day.late)
    for warning in warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)
        keep_warning(warning)
    for error in day.failures if again else day.news:
        click.echo(_("audiopaper: {problem}", problem=error.problem), err=True)
        click.echo(f"  -> {error.remedy}", err=True)


def _exit_code(day: Day) -> int:
    if day.failures:
        return day.failures[0].exit_code
    if not (day.made or day.copied or day.warnings):
        return NOTHING_NEW
    warned = any(o.warnings or o.fell_back or o.held for o in day.made)
    warned = warned or bool(day.late or day.warnings) or bool(day.copied and day.copied.warnings)
    return DONE_WITH_WARNINGS if warned else 0


_STATES = {"held": "held", "corrected": "corrected", "published": "published"}


def _state(outcome: Outcome) -> str:
    if outcome.held:
        return "held"
    return "corrected" if outcome.episode and outcome.episode.corrections else "published"


def _summary(day: Day) -> dict[str, Any]:
    return {
        "made": [
            {
                "date": outcome.rundown.date.isoformat(),
                "state": _state(outcome),
                "held_because": outcome.held,
                "guid": outcome.episode.guid if outcome.episode else "",
                "minutes": round(outcome.episode.duration_ms / 60_000, 2) if outcome.episode else 0,
                "warnings": list(outcome.warnings),
            }
            for outcome in day.made
        ],
        "warnings": list(day.warnings),
        "waiting": list(day.waiting),
        "late": day.late,
        "failures": [{"problem": e.problem, "remedy": e.remedy} for e in day.failures],
        "copied": list(day.copied.sent) if day.copied else [],
        "notices": list(day.notices),
    }


def _print(day: Day) -> None:
    for outcome in day.made:
        assert outcome.episode is not None
        minutes = outcome.episode.duration_ms / 60_000
        stories = len(outcome.episode.stories)
        click.echo(
            _(
                "{date}: {state}, {stories} stories, {minutes:.1f} minutes",
                date=outcome.rundown.date,
                state=_(_STATES[_state(outcome)]),
                stories=stories,
                minutes=minutes,
            )
        )
        if outcome.held:
            click.echo(f"  {outcome.held}")
            click.echo(_("  audiopaper publish {date} releases it", date=outcome.rundown.date))
    for sentence in day.waiting:
        click.echo(_("waiting: {sentence}", sentence=sentence))
    for notice in day.notices:
        click.echo(_("note: {notice}", notice=notice))
    if day.copied is not None:
        click.echo(
            _("{target}: {count} sent", target=day.copied.target, count=len(day.copied.sent))
        )
    if not (day.made or day.waiting or day.failures or day.copied):
        click.echo(_("Nothing new."))
