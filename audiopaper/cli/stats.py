"""``audiopaper stats``: how often episodes were downloaded."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.downloads import Download

_MOST_APPS = 8


@click.command("stats")
@click.argument("logs", nargs=-1, type=click.Path(path_type=Path), metavar="[LOG]...")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only downloads from this day on.",
)
@json_option
@output_option
@config_option
def stats_command(
    logs: tuple[Path, ...],
    since: dt.datetime | None,
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
    found = count_show_downloads(config, logs)
    if since is not None:
        found = tuple(d for d in found if d.time.date() >= since.date())
    if as_json:
        click.echo(json.dumps(_rows(found), ensure_ascii=False, indent=1))
        return
    episodes = Counter(d.key for d in found)
    for key, count in sorted(episodes.items(), reverse=True):
        click.echo(f"{key:<20} {count:>7}")
    click.echo(f"{'all':<20} {len(found):>7}")
    for app, count in Counter(d.app for d in found).most_common(_MOST_APPS):
        click.echo(f"  {app[:30]:<18} {count:>7}")


def _rows(found: Sequence[Download]) -> dict[str, object]:
    return {
        "schema": 1,
        "downloads": len(found),
        "episodes": dict(sorted(Counter(d.key for d in found).items())),
        "days": dict(sorted(Counter(d.time.date().isoformat() for d in found).items())),
        "apps": dict(Counter(d.app for d in found).most_common()),
    }
