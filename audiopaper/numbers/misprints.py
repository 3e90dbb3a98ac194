"""Numbers that print or a scanner spoiled: letters for digits, raised dots for decimal points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.numbers.rule import compile_pattern

if TYPE_CHECKING:
    from audiopaper.numbers.rule import Match

_DIGITS_FOR_LETTERS = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0"})

# Letters amid digits are digits where the whole counts something; l and o behind the digits may be
# a unit or part of a code, so the words behind must be those of a count, none of them a vessel.
_LETTERED = compile_pattern(
    r"(?<![A-Za-z0-9.,_/@&#-])"
    r"(?=[\dlIOo,.]{0,11}[lIOo])(?=[lIOo,.]{0,11}\d)"
    r"(?:[1-9lI][\dlIOo]{0,11}(?:,[\dOolI]{3}){0,3}|[Oo0](?=\.))(?:\.[\dOolI]{1,4})?"
    r"(?=<S>(?:[%‰余多万亿元名人个家岁年月日时点分秒]|[十百千]万|(?:户|件|台|套|份|条|项|座|辆|所|处|亩|吨|天|次|米|公里|公斤"
    r"|平方|小时|分钟|周年|周岁|美元|强|室|号|楼|版|期|届|届|度|倍|场|篇|位|组|对|种|类|斤|里)))"
    # 5l桶 is five litres, 10l人 is a misprint.
    r"(?![件套份]装)"
)
# A year is one whatever stands behind it but a letter.
_LETTERED_YEAR = compile_pattern(
    r"(?<![A-Za-z0-9.,_/@&#-])(?:2[0Oo][\dOolI]{2}|[1lI]9[\dOolI]{2})(?=<S>年)"
)
_RAISED_POINT = compile_pattern(
    r"(?<=\d)·(?=\d{1,4}(?:<TO>\d{1,6}[·.]\d|<S>(?:[%‰]|[多余]?[十百千]?[万亿]|元|角|[美欧港日]元|米|吨|倍|亩|克|斤|升"
    r"|度(?!假)|千|公[里斤顷]|平方|立方|[毫厘]米|人次|个百分点|小时|分钟|秒|英寸|海里|<UNIT>)))"
)


def mend_numbers(text: str) -> str:
    """Give folded text with the digits and decimal points that were meant; offsets do not change.

    Example:
        >>> mend_numbers("l00万元，5O所，3·5万"), mend_numbers("12·9运动，A4l纸")
        ('100万元，50所，3.5万', '12·9运动，A4l纸')
    """
    if any(c in text for c in "lIOo"):
        text = _LETTERED_YEAR.sub(_as_digits, _LETTERED.sub(_as_digits, text))
    return _RAISED_POINT.sub(".", text) if "·" in text else text


def _as_digits(m: Match) -> str:
    return m[0].translate(_DIGITS_FOR_LETTERS)
