"""Folds the variants of digits and symbols to one character, and corrects misprinted numbers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from audiopaper.numbers.number_rule import compile_pattern

if TYPE_CHECKING:
    from audiopaper.numbers.number_rule import Match

SILENT = "■"
"""What every symbol without a spoken name is folded to."""

NUMBERED = "①"
"""What every number sign without a rule of its own (circled, Tamil, Ethiopic …) is folded to."""

# Symbols that the rules know by themselves; everything else of the Unicode categories S*, Nl, No
# and the ASCII symbols is folded to one of these or to SILENT or NUMBERED.
_MEANINGFUL = set(
    "+-~/%‰‱&@#*=<>≥≤≠≈±×÷°℃℉′″$¥€£→·^_|\\`〇○²³№Ω∶∙↑↓√⁺⁻αβγδθλπσω★☆¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
)
_ROMAN = range(0x2160, 0x2180)
_UNIT_SQUARES = range(0x3371, 0x33E0)
_POWERS = set("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_SAME = {
    **dict.fromkeys("‐‑‒–−﹣⁃", "-"),
    **dict.fromkeys("∼〜˜～⁓─━", "~"),
    **dict.fromkeys("―﹘", "—"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("￥", "¥"),
    **dict.fromkeys("￡", "£"),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("✕✖⨯╳", "×"),
    **dict.fromkeys("➕", "+"),
    **dict.fromkeys("➖", "-"),
    **dict.fromkeys("➗", "÷"),
    **dict.fromkeys("➔➜➡⇒", "→"),
    **dict.fromkeys("◯", "○"),
    **dict.fromkeys("✓✔", "√"),
    **dict.fromkeys("⬆", "↑"),
    **dict.fromkeys("⬇", "↓"),
    "∆": "Δ",
    "\u2126": "Ω",
    **dict.fromkeys("•‧", "·"),
    **dict.fromkeys("⋅・･", "∙"),
    **dict.fromkeys("⭐🌟✭✮✯⭑", "★"),
    **dict.fromkeys("✩✰⭒", "☆"),
    "﹒": ".",
    **dict.fromkeys("﹪٪", "%"),
    **dict.fromkeys("º˚", "°"),
    # Punctuation (Po) that has no sound, and the two that make a digit a key-cap emoji.
    **dict.fromkeys("※†‡§¶‖‴\ufe0f\u20e3", SILENT),
}


def _fold_character(character: str) -> str:
    if character in _LOWERED:
        return _LOWERED[character]
    if character in _SAME:
        return _SAME[character]
    if character in _MEANINGFUL:
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if "！" <= character <= "～":
        narrow = chr(ord(character) - 0xFEE0)
        if narrow.isalpha() or narrow in _MEANINGFUL or narrow == ".":
            return narrow
        return SILENT if category[0] == "S" else character
    if category == "Zs" and character != "\u3000":
        return " "  # of any width but that of a Han character
    code = ord(character)
    if category in ("Nl", "No"):
        if code in _ROMAN or character in _POWERS:
            return character
        return NUMBERED
    if category[0] == "S":
        return character if code in _UNIT_SQUARES else SILENT
    return character


class _Folding(dict[int, str]):
    """A table for `str.translate` that is filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDING = _Folding()


def fold_characters(text: str) -> str:
    """Return the text with one spelling for each digit and symbol, character for character.

    Digits of any script become ASCII digits, full-width letters and operators ASCII ones, the many
    dashes one of ``-``, ``~`` and ``—``. Offsets do not change. Punctuation is left alone.

    Example:
        >>> fold_characters("１０％～15﹪，ＡＢ−1:2")
        '10%~15%，AB-1:2'
    """
    return text.translate(_FOLDING)


_DIGITS_FOR_LETTERS = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0"})

# Behind a number that counts something, and a letter that would be its unit does not: 10l人 is ten
# people and one, 5l桶 five litres.
_COUNTS = (
    "(?=<S>(?:[%‰余多万亿元名人个家岁年月日时点分秒户件套份条项座辆所处亩吨天次米强室号楼版期届度倍场"
    "篇位组对种类斤里周行]|[十百千]万|台(?!风)|公[里斤顷]|平方|小时|美元|世纪))(?![件套份]装)"
)
# Letters amid digits are digits where the whole counts something.
_LETTERED = compile_pattern(
    r"(?<![A-Za-z0-9.,_/@&#-])"
    r"(?:(?=[\dlIOo,.]{0,11}[lIOo])(?=[lIOo,.]{0,11}\d)"
    r"(?:[1-9lI][\dlIOo]{0,11}(?:,[\dOolI]{3}){0,3}|[Oo0](?=\.))(?:\.[\dOolI]{1,4})?"
    + _COUNTS
    + "|[lI][Oo0]{1,2}(?=%)|[lI](?=万[人元余多])|(?<=第)[lI](?=[名届批次章节期位条个]))"
)
# A year, unless a letter follows it.
_LETTERED_YEAR = compile_pattern(
    r"(?<![A-Za-z0-9.,_/@&#-])(?:2[0Oo][\dOolI]{2}|[1lI]9[\dOolI]{2})(?=<S>年)"
)
_RAISED_POINT = compile_pattern(
    r"(?<=\d)·(?=\d{1,4}(?:<TO>\d{1,6}[·.]\d|<S>(?:[%‰千元角米吨倍亩克斤升秒]|[多余]?[十百千]?[万亿]"
    r"|[美欧港日]元|度(?!假)|公[里斤顷]|平方|立方|[毫厘]米|人次|个百分点|小时|分钟|英寸|海里|<UNIT>)))"
)
# The dots of other alphabets are decimal points, but for the days that are named by them.
_FOREIGN_POINT = compile_pattern(
    r"(?<=\d)(?<!∙\d)(?<!∙\d\d)(?<!∙\d\d\d)∙(?=\d{1,6}(?!\d|∙|[”\"’」]|<HAN>{0,4}(?:事件|事变|运动|地震|惨案|特大|暴雨|节|案|大促|购物)))"
)


# A recogniser reads the dash of a range as a numeral: 9:00一17:00, 3一5天. 20一9年 is a year.
_DASH_LIKE_ONE = compile_pattern(
    r"(?<=\d)一(?=\d{1,5}(?!\d|年)(?:[:：]\d|<SCALE>(?:[%℃]|<MEASURE>)))|(?<=\d[年月日号时])一(?=\d)"
)


def correct_misprints(text: str) -> str:
    """Return folded text with the digits and decimal points that were meant; offsets do not change.

    Example:
        >>> correct_misprints("l00万元，5O所，3·5万"), correct_misprints("12·9运动，A4l纸")
        ('100万元，50所，3.5万', '12·9运动，A4l纸')
    """
    if any(c in text for c in "lIOo"):
        text = _LETTERED_YEAR.sub(_as_digits, _LETTERED.sub(_as_digits, text))
    if "一" in text:
        text = _DASH_LIKE_ONE.sub("—", text)
    if "∙" in text:
        text = _FOREIGN_POINT.sub(".", text)
    return _RAISED_POINT.sub(".", text) if "·" in text else text


def _as_digits(m: Match) -> str:
    return m[0].translate(_DIGITS_FOR_LETTERS)
