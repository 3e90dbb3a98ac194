"""Rules for the times of races, for paces, and for the minutes of a match."""

from __future__ import annotations

import re

from audiopaper.numbers.context_words import RATIO_WORDS, TIME_BEFORE
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.wording import say_number

_BY_TIME = "(?<![可所难加予得足何借])以"
_BEST = "(?<![A-Za-z])(?:PB|SB)(?![A-Za-z])|[半全]马"
# The day's programme of a race gives times of day, too.
_STARTS = "^(?:准?时)?(?:鸣枪|开[跑赛始幕]|起跑|发枪|出发|举行|检录|集合|打响)"
# Quotation marks stand for primes, but not where they may close a quotation.
_SECONDS = "(?:[″\"”]|[′'’]{2})"
_QUOTED = "[“\"‘'][^”\"’'，]{0,22}$"
_RATE = "(?:<S>/<S>(?P<per>km|KM|公里|千米|百米|\\d{2,4} ?(?:m|米))(?![A-Za-z²³]))?"
_MINUTE = (
    "(?P<n>\\d{1,3})(?:\\+(?P<inside>\\d{1,2}))?[′'’](?:\\+(?P<behind>\\d{1,2})[′'’]?)?"
    "(?![\\d″\"”′'’])"
)
_MINUTES = re.sub("[?]P<[a-z]+>", "?:", _MINUTE)


def say_sixtieth(digits: str) -> str:
    """Say minutes or seconds behind a larger unit, 零 in front of a single one.

    Example:
        >>> say_sixtieth("05"), say_sixtieth("15"), say_sixtieth("00")
        ('零五', '十五', '零')
    """
    return ("零" if digits[0] == "0" and digits != "00" else "") + spell_cardinal(digits)


def _race(m: Match) -> str:
    """Say the groups h, m and s with hundredths c; a pace begins with the distance ``per``."""
    groups = m.groupdict()
    parts = [part for part in (groups.get("h"), groups.get("m"), groups["s"]) if part]
    names = ("小时", "分", "秒")[-len(parts) :]
    first = "两" if parts[0] == "2" else spell_cardinal(parts[0])
    parts_spoken = [first, *(say_sixtieth(part) for part in parts[1:])]
    time = "".join(s + n for s, n in zip(parts_spoken, names, strict=True))
    return _rate(groups.get("per")) + time + spell_digits(groups.get("c") or "")


def _rate(per: str | None) -> str:
    """Say the distance that a pace is for: /km 每公里, /500m 每五百米."""
    if not per:
        return ""
    number = re.match(r"\d+", per)
    if number:
        return f"每{spell_cardinal(number[0])}米"
    return "每公里" if per.lower() == "km" else f"每{per}"


def _hours_and_minutes(m: Match) -> str:
    """Say 2h30min 两小时三十分钟, 3h42′ 三小时四十二分, 10h02m20s 十小时零二分二十秒."""
    if m["s"]:
        return _race(m)
    name = "分" if m["mark"] in "′'’" else "分钟"
    return f"{say_number(m['h'], '小时')}小时{spell_cardinal(m['m'])}{name}"


def _minute(m: Match) -> str:
    """Say a minute of a match, and the minute of the time that was added: 45′+2."""
    added = m["inside"] or m["behind"]
    extra = f"补时第{spell_cardinal(added)}分钟" if added else ""
    return f"{spell_cardinal(m['n'])}分钟{extra}"


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "race-time",
        "digit",
        r"(?P<h>[0-5]?\d)<COLON>(?P<m>[0-5]\d)(?:<COLON>(?P<s>[0-5]\d))?\.(?P<c>\d{1,3})(?![\d:：∶])",
        _race,
        ("1:43.25", "一分四十三秒二五"),
        ("4:12.6", "四分十二秒六"),
        unless_before=RATIO_WORDS,
    ),
    make_rule(
        "race-time-of-hours",
        "digit",
        r"(?P<h>[0-9])<COLON>(?P<m>[0-5]\d)<COLON>(?P<s>[0-5]\d)(?![\d:：∶.])",
        _race,
        ("马拉松冠军成绩2:08:15", "马拉松冠军成绩两小时零八分十五秒"),
        ("她的半马PB：1:32:20", "她的半马PB：一小时三十二分二十秒"),
        ("半马7:30:00鸣枪", "半马七点三十分零秒鸣枪"),
        around="马拉松|成绩|用时|冲过终点|完赛|纪录|长跑|竞走|铁人三项|净计时"
        f"|{_BEST}|{_BY_TIME}$|^的?(?:成绩)?(?:夺冠|折桂|夺得|摘得|登顶)",
        unless_before=f"{RATIO_WORDS}|{TIME_BEFORE}",
        unless_after=_STARTS,
    ),
    make_rule(
        "race-time-of-minutes",
        "digit",
        r"(?P<m>[0-5]?\d)<COLON>(?P<s>[0-5]\d)(?![\d:：∶.])(?=(?:的成绩)?"
        "(?:完赛|完成比赛|冲线|撞线|冲过终点|跑完|游完|骑完|刷新|打破))",
        _race,
        ("王芳以48:35完赛", "王芳以四十八分三十五秒完赛"),
        before=f"{_BY_TIME}$",
    ),
    make_rule(
        "race-time-behind-word",
        "digit",
        r"(?P<m>[0-5]?\d)<COLON>(?P<s>[0-5]\d)(?![\d:：∶.])" + _RATE,
        _race,
        ("接力队用时58:36", "接力队用时五十八分三十六秒"),
        ("5公里组冠军成绩为15:42", "五公里组冠军成绩为十五分四十二秒"),
        ("成绩为15:42", "成绩为十五点四十二分"),
        ("配速4:24/km", "配速每公里四分二十四秒"),
        before="(?:用时|耗时|配速|跑出|游出|净时间|(?<![A-Za-z])[PS]B)[了为是达仅约：: ]{0,3}$"
        "|(?:公里|马拉松|万米|\\d米|接力|长跑|越野|竞走|[泳滑骑]|赛跑)[^，。；]{0,10}"
        "成绩[为是达：: ]{0,2}$",
        unless_before="[比球][分赛]?[^，。；]{0,4}$",
    ),
    make_rule(
        "race-time-with-primes",
        "digit",
        rf"(?:(?P<h>\d{{1,2}})h)?(?P<m>\d{{1,2}})[′'’](?P<s>[0-5]?\d){_SECONDS}(?P<c>\d{{0,3}})(?!\d)"
        + _RATE,
        _race,
        ("2′15″36", "两分十五秒三六"),
        ("2'15\"36", "两分十五秒三六"),
        ("13'52''", "十三分五十二秒"),
        ("2h05′20″", "两小时零五分二十秒"),
        ("4′24″/km", "每公里四分二十四秒"),
    ),
    make_rule(
        "race-time-of-seconds",
        "digit",
        rf"(?P<s>\d{{1,2}}){_SECONDS}(?P<c>\d{{1,2}})(?![\d.:：″\"”′'])",
        _race,
        ("百米跑出10″22", "百米跑出十秒二二"),
        ('以34"05夺冠', "以三十四秒零五夺冠"),
        ("“618”12点", "“六幺八”，十二点"),
        unless_before=rf"\d[.:：]?$|[°′]$|{_QUOTED}",
        unless_after="^(?:<COUNTED>|<S>(?:[年月日号时点届级%‰]|<UNIT>))",
    ),
    make_rule(
        "pace",
        "digit",
        r"(?P<m>\d{1,2})分(?P<s>\d{1,2})秒" + _RATE.removesuffix("?"),
        _race,
        ("配速5分30秒/公里", "配速每公里五分三十秒"),
    ),
    make_rule(
        "hours-and-minutes",
        "digit",
        r"(?P<h>\d{1,2})h(?P<m>\d{1,2})(?P<mark>min|m|[′'’])(?:(?P<s>\d{1,2})s(?:ec)?)?(?![A-Za-z])",
        _hours_and_minutes,
        ("2h30min", "两小时三十分钟"),
        ("10h02m20s", "十小时零二分二十秒"),
        ("3h42′", "三小时四十二分"),
    ),
    make_rule(
        "minute-of-match",
        "digit",
        _MINUTE,
        _minute,
        ("第45'破门", "第四十五分钟破门"),
        ("第90′+3绝杀", "第九十分钟补时第三分钟绝杀"),
        ("王河45′破门", "王河四十五分钟破门"),
        around="第$|^(?:进球|破门|绝杀|扳平|扳回|头球|点球|建功|[打攻]入|打进)",
    ),
    make_rule(
        "minute-of-added-time",
        "digit",
        "(?=(?:45|90|105|120)(?:[′'’]?\\+))" + _MINUTE,
        _minute,
        ("王河（90+1'）", "王河（九十分钟补时第一分钟）"),
        ("在45'+2换人", "在四十五分钟补时第二分钟换人"),
        unless_before=r"[\d.+-]$",
    ),
    make_rule(
        "minutes-in-brackets",
        "digit",
        _MINUTE,
        _minute,
        ("王河（12'、33'）", "王河（十二分钟、三十三分钟）"),
        before=rf"<HAN>[（(](?:{_MINUTES}[、，,/ ]){{0,4}}$",
        after="^[）)、，,/ ]",
    ),
)
"""They come before the rules for times of day and for angles."""
