"""``audiopaper produce``: pages in, an episode and a feed out."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.notices import announcing, notify_option
from audiopaper.cli.options import (
    config_option,
    date_option,
    edition_option,
    json_option,
    output_option,
    read_settings,
)
from audiopaper.cli.progress_bars import show_progress
from audiopaper.cli.review_commands import SHORT_LIST, doubt_row, print_doubts
from audiopaper.cli.run_output import keep_warning, logging_to, verbosity_options
from audiopaper.config import LOCAL_BASE_URL
from audiopaper.errors import DONE_WITH_WARNINGS
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.pipeline.production import Order, Outcome


@click.command("produce")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@date_option
@output_option
@click.option(
    "--engine",
    metavar="NAME",
    default="",
    help="Engine that speaks: auto, edge, espeak … (audiopaper guide engines).",
)
@click.option(
    "--rundown",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Use this rundown in place of the edition's own.",
)
@click.option(
    "--redraft", is_flag=True, help="Draft the rundown anew; an edited one is kept as .bak."
)
@click.option("--dry-run", is_flag=True, help="Write the rundown and make no sound.")
@click.option("--hold", is_flag=True, help="Publish nothing until: audiopaper publish DATE.")
@edition_option
@notify_option
@verbosity_options
@json_option
@config_option
def produce_command(
    paths: tuple[Path, ...],
    date: dt.date | None,
    output: Path | None,
    engine: str,
    rundown: Path | None,
    redraft: bool,
    dry_run: bool,
    hold: bool,
    edition: str,
    notifying: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Make one episode of an edition's pages and put it into the feed.

    PATH is a folder of page files or the files: text, Markdown, HTML, PDF, scans, ALTO, METS, hOCR,
    or an edition.json. Without one, the configured inbox is read, or the sample edition.

    The rundown (what is read, in which order, by whom) is written before anything is spoken;
    change it and run the command again, and your version is what is read.

    Ends with 11 where a configured fallback spoke, in part or in whole: the episode is made.

    \b
    Examples:
      audiopaper produce
      audiopaper produce inbox/2026-03-02 --dry-run
      audiopaper produce page1.txt page2.txt --date 2026-03-02 --engine espeak
    """
    from audiopaper.pipeline.production import Order

    config = read_settings(config_path, output)
    order = Order(
        paths=paths,
        date=date,
        edition=edition,
        engine=engine,
        rundown=rundown,
        redraft=redraft,
        dry_run=dry_run,
        hold=hold,
        now=dt.datetime.now(dt.UTC),
    )
    outcome = _produce(order, config, notifying=notifying, quiet=quiet, verbose=verbose)
    _print_outcome(outcome, _write_options(order, config_path), as_json=as_json)
    if outcome.fell_back:
        sys.exit(DONE_WITH_WARNINGS)


def _produce(
    order: Order, config: Config, *, notifying: bool, quiet: bool, verbose: bool
) -> Outcome:
    """Make the episode, with a log, a progress bar and notifications."""
    from audiopaper.pipeline.production import produce
    from audiopaper.show.folder import show_folder

    with (
        logging_to(show_folder(config).logs, quiet=quiet, verbose=verbose),
        announcing(config, wanted=notifying) as announce,
    ):
        with show_progress() as tell:
            outcome = produce(order, config, tell)
        for warning in outcome.warnings:
            keep_warning(warning)
        announce(*announcement(outcome))
    return outcome


def _write_options(order: Order, config_path: Path | None) -> str:
    """Write what names the same pages to another command; a space before each part."""
    options = list(map(str, order.paths))
    if order.date is not None:
        options += ["--date", order.date.isoformat()]
    if config_path is not None:
        options += ["--config", str(config_path)]
    return "".join(f" {shlex.quote(option)}" for option in options)


def _print_outcome(outcome: Outcome, options: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_summary(outcome), ensure_ascii=False, indent=1))
    else:
        _print_summary(outcome, options)
    for notice in outcome.notices:
        click.echo(_("note: {notice}", notice=notice), err=True)
    for warning in outcome.warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


def announcement(outcome: Outcome) -> tuple[str, str, dict[str, Any]]:
    """A notification on an episode: subject, text, and a summary for programs."""
    summary = _summary(outcome)
    if outcome.episode is None:
        state, word = "drafted", "串联单已写好"
    elif outcome.held:
        state, word = "held", "制作完成，待放行"
    else:
        state, word = "published", "已发布"
    lines = [f"{number}. {story['title']}" for number, story in enumerate(summary["stories"], 1)]
    if outcome.episode is not None:
        lines.append(
            _(
                "{minutes:.1f} min, {loudness_lufs:.1f} LUFS, {engine}",
                minutes=summary["minutes"],
                loudness_lufs=summary["loudness_lufs"],
                engine=summary["engine"],
            )
        )
    lines += [_("warning: {warning}", warning=warning) for warning in outcome.warnings]
    subject = f"{summary['paper']} {summary['date']}: {word}"
    return subject, "\n".join(lines), {"state": state, **summary}


def _summary(outcome: Outcome) -> dict[str, Any]:
    episode = outcome.episode
    stories = [i for i in outcome.rundown.items if i.kind == "story" and not i.drop]
    summary: dict[str, Any] = {
        "date": outcome.rundown.date.isoformat(),
        "paper": outcome.rundown.paper,
        "articles": outcome.articles,
        "stories": [
            {"title": i.title, "article": i.article_id, "pages": list(i.pages)} for i in stories
        ],
        "rundown": str(outcome.rundown_path),
        "edited": outcome.rundown.edited,
        "warnings": list(outcome.warnings),
        "notices": list(outcome.notices),
    }
    if episode is None:
        return summary | {
            "doubtful": [doubt_row(doubt) for doubt in outcome.doubts],
            "doubtful_text": [asdict(doubt) for doubt in outcome.text_doubts],
        }

    from audiopaper.show.folder import ShowFolder

    show = ShowFolder(outcome.output)
    folder = show.public_episode(episode.key).path
    return summary | {
        "engine": episode.engine,
        "held": bool(outcome.held),
        "held_because": outcome.held,
        "minutes": round(episode.duration_ms / 60_000, 2),
        "duration_ms": episode.duration_ms,
        "target_minutes": outcome.target_minutes,
        "target_share": round(episode.duration_ms / 60_000 / outcome.target_minutes, 2),
        "loudness_lufs": episode.loudness_lufs,
        "true_peak_dbtp": episode.true_peak_dbtp,
        "guid": episode.guid,
        "audio": str(folder / episode.audio),
        "folder": str(folder),
        "page": str(outcome.output / "index.html"),
        "report": str(show.edition(episode.date, episode.edition).report_html),
        "feed": str(outcome.output / "feed.xml"),
        "feed_url": outcome.feed_url,
    }


def _print_summary(outcome: Outcome, options: str) -> None:
    summary = _summary(outcome)
    click.echo(
        _(
            "{paper} {date}: {count} stories",
            paper=summary["paper"],
            date=summary["date"],
            count=len(summary["stories"]),
        )
    )
    for number, story in enumerate(summary["stories"], 1):
        pages = ", ".join(map(str, story["pages"]))
        click.echo(
            f"  {number}. {story['title']}" + (_(" (page {pages})", pages=pages) if pages else "")
        )
    click.echo(_("Rundown   {rundown}", rundown=summary["rundown"]))
    if outcome.episode is None:
        _print_draft(outcome, options)
        return
    if outcome.held:
        click.echo(_("Held      {held}", held=outcome.held))
        click.echo(_("          audiopaper publish {date} releases it", date=summary["date"]))
        _print_sound(summary, outcome.asked_engine)
        click.echo(_("Report    {report}", report=summary["report"]))
        return
    click.echo(_("Episode   {audio}", audio=summary["audio"]))
    _print_sound(summary, outcome.asked_engine)
    click.echo(_("Report    {report}", report=summary["report"]))
    click.echo(_("Page      {page}", page=summary["page"]))
    click.echo(_("Feed      {feed}", feed=summary["feed"]))
    click.echo(_("Address   {feed_url}", feed_url=summary["feed_url"]))
    if summary["feed_url"].startswith(LOCAL_BASE_URL):
        click.echo(
            _(
                "          works on this machine only, while `audiopaper serve` runs; for "
                "the public, set base_url in config.toml"
            )
        )


def _print_draft(outcome: Outcome, options: str) -> None:
    if outcome.text_doubts:
        click.echo(
            _(
                "Text to look at: {count}: audiopaper review{options}",
                count=len(outcome.text_doubts),
                options=options,
            )
        )
    if outcome.doubts:
        shown = outcome.doubts[:SHORT_LIST]
        click.echo(
            _(
                "Readings to check, {count} of {count_2}:",
                count=len(shown),
                count_2=len(outcome.doubts),
            )
        )
        print_doubts(shown)
        click.echo(
            _(
                "All of them: audiopaper readings{options} (guide: audiopaper guide readings)",
                options=options,
            )
        )
    click.echo(_("Nothing was spoken (--dry-run). Edit the rundown, then run without --dry-run."))


def _print_sound(summary: dict[str, Any], asked_engine: str) -> None:
    click.echo(
        _(
            "          {minutes:.1f} minutes, {target_share:.0%} of the "
            "{target_minutes} asked for; {loudness_lufs:.1f} LUFS, engine {engine}",
            minutes=summary["minutes"],
            target_share=summary["target_share"],
            target_minutes=summary["target_minutes"],
            loudness_lufs=summary["loudness_lufs"],
            engine=summary["engine"],
        )
    )
    spare = explain_spare_voice(summary["engine"], asked_engine)
    if spare:
        click.echo(_("Voice     {spare}", spare=spare))


def explain_spare_voice(engine: str, asked_engine: str) -> str:
    """Return a sentence on a spare voice that spoke; empty if none did.

    Args:
        engine: The engines of an episode: ``espeak``, ``edge+espeak``.
        asked_engine: The engine that was asked for.

    Example:
        >>> explain_spare_voice("edge", "auto")
        ''
        >>> explain_spare_voice("espeak", "auto").partition(";")[0]
        'espeak, a spare voice, read all of it in place of edge: nothing is left out'
    """
    usual = "edge" if asked_engine == "auto" else asked_engine
    spare = [name for name in engine.split("+") if name != usual]
    if not spare:
        return ""
    part = _("a part") if usual in engine.split("+") else _("all")
    sound = (
        _("it sounds like a machine") if "espeak" in spare else _("it is another voice than usual")
    )
    return _(
        "{spare}, a spare voice, read {part} of it in place of {usual}: nothing is "
        "left out; {sound}; once {usual} answers, the same command reads it by "
        "{usual}",
        spare="+".join(spare),
        part=part,
        usual=usual,
        sound=sound,
    )
