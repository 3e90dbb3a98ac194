"""Rules for days without a year, printed as two figures: 12.5（周六）, 11.7—11.10, 12/5晚."""

from __future__ import annotations

from audiopaper.numbers.context_words import QUANTITY_BEFORE, WEEKDAY
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)
from audiopaper.numbers.spelling import spell_cardinal

_MONTH = "(?:1[0-2]|[1-9])"
_DAY = "(?:[12]\\d|3[01]|0?[1-9])"
_MONTH_DAY = rf"(?P<month>{_MONTH})(?P<mark>[./])(?P<day>{_DAY})(?![.%/]?\d)"
_PART_OF_DAY = (
    "(?:[上中下]午|凌晨|清晨|早上|早晨|傍晚|晚上|夜间|晚(?![会宴报年餐饭期婚点])|早(?=\\d))"
)
_TIME_BEHIND = (
    rf"(?:[（(]{WEEKDAY}|<S>{WEEKDAY}(?!期)"
    rf"|<S>(?:[01]?\d|2[0-4])<COLON>[0-5]\d|<S>{_PART_OF_DAY})"
)
_CUE = (
    "(?:(?:时间|日期|期限|截止|截至|截稿|[公展]示?期|档期|会期|假期|有效期|活动期)(?:日期|时间)?"
    "[为是:： ]{0,2}"
    "|(?<![低高大小等少多优弱强介处位对由关基终收报])于|[自从])$"
)
_EVENT_BEHIND = (
    "(?:放假|展[出演览]|演[出映]|上[演映]|举[行办]|报名|期间|活动|天气|一周|停[水电气]|有效|免费"
    "|全场|促销|开[放业幕])"
)
_STARS = "(?:白羊|金牛|双子|巨蟹|狮子|处女|天秤|天蝎|射手|[摩魔]羯|水瓶|双鱼)座"
_DAY_NAME = (
    "(?:立[春夏秋冬]|雨水|惊蛰|[春秋]分|清明|谷雨|小满|芒种|[夏冬]至|[小大][暑寒雪]|处暑|白露|寒露|霜降|入[伏梅]"
    "|除夕|元旦|元宵|端午|中秋|重阳|国庆|七夕|腊八|[小大]年|平安夜|双(?:十[一二]|1[12])"
    "|(?<![环章情细季调关小枝音礼骨])节(?:当[天日])?|生日|"
    f"{WEEKDAY}|[今明昨]天|当[天日]|首日)"
)
_DAY_BEFORE = compile_pattern(f"(?:{_STARS}[为是:：（( ]{{0,2}}|{_DAY_NAME}[（(])$")
_AMOUNT = "(?:<S>(?:[%‰℃°℉两十百千万亿多余几]|<UNIT>|<MEASURE>)|<COUNTED>)"
_QUANTITY_BEFORE = (
    "(?:[A-Za-z约近达超逾每占均值率价量额数股度比重高长宽深涨跌升降增减加到至是收报得]"
    f"|(?<!间)为)$|{QUANTITY_BEFORE}"
)

_TIME = compile_pattern(f"{_TIME_BEHIND}|<S>{_EVENT_BEHIND}")
_PLACE = compile_pattern("(?![为是之范以的属在即均时])<HAN>{2}")
_HAN, _BEGINS = compile_pattern("<HAN>"), compile_pattern("起(?!步)|开始")
_CUE_BEFORE = compile_pattern(_CUE)
_NUMBER_BEFORE = compile_pattern(_QUANTITY_BEFORE)


def _say(month: str, day: str) -> str:
    return f"{spell_cardinal(month)}月{spell_cardinal(day)}日"


def _month_day(m: Match) -> str:
    return _say(m["month"], m["day"])


def _month_day_behind_word(m: Match) -> str | None:
    """Say a day behind 截至, in 自12.1起 and 于12.1举行; None for a price: 于3.28，."""
    before, behind = words_before(m), words_behind(m)
    if before[-1] in "自从" and not _BEGINS.match(behind):
        return None
    if before[-1] == "于" and not (before.endswith(("定于", "拟于")) or _HAN.match(behind)):
        return None
    return _month_day(m)


def _from_to(m: Match) -> str | None:
    """Say the first and the last day; None for a range of other numbers, which rises as such.

    Numbers of a range have the same precision: 11.7—11.10 and 11.30—12.6 are days. What has it too
    (6.5—8.5) is none unless a word says so, or it begins a line and a place stands behind it.
    """
    first, last = (int(m["month"]), int(m["day"])), (int(m["month2"]), int(m["day2"]))
    over_new_year = first[0] >= 10 and last[0] <= 3
    if not (first < last or over_new_year):
        return None
    before, behind = words_before(m), words_behind(m)
    is_evident = _TIME.match(behind) or _are_days(m) or (not before and _PLACE.match(behind))
    is_named = _CUE_BEFORE.search(before) or _DAY_BEFORE.search(before)
    if not (is_named or (is_evident and not _NUMBER_BEFORE.search(before))):
        return None
    return f"{_say(m['month'], m['day'])}至{_say(m['month2'], m['day2'])}"


def _day_of_birth(m: Match) -> str | None:
    """Say 2/29出生; None for a share of those born: 1/3出生."""
    month, day = int(m["month"]), int(m["day"])
    is_share = m["mark"] == "/" and month < day <= 10
    return None if is_share else _month_day(m)


def _day_before_word(m: Match) -> str | None:
    """Say 12/2日 and 6/21日; None for a share of a day and for two days: 1/3日, 5/6日."""
    month, day = int(m["month"]), int(m["day"])
    is_date = month >= day or (day > 12 and day != month + 1)
    return _month_day(m).removesuffix("日") if is_date else None


def _are_days(m: Match) -> bool:
    """Whether two pairs of figures make no range of decimals or of fractions."""
    if m["mark"] == "/":
        (a, b), (c, d) = ((int(m[x]), int(m[y])) for x, y in (("month", "day"), ("month2", "day2")))
        return a >= b or c >= d or a * d > c * b
    falls = float(f"{m['month']}.{m['day']}") > float(f"{m['month2']}.{m['day2']}")
    return falls or len(m["day"]) != len(m["day2"])


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "month-days",
        "digit",
        rf"(?P<month>{_MONTH})(?P<mark>[./])(?P<day>{_DAY})(?:<TO>|[至到])"
        rf"(?P<month2>{_MONTH})(?P=mark)(?P<day2>{_DAY})(?![.%/]?\d)",
        _from_to,
        ("11.7—11.10 青川大剧院", "十一月七日至十一月十日青川大剧院"),
        ("11.7—11.9 青川大剧院", "十一月七日至十一月九日青川大剧院"),
        ("报名时间：12.1—12.9。", "报名时间：十二月一日至十二月九日。"),
        ("公示期为6.3-6.7。", "公示期为六月三日至六月七日。"),
        ("白羊座（3.21-4.19）", "白羊座（三月二十一日至四月十九日）"),
        ("12/1-12/7八折", "十二月一日至十二月七日八折"),
        ("增长6.5—8.5", "增长六点五到八点五"),
        ("占1/3—2/3", "占三分之一到三分之二"),
        unless_before=r"[A-Za-z\d./]$",
        unless_after=f"^{_AMOUNT}",
    ),
    make_rule(
        "month-day-with-time",
        "digit",
        _MONTH_DAY,
        _month_day,
        ("12.5（周六）14:00", "十二月五日（周六）十四点"),
        ("10.26 19:00 文化馆", "十月二十六日 十九点文化馆"),
        ("11.28晚19:30", "十一月二十八日晚十九点三十分"),
        ("活动12/5（周六）举行", "活动十二月五日（周六）举行"),
        after=rf"^(?:[、和及,，] ?{_MONTH}[./]{_DAY}){{0,3}}{_TIME_BEHIND}",
        unless_before=rf"[\d./]$|{_QUANTITY_BEFORE}",
    ),
    make_rule(
        "month-day-behind-name",
        "digit",
        rf"{_MONTH_DAY}(?=[)）、，,])",
        _month_day,
        ("夏至（6/21）起", "夏至（六月二十一日）起"),
        ("双十二（12.12）", "双十二（十二月十二日）"),
        ("环节（1/3）", "环节（三分之一）"),
        before=rf"{_DAY_NAME}[（(]$",
    ),
    make_rule(
        "month-day-of-birth",
        "digit",
        _MONTH_DAY,
        _day_of_birth,
        ("2/29出生的人", "二月二十九日出生的人"),
        ("1/3出生的婴儿", "三分之一出生的婴儿"),
        after="^(?:出生|生人|生日|生于|诞生)",
        unless_before=rf"[\d./]$|{_QUANTITY_BEFORE}",
    ),
    make_rule(
        "month-day-before-word",
        "digit",
        rf"(?P<month>{_MONTH})/(?P<day>{_DAY})(?=日(?![均产]))",
        _day_before_word,
        ("12/2日", "十二月二日"),
        ("1/3日", "三分之一日"),
        unless_before=rf"[\d./]$|{_QUANTITY_BEFORE}",
    ),
    make_rule(
        "month-day-with-word",
        "digit",
        rf"(?P<month>{_MONTH})\.(?:(?P<day>{_DAY})"
        rf"(?=号(?![线楼])|日(?:<S>\d|{_TIME_BEHIND}|[起前至（(]))"
        r"|(?P<late>[12]\d|3[01])(?=日(?![均元本])))",
        lambda m: _say(m["month"], m["day"] or m["late"])[:-1],
        ("12.5日晚", "十二月五日晚"),
        ("11.28号开业", "十一月二十八号开业"),
        ("工期平均为12.5日", "工期平均为十二点五日"),
        unless_before=rf"[\d./]$|[期程第过]$|{_QUANTITY_BEFORE}",
    ),
    make_rule(
        "last-month-day-with-word",
        "digit",
        rf"(?P<month>{_MONTH})\.(?P<day>{_DAY})(?=[日号])",
        lambda m: _say(m["month"], m["day"])[:-1],
        ("7.5日至7.9日", "七月五日至七月九日"),
        before=rf"(?<![\d.期程]){_MONTH}\.{_DAY}[日号][-—~至到]{{1,2}}$",
    ),
)
"""Rules with evidence behind the day; they come before those for days that events are named by."""

RULES_BY_CUE: tuple[NumberRule, ...] = (
    make_rule(
        "month-day-behind-word",
        "digit",
        _MONTH_DAY,
        _month_day_behind_word,
        ("于11.28走失", "于十一月二十八日走失"),
        ("报名截止12/10。", "报名截止十二月十日。"),
        ("自12.1起", "自十二月一日起"),
        ("高于11.28的", "高于十一点二八的"),
        before=_CUE,
        unless_after=rf"^(?!起)(?:(?:<TO>|[至到])\d[\d.]{{0,4}})?{_AMOUNT}",
    ),
)
"""Rules with evidence in front of it, which the name of an event outweighs: 于9.18事变."""
