"""Dates that lie after the edition's, though the sentence speaks of what has been."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from audiopaper.doubts.doubt import doubt_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.doubts.doubt import Passage, TextDoubt

_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)\s?年\s?)?(?P<month>1[0-2]|0?[1-9])\s?月\s?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])\s?日)"
)
# What is planned, begins, ends or holds is named with dates to come.
_TO_COME = re.compile(
    r"将|拟[定于]?|预计|预订|定于|定在|届时|有望|力争|争取|为期|截[至止稿]|持续到|延[至期长]|之?前|以前|"
    r"报名|征集|公示|有效期|到期|下[月周旬]|明[天日年]|后天|即将|迎来|倒计时|推迟|改[为在]|起?生效|起?施行|"
    r"展[出期]|播出|上映|开[演播赛抢]|发售|停[电水气]|[—~～\-－至到]\s?\d|日\s?起|时间[为是：:]|可[到于在]"
)
# Whose year is another one than the edition's: 去年3月5日, 1942年春……4月27日.
_LAST_YEAR, _THIS_YEAR = re.compile(r"去年\s?$"), re.compile(r"今年\s?$")
_OTHER_YEAR = re.compile(r"(?:同年|当年|[这那]一?年|次年|翌年|前年)[^。]{0,12}$")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)\s?年")
_SENTENCE_END = "。！？；\n"


def find_later_dates(passages: Iterable[Passage], date: dt.date | None) -> Iterator[TextDoubt]:
    """Find days after the edition's in sentences that do not speak of what is to come.

    Args:
        passages: Passages of one edition.
        date: Date of the edition; without one there are no doubts.
    """
    if date is None:
        return
    for passage in passages:
        for start, end, day in see_later_dates(passage.text, date):
            yield doubt_at(
                passage,
                start,
                end,
                kind="date",
                done="照原文播出",
                other=f"{day:%Y-%m-%d}在本期日期{date:%Y-%m-%d}之后；或是数字误识，或是旧稿",
                sure=0.5,
            )


def see_later_dates(text: str, date: dt.date) -> tuple[tuple[int, int, dt.date], ...]:
    """Find the days of a text that lie after a date though their sentence is about the past.

    A day without a year is the one nearest to the date.

    Returns:
        Offsets of each date's first character and behind its last, and the day.

    Example:
        >>> see_later_dates("8月29日，演练举行过了。", dt.date(2024, 8, 28))
        ((0, 5, datetime.date(2024, 8, 29)),)
        >>> see_later_dates("大赛将于8月29日开幕。", dt.date(2024, 8, 28))
        ()
    """
    later = []
    for match in _DATE.finditer(text):
        day = _day(match, text[: match.start()], date)
        if day is None or day <= date:
            continue
        sentence = _sentence_around(text, match.start(), match.end())
        if not _TO_COME.search(sentence.replace(match[0], "日")):
            later.append((match.start(), match.end(), day))
    return tuple(later)


def _day(match: re.Match[str], before: str, date: dt.date) -> dt.date | None:
    """Return the day that a date means, or None if there is no such day or its year is unknown."""
    if match["year"]:
        years = [int(match["year"])]
    elif _LAST_YEAR.search(before):
        years = [date.year - 1]
    elif _THIS_YEAR.search(before):
        years = [date.year]
    elif _OTHER_YEAR.search(before):
        years = []
    else:
        named = _YEAR.findall(before)
        near = [date.year - 1, date.year, date.year + 1]
        years = near if not named or int(named[-1]) in near else [int(named[-1])]
    days = []
    for year in years:
        try:
            days.append(dt.date(year, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - date), default=None)


def _sentence_around(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
    last = min(
        (at for mark in _SENTENCE_END if (at := text.find(mark, end)) >= 0), default=len(text)
    )
    return text[first:last]
