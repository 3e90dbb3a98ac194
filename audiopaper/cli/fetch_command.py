"""``audiopaper fetch``: brings an edition from the web into the inbox."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from audiopaper.cli.options import config_option, json_option, read_day, read_settings
from audiopaper.cli.progress_bars import show_progress
from audiopaper.config import inbox_folder
from audiopaper.errors import ConfigError
from audiopaper.translations import _
from audiopaper.urls import check_url

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.daily.fetch.fetched_edition import FetchedEdition


@click.command("fetch")
@click.argument("url", required=False)
@click.option("--epaper", metavar="NAME", help="An e-paper that [source.epapers] names.")
@click.option(
    "--date",
    type=read_day,
    metavar="YYYY-MM-DD",
    help="The day; needed with --epaper, and where the address does not say it.",
)
@json_option
@config_option
def fetch_command(
    url: str | None,
    epaper: str | None,
    date: dt.date | None,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """Bring an edition of an e-paper, or a feed's articles of a day, into the inbox.

    URL is any page of the e-paper's edition, or an RSS or Atom feed. Only hosts that [source] in
    config.toml names are asked, as their robots.txt allows, a request a second. The edition comes
    whole or not at all. Fetch what you may: your own paper, or one that gave leave.

    \b
    Examples:
      audiopaper fetch --epaper qcrb --date 2026-03-04
      audiopaper fetch https://epaper.example.org/html/2026-03/04/node_1.htm
    """
    from audiopaper import __version__
    from audiopaper.daily.fetch.fetched_edition import epaper_address, fetch_edition
    from audiopaper.daily.fetch.polite_client import PoliteClient

    if (url is None) == (epaper is None):
        raise click.UsageError(_("give either URL or --epaper NAME"))
    if epaper is not None and date is None:
        raise click.UsageError(_("--epaper needs --date YYYY-MM-DD"))
    config = _settings(config_path, url or "")
    address = url or epaper_address(config.source, epaper or "", date or dt.date.min)
    client = PoliteClient(config.source.hosts, contact=config.show.base_url, version=__version__)
    with show_progress() as tell:
        edition = fetch_edition(
            address,
            client,
            inbox_folder(config),
            date=date,
            zone=dt.datetime.fromisoformat(f"2000-01-01T00:00{config.show.utc_offset}").tzinfo,
            is_same_daily=url is None and address == config.source.epapers.get(epaper or ""),
            tell=tell,
        )
    _print(edition, as_json=as_json)


_EXAMPLE_HOST = "epaper.example.org"


def _settings(config_path: Path | None, url: str) -> Config:
    """Read the configuration, and refuse one by which nothing can be fetched.

    Args:
        config_path: The file, as `read_settings` takes it.
        url: What is to be fetched; empty for an e-paper that the configuration names.

    Raises:
        ConfigError: It names no host or no inbox.
    """
    config = read_settings(config_path)
    if not config.source.hosts:
        host = _EXAMPLE_HOST if not url or check_url(url) else urlsplit(url).netloc
        raise ConfigError(
            _("[source] names no host that may be asked"),
            remedy=_(
                "write into config.toml, the second line below the first if that is there:\n"
                '     [source]\n     hosts = ["{host}"]',
                host=host,
            ),
        )
    if not config.inbox:
        raise ConfigError(
            _("no inbox is set, into which an edition could come"),
            remedy=_('write at the top of config.toml: inbox = "inbox"'),
        )
    return config


def _print(edition: FetchedEdition, *, as_json: bool) -> None:
    if as_json:
        shown = {
            "folder": str(edition.folder),
            "date": edition.date.isoformat(),
            "pages": edition.pages,
            "articles": edition.articles,
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        click.echo(
            _(
                "{edition_date}: {articles} articles of {pages} pages in {folder}",
                edition_date=edition.date,
                articles=edition.articles,
                pages=edition.pages,
                folder=edition.folder,
            )
        )
