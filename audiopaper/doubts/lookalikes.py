"""Characters that were perhaps misread for one that looks alike, judged by the words around.

A character is doubtful if another of its set makes the words around it much more probable: 家人驻
企业 costs more than 家入驻企业. `audiopaper.readings.word_division` computes the probability.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.doubts.doubt import doubt_at
from audiopaper.readings.word_division import Division, frequency_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audiopaper.doubts.doubt import Passage, TextDoubt

MIN_GAIN = 4.0
"""By how much the words must become more probable, as the logarithm of the ratio: three quarters
of such misreadings are above it, and about one in ten thousand characters of sound text."""

_REACH = 7
_LONGEST_WORD = 4
_KNOWN_COST = 14.0
"""The word that another character makes is met at least fifty times in sixty million."""

_CONSISTENT = 3
"""What stands so often in an edition with the same neighbours is a name or a term, no accident."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_COUNTED = re.compile(
    r"(?<=[\d〇零一二三四五六七八九十百千万亿多余几])\s?[个名家项条台件座种批次户位所间人只]"
)

# In these pairs the second is so much more frequent alone that it needs no word around.
_ALONE = frozenset({"己已", "巳已", "曰日", "末未"})

_MIN_GAIN_ALONE = 3.0

# Words of today that the table of frequencies, counted in older text, has too seldom.
_UNDERRATED = frozenset({"入驻", "入围", "入园", "入网", "入列"})
_MIN_GAIN_UNDERRATED = 0.3

# 近千人, 数千名: a numeral, whatever else it looks like.
_NUMERAL = re.compile(r"[近上数几约逾超过百万成两三四五六七八九]千|千[余多百亿万]")

_NUMERAL_ONE = "一"
_PAUSE = "、"
_LIST_CHARS = 12
_TWICE_ONE = re.compile(r"一[\u4e00-\u9fff]一")
# 一 before these counts, names a kind or repeats: 一个, 一看. Before other words of two characters
# or more, between two words, it was perhaps a pause mark.
_AFTER_ONE = frozenset(
    "个种场次条件项家位名座只张本句步份批支对双口手脸身路面门间所处块片段层道笔股阵番遍趟届期年月日天周"
    "时分秒度级等类样套台辆架艘头匹棵株朵颗粒滴把根盏幅首篇部集章节页行队群帮伙代生世带线点起直再向律旦"
    "般致定切些贯同共心体边方侧旁端见看听说想来去到下会儿刻瞬跃举战役号流二三两半丝毫网通站园区窗村镇县"
    "市城乡国校企院馆室楼屋墙桥江河湖山海球公厘小大开入扫万千百十亿梳宣推设早晚夜"
)


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A character that was perhaps another."""

    start: int
    """Its offset."""

    other: str
    """The character that it perhaps was."""

    gain: float
    """By how much the words around become more probable with it, as a logarithm."""


def find_lookalikes(passages: Sequence[Passage]) -> Iterator[TextDoubt]:
    """Find characters that were perhaps misread, in passages of one edition."""
    often = _count_pairs(passages)
    for passage in passages:
        text = passage.text
        for lookalike in see_lookalikes(text):
            start = lookalike.start
            pairs = (text[max(0, start - 1) : start + 1], text[start : start + 2])
            if all(often[pair] >= _CONSISTENT for pair in pairs if len(pair) > 1):
                continue
            yield doubt_at(
                passage,
                start,
                start + 1,
                kind="look-alike",
                done="照原文播出",
                other=f"或是形近误识：“{text[start]}”应为“{lookalike.other}”",
                sure=1 / (1 + math.exp(max(0.0, lookalike.gain - MIN_GAIN))),
            )


def see_lookalikes(text: str) -> tuple[Lookalike, ...]:
    """Find the characters of a text for which another of their set fits much better.

    Returns:
        At most one a character, in order of place.

    Example:
        >>> [(found.start, found.other) for found in see_lookalikes("戏台己经漆过三遍")]
        [(2, '已')]
        >>> see_lookalikes("人民群众自己的事")
        ()
    """
    lookalikes = []
    sets = _sets()
    for match in _any_of_sets().finditer(text):
        start, character = match.start(), match[0]
        if character == _NUMERAL_ONE:
            lookalikes += _see_pause(text, start)
            continue
        gains = [Lookalike(start, other, _gain(text, start, other)) for other in sets[character]]
        best = max(gains, key=lambda lookalike: lookalike.gain, default=None)
        if best is not None and best.gain >= _limit(text, best):
            lookalikes.append(best)
    return tuple(lookalikes)


def _limit(text: str, lookalike: Lookalike) -> float:
    """Return the gain from which a character is doubtful."""
    start = lookalike.start
    if text[start] == "千" and _NUMERAL.search(text[max(0, start - 1) : start + 2]):
        return math.inf
    if text[start] + lookalike.other in _ALONE:
        return _MIN_GAIN_ALONE
    behind = lookalike.other + text[start + 1 : start + 2]
    return _MIN_GAIN_UNDERRATED if behind in _UNDERRATED else MIN_GAIN


def _gain(text: str, start: int, other: str) -> float:
    """Return how much more probable a text's words are with another character, as a logarithm."""
    if text[start] + other in _ALONE:
        return _gain_around(text, start, other, *_window(text, start))
    if not _makes_word(text, start, other):
        return 0.0
    first, last = _window(text, start)
    gain = _gain_around(text, start, other, first, last)
    # 27家|入驻: a measure word belongs to the number before it, not to the words behind it.
    counted = [
        m.end() for m in _COUNTED.finditer(text, max(0, first - 2), start) if m.end() <= start
    ]
    if counted:
        gain = max(gain, _gain_around(text, start, other, counted[-1], last))
    return gain


def _gain_around(text: str, start: int, other: str, first: int, last: int) -> float:
    before, behind = text[first:start], text[start + 1 : last]
    printed = Division(before + text[start] + behind).cost
    return printed - Division(before + other + behind).cost


def _window(text: str, start: int, reach: int = _REACH) -> tuple[int, int]:
    first, last = start, start + 1
    while first > 0 and start - first < reach and _HAN.match(text[first - 1]):
        first -= 1
    while last < len(text) and last - start < reach and _HAN.match(text[last]):
        last += 1
    return first, last


def _makes_word(text: str, start: int, other: str) -> bool:
    """Whether a character makes a known word with its neighbours; quicker than a division."""
    first, last = _window(text, start, _LONGEST_WORD - 1)
    return any(
        frequency_order(text[a:start] + other + text[start + 1 : b]) < _KNOWN_COST
        for a in range(first, start + 1)
        for b in range(start + 1, min(last, a + _LONGEST_WORD) + 1)
        if b - a > 1
    )


def _see_pause(text: str, start: int) -> list[Lookalike]:
    """Give 、 for 一 where it stands alone between two words of two characters or more."""
    first, last = _window(text, start)
    at = start - first
    if at < 2 or last - start < 3 or text[start + 1] in _AFTER_ONE:
        return []
    # A list with one of its marks misread has others: 规划、建设一管理. So has a second 一.
    near = text[max(0, start - _LIST_CHARS) : start] + text[start + 1 : start + _LIST_CHARS]
    if not re.search("[、一]", near) or _TWICE_ONE.search(text, max(0, start - 2), start + 3):
        return []
    breaks = Division(text[first:last]).breaks
    alone = breaks[at] and breaks[at + 1] and not breaks[at - 1] and not breaks[at + 2]
    return [Lookalike(start, _PAUSE, MIN_GAIN)] if alone else []


def _count_pairs(passages: Iterable[Passage]) -> Mapping[str, int]:
    pairs: Counter[str] = Counter()
    for passage in passages:
        text = passage.text
        pairs.update(text[at : at + 2] for at in range(len(text) - 1))
    return pairs


@cache
def _any_of_sets() -> re.Pattern[str]:
    return re.compile(f"[{_NUMERAL_ONE}{''.join(_sets())}]")


@cache
def _sets() -> dict[str, str]:
    others: dict[str, list[str]] = defaultdict(list)
    path = Path(__file__).with_name("lookalikes.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for character in line:
                others[character] += [other for other in line if other != character]
    return {character: "".join(dict.fromkeys(group)) for character, group in others.items()}
