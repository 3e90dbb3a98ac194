"""The date of an edition: what its pages, files and folders say."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.pages.wrapped_lines import running_lines
from audiopaper.translations import _
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Page

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


@dataclass(frozen=True, slots=True)
class _Dated:
    date: dt.date
    where: str
    strength: int
    in_head: bool = False
    """Whether it is in the running head at the top of a page."""


_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_TEXT_DATE = re.compile(
    r"((?:19|20)[0-9]{2})\s{0,3}年\s{0,3}([0-9]{1,2})\s{0,3}月\s{0,3}([0-9]{1,2})\s{0,3}[日号]"
    r"|(?<![0-9])((?:19|20)[0-9]{2})([-./])([0-9]{1,2})\5([0-9]{1,2})(?![0-9])"
)
_HAN_DATE = re.compile(
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
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)\s?[一二三四五六日天]")
_LUNAR = re.compile(
    r"(?:农历|夏历)?\s?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\s?"
    r"[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
    r"|农历\s?[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
)
_ISSUE = re.compile(r"[总第]{1,2}\s?[0-9]{1,6}\s?[期号]")
_PAGE_WORD = re.compile(r"第?\s?[A-D]?[0-9一二三四五六七八九十]{1,3}\s?版|今日\s?\S{1,3}\s?版")
# Words of a sentence round a date: a headline or a line of a body says when something holds.
_IN_SENTENCE = re.compile(
    r"(?:[自从從于於至到由]|定在|截止)(?:19|20)[0-9]{2}\s?年"
    r"|[日号號](?:[起止前后後至到的在将將]|以[前后後来來]|开始|開始|正式|试行|試行|[施实實][行施]"
    r"|凌晨|[上下]午|当天|當天)"
)
_REST = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")

# A date line holds little besides the date: a section name, an editor's name. Counted on
# running heads of party and evening papers, whose longest rest is about a dozen characters.
_MAX_REST_CHARS = 16

_MAX_HEAD_CHARS, _MAX_SECTION_CHARS = 60, 4


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
    # A date in the body counts only if no page has a better one; a running head always counts.
    if given:
        sources.append(_Dated(given, _("the date given"), 9))
    sources += [_Dated(date, where, 5) for where, date in named_dates]
    printed = [(page, dated) for page in pages if (dated := _page_date(page))]
    if printed:
        best = max(dated.strength for _, dated in printed)
        sources += [d for _, d in printed if d.strength == best or d.in_head]
    for file in files:
        sources += [
            _Dated(d, _("the name {file}", file=file.name), 0)
            for d, _text in name_dates(make_legible(file.stem))
        ]
    folders = {file.absolute().parent for file in files}
    for folder in sorted(folders):
        sources += [
            _Dated(d, _("the folder {folder}", folder=folder.name), 0)
            for d, _text in name_dates(make_legible(folder.name))
        ]
    if not sources:
        # The last article that came out; others of the same edition came out the day before.
        return max((date for _, date in publication_dates(pages)), default=None)
    _refuse_conflict(sources)
    return sources[0].date


def _refuse_conflict(sources: Sequence[_Dated]) -> None:
    for other in sources[1:]:
        if other.date != sources[0].date:
            raise InputError(
                _(
                    "{where} says {date}, {where_2} says {other_date}",
                    where=sources[0].where,
                    date=sources[0].date,
                    where_2=other.where,
                    other_date=other.date,
                ),
                remedy=_("put the pages of one day together, or correct the date that is wrong"),
            )


def publication_dates(pages: Sequence[Page]) -> Iterator[tuple[str, dt.date]]:
    """Yield the dates of publication that web pages give, each with the page's name.

    They are not dates of an edition: a site publishes tomorrow's article tonight.
    """
    for page in pages:
        for line, role in zip(page.lines, page.roles, strict=False):
            match = _TEXT_DATE.search(unicodedata.normalize("NFKC", line))
            if role != "furniture" or match is None or _edition_line(line) is not None:
                continue
            date = as_date(*(g for g in match.groups() if g and g not in "-./"))
            if date is not None:
                yield page.name, date


_ONE_DAY = dt.timedelta(days=1)


def doubt_dates(pages: Sequence[Page], date: dt.date | None) -> tuple[str, ...]:
    """Return a warning for each web article published too early or too late for an edition."""
    if date is None:
        return ()
    return tuple(
        _(
            "{name}: the article is of {published}, and the edition of {date}",
            name=name,
            published=published,
            date=date,
        )
        for name, published in dict.fromkeys(publication_dates(pages))
        if not date - _ONE_DAY <= published <= date
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
            return _Dated(
                parsed[0], _("{page} line {number}", page=page.name, number=number), parsed[1]
            )
    return None


def _page_date(page: Page) -> _Dated | None:
    """Return the best supported date in a page's masthead or running head, or None."""
    if page.roles:
        return _marked_date(page)
    best: _Dated | None = None
    shown = [i for i, line in enumerate(page.lines) if line.strip()]
    running = running_lines(page.lines)
    head_end = min(running, default=len(page.lines))
    head = _running_head(page.lines, shown)
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
            best = _Dated(date, where, strength, in_head=i == head)
    return best


_PAGE_MARK = re.compile(r"第?\s?[A-Za-z]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?版?")


def _running_head(lines: Sequence[str], shown: Sequence[int]) -> int | None:
    """Return the line of a page's running head that has its date; None if there is none.

    It is the first line, or what is above it is of a running head as well: the number of the
    page, the name of its section or the paper's name. Beside the date there is no more than that:
    a headline can begin with a date, too. A date alone below a word is one of a notice.
    """
    numbered = False
    for i in shown:
        line = simplify(unicodedata.normalize("NFKC", lines[i])).lstrip("#").strip()
        if len(line) > _MAX_HEAD_CHARS:
            return None
        parsed = line_date(line)
        others = _count_others(line)
        if parsed is not None:
            _date, support, _rest = parsed
            if support:
                return i if others <= _MAX_SECTION_CHARS else None
            return i if not others and (numbered or i == shown[0]) else None
        if others:
            return None
        numbered = numbered or _PAGE_MARK.search(line) is not None
    return None


def _count_others(line: str) -> int:
    """Count the characters of a line that are not of a running head."""
    patterns = (_TEXT_DATE, _HAN_DATE, _WEEKDAY, _LUNAR, _ISSUE, PAPER_WORD, CREDIT)
    for pattern in (*patterns, SECTION_NAMES, _PAGE_MARK):
        line = pattern.sub(" ", line)
    return len(_REST.sub("", line))


def line_date(line: str) -> tuple[dt.date, int, int] | None:
    """Read a line's date; with it how much else marks a date line, and how much does not."""
    plain = simplify(unicodedata.normalize("NFKC", line))
    date, rest = None, plain
    for match in _TEXT_DATE.finditer(plain):
        parts = [g for g in match.groups() if g and g not in "-./"]
        date = as_date(*parts)
        rest = plain[: match.start()] + " " + plain[match.end() :]
        break
    else:
        for match in _HAN_DATE.finditer(plain):
            year, month, day = match.groups()
            date = as_date(year.translate(_DIGITS), han_number(month), han_number(day))
            rest = plain[: match.start()] + " " + plain[match.end() :]
            break
    if date is None:
        return None
    if _IN_SENTENCE.search(plain):
        return None
    support = 0
    for pattern in (_WEEKDAY, _LUNAR, _ISSUE, _PAGE_WORD, PAPER_WORD):
        rest, n = pattern.subn(" ", rest)
        support += bool(n)
    return date, support, len(_REST.sub("", rest))


def han_number(text: str) -> str:
    """Turn 三, 十二, 廿九 or 三十一 into digits.

    Example:
        >>> han_number("廿九")
        '29'
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, mark, ones = text.rpartition("十")
    value = int(ones.translate(_DIGITS) or "0") if len(ones) <= 1 else 0
    if mark:
        value += 10 * (int(tens.translate(_DIGITS)) if len(tens) == 1 else 1)
    return str(value)


def as_date(year: str, month: str, day: str) -> dt.date | None:
    """Return the date of printed digits, or None if there is no such day."""
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
