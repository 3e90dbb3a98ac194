"""What the people of a byline are: the words for houses, ranks and roles in print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.model import Credit

if TYPE_CHECKING:
    from collections.abc import Sequence

_HAN = "\u4e00-\u9fff"
PAPER = (
    rf"[{_HAN}]{{1,7}}?(?:日报|晚报|早报|晨报|都市报|商报|时报|周报|青年报|报社|电视台|网"
    r"|日報|晚報|早報|晨報|商報|時報|週報|電視台)"
)
"""A pattern of newspapers' and stations' names."""

# What a role is called in print, as counted in bylines of the sample and of the pages written
# blind: a house, what the reporter works with or on, and the role itself.
_ROLE = re.compile(
    rf"(?P<house>本[报報刊台网網]|新华社|新華社|中新社|{PAPER})?"
    rf"(?P<rank>(?:全媒体|融媒体?|新媒体|首席|高级|资深|特约|特派|见习|实习|文字|摄影|视频|驻站|實習|見習|攝影|全媒體"
    rf"|驻[{_HAN}]{{1,3}}?|体育|文化|时政|经济|财经|法治|教育|健康|科技|社会|民生){{0,4}})"
    r"(?P<role>记者|通讯员|实习生|评论员|撰稿人?|撰文|供稿|作者|报道员|观察员|执笔"
    r"|記者|通訊員|實習生|評論員)"
)
_KEPT_RANKS = re.compile(rf"首席|见习|实习|特约|特派|驻[{_HAN}]{{1,3}}")
"""The rest says what a reporter works with (全媒体, 摄影), which nobody needs to hear."""


def credit_from_role(name: str, role: str) -> Credit:
    """Read what a newsroom says of a name; words without a known role are taken as they are."""
    return _credit(name, _ROLE.search(role), role)


def credits_in_print(names: Sequence[str], printed: Sequence[str]) -> tuple[Credit, ...]:
    """Give for each name the last role that stands before it in the printed bylines.

    Args:
        names: The names, in printed order.
        printed: The bylines as printed.

    Returns:
        One credit a name, in the same order.
    """
    return tuple(_credit(name, _role_before(name, printed)) for name in names)


def _credit(name: str, role: re.Match[str] | None, otherwise: str = "") -> Credit:
    if role is None:
        return Credit(name, "", otherwise)
    ranks = "".join(_KEPT_RANKS.findall(role["rank"]))
    return Credit(name, role["house"] or "", ranks + role["role"])


def _role_before(name: str, printed: Sequence[str]) -> re.Match[str] | None:
    # A name of two characters may be set with a space between them.
    spaced = re.compile(r"[\s\u3000]{0,4}".join(map(re.escape, name)))
    for text in printed:
        place = spaced.search(text)
        if place:
            roles = [m for m in _ROLE.finditer(text) if m.end() <= place.start()]
            if roles:
                return roles[-1]
    return None
