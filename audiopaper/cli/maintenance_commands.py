"""``audiopaper cache`` and ``doctor``: disk space, and whether an unattended run can succeed."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.store.retention import StoreSize


@click.command("cache")
@click.option(
    "--trim-days",
    type=click.IntRange(min=0),
    metavar="N",
    help="Remove what no run used for N days.",
)
@click.option(
    "--trim-mb",
    type=click.IntRange(min=0),
    metavar="N",
    help="Keep at most N MB; what was not used for longest goes first.",
)
@json_option
@output_option
@config_option
def cache_command(
    trim_days: int | None,
    trim_mb: int | None,
    as_json: bool,
    output: Path | None,
    config_path: Path | None,
) -> None:
    """Show how much is kept of what was spoken and encoded, and trim it.

    What is removed is made again when an episode needs it: clips are asked for from the engine
    anew, encoded pieces are made of the clips. What is published stays as it is. By itself, a
    successful run removes what was not used for keep_days (config.toml).

    \b
    Examples:
      audiopaper cache
      audiopaper cache --trim-days 30 --trim-mb 2000
    """
    from audiopaper.show.folder import show_folder
    from audiopaper.show.run_lock import hold_lock
    from audiopaper.store.retention import measure_folders, trim_folders

    show = show_folder(read_settings(config_path, output))
    clips, pieces = show.clips, show.pieces
    removed = 0
    if show.work.is_dir() and not (trim_days is None and trim_mb is None):
        # A run that is under way relies on the files that it has found.
        with hold_lock(show.lock):
            removed = trim_folders(
                [clips, pieces],
                now=time.time(),
                max_bytes=None if trim_mb is None else trim_mb * 1_000_000,
                max_age_s=None if trim_days is None else trim_days * 86_400,
            ).files
    spoken, encoded = measure_folders([clips]), measure_folders([pieces])
    total_bytes = spoken.total_bytes + encoded.total_bytes
    if as_json:
        counts = {"clips": spoken.files, "pieces": encoded.files, "bytes": total_bytes}
        row = {"folder": str(show.work), **counts, "removed": removed}
        click.echo(json.dumps(row, ensure_ascii=False, indent=1))
        return
    _print_cache(show.work, spoken, encoded, removed)


def _print_cache(work: Path, spoken: StoreSize, encoded: StoreSize, removed: int) -> None:
    if removed:
        click.echo(_("{count} removed", count=_count(removed, "file")))
    click.echo(
        _(
            "{work}: {count} spoken, {count_2} encoded, {total_bytes:.1f} MB",
            work=work,
            count=_count(spoken.files, "clip"),
            count_2=_count(encoded.files, "piece"),
            total_bytes=(spoken.total_bytes + encoded.total_bytes) / 1000000.0,
        )
    )


_THINGS = {
    "clip": ("{number} clip", "{number} clips"),
    "file": ("{number} file", "{number} files"),
    "piece": ("{number} piece", "{number} pieces"),
}


def _count(number: int, thing: str) -> str:
    return _(_THINGS[thing][number != 1], number=number)


FINDING_NAMES = (
    "Python",
    "packages",
    "encoder",
    "font",
    "recognition",
    "configuration",
    "presenters",
    "show",
    "lexicons",
    "inbox",
    "episodes",
    "output",
    "disk space",
    "feed address",
    "clock",
)
"""The names of findings, besides those of engines."""


def _name_finding(name: str) -> str:
    kind, _space, engine = name.partition(" ")
    return _("engine {name}", name=engine) if kind == "engine" else _(name)


_SIGNS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Ask no engine and no address on the network.")
@json_option
@output_option
@config_option
def doctor_command(
    offline: bool, as_json: bool, output: Path | None, config_path: Path | None
) -> None:
    """Look at everything that an unattended run depends on, each with its remedy.

    Python, packages, encoder, font, configuration, presenters, lexicons, output folder and disk
    space, engines (whether they answer, and how fast), the feed's address, the clock. Ends with
    3 where something would keep an episode from being made; a warning ends with 0.

    \b
    Examples:
      audiopaper doctor
      audiopaper doctor --offline --json
    """
    from audiopaper.daily.machine_check import examine

    config = read_settings(config_path, output)
    findings = []
    for finding in examine(config, online=not offline):
        findings.append(finding)
        if not as_json:
            click.echo(
                f"{_(_SIGNS[finding.state])} {_name_finding(finding.name)}: {finding.message}"
            )
            if finding.remedy:
                click.echo(f"        -> {finding.remedy}")
    failed = any(finding.state == "error" for finding in findings)
    if as_json:
        rows = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"ok": not failed, "findings": rows}, ensure_ascii=False, indent=1))
    if failed:
        raise click.exceptions.Exit(ConfigError.exit_code)
