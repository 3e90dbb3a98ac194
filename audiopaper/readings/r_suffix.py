"""儿 as a suffix that colours the syllable before it: 花儿, 一会儿, but 女儿, 儿童.

Its syllable is ``er5``. An engine with r-coloured syllables makes one of it and its host; for
others it is a short syllable without a tone of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

R_SUFFIX = "er5"

# Behind these 儿 is a child or a person, or belongs to a foreign name: 女儿, 健儿, 新生儿, 安琪儿.
_CHILD = frozenset(
    "女婴侄胎孤幼男少妻健患孙童宠血育乞雏潮能产生无馨流浪氏憨娇疾运形琪奈祖蕾卡木塔戌寡弃养病死双聋盲弱贫托小"
    "乳娃泳酷伯妹媚爱痴骄"
)

# 小孩儿, 女孩儿; 孩儿 by itself has two full syllables.
_CHILDREN = ("小孩儿", "女孩儿", "男孩儿")

# 媳妇儿, but 妇儿医院.
_WIFE = "媳妇儿"

# 那会儿, 细活儿: hosts in a word that no dictionary lists. Behind others 儿 by itself may be short
# for children (市妇儿中心, 省儿基会).
_FREE = frozenset(
    "点会块事味劲活玩样头眼圈份这那哪今昨伙馅汤丝皮纹缝瓣花娘爷棍蛋弯醒招词话角番印猫狗虫兜帽碗碟盖罐牌门嗓腔调曲段底边"
    "沿尖粒球串条根杆板片墙洞坑坡沟影画谱绳扣兴趣空闲"
)

# 片儿警, 玩儿命: hosts of a suffix in the middle of a word.
_MIDDLE = frozenset(
    "玩今明昨后哪这那娘哥爷坎吊头尖眼闷道兴面样堂好份颠盘管蔫片点馅巴猴票事刺倍棍嗝板倒圈块正千百万猫"
)

# Words that 儿 begins, also inside a longer one: 留守儿童, 非同儿戏.
_BEGINS = frozenset("童子女孙歌戏媳科")


def is_r_suffix(text: str, at: int, spans: Mapping[int, tuple[int, int]]) -> bool:
    """Whether 儿 colours the syllable before it.

    Args:
        text: What is said.
        at: Offset of 儿; at least 1.
        spans: Start and end of the dictionary word that a character belongs to.
    """
    host, behind = text[at - 1], text[at + 1 : at + 2]
    start, end = spans.get(at, (at, at + 1))
    if end != at + 1 and behind in _BEGINS:
        return False
    if host == "孩":
        return text[at - 2 : at + 1] in _CHILDREN
    if host == "妇":
        return text[at - 2 : at + 1] == _WIFE
    if host in _CHILD:
        return False
    if start == at:
        return end == at + 1 and host in _FREE
    return end == at + 1 or host in _MIDDLE
