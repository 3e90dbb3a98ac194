"""Folds the variants of each digit and symbol to one character, which the rules then match."""

from __future__ import annotations

import unicodedata

SILENT = "★"
"""What every symbol without a spoken name is folded to."""

NUMBERED = "①"
"""What every number sign without a rule of its own (circled, Tamil, Ethiopic …) is folded to."""

# Symbols that the rules know by themselves; everything else of the Unicode categories S*, Nl, No
# and the ASCII symbols is folded to one of these or to SILENT or NUMBERED.
_MEANINGFUL = set("+-~/%‰‱&@#*=<>≥≤≠≈±×÷°℃℉′″$¥€£→·^_|\\`〇○²³№Ω∶∙¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
_ROMAN = range(0x2160, 0x2180)
_UNIT_SQUARES = range(0x3371, 0x33E0)
_POWERS = set("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_SAME = {
    **dict.fromkeys("‐‑‒–−﹣⁃", "-"),
    **dict.fromkeys("∼〜˜～─━", "~"),
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
    **dict.fromkeys("•‧", "·"),
    **dict.fromkeys("⋅・･", "∙"),
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
