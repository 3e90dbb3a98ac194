"""Tone sandhi: the tones of connected speech.

Source:
    GB/T 16159 leaves sandhi out of writing, so readings have none; the rules are those of
    普通话水平测试实施纲要, 变调: 一, 不, third tones and 啊.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两幺")

_YI_ENDS = frozenset("统唯万同专单逐之合划归均如始不其星期周拜第初")
"""Behind these characters 一 ends a word or is an ordinal, and keeps its first tone."""

_YI_ORDINAL_BEFORE = frozenset("月号日楼班")
"""In front of these characters it is a number in a series, likewise (一月, 一号)."""

_YI_POINTS = frozenset("这那每某另有")
"""Behind these characters 一 belongs to what is counted, though 这一 is a word in dictionaries."""

_UNRAISED = frozenset("姐奶姥婶嫂宝")
"""Reduplicated terms of kinship; their first syllable keeps its third tone."""

_BU_FULL = frozenset("岂并从绝决永毫莫既而且都也还")
"""Behind these adverbs 不 is not between a verb and its complement."""

_WITH_MIDDLE = 3
"""Characters of a word like 差不多."""


def sandhi(chars: str, syllables: Sequence[str], joined: Sequence[bool] = ()) -> tuple[str, ...]:
    """Apply tone sandhi to a run of syllables without a pause.

    Args:
        chars: Their Han characters; length ``n``.
        syllables: In citation form, with tone digits; shape ``(n,)``.
        joined: Whether each belongs to the word of the one before it; shape ``(n,)``, or ``()``
            if words are not known.

    Returns:
        The syllables as spoken; shape ``(n,)``.

    Example:
        >>> sandhi("一个", ["yi1", "ge4"])
        ('yi2', 'ge4')
        >>> sandhi("展览馆", ["zhan3", "lan3", "guan3"])
        ('zhan2', 'lan2', 'guan3')
        >>> sandhi("纸老虎", ["zhi3", "lao3", "hu3"], [False, False, True])
        ('zhi3', 'lao2', 'hu3')
    """
    tones = [s[-1] for s in syllables]
    words = list(_words(len(tones), joined))
    ends = {end for start, end in words if end - start > 1}
    middles = {
        start + 1
        for start, end in words
        if end - start == _WITH_MIDDLE and chars[start] not in _BU_FULL
    }
    for n in range(len(tones)):
        before, behind = chars[n - 1 : n], chars[n + 1 : n + 2]
        if syllables[n] == "yi1" and chars[n] == "一":
            ends_word = n + 1 in ends and before not in _YI_POINTS
            tones[n] = "1" if ends_word else _yi(before, behind, tones[n + 1 : n + 2])
        elif syllables[n] == "bu4" and chars[n] == "不":
            # 差不多, 来不及: between a verb and its complement.
            tones[n] = "5" if n in middles else _bu(before, behind, tones[n + 1 : n + 2])
        elif tones[n] == "5" and chars[n] == before and before not in _UNRAISED:
            # 走走: the first becomes second, as if the other were still third.
            tones[n - 1] = "2" if tones[n - 1] == "3" else tones[n - 1]
    _raise_thirds(tones, words)
    spoken = [s[:-1] + tone for s, tone in zip(syllables, tones, strict=True)]
    return tuple(_link(spoken, n) if chars[n] == "啊" else s for n, s in enumerate(spoken))


def _words(length: int, joined: Sequence[bool]) -> Iterator[tuple[int, int]]:
    starts = [n for n in range(length) if n == 0 or not joined or not joined[n]]
    return zip(starts, [*starts[1:], length], strict=False)


def _raise_thirds(tones: list[str], words: Iterable[tuple[int, int]]) -> None:
    """Change third tones before third tones to second: inside words first, then across them.

    Neighbouring words of one syllable form one unit.
    """
    units: list[tuple[int, int]] = []
    single = False
    for start, end in words:
        if single and end - start == 1:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
        single = end - start == 1
    for first, last in units:
        for start, end in _third_tones(tones[first:last]):
            for n in _raised(start, end):
                tones[first + n] = "2"
    for _, end in units:
        if tones[end - 1 : end + 1] == ["3", "3"]:
            tones[end - 1] = "2"


def _link(spoken: Sequence[str], n: int) -> str:
    """啊 as said behind the syllable before it: 好啊 is ``hao3 wa5``."""
    if n == 0 or spoken[n] != "a5":
        return spoken[n]
    final = spoken[n - 1][:-1]
    if re.search(r"(?:[zcs]h?|r)i$|ng$|^er$", final):
        return spoken[n]
    initial = "n" if final.endswith("n") else "w" if re.search(r"(?<![jqxy])u$|o$", final) else "y"
    if re.search(r"uo$|^[bpmfw]?o$", final):
        initial = "y"
    return f"{initial}a5"


def _yi(before: str, behind: str, tone: Sequence[str]) -> str:
    if before and before == behind and before not in _DIGITS:
        return "5"  # 看一看
    counted = behind in _DIGITS and behind not in "百千万亿"
    if not behind or counted or before in _DIGITS | _YI_ENDS or behind in _YI_ORDINAL_BEFORE:
        return "1"
    if tone[0] == "4" or behind == "个":
        return "2"
    return "1" if tone[0] == "5" else "4"


def _bu(before: str, behind: str, tone: Sequence[str]) -> str:
    if before and before == behind:
        return "5"  # 是不是
    return "2" if tone and tone[0] == "4" else "4"


def _third_tones(tones: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of third tones."""
    start = 0
    for tone, group in groupby(tones):
        end = start + len(list(group))
        if tone == "3":
            yield start, end
        start = end


def _raised(start: int, end: int) -> Iterable[int]:
    """Return which of the third tones from ``start`` to ``end`` become second tones.

    Up to three in a row, all but the last; more are divided into feet of two, the last of three if
    their number is odd, since words are not known here.
    """
    if end - start <= 3:
        return range(start, end - 1)
    feet_end = end - 3 if (end - start) % 2 else end
    return [*range(start, feet_end, 2), *range(feet_end, end - 1)]
