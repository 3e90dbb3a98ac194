"""Where a text is divided into sentences: one rule for script, speech, cues and briefing.

A mark that can end a sentence ends none where it belongs to a part of the sentence: to a title in
《》, to a remark in brackets, to a quotation that the sentence has as one of its parts, to a web
address or a Latin name.

Source:
    GB/T 15834-2011: a mark inside 《》 belongs to the title; the remark in brackets inside a
    sentence does not end it; a quotation that is part of a sentence leaves the end to the sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLOSERS = "”’」』》〉）)】〕〗\"'"
"""Marks that close a quotation, a title or a bracket."""

_MARKS = re.compile(r"(?:[。！？!?…]|\.{3,})+")
_MARKS_AND_SEMICOLONS = re.compile(r"(?:[。！？!?…；;]|\.{3,})+")
_CLOSING = re.compile(f"[{re.escape(CLOSERS)}]*")

_TITLES = {"《": "》", "〈": "〉"}
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "〖": "〗"}
_PAIRS = {**_TITLES, **_QUOTES, **_BRACKETS}
_OPENERS = {close: opener for opener, close in _PAIRS.items()}

# Behind one of these, or at the beginning, what is quoted is speech of its own.
_INTRODUCING = "：:，,。！？!?；;…—–―"

# What no sentence begins with: a mark, a particle, a word that needs the quotation as its subject
# or object. Each character that begins other words, too, names those that it is not.
_CONTINUATION = re.compile(
    r"[，、；：。！？…—～,;:]|的(?![士确確])|之(?!所以)|[是让讓令使也]|等(?![到待了候])"
    r"|[时時](?![任隔间間值年而至常])|[后後](?![来來天续續])|前(?![天不来來往年后後面者])"
    r"|[声聲](?![明称稱音])|[中里裡内內间間](?=[的，、。；])|[引响響传傳][来來起发發彻徹遍出]"
    r"|成[为為了]|[一二两兩三四五六七八九十几幾]個?个?字|字[样樣]|一[词詞语語声聲]"
    r"|(?:[昨今明][日天晚]|日前|近日|即[将將]|正式)?"
    r"(?:走[进進红紅]|亮相|上[演映线線]|[启啟][动動]|[开開][幕演播赛賽]|首[演播映]|落幕|收官|刷屏)"
)
_COMMA = re.compile("[，、：,]")

# In an address or between two Latin words without a space; behind a Latin name.
_IN_LATIN = re.compile(
    r"(?<=[A-Za-z0-9/=&._~%#-])[!?]+(?=[A-Za-z0-9/=&_~%#-])|(?<=[A-Za-z])!(?=\w)"
)


def find_sentence_ends(text: str, *, semicolons: bool = False) -> tuple[int, ...]:
    """Find where a text may be divided into sentences.

    Args:
        text: A text as printed or as spoken.
        semicolons: Whether a semicolon ends a sentence, too.

    Returns:
        Offsets behind the last character of each sentence but the last, in characters.

    Example:
        >>> find_sentence_ends("好的。“明天见！”他说。")
        (3, 9)
        >>> find_sentence_ends("话剧《去哪儿？》昨晚上演。“好看！”的赞叹声不断。")
        (13,)
    """
    length = len(text.rstrip())
    ends = (end for _, _, end in _find_ends(text, semicolons=semicolons))
    return tuple(end for end in ends if end < length)


def find_end_marks(text: str) -> frozenset[int]:
    """Return the offsets of the marks that end a sentence, semicolons among them.

    Example:
        >>> sorted(find_end_marks("《加油！》上演。真好！"))
        [7, 10]
    """
    spans = _find_ends(text, semicolons=True)
    return frozenset(offset for first, last, _ in spans for offset in range(first, last))


def find_marks(text: str, *, semicolons: bool = False) -> tuple[int, ...]:
    """Find where a division would be made by marks alone, as speech services make it.

    Returns:
        Offsets as in `find_sentence_ends`; those are among them.

    Example:
        >>> find_marks("话剧《去哪儿？》上演。好看。")
        (8, 11)
    """
    length = len(text.rstrip())
    ends = (_skip_closers(text, mark.end()) for mark in _pattern(semicolons).finditer(text))
    return tuple(end for end in ends if end < length)


def _pattern(semicolons: bool) -> re.Pattern[str]:
    return _MARKS_AND_SEMICOLONS if semicolons else _MARKS


def _skip_closers(text: str, offset: int) -> int:
    closing = _CLOSING.match(text, offset)
    return closing.end() if closing else offset


def _find_ends(text: str, *, semicolons: bool) -> Iterator[tuple[int, int, int]]:
    """Yield the span of the marks at each end of a sentence, and the offset behind its closers."""
    parts = _find_parts(text)
    latin = {n for run in _IN_LATIN.finditer(text) for n in range(run.start(), run.end())}
    for mark in _pattern(semicolons).finditer(text):
        if parts[mark.start()] or mark.start() in latin:
            continue
        end = _skip_closers(text, mark.end())
        # Behind a bare mark only a comma or the like shows that the sentence goes on.
        goes_on = _CONTINUATION if end > mark.end() else _COMMA
        if not goes_on.match(text, end):
            yield mark.start(), mark.end(), end


def _find_parts(text: str) -> bytearray:
    """Return 1 for each character inside a part of a sentence that ends none; shape ``(n,)``."""
    pairs = _find_pairs(text)
    continued = _find_continued(text, pairs)
    embedded: set[int] = set()
    inside = bytearray(len(text))
    closed = {end + 1: start for start, end in pairs.items()}
    for start in sorted(pairs):
        end = pairs[start]
        before = text[start - 1 : start].strip()
        neighbour = closed.get(start, -1)
        if before and before not in _INTRODUCING and before not in _PAIRS:
            # Quotations in a row are parts of the same sentence, or none of them is.
            beside = before in _OPENERS and neighbour in pairs and text[neighbour] in _QUOTES
            if not beside or neighbour in embedded:
                embedded.add(start)
        if not inside[start] and _is_part(text, start, end, start in embedded, continued):
            inside[start : end + 1] = b"\1" * (end + 1 - start)
    return inside


def _is_part(text: str, start: int, end: int, embedded: bool, continued: frozenset[int]) -> bool:
    if text[start] in _TITLES:
        return True
    # What contains a full stop may be long, and is divided.
    return (embedded or start in continued) and text.find("。", start, end) < 0


def _find_pairs(text: str) -> dict[int, int]:
    """Return the offsets of the closing marks by those of their opening marks."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    counts = dict.fromkeys(_PAIRS, 0)
    for offset, char in enumerate(text):
        if char in _PAIRS:
            opened.append(offset)
            counts[char] += 1
        elif char in _OPENERS and counts[_OPENERS[char]]:
            # An opening mark between the two has lost its counterpart.
            while True:
                start = opened.pop()
                counts[text[start]] -= 1
                if text[start] == _OPENERS[char]:
                    break
            pairs[start] = offset
    return pairs


def _find_continued(text: str, pairs: Mapping[int, int]) -> frozenset[int]:
    """Return the opening marks of quotations that a particle follows, at once or behind others."""
    continued: set[int] = set()
    for start in sorted(pairs, reverse=True):
        behind = pairs[start] + 1
        word = _CONTINUATION.match(text, behind)
        if behind in continued or (word and word[0][0].isalpha()):
            continued.add(start)
    return frozenset(continued)
