"""RSS 2.0 and Atom feeds of a newspaper: which articles came out on a day."""

from __future__ import annotations

import datetime as dt
import email.utils
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from audiopaper.errors import InputError
from audiopaper.translations import _


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An article that a feed names."""

    url: str
    published: dt.datetime | None
    """When it came out; None where the feed does not say it."""


def is_news_feed(data: bytes) -> bool:
    """Return whether a file is a feed, by its first bytes."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") and any(t in start for t in (b"<rss", b"<feed", b"<rdf:rdf"))


def read_items(data: bytes, url: str) -> tuple[NewsItem, ...]:
    """Read the items of a feed, in its order. Entities are not expanded, nothing is fetched.

    Raises:
        InputError: It is no feed that can be read.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_feed(url) from error
    if root is None:
        raise _no_feed(url)
    items = []
    for element in root.iter():
        if _name(element) in ("item", "entry"):
            link = _link(element)
            if link:
                items.append(NewsItem(urljoin(url, link), _published(element)))
    return tuple(items)


def _no_feed(url: str) -> InputError:
    return InputError(
        _("{url} is no feed that can be read", url=url), remedy=_("look at it in a feed reader")
    )


def _name(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _link(item: etree._Element) -> str:
    for child in item:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            link = child.get("href") or (child.text or "")
            if link.strip():
                return str(link.strip())
    return ""


def _published(item: etree._Element) -> dt.datetime | None:
    texts = {_name(child): (child.text or "").strip() for child in item}
    for name in ("pubDate", "published", "date", "updated"):
        moment = _moment(texts.get(name, ""))
        if moment is not None:
            return moment
    return None


def _moment(text: str) -> dt.datetime | None:
    for parse in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = parse(text)
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None
