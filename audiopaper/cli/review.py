"""``audiopaper review``: all that an editor should look at or listen to before an edition airs."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, date_option, json_option, read_settings
from audiopaper.cli.readings import doubt_row, print_doubts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.doubts import TextDoubt


@click.command("review")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@date_option
@json_option
@config_option
def review_command(
    paths: tuple[Path, ...], date: dt.date | None, as_json: bool, config_path: Path | None
) -> None:
    """Show what is doubtful in an edition before it airs: first its text, then its readings.

    Of the text: lines that begin or end inside a word, links and roles that are not sure, dropped
    copies whose words differ, dates after the edition's, odd repetitions, characters that look
    like others; each with page and line, what was done, and what else was possible. The readings
    are those of audiopaper readings.

    \b
    Examples:
      audiopaper review inbox/2026-03-02
      audiopaper review page1.txt --json
    """
    from audiopaper.pipeline.edition_review import review_edition

    review = review_edition(paths, date=date, config=read_settings(config_path))
    if as_json:
        shown = {
            "schema": 1,
            "text": list(map(asdict, review.text_doubts)),
            "readings": list(map(doubt_row, review.doubts)),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        click.echo(f"Text to look at: {len(review.text_doubts)}")
        print_text_doubts(review.text_doubts)
        click.echo(f"Readings that deserve an ear: {len(review.doubts)}")
        print_doubts(review.doubts)
    for warning in review.warnings:
        click.echo(f"warning: {warning}", err=True)


def print_text_doubts(doubts: Sequence[TextDoubt]) -> None:
    """Print doubts about the text for reading, two lines each."""
    for doubt in doubts:
        click.echo(f"page {doubt.page} line {doubt.line:<4} {doubt.kind:<10} {doubt.text}")
        click.echo(f"{'':10}{doubt.done}；{doubt.other}")
