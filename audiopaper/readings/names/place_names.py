"""Finds the places in a text: those of the lexicon, and names before a word for a region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word

if TYPE_CHECKING:
    from audiopaper.readings.entries import Words

# 白溪县石坪镇: a name of two or three characters and what it is, behind another one, a preposition
# or no character at all.
_PRINTED = re.compile(
    r"(?:(?<=[省市县区州乡镇在到于赴往从回])|(?<![\u3400-\u9fff]))"
    r"(?P<name>[\u3400-\u9fff]{1,3}?)(?:自治)?(?:省|市|县|区|州|镇|乡|村|街道)"
)
# 全市, 各县, 本村, 一个乡 are no names.
_NO_NAME = re.compile(
    "[全各本该我两三四几每多这那某此其外将把为所有对以及由被让给使向在是等不也都就还又再可能要会用进入农山老新城乡镇村县市区省的了和与]"
)

# 从区法院, 随市教育局, 当村民; 法院到市中院, 来到杭州: a verb or preposition before or inside; but
# 随县 and 随州.
_VERB_IN_NAME = re.compile("^(?:[从当到来][^州]|随[^县州])$|^[他她我你]..|.[到从随].")

# 常务副市级, 乐购超市: the last character belongs to a word that is no region.
_NO_REGION = re.compile(
    "(?:[副超城上股楼门都夜早集街房车菜花牛熊庙闹入退收开]市|[小社园景校城库灾牧林地山片新发贸街辖战军市郊厂港老特专选]区|[城村古小集重]镇|[城家故老下返]乡"
    "|[农乡山全渔]村|[副正]县)$"
)


def find_places(text: str, words: Words) -> list[tuple[int, int, str]]:
    """Find places and the other entries of the lexicon.

    Args:
        text: What is said, each Han character in its everyday form.
        words: Its words, and the lexicon's entries among them.

    Returns:
        Start, end and kind (``place`` or that of the entry) of each: first the names before a word
        for a region, then the entries of the lexicon.
    """
    places = [
        (match.start(), match.end(), "place")
        for match in _PRINTED.finditer(text)
        if not _NO_NAME.search(match["name"])
        and not _VERB_IN_NAME.search(match[0])
        and not is_word(match["name"])
        and not _NO_REGION.search(match[0])
    ]
    for at, entry in (*words.shipped, *words.own):
        kind = {"name": "person"}.get(entry.kind, entry.kind) or "term"
        places.append((at, at + len(entry.text), kind))
    return places
