"""``audiopaper feed``, ``check`` and ``serve``: the public files written, checked and served."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings
from audiopaper.errors import PublishError
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path


@click.command("feed")
@output_option
@config_option
def feed_command(output: Path | None, config_path: Path | None) -> None:
    """Write the feed anew from the episodes in the output folder.

    \b
    Example:
      audiopaper feed
    """
    from audiopaper.show.publication import rebuild_feed
    from audiopaper.show.sync import announce_feed

    config = read_settings(config_path, output)
    path, count = rebuild_feed(config)
    click.echo(
        _("{path}: {count} episode", path=path, count=count)
        if count == 1
        else _("{path}: {count} episodes", path=path, count=count)
    )
    for warning in () if config.publish.target else announce_feed(config):
        click.echo(_("warning: {warning}", warning=warning), err=True)


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@output_option
@config_option
def serve_command(port: int, host: str, output: Path | None, config_path: Path | None) -> None:
    """Serve the output folder, for trying the feed in a podcast app. Ctrl-C ends it.

    With --host 0.0.0.0 devices of the same network can listen too; the address that a phone opens
    is printed, and in a terminal its QR code.

    \b
    Examples:
      audiopaper serve --port 8000
      audiopaper serve --host 0.0.0.0
    """
    from audiopaper.config import output_folder
    from audiopaper.show.server import EVERY_ADDRESS, find_lan_address, make_server

    config = read_settings(config_path, output)
    with make_server(output_folder(config), host, port) as server:
        seen = find_lan_address() if host in EVERY_ADDRESS else ""
        shown = "127.0.0.1" if host in EVERY_ADDRESS else host
        address = f"http://{seen or shown}:{server.server_address[1]}/"
        click.echo(_("Feed: {address}feed.xml (Ctrl-C ends)", address=address))
        if host in EVERY_ADDRESS:
            _show_to_phones(address if seen else "")
        if not config.show.base_url.startswith(address):
            click.echo(
                _(
                    "note: the feed's own addresses begin with {base_url}; an app finds the "
                    'audio there. For this server, set base_url = "{address}"',
                    base_url=config.show.base_url,
                    address=address,
                ),
                err=True,
            )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo(_("Ended."), err=True)


def _show_to_phones(address: str) -> None:
    """Say what a phone opens, with a code to point it at where that can be seen."""
    if not address:
        click.echo(_("This machine is in no network: no other device can listen."), err=True)
        return
    click.echo(_("On a phone of the same network: {address}", address=address))
    if sys.stdout.isatty():
        import segno

        segno.make(address).terminal(out=sys.stdout, border=2, compact=True)


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
    from audiopaper.publish.checks.notice_check import warn_of_no_notice
    from audiopaper.show.folder import show_folder
    from audiopaper.show.public import standing_episodes, warn_of_future
    from audiopaper.show.publication import check_show
    from audiopaper.show.rebuild_check import check_rebuild

    config = read_settings(config_path, output)
    look = check_rebuild if everything else check_show
    findings = look(config)
    episodes = standing_episodes(show_folder(config))
    warnings = warn_of_future(episodes, config.show, dt.datetime.now(dt.UTC))
    episode = config.episode
    warnings += warn_of_no_notice((episode.ident, episode.greeting, episode.sign_off))
    for warning in warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)
    if as_json:
        rows = [asdict(finding) for finding in findings]
        summary: dict[str, object] = {"ok": not rows, "findings": rows}
        if warnings:
            summary["warnings"] = list(warnings)
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    elif not findings:
        click.echo(_("Nothing was found: the feed and its files are as listeners need them."))
    for finding in () if as_json else findings:
        click.echo(_("{place}: {problem}", place=finding.place, problem=finding.problem))
        click.echo(f"  -> {finding.remedy}")
    if findings:
        sys.exit(PublishError.exit_code)
