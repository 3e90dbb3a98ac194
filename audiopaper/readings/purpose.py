"""Prepositions by the verb behind their object: 为 (wei4), and 给 where 还 is "also" (hai2).

为|企业|在|二级|市场|实现 has a verb behind the object, and 为 as "be" (wei2) has none. 还给 is
"give back" (huan2) before a receiver, and "also for" before a verb, or a receiver with a verb
behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLAUSE_ENDS = frozenset("，。；！？：…—\n")

# 成为, 上升为: behind a verb it introduces the result.
_COMPLEMENT = re.compile(
    r"[成作认视称评誉列定改设变分任选均皆即化换转译判沦聘封尊奉升读喻结纳格予批归划题意转]$"
    r"|(?:[成增生延]长|[减缩]少|[解诠]释|[识区]别|概括|扩大|批准|体现|表现|发展|提升|作者|人称|[乃则确而所]|部分|多数|一半|全部|主要|一般|通常|大都|更名|取名|命名|培养|培育"
    r"|打造|表彰|吸收|接收|录取|录用|追认|追授|授予|招收|吸纳|降低|下降|调整|汇聚|汇集|集合|还原|推举|推荐|任命|提拔|晋级|提名|指定"
    r"|假定|折算|换算|组合|整合|合并|过渡|延伸|扩展|拓展|缩短|压缩|精简|浓缩|凝[结聚练]|升华|矗立|[称视评]其|恢复|裁决|晋升|统一"
    r"|收归|擢升|演进|建设|构建|编制|分解|拆分|简写|缩写|误认|默认|公认|确认|承认|认同|增加|增至|不|[其何以行老有无难敢]|(?<![老病亲家女男主客证军商工法诗])人)$"
)

# 是为更好地前行, 继续为, 在为: it opens the predicate.
_CLAUSE_OPENING = re.compile(
    "(?:继续|不断|持续|陆续|一直|始终|永远|自动|累计|总共|先后|已经|正在|联袂|携手|从不|只是|就是|都是|也是|却是|是|(?<![之一])直接"
    "|分别|各自|同时|同样|长期|多年来|以来|今后|将来|随时|时时|处处|甘于|勇于|乐于|决心|立志|努力|尽力|全力|竭力|倾力|积极|主动)$"
)

# 他们在为, 旨在为: an action in progress, which 为 as "be" never is.
_UNDER_WAY = re.compile("(?<![现存所潜内外自实])在$")

# 店主|为|招揽|生意, 司机|为|抢时间: somebody, and what is wanted.
_AGENT = re.compile(
    "(?:[员者主们商贩匪犯]|[店商卖买东厂]家|[顾游旅乘]客|[村居市农网]民|[嫌证老病]?人|[男女]子|孩子|儿子|妻子|老板|司机|师傅|夫妇|夫妻|父母|母亲|父亲|同学"
    "|被告|原告|企业|公司|机构|单位|部门|团伙|[村镇县市厂店]里|学校|医院|法院|民警)$"
)
_WANTED = re.compile("[抢赶争躲避防讨还逃省凑挣赚][一-龥]{2}(?![人员者])")

# 以…为主题: "take … as".
_TAKEN = re.compile(
    "(?:以|把|将|拜|奉|视|变|由|从)(?!来|后|上|及|下|至|内|外|往|便)[^，。；！？：]{1,24}$"
)

# 送去, 抠好, 献上了: a verb of one character with its complement.
_VERB_OF_ONE = re.compile(
    "[献送带写画唱做修建盖搭打找换补办开拿捐寄买缝洗熬煮烧端倒盛夹喂梳剪理搬扛挑抬提背扶推拉点加添增减免省挣赚赢夺争抢保守留存铺架接配装安贴挂刻印编织抠拍录播讲"
    "谱题立挖种栽插浇戴奉摆追扫算][了过上出起下来去好回到满齐成完]"
)

# Verbs of one character.
_VERBS = frozenset(
    "添造剪办购修建捐送献唱画写讲教演赠募筹寄买卖找请搭盖铺架装换补缝洗煮做打带抬搬扛喂穿抠争谋立"
)

# 目标为夺回冠军: the name of a thing, and what it is.
_CONTENT = re.compile(
    "(?:[目宗][标的旨]|任务|内容|主题|口号|职责|要求|条件|原则|标准|方式|方法|重点|关键|初衷|愿望|动机|[题项书片剧曲]名|之一|工作|作用|意义)$"
)

# 为在, 为、: no object follows.
_NO_OBJECT_BEGINS = frozenset("在、的把被将不”’》」）)")

# 为7:3, 为4.2%: an amount, no object.
_MEASURE = re.compile(
    "[零〇一二两三四五六七八九十百千万亿\\d点半多余近约:：.%％]{2,}(?![名家位个户所座对批支人零〇一二两三四五六七八九十百千万亿多余])|[\\d一二三四五六七八九十]+[:：比]"
)

# 下游补水, 路人指路: what is done for somebody, where it ends the predicate or its amount follows.
# They are nouns as well (供水企业), so they are not in verbs.txt.
_SERVICE = re.compile(
    "(?:补[水光]|供[水电暖热]|送[医药餐货]|义诊|捐物|筹款|点赞|祈福|立碑|树碑|维权|兜底|托底|让座|清障|排雷|架桥|修路"
    "|除草|灌溉|测温|熬粥|读报|答疑|献唱|作序|题[字词]|画像|带货|代购|跑腿|支招|出谋|谋[利福]|增[辉光]|尽孝|效力|负责|定价|融资)"
    "(?=$|[，。；！？、了过约近一二两三四五六七八九十百千万多])"
)

# 写好, 夺回: a verb of one character that reaches its aim, and what it is the aim of.
_REACHED = re.compile(
    r"[写夺找抢救凑挣赚赢争留保修盖补做唱带买治养守换接][回好到住够齐活下上](?![的者率])[^，。；：！？]{1,12}，"
)

# Index of the word behind a word and a mark.
_ITEM = 2

_NO_OBJECT = frozenset("的者率性式型化度力处")


def is_purpose(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether 为 at an offset is wei4, by the verb behind it in its clause.

    Args:
        text: What is said.
        at: Offset of 为.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.

    Example:
        >>> is_purpose("省里为企业添置设备", 2, [1, 0, 1, 1, 0, 1, 0, 1, 0, 1])
        True
    """
    if not (breaks[at] and breaks[at + 1]):
        return False
    start = next((i + 1 for i in range(at - 1, -1, -1) if text[i] in _CLAUSE_ENDS), 0)
    before = text[max(start, at - 30) : at].strip("”’』」》 ")
    words = list(_words_of_clause(text, at + 1, breaks))
    if _AGENT.search(before) and words and _wants(text, *words[0], last=len(words) == 1):
        return True
    if _COMPLEMENT.search(before):
        return False
    if not words or words[0][1][0] in _NO_OBJECT_BEGINS or _MEASURE.match(text, at + 1):
        return False
    if len(words) > _ITEM and words[1][1] == "、" and _acts(text, *words[_ITEM]):
        # 为主体、联合上下游: the verb behind the mark begins another predicate.
        return False
    opens = not before or bool(_CLAUSE_OPENING.search(before))
    if _UNDER_WAY.search(before) and len(words) > 1:
        return True
    if _TAKEN.search(before) and not opens:
        return False
    if _REACHED.match(text, at + 1) and not _CONTENT.search(before):
        return True
    return any(
        _acts(text, offset, word) and (order or opens) for order, (offset, word) in enumerate(words)
    )


def _words_of_clause(text: str, at: int, breaks: Sequence[int]) -> Iterator[tuple[int, str]]:
    start = at
    for end in range(at + 1, len(text) + 1):
        if text[end - 1] in _CLAUSE_ENDS or text[end - 1] == "为":
            return
        if breaks[end]:
            yield start, text[start:end]
            start = end


def _wants(text: str, offset: int, word: str, *, last: bool) -> bool:
    """Whether a verb and its object begin, as what somebody wants: 为|招揽|生意."""
    verb = word[:2] in read_words("verbs.txt") and (len(word) > 2 or not last)
    behind = text[offset + len(word) : offset + len(word) + 1]
    return (verb or bool(_WANTED.match(text, offset))) and behind not in _NO_OBJECT


def _acts(text: str, offset: int, word: str) -> bool:
    """Whether a word is a verb here and no attribute of a noun behind it."""
    behind = text[offset + len(word) : offset + len(word) + 1]
    if word in read_words("verbs.txt"):
        return behind not in _NO_OBJECT
    if _SERVICE.match(text, offset):
        return True
    if word in _VERBS or (behind == "了" and len(word) <= 2 and plain_han(word[0])):
        return behind != "的"
    return bool(_VERB_OF_ONE.match(text, offset)) and len(word) <= 2 and behind != "的"


# 把书还给, 借的书还给, 应还给: what is given back stands before, or that it has to be.
_GIVEN_BACK = re.compile(
    "[把将借欠带偷捡拾]|(?:应|要|须|已|全|都|予|数|样|璧|完|可|会|想|[款钱物书包机证卡件金车票品账债款田地林权息])$"
)


def is_also_for(text: str, at: int, breaks: Sequence[int]) -> bool:
    """Whether 还 at an offset is "also" (hai2) before 给, by the verb behind it in its clause.

    Args:
        text: What is said.
        at: Offset of 还.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values.

    Example:
        >>> is_also_for("站里还给乘客理发", 2, [1, 0, 1, 0, 1, 0, 1, 0, 1])
        True
    """
    if not text.startswith("给", at + 1) or not breaks[at]:
        return False
    start = next((i + 1 for i in range(at - 1, -1, -1) if text[i] in _CLAUSE_ENDS), 0)
    if _GIVEN_BACK.search(text, max(start, at - 30), at):
        return False
    words = list(_words_of_clause(text, at + 2, breaks))
    return any(
        _acts(text, offset, word) and (order or word in read_words("verbs.txt") or len(word) == 1)
        for order, (offset, word) in enumerate(words)
    )
