"""``audiopaper check``: whether what is public is true and whole."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings
from audiopaper.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("check")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also make everything again in memory from the episodes' own files, and compare.",
)
@json_option
@output_option
@config_option
def check_command(
    everything: bool, as_json: bool, output: Path | None, config_path: Path | None
) -> None:
    """Look at the feed and all its files as apps and directories will.

    XML, lengths, durations, chapters, transcripts, cover, GUIDs and addresses. `produce`, `feed`
    and `publish` do the same before anything is replaced. Ends with 9 where something is found;
    a date of publication that is still to come is a warning.

    \b
    Examples:
      audiopaper check --json
      audiopaper check --all
    """
    from audiopaper.config import output_folder
    from audiopaper.show.public import standing_episodes, warn_of_future
    from audiopaper.show.publication import check_show
    from audiopaper.show.rebuild_check import prove_show

    config = read_settings(config_path, output)
    look = prove_show if everything else check_show
    findings = look(config)
    episodes = standing_episodes(output_folder(config))
    warnings = warn_of_future(episodes, config, dt.datetime.now(dt.UTC))
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    if as_json:
        rows = [asdict(found) for found in findings]
        told: dict[str, object] = {"ok": not rows, "findings": rows}
        if warnings:
            told["warnings"] = list(warnings)
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif not findings:
        click.echo("Nothing was found: the feed and its files are as listeners need them.")
    for found in () if as_json else findings:
        click.echo(f"{found.place}: {found.problem}")
        click.echo(f"  -> {found.remedy}")
    if findings:
        sys.exit(PublishError.exit_code)
