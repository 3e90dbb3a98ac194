"""``audiopaper articles``: what the pages were taken for."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
from pathlib import Path

import click

from audiopaper.cli.options import config_option, date_option, json_option, read_settings


@click.command("articles")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@date_option
@json_option
@config_option
def articles_command(
    paths: tuple[Path, ...], date: dt.date | None, as_json: bool, config_path: Path | None
) -> None:
    """Show the articles of an edition as they were split and ranked.

    \b
    Examples:
      audiopaper articles inbox/2026-03-02
      audiopaper articles page1.txt --json
    """
    from audiopaper.pipeline.text import read_articles
    from audiopaper.publish.listing import articles_json

    config = read_settings(config_path)
    read = read_articles(paths, date=date, leads=config.leads)
    rows = articles_json(read.split.articles, read.rankings)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            rank = row["lead_rank"] or "-"
            chars = sum(map(len, row["paragraphs"]))
            pages = ",".join(map(str, row["pages"]))
            head = row["headline"] or "(no headline)"
            click.echo(f"{rank!s:>3}  {row['kind']:<13} page {pages}  {chars} chars  {head}")
            if row["byline"]:
                click.echo(f"{'':21}{'、'.join(row['byline'])}")
            if row["reasons"]:
                click.echo(f"{'':21}{'；'.join(row['reasons'])}")
    for page in read.edition.skipped:
        click.echo(f"warning: page {page.name} was left out: {page.problem}", err=True)
