"""The dates in a page's running heads, at its top and at its foot, with a year or without."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.pages.edition_dates import (
    CREDIT,
    DIGITS,
    HAN_DATE,
    IN_SENTENCE,
    ISSUE,
    LUNAR,
    PAGE_WORD,
    PAPER_WORD,
    REST,
    SECTION_NAMES,
    TEXT_DATE,
    WEEKDAY,
    as_date,
    date_parts,
    han_number,
)
from audiopaper.variants import simplify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Page


_MAX_HEAD_CHARS, _MAX_SECTION_CHARS, _MAX_FOOT_LINES = 60, 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDate:
    """A date that a running head prints."""

    line: int
    """Index of its line on the page."""

    printed: str
    """The date as it is printed."""

    month: int
    day: int

    year: int | None
    """None if the running head prints none."""

    weekday: int | None
    """The weekday that stands beside it, from 1 for Monday; None if there is none."""

    def is_of(self, date: dt.date) -> bool:
        """Whether it can be that of an edition.

        The weekday decides where it is that of the edition and not of the printed date: then a
        digit is wrong, and not the page.
        """
        if (self.month, self.day) == (date.month, date.day) and self.year in (None, date.year):
            return True
        own = as_date(f"{self.year or date.year}", f"{self.month}", f"{self.day}")
        is_misprint = own is None or own.isoweekday() != self.weekday
        return is_misprint and self.weekday == date.isoweekday()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What a line holds of a running head."""

    others: int
    """Number of characters that are not of a running head."""

    date: HeadDate | None

    is_numeric: bool
    """Whether the date is two numbers alone."""

    has_page: bool
    """Whether it holds the number of a page."""

    has_support: bool
    """Whether a weekday, an issue, the paper's name or 版 stands in it."""

    has_section: bool
    """Whether the name of a section stands in it."""

    @property
    def is_foot(self) -> bool:
        """Whether it is a running head wherever it is at the edge of a page."""
        is_marked = self.has_page and (self.has_support or self.has_section)
        return is_marked and not self.others and self._is_sure

    def is_head(self, *, numbered: bool, first: bool) -> bool:
        """Whether it is a running head at the top of a page.

        Args:
            numbered: Whether a page number is above it.
            first: Whether it is the first line.
        """
        if self.date is None:
            return False
        if self.date.year is not None:
            if self.has_support:
                return self.others <= _MAX_SECTION_CHARS
            return not self.others and (numbered or first)
        if self.others:
            is_marked = self.date.weekday is not None and self.has_page
            return is_marked and self.others <= _MAX_SECTION_CHARS
        return self._is_sure and (numbered or self.has_page or self.has_support)

    @property
    def _is_sure(self) -> bool:
        return not self.is_numeric or (self.date is not None and self.date.weekday is not None)


def find_head_dates(page: Page) -> Iterator[HeadDate]:
    """Yield the dates of a page's running heads; web pages have none.

    A running head is the first line or one of the last, or what is above it is of a running head
    as well: the number of the page, the name of its section or the paper's name. Beside the date
    there is no more than that: a headline can begin with a date, too. A date alone below a word
    is one of a notice, and a date without its year needs more: events are announced by such dates.
    """
    if page.roles:
        return
    shown = [(i, _read_line(i, line)) for i, line in enumerate(page.lines) if line.strip()]
    top = _find_at_top([line for _, line in shown])
    if top is not None and not _is_of_listing(top, page.lines):
        yield top
    edges = _list_edges(page) or {i for i, _ in shown[-_MAX_FOOT_LINES:]}
    for i, line in shown:
        is_top = top is not None and i == top.line
        if i in edges and not is_top and line and line.date and line.is_foot:
            yield line.date


def _list_edges(page: Page) -> set[int]:
    """Return the lines at the edges of a page whose layout is known."""
    layouts = page.layout.lines if page.layout is not None else ()
    return {i for i, layout in enumerate(layouts) if layout is not None and layout.part == "edge"}


def _find_at_top(lines: Sequence[_Line | None]) -> HeadDate | None:
    numbered = False
    for n, line in enumerate(lines):
        if line is None:
            return None
        if line.date is not None:
            return line.date if line.is_head(numbered=numbered, first=not n) else None
        if line.others:
            return None
        numbered = numbered or line.has_page
    return None


_MAX_LISTED_CHARS = 40


def _is_of_listing(head: HeadDate, lines: Sequence[str]) -> bool:
    """Whether a date of a weekday is the first of a listing of days: programmes, a diary."""
    if head.year is not None or head.weekday is None:
        return False
    others = (
        parsed
        for i, line in enumerate(lines)
        if i != head.line and len(line) <= _MAX_LISTED_CHARS and WEEKDAY.search(line)
        if (parsed := _read_date(i, _normalise(line))) is not None
    )
    days = (head.month, head.day)
    return any(
        (o.month, o.day) != days and o.year is None and o.weekday for o, _form, _rest in others
    )


# --- the line ----------------------------------------------------------------------------------

# The number of a page without 版.
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?i:page|p\.?)\s?)?[A-Za-z]?[0-9]{1,3}(?![0-9A-Za-z])|第\s?[0-9]{1,3}\b"
)
_LATIN_PAPER = re.compile(
    r"\b(?:[A-Z][A-Za-z'’&]*\s+){1,4}(?i:daily|news|times|post|weekly|journal|herald|express|star)\b"
)
_LABEL = re.compile(
    r"(?:出版日期|日期|版次|版面|版号|版名|刊期|报纸名称|报名)\s?[:：]|(?i:\b(?:date|edition)\s?[:：])"
)
_LATIN_WEEKDAY = re.compile(
    r"\b(?i:(mon)|(tue)s?|(wed)(?:nes)?|(thu)r?s?|(fri)|(sat)(?:ur)?|(sun))(?i:day)?\b\.?"
)
_WEEKDAYS = "一二三四五六日"


def _normalise(line: str) -> str:
    return simplify(unicodedata.normalize("NFKC", line)).lstrip("#").strip()


def _read_line(index: int, line: str) -> _Line | None:
    """Read a line as one of a running head; return None if it is too long for that."""
    plain = _normalise(line)
    if len(plain) > _MAX_HEAD_CHARS:
        return None
    parsed = _read_date(index, plain)
    date, is_numeric, rest = parsed or (None, False, LUNAR.sub(" ", plain))
    has_support = LUNAR.search(plain) is not None
    for pattern in (_LABEL, CREDIT):
        rest = pattern.sub(" ", rest)
    for pattern in (ISSUE, _LATIN_PAPER, _LATIN_WEEKDAY, WEEKDAY, PAPER_WORD):
        rest, count = pattern.subn(" ", rest)
        has_support = has_support or bool(count)
    rest, words = PAGE_WORD.subn(" ", rest)
    rest, sections = SECTION_NAMES.subn(" ", rest)
    numbers = _NUMBER.findall(rest)
    # Several numbers are a row of a table.
    is_page = len(numbers) == 1
    return _Line(
        others=len(REST.sub("", _NUMBER.sub(" ", rest) if is_page else rest)),
        date=date,
        is_numeric=is_numeric,
        has_page=bool(words) or is_page,
        has_support=has_support or bool(words),
        has_section=bool(sections),
    )


# --- the date ----------------------------------------------------------------------------------

_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LATIN_MONTH = (
    r"(?P<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b\.?"
)
_LATIN_DAY = r"\b(?P<day>[0-9]{1,2})(?i:st|nd|rd|th)?"
_LATIN_YEAR = r"(?:,?\s{0,3}(?P<year>(?:19|20)[0-9]{2})\b)?"
_LATIN_DATES = (
    re.compile(rf"{_LATIN_DAY}\s{{0,3}}{_LATIN_MONTH}{_LATIN_YEAR}"),
    re.compile(rf"\b{_LATIN_MONTH}\s{{0,3}}{_LATIN_DAY}\b{_LATIN_YEAR}"),
)
_COMPACT_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_MONTH_DAY = re.compile(
    r"(?<![0-9])(?:'?[0-9]{2}年)?(1[0-2]|0?[1-9])\s{0,3}月\s{0,3}(3[01]|[12][0-9]|0?[1-9])\s{0,3}[日号]"
)
_HAN_MONTH_DAY = re.compile(
    r"(?<![年一二三四五六七八九十])([一二三四五六七八九十]{1,3})\s{0,3}月"
    r"\s{0,3}([一二三四五六七八九十廿卅]{1,3})\s{0,3}[日号]"
)
_NUMERIC_DATE = re.compile(
    r"(?<![0-9.:/-])(1[0-2]|0?[1-9])([./·-])(3[01]|[12][0-9]|0?[1-9])(?![0-9:]|[./-][0-9])"
)
_RANGE = re.compile(r"\s?[-—–~～至到和及、起前后以]")
_LEAP_YEAR = "2024"


def _read_date(index: int, plain: str) -> tuple[HeadDate, bool, str] | None:
    """Read the date of a normalised line.

    Returns:
        The date, whether it is two numbers alone, and the rest of the line; None if there is no
        date, more than one, a range of days, or a sentence round it.
    """
    plain = LUNAR.sub(" ", plain)
    parsed = _match_date(plain)
    if parsed is None or IN_SENTENCE.search(plain):
        return None
    match, (year, month, day), is_numeric = parsed
    behind = plain[match.end() :]
    rest = f"{plain[: match.start()]} {behind}"
    second = _match_date(rest)
    is_range = second is not None and not second[2]
    if is_range or (year is None and _RANGE.match(behind)):
        return None
    if as_date(year or _LEAP_YEAR, month, day) is None:
        return None
    date = HeadDate(
        line=index,
        printed=match.group().strip(),
        year=int(year) if year else None,
        month=int(month),
        day=int(day),
        weekday=read_weekday(rest),
    )
    return date, is_numeric, rest


_Parts = tuple["str | None", str, str]


def _match_date(plain: str) -> tuple[re.Match[str], _Parts, bool] | None:
    """Find the first date; of two forms, one with a year goes first."""
    if match := TEXT_DATE.search(plain):
        return match, date_parts(match), False
    if match := HAN_DATE.search(plain):
        year, month, day = match.groups()
        return match, (year.translate(DIGITS), han_number(month), han_number(day)), False
    if match := _COMPACT_DATE.search(plain):
        year, month, day = match.groups()
        return match, (year, month, day), False
    for pattern in _LATIN_DATES:
        if match := pattern.search(plain):
            number = _MONTH_NAMES.index(match["name"][:3].lower()) + 1
            return match, (match["year"], f"{number}", match["day"]), False
    if match := _MONTH_DAY.search(plain):
        return match, (None, match[1], match[2]), False
    if match := _HAN_MONTH_DAY.search(plain):
        return match, (None, han_number(match[1]), han_number(match[2])), False
    if match := _NUMERIC_DATE.search(plain):
        return match, (None, match[1], match[3]), True
    return None


def read_weekday(text: str) -> int | None:
    """Return the one weekday of a text, from 1 for Monday; None if there is none, or several."""
    text = _normalise(text)
    days = {_WEEKDAYS.index(m.group()[-1].replace("天", "日")) + 1 for m in WEEKDAY.finditer(text)}
    days |= {match.lastindex or 0 for match in _LATIN_WEEKDAY.finditer(text)}
    return days.pop() if len(days) == 1 else None
