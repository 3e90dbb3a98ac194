"""Rules for degrees, minutes and seconds of an angle, and the four sides of the earth."""

from __future__ import annotations

import re

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_before
from audiopaper.numbers.spelling import spell_decimal

_SIDES = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}
_NAMED = re.compile("(?:[南北]纬|[东西]经|纬度|经度)[为是约：: ]{0,2}$")
_ANGLE = (
    r"(?P<d>\d{1,3}(?:\.\d{1,8})?)°(?:(?P<m>\d{1,2}(?:\.\d{1,6})?)′)?"
    r"(?:(?P<s>\d{1,2}(?:\.\d{1,6})?)″)?"
)


def _angle(m: Match) -> str:
    parts = ((m["d"], "度"), (m["m"], "分"), (m["s"], "秒"))
    return "".join(spell_decimal(number) + name for number, name in parts if number)


def _on_earth(m: Match) -> str:
    """Say 北纬 and the like in front, unless it is printed there."""
    return ("" if _NAMED.search(words_before(m)) else _SIDES[m["side"]]) + _angle(m)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "angle-on-earth",
        "digit",
        _ANGLE + " ?(?P<side>[NSEW])(?![A-Za-z])",
        _on_earth,
        ("位于17.5°N、113.2°E", "位于北纬十七点五度、东经一百一十三点二度"),
        ("北纬17.5°N", "北纬十七点五度"),
    ),
    make_rule(
        "side-of-earth",
        "letter",
        "(?P<side>[NSEW]) ?" + _ANGLE,
        _on_earth,
        ("N30°15′", "北纬三十度十五分"),
    ),
    make_rule(
        "arc",
        "digit",
        _ANGLE + "(?!<S>[CcF](?![A-Za-z]))",
        _angle,
        ("东经112°05′20″", "东经一百一十二度五分二十秒"),
        ("北纬26°53′", "北纬二十六度五十三分"),
    ),
)
