"""The date of an edition, on which its pages, files and folders must agree."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.pages.edition_dates import (
    TEXT_DATE,
    as_date,
    date_parts,
    line_date,
    name_dates,
)
from audiopaper.pages.head_dates import find_head_dates, read_weekday
from audiopaper.pages.wrapped_lines import running_lines
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Page
    from audiopaper.pages.head_dates import HeadDate


@dataclass(frozen=True, slots=True)
class _Dated:
    date: dt.date
    where: str
    """Where it is written; empty if the user gave it."""

    strength: int
    line: str = ""
    """The line that prints it; empty if it is not printed."""


# A date line holds little besides the date: a section name, an editor's name. Counted on
# running heads of party and evening papers, whose longest rest is about a dozen characters.
_MAX_REST_CHARS = 16


def edition_date(
    pages: Sequence[Page],
    files: Sequence[Path],
    given: dt.date | None,
    named_dates: Sequence[tuple[str, dt.date]] = (),
) -> dt.date | None:
    """Return the date of an edition, on which all sources must agree.

    Args:
        pages: Pages that may print it.
        files: Files whose names, and whose folders' names, may hold it.
        given: What the user gave.
        named_dates: Dates in files of articles, each with the file's name.

    Returns:
        The date, or None if no source has one.

    Raises:
        InputError: Two sources give different dates.
    """
    sources: list[_Dated] = []
    if given:
        sources.append(_Dated(given, "", 9))
    sources += [_Dated(date, where, 5) for where, date in named_dates]
    printed = [(page, dated) for page in pages if (dated := _page_date(page))]
    if printed:
        best = max(dated.strength for _, dated in printed)
        # A date in the body counts only if no page has a better one.
        sources += [dated for _, dated in printed if dated.strength == best]
    sources += _named_dates(files)
    heads = [(page, head) for page in pages for head in find_head_dates(page)]
    if not sources:
        sources += _full_dates(heads)
    if not sources:
        # The last article that came out; others of the same edition came out the day before.
        return max((date for _, date in publication_dates(pages)), default=None)
    first = sources[0]
    for other in sources:
        if other.date != first.date:
            raise _disagreement(first, other.where, other.date)
    for page, head in heads:
        if not head.is_of(first.date):
            raise _disagreement(first, _head_place(page, head), _shown_date(head))
    return first.date


def _named_dates(files: Sequence[Path]) -> Iterator[_Dated]:
    for file in files:
        for date, _text in name_dates(make_legible(file.stem)):
            yield _Dated(date, _("the name {file}", file=file.name), 0)
    for folder in sorted({file.absolute().parent for file in files}):
        for date, _text in name_dates(make_legible(folder.name)):
            yield _Dated(date, _("the folder {folder}", folder=folder.name), 0)


def _full_dates(heads: Sequence[tuple[Page, HeadDate]]) -> Iterator[_Dated]:
    for page, head in heads:
        if head.year is not None:
            date = dt.date(head.year, head.month, head.day)
            yield _Dated(date, _head_place(page, head), 1, page.lines[head.line])


def _head_place(page: Page, head: HeadDate) -> str:
    return _("{page} line {number}", page=page.name, number=head.line + 1)


def _shown_date(head: HeadDate) -> dt.date | str:
    """Return the date of a running head for a message: as it is printed if it has no year."""
    return dt.date(head.year, head.month, head.day) if head.year is not None else head.printed


def _disagreement(first: _Dated, where: str, date: dt.date | str) -> InputError:
    remedy = _("put the pages of one day together, or correct the date that is wrong")
    if not first.where:
        return InputError(
            _(
                "the date given is {date}, but {where} says {other_date}",
                date=first.date,
                where=where,
                other_date=date,
            ),
            remedy=remedy,
        )
    return InputError(
        _(
            "{where} says {date}, {where_2} says {other_date}",
            where=first.where,
            date=first.date,
            where_2=where,
            other_date=date,
        ),
        remedy=remedy,
    )


def publication_dates(pages: Sequence[Page]) -> Iterator[tuple[str, dt.date]]:
    """Yield the dates of publication that web pages give, each with the page's name.

    They are not dates of an edition: a site publishes tomorrow's article tonight.
    """
    for page in pages:
        for line, role in zip(page.lines, page.roles, strict=False):
            match = TEXT_DATE.search(unicodedata.normalize("NFKC", line))
            if role != "furniture" or match is None or _edition_line(line) is not None:
                continue
            date = as_date(*date_parts(match))
            if date is not None:
                yield page.name, date


_ONE_DAY = dt.timedelta(days=1)

_WEEKDAYS = "一二三四五六日"


def doubt_dates(pages: Sequence[Page], date: dt.date | None) -> tuple[str, ...]:
    """Return warnings for what does not fit the date of an edition, and may be a misprint.

    These are web articles that were published too early or too late, and weekdays beside the
    date.
    """
    if date is None:
        return ()
    articles = tuple(
        _(
            "{name}: the article is of {published}, and the edition of {date}",
            name=name,
            published=published,
            date=date,
        )
        for name, published in dict.fromkeys(publication_dates(pages))
        if not date - _ONE_DAY <= published <= date
    )
    return (*articles, *_doubt_weekdays(pages, date))


def _doubt_weekdays(pages: Sequence[Page], date: dt.date) -> Iterator[str]:
    for page in pages:
        dated = _page_date(page)
        lines = {dated.where: dated.line} if dated and dated.date == date else {}
        lines |= {_head_place(page, h): page.lines[h.line] for h in find_head_dates(page)}
        for where, line in lines.items():
            weekday = read_weekday(line)
            if weekday is not None and weekday != date.isoweekday():
                yield _(
                    "{where} prints {weekday}, and {date} is {weekday_2}",
                    where=where,
                    weekday=f"星期{_WEEKDAYS[weekday - 1]}",
                    date=date,
                    weekday_2=f"星期{_WEEKDAYS[date.weekday()]}",
                )


_CLOCK = re.compile(r"[0-9]{1,2}\s?[:：时]\s?[0-9]{2}")


def _edition_line(line: str) -> tuple[dt.date, int] | None:
    """Return the date that an e-paper prints by its page number or weekday, and its strength."""
    parsed = line_date(line) if len(line) <= 120 and not _CLOCK.search(line) else None
    if parsed is None or not parsed[1] or parsed[2] > _MAX_REST_CHARS:
        return None
    return parsed[0], 3 if parsed[1] >= 2 else 2


def _marked_date(page: Page) -> _Dated | None:
    for number, (line, role) in enumerate(zip(page.lines, page.roles, strict=True), start=1):
        parsed = _edition_line(line) if role == "furniture" else None
        if parsed is not None:
            where = _("{page} line {number}", page=page.name, number=number)
            return _Dated(parsed[0], where, parsed[1], line)
    return None


def _page_date(page: Page) -> _Dated | None:
    """Return the best supported date in a page's masthead or running head, or None."""
    if page.roles:
        return _marked_date(page)
    best: _Dated | None = None
    shown = [i for i, line in enumerate(page.lines) if line.strip()]
    running = running_lines(page.lines)
    head_end = min(running, default=len(page.lines))
    foot = set(shown[-3:])
    in_front_matter = bool(page.lines) and page.lines[0].strip() == "---"
    for i in shown:
        line = page.lines[i]
        if i and line.strip() == "---":
            in_front_matter = False
        if len(line) > 120 or (i in running and not in_front_matter):
            continue
        parsed = line_date(line)
        if parsed is None:
            continue
        date, support, rest = parsed
        if in_front_matter and line.lower().startswith("date"):
            strength = 4
        elif rest > _MAX_REST_CHARS:
            continue
        elif support >= 2:
            strength = 3
        elif i < head_end:
            strength = 2 if support else 1
        elif i in foot and support:
            strength = 1
        else:
            continue
        if best is None or strength > best.strength:
            where = _("{page} line {i}", page=page.name, i=i + 1)
            best = _Dated(date, where, strength, line)
    return best
