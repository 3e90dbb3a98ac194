"""Places that an edition prints in full: 长临河镇, so 长临河周边 is read the same.

Where a name stands before a word for a region, a few characters have the reading that they have in
the names of places; and as the name is read there, so it is wherever the edition prints it alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.model import ReadingRule
from audiopaper.readings.decision import Decision, other_syllables
from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.names.name_cues import PREPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.readings.word_division import WordSpans

_HAN = f"[{HAN}]"

# Verbs, prepositions, particles and regions: what has one of them is more than a name.
_NO_NAME = (
    "[到在来去往赴从向对把被让给和与及为是有的了着过将要就也还又再等进入于以由使每各该本此这那"
    "两几全某驻走县区镇乡村市省]"
)

_NAME = f"(?P<name>(?:(?!{_NO_NAME}){_HAN}){{1,4}}?)"

# What a family's village ends in: 解营, 查湾.
_SITES = (
    "[庄楼集营寨湾屯堡坡岭桥河坝坪院巷冲塘垭滩洼畈峪铺口渡井圩埠窑墩坳店沟岗坑郢湖洋厝寮埕塅垌园台洲"
    "塬峁]"
)

# The families in whose names of villages the surname is read otherwise than the character alone.
_FAMILIES = {
    "单": "shan4",
    "任": "ren2",
    "解": "xie4",
    "仇": "qiu2",
    "曾": "zeng1",
    "查": "zha1",
    "种": "chong2",
    "折": "she2",
    "区": "ou1",
}

# 青川县长临河镇, not 校长下乡; where nothing stands before it, an office or the like has to follow.
_PRINTED = (
    re.compile(
        rf"(?<=[省市县区州旗盟]){_NAME}(?:镇|(?<!下)乡(?!村(?![民委支干党里]))|街道|苏木)(?!长)"
    ),
    re.compile(
        rf"(?<!{_HAN}){_NAME}(?:镇|(?<!下)乡|街道|苏木)"
        r"(?=党委|党政|政府|书记|人大|派出所|卫生院|司法所|中心|社区|居民|村民|干部|办事处|位于|地处|[的、，。]|[^，。]{1,4}村|\Z)"
    ),
    re.compile(rf"(?<=[镇乡]){_NAME}村"),
    # 查岗村的路, 任岗小学: a family's village, whose name is two characters.
    re.compile(
        rf"(?:(?<!{_HAN})|(?<=[在到去从往回赴]))(?P<name>[{''.join(_FAMILIES)}]{_SITES})"
        r"(?:村|[小中]学|水库|社区|林场|煤矿|工业园|路口)"
    ),
    re.compile(rf"(?<!{_HAN}){_NAME}村(?=党支部|党总支|村委|两委|村民|第一书记|支书|主任)"),
)

# Readings in the names of places, by a character's surroundings in the name; behind 副 and the
# like 长 ends an office, as 都 and 地 do where they begin: 县都, 飞快地.
_READINGS = tuple(
    (re.compile(pattern), syllable)
    for pattern, syllable in (
        (r"长(?![子者老])", "chang2"),
        (r"(?<=.)都", "du1"),
        (r"(?<!北)干(?![道部])", "gan1"),
        (r"角", "jiao3"),
        (r"得", "de2"),
        (r"(?<=.)地", "di4"),
        (r"(?<!大)厦", "xia4"),
        (r"冲\Z", "chong1"),
        (r"(?<!薄)荷", "he2"),
        (r"柏(?!林)", "bai3"),
        (r"夹", "jia1"),
        (r"(?<=.)济", "ji4"),
        (r"更", "geng1"),
        (r"盖(?!家)", "gai4"),
        (r"\A任(?=.)", "ren2"),
        (r"\A单(?=.)", "shan4"),
        (
            r"(?<=.[营家城河台店山杖庙堡甸井岗寨沙湾桥苇房圈岭梁塔坝泉崖亭街卡窑坨瓦堆园磨口沿嘴栅碾楼鞍泡帽沟屯岔埠墩坎崴砬棚围圩洼塘塬峁坑])子\Z",
            "zi5",
        ),
    )
)

_FAMILY_SITE = re.compile(f"[{''.join(_FAMILIES)}]{_SITES}")

# A name is a lexicon's, an editor's or a person's: it stays.
_FIXED = frozenset({ReadingRule.LEXICON, ReadingRule.SURNAME, ReadingRule.GIVEN_NAME})

_SURE = 0.96

# 副县长白溪镇: the last character of an office; 后任石桥镇书记: a verb.
_OFFICE = re.compile("[副代原现任前老兼职][省市县区州旗盟镇乡]$")
_OFFICE_BEHIND = re.compile("(?:党|委|书记|人大|副|[镇乡]长|主任|办事处)")


def settle_places(
    texts: Sequence[str],
    words: Sequence[WordSpans],
    decisions: Sequence[dict[int, Decision]],
) -> None:
    """Read the places of an edition as names of places, and alike wherever they stand.

    Args:
        texts: All that is said in the edition.
        words: For each text, start and end of the word that each character belongs to.
        decisions: For each text, by the offset of each Han character; changed here.
    """
    known: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for text, spans, decided in zip(texts, words, decisions, strict=True):
        for start, end in _find_printed(text):
            _read_as_place(text, start, end, spans, decided)
            if end - start > 1:
                syllables = tuple(decided[at].syllable for at in range(start, end))
                known[text[start:end]][syllables] += 1
    usual = {
        name: counted.most_common(1)[0][0] for name, counted in known.items() if _doubtful(name)
    }
    if not usual:
        return
    pattern = re.compile("|".join(sorted(map(re.escape, usual), key=lambda n: (-len(n), n))))
    for text, spans, decided in zip(texts, words, decisions, strict=True):
        for match in pattern.finditer(text):
            if _stands_alone(match, spans):
                for at, syllable in enumerate(usual[match[0]], match.start()):
                    _put(at, syllable, decided)


def _find_printed(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _PRINTED:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            office = _OFFICE.search(text[:start]) and text[start] == "长"
            serves = text[start] == "任" and _OFFICE_BEHIND.match(text, match.end())
            if not office and not serves:
                yield start, end


def _read_as_place(
    text: str, start: int, end: int, words: WordSpans, decided: dict[int, Decision]
) -> None:
    name = text[start:end]
    if _FAMILY_SITE.fullmatch(name):
        # 查岗 is a verb too, but none before 村.
        _put(start, _FAMILIES[name[0]], decided)
    for pattern, syllable in _READINGS:
        for match in pattern.finditer(name):
            at = start + match.start()
            first, last = words.get(at, (at, at + 1))
            # 长岭, 干部: a dictionary's word inside of the name is better known.
            inside = start <= first and last <= end and last - first > 1
            if not (inside and decided[at].rule is ReadingRule.DICTIONARIES):
                _put(at, syllable, decided)


def _doubtful(name: str) -> bool:
    return any(len(readings_of(character)) > 1 for character in name)


def _stands_alone(match: re.Match[str], words: WordSpans) -> bool:
    """Whether a name of two characters is no part of other words; one of three hardly ever is."""
    start, end = match.span()
    if end - start > 2:
        return True
    first, last = words.get(start, (start, end))[0], words.get(end - 1, (start, end))[1]
    # 在任|集
    cut = start - first == 1 and match.string[first] in PREPOSITIONS
    return (first >= start or cut) and last <= end and not is_word(match[0])


def _put(at: int, syllable: str, decided: dict[int, Decision]) -> None:
    decision = decided[at]
    if decision.rule in _FIXED or decision.syllable == syllable:
        return
    decided[at] = replace(
        decision,
        syllable=syllable,
        rule=ReadingRule.CONTEXT,
        sure=_SURE,
        others=other_syllables(syllable, (decision.syllable, *decision.others)),
    )
