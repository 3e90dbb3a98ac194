"""Neutral tones by the form of words: doubled verbs and kinship terms, the suffixes 子, 头 and 儿.

Single words are in ``neutral.tsv``, and those that depend on their neighbours in
``neutral_context.tsv``. What newsreaders say in both ways keeps its full tone: 里 上 下 边 behind a
noun, 来 去 起来 下去 and 过 behind a verb, and doubled verbs of two characters (研究研究).

儿 as a suffix colours the syllable before it: 花儿, 一会儿, but 女儿, 儿童. Its syllable is
``er5``. An engine with r-coloured syllables makes one of it and its host; for others it is a short
syllable without a tone of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import neutral_words, readings_of
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.readings.entries import Words
    from audiopaper.readings.names.person import Person

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
    "沿尖粒球串条根杆板片墙气卷趟洞坑坡沟影画谱绳扣兴趣空闲"
    "茬神件口辈礼弦道理院准珠秸剂滚坎半壳欢跟腿阵码挑渣瓜芽芦绢垫戏鼻槌掸泡核锤袜鞋盒瓶篮筐钩针线穗秧梗辫髻褂裤袄裙襟袖哨笛锣匣屉勺铲刷碴屑末"
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


_KIN = frozenset("爸妈爷奶公婆叔伯舅姑姨哥姐弟妹嫂婶爹姥太")

# Verbs that are doubled for a short action: 看看, 试试. Not 等等 (and so on), 画画 (paint
# pictures), 拉拉队, 数数.
_VERBS = frozenset(
    "看瞧瞅听说讲谈聊问走跑坐站躺歇停逛转想试尝吃喝闻摸敲拍打挑选找查搜翻读写念学练教做用改补修洗擦扫刷晒"
    "收管理帮陪哄劝催夸骂笑哭玩动比评议考猜算量称掂换送让碰抱推踢唱见认搓揉捏摇招挥握散聚遛溜压"
)

# 帮帮忙: the first character of these is doubled.
_DOUBLED_IN_PART = frozenset({
    "帮忙", "点头", "散步", "聊天", "谈心", "讲话", "说话", "洗澡", "洗手",
    "洗脸", "唱歌", "见面", "走路", "跑步", "看书", "读书", "念书", "写字",
    "下棋", "打球", "理发", "拍手", "摇头", "招手", "挥手", "握手", "动手",
    "动脑", "把关", "算账", "评理", "讲理", "逛街", "打工", "做饭", "吃饭",
    "喝茶", "看戏", "听戏", "压惊", "散心", "歇脚",
})  # fmt: skip

_LONGER_WORD, _PART = 3, 2
_MET = 1.0
# Words of one character that stand behind a noun.
_BEHIND_NOUN = frozenset("的了在和与是都也有被把给就没不着很里上下")
_SUFFIXES = {"子": "zi5", "头": "tou5"}


def neutral_by_form(text: str, people: Sequence[Person], words: Words) -> Iterator[tuple[int, str]]:
    """Find the syllables that are neutral by the form of a word.

    Args:
        text: What is said.
        people: The names in it, of which no syllable is neutral.
        words: Its words.

    Yields:
        The offset of each such character, and its syllable.
    """
    named = {at for person in people for at in range(person.start, person.end)}
    spans = words.spans
    for at in range(1, len(text)):
        if at in named or at - 1 in named:
            continue
        if text[at] == text[at - 1] and _is_doubled(text, at, spans):
            yield at, readings_of(text[at])[0][:-1] + "5"
        elif text[at] in _SUFFIXES and _ends_noun(text, at, spans):
            yield at, _SUFFIXES[text[at]]
        elif text[at] == "儿" and is_r_suffix(text, at, spans):
            yield at, R_SUFFIX


def _is_doubled(text: str, at: int, spans: Mapping[int, tuple[int, int]]) -> bool:
    """Whether the second of two equal characters ends a term of kinship or a doubled verb."""
    character = text[at]
    if character in (text[at - 2 : at - 1], text[at + 1 : at + 2]):
        return False
    beside = _doubled_beside(text, at)
    start, end = spans.get(at, (at, at + 1))
    if character in _KIN:
        # 公公正正, 婆婆妈妈 are no relatives.
        return beside <= _KIN and (end - start < _LONGER_WORD or not beside)
    if spans.get(at - 1, (at - 1, at))[0] < at - 1:
        return False
    if beside and "看" not in {*beside, character}:
        # 说说笑笑, 推推搡搡: all four keep their full tone.
        return False
    if start >= at - 1 and end <= at + _PART and text[at : at + _PART] in _DOUBLED_IN_PART:
        return True
    return character in _VERBS and end == at + 1


def _doubled_beside(text: str, at: int) -> frozenset[str]:
    """Return the characters that are doubled right before or right behind a doubled one."""
    before, behind = text[max(0, at - 3) : at - 1], text[at + 1 : at + 3]
    return frozenset(pair[0] for pair in (before, behind) if pair and pair == pair[0] * 2)


def _ends_noun(text: str, at: int, spans: Mapping[int, tuple[int, int]]) -> bool:
    """Whether 子 or 头 ends a noun that the division cut: 新房|子."""
    start, end = spans.get(at - 1, (at, at))
    if at in spans or end != at:
        return False
    # 三个|子公司: 个子 is a word, but 三个子 is none.
    behind = text[at + 1 : at + 2]
    known = is_common(text[start : at + 1], count=_MET)
    # 树叶|子的: no dictionary has it, but nothing behind it begins with 子.
    ends = end - start > 1 and (not behind or not plain_han(behind) or behind in _BEHIND_NOUN)
    return (known or ends) and text[at - 1 : at + 1] in neutral_words()
