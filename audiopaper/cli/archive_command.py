"""``audiopaper archive``: years of back issues, over many processes or machines."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
import os
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.cli.options import config_option, json_option, read_day, read_settings
from audiopaper.cli.progress_bars import show_progress
from audiopaper.errors import DONE_WITH_WARNINGS, InputError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiopaper.archive.discovery import EditionSource, Survey
    from audiopaper.archive.job_settings import JobSettings
    from audiopaper.archive.storage import Storage
    from audiopaper.archive.summary import Summary
    from audiopaper.config import Config


_Command = TypeVar("_Command", bound="Callable[..., Any]")


def _day_option(flag: str, name: str, help_text: str) -> Callable[[_Command], _Command]:
    return click.option(
        flag,
        name,
        type=read_day,
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
@click.option("--summary", "look_only", is_flag=True, help="Only sum up what stands in the output.")
@click.option(
    "--plots",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Draw the summary as pictures too; needs audiopaper[plots].",
)
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
    look_only: bool,
    plots: Path | None,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Make every edition below ROOT, with a feed for each title and year and a search page.

    ROOT holds TITLE/DATE/ folders of page files; it and the output are folders of this machine or
    addresses (s3://…, sftp://…). What is made is not made again: run it again after a fault, or
    when pages were added. Ends with 11 where editions were set aside, or feeds were not written.

    \b
    Examples:
      audiopaper archive scans --dry-run
      audiopaper archive scans --from 2025-01-01 --to 2025-12-31 --workers 4
      audiopaper archive s3://scans --output s3://pod --cluster tcp://head.example.org:8786
      audiopaper archive scans --summary --plots pictures
    """
    from audiopaper.archive.job_settings import pack_settings

    config = read_settings(config_path)
    source, storage = _open_storage(root), _open_storage(output)
    report = partial(_report, storage, config.loudness.target_lufs, plots=plots, as_json=as_json)
    if look_only:
        report({})
        return
    survey = _survey(source, root, since, until, titles)
    editions = survey.editions
    if dry_run:
        _print_estimate(source, editions, config, as_json=as_json)
        return
    job_settings = pack_settings(
        config, source=source.address, output=storage.address, engine=engine or config.engine
    )
    counts = _run(job_settings, editions, cluster, workers) | {"left_out": survey.left_out}
    report(counts)
    if counts["failed"] or counts["not_written"]:
        sys.exit(DONE_WITH_WARNINGS)


def _open_storage(address: str) -> Storage:
    from audiopaper.archive.storage import Storage

    return Storage(address if "://" in address else str(Path(address).absolute()))


def _survey(
    source: Storage,
    root: str,
    since: dt.date | None,
    until: dt.date | None,
    titles: tuple[str, ...],
) -> Survey:
    """List the editions below ROOT, and warn of what is not read.

    Raises:
        InputError: There are none.
    """
    from audiopaper.archive.discovery import survey_archive

    survey = survey_archive(source, since=since, until=until, titles=titles)
    for sentence in survey.left_out:
        click.echo(_("left out: {sentence}", sentence=sentence), err=True)
    if not survey.editions:
        raise InputError(
            _("no edition was found below {root}", root=root),
            remedy=_("correct what was left out; one day alone: audiopaper produce PATH")
            if survey.left_out
            else _("lay it out as TITLE/2026-03-02/01.txt; look at --from, --to and --title too"),
        )
    return survey


def _report(
    storage: Storage,
    target_lufs: float,
    counts: dict[str, Any],
    *,
    plots: Path | None,
    as_json: bool,
) -> None:
    """Print the counts of a run, if there was one, and the summary of the archive; draw it too."""
    from audiopaper.archive.summary import summarise

    summary = summarise(storage, target_lufs=target_lufs)
    _print_outcome(counts, summary, as_json=as_json)
    _plot(storage, summary, plots, target_lufs)


def _print_outcome(counts: dict[str, Any], summary: Summary, *, as_json: bool) -> None:
    if as_json:
        outcome = {**counts, "summary": asdict(summary)}
        click.echo(json.dumps(outcome, ensure_ascii=False, indent=1, default=str))
        return
    if counts:
        states = ", ".join(f"{counts[state]} {state}" for state in ("made", "kept", "failed"))
        click.echo(_("{editions} editions: {states}", editions=counts["editions"], states=states))
    _print_summary(summary)


def _plot(storage: Storage, summary: Summary, folder: Path | None, target_lufs: float) -> None:
    if folder is None:
        return
    from audiopaper.archive.plotting import plot_summary
    from audiopaper.archive.summary import each_edition

    for path in plot_summary(
        each_edition(storage),
        summary.next_entries,
        folder,
        target_lufs=target_lufs,
        warn=lambda sentence: click.echo(sentence, err=True),
    ):
        click.echo(_("Picture {path}", path=path), err=True)


def _run(
    job_settings: JobSettings, editions: Sequence[EditionSource], cluster: str, workers: int
) -> dict[str, Any]:
    """Make editions; return their number, the number in each state, and what was not written."""
    from audiopaper.archive.archive_run import make_archive
    from audiopaper.archive.cluster import Workers
    from audiopaper.archive.rate_limit import find_rate_limit
    from audiopaper.archive.worker_state import Cluster, RunContext

    where = Cluster(
        address=cluster, workers=workers, resources=job_settings.config.archive.resources
    )
    context = RunContext(job_settings=job_settings, limit=find_rate_limit(job_settings))
    with (
        Workers(where, context, lambda sentence: click.echo(sentence, err=True)) as pool,
        show_progress() as tell,
    ):
        outcome = make_archive(editions, pool, tell=tell)
    for problem in outcome.problems:
        click.echo(_("not written: {problem}", problem=problem), err=True)
    return {"editions": len(editions), "not_written": outcome.problems, **outcome.states}


def _print_estimate(
    source: Storage, editions: Sequence[EditionSource], config: Config, *, as_json: bool
) -> None:
    from audiopaper.archive.estimate import estimate_archive

    estimate = estimate_archive(source, editions, config)
    if as_json:
        click.echo(json.dumps(asdict(estimate), ensure_ascii=False, indent=1))
        return
    click.echo(
        _(
            "Editions   {editions} of {titles} titles, {pages} pages",
            editions=estimate.editions,
            titles=estimate.titles,
            pages=estimate.pages,
        )
    )
    click.echo(
        _("Printed    {page_characters:,} characters", page_characters=estimate.page_characters)
    )
    click.echo(
        _(
            "Spoken     up to {spoken_characters:,} characters, {hours:,} hours",
            spoken_characters=estimate.spoken_characters,
            hours=estimate.hours,
        )
    )
    click.echo(
        _(
            "Disk       {output_bytes:,.1f} GB of episodes, {cache_bytes:,.1f} GB of cache",
            output_bytes=estimate.output_bytes / 1000000000.0,
            cache_bytes=estimate.cache_bytes / 1000000000.0,
        )
    )
    for name, cost in estimate.costs:
        click.echo(_("Cost       {cost:,.2f} by {name}", cost=cost, name=name))
    if not estimate.costs:
        click.echo(_("Cost       set prices in [archive] to have it counted"))


def _print_summary(summary: Summary) -> None:
    for title, editions, pages, hours in summary.totals:
        click.echo(
            _(
                "{title}: {editions} editions, {pages} pages, {hours} hours",
                title=title or _("all"),
                editions=editions,
                pages=pages,
                hours=hours,
            )
        )
    if summary.failures:
        click.echo(_("Failed editions:"))
    for failure in summary.failures:
        click.echo(f"  {failure['title']} {failure['date']}: {failure['problem']}")
        click.echo(f"    -> {failure['remedy']}")
    if summary.outliers:
        click.echo(_("Outliers:"))
    for outlier in summary.outliers:
        click.echo(f"  {outlier.title} {outlier.date}: {outlier.why}")
    if summary.next_entries:
        click.echo(_("Readings that nothing settled, the lexicon's next entries:"))
    for text, pinyin, count, editions in summary.next_entries:
        click.echo(
            _(
                "  {text}: {pinyin}  {count}x in {editions} editions",
                text=text,
                pinyin=pinyin,
                count=count,
                editions=editions,
            )
        )
