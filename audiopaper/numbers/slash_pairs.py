"""Rules for numbers with a slash between that are two or more things and no fraction: 80/120元."""

from __future__ import annotations

import math
import re

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_behind
from audiopaper.numbers.spelling import spell_cardinal, spell_decimal
from audiopaper.numbers.units import PER_UNITS, UNITS
from audiopaper.numbers.wording import say_with_unit

_NUMBER = r"[1-9]\d{0,5}(?:\.\d{1,2})?"
_LIST = rf"(?P<list>{_NUMBER}(?:/{_NUMBER}){{1,6}})(?![\d./])"
_TWO = r"(?P<list>(?P<a>[1-9]\d{0,3})/(?P<b>[1-9]\d{0,3}))(?![\d./])"
# Nothing is a third of one of these.
_WHOLE = (
    "(?:号(?=[线楼馆门院机桌岛桥墩厅库井洞仓台炉卡位])|单元|[栋幢]|年级|车道|级(?!别)|元|角|折|岁|码|人间|口之家"
    "|(?:米|公里|千米)(?=[板台跳组赛跑]|往返|项目|健|距离))"
)
_COUNTED = (
    "(?!<S>(?:[余%‰多几百千万亿倍℃]|°C|mmHg|毫米汞柱))"
    "(?:<COUNTED>|<S>(?:年(?![代级])|[毫厘微千](?:升|克|米|瓦)|[步页桌席档]|学[时分]|课时))"
)
# Numbers of three digits in front of these are names: 301/302室.
_NAMED = re.compile(" ?(?:号?[室房路线]|[号栋幢次班型系款]|[车航班]次|国道|省道)")
_PRICE = (
    "(?:票价|票档|门票|售价|定价|单价|价格|价位|原价|现价|限速|时速|车速|速度)[^，。；\\d]{0,6}$"
)
_SHARE_BEFORE = r"(?:[A-Za-z\d./+-]|约|近|(?<![限时])超过?|占|的)$"
_HOUSE_BEFORE = (
    "(?:[室厅卫厨]|㎡|m²|平方?米?|户型|精装修?|毛坯|简装|朝[东南西北]|[花家]园|[新小]区|公寓|苑|楼层[:：]?|新村)"
    "[，, 、]{0,2}$|(?:房[屋源产]|住[房宅]|二手房)[^。；\\d]{0,8}$"
)
_SHOP_BEFORE = "(?:位于|设[于在]|在|至|商场|广场|[大商]厦|大楼|[场展]馆|中心|第)$"


def _is_fraction(listed: str) -> bool:
    """Whether two numbers may be a part: rising, and in lowest terms or a decimal part.

    Example:
        >>> [_is_fraction(listed) for listed in ("5/8", "80/100", "2/100", "3/2", "1/2/3")]
        [True, False, True, False, False]
    """
    numbers = listed.split("/")
    if len(numbers) > 2:
        return False
    if "." in listed:
        return numbers[0] == "1"
    over, under = map(int, numbers)
    is_decimal = under in (100, 1000, 10000) and over * 10 <= under
    return over < under and (math.gcd(over, under) == 1 or is_decimal)


def _say_list(m: Match) -> str:
    return "、".join(map(spell_decimal, m["list"].split("/")))


def _amounts(m: Match) -> str | None:
    """Say 50/100/150毫升 and 80/100km; None for a fraction (5/8英寸) and for names (301/302室)."""
    if _is_fraction(m["list"]):
        return None
    if re.search(r"\d{3}", m["list"]) and _NAMED.match(words_behind(m)):
        return None
    if not m["u"]:
        return _say_list(m)
    *others, last = m["list"].split("/")
    return "、".join([*map(spell_decimal, others), say_with_unit(last, m["u"])])


def _amounts_per(m: Match) -> str | None:
    """Say 100/120km/h as 每小时一百、一百二十公里; None for a fraction."""
    if _is_fraction(m["list"]):
        return None
    over, under = UNITS.get(m["over"], m["over"]), m["under"]
    return f"每{PER_UNITS.get(under, UNITS.get(under, under))}{_say_list(m)}{over}"


def _prices(m: Match) -> str | None:
    """Say 票价35/48; None for what may be a part of the price: 价格降1/3."""
    is_part = _is_fraction(m["list"]) and int(m["list"].split("/")[-1]) <= 10
    return None if is_part else _say_list(m)


def _storey(m: Match) -> str | None:
    """Say the storey of a flat and those of its house: 6/18层; None where the first is higher."""
    if not int(m["a"]) <= int(m["b"]) <= 60:
        return None
    return f"{spell_cardinal(m['a'])}层，共{spell_cardinal(m['b'])}层"


def _distant_storey(m: Match) -> str | None:
    """Say 2/6层; None for 2/3层, which may be two storeys of a shop."""
    return _storey(m) if int(m["b"]) - int(m["a"]) > 1 else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "amounts-per",
        "digit",
        rf"{_LIST}<S>(?P<over><PERNUM>)/(?P<under><PERDEN>)",
        _amounts_per,
        ("限速100/120km/h", "限速每小时一百、一百二十公里"),
        ("50/80元/人", "每人五十、八十元"),
        unless_before=_SHARE_BEFORE,
    ),
    make_rule(
        "storey-of-flat",
        "digit",
        rf"{_TWO}(?:层|楼(?![房道])|F(?![A-Za-z0-9]))",
        _storey,
        ("3室2厅，5/6层", "三室两厅，五层，共六层"),
        ("98㎡，11/18F", "九十八平方米，十一层，共十八层"),
        before=_HOUSE_BEFORE,
    ),
    make_rule(
        "storey-of-house",
        "digit",
        rf"{_TWO}(?:层|F(?![A-Za-z0-9]))",
        _distant_storey,
        ("急售，6/18层，", "急售，六层，共十八层，"),
        unless_before=f"{_SHARE_BEFORE}|{_SHOP_BEFORE}",
    ),
    make_rule(
        "storeys-of-shop",
        "digit",
        rf"{_TWO}(?=层|F(?![A-Za-z0-9]))",
        _say_list,
        ("位于商场1/3层", "位于商场一、三层"),
        ("占1/3层", "占三分之一层"),
        unless_before=_SHARE_BEFORE,
    ),
    make_rule(
        "either-whole",
        "digit",
        rf"{_TWO}(?=<S>{_WHOLE})",
        _say_list,
        ("地铁2/5号线", "地铁二、五号线"),
        ("双向4/6车道", "双向四、六车道"),
        ("3/5米板", "三、五米板"),
        ("占1/3单元", "占三分之一单元"),
        unless_before=_SHARE_BEFORE,
    ),
    make_rule(
        "either-page",
        "digit",
        rf"{_TWO}(?=版)",
        _say_list,
        ("详见2/3版", "详见二、三版"),
        ("1/4版广告", "四分之一版广告"),
        before="(?:[见转]|刊[于载发]?|今日)$",
    ),
    make_rule(
        "amounts",
        "digit",
        rf"{_LIST}(?:<S>(?P<u><UNIT>)(?<![℃CF])(?<!mmHg)|(?=<S>{_COUNTED}))",
        _amounts,
        ("分80/120/180元三档", "分八十、一百二十、一百八十元三档"),
        ("限速80/100公里", "限速八十、一百公里"),
        ("5/8英寸", "八分之五英寸"),
        unless_before=_SHARE_BEFORE,
    ),
    make_rule(
        "amounts-behind-price",
        "digit",
        _LIST,
        _prices,
        ("票价：80/120/180", "票价：八十、一百二十、一百八十"),
        ("价格下降1/3", "价格下降三分之一"),
        before=_PRICE,
        unless_before=_SHARE_BEFORE,
    ),
    make_rule(
        "amounts-behind-pair-of-words",
        "digit",
        _TWO,
        _say_list,
        ("进/失球30/22", "进、失球三十、二十二"),
        before="<HAN>/(?![或和])<HAN>{1,4}[为是:：]{0,2} ?$",
    ),
)
