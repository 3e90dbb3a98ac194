"""How the parts of a matched group are put into words."""

from __future__ import annotations

import re
import unicodedata

from audiopaper.numbers.rule import Match, compile_pattern, words_before, words_behind
from audiopaper.numbers.spelling import (
    spell_cardinal,
    spell_code,
    spell_decimal,
    spell_digits,
)
from audiopaper.numbers.words import CONCENTRATION, ORDINAL_BEFORE, PER_UNITS, UNITS

_LIANG = compile_pattern("<S>(?:[至到]\\d{1,4}<S>)?<LIANG>")
_ORDINAL_BEFORE = re.compile(ORDINAL_BEFORE)
_DIFFERENCE = re.compile(
    "(?:上升|下降|升高|降低|回升|偏高|偏低|相差|升温|降温|高出|低)[了约近]{0,2}$"
)
_LIANG_UNITS = frozenset(UNITS.values()) - {"摄氏度", "华氏度"}
_TWO_BY_HUNDREDS = frozenset((50, 100, 500, 1000))


def say_number(number: str, counted: str, before: str = "") -> str:
    """Say a number; a lone 2 is 两 where the word behind it is counted.

    Args:
        number: ASCII digits, perhaps with commas and a decimal point.
        counted: The text behind it.
        before: The text in front of it, where a word may make it an ordinal.
    """
    if number == "2" and _LIANG.match(counted) and not _ORDINAL_BEFORE.search(before):
        return "两"
    return spell_decimal(number)


def say_quantity(m: Match) -> str:
    """Say the whole match, a number, with the eyes on the words around."""
    before, behind = words_before(m), words_behind(m)
    if re.search(r"\d[时点]$", before) and behind.startswith("分"):
        return spell_decimal(m[0])
    if re.search(r"\d分$", before) and behind.startswith("秒"):
        return spell_decimal(m[0])
    return say_number(m[0], behind, before)


def say_with_unit(number: str, unit: str, before: str = "") -> str:
    """Say a number and the unit symbol behind it."""
    if unit in "%‰‱":
        return {"%": "百", "‰": "千", "‱": "万"}[unit] + "分之" + spell_percentage(number)
    name = UNITS[unit]
    if number == "2" and (name in _LIANG_UNITS or _DIFFERENCE.search(before)):
        return "两" + name
    return spell_decimal(number) + name


def spell_percentage(number: str) -> str:
    """Say the number in a percentage: 100% is 百分之百."""
    return "百" if number == "100" else spell_decimal(number)


def say_range(m: Match) -> str:
    """Say 10-15, 10%~15%, -3～5℃, 2—3 (天)."""
    a, b = m["a"], m["b"]
    unit_a, unit_b = m["ua"] or "", m["ub"] or ""
    before, behind = words_before(m), words_behind(m)
    unit = unit_b or unit_a
    cold = unit in ("℃", "°C") or behind.startswith(("度", "摄氏度"))
    minus = "零下" if cold else "负"
    sign_a, sign_b = (minus if m["sa"] else ""), (minus if m["sb"] else "")
    if unit in ("%", "‰"):
        return f"{sign_a}{say_with_unit(a, unit)}到{sign_b}{say_with_unit(b, unit)}"
    if unit_b:
        first = say_with_unit(a, unit_a) if unit_a else spell_decimal(a)
        if a == "2" and UNITS[unit_b] in _LIANG_UNITS:
            first = "两" + first[1:]
        return f"{sign_a}{first}到{sign_b}{say_with_unit(b, unit_b)}"
    if unit_a:
        return f"{sign_a}{say_with_unit(a, unit_a)}到{sign_b}{say_number(b, behind)}"
    return f"{sign_a}{say_number(a, behind, before)}到{sign_b}{say_number(b, behind, before)}"


def say_signed(m: Match) -> str:
    """Say -3℃ 零下三摄氏度, +5℃ 零上五摄氏度, -2.3% 负百分之二点三, -5 负五."""
    unit, plus = m["u"] or "", m["sign"] == "+"
    if unit in ("℃", "°C", "°c") or words_behind(m).startswith(("度", "摄氏度")):
        sign = "零上" if plus else "零下"
    else:
        sign = "正" if plus else "负"
    if unit:
        return sign + say_with_unit(m["n"], unit)
    return sign + spell_decimal(m["n"])


def say_measured(m: Match) -> str:
    """Say a number with a unit symbol, and what stands between: 5万kW, 30多%, 120㎡."""
    number, middle, unit = m["n"], m["scale"] + m["about"], m["u"]
    before = words_before(m)
    if not middle:
        return say_with_unit(number, unit, before)
    spoken = say_number(number, middle, before) + middle
    if unit in "%‰‱":
        return say_with_unit("0", unit)[:-1] + spoken
    return spoken + UNITS[unit]


def say_per(m: Match) -> str:
    """Say 28米/秒 每秒二十八米, 0.5mg/L 零点五毫克每升, 80—120元/斤 每斤八十到一百二十元."""
    over = UNITS.get(m["over"], m["over"])
    under = PER_UNITS.get(m["under"], UNITS.get(m["under"], m["under"]))
    middle = m["scale"] + m["about"]
    number = say_number(m["n"], middle + over) + middle
    if m["from"]:
        number = say_number(m["from"], middle + over) + "到" + number
    if over in CONCENTRATION:
        return f"{number}{over}每{under}"
    return f"每{under}{number}{over}"


_MONEY = {
    "¥": "元",
    "$": "美元",
    "US$": "美元",
    "USD": "美元",
    "€": "欧元",
    "EUR": "欧元",
    "£": "英镑",
    "GBP": "英镑",
    "HK$": "港元",
    "HKD": "港元",
    "A$": "澳元",
    "AUD": "澳元",
    "C$": "加元",
    "CAD": "加元",
    "S$": "新加坡元",
    "NT$": "新台币",
    "JPY": "日元",
    "CNY": "元人民币",
    "RMB": "元人民币",
}


def say_money(m: Match) -> str:
    """Say ￥13.5, $50万, HKD200: the currency goes behind."""
    name = _MONEY[m["cur"]]
    middle = m["scale"] + m["about"]
    number = strip_cents(m["n"])
    spoken = say_number(number, (middle or name)) + middle
    if m["to"]:
        spoken += "到" + say_number(strip_cents(m["to"]), m["toscale"] or name) + m["toscale"]
    return spoken + name


def strip_cents(amount: str) -> str:
    """Drop the zeros that are only there because prices have two decimals."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def say_clock(m: Match) -> str:
    """Say 9:05 as 九点零五分, 14:00 as 十四点, with seconds and a.m. where printed."""
    return _half_day(m["ampm"]) + _clock(m["h"], m["m"], m["s"])


def say_clock_minutes(m: Match) -> str:
    """Say 9:05 as 九点零五分."""
    return _half_day(m["ampm"]) + _clock(m["h"], m["m"], None)


def say_clock_range(m: Match) -> str:
    """Say 9:00—17:00 as 九点至十七点."""
    return f"{_clock(m['h'], m['m'], None)}至{_clock(m['h2'], m['m2'], None)}"


def _half_day(mark: str | None) -> str:
    if not mark:
        return ""
    return "上午" if mark.strip()[0] in "aA" else "下午"


def _clock(hour: str, minute: str, second: str | None) -> str:
    spoken = ("两" if hour.lstrip("0") == "2" else spell_cardinal(hour)) + "点"
    if second is not None:
        return f"{spoken}{_sixtieth(minute)}分{_sixtieth(second)}秒"
    return spoken if int(minute) == 0 else f"{spoken}{_sixtieth(minute)}分"


def _sixtieth(digits: str) -> str:
    return ("零" if digits[0] == "0" and digits != "00" else "") + spell_cardinal(digits)


def say_date(year: str, month: str, day: str | None = None) -> str:
    """Say a date written in figures only."""
    spoken = (spell_digits(year) + "年" if year else "") + spell_cardinal(month) + "月"
    return spoken + (spell_cardinal(day) + "日" if day else "")


def say_dashed(m: Match) -> str:
    """Say digit groups one digit at a time, the dashes between them a short pause."""
    return "、".join(spell_digits(part, yao=True) for part in re.findall(r"\d+", m[0]))


def say_phone(m: Match) -> str:
    """Say a telephone number, without what stands between its groups."""
    return spell_digits(m[0], yao=True)


def say_fraction(m: Match) -> str | None:
    """Say 3/5; None where it is no fraction (985/211, 0/3)."""
    over, under = m["over"], m["under"]
    if over[0] == "0" or under[0] == "0" or under == "1" or len(over) > 2 or len(under) > 4:
        return None
    return f"{spell_cardinal(under)}分之{spell_cardinal(over)}"


def say_model(m: Match) -> str:
    """Say the number of an aircraft, rocket or missile."""
    return spell_code(m["n"], pairs=True)


_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def say_roman(m: Match) -> str:
    """Say Roman numerals, of Unicode's own characters or of letters."""
    letters = unicodedata.normalize("NFKC", m[0]).upper()
    values = [_ROMAN_VALUES.get(c, 0) for c in letters]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return spell_cardinal(str(total)) if total > 0 else ""


def say_number_sign(character: str) -> str:
    """Say a circled number, a vulgar fraction or another number of one character."""
    value = unicodedata.numeric(character, None)
    if value is None:
        return ""
    if value == int(value):
        return spell_cardinal(str(abs(int(value))))
    for under in range(2, 400):
        over = round(value * under)
        if abs(value * under - over) < 1e-6:
            return f"{spell_cardinal(str(under))}分之{spell_cardinal(str(abs(over)))}"
    return ""
