"""Rules for ranges, fractions and numbers with a unit or percent sign."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)
from audiopaper.numbers.spelling import spell_cardinal, spell_decimal, spell_digits, value_of
from audiopaper.numbers.units import CONCENTRATION, PER_UNITS, UNITS
from audiopaper.numbers.wording import (
    dashed_with_yao,
    say_number,
    say_part,
    say_with_unit,
)

_DEGREES = re.compile(r"[多余几]?(?:[至到]-?\d{1,2}(?:\.\d)?)?(?:度|摄氏度|℃|°C)")
# 每吨二十元 behind 涨 would leave the verb in front of 每.
_CHANGE_BEFORE = re.compile("(?:[涨跌降升增减]|[上下]调|优惠|便宜)了?约?$")
# 46%-44%领先: the shares of two parties.
_POLL = re.compile("领先|落后|民调|得票|支持率|投票|公投|对阵|击败")
_LENS = re.compile("近视|远视|散光|屈光|度数|眼镜|镜片")
# DC12V is a voltage, CT6V a car.
_LETTER_BEFORE = re.compile("[A-Za-z](?<!AC)(?<!DC)(?<!USB)(?<!LED)$")
_ONE_OR_TWO = compile_pattern(
    "<S>(?:[百千万亿多天年周岁次个位件倍米]|个?小时|分钟|秒|公里|[公]?斤|吨|元|人(?![民大])|名|里路|亩|平方|[厘毫]米|克|升(?!级)|瓶|碗|块|场|顿|只|头|颗|粒|棵|张|把|句|杯|口|步|遍|回|趟)"
)
_CELSIUS = frozenset(("℃", "°C", "°c"))
_CELL_BEFORE = compile_pattern(context_words.CELL_BEFORE)
_SIDE = compile_pattern(r"(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)[ \u00a0]?(?P<u><UNIT>)?")

_WORKS = frozenset("件套台组幅张本部首篇册副项枚个集")
# What medicines, masks and the like are counted in: 61万粒/片/支 are of any of the three.
_PIECES = frozenset("粒片支丸袋瓶盒包只枚个")


def _under(unit: str) -> str:
    return PER_UNITS.get(unit, UNITS.get(unit, unit))


def _is_either(m: Match) -> bool:
    """Whether a large number counts works of two kinds (2000余件/套), and not some for each."""
    if m["also"] and {m["over"], m["under"], m["also"]} <= _PIECES:
        return True
    is_total = m["about"] or m["scale"] or len(m["n"].split(".")[0]) > 2
    return bool(is_total and m["over"] in _WORKS and m["under"] in _WORKS)


def _per(m: Match) -> str | None:
    """Say 每秒二十八米, but a concentration as it is printed: 零点五毫克每升."""
    if _is_either(m):
        return None
    over = UNITS.get(m["over"], m["over"])
    under = _under(m["under"] or m["person"])
    if m["per"]:
        under = say_number(m["per"], under) + under
    if m["also"] or m["time"]:
        alsoper = spell_decimal(m["alsoper"]) if m["alsoper"] else ""
        under += "每" + alsoper + _under(m["also"] or m["time"])
    middle = m["scale"] + m["about"]
    number = say_number(m["n"], middle + over) + middle
    if m["from"]:
        scale = m["fromscale"]
        number = f"{say_number(m['from'], scale or middle + over)}{scale}到{number}"
    if over in CONCENTRATION or m["alsoper"] or _CHANGE_BEFORE.search(words_before(m)):
        return f"{number}{over}每{under}"
    return f"每{under}{number}{over}"


def _per_without_unit(m: Match) -> str:
    """Say 2.5万/台, 2500/月 and 98元起/人, whose currency or unit is not printed or not next."""
    unit = (m["scale"] or "") + (m["about"] or "") + (m["yuan"] or "")
    start = "起" if "起" in m[0] else ""
    return f"每{_under(m['under'])}{say_number(m['n'], unit)}{unit}{start}"


def _is_temperature(m: Match) -> bool:
    """Whether degrees without a sign are those of a thermometer, and not of a lens."""
    return bool(_DEGREES.match(words_behind(m))) and not _LENS.search(words_before(m))


def say_range(m: Match) -> str | None:
    """Say 10-15, 10%~15%, -3～5℃, 2—3 (天) by the parts sa a ua, sb b ub; None for two cells."""
    before, behind = words_before(m), words_behind(m)
    apart = m.string[m.end("a") : m.start("b")] in (" -", "\u00a0-")
    if apart and _CELL_BEFORE.search(before):
        return None
    unit_a, unit_b = m["ua"] or "", m["ub"] or ""
    unit = unit_b or unit_a
    cold = unit in _CELSIUS or _is_temperature(m)
    # 5--3℃ falls below zero, 50--100 is a range with a dash of two hyphens.
    falls = bool(cold and m["to"].strip() == "--" and value_of(m["b"]) < value_of(m["a"]))
    minus = "零下" if cold else "负"
    sign_a, sign_b = (minus if m["sa"] else ""), (minus if m["sb"] or falls else "")
    leads = unit_a and value_of(m["a"]) > value_of(m["b"]) and _POLL.search(before + behind)
    if unit in ("%", "‰") and leads:
        return f"{say_part(m['a'], unit)}比{say_part(m['b'], unit)}"
    if unit in ("%", "‰"):
        first, second = say_part(m["a"], unit), say_part(m["b"], unit)
    elif unit_b:
        name = UNITS[unit_b]
        first = say_with_unit(m["a"], unit_a or unit_b)
        first = first if unit_a else first.removesuffix(name)
        second = say_with_unit(m["b"], unit_b)
    elif unit_a:
        first, second = say_with_unit(m["a"], unit_a), say_number(m["b"], behind)
    else:
        first, second = say_number(m["a"], behind, before), say_number(m["b"], behind, before)
    return f"{sign_a}{first}到{sign_b}{second}"


def say_signed(m: Match) -> str:
    """Say -3℃ 零下三摄氏度, +5℃ 零上五摄氏度, -2.3% 负百分之二点三, -5 负五."""
    unit, plus = m["u"] or "", m["sign"] == "+"
    if unit in _CELSIUS or (not unit and _is_temperature(m)):
        sign = "零上" if plus else "零下"
    else:
        sign = "正" if plus else "负"
    return sign + (say_with_unit(m["n"], unit) if unit else spell_decimal(m["n"]))


def _measured(m: Match) -> str | None:
    number, middle, unit = m["n"], m["scale"] + m["about"], m["u"]
    # The L of A4L is part of the name; DN200m is a length.
    lone = len(unit) == 1 and "A" <= unit <= "z"
    if lone and _LETTER_BEFORE.search(words_before(m)) and (unit != "m" or len(number) == 1):
        return None
    if not middle:
        return say_with_unit(number, unit, words_before(m))
    if unit in "%‰‱":
        return say_part(number, unit, middle)
    return say_number(number, middle) + middle + UNITS[unit]


def _neighbours(m: Match) -> str | None:
    """三四个 for 3、4个; only numbers that follow each other mean about so many."""
    if int(m["b"]) != int(m["a"][-1]) + 1:
        return None
    if m["a"] == "1":
        # 1、2天 is a day or two, 1、2组 are two groups.
        return "一两" if _ONE_OR_TWO.match(words_behind(m)) else "一、二"
    return ("两" if m["a"] == "2" else spell_cardinal(m["a"])) + spell_cardinal(m["b"])


def _dashed(m: Match) -> str:
    """Say groups of digits with pauses; short ones are counted, not dialled: 1-2-3, 15-15-15."""
    parts = m[0].split("-")
    counted = all(len(part) == 1 or (len(part) == 2 and part[0] != "0") for part in parts)
    return "、".join(map(spell_cardinal, parts)) if counted else dashed_with_yao(m)


def _dimensions(m: Match) -> str:
    """Say dimensions with or without units: 210×297毫米, 60cm*40cm*30cm."""
    parts = []
    for side in _SIDE.finditer(m[0]):
        number, unit = side["n"], side["u"]
        parts.append(say_with_unit(number, unit) if unit else spell_decimal(number))
    return "乘".join(parts)


# What is behind the slash of a price without its currency.
_SOLD_BY = (
    "(?:人次?|月|年|天|晚|位|平方米|平米?|㎡|m²|m2|吨|公?斤|间|套|次|小时|台|件|亩|盒|株"
    "|学期|课时|节课?|桌|箱|辆|户|只|头)"
)
_PER = (
    r"<S>/<S>(?:(?P<per>\d{1,4})<S>(?=m[lL]|g|km|<HAN>))?"
    "(?:(?P<under><PERDEN>)(?:[·/](?P<alsoper>\\d{1,2}\\.\\d{1,2})?(?P<also><PERDEN>))?"
    "|[(（](?P<person><PERDEN>)[·/](?P<time><PERDEN>)[)）])"
)

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "dimensions",
        "digit",
        # Digits behind a zero are the head of a code: 0x1F.
        r"(?!0[xX\d])\d{1,6}(?:\.\d{1,4})?(?:<S>(?:[cmdkμn]?m|[kmc]g|英寸)(?![A-Za-z]|<S>/))?"
        r"(?:<S>[xX×*]<S>\d{1,6}(?:\.\d{1,4})?(?:<S>(?:[cmdkμn]?m|[kmc]g)(?![A-Za-z0-9²³^]))?){1,3}"
        # 2×660MW: the unit of a whole.
        r"(?:(?<=\d)<S>(?=[A-Za-zμ]{2}|[tLW](?![A-Za-z]))<UNIT>)?"
        r"(?![\d.,⁰¹²³⁴-⁹⁺⁻^xX×*]|[万亿]|<S>/)",
        _dimensions,
        ("5265x1999x1800mm", "五千二百六十五乘一千九百九十九乘一千八百毫米"),
        ("5085mm*2000mm*1817mm", "五千零八十五毫米乘两千毫米乘一千八百一十七毫米"),
        ("210×297", "二百一十乘二百九十七"),
        ("3x5", "三乘五"),
        ("2×660MW机组", "二乘六百六十兆瓦机组"),
        unless_before="[A-Za-z0-9.]$",
    ),
    make_rule(
        "per",
        "digit",
        r"(?:(?P<from><NUM>)(?P<fromscale><SCALE>)<PERNUM>?(?:<TO>|[至到]))?(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)<S>"
        r"(?P<over><PERNUM>)" + _PER,
        _per,
        ("28米/秒", "每秒二十八米"),
        ("10km/h", "每小时十公里"),
        ("1.2万元/吨", "每吨一点二万元"),
        ("0.5mg/L", "零点五毫克每升"),
        ("80—120元/斤", "每斤八十到一百二十元"),
        ("风速2至4米/秒", "风速每秒两到四米"),
        ("80mg/100ml", "八十毫克每一百毫升"),
        ("30元/人·天", "每人每天三十元"),
        ("30元/人/天", "每人每天三十元"),
        ("2片/次", "每次两片"),
        ("9.9元/3斤", "每三斤九点九元"),
        ("1万~2万元/㎡", "每平方米一万到两万元"),
        ("铁矿石跌15元/吨", "铁矿石跌十五元每吨"),
        ("300元/(人·月)", "每人每月三百元"),
        ("5000元/家、2万元/项", "每家五千元、每项两万元"),
        ("第3集/周五", "第三集、周五"),
        ("作品2000余件/套", "作品两千余件、套"),
        ("药品61万粒/片/支", "药品六十一万粒、片、支"),
        ("350元人民币/天", "每天三百五十元人民币"),
        ("60mL/min/1.73m²", "六十毫升每分钟每一点七三平方米"),
        unless_before="第$",
    ),
    make_rule(
        "per-without-unit",
        "digit",
        r"(?P<n><NUM>)(?:(?P<scale>[百千]?[万亿])(?P<about>[多余]?)(?P<over>起?)|(?P<yuan>元)起"
        rf"|(?<=\d\d)起?)<S>/<S>(?P<under>{_SOLD_BY})"
        r"(?=[，。、；！？,;)）”】]|起|左右|$|[ \u3000])",
        _per_without_unit,
        ("2.5万/台，", "每台二点五万，"),
        ("月租2500/月", "月租每月两千五百"),
        ("98元起/人", "每人九十八元起"),
        ("每车10/万公里", "每车十、万公里"),
        unless_before=r"[A-Za-z\d./]$",
    ),
    make_rule(
        "dashed-code",
        "digit",
        r"\d{1,12}(?:-\d{1,12}){2,6}(?!\d)",
        _dashed,
        ("3-2-501", "三、二、五零幺"),
        ("“1-2-3”行动", "“一、二、三”行动"),
        ("15-15-15复合肥", "十五、十五、十五复合肥"),
    ),
    make_rule(
        "room-range",
        "digit",
        r"(?P<a>\d{3,4})<TO>(?P<b>\d{3,4})(?=号?(?:室|房|教室|寝室|宿舍|会议室))",
        lambda m: f"{spell_digits(m['a'], yao=True)}至{spell_digits(m['b'], yao=True)}",
        ("101-105室", "幺零幺至幺零五室"),
    ),
    make_rule(
        "month-or-day-range",
        "digit",
        r"(?P<a>0?[1-9]|[12]\d|3[01])<TO>(?P<b>0?[1-9]|[12]\d|3[01])(?=[月日号](?!楼))",
        lambda m: f"{spell_cardinal(m['a'])}至{spell_cardinal(m['b'])}",
        ("1—11月", "一至十一月"),
        ("10-18日", "十至十八日"),
    ),
    make_rule(
        "range",
        "digit",
        r"(?P<sa>)(?P<a><NUM>)<S>(?P<ua>%|‰|<UNIT>)?(?P<to><TO>)(?P<sb>-)?(?P<b><NUM>)"
        r"(?:<S>(?P<ub>%|‰|<UNIT>))?",
        say_range,
        ("10%-15%", "百分之十到百分之十五"),
        ("12～18℃", "十二到十八摄氏度"),
        ("3-11岁", "三到十一岁"),
        ("2-3天", "两到三天"),
        ("10-15%", "百分之十到百分之十五"),
        ("5～-2℃", "五到零下二摄氏度"),
        ("5--2℃", "五到零下二摄氏度"),
        ("50--100元", "五十到一百元"),
        ("7 3 1 3 -1 10", "七 三 一 三 负一 十"),
    ),
    make_rule(
        "percent-range-in-words",
        "digit",
        r"(?P<a><NUM>)(?P<to>[至到])(?P<b><NUM>)<S>(?P<u>[%‰])",
        lambda m: say_part(m["a"], m["u"]) + m["to"] + say_part(m["b"], m["u"]),
        ("10至15%", "百分之十至百分之十五"),
    ),
    make_rule(
        "two-neighbours",
        "digit",
        r"(?P<a>[1-9]?[1-8])、(?P<b>[2-9])(?![\d.%、/:-])(?=<S>[十百千万]?(?:多)?<LIANG>)",
        _neighbours,
        ("3、4个小时", "三四个小时"),
        ("2、3个", "两三个"),
        ("12、3岁", "十二三岁"),
        ("1、2天", "一两天"),
        ("1、2组", "一、二组"),
        ("第3、4个", "第三、四个"),
        unless_before=r"(?:第|\d、|[A-Za-z])$",
    ),
    make_rule(
        "ten-thousand-w",
        "digit",
        r"(?P<n><NUM>)(?:w(?![A-Za-z])|W(?=\+|播放|阅读|点赞|点击|粉丝|浏览|观看|人次|转发|评论|下载|销量"
        r"|曝光|关注|围观|收藏|票房|热度|流量|用户))",
        lambda m: say_number(m["n"], "万") + "万",
        ("独得300w张", "独得三百万张"),
        ("10W+", "十万加"),
        ("50W点赞", "五十万点赞"),
        unless_before="[A-Za-z]$",
    ),
    make_rule(
        "percent",
        "digit",
        r"(?P<n><NUM>)<S>(?P<scale>)(?P<about><ABOUT>)<S>(?P<u>[%‰‱])",
        _measured,
        ("2%", "百分之二"),
        ("CPI1.7%", "CPI百分之一点七"),
        ("3.2‰", "千分之三点二"),
        ("100%", "百分之百"),
        ("30多%", "百分之三十多"),
    ),
    make_rule(
        "mobile-network",
        "digit",
        r"[2-6](?=g(?:网|手机|基站|时代|信号|套餐|技术|用户|商用|通信|\+))",
        lambda m: spell_cardinal(m[0]),
        ("5g网络", "五g网络"),
    ),
    make_rule(
        "amperes",
        "digit",
        r"(?P<n>\d{1,4}(?:\.\d{1,2})?)A(?![A-Za-z0-9])",
        lambda m: ("两" if m["n"] == "2" else spell_decimal(m["n"])) + "安",
        ("额定电流16A", "额定电流十六安"),
        ("5V/3A", "五伏、三安"),
        ("4A景区", "四A景区"),
        around=r"(?:\dV[/×xX*]?|额定|电流[^，。；\d]{0,6}|(?:输[入出]|最[大高])[^，。；\d]{0,2})[-~]?$"
        r"|^(?:的|[双单]极|五孔|三孔|大功率|漏电){0,2}(?:插[座头口排]|空气?开关?|断路器|熔断|保险丝|电[流表源]|快充|充电[^宝，]"
        r"|接触器|继电器|漏保)",
        unless_after="^<S>(?:级|景区|[股座型款号版档])",
    ),
    make_rule(
        "measured",
        "digit",
        r"(?P<n><NUM>)<S>(?P<scale>(?=千米[²³])|<SCALE>)(?P<about><ABOUT>)<S>(?P<u><UNIT>)",
        _measured,
        ("1kg", "一千克"),
        ("120㎡", "一百二十平方米"),
        ("5万kW", "五万千瓦"),
        ("10ms", "十毫秒"),
        ("2℃", "二摄氏度"),
        ("3千米²", "三平方千米"),
        ("气温下降2℃", "气温下降两摄氏度"),
        ("奥迪A4L", "奥迪A四L"),
    ),
)
