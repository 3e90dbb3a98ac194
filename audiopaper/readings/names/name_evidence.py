"""Evidence for a name, in points: the words before and behind it, and its characters.

Points were set on this project's own sentences (``tests/data/names_*.tsv``) and checked against the
CPP dev split.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import (
    LOOK_BACK,
    NUMERALS,
    OFFICE,
    SPEAKS,
    beginning,
    ending,
    has_title_behind,
    is_described,
    is_free,
    load_cues,
)
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from audiopaper.readings.names.person import Candidate

TITLE = 4.0
"""Points for a title before a name."""

LIKELY_TITLE = 2.5
"""Points for a word that ends as words for people do."""

UNKNOWN_BEFORE = -1.5
"""Points if the words before a name are no evidence."""

MEMORABLE = 5.0
"""Points from which a name is certain and is recalled throughout the edition."""

VERB_ENDINGS = "了着过起们地得完掉"
"""Particles and complements, which follow verbs and never names."""

_VILLAGE = re.compile("家[庄村湾集沟店营屯堡坡岭山桥河坝坪院巷冲塘垭寨滩洼峪铺口渡井圩埠窑畈墩坳]")
"""Behind the surname in the name of a village: 单家集, 任家庄."""

# The same without 家: 从任庄到解庄, 单庙小学.
_VILLAGE_OF_ONE = re.compile(
    "庄(?![稼园严重家主])|[楼庙店寨屯营堡集圩坊](?:村|镇|乡|社区|街道|小学|中学|卫生院|党总?支)|村[镇乡](?:[卫党政人中小的，。]|$)"
)

_BEFORE_VILLAGE = frozenset("县市区镇乡在到从往去至回自经赴距离由、和与")

# 盖楼, 过庄: verbs and adverbs.
_NO_VILLAGERS = frozenset("盖过都要将那行成强相干降折召")


# Two characters that are both frequent in names; they seldom stand together in running text.
_PAIR = 1.0

# 建设, 石头: words that are given names, whatever their characters.
_GIVEN_WORD = 2.5

# 值班员种小伟
_PERSON_ENDINGS = frozenset("员师匠")

# 盖好, 查明: complements of a verb.
_RESULTS = "好明清开成来"

# Behind a subject: 曾祥瑞也会累.
_ADVERBS = "也还就都才正则已总却又再便仍先曾"

# 石坪镇 and 龙首湖 are places.
_REGIONS = "县镇乡村屯寨湖港岛街巷"

_ROAD = re.compile("路(?![过上遇经])|大?桥(?!头)|师专|公园|大道")

# 走访乐义周边: what stands before it is a place.
_AREA = re.compile(
    "周边|一带|境内|沿线|以[东南西北]|辖区|全境|片区|城区|交界|古镇|码头|车站|流域|[东南西北]部"
)

# 任建国，男；曾子砚（左一）；华小龙今年三十二岁
_SEX_OR_PLACE = re.compile(
    rf"[，（(]\s*(男|女|左|右|前排|后排|[中前后图音][）)]|[{NUMERALS}]+岁|系|时任|现任|化名|原名|又名|已故|现年|时年)"
)

# 占三成, 花三万, 满一万: a verb with an amount.
_AMOUNT = re.compile(rf"[{NUMERALS}][成{NUMERALS}亿元分年月日天个倍]")

# Behind a quotation with the end of a sentence stands the speaker.
_SPOKEN = re.compile(r"[。！？，…!?,][”』」]$")

_SPOKE = re.compile(r"[^，。；：“”]{0,10}?(?:说|道|表示|介绍|告诉|回忆|感慨|感叹|坦言|喊)")

# 任得胜的眼眶红了
_OF_A_PERSON = re.compile(
    "的(?:作品|诗[词文集]?(?![歌人])|著作|文章|书信|手稿|画作|书法|墓|故居|后[人裔]|眼[眶睛泪里中神]|脸|手|心[里中头]|儿子|女儿|妻子|丈夫|爱人|父[亲母]|母亲|爷爷|奶奶|爸|妈|家[里中人]|声音|目光"
    "|[^，。]{0,4}(?:路|人生|一天|心愿|梦|坚守|情怀|传奇|日记|经)(?=$|[，。！])|笑容|话|老伴|徒弟|名字|身影|故事|双[手眼腿])"
)

# 任弼时纪念馆
_MEMORIAL = re.compile(
    "(?:纪念[馆堂碑]|故[居里]|旧居|祠|墓(?![地葬室群道主出])|[铜雕塑]像|陈列馆|艺术馆|美术馆)"
)

# 《单田芳传》, 《解缙诗选》
_LIFE_OR_WORKS = re.compile(
    "(?:[外评别小大正新]?传|自?年谱|传略|[诗词文选全画书]集|[诗词文]选|书信|日记|自述|口述|回忆录|故事|传奇)[》〉·（(：:]"
)

# （区山著）
_WROTE = re.compile("(?:编?[著译绘编摄]|供图|供稿|作[词曲])(?=[）)，。/]|$)")

# 解明 摄
_SIGNED = re.compile(r"[\s]+(?:摄影?|供图|整理|[文图](?:/[文图])?)(?=[\s）)]|$)")

# 审判员单立平、区小燕组成合议庭
_IN_COURT = re.compile("(?:共同|依法|参加)?组成合议庭|(?:担任|任)(?:审判[长员]|书记员|法庭记录)")

_AND_OTHERS = re.compile(rf"等[{NUMERALS}]+[余多]?[人名位]")

# Verbs whose object is a person: 看到任春梅, 跟着查文斌.
_TOWARDS = re.compile(
    "[有看听想说谈提见遇问找帮救送拉扶背抱陪带领围等接靠请劝跟随牵冲朝对指望][着到了完起过给]$"
    "|[^，。、；：！？\\s][到给通开住]$"
)

# 我叫单小鱼, 有个叫解秀兰的姑娘
_CALLED = re.compile("(?:[我他她你]|名字?|[有这那][个位]|[一二两三几][个名位])叫做?$")

_CALLED_PLACE = re.compile("[^，。；的]{1,6}的(?:地方|[小老古]?[村镇店馆岛湖河山街巷路楼校厂港城])")

# 见查建国神色慌张; 与会的有单钢、解静
_LEADS = re.compile(
    r"(?:^|[，。；：、！？“])[见帮问找请看听跟替向陪扶劝]$|(?:[的者家员人手生民]|领导|代表|嘉宾)有$"
)

# 擦了擦, 红着眼, 救起, 忙不过来: the forms of any verb.
_VERB = re.compile(r"[^，。、；：！？\s][了着过起上下出得不到给]")

# 区国标学会了电焊
_BEGINS_VERB = re.compile(
    "得(?:了|过|知|到|奖|病|益|主)|起(?:身|床|早|初|诉)|着(?:手|急)|过(?:世|年)"
)

_VERB_TAILS = ("了", "着", "过", "到")

# 担任华东军政委员会副主席: an office follows, no name.
_SERVES = re.compile("(?:[担出兼历就调升继接连]任|当选为?|荣获|获评)$")

# A quotation or a slogan in quotes seldom begins with a name.
_OPENING = "“‘《「『〈"

_FOREIGN = re.compile(r"·[^，。、\s]{1,4}$")

_QUOTED_HONOUR = re.compile(r"[“‘《『「][^“”‘’《》]{2,12}[”’》』」]$")

# 第一名任杰, 七号单涛, 三辩查强, 二班曾小雅
_NUMBERED = re.compile(
    rf"(?:第[{NUMERALS}]+[名棒位]|(?:^|[^年月日{NUMERALS}{HAN}])[{NUMERALS}]+(?:号|辩|班))$"
)


def is_village(text: str, start: int, given: int) -> bool:
    """Whether a surname is that of the family in the name of a village: 单家集, 解庄.

    Args:
        text: What is said.
        start: Offset of the surname.
        given: Offset behind it.
    """
    if _VILLAGE.match(text, given):
        return True
    if text[start:given] in _NO_VILLAGERS or not _VILLAGE_OF_ONE.match(text, given):
        return False
    return is_free(text, start) or text[start - 1] in _BEFORE_VILLAGE


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
    if _NUMBERED.search(before):
        return LIKELY_TITLE
    if (
        _SERVES.search(before)
        or last in "他她它我你谁们己"
        or (before and (before[-1] in NUMERALS or before[-1].isdecimal()))
    ):
        return -4.0
    if last in _OPENING and ending(before[:-1], cues.towards, 4):
        return 2.0
    if not plain_han(last):
        return -3.0 if last == "·" else 0.5 if last in _OPENING else 1.5
    if _FOREIGN.search(text[max(0, start - 5) : start]):
        return -4.0
    if _CALLED.search(before) and not _CALLED_PLACE.match(text, start):
        return LIKELY_TITLE
    if ending(before, cues.towards, 4) or _TOWARDS.search(text[max(0, start - 2) : start]):
        return 2.0
    if _LEADS.search(before):
        return 2.0
    if ending(before, cues.before, 4):
        return 1.5
    if last in _PERSON_ENDINGS:
        return LIKELY_TITLE
    return 1.0 if last == "了" else UNKNOWN_BEFORE


def points_after(text: str, end: int) -> float:
    """Points for what stands behind a name that ends at an offset."""
    cues = load_cues()
    if SPEAKS.match(text, end):
        return 4.0
    if beginning(text, end, cues.speech, 5):
        return 3.0
    if beginning(text, end, cues.deeds, 2) or OFFICE.match(text, end):
        return 3.5
    if has_title_behind(text, end) or _SIGNED.match(text, end):
        return 3.0
    if end == len(text) or not plain_han(text[end]):
        return 4.0 if _SEX_OR_PLACE.match(text, end) else 1.5
    if text[end] in _REGIONS or _ROAD.match(text, end) or _AREA.match(text, end):
        return -3.0
    if text[end] in VERB_ENDINGS:
        # 得了一场大病, 起身: verbs that begin with it.
        return 0.0 if _BEGINS_VERB.match(text, end) else -3.0
    return _points_by_clause(text, end)


def _points_by_clause(text: str, end: int) -> float:
    """Points for a clause of which the name is the subject: 也, 的妻子, 擦了擦."""
    cues = load_cues()
    if is_described(text, end) or _AND_OTHERS.match(text, end) or _IN_COURT.match(text, end):
        return 3.0
    if text[end] in _ADVERBS:
        return 1.5
    if _WROTE.match(text, end) or _LIFE_OR_WORKS.match(text, end):
        return 3.0
    if beginning(text, end, cues.belongings, 2) or _OF_A_PERSON.match(text, end):
        return 2.5
    if _MEMORIAL.match(text, end):
        return 2.5
    # Any word begins there: 由华文俊|执导.
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
    if len(given) == 2 and given[0] == "阿" and given[1] in cues.given:
        points += _PAIR
    if len(given) == 2 and set(given) <= cues.frequent | cues.typical:
        points += _PAIR
    for character in given:
        likely, never = cues.is_given(character), character in cues.never_given
        # 任前公示: such a character is no given name by itself.
        both = 0.0 if len(given) == 2 else -1.5
        points += both if likely and never else 1.0 if likely else -4.0 if never else -0.5
    points += 0.5 * sum(character in cues.typical for character in given)
    return max(points, _GIVEN_WORD) if given in cues.given_words else points


_TITLE_OPENS = ("《", "〈")

_BULLET = re.compile(r"[□■●◎◆◇▲★○]\s*$")

# With these, two characters are as probably a verb with its object, or a place: 种粮.
_WORDS_OF_THEIR_OWN = frozenset("曾种盖折祭乐燕莘秘")


def points_by_position(name: Candidate) -> float:
    """Points for a name that heads a line or a clause: 单明：把爱种进孩子心里; ，解红第一个冲线."""
    text, start, end = name.text, name.start, name.end
    points = 1.0 if start == 0 and name.behind == "：" and end + 1 < len(text) else 0.0
    if end == len(text) and start < 4 and _BULLET.match(text[:start]):
        # ●任非
        points += 2.0
    if name.signed:
        points += 1.0
    if text[start - 1 : start] in _TITLE_OPENS and start:
        if _LIFE_OR_WORKS.match(text, end):
            points += 2.0
        elif _LIFE_OR_WORKS.match(text, end - 1):
            # 《仇英传》: the last character is no part of the name.
            points -= 6.0
    apart = not any(at in name.words for at in range(start, end))
    cues = load_cues()
    usual = name.given in cues.frequent | cues.typical and name.surname not in _WORDS_OF_THEIR_OWN
    if is_free(text, start) and apart and usual and is_word(text[end : end + 2]):
        # Two characters that belong to no word, before one that does.
        points += 0.5
    return points
