"""Cutting text into what is read: Han characters, groups of letters, and the pauses between."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_DIGITS = "零一二三四五六七八九"

# Marks that an engine may be sent, strongest first; all else is silent or becomes one of these.
_STRENGTH = "？！。；：，、"

_PAUSES = {
    "?": "？", "!": "！", ".": "。", "．": "。", "｡": "。", ";": "；", ":": "：", ",": "，",
    "､": "、", "…": "，", "—": "，", "―": "，", "─": "，", "–": "，", "(": "，", ")": "，",
    "（": "，", "）": "，", "[": "，", "]": "，", "【": "，", "】": "，", "〔": "，", "〕": "，",
    "{": "，", "}": "，", "/": "、", "／": "、", "\n": "，", "\r": "，", "|": "，", "｜": "，",
    "‼": "！", "⁇": "？", "⁈": "？", "⁉": "！", "︰": "：", "﹐": "，", "﹑": "、", "﹔": "；",
    "●": "，", "■": "，", "◆": "，", "▲": "，", "★": "，", "◎": "，", "※": "，",
} | {mark: mark for mark in _STRENGTH}  # fmt: skip

# Print of some papers has narrow marks; every rule knows the wide ones.
_WIDE = str.maketrans(",;!?()", "，；！？（）")

REPEAT = "々"
"""Stands for the Han character before it."""

# Between two quoted titles a reader pauses although nothing is printed: 《论语》《孟子》.
_SIDE_BY_SIDE = re.compile(r"[》”’」』〉]\s*[《“‘「『〈]")

# Headlines set a space where running text has a comma; shorter runs are names or spaced print.
_CLAUSE_CHARS = 4


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one sort in a text."""

    start: int
    end: int
    sort: Literal["han", "letters", "digit", "pause"]
    spoken: str


def plain_han(character: str) -> str:
    """Give the everyday form of a Han character (compatibility forms, radicals); "" for others.

    Source:
        Unicode 16, blocks of CJK unified and compatibility ideographs, Kangxi radicals; U+3007.
    """
    code = ord(character)
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or code == 0x3007:
        return character
    if 0x20000 <= code <= 0x2F7FF or 0x30000 <= code <= 0x323AF:
        return character
    if 0x2E80 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and (plain != character or code >= 0xF900):
            return plain
    return ""


def plain_text(text: str) -> str:
    """Give the text with each Han character and mark in its everyday form, as long as it was.

    々 is the character before it once more.

    Example:
        >>> plain_text("⼈々")
        '人人'
    """
    out: list[str] = []
    for character in text.translate(_WIDE):
        repeats = character == REPEAT and out and plain_han(out[-1])
        out.append(out[-1] if repeats else plain_han(character) or character)
    return "".join(out)


def cut_runs(text: str, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """Cut a text into runs that tile it.

    Args:
        text: Any text, numbers already in words.
        start: Where to begin; what stands before is only looked at.
        end: Where to end; what stands behind is only looked at.

    Returns:
        Runs from ``start`` to ``end``: one a Han character, one a group of letters of other
        scripts, one a left-over digit, one a run of anything else, spoken as a pause mark or not
        at all.
    """
    end = len(text) if end is None else end
    runs = []
    at = start
    while at < end:
        sort = _sort(text[at])
        stop = at + 1
        if sort in ("letters", "pause"):
            while stop < end and (_sort(text[stop]) == sort or _joins(text[stop], sort)):
                stop += 1
        runs.append(Run(at, stop, sort, _speak(text, at, stop, sort)))
        at = stop
    return tuple(runs)


def _joins(character: str, sort: str) -> bool:
    return sort == "letters" and unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=65536)
def _sort(character: str) -> Literal["han", "letters", "digit", "pause"]:
    if plain_han(character):
        return "han"
    if unicodedata.digit(character, None) is not None:
        return "digit"
    if character != REPEAT and character.isalpha() and _letters(character):
        return "letters"
    return "pause"


def _letters(text: str) -> str:
    # Dropping marks can bring together letters that compose, so once is not always enough.
    while True:
        letters = "".join(
            c
            for c in unicodedata.normalize("NFKC", text)
            if c.isalpha() and c != REPEAT and not plain_han(c)
        )
        if letters == text:
            return letters
        text = letters


def _speak(text: str, start: int, end: int, sort: str) -> str:
    if sort == "han":
        return plain_han(text[start])
    if sort == "digit":
        return _DIGITS[unicodedata.digit(text[start])]
    if sort == "letters":
        return _letters(text[start:end])
    return _pause(text, start, end)


def _pause(text: str, start: int, end: int) -> str:
    run = text[start:end]
    inside_letters = (
        start > 0 and end < len(text) and (_sort(text[start - 1]) == _sort(text[end]) == "letters")
    )
    if inside_letters and not set(run) & set(_STRENGTH + ",;!?\n（）()"):
        return " "
    marks = {_PAUSES[character] for character in run if character in _PAUSES}
    if _SIDE_BY_SIDE.search(run):
        marks.add("、")
    if run.isspace() and not marks and _is_clause(text, start, -1) and _is_clause(text, end, 1):
        marks.add("，")
    strongest = next((mark for mark in _STRENGTH if mark in marks), "")
    # Nothing to pause after: an opening dash, bracket or bullet.
    return "" if start == 0 and strongest and strongest in "：，、；" else strongest


def _is_clause(text: str, at: int, step: int) -> bool:
    stretch = text[at : at + _CLAUSE_CHARS] if step > 0 else text[max(0, at - _CLAUSE_CHARS) : at]
    return len(stretch) == _CLAUSE_CHARS and all(plain_han(c) for c in stretch)
