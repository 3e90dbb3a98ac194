"""An edition is brought into the inbox: a folder for the day, a file for each article."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.daily.fetch.epaper_links import find_day, page_label, read_links
from audiopaper.daily.fetch.news_items import is_news_feed, read_items
from audiopaper.errors import ConfigError, InputError
from audiopaper.files import replace_file, unwritable
from audiopaper.runtime import tell_nobody
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import SourceSettings
    from audiopaper.daily.fetch.polite_client import PoliteClient
    from audiopaper.runtime import ProgressCallback

MAX_PAGES = 200
MAX_ARTICLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedEdition:
    """An edition in the inbox."""

    folder: Path
    date: dt.date
    pages: int
    articles: int


def epaper_address(settings: SourceSettings, name: str, date: dt.date) -> str:
    """Return the address of an e-paper's first page on a day.

    Raises:
        ConfigError: The show names no such e-paper.
    """
    template = settings.epapers.get(name)
    if template is None:
        known = ", ".join(settings.epapers) or _("none yet")
        raise ConfigError(
            _("[source.epapers] names no {name!r}", name=name),
            remedy=_(
                "it names {known}; write into config.toml, the second line below the first if "
                "that is there:\n     [source.epapers]\n"
                '     {name} = "https://…/{{year}}-{{month}}/{{day}}/node_1.htm"',
                name=name,
                known=known,
            ),
        )
    return template.format(year=f"{date:%Y}", month=f"{date:%m}", day=f"{date:%d}")


def fetch_edition(
    url: str,
    client: PoliteClient,
    inbox: Path,
    *,
    date: dt.date | None,
    zone: dt.tzinfo | None,
    is_same_daily: bool = False,
    tell: ProgressCallback = tell_nobody,
) -> FetchedEdition:
    """Fetch the edition that an e-paper's page or a feed leads to, whole or not at all.

    Args:
        url: Any page of the e-paper's edition, or a feed.
        client: What fetches.
        inbox: Where the day's folder is made.
        date: The day; None for the one in the address, or for a feed's newest.
        zone: Time zone in which a feed's days are counted; None for the machine's.
        is_same_daily: Whether the address is that of every day; only a feed tells the days apart.
        tell: Told how far it has come.

    Raises:
        InputError: Something cannot be fetched, the pages are of no certain day, there are no
            articles, or the folder exists.
        PublishError: The folder cannot be written.
    """
    data = client.fetch(url)
    if is_news_feed(data):
        date, addresses = _items_of_day(data, url, client, date, zone)
        articles = {f"01-{n:02}": address for n, address in enumerate(addresses, 1)}
        pages = 1
    elif is_same_daily:
        raise InputError(
            _("{url} is no feed, and the same address every day: of which is unknown", url=url),
            remedy=_("write {year}, {month} and {day} into it, in [source.epapers]"),
        )
    else:
        date = _day_of(url, date)
        by_page = _list_epaper(data, url, client, tell)
        pages = len(by_page)
        articles = {
            f"{label}-{n:02}": address
            for label, addresses in by_page.items()
            for n, address in enumerate(addresses, 1)
        }
    _refuse_count(len(articles), url)
    folder = _save(articles, client, inbox / date.isoformat(), tell)
    return FetchedEdition(folder=folder, date=date, pages=pages, articles=len(articles))


def _refuse_count(articles: int, url: str) -> None:
    if not articles:
        raise InputError(
            _("{url} leads to no article of the day", url=url),
            remedy=_(
                "give a page of the e-paper that lists its articles, or the address of a feed"
            ),
        )
    if articles > MAX_ARTICLES:
        raise InputError(
            _(
                "{url} leads to {count} articles, more than one edition has",
                url=url,
                count=articles,
            ),
            remedy=_("give the address of one day's edition"),
        )


def _day_of(url: str, date: dt.date | None) -> dt.date:
    stated = find_day(url)
    if stated is not None and date is not None and stated != date:
        raise InputError(
            _(
                "the address is of {stated}, and the day asked for is {date}",
                stated=stated,
                date=date,
            ),
            remedy=_("correct one of them"),
        )
    day = stated or date
    if day is None:
        raise InputError(
            _("{url} does not say its day", url=url),
            remedy=_("give the day: audiopaper fetch URL --date YYYY-MM-DD"),
        )
    return day


def _items_of_day(
    data: bytes, url: str, client: PoliteClient, date: dt.date | None, zone: dt.tzinfo | None
) -> tuple[dt.date, list[str]]:
    dated = [
        (item.published.astimezone(zone).date(), item.url)
        for item in read_items(data, url)
        if item.published is not None and client.allows(item.url)
    ]
    day = date or max((d for d, _ in dated), default=None)
    if day is None:
        raise InputError(
            _("{url} names no article with its day on the hosts in [source]", url=url),
            remedy=_("look at the feed, and at hosts in [source]"),
        )
    return day, list(dict.fromkeys(address for d, address in dated if d == day))


def _list_epaper(
    data: bytes, url: str, client: PoliteClient, tell: ProgressCallback
) -> dict[str, tuple[str, ...]]:
    """List the articles of each page; one that several pages link to counts for the first."""
    start = read_links(data, url)
    addresses = dict(start.pages)
    addresses.setdefault(url, "")
    if len(addresses) > MAX_PAGES:
        raise InputError(
            _(
                "{url} leads to {count} pages, more than one edition has",
                url=url,
                count=len(addresses),
            ),
            remedy=_("give the address of one day's edition"),
        )
    seen: set[str] = set()
    pages: dict[str, tuple[str, ...]] = {}
    for number, (address, text) in enumerate(addresses.items(), 1):
        links = start if address == url else read_links(client.fetch(address), address)
        own = tuple(article for article in links.articles if article not in seen)
        seen.update(own)
        tell("pages", number, len(addresses))
        if own:
            label = page_label(text, address)
            pages[label if label and label not in pages else _free_label(pages)] = own
    return pages


def _free_label(pages: dict[str, tuple[str, ...]]) -> str:
    return next(label for n in range(1, MAX_PAGES + 2) if (label := f"{n:02}") not in pages)


def _save(
    articles: dict[str, str], client: PoliteClient, folder: Path, tell: ProgressCallback
) -> Path:
    """Save all articles and then show their folder, so that no half edition lies in the inbox."""
    if folder.exists():
        raise InputError(
            _("{folder} is there already", folder=folder),
            remedy=_("remove it to fetch the edition again"),
        )
    hidden = folder.with_name(f".{folder.name}.fetching")
    try:
        shutil.rmtree(hidden, ignore_errors=True)
        for number, (name, address) in enumerate(articles.items(), 1):
            data = client.fetch(address)
            with replace_file(hidden / f"{name}.html") as file:
                file.write(data)
            tell("articles", number, len(articles))
        hidden.rename(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return folder
