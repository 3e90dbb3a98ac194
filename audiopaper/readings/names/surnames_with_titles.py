"""Evidence for a surname without a given name: a title or a word for the family behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import (
    LOOK_BACK,
    NUMERALS,
    PREPOSITIONS,
    beginning,
    ending,
    load_cues,
)
from audiopaper.readings.names.name_evidence import points_after
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Mapping

# Adverbs or prepositions before a title: 代市长, 向记者.
_NO_TITLED = frozenset("代向于为")

# What 应 may do at somebody's request: 应主任之邀; whoever speaks is somebody: 应主任说.
_SPOKEN_OF = 3.0

# No surnames behind another character: 高新区老师, 曾任老师, 这种同志.
_TAILS = frozenset("区任种过员行成相都强")

# 任县长期间, 任校长十年, 任会计、出纳: 任 is a verb.
_TERM = re.compile(
    rf"期间|以来|之?[前后]|一职|[{NUMERALS}]|的?(?:时候|时(?!常|而)|那)|[，、。；]|兼|\Z"
)

# 曾导演过, 曾教练过, 曾代表德国参赛: an adverb before a verb.
_DID = re.compile(
    "(?<=代表)(?:[中美德法英日韩俄我本该全][国省市县校队]|[^，。；：、]{1,4}(?:国|队|省|市|公司|学校))|[过了《]|(?:[^，。；、和]{1,8}[、和])+《"
)

UNMISTAKABLE = frozenset("单解曾仇朴尉缪覃召折葛撒盖谌翟晁阚仝")
"""Surnames that neither end a word, unless a dictionary has it, nor mean anything before a title,
which is enough behind any character: 邻居都说单医生."""

# Rare surnames that mean nothing at the beginning of a clause before a title: 薄书记说.
_RARE = frozenset("薄句相干暨啜毋於员")

_SOME = re.compile("某(?:[些种个处类项]|一(?!审))")

# 将员某抓获
_HANDLED = PREPOSITIONS | frozenset("将把被由")

# 村里人喊他小任
_CALLING = frozenset("叫喊称他她我的和与跟问找请对向给是让被把")

# Last characters of words for people.
_PEOPLE = frozenset("员师手工生民警兵匠户")

_SAYS = re.compile("说(?:[，：“]|[他她我咱这那])")

BEFORE_OFFICE = frozenset("了着到过是叫的说问听等见帮替陪位像随据")
"""Characters before a surname with an office: 联系到了华医生."""

# 小单、急单三天交货: a small order.
_ORDERS = re.compile("订单|接单|下单|急单|大单|起订|交货|打样|备货|出货")

# 曾、解两家: two surnames and no more; 曾、解、单诸姓.
_FAMILY = re.compile(
    f"(?:、[{HAN}]){{0,3}}[两三四五](?:家|姓|人|位|兄弟)(?![公企单])"
    f"|(?:、[{HAN}]){{0,7}}[诸等各]大?姓(?!名)"
)

_FAMILIES = re.compile(f"、[{HAN}](?:{_FAMILY.pattern})")

# 曾家父子, 单家大院
_HOUSE = re.compile(
    f"家[{NUMERALS}]?(?:父子|父女|母子|母女|兄弟|兄妹|姐妹|姐弟|夫妇|老[两三大小]|祠堂|老宅|大院|媳妇|儿媳|小院|几代|[两三四五]代"
    "|世代|世居|祖上|祖传|豆腐|包子|馒头|烧饼|面馆|饭庄|酒坊|醋坊|酱园|茶庄|药铺|当铺|班|拳|祖坟|祖宅|族谱|家谱|后人|媳妇|人)"
)


# 单家的果园; 查家的 is as often a verb.
_FAMILYS = re.compile("家的(?!长|人)")
_VERBS = frozenset("查种折洗盖过干要都那成行强应相将降")

# 单氏剪纸, 任公馆, 解公祠; but 华氏二十度.
_CLAN = re.compile(rf"氏(?:(?![度温{NUMERALS}])|[{NUMERALS}]+[世代])|公(?:馆|祠|堤|渠|井|桥)(?!告)")

# 其母曾氏
_KIN = frozenset("母妻妣妾媳")

# 单记羊汤馆, but 曾记得.
_SHOP = re.compile(
    "记(?![者录得忆载住在账下了过着起述取功入名挂号工])[^，。；：、！？]{0,5}"
    "(?:[店馆铺坊楼堂档庄斋]|卤味|豆腐|豆花|肠粉|烧[饼鸡腊鹅]|羊[汤肉]|牛[肉腩杂]|小吃|火锅|甜品|糖水|糕[点饼]|[酒茶酱醋粥])"
)


def _names_house(text: str, start: int, given: int) -> bool:
    """Whether a surname names a family's things, a clan, a monument or a shop: 任家的果园."""
    if text[start - 1 : start] in _KIN and text[given : given + 1] == "氏":
        return True
    if start and plain_han(text[start - 1]):
        return False
    family = text[start:given] not in _VERBS and _FAMILYS.match(text, given)
    return bool(family or _CLAN.match(text, given) or _SHOP.match(text, given))


def points_as_titled(
    text: str, start: int, given: int, words: Mapping[int, tuple[int, int]]
) -> float:
    """Points for a surname that a title follows: 曾局长, 老曾, 曾某."""
    cues = load_cues()
    free = start == 0 or not plain_han(text[start - 1])
    if text[given : given + 1] in ("某", "×"):
        # 检查|某市, 临桥区|某物业
        before = text[max(0, start - LOOK_BACK) : start]
        titled = len(ending(before, cues.titles_before, 6)) > 1
        area = text[start] == "区" and not free and not titled
        # 将单|某一项: no person; 被告|人员|某: the title has the character before it.
        nobody = bool(_SOME.match(text, given)) or ends_word(text, start, words)
        if area or (nobody and not titled):
            return 0.0
        return 6.5 if free or titled or before[-1] in _HANDLED else 6.0
    if _names_house(text, start, given) and not ends_word(text, start, words):
        return 6.5
    if _HOUSE.match(text, given) and not is_word(text[max(0, start - 1) : given]):
        return 6.0
    title = beginning(text, given, cues.titles_after, 4)
    if title and may_have_title(text, start, given, given + len(title)):
        points = _points_by_title(text, start, given, title, words)
        if points:
            return points
    # 小解 is a word too, but none that a newspaper prints.
    called = text[max(0, start - 1) : given]
    nickname = called[0] in "老小阿" and (called == "小解" or not is_word(called))
    if called == "小单" and _ORDERS.search(text):
        return 0.0
    nearby = text[max(0, start - LOOK_BACK) : max(0, start - 1)]
    free = not nearby or not plain_han(nearby[-1]) or nearby[-1] in _CALLING
    # 邻居老仇两口子; but 老单位 is a word behind 老.
    free = free or (bool(ending(nearby, cues.titles_before, 6)[1:]) and called[0] in "老小阿")
    # 退伍兵小仇，
    free = free or (nearby[-1:] in _PEOPLE and called[0] in "老小")
    # 老解说，: what somebody says follows.
    says = bool(_SAYS.match(text, given))
    nickname = nickname and (says or not is_word(text[start : given + 1]))
    # 老解头的豆腐坊
    called_out = text[given : given + 1] in tuple("啊呀哪哟呢嘛头")
    if start and nickname and free and (called_out or points_after(text, given) > 0):
        return 5.0
    return 0.0


def ends_word(text: str, start: int, words: Mapping[int, tuple[int, int]]) -> bool:
    """Whether a surname belongs to a word that begins before it: 检查, 主任; but 在|任师傅."""
    first, _ = words.get(start, (start, start))
    return first < start and not (start - first == 1 and text[first] in PREPOSITIONS)


def may_have_title(text: str, start: int, given: int, end: int) -> bool:
    """Whether a surname before a title is no verb, adverb or preposition.

    Args:
        text: What is said.
        start: Offset of the surname.
        given: Offset of the title.
        end: Offset behind the title.
    """
    surname = text[start:given]
    if surname == "任":
        # 主讲人：任教授 ends there as a verb with its object would, but a label names somebody.
        # “任工，您看看”: whoever is addressed.
        called = text[start - 1 : start] == "“" and text[end : end + 1] in ("，", "！")
        named = text[start - 1 : start] == "：" or text[given:end] in load_cues().honorifics
        return named or called or not _TERM.match(text, end)
    if surname == "曾":
        return not _DID.match(text, end)
    if surname == "应":
        return points_after(text, end) >= _SPOKEN_OF
    return surname not in _NO_TITLED


def _points_by_title(
    text: str, start: int, given: int, title: str, words: Mapping[int, tuple[int, int]]
) -> float:
    cues = load_cues()
    end, surname, before = (
        given + len(title),
        text[start:given],
        text[max(0, start - LOOK_BACK) : start],
    )
    long = len(title) > 1
    polite = title in cues.honorifics
    free = start == 0 or not plain_han(text[start - 1])
    # 市民阮女士; but 书记任组长 says what he becomes.
    free = free or (polite and len(ending(before, cues.titles_before, 4)) > 1)
    # 占总|人口: the title has to be a whole word.
    cut = words.get(given, (given, end))[1] > end and text[end : end + 1] != "的"
    known = free or before[-1] in BEFORE_OFFICE or bool(ending(before, cues.before, 4))
    # 的|解法官, but 乐队|长期: the title is whole where its last character begins no word.
    whole = long and known and not is_word(text[end - 1 : end + 1])
    begins = is_word(text[start : given + 1]) and not (free and long) and not whole
    if cut or begins or is_word(text[start:end]) or not (long or points_after(text, end) >= 0):
        return 0.0
    if free:
        return 6.5 if polite or (long and surname in _RARE) else 5.0
    if title in cues.address and before[-1] in PREPOSITIONS:
        return 5.0
    if words.get(start, (start, end))[0] < start or is_word(text[start - 1 : given]):
        return 0.0
    if ending(before, cues.before, 4):
        return 5.0
    # 联系上了仇女士; but 区 ends the name of a place, 任老师 says what he does.
    if title in cues.address:
        return 0.0 if surname == "区" else 4.0
    if surname in UNMISTAKABLE or len(surname) > 1:
        return 4.0
    return 4.0 if surname not in _TAILS and (polite or before[-1] in BEFORE_OFFICE) else 0.0


def points_as_family(text: str, start: int, given: int) -> float:
    """Points for a surname that the text names as one: 曾、解两家, 姓单."""
    if text[start - 1 : start] == "姓" and not is_word(text[start : given + 1]):
        return 6.0
    second = text[start - 1 : start] == "、" and _FAMILY.match(text, given)
    return 6.5 if second or _FAMILIES.match(text, given) else 0.0
