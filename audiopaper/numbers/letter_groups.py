"""Rules for the few groups that begin with a letter, and for Roman numerals."""

from __future__ import annotations

import unicodedata

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.units import UNITS

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_KINGS = (
    "(?:路易|亨利|爱德华|乔治|查理|查尔斯|腓力|理查|约翰|保罗|本笃|尼古拉|亚历山大|利奥|庇护|威廉)"
)
_ROMAN_LETTERS = "(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z0-9])"
_FORMULAS = {
    "CO2": "二氧化碳",
    "SO2": "二氧化硫",
    "NO2": "二氧化氮",
    "H2O": "水",
    "CH4": "甲烷",
}


def _roman(m: Match) -> str:
    letters = unicodedata.normalize("NFKC", m[0]).upper()
    values = [_ROMAN_VALUES.get(c, 0) for c in letters]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return spell_cardinal(str(total)) if total > 0 else ""


def _serial(m: Match) -> str:
    """Say No.1 第一; a long number, or one that begins with zero, is that of a receipt."""
    number = m["n"]
    if number[0] == "0" or len(number) > 6:
        return "编号" + spell_digits(number, yao=True)
    return "第" + spell_cardinal(number)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "roman",
        "symbol",
        "[\u2160-\u217f]{1,12}+",
        _roman,
        ("Ⅳ级响应", "四级响应"),
        ("Ⅱ类", "二类"),
    ),
    make_rule(
        "bare-unit",
        "letter",
        "[kcdm]?m[²³]|(?<=[（(])(?:[kcm]m|[kmμ]g|m[lL])(?=[)）])",
        lambda m: UNITS[m[0]],
        ("单位：m³", "单位：立方米"),
        ("120×60×75（cm）", "一百二十乘六十乘七十五（厘米）"),
    ),
    make_rule(
        "letter-for-zero-of-decade",
        "letter",
        "[Oo](?=年代|后(?![来面]))",
        lambda _m: "零",
        ("五O年代", "五零年代"),
        before="[一二三四五六七八九]$",
    ),
    make_rule(
        "letter-for-zero",
        "letter",
        "[Oo]{1,2}(?=[\\d①\u2160-\u217f〇零一二三四五六七八九]{1,2}年)",
        lambda m: "零" * len(m[0]),
        ("二O二二年", "二零二二年"),
        before="(?<![\\d十百千万亿])[12①ⅠⅡ一二]$",
    ),
    make_rule(
        "points",
        "letter",
        "(?:bps?|BPs?|BPS|(?P<percent>pcts?|pp))(?![A-Za-z])",
        lambda m: "百分点" if m["percent"] else "基点",
        ("10个bp", "十个基点"),
        ("0.2个pct", "零点二个百分点"),
        before="\\d ?个 ?$",
    ),
    make_rule(
        "formula",
        "letter",
        "(?:CO2|SO2|NO2|H2O|CH4)(?![A-Za-z0-9])",
        lambda m: _FORMULAS[m[0]],
        ("CO₂排放", "二氧化碳排放"),
    ),
    make_rule(
        "roman-letters",
        "letter",
        "(?:I{1,3}|IV|V|VI{1,3}|IX)(?=[级类型期卷]|度(?![假过量]))",
        _roman,
        ("启动IV级响应", "启动四级响应"),
        ("II度烧伤", "二度烧伤"),
        ("全国I卷", "全国一卷"),
    ),
    make_rule(
        "roman-ordinal",
        "letter",
        _ROMAN_LETTERS,
        _roman,
        ("第XXVI届", "第二十六届"),
        before="第$",
        after="^[届章卷部册篇节次条期代轮集]",
    ),
    make_rule(
        "roman-number-of-king",
        "letter",
        _ROMAN_LETTERS,
        _roman,
        ("路易XVI时期", "路易十六时期"),
        before=f"{_KINGS}$",
        after="^(?:[世时]|$|[，。、；）”的])",
    ),
    make_rule(
        "number-abbreviation",
        "letter",
        r"(?:No|NO)\. ?(?P<n>\d{1,16})(?!\d)",
        _serial,
        ("No.1", "第一"),
        ("收据No.00123456号", "收据编号零零幺二三四五六号"),
    ),
)
