"""Finds foreign names that are printed with a dot: 安德鲁·汤姆森."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.names.name_cues import ending, load_cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The characters that news agencies use for foreign names.
_SOUNDS = (
    "阿埃艾爱安昂奥澳巴白拜班邦保堡鲍贝本比彼毕宾伯波博布查达大戴丹道德登迪蒂丁东杜敦多俄厄恩尔法范方菲费芬丰冯夫弗福盖冈高戈哥格古哈海汉豪赫黑亨洪胡华怀惠霍基吉及"
    "季加贾简杰金津卡凯坎康考柯科克肯库夸奎拉莱兰朗劳勒雷蕾里理利莉丽黎连列林琳龙隆卢鲁伦罗洛马玛迈麦曼芒毛梅门蒙米密明缪摩莫默姆穆纳娜南内尼妮涅宁纽诺努欧帕潘庞佩彭"
    "皮珀平蒲普齐奇契恰乔切琴丘让热日茹瑞萨塞赛桑沙莎山尚绍舍申圣施史舒斯丝司思松苏索塔泰坦汤唐特腾提廷图托瓦万旺威韦维魏温沃乌武西希锡夏香谢欣辛兴休许雅亚延扬耶叶"
    "伊易因英尤于约泽扎詹珍芝治兹朱卓佐茨蔡解森士佳吕坡拓昆瓜翁肖聂萝蓬诗赖邓钦顿烈翰逊娅刘曼兹娃珊黛芙芭茜薇妲霞润荣陀桂立旦"
)
_SOUND_SET = frozenset(_SOUNDS)

_DOTTED = re.compile(
    rf"(?P<first>[{_SOUNDS}]{{2,8}})(?P<rest>(?:[·•・][{HAN}])(?:[{_SOUNDS}·•・]{{0,12}}))"
)

_LONGEST_TITLE = 5

# 华莱士, 查尔斯: a name of three characters that ends in one of these is no Chinese name.
_ENDS = frozenset("斯尔茨姆士尼顿蒂扎塞萨勒特")

# 盖尼: nor one of two characters; but 李斯, 曾尔.
_SHORT_ENDS = frozenset("茨姆尼顿蒂扎塞萨勒特")

# 查科夫: what Slavic names end in; but 曾维奇, whose given name many Chinese have.
_SLAVIC_ENDS = re.compile("(?:[科诺佐托罗洛列耶波索佩莫谢]夫|斯基|诺娃|科娃|耶娃)")

# 哈 is hardly ever a surname, and begins many foreign names: 哈里, 哈米德; but 哈福海.
_SELDOM_SURNAME = "哈"

_SELDOM_ENDS = frozenset("森旦丹曼德迪里尔莱姆克斯特雷尼比勒达巴兹布瓦丁")

# 盖伊, 查莫罗, 乐克莱齐奥; and the Mongolian 那顺, 那日松.
_BEGINNINGS = re.compile("盖[伊尔]|查(?:理|莫)|乐克|华伦(?=$)|那(?:仁|顺|日[松苏]|木[吉汗]|钦|音)")

# Offices that no Chinese holds today.
_OFFICE = "(?:总统|首相|国王|女王|王储|亲王|大公|酋长|(?:内阁|外交|国防|财政)大臣|国务卿|议会议长)"


def find_foreign(text: str) -> Iterator[tuple[int, int, int]]:
    """Find the foreign names with a dot in a text.

    Args:
        text: What is said.

    Yields:
        Start, offset of the first dot, and end of each name. A title before it whose characters
        also occur in names (总理安东尼·艾伯塞) is no part of it.
    """
    titles = load_cues().titles_before
    for match in _DOTTED.finditer(text):
        start, dot = match.span("first")
        begins = (
            at
            for at in range(dot - 1, start, -1)
            if len(ending(text[max(0, at - _LONGEST_TITLE) : at], titles, _LONGEST_TITLE)) > 1
        )
        yield next(begins, start), dot, match.end()


def sounds_foreign(name: str) -> bool:
    """Whether a surname and one or two characters are more probably part of a foreign name.

    Example:
        >>> sounds_foreign("查尔斯"), sounds_foreign("盖尼"), sounds_foreign("查文斌")
        (True, True, False)
        >>> sounds_foreign("查科夫"), sounds_foreign("查大夫"), sounds_foreign("曾维奇")
        (True, False, False)
    """
    if name[:1] == _SELDOM_SURNAME and name[-1] in _SELDOM_ENDS and set(name) <= _SOUND_SET:
        return True
    if _BEGINNINGS.match(name) or _SLAVIC_ENDS.fullmatch(name[1:]):
        return True
    ends = _ENDS if len(name) == 3 else _SHORT_ENDS
    return len(name) > 1 and name[-1] in ends and set(name[1:]) <= _SOUND_SET


def find_statesmen(texts: Sequence[str], names: Iterable[str]) -> frozenset[str]:
    """Return the candidates for names beside which an office of another state stands anywhere.

    Args:
        texts: All that is said in the edition.
        names: Surnames with given names that were considered. One with a character that foreign
            names do not have is none: 朴槿惠.

    Example:
        >>> sorted(find_statesmen(["总统盖莱到访", "盖莱说", "朴槿惠总统"], ["盖莱", "朴槿惠"]))
        ['盖莱']
    """
    wanted = sorted(name for name in set(names) if set(name) <= _SOUND_SET)
    if not wanted:
        return frozenset()
    either = "|".join(map(re.escape, wanted))
    pattern = re.compile(f"{_OFFICE}(?P<behind>{either})|(?P<before>{either}){_OFFICE}")
    return frozenset(
        match["behind"] or match["before"] for text in texts for match in pattern.finditer(text)
    )
