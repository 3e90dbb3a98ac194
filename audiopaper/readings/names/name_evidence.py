"""What speaks for a name and against it, in points.

Points were set on this project's own sentences (``tests/data/names_*.tsv``) and checked against the
CPP dev split.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import NUMERALS, beginning, ending, load_cues
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = 4.0
"""Points for a title before a name."""

LIKELY_TITLE = 2.5
"""Points for what ends as words for people do."""

UNKNOWN_BEFORE = -1.5
"""Points where what stands before a name says nothing of it."""

MEMORABLE = 5.0
"""A name needs no other evidence from here on, and is remembered through the edition."""

LOOK_BACK = 24
"""Characters before a name: no evidence stands further off, and all of a text would cost time."""

# Two characters that names are full of; in running text they seldom meet.
_PAIR = 1.0

# 建设, 石头: words that people are called by, whatever their characters.
_GIVEN_WORD = 2.5

# A word of everyday text is seldom a name, though a title stands before it, and never with 地.
_COMMON_WORD, _ADVERB = 1.0, 5.0
_SOMETIMES = 20.0

# Two characters that are met together in running text, though no dictionary lists them: 区里.
_MET_WORD = 2.0

VERB_ENDINGS = "了着过起们地得完掉"
"""Characters behind a verb, never behind a name."""

# 值班员种小伟
_PERSON_ENDINGS = frozenset("员师匠")

PREPOSITIONS = frozenset("在与和跟向对给让请找问")
"""Before a surname, though they make a word with it: 在任师傅的店里."""

# Verbs, and the characters that say how what they do ends.
_VERBS = frozenset("查盖种解折洗干")
_ENDS = frozenset("遍住好完满上下起开清出到掉尽齐牢紧破断散透熟")

# Before a word they are adverbs: 都光荣退休.
_ADVERBIAL = frozenset("都要将更")

# 把单, 由任: before a surname, those above and these.
_PREPOSITIONS_OF_PERSONS = PREPOSITIONS | frozenset("把被为由替找帮凭经据比")

# 盖好, 查明: behind a verb they say how it ended.
_RESULTS = "好明清开成来"

# Behind a subject: 曾祥瑞也会累.
_ADVERBS = "也还就都才正则已总却又再便仍先曾"

# 记者曾随队采访: what follows the adverb, and hardly begins a name.
_BEHIND_ONCE = frozenset("随在任获被对与经有到因专公亲表提组参于当以用把将受遭试主赴率")

# 石坪镇 and 龙首湖 are places, whoever they are called after.
_REGIONS = "县镇乡村屯寨湖港岛街巷"
_ROAD = re.compile("路(?![过上遇经])|大?桥(?!头)|师专|公园|大道")

# 任建国，男；曾子砚（左一）；华小龙今年三十二岁
_SEX_OR_PLACE = re.compile(
    rf"[，（(]\s*(男|女|左|右|前排|后排|[中前后图音][）)]|[{NUMERALS}]+岁|系|时任|现任|化名|原名|又名|已故|现年|时年)"
)

# 单国强任青川市交通运输局局长
_OFFICE = re.compile(
    "[任为][^，。；：、的]{2,20}(?:书记|主任|主席|委员|代表|教授|经理|[长员师])(?=[，。；、]|$)"
)

_AGE = re.compile(rf"今年[{NUMERALS}]|年[近逾过][{NUMERALS}]|[{NUMERALS}]+岁")

# 占三成, 花三万, 满一万: a verb and how much.
_AMOUNT = re.compile(rf"[{NUMERALS}][成{NUMERALS}亿元分年月日天个倍]")

# 说：“…: whoever stands before it is a speaker.
_SPEAKS = re.compile(r"[^，。；：“”\s]{0,6}[说道示绍忆诉问答喊]\s*[：:，,]?\s*“")

# Behind a quotation that ends as a sentence does, whoever stands before the verb has spoken.
_SPOKEN = re.compile(r"[。！？，…!?,][”』」]$")

_SPOKE = re.compile(r"[^，。；：“”]{0,10}?(?:说|道|表示|介绍|告诉|回忆|感慨|感叹|坦言|喊)")

# 繁荣华是土生土长的青川人
_IDENTITY = re.compile(r"是[^，。；：]{0,14}[人员师长者家手兵工](?=[，。；]|$)")

# 任得胜的眼眶红了
_OF_A_PERSON = re.compile(
    "的(?:眼[眶睛泪里中神]|脸|手|心[里中头]|儿子|女儿|妻子|丈夫|爱人|父[亲母]|母亲|爷爷|奶奶|爸|妈|家[里中人]|声音|目光"
    "|[^，。]{0,4}(?:路|人生|一天|心愿|梦|坚守|情怀|传奇|日记|经)(?=$|[，。！])|笑容|话|老伴|徒弟|名字|身影|故事|双[手眼腿])"
)

# 记者解放军报道, 编辑：单飞
_BYLINE = re.compile(
    r"(?:记者|通讯员|实习生|摄影|摄影师|校对|[责美]编|(?:编辑|版式|制图|文|图|整理)[\s：:/])"
    r"[\s：:/]*(?:[\u3400-\u9fff]{2,4}[\s、]+){0,5}$"
)
_BYLINE_ENDS = re.compile(r"\s*(?:综合报道|报道|[摄文图]|供图|摄影|撰|整理|[\s）)/、，。；]|$)")

# （区山著）
_WROTE = re.compile("(?:编?[著译绘编摄]|供图|供稿|作[词曲])(?=[）)，。/]|$)")

# 解明 摄
_SIGNED = re.compile(r"[\s]+(?:摄影?|供图|整理|[文图](?:/[文图])?)(?=[\s）)]|$)")

_AND_OTHERS = re.compile(rf"等[{NUMERALS}]+[余多]?[人名位]")

VILLAGE = re.compile("家[庄村湾集沟店营屯堡坡岭山桥河坝坪院巷冲塘垭寨滩洼峪铺口渡井圩埠窑畈墩坳]")
"""Villages are called after the family: 单家集, 任家庄."""

# What is done to somebody: 看到任春梅, 跟着查文斌.
_TOWARDS = re.compile(
    "[有看听想说谈提见遇问找帮救送拉扶背抱陪带领围等接靠请劝跟随牵冲朝对指望][着到了完起过给]$"
    "|[^，。、；：！？\\s][到给通开住]$"
)

# 见查建国神色慌张; 与会的有单钢、解静
_LEADS = re.compile(
    r"(?:^|[，。；：、！？“])[见帮问找请看听跟替向陪扶劝]$|(?:[的者家员人手生民]|领导|代表|嘉宾)有$"
)

# 擦了擦, 红着眼, 救起, 忙不过来: what a person does, whichever the verb.
_VERB = re.compile(r"[^，。、；：！？\s][了着过起上下出得不到给]")

# 区国标学会了电焊
_BEGINS_VERB = re.compile(
    "得(?:了|过|知|到|奖|病|益|主)|起(?:身|床|早|初|诉)|着(?:手|急)|过(?:世|年)"
)

_VERB_TAILS = ("了", "着", "过", "到")

# 担任华东军政委员会副主席: what follows is no name.
_SERVES = re.compile("(?:[担出兼历就调升继接连]任|当选为?|荣获|获评)$")

# A quotation seldom begins with a name, a slogan in quotes seldom is one.
_OPENING = "“‘《「『〈"

_FOREIGN = re.compile(r"·[^，。、\s]{1,4}$")

_QUOTED_HONOUR = re.compile(r"[“‘《『「][^“”‘’《》]{2,12}[”’》』」]$")


def points_before(text: str, start: int) -> float:
    """Points for what stands before a surname at an offset."""
    cues = load_cues()
    if start == 0:
        return 1.5
    last = text[start - 1]
    if _SPOKEN.search(text[max(0, start - 2) : start]) and _SPOKE.match(text, start + 2):
        return 3.0
    if last in "”’》』」" and _QUOTED_HONOUR.search(text[max(0, start - 14) : start]):
        return 3.0
    nearby = text[max(0, start - LOOK_BACK) : start]
    before = nearby.rstrip(" \u3000：:/")
    title = ending(before, cues.titles_before, 6)
    if title and (len(title) > 1 or before != nearby):
        return TITLE
    if (
        _SERVES.search(before)
        or last in "他她它我你谁"
        or (before and (before[-1] in NUMERALS or before[-1].isdecimal()))
    ):
        return -4.0
    if last in _OPENING and ending(before[:-1], cues.towards, 4):
        return 2.0
    if not plain_han(last):
        return -3.0 if last == "·" else 0.5 if last in _OPENING else 1.5
    if _FOREIGN.search(text[max(0, start - 5) : start]):
        return -4.0
    if ending(before, cues.towards, 4) or _TOWARDS.search(text[max(0, start - 2) : start]):
        return 2.0
    if _LEADS.search(before):
        return 2.0
    if ending(before, cues.before, 4):
        return 1.5
    if last in _PERSON_ENDINGS:
        return LIKELY_TITLE
    return 1.0 if last == "了" else UNKNOWN_BEFORE


def points_after(text: str, end: int) -> float:  # noqa: C901
    """Points for what stands behind a name that ends at an offset."""
    cues = load_cues()
    if _SPEAKS.match(text, end):
        return 4.0
    if beginning(text, end, cues.speech, 5):
        return 3.0
    if beginning(text, end, cues.deeds, 2) or _OFFICE.match(text, end):
        return 3.5
    if _titled_behind(text, end):
        return 3.0
    if _SIGNED.match(text, end):
        return 3.0
    if end == len(text) or not plain_han(text[end]):
        return 4.0 if _SEX_OR_PLACE.match(text, end) else 1.5
    if text[end] in _REGIONS or _ROAD.match(text, end):
        return -3.0
    if text[end] in VERB_ENDINGS:
        # 得了一场大病, 起身: verbs that begin with it.
        return 0.0 if _BEGINS_VERB.match(text, end) else -3.0
    if _AGE.match(text, end) or _IDENTITY.match(text, end) or _AND_OTHERS.match(text, end):
        return 3.0
    if text[end] in _ADVERBS:
        return 1.5
    if _WROTE.match(text, end):
        return 3.0
    if beginning(text, end, cues.belongings, 2) or _OF_A_PERSON.match(text, end):
        return 2.5
    # A word begins there, whichever it is: 由华文俊|执导.
    word = is_word(text[end : end + 2])
    if _VERB.match(text, end):
        return 1.5 if word else 1.0
    if word and text[end + 2 : end + 3] in _VERB_TAILS:
        return 1.5
    if beginning(text, end, cues.after, 2):
        return 1.0
    return 0.5 if word else -0.5


def points_as_given(given: str) -> float:
    """Points for the characters of a given name, one or two."""
    cues = load_cues()
    if len(given) == 2 and given[0] == given[1] and given[0] in cues.given:
        return 2.0
    if given in NUMERALS:
        return -2.0
    if _AMOUNT.match(given):
        return -6.0
    points = 0.0 if len(given) == 2 else -0.5 if given in _RESULTS else 0.5
    if len(given) == 2 and set(given) <= cues.frequent | cues.typical:
        points += _PAIR
    for character in given:
        likely, never = character in cues.given, character in cues.never_given
        # 任前公示: alone, such a character is no name.
        both = 0.0 if len(given) == 2 else -1.5
        points += both if likely and never else 1.0 if likely else -4.0 if never else -0.5
    points += 0.5 * sum(character in cues.typical for character in given)
    return max(points, _GIVEN_WORD) if given in cues.given_words else points


def points_against(  # noqa: C901
    text: str,
    start: int,
    given: int,
    end: int,
    words: Mapping[int, tuple[int, int]],
    *,
    titled: bool,
) -> float:
    """Points, none above 1.5, for what speaks against a name: words that its characters belong to.

    Args:
        text: What is said.
        start: Offset of the surname.
        given: Offset behind it.
        end: Offset behind the given name.
        words: First offset and end of the word that a character belongs to, for each in one.
        titled: Whether a title stands before it.
    """
    points = 0.0
    first, last = words.get(start, (start, start + 1))
    name = text[given:end]
    signed = bool(load_cues().given.intersection(name)) and is_signature(text, start, end)
    if first < start:
        # 主任, 清单, 小区: the surname belongs to a word that begins before it; 在任 and 与任 are
        # words too, but as likely a preposition, and 免去|任 was cut behind 去.
        points -= 1.0 if _is_cut_wrongly(text, start, first) and _all_given(name) else 4.0
    elif last > given and given - start == 1:
        # 任务, 单位, 解放: it begins one; but 华美|娟 leaves a character that is hardly a word.
        rest = text[last:end] if last == end - 1 else ""
        odd = rest in load_cues().typical and last not in words
        odd = odd or signed or _is_surely_somebody(text, start, end, titled=titled)
        speaks = rest and (_SPEAKS.match(text, end) or _titled_behind(text, end))
        # 队长单兵: the word said below, and no other.
        counted = titled and last == end
        whole = name in load_cues().given_words and last == given + 1
        points -= 1.0 if odd or counted else 1.5 if whole else 2.0 if speaks else 3.0
    elif any(is_word(text[at : at + 4]) for at in range(max(0, start - 3), start)):
        # 活动家|喻户晓: an idiom that was cut at its first character.
        points -= 4.0
    cut_first, cut_last = words.get(end, (end, end + 1))
    typical = bool(load_cues().typical.intersection(name)) or name in load_cues().given_words
    other_cut = bool(beginning(text, end, load_cues().honorifics, 2)[1:]) or (
        len(name) == 2 and ((typical and is_word(text[end : end + 2])) or _SPEAKS.match(text, end))
    )
    if given <= cut_first < end < cut_last and not other_cut:
        # 曾多|次: the name would end inside a word.
        points -= 2.0 if typical or len(name) == 2 else 3.0
    if is_word(text[start:end]):
        # 高水平, 家庭: all of it is one; where a byline has its name, even 解放军 is somebody.
        sure = _is_surely_somebody(text, start, end, titled=titled)
        short = end - start == 2 or is_item(text, start, end)
        points -= 1.0 if signed else 1.5 if sure else 3.0 if short else 5.0
    if titled and not signed and is_common(text[start : start + 2]):
        # 市长乐观, 市长乐观地表示
        points -= _ADVERB if name.endswith("地") else _COMMON_WORD
    elif not titled and not signed and _is_met(text[start : start + 2]):
        # 帮忙给区里, 以曲艺为代表
        points -= _MET_WORD
    if len(name) == 2 and not any(at in words for at in range(start, end)) and _all_given(name):
        # 查文斌: in running text hardly three characters in a row belong to no word.
        points += 1.5
    if name[1:] and name[1] in NUMERALS and plain_han(text[end : end + 1] or "，"):
        # 云浦三|年
        points -= 2.0
    if text[start:given] == "曾" and name[0] in _BEHIND_ONCE:
        # 老人曾任局长
        points -= 4.0 if len(name) == 2 else 7.0
    if last > end and given - start == 1:
        # 应有尽|有
        points -= 3.0
    if text[start:given] in _VERBS and name in _ENDS and plain_han(text[end : end + 1] or "，"):
        # 村民盖好大棚
        points -= 2.5
    if text[start:given] == "任" and _OFFICE.match(text, start):
        # 任城建局局长, 同志任福建省委书记; but 任建国, who is one.
        usual = name not in load_cues().given_words and is_common(name, count=_SOMETIMES)
        usual = usual or (titled and text[end : end + 1] in tuple("省市区州县"))
        points -= _ADVERB if usual and titled else 1.0 if usual else 0.0
    if name in load_cues().deeds | load_cues().speech:
        points -= 6.0
    elif _is_title(name):
        points -= 8.0
    elif len(name) == 2 and is_word(name):
        # 曾明确: a word, though people are called 建国 too.
        if text[start:given] in _ADVERBIAL:
            # 都安全获救, 将光荣退休
            points -= 2.0
        usual = titled or typical or name in load_cues().given_words
        points -= 4.0 if not _all_given(name) else 0.5 if usual else 1.0
    return points


_BULLET = re.compile(r"[□■●◎◆◇▲★○]\s*$")

_GAPS = frozenset(" \u3000：:/")

# Two characters with one of these first are as likely a verb and its object, or a place: 种粮.
_WORDS_OF_THEIR_OWN = frozenset("曾种盖折祭乐燕莘秘")


def _is_surely_somebody(text: str, start: int, end: int, *, titled: bool) -> bool:
    """Whether a word stands where only a name can: 教师华丽今年三十岁, 朴实领衔, 主任 任职平."""
    after_gap = text[max(0, start - 1) : start] in _GAPS
    free = start == 0 or not plain_han(text[start - 1])
    if titled and after_gap and not plain_han(text[end : end + 1] or "，"):
        return True
    deed = bool(beginning(text, end, load_cues().deeds, 2) or _OFFICE.match(text, end))
    honoured = bool(beginning(text, end, load_cues().honorifics, 2)[1:])
    if free and (deed or honoured):
        return True
    return titled and bool(_AGE.match(text, end) or _IDENTITY.match(text, end))


def _is_title(name: str) -> bool:
    """Whether two characters are what people are, not what they are called: 应家长要求."""
    cues = load_cues()
    return (
        len(name) == 2
        and name in cues.titles_before | cues.titles_after
        and name not in cues.given_words | cues.honorifics
    )


def points_by_place(
    text: str, start: int, given: int, end: int, words: Mapping[int, tuple[int, int]]
) -> float:
    """Points for a name that heads a line or a clause: 单明：把爱种进孩子心里; ，解红第一个冲线."""
    points = 1.0 if start == 0 and text[end : end + 1] == "：" and end + 1 < len(text) else 0.0
    if end == len(text) and start < 4 and _BULLET.match(text[:start]):
        # ●任非
        points += 2.0
    if load_cues().given.intersection(text[given:end]) and is_signature(text, start, end):
        points += 1.0
    free = start == 0 or not plain_han(text[start - 1])
    apart = not any(at in words for at in range(start, end))
    cues, name = load_cues(), text[given:end]
    usual = name in cues.frequent | cues.typical and text[start:given] not in _WORDS_OF_THEIR_OWN
    if free and apart and usual and is_word(text[end : end + 2]):
        # Two characters that belong to no word, before one that does.
        points += 0.5
    return points


def _is_cut_wrongly(text: str, start: int, first: int) -> bool:
    """Whether a word that ends in a surname is more likely a preposition, or the end of another."""
    if start - first > 1:
        return False
    cues, before = load_cues(), text[max(0, start - LOOK_BACK) : start]
    known = cues.before | cues.towards | cues.titles_before
    return before[-1] in _PREPOSITIONS_OF_PERSONS or len(ending(before, known, 6)) > 1


def _titled_behind(text: str, end: int) -> bool:
    return len(beginning(text, end, load_cues().titles_after, 4)) > 1


def _all_given(name: str) -> bool:
    return (
        name in load_cues().given_words or set(name) <= load_cues().given - load_cues().never_given
    )


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether a name stands where a byline has one: 记者 解放军 报道."""
    before = text[max(0, start - LOOK_BACK) : start]
    return bool(_BYLINE.search(before) and _BYLINE_ENDS.match(text, end))


def is_item(text: str, start: int, end: int) -> bool:
    """Whether a name is all that stands between a mark of lists and another mark."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return (
        "、" in (before, after) and not plain_han(before or "，") and not plain_han(after or "，")
    )


def _is_met(pair: str) -> bool:
    """Whether two characters meet in running text, though no dictionary lists them: 区里."""
    return is_common(pair, count=_SOMETIMES) and not is_word(pair)
