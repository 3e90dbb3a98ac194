"""``audiopaper rundown`` and ``audiopaper edit``: what is read, before it is read."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import (
    config_option,
    date_option,
    day_argument,
    edition_option,
    output_option,
    read_settings,
)
from audiopaper.cli.text_editor import open_editor
from audiopaper.errors import MissingProgramError
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.pipeline.rundown_edit import Edited


@click.command("rundown")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@date_option
@edition_option
@click.option(
    "--redraft", is_flag=True, help="Draft the rundown anew; an edited one is kept as .bak."
)
@output_option
@config_option
def rundown_command(
    paths: tuple[Path, ...],
    date: dt.date | None,
    edition: str,
    redraft: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Write the rundown of an edition's pages and print where it stands.

    An edited rundown stays as it is. The file's path is all that goes to standard output.

    \b
    Examples:
      audiopaper rundown inbox/2026-03-02
      $EDITOR "$(audiopaper rundown inbox/2026-03-02)"
    """
    from audiopaper.pipeline.production import Order, produce
    from audiopaper.runtime import tell_nobody
    from audiopaper.script import spoken_items

    config = read_settings(config_path, output)
    order = Order(paths=paths, date=date, edition=edition, redraft=redraft, dry_run=True)
    outcome = produce(order, config, tell_nobody)
    click.echo(str(outcome.rundown_path))
    stories = [item for item in spoken_items(outcome.rundown) if item.kind == "story"]
    for number, item in enumerate(stories, 1):
        click.echo(f"  {number}. {item.title}", err=True)
    dropped = sum(item.kind == "story" and item.drop for item in outcome.rundown.items)
    if dropped:
        click.echo(_("  {dropped} more, with drop = true", dropped=dropped), err=True)
    for notice in outcome.notices:
        click.echo(_("note: {notice}", notice=notice), err=True)
    for warning in outcome.warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


@click.command("edit")
@day_argument(required=False)
@edition_option
@output_option
@config_option
def edit_command(
    date: dt.date | None, edition: str, output: Path | None, config_path: Path | None
) -> None:
    """Open a day's rundown in an editor, check it, and say what changed and what that costs.

    The editor is what VISUAL or EDITOR names (EDITOR="code --wait" for one with windows), else
    what the system opens a text file with. Without DATE the newest rundown.

    What you write stays as you wrote it, comments and order too. A draft with a mistake is kept,
    and opened again by the next `edit`; the old rundown holds till then.

    \b
    Examples:
      audiopaper edit
      audiopaper edit 2026-03-02 --edition evening
    """
    from audiopaper.pipeline.rundown_edit import begin_edit, find_rundown, finish_edit, give_up_edit
    from audiopaper.show.folder import show_folder

    config = read_settings(config_path, output)
    rundown_edit = begin_edit(find_rundown(show_folder(config), date, edition))
    if rundown_edit.resumed:
        click.echo(
            _(
                "note: your draft of last time goes on: {rundown_draft}",
                rundown_draft=rundown_edit.edition.rundown_draft,
            ),
            err=True,
        )
    try:
        open_editor(rundown_edit.edition.rundown_draft)
    except MissingProgramError:
        give_up_edit(rundown_edit)
        raise
    edited = finish_edit(rundown_edit, config)
    _print(edited, rundown_edit.edition.rundown)


def _print(edited: Edited, path: Path) -> None:
    for line in edited.changes or (_("Nothing was changed."),):
        click.echo(line)
    click.echo(
        _(
            "To speak: {to_speak} of {segments} segments, {speak_ms:.1f} of {total_ms:.1f} minutes",
            to_speak=edited.to_speak,
            segments=edited.segments,
            speak_ms=edited.speak_ms / 60000,
            total_ms=edited.total_ms / 60000,
        )
    )
    click.echo(
        _(
            "Length    about {length_ms:.1f} of {minutes} minutes",
            length_ms=edited.length_ms / 60000,
            minutes=edited.minutes,
        )
    )
    click.echo(_("Rundown   {path}", path=path))
    if edited.put_aside is not None:
        click.echo(
            _(
                "note: the rundown that your draft replaced is kept as {put_aside}",
                put_aside=edited.put_aside,
            ),
            err=True,
        )
    for warning in (*edited.misfits, *edited.warnings):
        click.echo(_("warning: {warning}", warning=warning), err=True)
