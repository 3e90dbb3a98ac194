"""Writes a value of a TOML file in its correct form, from what a person wrote."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

OPENING, CLOSING = "“„‟‘「『〝＂", "”‟’」』〞＂"
QUOTES = f"\"'{OPENING}{CLOSING}"
FULL_WIDTH = str.maketrans("＝［］【】｛｝＃，、；．：\u3000\xa0", "=[][]{}#,,,.:  ")

WriteValue = Callable[[str], str]
"""Gives a value in its correct form; what is no value of the kind gives no valid TOML."""

_YES = frozenset({"true", "ture", "yes", "on", "1", "是", "真"})
_NO = frozenset({"false", "flase", "no", "off", "0", "否", "假"})
_MINUS = str.maketrans("−–—‐‑", "-----")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
# Thousands are separated by an underscore in TOML, or not at all.
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])")


def write_text(value: str) -> str:
    """Put a value into straight quotes; quotes inside it become printed ones.

    Example:
        >>> print(write_text("“柳溪”的春天"))
        "“柳溪”的春天"
    """
    if value[:1] and value[0] in "\"'":
        value = value[1:]
        # A closing mark ends the value only if it does not close quoted speech.
        if value[-1:] and (value[-1] in "\"'" or (value[-1] in CLOSING and not _is_paired(value))):
            value = value[:-1]
    elif len(value) > 1 and value[0] in OPENING + CLOSING and value[-1] in QUOTES:
        # “青川”的“春天” lacks TOML's quotation marks: both pairs are quoted speech.
        inner = value[1:-1]
        value = inner if inner.find("”") < 0 or _is_paired(inner) else value
    elif value.endswith('"'):
        value = value[:-1]
    parts = value.replace('\\"', '"').split('"')
    value = "".join(part + ("“" if n % 2 else "”") for n, part in enumerate(parts, 1))[:-1]
    return json.dumps(value.replace("\\\\", "\\"), ensure_ascii=False)


def _is_paired(value: str) -> bool:
    return value.count("“") == value.count("”")


def write_bool(value: str) -> str:
    """Give true or false; empty for a word that means neither."""
    word = _fold(value)
    return "true" if word in _YES else "false" if word in _NO else ""


def write_number(value: str) -> str:
    """Give the only number of a value.

    Example:
        >>> write_number("−１６．５ LUFS"), write_number("3,650 天"), write_number("12～15")
        ('-16.5', '3650', '')
    """
    plain = unicodedata.normalize("NFKC", value).translate(_MINUS)
    plain = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), plain)
    numbers = _NUMBER.findall(plain)
    return _LEADING_ZEROS.sub("", numbers[0]) if len(numbers) == 1 else ""


def write_numbers(value: str) -> str:
    """Give a list of whole numbers."""
    numbers = [str(int(number)) for number in re.findall(r"\d+", value)]
    return f"[{', '.join(numbers)}]"


def write_texts(value: str) -> str:
    """Give a list of texts, which any comma or a space between two quoted ones may part."""
    body = value.strip("[]［］【】 \u3000")
    names = [
        part.strip(f"{QUOTES} \u3000")
        for part in re.split(r"[,，、;；]|(?<=[\"”])\s+(?=[\"“])", body)
    ]
    return f"[{', '.join(write_text(name) for name in names if name)}]"


def write_date(value: str) -> str:
    """Give a date as TOML has it: 2026-03-02."""
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    return "-".join(f"{number:02}" for number in numbers[:3])


def write_any(value: str) -> str:
    """Give a value whose kind nobody knows: a number, true or false, a list, or else a text.

    Example:
        >>> print(write_any("“晓声”"), write_any("１．５"), write_any("Ture"), write_any("+5%"))
        "晓声" 1.5 true "+5%"
    """
    if value[:1] in tuple(QUOTES):
        return write_text(value)
    if value.translate(FULL_WIDTH).startswith("["):
        return write_texts(value) if any(c in QUOTES for c in value) else write_numbers(value)
    plain = _fold(value)
    if _NUMBER.fullmatch(plain.translate(_MINUS)):
        return write_number(value)
    if plain in (_YES | _NO) - {"0", "1"}:
        return write_bool(value)
    return write_text(value)


def _fold(value: str) -> str:
    plain = unicodedata.normalize("NFKC", value)
    return plain.strip(f"{QUOTES} ").translate(FULL_WIDTH).casefold()
