"""Spoken forms that several kinds of rules share."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiopaper.numbers.context_words import LABEL_BEFORE, ORDINAL_BEFORE, PART_OF_VILLAGE
from audiopaper.numbers.number_rule import Match, compile_pattern
from audiopaper.numbers.spelling import spell_cardinal, spell_decimal, spell_digits
from audiopaper.numbers.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

_LIANG = compile_pattern(r"<S>(?:[至到]\d{1,4}<S>)?<LIANG>")
_ORDINAL_BEFORE = re.compile(ORDINAL_BEFORE)
_VILLAGE, _PART = map(re.compile, PART_OF_VILLAGE)
_LABEL, _COUNTS = map(re.compile, LABEL_BEFORE)
# 地下2层 is where, 建有地下2层 and 地上2层楼 are how many.
_UNDERGROUND = re.compile("(?<![建设有分共计])(?:地[下上]|负)$")
_STOREY = re.compile("层(?!小?楼|建筑|高)|楼(?!房)")
_PART_NAME = re.compile("组|队|班|栋|幢|层|单元|期|片区")
# 长江2桥 is the second one; but 江上2桥.
_BRIDGE = re.compile("[江河湖海湾]桥(?![梁墩面])")
_AND = tuple("、和与及")
_DIFFERENCE = re.compile(
    "(?:上升|下降|升高|降低|回升|偏高|偏低|相差|升温|降温|高出|(?<!最)低)[了约近]{0,2}$"
)
_ON_A_SCALE = frozenset(("摄氏度", "华氏度"))
_PARTS = {"%": "百分之", "‰": "千分之", "‱": "万分之"}


def one_by_one(m: Match) -> str:
    """Say the digits of the match one by one."""
    return spell_digits(m[0])


def one_by_one_with_yao(m: Match) -> str:
    """Say the digits of the match one by one, 1 as 幺; other characters are dropped."""
    return spell_digits(m[0], yao=True)


def dashed_with_yao(m: Match) -> str:
    """Say the digit groups of the match one digit at a time, a short pause between groups."""
    return "、".join(spell_digits(part, yao=True) for part in re.findall(r"\d+", m[0]))


def code_unless_round(m: Match) -> str | None:
    """Say a code digit by digit (1210); return None for a round number (100, 3000)."""
    return spell_digits(m[0], yao=True) if m[0].rstrip("0")[1:] else None


def always(spoken: str) -> Callable[[Match], str]:
    """Return a function that gives the same words for every match."""
    return lambda _match: spoken


def say_number(number: str, counted: str, before: str = "") -> str:
    """Say a number; a lone 2 is 两 where the word behind it is counted.

    Args:
        number: ASCII digits, perhaps with commas and a decimal point.
        counted: The text behind it.
        before: The text in front of it, where a word may make it an ordinal.

    Example:
        >>> say_number("2", "个"), say_number("2", "月"), say_number("2", "名", "第")
        ('两', '二', '二')
    """
    if number == "2" and _LIANG.match(counted) and not _is_ordinal(before, counted):
        return "两"
    return spell_decimal(number)


def _is_ordinal(before: str, behind: str) -> bool:
    """Whether a number is an ordinal (第2名, 高2学生, 柳树村2组)."""
    if _ORDINAL_BEFORE.search(before):
        return True
    if _is_listed(before, behind.lstrip()):
        return True
    if _UNDERGROUND.search(before) and _STOREY.match(behind.lstrip()):
        return True
    if _LABEL.search(before) and not _COUNTS.match(behind.lstrip()):
        return True
    if _BRIDGE.match(before[-1:] + behind.lstrip()):
        return True
    return bool(_VILLAGE.search(before) and _PART.match(behind))


def _is_listed(before: str, behind: str) -> bool:
    """Whether a 2 stands in a row of parts of one whole: 1组和2组, 2组和3组."""
    part = _PART_NAME.match(behind)
    if not part:
        return False
    earlier, later = f"1{part[0]}", f"3{part[0]}"
    if before[:-1].endswith(earlier) and before[-1] in _AND:
        return True
    return behind[part.end() : part.end() + 1] in _AND and behind[part.end() + 1 :].startswith(
        later
    )


def say_with_unit(number: str, unit: str, before: str = "") -> str:
    """Say a number and the unit or percent sign behind it.

    Two on a scale of temperature is 二; two of a unit, or a difference of two degrees, is 两.

    Example:
        >>> say_with_unit("2", "℃"), say_with_unit("2", "℃", "下降"), say_with_unit("100", "%")
        ('二摄氏度', '两摄氏度', '百分之百')
    """
    if unit in _PARTS:
        return say_part(number, unit)
    name = UNITS[unit]
    if number == "2" and (name not in _ON_A_SCALE or _DIFFERENCE.search(before)):
        return "两" + name
    return spell_decimal(number) + name


def say_part(number: str, sign: str, about: str = "") -> str:
    """Say a number and a percent or per mille sign, with 多 or 余 between them."""
    return _PARTS[sign] + ("百" if number == "100" else spell_decimal(number)) + about


def strip_cents(amount: str) -> str:
    """Drop the zeros at the end of a price with two decimals.

    Example:
        >>> strip_cents("199.00"), strip_cents("7.10"), strip_cents("100")
        ('199', '7.1', '100')
    """
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def say_number_sign(character: str, *, leads: bool = False) -> str:
    """Say a circled number, a vulgar fraction or another number of one character.

    Args:
        character: One character of the Unicode categories No and Nl.
        leads: Whether it begins an item of a list; then a pause follows.

    Example:
        >>> say_number_sign("⑫"), say_number_sign("½"), say_number_sign("①", leads=True)
        ('十二', '二分之一', '一、')
    """
    value = unicodedata.numeric(character, None)
    if value is None:
        return ""
    if value == int(value):
        return spell_cardinal(str(abs(int(value)))) + ("、" if leads else "")
    for under in range(2, 400):
        over = round(value * under)
        if abs(value * under - over) < 1e-6:
            return f"{spell_cardinal(str(under))}分之{spell_cardinal(str(abs(over)))}"
    return ""
