"""``audiopaper publish``, ``prune``, ``stats``, ``history``: what goes out, and what came of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from audiopaper.cli.options import (
    config_option,
    confirm,
    json_option,
    output_option,
    read_day,
    read_settings,
)
from audiopaper.cli.progress_bars import show_progress
from audiopaper.errors import PublishError
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.downloads import Download
    from audiopaper.model import Episode
    from audiopaper.show.sync import CopyResult


@click.command("publish")
@click.argument("date", required=False, type=read_day, metavar="[DATE]")
@click.option("--to", "target", metavar="TARGET", help="Folder or address, for the configured one.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--drop-lost",
    is_flag=True,
    help="Give up episodes that were published and cannot be read any more.",
)
@click.option(
    "--replace-newer",
    is_flag=True,
    help="Replace days that the target has in a newer state: they are right as they are here.",
)
@json_option
@output_option
@config_option
def publish_command(
    date: dt.date | None,
    target: str | None,
    dry_run: bool,
    drop_lost: bool,
    replace_newer: bool,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Release what was held back, and copy what is public to the target.

    Audio goes first and the feed last; what is there already is not sent again. TARGET is a
    folder or an address (s3://, sftp://, webdavs://, ftp://, ftps://). With DATE only that day is
    released.

    An episode that was published and cannot be read any more (its folder was deleted, or the disk
    is not mounted) keeps everything from being published, until it is back or --drop-lost gives
    it up for good: then it leaves the feed, and apps remove it.

    Nothing is copied over a target where days were withdrawn or corrected that are public here as
    they were before: the show was put back from an old copy. --replace-newer copies them.

    \b
    Examples:
      audiopaper publish --dry-run
      audiopaper publish 2026-03-02 --to /srv/www/qingchuan
    """
    from audiopaper.show.publication import release_episodes
    from audiopaper.show.sync import announce_feed

    config = read_settings(config_path, output)
    address = target or config.publish.target
    if drop_lost and not dry_run and not _drop(config, address):
        return
    held = _list_held(config, date, address)
    done = () if dry_run else release_episodes(config, date)
    warnings = [warning for episode in done for warning in episode.warnings]
    copied = _copy(config, address, dry_run, replace_newer) if address else None
    warnings += copied.warnings if copied else () if dry_run else announce_feed(config)
    for warning in warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)
    released = [episode.key for episode in done or held]
    if as_json:
        summary = _summarise(released, address, copied)
        _print_json(summary | {"warnings": warnings, "dry_run": dry_run})
    else:
        _print_publication(released, address, copied, would=_("would be ") if dry_run else "")


def _copy(config: Config, address: str, dry_run: bool, replace_newer: bool) -> CopyResult:
    from audiopaper.show.sync import copy_show

    with show_progress() as tell:
        return copy_show(config, address, dry_run=dry_run, tell=tell, replace_newer=replace_newer)


def _list_held(config: Config, day: dt.date | None, address: str) -> list[Episode]:
    """Return the episodes that may be released, and say what waits longer or is not held.

    Raises:
        PublishError: There is nothing to publish, or it is the wrong day.
    """
    from audiopaper.show.folder import show_folder
    from audiopaper.show.publication import describe_waiting, held_episodes

    held = [episode for _, episode in held_episodes(show_folder(config), day)]
    for sentence in () if day else describe_waiting(show_folder(config)):
        click.echo(_("note: {sentence}", sentence=sentence), err=True)
    if not held:
        _report_not_held(config, day, address)
    return held


def _refuse_nothing() -> NoReturn:
    raise PublishError(
        _("there is nothing to publish: no episode is held back, and no target is configured"),
        remedy=_("set target in [publish], or name one with --to"),
    )


def _report_not_held(config: Config, day: dt.date | None, address: str) -> None:
    """Say that no episode of a day is held back.

    Raises:
        PublishError: None is public either: it is the wrong day. Or no day was named, and there
            is no target.
    """
    from audiopaper.show.folder import show_folder
    from audiopaper.show.lifecycle import EpisodeStage, editions_at_stage
    from audiopaper.show.public import standing_episodes

    show = show_folder(config)
    if day is None:
        if not address:
            _refuse_nothing()
        return
    if any(episode.date == day for episode in standing_episodes(show)):
        click.echo(_("note: no episode of {day} is held back: it is public", day=day), err=True)
        return
    held = ", ".join(edition.key for edition in editions_at_stage(show, EpisodeStage.STAGED))
    raise PublishError(
        _("no episode of {day} is held back", day=day),
        remedy=_("name a day that is: {held}", held=held)
        if held
        else _("make it first: audiopaper produce PATH"),
    )


def _summarise(released: Sequence[str], address: str, copied: CopyResult | None) -> dict[str, Any]:
    return {
        "released": released,
        "target": address,
        "sent": list(copied.sent) if copied else [],
        "unchanged": copied.unchanged if copied else 0,
        "removed": list(copied.removed) if copied else [],
    }


def _print_json(summary: dict[str, Any]) -> None:
    click.echo(json.dumps(summary, ensure_ascii=False, indent=1))


def _print_publication(
    released: Sequence[str], address: str, copied: CopyResult | None, *, would: str
) -> None:
    for key in released:
        click.echo(_("{key}: {would}released", key=key, would=would))
    if copied is None:
        return
    for name in copied.sent:
        click.echo(_("{would}sent     {name}", would=would, name=name))
    for name in copied.removed:
        click.echo(_("{would}removed  {name}", would=would, name=name))
    click.echo(
        _(
            "{address}: {count} {would}sent, {unchanged} unchanged",
            address=address,
            count=len(copied.sent),
            would=would,
            unchanged=copied.unchanged,
        )
    )


def _drop(config: Config, address: str) -> bool:
    """Give lost episodes up; return whether any episode is left to publish."""
    from audiopaper.show.episode_record import load_episodes
    from audiopaper.show.folder import show_folder
    from audiopaper.show.losses import drop_losses
    from audiopaper.show.publication import rebuild_feed

    for loss in drop_losses(config, address):
        click.echo(_("{key}: given up", key=loss.key or loss.guid), err=True)
    if not load_episodes(show_folder(config)):
        click.echo(
            _("No episode is left: the next one that is made begins the feed anew."), err=True
        )
        return False
    rebuild_feed(config)
    return True


@click.command("prune")
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="How many of the newest episodes stay.  [default: those in the feed]",
)
@click.option("--yes", is_flag=True, help="Remove without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@output_option
@config_option
def prune_command(
    keep: int | None, yes: bool, dry_run: bool, output: Path | None, config_path: Path | None
) -> None:
    """Remove old episodes for good, audio and all, once they have left the feed.

    They leave the archive feeds and the page too; `publish` then removes them at the target.

    \b
    Example:
      audiopaper prune --keep 365 --dry-run
    """
    from audiopaper.config import output_folder
    from audiopaper.show.publication import prunable_episodes, prune_episodes

    config = read_settings(config_path, output)
    count = keep or config.feed.newest
    gone = prunable_episodes(config, count)
    if not gone:
        click.echo(
            _(
                "Nothing to remove: {folder} holds no more than {count} episodes.",
                folder=output_folder(config),
                count=count,
            )
        )
        return
    for episode in gone:
        click.echo(
            _(
                "{episode_date}  {audio_bytes:.1f} MB  {title}",
                episode_date=episode.date,
                audio_bytes=episode.audio_bytes / 1000000,
                title=episode.title,
            )
        )
    if dry_run:
        click.echo(_("{count} would be removed.", count=len(gone)))
        return
    if not yes:
        confirm(_("Remove these {count} for good?", count=len(gone)))
    for episode in prune_episodes(config, count):
        for warning in episode.warnings:
            click.echo(_("warning: {warning}", warning=warning), err=True)
    click.echo(_("{count} removed.", count=len(gone)))


_MOST_APPS = 8


@click.command("stats")
@click.argument("logs", nargs=-1, type=click.Path(path_type=Path), metavar="[LOG]...")
@click.option(
    "--since",
    type=read_day,
    metavar="YYYY-MM-DD",
    help="Only downloads from this day on.",
)
@json_option
@output_option
@config_option
def stats_command(
    logs: tuple[Path, ...],
    since: dt.date | None,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Count how often each episode was downloaded, by the web server's log.

    LOG is a log of Apache or nginx in the combined form, packed or not; without one, those that
    access_logs in [publish] names. Whoever got at least a minute counts once in 24 hours; bots that
    say so don't count. Nothing is tracked, and nothing is sent anywhere.

    \b
    Examples:
      audiopaper stats access.log
      audiopaper stats --since 2026-03-01 --json
    """
    from audiopaper.show.audience import count_show_downloads

    config = read_settings(config_path, output)
    downloads = count_show_downloads(config, logs)
    if since is not None:
        downloads = tuple(d for d in downloads if d.time.date() >= since)
    if as_json:
        click.echo(json.dumps(_rows(downloads), ensure_ascii=False, indent=1))
        return
    episodes = Counter(d.key for d in downloads)
    for key, count in sorted(episodes.items(), reverse=True):
        click.echo(f"{key:<20} {count:>7}")
    click.echo(f"{'all':<20} {len(downloads):>7}")
    for app, count in Counter(d.app for d in downloads).most_common(_MOST_APPS):
        click.echo(f"  {app[:30]:<18} {count:>7}")


def _rows(downloads: Sequence[Download]) -> dict[str, object]:
    return {
        "schema": 1,
        "downloads": len(downloads),
        "episodes": dict(sorted(Counter(d.key for d in downloads).items())),
        "days": dict(sorted(Counter(d.time.date().isoformat() for d in downloads).items())),
        "apps": dict(Counter(d.app for d in downloads).most_common()),
    }


_SHOWN = ("month", "episodes", "minutes", "decided", "lexicon", "corrections")


@click.command("history")
@json_option
@output_option
@config_option
def history_command(as_json: bool, output: Path | None, config_path: Path | None) -> None:
    """Show the show's months: episodes, how the lexicon grew, and what was corrected.

    Counted are the public episodes, and the readings in the show's own lexicon files by the day on
    which they were decided; downloads where access_logs in [publish] names logs.

    \b
    Examples:
      audiopaper history
      audiopaper history --json
    """
    from audiopaper.pipeline.show_history import gather_history

    history = gather_history(read_settings(config_path, output))
    if as_json:
        document = {"schema": 1, **asdict(history)}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for month in history.months:
        click.echo(
            _(
                "{month}  {episodes:>3} episodes  {minutes:>7} minutes  {decided:>4} readings "
                "decided, {lexicon:>5} in all  {corrections:>3} corrections",
                **{key: getattr(month, key) for key in _SHOWN},
            )
        )
    click.echo(
        _(
            "{undated} readings without a day, {unverified} unverified",
            undated=history.undated,
            unverified=history.unverified,
        )
    )
    for correction in history.corrections:
        click.echo(f"{correction.key}  {correction.text}")
