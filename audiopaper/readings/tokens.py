"""Cuts text into the units of reading: Han characters, groups of letters, and pauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_DIGITS = "零一二三四五六七八九"

# Marks that are sent to an engine, strongest first; others are silent or become one of these.
_STRENGTH = "？！。；：，、"

_PAUSES = {
    "?": "？", "!": "！", ".": "。", "．": "。", "｡": "。", ";": "；", ":": "：", ",": "，",
    "､": "、", "…": "，", "—": "，", "―": "，", "─": "，", "–": "，", "(": "，", ")": "，",
    "（": "，", "）": "，", "[": "，", "]": "，", "【": "，", "】": "，", "〔": "，", "〕": "，",
    "{": "，", "}": "，", "/": "、", "／": "、", "\n": "，", "\r": "，", "|": "，", "｜": "，",
    "‼": "！", "⁇": "？", "⁈": "？", "⁉": "！", "︰": "：", "﹐": "，", "﹑": "、", "﹔": "；",
    "●": "，", "■": "，", "◆": "，", "▲": "，", "★": "，", "◎": "，", "※": "，",
} | {mark: mark for mark in _STRENGTH}  # fmt: skip

# Some papers print narrow marks; the rules expect the wide ones.
_WIDE = str.maketrans(",;!?()", "，；！？（）")

REPEAT = "々"
"""Repeats the Han character before it."""

# A reader pauses between two quoted titles, though no mark is printed: 《论语》《孟子》.
_SIDE_BY_SIDE = re.compile(r"[》”’」』〉]\s*[《“‘「『〈]")

# Headlines have a space in place of a comma; shorter runs are names or spaced print.
_CLAUSE_CHARS = 4


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one sort in a text."""

    start: int
    end: int
    sort: Literal["han", "letters", "digit", "pause"]
    spoken: str


def plain_han(character: str) -> str:
    """Return a Han character in its everyday form (of compatibility forms and radicals), else "".

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
    """Return the text with each Han character and mark in its everyday form; offsets stay.

    々 becomes the character before it.

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
        start: Offset at which the runs begin; the text before it is context.
        end: Offset at which they end; the text behind it is context. None for the text's end.

    Returns:
        Runs from ``start`` to ``end`` without gaps: a Han character, a group of letters of other
        scripts, a digit, or a run of anything else, which is spoken as a pause mark or is silent.
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
    # Removing marks can join letters that compose, so it is repeated until nothing changes.
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
    is_gap = run.isspace() and _is_clause(text, start, -1) and _is_clause(text, end, 1)
    # A tab stands between the cells of a row.
    if not marks and (is_gap or "\t" in run):
        marks.add("，")
    strongest = next((mark for mark in _STRENGTH if mark in marks), "")
    # No pause at the beginning: an opening dash, bracket or bullet.
    return "" if start == 0 and strongest and strongest in "：，、；" else strongest


def _is_clause(text: str, at: int, step: int) -> bool:
    stretch = text[at : at + _CLAUSE_CHARS] if step > 0 else text[max(0, at - _CLAUSE_CHARS) : at]
    return len(stretch) == _CLAUSE_CHARS and all(plain_han(c) for c in stretch)
