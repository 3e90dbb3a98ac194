"""Dates and the words around them, in the lines of a page and in the names of files."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME_DATE = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)[0-9]{2})([-_.年]?)([0-9]{1,2})([-_.月]?)([0-9]{1,2})日?(?![0-9])"
    # Eight digits behind the paper's letters, or before those of a page or a time of day.
    r"|(?<![0-9])(?<![0-9][A-Za-z])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])"
    r"(?=(?:[0-9]{2}){0,3}(?![0-9a-z]))"
)


def name_dates(name: str) -> Iterator[tuple[dt.date, str]]:
    """Find the dates in a file's or folder's name, each with the characters that say it.

    Example:
        >>> [str(date) for date, _ in name_dates("qcrb-20260302")]
        ['2026-03-02']
    """
    for match in _NAME_DATE.finditer(name):
        year, parted, month, parted_too, day, *compact = match.groups()
        if not year:
            year, month, day = compact
            parted = parted_too = ""
        if bool(parted) != bool(parted_too) or (not parted and len(month + day) != 4):
            continue
        date = as_date(year, month, day)
        if date:
            yield date, match.group()


def undated(name: str) -> str:
    """Take the dates out of a name, so that what is left can number the page."""
    for _date, text in name_dates(name):
        name = name.replace(text, " ")
    return name


DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
TEXT_DATE = re.compile(
    r"((?:19|20)[0-9]{2})\s{0,3}年\s{0,3}([0-9]{1,2})\s{0,3}月\s{0,3}([0-9]{1,2})\s{0,3}[日号]"
    r"|(?<![0-9])((?:19|20)[0-9]{2})([-./·])([0-9]{1,2})\5([0-9]{1,2})(?![0-9])"
)
HAN_DATE = re.compile(
    r"([一二][〇○Ｏ零一二三四五六七八九]{3})\s{0,3}年\s{0,3}([一二三四五六七八九十]{1,3})\s{0,3}月"
    r"\s{0,3}([一二三四五六七八九十廿卅]{1,3})\s{0,3}日"
)
PAPER_ENDINGS = (
    "日报|晚报|早报|晨报|午报|时报|商报|都市报|周报|周刊|导报|新报|快报|青年报|法制报|法治报"
    "|工人报|农民报|科技报|教育报|经济报|建设报|交通报|健康报|消费报|广播电视报|新闻|导刊"
)
PAPER_WORD = re.compile(
    rf"(?:^|(?<=\s))[\u4e00-\u9fff]{{1,8}}(?:{PAPER_ENDINGS})(?:社出版|社)?(?=\s|$)"
)
SECTION_NAMES = re.compile(
    r"要闻|综合|国内|国际|本地|民生|社会|文化|文体|体育|财经|经济|教育|健康|时政|评论|言论|理论|副刊|专版|专题|特刊|特别报道|广告|公告"
    r"|新闻|都市|城事|科技|法治|县区|区县|乡村|三农|产业|金融|房产|汽车|旅游|生活|读书|文艺|周刊|专刊|调查|深度|视点|观察|热线|便民|信息"
    r"|天下|时事|影像|图片|人物|党建|基层|关注|聚焦|服务|娱乐|头版|一版"
)
CREDIT = re.compile(
    r"(?:责任?编辑?|美编|编辑|校对|版式|组版|电话|主编|值班|检审|投稿)\s?[:：/]?\s?[\u4e00-\u9fff]{0,4}"
)
WEEKDAY = re.compile(r"(?:星期|礼拜|周)\s?[一二三四五六日天]")
LUNAR = re.compile(
    r"(?:农历|夏历)?\s?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\s?"
    r"[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
    r"|农历\s?[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
)
ISSUE = re.compile(r"[总第]{1,2}\s?[0-9]{1,6}\s?[期号]")
PAGE_WORD = re.compile(r"第?\s?[A-D]?[0-9一二三四五六七八九十]{1,3}\s?版|今日\s?\S{1,3}\s?版")
# Words of a sentence round a date: a headline or a line of a body says when something holds.
IN_SENTENCE = re.compile(
    r"(?:[自从從于於至到由]|定在|截止)(?:19|20)[0-9]{2}\s?年"
    r"|[日号號](?:[起止前后後至到的在将將]|以[前后後来來]|开始|開始|正式|试行|試行|[施实實][行施]"
    r"|凌晨|[上下]午|当天|當天)"
)
REST = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")


def line_date(line: str) -> tuple[dt.date, int, int] | None:
    """Read a line's date; with it how much else marks a date line, and how much does not."""
    plain = simplify(unicodedata.normalize("NFKC", line))
    date, rest = None, plain
    for match in TEXT_DATE.finditer(plain):
        date = as_date(*date_parts(match))
        rest = plain[: match.start()] + " " + plain[match.end() :]
        break
    else:
        for match in HAN_DATE.finditer(plain):
            year, month, day = match.groups()
            date = as_date(year.translate(DIGITS), han_number(month), han_number(day))
            rest = plain[: match.start()] + " " + plain[match.end() :]
            break
    if date is None:
        return None
    if IN_SENTENCE.search(plain):
        return None
    support = 0
    for pattern in (WEEKDAY, LUNAR, ISSUE, PAGE_WORD, PAPER_WORD):
        rest, n = pattern.subn(" ", rest)
        support += bool(n)
    return date, support, len(REST.sub("", rest))


def date_parts(match: re.Match[str]) -> tuple[str, str, str]:
    """Return year, month and day of a match of `TEXT_DATE`."""
    year, month, day = (group for group in match.groups() if group and group not in "-./·")
    return year, month, day


def han_number(text: str) -> str:
    """Turn 三, 十二, 廿九 or 三十一 into digits.

    Example:
        >>> han_number("廿九")
        '29'
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, mark, ones = text.rpartition("十")
    value = int(ones.translate(DIGITS) or "0") if len(ones) <= 1 else 0
    if mark:
        value += 10 * (int(tens.translate(DIGITS)) if len(tens) == 1 else 1)
    return str(value)


def as_date(year: str, month: str, day: str) -> dt.date | None:
    """Return the date of printed digits, or None if there is no such day."""
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
