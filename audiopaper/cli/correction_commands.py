"""``audiopaper correct`` and ``audiopaper withdraw``: after an episode went out."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import (
    config_option,
    confirm,
    day_argument,
    edition_option,
    json_option,
    output_option,
    read_settings,
)
from audiopaper.cli.progress_bars import show_progress
from audiopaper.model import EditionKey
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.pipeline.episode_maker import MadeEpisode
    from audiopaper.show.sync import CopyResult

_note_option = click.option(
    "--note", metavar="TEXT", default="", help="What listeners are told.  [default: what changed]"
)
_engine_option = click.option(
    "--engine", metavar="NAME", default="", help="Engine that speaks, in place of the configured."
)


@click.command("correct")
@day_argument(required=True)
@edition_option
@_note_option
@_engine_option
@json_option
@output_option
@config_option
def correct_command(
    date: dt.date,
    edition: str,
    note: str,
    engine: str,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Make a public episode again from its rundown and lexicons, in its place.

    Change the rundown (`audiopaper edit DATE`) or a reading first. GUID, address and date of
    publication stay; length, duration and transcript are new, and a line in the notes says what
    was corrected. The configured target is copied to at once.

    \b
    Example:
      audiopaper correct 2026-03-02 --note 局长姓曾，不姓增
    """
    config = read_settings(config_path, output)
    made = _make_again(config, date, edition=edition, engine=engine, note=note)
    _print_correction(made, config, as_json=as_json)


@click.command("withdraw")
@day_argument(required=True)
@edition_option
@click.option("--story", type=click.IntRange(1), metavar="N", help="Only its Nth story.")
@_note_option
@_engine_option
@click.option("--yes", is_flag=True, help="Withdraw without asking.")
@json_option
@output_option
@config_option
def withdraw_command(
    date: dt.date,
    edition: str,
    story: int | None,
    note: str,
    engine: str,
    yes: bool,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Take back an episode, or one story of it.

    A whole episode leaves feed, page and disk, and the configured target at once. With --story
    the episode is made again without it, and a line in the notes says so. Both ask first, unless
    --yes is given.

    \b
    Examples:
      audiopaper withdraw 2026-03-02 --story 3
      audiopaper withdraw 2026-03-02 --story 3 --yes
      audiopaper withdraw 2026-03-02 --yes
    """
    from audiopaper.pipeline.correction import public_story
    from audiopaper.show.folder import show_folder

    config = read_settings(config_path, output)
    if story is None:
        _withdraw_episode(config, date, edition, yes=yes, as_json=as_json)
        return
    if not yes:
        _ask_about_story(public_story(show_folder(config), date, story, edition).title, story, date)
    made = _make_again(config, date, edition=edition, engine=engine, note=note, without=story)
    _print_correction(made, config, as_json=as_json)


def _make_again(
    config: Config, date: dt.date, *, edition: str, engine: str, note: str, without: int = 0
) -> MadeEpisode:
    from audiopaper.pipeline.correction import correct_episode

    now = dt.datetime.now(dt.UTC)
    with show_progress() as tell:
        return correct_episode(
            config,
            date,
            today=config.show.local_time(now).date(),
            tell=tell,
            edition=edition,
            engine=engine,
            note=note,
            without=without,
            now=now,
        )


def _ask_about_story(title: str, story: int, date: dt.date) -> None:
    confirm(
        _(
            "Take story {story} “{title}” out of the episode of {date}?",
            story=story,
            title=title,
            date=date,
        )
    )


def _withdraw_episode(
    config: Config, date: dt.date, edition: str, *, yes: bool, as_json: bool
) -> None:
    from audiopaper.pipeline.correction import check_withdrawal, withdraw_episode

    if not yes:
        check_withdrawal(config, date, edition)
        confirm(_("Take the episode of {date} back for good?", date=date))
    done = withdraw_episode(config, date, edition)
    _warn(done.warnings)
    copied, warnings = _copy(config)
    _warn(warnings)
    if as_json:
        summary = {
            "date": date.isoformat(),
            "edition": edition,
            "withdrawn": done.title,
            **_list_copied(copied),
            "warnings": [*done.warnings, *warnings],
        }
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    click.echo(_("{title}: withdrawn", title=done.title))
    _say_where(config.publish.target, copied)


def _print_correction(made: MadeEpisode, config: Config, *, as_json: bool) -> None:
    episode = made.episode
    copied, warnings = (None, ()) if made.same or made.held else _copy(config)
    warnings = (*episode.warnings, *warnings)
    line = episode.corrections[-1] if episode.corrections and not made.same else ""
    if as_json:
        summary = {
            "date": episode.date.isoformat(),
            "edition": episode.edition,
            "changed": not made.same,
            "held_because": made.held,
            "guid": episode.guid,
            "duration_ms": episode.duration_ms,
            "notes": line,
            **_list_copied(copied),
            "warnings": list(warnings),
        }
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif made.same:
        click.echo(
            _(
                "Nothing was corrected: the episode sounds as it did. Change its rundown or a "
                "reading first: audiopaper edit {day}, or audiopaper lexicon add",
                day=EditionKey.parse(episode.key).as_arguments,
            )
        )
    else:
        click.echo(
            _(
                "{title}: {duration_ms:.1f} minutes",
                title=episode.title,
                duration_ms=episode.duration_ms / 60000,
            )
        )
        click.echo(line)
        if made.held:
            click.echo(
                _(
                    "Held      {held}; audiopaper publish {episode_date} releases it",
                    held=made.held,
                    episode_date=episode.date,
                )
            )
        _say_where(config.publish.target, copied)
    _warn(warnings)


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


def _copy(config: Config) -> tuple[CopyResult | None, tuple[str, ...]]:
    """Copy to the configured target; return what was done there, and warnings."""
    from audiopaper.show.sync import announce_feed, copy_show

    if not config.publish.target:
        return None, announce_feed(config)
    with show_progress() as tell:
        copied = copy_show(config, config.publish.target, dry_run=False, tell=tell)
    return copied, copied.warnings


def _list_copied(copied: CopyResult | None) -> dict[str, list[str]]:
    return {
        "sent": list(copied.sent) if copied else [],
        "removed": list(copied.removed) if copied else [],
    }


def _say_where(target: str, copied: CopyResult | None) -> None:
    if target:
        count = len(copied.sent) if copied else 0
        click.echo(_("{target}: {count} sent", target=target, count=count))
    else:
        click.echo(_("No target is configured: copy output/ to where listeners find it."))
