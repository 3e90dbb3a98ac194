"""Traditional and variant characters, and the simplified ones that every table here is written in.

Only for recognising and looking up: what is printed stays as it is printed.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_MIN_SHARE = 12
"""In a traditional text every third Han character differs; a simplified one has a name or a title
that does. One in so many decides, so that a headline counts too."""

# Behind these 著 is no writing, whatever the script: 看著, 沿著.
_PARTICLE = re.compile(
    "(?<=[看望盯瞧随跟陪伴沿顺向朝对拿抱提背拉牵站坐躺蹲穿戴笑哭想等听说唱走跑活住靠围绕接照试忙守冒顶])著(?![作书称述者名])"
)

_HAN = re.compile("[\u3400-\u9fff]")


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
    plain = text.translate(_sure_table())
    if plain == text or not is_traditional(text):
        return _PARTICLE.sub("着", plain) if "著" in plain else plain
    plain = text.translate(_whole_table())
    pattern, words = _words()
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


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((traditional, simplified) for traditional, simplified in rows)


@cache
def _whole_table() -> dict[int, str]:
    return {ord(variant): plain for variant, plain in _rows() if len(variant) == 1}


@cache
def _sure_table() -> dict[int, str]:
    """Only the characters that no simplified text has."""
    return {
        code: plain
        for code, plain in _whole_table().items()
        if chr(code) == "後" or not (_is_encodable(chr(code)) or chr(code) in _IN_BOTH)
    }


# GB 2312 has 後, which no simplified text has. These it has not, but they stand in
# the table of 2013 (通用规范汉字表) or in names of simplified texts.
_IN_BOTH = frozenset("著瞭藉覆昇鍾鉅濛甯噁")


def _is_encodable(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {variant: plain for variant, plain in _rows() if len(variant) > 1}
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest))), words
