"""Converts between traditional or variant characters and simplified ones.

All tables of the program are in simplified characters. The conversion is for look-ups only: printed
text is never changed.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from audiopaper.character_sets import HAN

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _T = TypeVar("_T", bound=DataclassInstance)

_MIN_SHARE = 12
"""In a traditional text every third Han character differs; a simplified one has a name or a title
that does. One in so many decides, so that a headline counts too."""

# Behind these 著 is the particle 着: 看著, 沿著.
_PARTICLE = re.compile(
    "(?<=[看望盯瞧随跟陪伴沿顺向朝对拿抱提背拉牵站坐躺蹲穿戴笑哭想等听说唱走跑活住靠围绕接照试忙守冒顶])著(?![作书称述者名])"
)

_HAN = re.compile(f"[{HAN}]")

# GB 2312 has 後, which no simplified text has. These it has not, but they stand in
# the table of 2013 (通用规范汉字表) or in names of simplified texts.
_IN_BOTH = frozenset("著瞭藉覆昇鍾鉅濛甯噁閤")


def simplify(text: str) -> str:
    """Give a text of equal length in simplified characters.

    Characters that simplified texts have as well (乾 in 乾县, 著, 於) are only changed in a
    traditional text, and there not in words that keep them (乾隆, 著名).

    Example:
        >>> simplify("本報訊（記者 歐陽靜）"), simplify("看著電視和名著"), simplify("乾县")
        ('本报讯（记者 欧阳静）', '看着电视和名著', '乾县')
    """
    if text.isascii():
        return text
    # A search is 20 times as fast as a translation, and most texts need none.
    plain = text.translate(_sure_table()) if _sure_pattern().search(text) else text
    if plain == text or not is_traditional(text):
        return _PARTICLE.sub("着", plain) if "著" in plain else plain
    return simplify_word(text)


def simplify_word(text: str) -> str:
    """Give a traditional word in simplified characters; its length stays.

    Example:
        >>> simplify_word("鍾南山"), simplify_word("乾隆"), simplify_word("乾淨")
        ('钟南山', '乾隆', '干净')
    """
    table, pattern, words = _tables("variants.tsv")
    plain = text.translate(table)
    for match in pattern.finditer(text):
        plain = plain[: match.start()] + words[match[0]] + plain[match.end() :]
    return plain


def is_traditional(text: str) -> bool:
    """Whether a text is printed in traditional characters.

    Example:
        >>> is_traditional("縣長曾令新"), is_traditional("香港歌手陳奕迅昨天在青川体育馆举行演唱会")
        (True, False)
    """
    sure = _sure_table()
    differing = sum(ord(c) in sure for c in text)
    return differing > 0 and differing * _MIN_SHARE >= len(_HAN.findall(text))


def to_traditional(text: str) -> str:
    """Give the program's own words in traditional characters; their length stays.

    Characters of both scripts (后, 里, 面) change in the commonest words only.

    Example:
        >>> to_traditional("今天是农历正月，您正在收听的是《青川日報》，感谢收听。")
        '今天是農曆正月，您正在收聽的是《青川日報》，感謝收聽。'
    """
    table, pattern, words = _tables("traditional.tsv")
    return pattern.sub(lambda match: words[match[0]], text).translate(table)


def in_traditional(settings: _T) -> _T:
    """Give settings with all their texts in traditional characters.

    Args:
        settings: A dataclass; texts and tuples of texts are changed.
    """
    texts = {field.name: getattr(settings, field.name) for field in fields(settings)}
    changed: dict[str, Any] = {
        name: to_traditional(value) for name, value in texts.items() if isinstance(value, str)
    }
    changed |= {
        name: tuple(map(to_traditional, value))
        for name, value in texts.items()
        if isinstance(value, tuple) and all(isinstance(text, str) for text in value)
    }
    return replace(settings, **changed)


@cache
def _tables(name: str) -> tuple[dict[int, str], re.Pattern[str], dict[str, str]]:
    """Read a table: characters, a pattern that matches its words, and the words."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if not line.startswith("#"))
    words = {key: value for key, value in rows.items() if len(key) > 1}
    longest = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest)))
    return {ord(key): value for key, value in rows.items() if len(key) == 1}, pattern, words


@cache
def _sure_table() -> dict[int, str]:
    """Give the characters that occur in no simplified text."""
    return {
        code: plain
        for code, plain in _tables("variants.tsv")[0].items()
        if chr(code) == "後" or not (_is_encodable(chr(code)) or chr(code) in _IN_BOTH)
    }


@cache
def _sure_pattern() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _sure_table())) + "]")


def _is_encodable(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
