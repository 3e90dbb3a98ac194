"""Evidence against a name, in points: the words that its characters belong to.

Points were set on this project's own sentences (``tests/data/names_*.tsv``) and checked against the
CPP dev split.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import (
    LOOK_BACK,
    NUMERALS,
    OFFICE,
    PREPOSITIONS,
    SPEAKS,
    beginning,
    ending,
    has_title_behind,
    is_described,
    is_free,
    is_item,
    load_cues,
)
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common
from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from audiopaper.readings.names.person import Candidate

# A word with this count in sixty million is hardly a given name.
_OFTEN = 8000.0

# Where the title's last character makes a word with the surname, a rarer word tells: 关|长江|大桥.
_RATHER_OFTEN = 2000.0

# A word that the table of frequencies or a dictionary has.
_MET = 1.0

_NOBODY, _WORD_ON, _EVERYDAY_WORD = -9.0, -3.0, -4.0

# 曾姓老板, but not 他曾姓李.
_FAMILY = re.compile("姓(?:[男女老小大青少]|[^，。；：、“”]{0,3}[人员民师生板长机客工主户友者])")


# 任姓占了一半; but 都姓李.
_OF_FAMILY = re.compile("姓(?:占|在|[多大]|是(?!什么)|[居迁聚]|人|家族|宗[亲祠族]|后[人裔]|祖)")

# 乐乐, 宁宁: children's names, whose characters are read as in other given names.
_DOUBLED = frozenset("乐宁曾单朴")

# 车少, 米多
_AMOUNTS, _THINGS = frozenset("少多"), frozenset("车米钱花云石牛羊马苗党")
_LADLED = frozenset({"汤盛", "米盛"})


def is_family(text: str, start: int, given: int) -> bool:
    """Whether 姓 follows a surname, and a word for people or what is said of a family.

    Args:
        text: What is said.
        start: Offset of the surname: 曾姓男子, 任姓占了一半.
        given: Offset behind it.
    """
    return bool(
        _FAMILY.match(text, given) or (is_free(text, start) and _OF_FAMILY.match(text, given))
    )


def points_as_everyday(name: Candidate) -> float:
    """Points, none above 0, for a name that is a surname character beside an everyday word."""
    given = name.given
    if given.startswith("姓") or (given + name.behind).startswith("师傅"):
        # 曾姓男子, 鄢师傅: no given names.
        return _NOBODY
    if given in ("行", "长") and not name.titled:
        # 米行、花行: trades, in lists as of people; 林长、田长: offices.
        return _NOBODY
    if given[-1:] == name.behind:
        # 王浩|小小的身躯, 任芳|芳: the doubled character is in one word.
        return _WORD_ON
    if name.surname in _DOUBLED and given[0] == name.surname:
        # 记者乐乐怡 has a given name of two characters, 乐乐说 has not.
        longer = name.titled and given[1:] and given[1:] in load_cues().given
        return 0.0 if longer else _NOBODY
    plenty = given in _AMOUNTS and name.surname in _THINGS
    if (plenty or name.surname + given in _LADLED) and not name.titled:
        # 当时车少, 汤盛在碗里
        return _NOBODY
    if len(given) == 2 and given[1] == "子" and not name.titled and is_common(given, count=_MET):
        # 石|墩子, 石|磨子: a thing.
        return _NOBODY
    # 居|民房|发生: the title does not count if its last character makes a word with the surname.
    before = name.text[max(0, name.start - 1) : name.given_start]
    apart = not name.titled or is_word(before)
    if len(given) == 2 and apart and given not in load_cues().given_words:
        count = _RATHER_OFTEN if name.titled else _OFTEN
        return _EVERYDAY_WORD if is_common(given, count=count) else 0.0
    return 0.0


# An everyday word behind a title is seldom a name, and one that ends in 地 never is.
_COMMON_WORD, _ADVERB = 1.0, 5.0

_SOMETIMES = 20.0

_BEFORE_TITLES = frozenset("新老原副前代")

_IDIOM_CHARS = 4

# Two characters that are frequent together, though no dictionary lists them: 区里.
_MET_WORD = 2.0

# Verbs among the surnames, and their complements.
_VERBS = frozenset("查盖种解折洗干")

# The same, and a numeral, before one character.
_WITH_THINGS = frozenset("查盖种洗单")

_ENDS = frozenset("遍住好完满上下起开清出到掉尽齐牢紧破断散透熟")

# Surnames that are adverbs before a word: 都光荣退休.
_ADVERBIAL = frozenset("都要将更")

# 把单, 由任: further prepositions before a surname.
_PREPOSITIONS_OF_PERSONS = PREPOSITIONS | frozenset("把被为由替找帮凭经据比")

# 记者曾随队采访: characters that follow 曾 as an adverb and seldom begin a given name.
_BEHIND_ONCE = frozenset("随在任获被对与经有到因专公亲表提组参于当以用把将受遭试主赴率")

# 都用, 曾是, 种在, 词、曲都: one such character is no given name.
_FUNCTION_WORDS = frozenset("是在有用向要被把也就都还又能会不从给让对与及或以其此往")

# 曾是兵, 应更多关注
_NEVER_FIRST = frozenset("是被把也就从给让对及或在更")

# 村民种石榴, 解民生难题, 群众过除夕, 智者乐水: a verb and its object, or a place.
_WITH_OBJECT = re.compile(
    "种植|种[野一几满些起]?(?:石榴|葡萄|[花果菜树草瓜豆麦稻茶棉粮桃杏梨枣柳葵薯药桑竹麻烟蔗椒蒜姜葱菇菌藕莲粟黍橘柚橙苹莓柑栗蕉芋笋]|牧草|红柳|玉米|土豆|青稞|高粱)"
    "|解(?:民[生忧困难]|难题|群众|百姓|企业|农|燃眉|心[结忧]|梁子)|折(?:股|好|成|断|叠|腾|算|价|扣|返|纸|线|下)"
    "|过(?:年|节|春节|除夕|元宵|端午|中秋|生日|日子|革命|[冬夏河桥路关])|盛[汤粥饭菜]|乐(?:[水山不在于此施]|安街)|要[爱做当]|柏林(?:[峰墙人]会?|电影|爱乐|大学|奥)"
)

# 车重两吨: a weight.
_WEIGHT = re.compile(
    "[车石]重(?:约|达|近|超过?|不足|大约)?[零一二两三四五六七八九十百千万半]+[多余来]?(?:公?吨|公?斤|千?克|两|磅)"
)

# 官村区区长, 院区开工: behind these 区 ends a word.
_BEFORE_AREA = frozenset("村院校园市城社片山矿县街厂库景灾牧林地馆营")

# Surnames so rare beside the adverb or verb that a title or a signature has to stand by.
_RARE_BESIDE_WORD = frozenset("都种折")

_GAPS = frozenset(" \u3000：:/")


def points_against(name: Candidate) -> float:
    """Points, none above 1.5, for the words that a name's characters belong to."""
    return (
        _points_by_word_of_surname(name)
        + _points_by_cut(name)
        + _points_as_word(name)
        + _points_by_pair(name)
        + _points_by_verb(name)
        + _points_as_everyday_given(name)
    )


def _points_by_word_of_surname(name: Candidate) -> float:
    """Points for the word that the surname belongs to: 主任, 任务, 活动家."""
    text, start, end = name.text, name.start, name.end
    first, last = name.words.get(start, (start, start + 1))
    of_one = name.given_start - start == 1
    points = -3.0 if last > end and of_one else 0.0  # 应有尽|有
    if first < start:
        # 主任, 清单, 小区: the surname belongs to a word that begins before it; 在任 and 与任 are
        # words too, but as likely a preposition, and 免去|任 was cut behind 去.
        wrong = _is_cut_wrongly(text, start, first) and _all_given(name.given)
        return points - (1.0 if wrong else 4.0)
    if last > name.given_start and of_one:
        return points - _points_off_for_begun_word(name, last)
    if any(is_word(text[at : at + 4]) for at in range(max(0, start - 3), start)):
        # 活动家|喻户晓: an idiom that was cut at its first character.
        return points - 4.0
    return points


def _points_off_for_begun_word(name: Candidate, last: int) -> float:
    """Points to subtract for a word that begins with the surname: 任务, 单位, 解放.

    Args:
        name: The candidate.
        last: Offset behind that word.
    """
    text, end = name.text, name.end
    cues = load_cues()
    rest = text[last:end] if last == end - 1 else ""
    # 华美|娟 leaves a character that is hardly a word.
    odd = rest in cues.typical and last not in name.words
    # 队长单兵: `_points_as_word` subtracts for the word.
    counted = name.titled and last == end
    if odd or counted or name.signed or _is_surely_somebody(name):
        return 1.0
    if name.given in cues.given_words and last == name.given_start + 1:
        return 1.5
    if rest in _BEFORE_TITLES and has_title_behind(text, end):
        # 任命|新总理
        return 6.0
    speaks = rest and (SPEAKS.match(text, end) or has_title_behind(text, end))
    return 2.0 if speaks else 3.0


def _points_by_cut(name: Candidate) -> float:
    """Points for a word that begins in the given name and goes on behind it: 曾多|次."""
    text, end = name.text, name.end
    first, last = name.words.get(end, (end, end + 1))
    if not name.given_start <= first < end < last:
        return 0.0
    if last - first >= _IDIOM_CHARS:
        # 李明|兴高采烈
        return _NOBODY
    two = len(name.given) == 2
    typical = _is_typical(name.given)
    # Other evidence that a new word begins there: a title, or a verb of speech.
    titled = bool(beginning(text, end, load_cues().honorifics, 2)[1:])
    goes_on = (typical and is_word(text[end : end + 2])) or SPEAKS.match(text, end)
    if titled or (two and goes_on):
        return 0.0
    return -2.0 if typical or two else -3.0


def _points_as_word(name: Candidate) -> float:
    """Points for a name that is a word as a whole: 高水平, 家庭."""
    text, start, end = name.text, name.start, name.end
    if is_word(text[start:end]):
        # In the place of a byline, even 解放军 is a name.
        if name.signed:
            return -1.0
        if _is_surely_somebody(name):
            return -1.5
        return -3.0 if end - start == 2 or is_item(text, start, end) else -5.0
    return 0.0


def _points_by_pair(name: Candidate) -> float:
    """Points by how frequent the surname is beside the first character of the given name."""
    text, start, end = name.text, name.start, name.end
    points = 0.0
    pair = text[start : start + 2]
    if name.titled and not name.signed and _is_manner(name):
        points -= _ADVERB
    elif name.titled and not name.signed and is_common(pair):
        # 市长乐观
        points -= _COMMON_WORD
    elif not name.titled and not name.signed and _is_met(pair):
        # 帮忙给区里, 以曲艺为代表
        points -= _MET_WORD
    two = len(name.given) == 2
    if two and not any(at in name.words for at in range(start, end)) and _all_given(name.given):
        # 查文斌: three characters in a row that belong to no word are rare in running text.
        points += 1.5
    return points


def _is_manner(name: Candidate) -> bool:
    """Whether a word says how something is or is done: 乐观地, 朴素的话, 郑重宣布."""
    text, start, end = name.text, name.start, name.end
    if name.given.endswith("地"):
        return is_common(text[start : start + 2])
    if len(name.given) > 1 or text[start:end] not in read_words("manners.txt"):
        return False
    return name.behind in ("地", "的") or text[end : end + 2] in read_words("verbs.txt")


def _points_by_verb(name: Candidate) -> float:
    """Points for a surname that is a verb or adverb, and for a numeral: 曾任局长, 盖好大棚."""
    given, surname = name.given, name.surname
    goes_on = plain_han(name.behind or "，")
    points = 0.0
    if given[1:] and given[1] in NUMERALS and goes_on:
        # 云浦三|年
        points -= 2.0
    if surname == "曾" and given[0] in _BEHIND_ONCE:
        # 老人曾任局长
        points -= 4.0 if len(given) == 2 else 7.0
    if surname in _VERBS and given in _ENDS and goes_on:
        # 村民盖好大棚
        points -= 2.5
    if not name.signed:
        points -= _points_off_beside_word(name)
    if surname == "任" and OFFICE.match(name.text, name.start):
        # 任城建局局长, 同志任福建省委书记; but 任建国 is a name.
        usual = given not in load_cues().given_words and is_common(given, count=_SOMETIMES)
        usual = usual or (name.titled and name.behind in tuple("省市区州县"))
        points -= _ADVERB if usual and name.titled else 1.0 if usual else 0.0
    return points


def _points_off_beside_word(name: Candidate) -> float:
    """Points to subtract where a surname is rather a verb or an adverb: 都用, 种石榴, 解民生."""
    given, surname = name.given, name.surname
    first = given[0] in _NEVER_FIRST and len(given) > 1 and given not in load_cues().given_words
    if given in _FUNCTION_WORDS or first:
        return 6.0
    before = name.text[max(0, name.start - 1) : name.start]
    area = surname == "区" and before in _BEFORE_AREA and not name.titled
    if area or any(things.match(name.text, name.start) for things in (_WITH_OBJECT, _WEIGHT)):
        return -_NOBODY
    points = 0.0
    typical = _is_typical(given)
    goes_on = plain_han(name.behind or "，") and not name.titled
    if surname in _RARE_BESIDE_WORD and (goes_on or (len(given) == 1 and not typical)):
        points += 3.0
    if surname in _WITH_THINGS and len(given) == 1 and _is_thing(surname, given):
        # 老师查寝, 镇长查河, 队员单练
        points += 4.0
    if surname in _VERBS and len(given) == 2 and is_word(given):
        points += 3.0 if not typical or is_common(given) else 0.0
    return points


def _is_thing(surname: str, given: str) -> bool:
    """Whether one character behind a verb or a numeral is seldom or never a given name."""
    cues = load_cues()
    usual = cues.typical | cues.frequent if surname in _VERBS else cues.given
    return given not in usual


def _points_as_everyday_given(name: Candidate) -> float:
    """Points for a given name that is a verb, a title or another word: 表示, 家长, 明确."""
    cues, given = load_cues(), name.given
    if given in cues.deeds | cues.speech:
        return -6.0
    if _is_title(given):
        return -8.0
    if len(given) != 2 or not is_word(given):
        return 0.0
    # 都安全获救, 将光荣退休
    points = -2.0 if name.surname in _ADVERBIAL else 0.0
    longer = name.text[name.end : name.end + 2]
    if len(longer) == 2 and is_word(given + longer):
        # 曾信心十足
        return points - 4.0
    # 曾明确: a word, though people are called 建国 too.
    if not _all_given(given):
        return points - 4.0
    return points - (0.5 if name.titled or _is_typical(given) else 1.0)


def _is_surely_somebody(name: Candidate) -> bool:
    """Whether only a name can stand there: 教师华丽今年三十岁, 朴实领衔, 主任 任职平."""
    text, start, end = name.text, name.start, name.end
    after_gap = text[max(0, start - 1) : start] in _GAPS
    if name.titled and after_gap and not plain_han(name.behind or "，"):
        return True
    deed = bool(beginning(text, end, load_cues().deeds, 2) or OFFICE.match(text, end))
    honoured = bool(beginning(text, end, load_cues().honorifics, 2)[1:])
    if is_free(text, start) and (deed or honoured):
        return True
    return name.titled and is_described(text, end)


def _is_typical(given: str) -> bool:
    """Whether a given name is listed, or has a character that is typical of given names."""
    cues = load_cues()
    return bool(cues.typical.intersection(given)) or given in cues.given_words


def _is_title(name: str) -> bool:
    """Whether two characters are a title and no given name: 应家长要求."""
    cues = load_cues()
    return (
        len(name) == 2
        and name in cues.titles_before | cues.titles_after
        and name not in cues.given_words | cues.honorifics
    )


def _is_cut_wrongly(text: str, start: int, first: int) -> bool:
    """Whether a word that ends in a surname was cut wrongly: 在|任师傅, 免去|任."""
    if start - first > 1:
        return False
    cues, before = load_cues(), text[max(0, start - LOOK_BACK) : start]
    known = cues.before | cues.towards | cues.titles_before
    return before[-1] in _PREPOSITIONS_OF_PERSONS or len(ending(before, known, 6)) > 1


def _all_given(name: str) -> bool:
    return (
        name in load_cues().given_words or set(name) <= load_cues().given - load_cues().never_given
    )


def _is_met(pair: str) -> bool:
    """Whether two characters are frequent together, though no dictionary lists them: 区里."""
    return is_common(pair, count=_SOMETIMES) and not is_word(pair)
