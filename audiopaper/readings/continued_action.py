"""着 as the particle (zhe5) behind a verb, where the division joins it to what follows: 扶|着陆|地.

着手, 着眼, 着想 and the like are verbs of written style. Behind a noun, an adverb or a modal verb
they are what they look like (从细节|着手, 替邻居|着想). A verb for what somebody does with the body
or with a thing is not followed by them, so that 着 belongs to that verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

# Verbs of one character for what goes on while something else is done. 想, 要 and 开始 are none
# (想|着手), nor are 换, 穿, 身 and 统一 (换|着装), 找 and 有 (找|着落).
_VERBS = frozenset(
    "憋卯鼓使铆较攒拧拼铆梗眯瞪睁闭瞅瞄盯看望瞧揉斜眨挤捂蒙红带拿提拎捧端抱背扛抬挑担举握抓攥捏拽拉牵推拖拄拐撑"
    "扶挎搂夹叼咬含嚼吃喝甩搓挥招摆伸缩叉插揣抖拍捶敲打按摸碰靠倚坐站蹲跪躺趴走跑跳飞追赶撵骑开驾踩踏蹬踢学试抢"
    "躲等盼守陪领跟绕围堵挡忍受吵闹喊叫嚷哭笑唱念说讲聊谈骂飘散透冒流淌滴洒沾蘸涂抹裹包捆绑系挂贴糊堆铺盖罩藏埋"
    "写画描刻绣织缝戴披淋晒冻熬炖煮烤闻听朝冲对顺沿哈咧张噘撅仰低垂歪昂洗擦扫种挖刨养喂运搬卸载驮嵌镶印盛"
)

# The same of two characters, which are met in speech: 眯缝|着眼, 嘟囔|着想|走.
_SPOKEN_VERBS = frozenset({
    "眯缝", "眯瞪", "眨巴", "眨么", "扑闪", "忽闪", "转动", "耷拉", "哆嗦", "颤抖",
    "摇晃", "挥舞", "挥动", "比划", "摆弄", "嘟囔", "嘟哝", "咕哝", "嘀咕", "念叨",
    "叨咕", "唠叨", "嚷嚷", "吵吵", "吵闹", "哭闹", "闹腾", "惦记", "惦念", "琢磨",
    "盘算", "寻思", "合计", "挣扎", "扑腾", "吧嗒", "揉搓", "拍打", "捶打", "紧握",
    "搀扶", "拉扯", "招呼", "催促", "张罗",
})  # fmt: skip

# What 着 makes a word with, and begins other words too: 着陆 and 陆地, 着墨 and 墨香.
_JOINED = frozenset("眼手墨装想力劲重笔色")

# 等|着急|用, 扶|着陆|地 have to have such a word (急用, 陆地): 等着急了 is a complement,
# and the back in 月背|着陆 no verb.
_JOINED_IN_WORD = frozenset("急陆落")


def is_continued(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether 着 at an offset belongs to the verb before it, though the division cuts it off.

    Args:
        text: What is said.
        at: Offset of 着.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.

    Example:
        >>> is_continued("扶着陆地", 1, [1, 1, 0, 1, 1])
        True
    """
    if not at or not breaks[at] or breaks[at + 1]:
        return False
    behind = text[at + 1]
    begins = behind in _JOINED_IN_WORD and is_word(text[at + 1 : at + 3])
    if behind not in _JOINED and not begins:
        return False
    start = next(i for i in range(at - 1, -1, -1) if breaks[i])
    return text[start:at] in (_VERBS if at - start == 1 else _SPOKEN_VERBS)
