"""Rules for numbers of houses, flats, rooms and parking places: 8幢2-502, 118-2号, B1-023号车位."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.wording import one_by_one_with_yao

_BUILDING = "(?:栋|幢|号楼|单元|[A-Z]座|(?<!讲)(?<!星)座)"
_ESTATE = "(?:小区|花园|花苑|家园|公寓|新村|嘉园|佳苑|雅苑|名苑|华府|[一-鿿]苑|[一-鿿]府)"
_PLACE = "(?:号?(?:车位|车库|商铺|店铺|铺位|铺面|摊位|展位|展台|柜台|泊位)|号库)"


def _flat(m: Match) -> str:
    """Say unit and room of a flat: 二杠五零二."""
    return f"{spell_cardinal(m['unit'])}杠{spell_digits(m['room'], yao=True)}"


def _count(sign: str) -> str:
    return "两" if sign == "2" else spell_digits(sign) or sign


def _part(m: Match) -> str | None:
    """Say 118-2号, B1-023号车位; None for a range: 2-8号, B3-5号车位."""
    first, second = m["a"], m["b"]
    as_code = second[0] == "0" or len(second) > 2
    if not as_code and int(first) < int(second):
        return None
    spoken = spell_digits(second, yao=True) if as_code else spell_cardinal(second)
    return f"{spell_cardinal(first)}杠{spoken}"


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "rooms-of-flat",
        "digit",
        r"\d[室房]\d厅(?:\d[卫厨]){0,2}",
        lambda m: "".join(_count(sign) for sign in m[0]),
        ("3室2厅2卫", "三室两厅两卫"),
        unless_before="[\\d第.-]$",
    ),
    make_rule(
        "flat-behind-building",
        "digit",
        r"(?P<unit>\d{1,2})-(?P<room>\d{3,4})(?![\d.%-])",
        _flat,
        ("8幢2-502", "八幢二杠五零二"),
        ("3号楼1-1102室", "三号楼一杠幺幺零二室"),
        ("3单元5-200户", "三单元五到二百户"),
        before=f"{_BUILDING}$",
        unless_after="^<COUNTED>",
    ),
    make_rule(
        "flat-behind-estate",
        "digit",
        # Doors of a floor have the numbers 01 to 20.
        r"(?P<unit>\d{1,2})-(?P<room>\d{1,2}(?:0[1-9]|1\d|20))(?![\d.%-])",
        _flat,
        ("云塘花园6-1102起火", "云塘花园六杠幺幺零二起火"),
        before=f"{_ESTATE}$",
        unless_after="^<COUNTED>",
    ),
    make_rule(
        "part-of-house",
        "digit",
        r"(?P<a>\d{1,4})-(?P<b>\d{1,2})(?=号(?!楼|线|台风|洪水))",
        _part,
        ("云塘路118-2号", "云塘路一百一十八杠二号"),
        ("云塘路2-8号", "云塘路二至八号"),
        before="(?:<HAN>|[、，])$",
        unless_before="[月第]$",
    ),
    make_rule(
        "numbered-place",
        "digit",
        rf"(?P<a>\d{{1,3}})-(?P<b>(?:\d{{1,4}}(?={_PLACE})|0\d{{1,3}}(?=[号室])))",
        _part,
        ("B1-023号车位", "B一杠零二三号车位"),
        ("A3-5号展位", "A三至五号展位"),
        before="(?<![A-Za-z])[A-Z]$",
        unless_after="^(?:个|处)",
    ),
    make_rule(
        "room",
        "digit",
        r"\d{3,4}(?=号?(?:室|房(?![产屋源贷价租企])|教室|寝室|宿舍|会议室|包厢|病房|房间))",
        one_by_one_with_yao,
        ("501室", "五零幺室"),
        unless_before="[有共建修供套]$",
    ),
    make_rule(
        "room-behind-building",
        "digit",
        r"\d{3,4}(?![\d.%万亿]|<HAN>)",
        one_by_one_with_yao,
        ("3栋302", "三栋三零二"),
        ("行政楼207）", "行政楼二零七）"),
        ("云塘大厦18层1806，", "云塘大厦十八层幺八零六，"),
        unless_after="^<S><UNIT>",
        before="(?:\\d[层楼]|栋|幢|单元|号楼|[A-Z]座|(?:行政|办公|教学|实验|综合|宿舍|公寓|图书|门诊|住院)大?楼)$",
    ),
    make_rule(
        "room-of-somebody",
        "digit",
        # Doors of a floor have the numbers 01 to 20.
        r"\d{1,2}(?:0[1-9]|1\d|20)(?=的(?!人)|门口|住户|[，。；！？”]|$)",
        one_by_one_with_yao,
        ("住在902的护士", "住在九零二的护士"),
        ("我敲了敲601的门", "我敲了敲六零幺的门"),
        before="(?:住在?|家住|住进|搬[进到]|敲开|敲了?敲|隔壁|对门|楼[上下])(?:了)?$",
        unless_before="(?:居|入|常|暂|容)住$|记住$",
    ),
)
