"""The structure of e-papers: which links of a page lead to pages, and which to articles.

The systems that most Chinese newspapers use, by the names of their files:

========================  ======================================  ============================
system                    page                                    article
========================  ======================================  ============================
Founder (方正)             html/2026-03/04/node_2.htm              content_1234.htm?div=-1
People's Daily to 2024    html/2026-03/04/nbs.D110000renmrb_01    nw.D110000renmrb_20260304_1-01
Founder, new (pc/layout)  pc/layout/202603/04/node_01.html        pc/content/202603/04/content_9
Huawen (华文)              shtml/qcrb/20260304/vA1.shtml           shtml/qcrb/20260304/1234.shtml
Huaguang (华光)            content/20260304/PageA01TM.htm          content/20260304/ArticelA01002
========================  ======================================  ============================
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = re.compile(
    r"/(?:node_\d+|nbs\.\w+_[A-Z]?\d+|Page[A-Z]?\d+\w*|v?[A-Z]?\d{1,3}(?=\.shtml)|index)"
    r"\.s?html?\Z|/layout/\d{6}/\d{2}/[^/]+\.html\Z"
)
_ARTICLE = re.compile(
    r"/(?:content_\w+|nw\.\w+_\d{8}_\d+-[A-Z]?\d+|Arti(?:cle|cel)[A-Z]?\d+\w*|\d{4,}(?=\.shtml))"
    r"\.s?html?\Z|/content/\d{6}/\d{2}/[^/]+\.html\Z"
)
_DAY = re.compile(r"/(\d{4})(?:[-/]?)(\d{2})(?:[-/]?)(\d{2})(?=/|_|\D)|_(\d{4})(\d{2})(\d{2})_")
_PAGE_NAME = re.compile(r"第? ?([A-Z]?) ?(?<!\d)0*(\d{1,3}) ?版|^([A-Z])0*(\d{1,3})\b")
"""In a link's text, whose spaces are single."""

_PAGE_FILE = re.compile(r"(?:/|_|Page|/v)([A-Z]?)0*(\d{1,3})(?:[A-Z]{2})?\.s?html?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class EpaperPage:
    """What a page of an e-paper links to, each address once and in order."""

    pages: dict[str, str] = field(default_factory=dict)
    """Addresses of the edition's pages, with what the links say."""

    articles: tuple[str, ...] = ()
    """Addresses of articles."""


def read_links(data: bytes, url: str) -> EpaperPage:
    """Read the links of an e-paper's page to others of the same edition.

    Args:
        data: The page as it was fetched.
        url: Its address.
    """
    pages: dict[str, str] = {}
    articles: dict[str, None] = {}
    day = find_day(url)
    for address, text in _links(data, url):
        if urlsplit(address).netloc != urlsplit(url).netloc:
            continue
        path = urlsplit(address).path
        is_page, is_article = _PAGE.search(path), _ARTICLE.search(path)
        # Links to earlier editions and other titles stand on the same page.
        if not (is_page or is_article) or find_day(address) != day:
            continue
        if is_article:
            articles.setdefault(_plain(address))
        elif not pages.get(_plain(address)):
            pages[_plain(address)] = text
    return EpaperPage(pages=pages, articles=tuple(articles))


def _plain(address: str) -> str:
    """Leave out what follows a file's name: node_2.htm?v=1#top is node_2.htm."""
    return urldefrag(address)[0].partition("?")[0]


def _links(data: bytes, url: str) -> Iterator[tuple[str, str]]:
    parser = etree.HTMLParser(no_network=True, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for element in root.iter("a", "area"):
        href = (element.get("href") or "").strip()
        if not href or href.lower().startswith(("javascript:", "mailto:")):
            continue
        try:
            address = urljoin(url, href)
        except ValueError:
            continue
        yield address, "".join(element.itertext()).strip()


def find_day(url: str) -> dt.date | None:
    """Return the day in an e-paper's address, or None if there is none.

    Example:
        >>> find_day("https://paper.example/html/2026-03/04/node_2.htm")
        datetime.date(2026, 3, 4)
    """
    for match in _DAY.finditer(urlsplit(url).path):
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None


def page_label(text: str, url: str) -> str:
    """Return the section and number of a page by its link, else by its file: ``A02``, ``03``.

    Example:
        >>> page_label("第A02版：民生", "https://paper.example/html/2026-03/04/node_3.htm")
        'A02'
    """
    match = _PAGE_NAME.search(" ".join(text.split()))
    if match is None and "/node_" not in url.replace("/node_0", "/"):
        match = _PAGE_FILE.search(urlsplit(url).path)
    if match is None:
        return ""
    section, number = (part for part in match.groups() if part is not None)
    return f"{section}{int(number):02}"
