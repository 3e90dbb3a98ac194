"""``audiopaper doctor``: whether this machine and this show are fit for tomorrow morning."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings
from audiopaper.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

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
    for found in examine(config, online=not offline):
        findings.append(found)
        if not as_json:
            click.echo(f"{_SIGNS[found.state]} {found.name}: {found.told}")
            if found.remedy:
                click.echo(f"        -> {found.remedy}")
    failed = any(found.state == "error" for found in findings)
    if as_json:
        rows = [asdict(found) for found in findings]
        click.echo(json.dumps({"ok": not failed, "findings": rows}, ensure_ascii=False, indent=1))
    if failed:
        raise click.exceptions.Exit(ConfigError.exit_code)
