"""Places and companies in a text: names before a word for a region, or in that of a company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.readings.entries import Words
    from audiopaper.readings.names.person import Candidate

# 乐远跨境, 乐惠国际: words in names of companies that do not follow a person's name.
_TRADE = re.compile(
    "(?:有限|股份|集团|公司|控股|实业|科技|国际(?!货币)|跨境|电商|网络|传媒|置业|地产|房产|物流|新能源|能源|超市|商城|商场|百货"
    "|广场|购物|影城|影业|酒店|大酒店|饭店|宾馆|药业|制药|医药|乳业|酒业|食品|服饰|家居|家纺|电器|汽车|证券|银行|信托|资本|旅行社"
    "|航空|生物|材料|机械|重工|化工|纸业|钢铁|建材|装饰|软件|信息|智能|智造|光电|电子|半导体|精密|农业|牧业|种业|渔业|文旅"
    "|(?:投资|租赁|保险|教育|咨询|管理|工程|技术|设计|设备)(?:有限|集团|股份|公司))"
)

# 乐视影业, 曾记乳业: what is a firm once in an edition is one wherever it stands there. No word
# here stands behind a person's name too.
_FIRM = (
    "(?:影业|有限公司|股份|集团|传媒|置业|地产|物流|超市|药业|制药|乳业|酒业|纸业|证券|银行"
    "|电器|汽车|旅行社|航空)"
)

# 乐某某国际工程装备股份有限公司: a company's name of any length.
_COMPANY = re.compile(
    r"[^，。；：、！？“”（）()\s的在任为与和是到从于了着过说被把将向对给创办开成立加入担任]{1,14}(?:有限责任公司|有限公司|股份公司|集团公司)"
)

# 安为先, 质量为本: the end of a motto.
_MOTTO = re.compile("为[先本主重要上荣乐大王贵准例限由首伍邻基魂纲]$")

# 对党忠诚, 让农高兴, 向全军学习: nouns of one character and a preposition, before a word.
_NOUNS = frozenset("党国军车农商花云钱海关向")


def points_as_company(name: Candidate) -> float:
    """Points, none above 0, for a name that is part of a company's name or a motto.

    0 for a name behind a title, which shows that it is a person.
    """
    if name.titled:
        return 0.0
    given = name.given
    points = 0.0
    if _TRADE.match(name.text, name.end) or _COMPANY.match(name.text, name.end):
        points -= 6.0
    if _MOTTO.fullmatch(given) and not plain_han(name.behind or "，"):
        points -= 5.0
    if name.surname in _NOUNS and len(given) == 2 and is_word(given):
        points -= 3.0
    return points


def find_firms(texts: Sequence[str], names: Iterable[str]) -> frozenset[str]:
    """Return the candidates for names that are called a firm anywhere in an edition.

    Args:
        texts: All that is said in the edition.
        names: Surnames with given names that were considered.

    Example:
        >>> sorted(find_firms(["乐视影业成立", "乐视不同意", "单立人说"], ["乐视", "单立人"]))
        ['乐视']
    """
    wanted = frozenset(names)
    if not wanted:
        return frozenset()
    pattern = re.compile(f"({'|'.join(map(re.escape, sorted(wanted)))}){_FIRM}")
    return frozenset(match[1] for text in texts for match in pattern.finditer(text))


# 白溪县石坪镇: a name of two or three characters and what it is, behind another one, a preposition
# or no character at all.
_PRINTED = re.compile(
    rf"(?:(?<=[省市县区州乡镇在到于赴往从回])|(?<![{HAN}]))"
    # 到|来安县: the verb is no part of the name.
    rf"(?P<name>(?![到赴])[{HAN}]{{1,3}}?)(?:自治)?(?:省|市|县|区|州|镇|乡|村|街道)"
)
# 全市, 各县, 本村, 一个乡 are no names.
_NO_NAME = re.compile(
    "[全各本该我两三四几每多这那某此其外将把为所有对以及由被让给使向在是等不也都就还又再可能要会用进入农山老新城乡镇村县市区省的了和与]"
)

# 从区法院, 随市教育局, 当村民; 法院到市中院, 来到杭州: a verb or preposition before or inside; but
# 随县 and 随州. 跨省, 离县, 沿街道 are no names, nor is what ends in a verb (今年来县里,
# 驱车离县); but 钟离县 and 符离镇.
_VERB_IN_NAME = re.compile(
    "^(?:[曾历兼现]任|[曾荣并]获)|^(?:[从当到来][^州]|随[^县州])$|^[他她我你]..|.[到从随]."
    "|^(?:[跨离出进入返驻]|沿(?!河))(?:[省市县区镇乡村]|街道)$|[^钟符]离[省市县区镇乡村]$"
    "|[年月天日以回上下出进带外送迎引前请过后将未近原本历素]来[省市县区镇乡村]$"
)

# 误区, 坐镇, 反省: words of two characters; but 单县 and 沙市 are places and words.
_WORD_ENDINGS = frozenset("省区镇")

# 闵县长, 左乡长: a surname and an office; 乡里乡亲. 应|村民, 对|市场: another word goes on.
_OFFICE = re.compile(
    f"[{HAN}](?:[市县区镇乡村州省]长|[市县镇乡村]民|市场|区[域间]|村庄|街道两)|里乡亲"
)

# 常务副市级, 乐购超市: the last character belongs to a word that is no region.
_NO_REGION = re.compile(
    "(?:[副超城上股楼门都夜早集街房车菜花牛熊庙闹入退收开]市|[小社园景校城库灾牧林地山片新发贸街辖战军市郊厂港老特专选]区|[城村古小集重]镇|[城家故老下返]乡"
    "|[农乡山全渔]村|[副正]县)$"
)


def find_places(text: str, words: Words) -> list[tuple[int, int, str]]:
    """Find places and the other entries of the lexicon.

    Args:
        text: What is said, each Han character in its everyday form.
        words: Its words, and the lexicon's entries among them.

    Returns:
        Start, end and kind (``place`` or that of the entry) of each: first the names before a word
        for a region, then the entries of the lexicon.
    """
    places = [
        (match.start(), match.end(), "place")
        for match in _PRINTED.finditer(text)
        if not _NO_NAME.search(match["name"])
        and not _VERB_IN_NAME.search(match[0])
        and not is_word(match["name"])
        and not _is_other_word(match[0])
        and not _NO_REGION.search(match[0])
        and not _OFFICE.match(text, match.start())
    ]
    for at, entry in (*words.shipped, *words.own):
        kind = {"name": "person"}.get(entry.kind, entry.kind) or "term"
        places.append((at, at + len(entry.text), kind))
    return places


def _is_other_word(text: str) -> bool:
    """Whether what looks like a place of one character is an ordinary word."""
    return len(text) == 2 and text[1] in _WORD_ENDINGS and is_word(text)
