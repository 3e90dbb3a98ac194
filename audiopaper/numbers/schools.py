"""Rules for classes of a school whose number stands in brackets, or behind the year of entry."""

from __future__ import annotations

import re

from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
)
from audiopaper.numbers.spelling import HAN_DIGITS, spell_cardinal, spell_digits
from audiopaper.numbers.wording import one_by_one

_NUMBER = f"(?:\\d{{1,2}}|[{HAN_DIGITS[1:]}十]{{1,3}})"
_BRACKET = f"[（(]{_NUMBER}[)）]"
_GRADE = f"[{HAN_DIGITS[1:]}\\d]"
# 班次 and 班子 are no classes.
_CLASS = "(?:班(?![次车列机船轮组飞航线子])|[中小]队)"
# 九（1）、九（2）班: the word stands behind the last number only.
_CLASSES = f"(?:[、，和与及至到—~-]{{0,2}}{_GRADE}?{_BRACKET}){{0,8}}{_CLASS}"
_LONG_BEFORE = re.compile(r"\d\d$|十[一二]$")
_BRACKET_BEFORE = compile_pattern(f"{_BRACKET}$")


def _in_bracket(m: Match) -> str:
    """Say 五（2）班 五二班; a pause parts a year, or another number in brackets, from the class."""
    number = spell_cardinal(m["n"]) if m["n"].isdecimal() else m["n"]
    before = words_before(m)
    if _LONG_BEFORE.search(before):
        return "，" + number
    return ("、" if _BRACKET_BEFORE.search(before) else "") + number


def _class_with_dash(m: Match) -> str | None:
    """Say year of entry or grade, and class: 2014-2班; None for a range of classes: 1-3班."""
    year, number = m["a"], m["b"]
    if len(year) < 4 and int(year) < int(number):
        return None
    first = spell_digits(year) if len(year) > 1 else spell_cardinal(year)
    return f"{first}、{spell_cardinal(number)}"


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "class-with-dash",
        "digit",
        rf"(?P<a>20[0-4]\d|[0-4]\d|[1-9])[-—](?P<b>0?[1-9]|[1-4]\d)(?={_CLASS})",
        _class_with_dash,
        ("园艺专业2034-2班", "园艺专业二零三四、二班"),
        ("园艺专业15-3班", "园艺专业一五、三班"),
        ("1-3班学生", "一到三班学生"),
        unless_before=r"[\d.第]$",
    ),
    make_rule(
        "class-in-bracket",
        "symbol",
        f"[（(](?P<n>{_NUMBER})[)）](?={_CLASSES})",
        _in_bracket,
        ("城关小学五（2）班", "城关小学五二班"),
        ("高一(12)班", "高一十二班"),
        ("三（二）中队", "三二中队"),
        ("九（1）、（2）班", "九一、二班"),
        ("（2）班子建设", "（二）班子建设"),
        before=rf"(?:{_GRADE}|级(?:(?![风浪震以台])<HAN>){{0,8}}|{_BRACKET}[、，和与及至到]?)$",
    ),
    make_rule(
        "year-of-class-in-bracket",
        "digit",
        rf"(?:20)?[0-4]\d(?={_BRACKET}{_CLASSES})",
        one_by_one,
        ("园艺2023（4）班", "园艺二零二三，四班"),
        ("园艺23（4）班", "园艺二三，四班"),
        unless_before=r"[\d.第]$",
    ),
    make_rule(
        "year-of-entry",
        "digit",
        rf"[0-4]\d(?=级(?:(?![风浪震以台])<HAN>){{0,8}}(?:\d{{1,2}}|{_BRACKET}){_CLASS})",
        one_by_one,
        ("24级数控2班", "二四级数控二班"),
        ("12级台风致2班客轮停航", "十二级台风致二班客轮停航"),
        unless_before=r"[\d.第]$",
    ),
)
