"""What a page file's name says: section, page and article, beside dates and times."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath

from audiopaper.legible_names import make_legible
from audiopaper.pages.edition_dates import han_number, undated

MAX_PAGE_NUMBER = 400
"""Larger numbers in names number issues, or articles in a database."""


@dataclass(frozen=True, slots=True)
class PageName:
    """The place in an edition that a file's name gives."""

    section: str = ""
    """``A``, ``B``, ``T`` or ``特``; empty if none."""

    page: int | None = None
    """Page number; None if the name has none."""

    article: int | None = None
    """Number of the article on the page; None if the file holds the whole page."""

    prefix: str = field(default="", repr=False, compare=False)
    """The letters before section and page, without 第; empty if there are none."""

    @property
    def label(self) -> str:
        """Section and page as they are written: ``A06``, ``6``."""
        return f"{self.section}{self.page:02}" if self.section else f"{self.page}"


_SECTION = (
    r"(?:(?<![A-Za-z])(?P<letter>[A-Za-z])|(?<=[a-z])(?P<capital>[A-Z])"
    r"|(?P<special>特刊?|增刊?|号外))"
)
_PAGE = re.compile(rf"(?:{_SECTION}[叠版第刊\s_-]{{0,3}})?(?P<digits>[0-9]+)")
_ARTICLE = re.compile(
    r"\s?版?[-_.\s]{0,2}[\u4e00-\u9fff]{0,8}[-_.\s]{1,3}第?([0-9]{1,3})(?![0-9A-Za-z])(?!\s?版)"
)
_SECTION_ALONE = re.compile(r"(?<![A-Za-z])([A-Z])(?=[\u4e00-\u9fff])|(特刊|增刊|号外)")
# People's Daily numbers the article first: nw.D110000renmrb_20260304_3-01.htm is of page 1.
_ARTICLE_FIRST = re.compile(r"nw\.\w{1,40}?_[0-9]{8}_([0-9]{1,3})-([0-9]{1,3})")
_ISSUE = re.compile(
    r"(?:第|总|vol\.?\s?|no\.?\s?)[0-9]{1,6}\s?期|第[0-9]{1,6}期|[0-9]{1,6}期", re.IGNORECASE
)
_HAN_PAGE = re.compile(r"第?([一二三四五六七八九十]{1,3}|头)版")
_TIME = re.compile(
    r"(?:(?<=\s)T|(?<=[\s_-]))(?:[01][0-9]|2[0-3])(?:[-:：时][0-5][0-9][-:：分][0-5][0-9]秒?|[:：时][0-5][0-9]分?|[0-5][0-9][0-5][0-9](?![0-9]))"
    r"|(?:(?<=\s)T|(?<=[\s_-]))(?:[01][0-9]|2[0-3])[0-5][0-9](?=[_\s-]+(?:[A-Za-z]|第)?[0-9])"
    # A day without its year.
    r"|^(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?=[_\s-]+(?:[A-Z]|第)?[0-9])|[0-9]{1,2}月[0-9]{1,2}日"
)


def read_page_name(name: str) -> PageName:
    """Read section, page and article from a file's name.

    Dates and times of day are passed over. Two numbers are page and article; a capital letter
    before the page is its section, whatever stands before it.

    Example:
        >>> read_page_name("20260304-10-01.txt")
        PageName(section='', page=10, article=1)
        >>> read_page_name("qcrb_B01.txt")
        PageName(section='B', page=1, article=None)
    """
    stem = unicodedata.normalize("NFKC", PurePath(make_legible(name)).stem)
    reversed_ = _ARTICLE_FIRST.match(stem)
    if reversed_:
        return PageName("", int(reversed_.group(2)), int(reversed_.group(1)))
    stem = _ISSUE.sub(" ", _TIME.sub(" ", undated(stem)))
    stem = _HAN_PAGE.sub(
        lambda m: f" {'1' if m.group(1) == '头' else han_number(m.group(1))}版", stem
    )
    for match in _PAGE.finditer(stem):
        section = match["letter"] or match["capital"] or (match["special"] or "")[:1]
        parted = _part_digits(match["digits"], lettered=bool(section))
        if parted is None:
            continue
        page, article = parted
        following = _ARTICLE.match(stem, match.end())
        if article is None and following:
            article = int(following.group(1))
        prefix = "".join(filter(str.isalpha, stem[: match.start()])).removesuffix("第")
        return PageName(section.upper(), page, article, prefix)
    alone = _SECTION_ALONE.search(stem)
    return PageName((alone.group(1) or alone.group(2)[:1]) if alone else "")


_PAGE_DIGITS = 3


def _part_digits(digits: str, *, lettered: bool) -> tuple[int, int | None] | None:
    """Split the digits of a name into page and article; return None if they are neither."""
    if len(digits) <= _PAGE_DIGITS:
        return (int(digits), None) if int(digits) <= MAX_PAGE_NUMBER else None
    if len(digits) == 4 or (lettered and len(digits) == 5):
        return int(digits[:2]), int(digits[2:])
    return None


SortKey = tuple[bool, int, str, int, int, tuple[tuple[int, str, int], ...]]
_LAST = 10**9


def sort_key(place: PageName, name: str) -> SortKey:
    """Return the key that puts files into the order of a newspaper.

    Pages without a section come first, then A to Z, then special sections; what has no number
    stands last, names with numbers inside in their numbers' order.
    """
    rank = 0 if not place.section else 1 if place.section.isascii() else 2
    page = place.page if place.page is not None else (0 if place.section else _LAST)
    unnumbered = place.page is None and not place.section
    return (unnumbered, rank, place.section, page, place.article or 0, _natural(name))


def _natural(name: str) -> tuple[tuple[int, str, int], ...]:
    parts = re.split(r"([0-9]{1,18})", unicodedata.normalize("NFKC", name))
    return tuple((0, "", int(p)) if p.isdecimal() else (1, p, 0) for p in parts if p)
