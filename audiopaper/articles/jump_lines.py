"""Lines that send a reader to another page, or say from which page a text comes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiopaper.variants import simplify

_PAGE_NO = r"\s?第?\s?([A-Za-z]?\s?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版"
_MARKS = "▲△▼▽■□◆◇●○★☆"
"""Marks that papers set before a jump line."""

_JUMP_OUT = re.compile(
    rf"[（(【▶►→{_MARKS}\s]{{0,4}}(?:紧?下转|转){_PAGE_NO}[^）)】。]{{0,16}}[）)】]?[\s▶►→]{{0,4}}$"
)


_JUMP_IN = re.compile(
    rf"[（(【◀←{_MARKS}\s]{{0,4}}(?:紧?上接|紧接|接){_PAGE_NO}(?:[《“\s][^）)】。]{{0,40}})?[）)】]?\s?"
)


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line found in a text."""

    page: int
    """The page it points to; 0 where the number cannot be read."""

    rest: str
    """The text without it."""

    printed: str
    """The jump line as printed."""


def _page_number(text: str) -> int:
    digits = re.search(r"\d{1,3}", text)
    if digits:
        return int(digits.group())
    text = text.strip()
    if not text or any(c not in "一二三四五六七八九十" for c in text):
        return 0
    tens, mark, ones = text.rpartition("十")
    numerals = "零一二三四五六七八九"
    value = numerals.find(ones) if ones else 0
    if mark:
        value += 10 * (numerals.find(tens) if tens else 1)
    return max(value, 0)


def jump_out(text: str) -> Jump | None:
    """Find 下转第六版 at the end of a text."""
    tail = text[-60:]
    match = _JUMP_OUT.search(simplify(tail))
    if not match:
        return None
    start = len(text) - len(tail) + match.start()
    return Jump(_page_number(match.group(1)), text[:start].rstrip(), text[start:].strip())


def jump_in(text: str) -> Jump | None:
    """Find 上接第一版 at the beginning of a text."""
    match = _JUMP_IN.match(simplify(text[:120]))
    if not match:
        return None
    return Jump(
        _page_number(match.group(1)), text[match.end() :].lstrip(), text[: match.end()].strip()
    )


def is_jump(text: str) -> bool:
    """Return whether a text is, opens with or ends with a jump line."""
    return jump_out(text) is not None or jump_in(text) is not None
