"""Headlines that a space broke: closed up where it is an accident."""

from __future__ import annotations

import re

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"

# In a headline a space parts two clauses, unless one side is no clause: a quoted phrase alone, an
# office or place of few characters before what it did, a side of one character, a short rest that
# asks nothing, a side that ends or begins with what no clause ends or begins with.
_QUOTED_ALONE = re.compile(r"(?<=\S) (“[^“”]{1,12}”) (?=\S)")
_IN_QUOTES = re.compile(r"“[^“”]{1,10}”")
_OFFICE_END = re.compile(
    r"(?:区|市|县|镇|乡|村|局|委|办|公司|集团|港|学校|医院|园|厂|社区|街道|口岸)$"
)
_MAX_OFFICE_CHARS = 6
_HANGING = re.compile(r"[已把被及的让并]$")
_CLINGING = re.compile(r"的(?!士)|[们者吗呢吧]|过[半百千万一二三四五六七八九十]")
_ASKS = re.compile(r"[谁咋怎何吗呢啥]|多少")
_MAX_REST_CHARS, _MIN_CLAUSE_CHARS = 3, 6


def close_headline(text: str) -> str:
    """Close up a headline whose space is an accident; a space that parts two clauses stays.

    Example:
        >>> close_headline("春季招聘会昨日 举行"), close_headline("念好山字经 唱响茶乡戏")
        ('春季招聘会昨日举行', '念好山字经 唱响茶乡戏')
    """
    text = _QUOTED_ALONE.sub(r"\1", text)
    text = _IN_QUOTES.sub(lambda m: _closed_quote(m[0]), text)
    first, space, rest = text.partition(" ")
    if not space or " " in rest:
        return text
    office = len(first) <= _MAX_OFFICE_CHARS and _OFFICE_END.search(first) is not None
    label = office and len(rest) >= 2 * len(first)
    return first + rest if _is_torn(first, rest) or label else text


def _closed_quote(quoted: str) -> str:
    """Close up a quoted word that is torn; two clauses of a slogan stay apart."""
    inner = quoted[1:-1].split(" ")
    return quoted.replace(" ", "") if min(map(len, inner)) == 1 else quoted


def _is_torn(first: str, rest: str) -> bool:
    if not re.fullmatch(f"[{_HAN}]+", first[-1:] + rest[:1]):
        return False
    if _HANGING.search(first) or _CLINGING.match(rest) or min(len(first), len(rest)) == 1:
        return True
    short = len(rest) <= _MAX_REST_CHARS and len(first) >= _MIN_CLAUSE_CHARS
    return short and not _ASKS.search(rest)
