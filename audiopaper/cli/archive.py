"""``audiopaper archive``: years of back issues, over many processes or machines."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.cli.bars import show_progress
from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.errors import DONE_WITH_WARNINGS, InputError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from audiopaper.archive.making import Kit
    from audiopaper.archive.planning import Plan
    from audiopaper.archive.summary import Summary


_Command = TypeVar("_Command", bound="Callable[..., Any]")


def _day_option(flag: str, name: str, help_text: str) -> Callable[[_Command], _Command]:
    return click.option(
        flag,
        name,
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _context, _option, value: value.date() if value else None,
        metavar="YYYY-MM-DD",
        help=help_text,
    )


@click.command("archive")
@click.argument("root", metavar="ROOT")
@click.option(
    "--output", metavar="ADDRESS", default="archive", show_default=True, help="Where it goes."
)
@_day_option("--from", "since", "The first day.")
@_day_option("--to", "until", "The last day.")
@click.option(
    "--title", "titles", multiple=True, metavar="NAME", help="Only this newspaper; may be repeated."
)
@click.option("--cluster", metavar="ADDRESS", default="", help="Dask scheduler to join.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="N",
    help="Processes of this machine, without --cluster.  [default: one a core]",
)
@click.option("--engine", metavar="NAME", default="", help="Engine that speaks.")
@click.option("--dry-run", is_flag=True, help="Count pages, characters, hours, cost and disk.")
@json_option
@config_option
def archive_command(
    root: str,
    output: str,
    since: dt.date | None,
    until: dt.date | None,
    titles: tuple[str, ...],
    cluster: str,
    workers: int,
    engine: str,
    dry_run: bool,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Make every edition below ROOT, with a feed for each title and year and a search page.

    ROOT holds TITLE/DATE/ folders of page files; it and the output are folders of this machine or
    addresses (s3://…, sftp://…). What is made is not made again: run it again after a fault, or
    when pages were added. Ends with 11 where editions were set aside.

    \b
    Examples:
      audiopaper archive scans --dry-run
      audiopaper archive scans --from 2025-01-01 --to 2025-12-31 --workers 4
      audiopaper archive s3://scans --output s3://pod --cluster tcp://head.example.org:8786
    """
    from audiopaper.archive.finding import find_editions
    from audiopaper.archive.planning import plan_archive
    from audiopaper.archive.storage import Storage
    from audiopaper.archive.summary import summarise

    config = read_settings(config_path)
    source = Storage(_absolute(root))
    editions = find_editions(source, since=since, until=until, titles=titles)
    if not editions:
        raise InputError(
            f"no edition was found below {root}",
            remedy="lay it out as TITLE/2026-03-02/01.txt; look at --from, --to and --title too",
        )
    if dry_run:
        plan = plan_archive(source, editions, config)
        _print_plan(plan, as_json=as_json)
        return
    kit = _make_kit(config_path, source.address, _absolute(output), engine)
    states = _run(kit, editions, cluster, workers)
    summary = summarise(Storage(kit.output), target_lufs=config.loudness.target_lufs)
    if as_json:
        told = {"editions": len(editions), **states, "summary": asdict(summary)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    else:
        click.echo(f"{len(editions)} editions: " + ", ".join(f"{n} {s}" for s, n in states.items()))
        _print_summary(summary)
    if states["failed"]:
        sys.exit(DONE_WITH_WARNINGS)


def _run(kit: Kit, editions: Any, cluster: str, workers: int) -> Counter[str]:
    from collections import Counter

    from audiopaper.archive.publishing import (
        find_made,
        publish_index,
        publish_search,
        publish_year,
    )
    from audiopaper.archive.running import Cluster, run_editions
    from audiopaper.archive.storage import Storage

    where = Cluster(address=cluster, workers=workers, resources=kit.config.archive.resources)
    states: Counter[str] = Counter(made=0, kept=0, failed=0)
    with show_progress() as tell:
        for result in run_editions(
            editions,
            kit,
            where,
            tell=tell,
            told_dashboard=lambda link: click.echo(f"Dashboard {link}", err=True),
        ):
            states[result.state] += 1
    made = find_made(Storage(kit.output))
    years = [(year, publish_year(kit, year, days)) for year, days in made.items()]
    publish_index(kit, [(year, len(episodes)) for year, episodes in years])
    publish_search(kit, [(year, episode) for year, episodes in years for episode in episodes])
    return states


def _make_kit(config_path: Path | None, source: str, output: str, engine: str) -> Kit:
    from audiopaper.archive.making import Kit
    from audiopaper.config import voices_folder

    config = read_settings(config_path)
    folder = voices_folder(config)
    voices = tuple(
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    )
    return Kit(
        source=source, output=output, config=config, voices=voices, engine=engine or config.engine
    )


def _absolute(address: str) -> str:
    return address if "://" in address else str(Path(address).absolute())


def _print_plan(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(plan), ensure_ascii=False, indent=1))
        return
    click.echo(f"Editions   {plan.editions} of {plan.titles} titles, {plan.pages} pages")
    click.echo(f"Printed    {plan.page_characters:,} characters")
    click.echo(f"Spoken     up to {plan.spoken_characters:,} characters, {plan.hours:,} hours")
    click.echo(
        f"Disk       {plan.output_bytes / 1e9:,.1f} GB of episodes, "
        f"{plan.cache_bytes / 1e9:,.1f} GB of cache"
    )
    for name, cost in plan.costs:
        click.echo(f"Cost       {cost:,.2f} by {name}")
    if not plan.costs:
        click.echo("Cost       set prices in [archive] to have it counted")


def _print_summary(summary: Summary) -> None:
    for title, editions, pages, hours in summary.totals:
        click.echo(f"{title or 'all'}: {editions} editions, {pages} pages, {hours} hours")
    if summary.failures:
        click.echo("Set aside:")
    for failure in summary.failures:
        click.echo(f"  {failure['title']} {failure['date']}: {failure['problem']}")
        click.echo(f"    -> {failure['remedy']}")
    if summary.outliers:
        click.echo("Out of line:")
    for outlier in summary.outliers:
        click.echo(f"  {outlier.title} {outlier.date}: {outlier.why}")
    if summary.next_entries:
        click.echo("Readings that nothing settled, the lexicon's next entries:")
    for text, said, count, editions in summary.next_entries:
        click.echo(f"  {text}: {said}  {count}x in {editions} editions")
