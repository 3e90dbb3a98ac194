"""Readings that follow from the neighbouring characters.

The patterns are in ``context.tsv`` and ``neutral_context.tsv``. Where none matches, 为 is the
preposition (wei4) if a verb follows its object: 为|企业|在|二级|市场|实现.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.pattern_needs import list_characters, may_match
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.obligation import is_obligation
from audiopaper.readings.pattern_edges import find_first, find_last
from audiopaper.readings.plain_patterns import list_texts
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

# 为在, 为、: no object follows.
_NO_OBJECT_BEGINS = frozenset("在、的把被将不”’》」）)")

# 为7:3, 为4.2%: an amount, no object.
_MEASURE = re.compile(
    "[零〇一二两三四五六七八九十百千万亿\\d点半多余近约:：.%％]{2,}(?![名家位个户所座对批支人])|[\\d一二三四五六七八九十]+[:：比]"
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
    if word in _VERBS or (behind == "了" and len(word) <= 2 and plain_han(word[0])):
        return behind != "的"
    return bool(_VERB_OF_ONE.match(text, offset)) and len(word) <= 2 and behind != "的"


def _lines(name: str) -> list[str]:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()


# A part of a pattern that excludes what follows or precedes.
_WITHOUT = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")

# The longest stretch before a character that a pattern describes.
_LOOK_BACK = 24


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A pattern and the reading it gives."""

    text: str
    """The line of the table, without the syllable."""

    before: str
    """Regular expression for what stands before the character, ending with it."""

    after: str
    """Regular expression for what stands behind it."""

    syllable: str
    """The reading; empty if the pattern only keeps the later rules from deciding."""

    begins: bool = False
    """Whether a word of the text's division must begin with the character."""

    ends: bool = False
    """Whether a word must end with it."""

    def is_crossed(self, *, behind: bool) -> bool:
        """Whether all its evidence stands on one side of the character.

        A word that the division cuts on that side then makes it void. Patterns for what must not
        stand there are no evidence, and a pattern that itself requires a break is never void.

        Args:
            behind: Whether the side behind the character is meant.
        """
        if self.begins or self.ends:
            return False
        return not _WITHOUT.sub("", self.before if behind else self.after)


_IDIOM_CHARS = 4

# 欢快地“奔跑”
_OPENING = frozenset("“‘「『")

# 紧锣密鼓地迎接: behind a word of four characters 地 is the particle, unless it begins a word.
_IDIOM_RULE = ContextRule("idiom【地】", "", "", "de5")

# 果断|地|采取: behind a word of manner too, if 地 is a word by itself and another one follows.
_MANNER_RULE = ContextRule("manner【地】", "", "", "de5")

# 为|企业|在|市场|实现: for whom something is done (see `is_purpose`).
_PURPOSE_RULE = ContextRule("purpose【为】", "", "", "wei4", begins=True)

# 干部|得|带头 (see `is_obligation`).
_OBLIGATION_RULE = ContextRule("obligation【得】", "", "", "dei3", begins=True, ends=True)

# 微笑|地|点头, 胜利|地|会师: behind any word of two characters or more, where no noun goes on.
_PARTICLE_RULE = ContextRule("particle【地】", "", "", "de5", begins=True, ends=True)

# Behind a place, and seldom behind the particle: 出生|地|附近, 户籍|地|也.
_BEHIND_PLACE = frozenset(
    "附也就则已即至从归属由被为在于将把以均都还各多政居省市县镇乡村法公派教学农警负主相转之等"
)

# Behind 地 as a noun: 最|贫困|地|的.
_BEHIND_NOUN = frozenset("的是有之里上下内中间块区")

# 安静|地|等, 真诚|地|和|老人: behind a noun these stand before a mark, or join nouns.
_BEHIND_EITHER = re.compile("等(?=[，。、；）]|$)|[和与及或](?=[^，。；]{0,3}(?:[，。、；]|$))")


def find_rule(text: str, at: int, breaks: Sequence[int] = ()) -> ContextRule | None:
    """Return the first rule that matches around a character, or None.

    Args:
        text: What is said.
        at: Offset of the character.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values; empty if
            that is not known, and then every offset may be a break.

    Example:
        >>> rule = find_rule("激动地说", 2)
        >>> rule and rule.syllable
        'de5'
    """
    if text[at] == "地" and _follows_idiom(text, at):
        return _IDIOM_RULE
    if text[at] == "地" and breaks and _follows_manner(text, at, breaks):
        return _MANNER_RULE
    if text[at] == "得" and breaks and is_obligation(text, at, breaks):
        return _OBLIGATION_RULE
    for rule in _rules().get(text[at], ()):
        if breaks and (rule.begins > breaks[at] or rule.ends > breaks[at + 1]):
            continue
        if _fits(rule, text, at):
            return rule
    if text[at] == "为" and breaks and is_purpose(text, at, breaks):
        return _PURPOSE_RULE
    if text[at] == "地" and breaks and _is_particle(text, at, breaks):
        return _PARTICLE_RULE
    return None


def _is_particle(text: str, at: int, breaks: Sequence[int]) -> bool:
    behind = text[at + 1 : at + 2]
    if not (breaks[at] and breaks[at + 1] and behind and plain_han(behind)):
        return False
    if behind in _BEHIND_NOUN or behind in _BEHIND_PLACE or _BEHIND_EITHER.match(text, at + 1):
        return False
    if is_word(text[at - 1 : at + 1]):
        return False  # 体育|场地|设施
    start = next((i for i in range(at - 1, -1, -1) if breaks[i]), 0)
    return at - start > 1 and all(map(plain_han, text[start:at]))


def _follows_idiom(text: str, at: int) -> bool:
    return (
        at >= _IDIOM_CHARS
        and is_word(text[at - _IDIOM_CHARS : at])
        and not is_word(text[at : at + 2])
        # 文化|遗产地
        and not is_word(text[at - 2 : at + 1])
    )


def _follows_manner(text: str, at: int, breaks: Sequence[int]) -> bool:
    behind = text[at + 1 : at + 2]
    if not behind or not breaks[at + 1] or behind in _BEHIND_NOUN:
        return False
    start = next((i for i in range(at - 1, -1, -1) if breaks[i]), 0)
    word = text[start:at]
    if not breaks[at]:
        # 逐渐地, 和蔼地: one word of the division.
        return len(word) > 1 and word in read_words("manners.txt")
    if not (plain_han(behind) or behind in _OPENING) or _BEHIND_EITHER.match(text, at + 1):
        return False
    # 乐|呵呵, 一|趟趟: doubled, whatever the division.
    return word in read_words("manners.txt") or (at > 1 and text[at - 1] == text[at - 2])


def _fits_neighbours(rule: ContextRule, before: str, behind: str) -> bool:
    """Whether the characters beside an offset, empty at an end, do not rule a rule out."""
    first, last = find_first(rule.after), find_last(rule.before)
    # ``$`` also matches before a line break at the end.
    return not (first and behind not in first) and not (
        last and before not in last and before != "\n"
    )


def _fits(rule: ContextRule, text: str, at: int) -> bool:
    """Whether a rule's patterns match around an offset; what need not be compiled comes first."""
    before = text[max(0, at - _LOOK_BACK) : at]
    if not _fits_neighbours(rule, before[-1:], text[at + 1 : at + 2]):
        return False
    plain_before = list_texts(rule.before, behind=False)
    plain_after = list_texts(rule.after, behind=True)
    if plain_before and not plain_before.fits_before(before):
        return False
    if plain_after and not plain_after.fits_behind(text, at + 1):
        return False
    # All characters of the text count, since a condition may look back.
    if not plain_after and not may_match(rule.after, list_characters(text)):
        return False
    if plain_before is None and not may_match(rule.before, frozenset(before)):
        return False
    if not plain_after and not _compiled(rule.after).match(text, at + 1):
        return False
    return plain_before is not None or bool(_compiled(f"(?:{rule.before})$").search(before))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Most texts need few of the patterns, and compiling all takes a good part of a second.
    return re.compile(pattern)


@cache
def _rules() -> dict[str, list[ContextRule]]:
    rules: dict[str, list[ContextRule]] = defaultdict(list)
    for line in chain.from_iterable(map(_lines, ("context.tsv", "neutral_context.tsv"))):
        if line and not line.startswith("#"):
            text, syllable = line.split("\t")
            before, character, after = re.split("[【】]", text)
            begins, ends = before.endswith("|"), after.startswith("|")
            before, after = before.removesuffix("|"), after.removeprefix("|")
            rules[character].append(
                ContextRule(text, before, after, syllable.strip("-"), begins=begins, ends=ends)
            )
    return dict(rules)
