"""The characters of a text that may be a name, each with the points of its evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.names.counter_evidence import is_family, points_against, points_as_everyday
from audiopaper.readings.names.following_words import read_behind_name
from audiopaper.readings.names.foreign_names import sounds_foreign
from audiopaper.readings.names.name_cues import ending, is_free, is_item, is_signature, load_cues
from audiopaper.readings.names.name_evidence import (
    LIKELY_TITLE,
    MEMORABLE,
    TITLE,
    UNKNOWN_BEFORE,
    is_village,
    points_after,
    points_as_given,
    points_before,
    points_by_position,
)
from audiopaper.readings.names.person import Candidate, Person
from audiopaper.readings.names.place_names import points_as_company
from audiopaper.readings.names.surnames_with_titles import points_as_family, points_as_titled
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import is_common, span_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.g2pm import Guess
    from audiopaper.readings.word_division import Division, WordSpans

# Last characters of words for people that name_cues.toml does not list: 剪纸艺人, 护林员.
_PEOPLE_ENDINGS = "人员师长手家工生者友民警兵匠户帅官"

# Characters between the names of a list.
_LIST_MARKS = "、 \u3000，,；;/和与"

_LIST_GAP = 2

_WHOLE_NAME = 3

# 种棉花, 盛满水, 单季出货: verbs and measures; a name only behind a title.
_EVERYDAY = re.compile(
    r"([查解洗盖种折过祭])一\1|查[完遍]|仇(?:深[似如恨]|[恨视怨敌杀])"
    "|(?<![老小大阿])单(?:[靠凭论看就以]|从(?![军文武林]))|祭(?:英[烈灵魂雄]|[先烈忠亡奠拜扫]|亲人|黄帝|炎帝)|燕[舞语啼]|燕鸣柳|燕归[来巢]"
    "|种(?:棉|小麦|大豆|水稻|油菜|情|粮|菜|树|瓜|果|豆|花|草|茶|稻|麦|玉米|地|田|药|桑|苜蓿|葡萄|苹果|土豆|蔬)"
    "|盛[满着了水放有在入]|单[季次日月场个人边周件株年店车机位品期份项套台根只条张笔户产价打独程体元身纯修]"
    "|华(?:[人侨商裔文语社校媒菱龙润清庭府苑融泰宇联]|为(?:云|公司|手机|终端|技术|鸿蒙)|山松|容[县河区镇])|朴[诚素守茂拙厚]|乐[群业土园观享居学]"
    "|柏(?:培拉|威夏|拉图)|莫干山|莘(?:庄|建路|松路)"
    "|单(?:声道|克隆|孔|音节|循环|晶|峰|向)|曲[风终]|盖(?:楼|房|伊|茨|尔)|洗[心脚手脸头碗菜车衣澡钱牌砚墨笔]|撒[花水网]|葛[根藤粉]|祭[神祖天孔灶]|繁[花星]"
    "|查(?:改|结|处|办|摆|找|验|封|扣|纠|漏|补|堵|缴|获|破|缉|抄|核|禁|截|摸|全率|理|韦|莫|特)|区[直属]|东柏林|朴树"
    "|房[子屋间产价]|晋[陕冀鲁豫蒙]|成[蒙藏维汉英日俄法德]文|朴实的|要永葆"
    "|哈[工尔师萨立佛桑姆伊迪马里利德克吉达维罗莱勒瓦贝比布拉米尼希巴]"
)

# 农民种粮, 职工过好年, 运动员都有, 老师常为她:
# what follows is no given name, whatever stands before it.
_NO_SURNAME = re.compile(
    "(?<=[零一二三四五六七八九十百千万]里长)[江城]|乐民(?:[、，。；”的]|$)|占(?:全[国省市县区镇乡村校厂班队部体年球]|总|[到去据用地比]|多数|少数|便宜|上风|主导|[大过]半|[一二三四五六七八九十百半几][成半分])"
    "|种(?:粮|地|田|菜|瓜|豆|棉花|小麦|大豆|水稻|油菜|玉米|苹果|土豆|蔬菜|葡萄|什么|得[匀好多齐密早晚]|[几多好上下了着过在的满起出活完一两三果])"
    "|(?<=[看听吃用买去来到说做想住坐学读写走见试问提干年])过"
    "|过(?:[好上下去来个着了得冬夏江河桥街关夜寿秤磅筛]|年|节|日子|生日|户|瘾)"
    "|盛(?:[小大]?半|[一两三])[碗勺盘锅杯]"
    "|(?<=人)员(?!某(?![些种个年月日]))"
    "|都[有是在能会没不一以可得来去到想要很知说叫给把被让将曾还应该对为从由只觉感]"
    "|[常曾时都][为被把给替跟对向](?:[我你他她它咱]|大家|人家)"
)

# 区残联表示: an office of the district, which the beginning of a clause leaves without its name.
_AUTHORITY = re.compile(
    "区(?:残联|妇联|工商联|科协|文联|侨联|团委|总工会|红十字|慈善|法院|检察|公安|交警|司法|信访|档案"
    "|发改|教育|民政|人社|卫健|疾控|应急|市场|住建|城管|财政|税务|水务|农业|融媒|行政|文化馆|文旅|妇幼)"
)

# 生态移民区富民新村
_AREA = re.compile("(?:移民|搬迁|安置|帮扶|托管|防控|隔离|疏散|种植|养殖|作业|办公|观赏|采摘)$")

# 把过户单折好, 凭验收单付款: a sheet of paper by what it is for.
_PAPER = re.compile(
    "(?:过户|缴费|挂号|取药|验收|采购|派工|催缴|配方|报销|报价|处方|化验|检查|体检|出院|结算|对账|存款|取款"
    "|汇款|转账|订货|发货|送货|提货|入库|出库|领料|请假|申请|登记|报名|成绩|通知|罚款|外卖|快递|托运|报修)$"
)

# 查表、查线、查冰箱: surnames that are verbs as well.
_VERBS = frozenset("查种盖解洗撒祭召过折")

_VERB_BEFORE = 6

# 先后任武义县委书记, 5位任县委书记: 任 says what somebody was.
_SERVED = re.compile(
    r"(?:[年月日后]|分别|先后|[曾历现时后拟改转调升再仍均各兼还也又都并位名人志士生]|同时|一直|长期|连续|相继|依次|陆续)$"
)
_SERVED_AS = re.compile(
    "任(?:(?![当入]选|[担出兼]任|[说称获当])[^，。；：“”、]){1,24}?(?:书记|支书|主任|主席|委员|代表|经理|教授|民警|[刑交特]警|医生"
    "|[省州市县区乡镇村局厅部处科院校会社所站队师旅团营连排班组]长|[）)]长|[教技职专参司]员)(?=[，。；、）（兼和及等]|$)"
)

# 召存信: a title of the Dai, which is no surname.
_DAI = re.compile("傣|西双版纳|德宏|景洪|勐")

# 常|为用水争吵, and whom a given name is for: 常为民.
_ADVERBS = frozenset("常齐曾时都全")
_SERVED_BY_NAMES = frozenset("民国公党")

# 张女士曾义捐: the word is part of the name before it.
_HONOURED = re.compile(f"[{HAN}](?:女士|先生|小姐|大爷|大妈|大娘|大叔|阿姨|奶奶|爷爷)$")

# 国家|都有, 律师|行: words far more often than surnames.
_SELDOM_SURNAMES = frozenset("都行")

_TOWARDS_CHINA = re.compile("[对访来驻在涉援旅侨赴反亲知]$")

# Words for people that stand before a verb as often as before a name.
_MANY = re.compile(
    "(?:干部|群众|党员|领导|人员|同志|职工|战士|民警|代表|委员|学生|青年|村民|居民|市民|农民|工人|医生|教师|家长|专家|团员|官兵|人们|他们|我们|你们)$"
)

# Points off for a name that is probably foreign: 总统查尔斯, 华莱士说.
_FOREIGN = 9.0

# 李丽为|病人翻身, 李丽|为病人翻身, 任命殷红|为局长
_ENDS_IN_WORD, _BEFORE_WORD, _APPOINTED = -9.0, 1.0, 4.0

_LIKELY_NEIGHBOUR = 2.0

# Any word of the table of frequencies.
_MET = 1.0


def find_candidates(
    text: str,
    division: Division,
    guesses: Mapping[int, Guess],
    surnames: re.Pattern[str],
    lexicon: Lexicon,
) -> list[Person]:
    """Find all candidates for a name in a text, overlapping ones included.

    Args:
        text: What is said.
        division: Its division into words.
        guesses: What the network says of its polyphones, by offset.
        surnames: Matches a surname, the longest first.
        lexicon: Its surnames.

    Returns:
        In order of their surnames, with the points of their evidence.
    """
    candidates: list[Person] = []
    words = span_words(division.words())
    for start in range(len(text)):
        match = surnames.match(text, start)
        if match:
            reading = lexicon.surnames.get(match[0])
            candidates += _weigh_surname(text, match, reading, words, division.breaks, guesses)
    return _count_neighbours(text, candidates)


def _weigh_surname(
    text: str,
    match: re.Match[str],
    reading: tuple[str, ...] | None,
    words: WordSpans,
    breaks: Sequence[int],
    guesses: Mapping[int, Guess],
) -> Iterator[Person]:
    """Yield the candidates at a surname: alone, and with one or two characters behind it.

    Args:
        text: What is said.
        match: The surname.
        reading: Its reading as a surname; None if it has no reading of its own.
        words: Start and end of the word that each character belongs to.
        breaks: Whether a word begins or ends at an offset.
        guesses: What the network says, by offset.
    """
    start, given_start = match.span()
    before = points_before(text, start)
    if _is_everyday(text, match, before, breaks):
        return
    before = _add_word_before(text, match[0], start, before, words, known=bool(reading))
    if reading and given_start - start == 1 and start in guesses:
        # The network reads it as a surname.
        syllable = guesses[start].syllable
        unusual = syllable != next(iter(readings_of(match[0])), "")
        before += 1.5 if unusual and syllable == reading[0] else 0.0
    titled = points_as_titled(text, start, given_start, words) or points_as_family(
        text, start, given_start
    )
    if titled:
        yield Person(start, given_start, given_start, titled)
    if reading and is_family(text, start, given_start):
        yield Person(start, given_start, given_start, MEMORABLE)
    if reading and is_village(text, start, given_start):
        yield Person(start, given_start, given_start, MEMORABLE)
    for end in (given_start + 1, given_start + 2):
        if end > len(text) or not all(plain_han(c) for c in text[given_start:end]):
            return
        signed = any(map(load_cues().is_given, text[given_start:end])) and is_signature(
            text, start, end
        )
        name = Candidate(text, start, given_start, end, words, breaks, before >= TITLE, signed)
        foreign = bool(reading) and _is_foreign(text, start, end)
        points = before - (_FOREIGN if foreign else 0.0) + _weigh_name(name)
        yield Person(start, given_start, end, points)


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Whether a name, or the one of three characters that it begins, sounds foreign."""
    return any(sounds_foreign(text[start:last]) for last in {end, start + 3})


def _is_everyday(text: str, match: re.Match[str], before: float, breaks: Sequence[int]) -> bool:
    """Whether a surname is an ordinary word here, by the characters around it.

    Args:
        text: What is said.
        match: The surname.
        before: Points for what stands before it.
        breaks: Whether a word begins or ends at an offset.
    """
    start, surname = match.start(), match[0]
    if surname == "应" and _is_called_upon(text, start):
        return True
    if _NO_SURNAME.match(text, start) or (surname == "曾" and _HONOURED.search(text[:start])):
        return True
    if _is_adverb(text, surname, start, breaks):
        return True
    if surname == "任" and _SERVED.search(text[:start]) and _SERVED_AS.match(text, start):
        return True
    if surname == "要" and (before < TITLE or _MANY.search(text[:start])):
        # 要闻, 要建设, 领导干部要: hardly ever a surname.
        return True
    if surname == "区" and (_ends_district(text, start) or _AUTHORITY.match(text, start)):
        return True
    if surname == "单" and _PAPER.search(text[:start]):
        return True
    if surname == "召" and _DAI.search(text):
        return True
    if surname == "傅" and text[start - 1 : start] == "师":
        return True
    if _repeats_verb(text, surname, start):
        return True
    if before >= TITLE:
        return False
    if surname in _SELDOM_SURNAMES and not _is_probable_name(text, start):
        return True
    towards = surname == "华" and bool(_TOWARDS_CHINA.search(text[:start]))
    return towards or bool(_EVERYDAY.match(text, start))


def _is_adverb(text: str, surname: str, start: int, breaks: Sequence[int]) -> bool:
    """Whether a surname is an adverb before a preposition: 常|为群众跑腿; but 常为民 is a name."""
    behind = start + 1
    return (
        surname in _ADVERBS
        and text[behind : behind + 1] == "为"
        and text[behind + 1 : behind + 2] not in _SERVED_BY_NAMES
        and read_behind_name(text, behind, breaks) == "wei4"
    )


def _is_probable_name(text: str, start: int) -> bool:
    """Whether three characters are an item of a list, or a clause begins with a usual name."""
    end = start + _WHOLE_NAME
    given = text[start + 1 : end]
    usual = set(given) <= load_cues().frequent | load_cues().typical and not is_word(given)
    return is_item(text, start, end) or (usual and is_free(text, start))


def _repeats_verb(text: str, surname: str, start: int) -> bool:
    """Whether a list has a verb again: 查表、查线、查冰箱; names of relatives are longer."""
    if surname not in _VERBS:
        return False
    if re.search(
        f"{surname}[完了过罢遍][^，。；：]{{1,4}}$", text[max(0, start - _VERB_BEFORE) : start]
    ):
        # 查完东家查西家
        return True
    if text[start + 2 : start + 4] == f"、{surname}":
        return bool(plain_han(text[start + 1]))
    before = text[max(0, start - 3) : start]
    return before[:1] == surname and before[2:] == "、" and bool(plain_han(before[1]))


def _ends_district(text: str, at: int) -> bool:
    """Whether 区 ends a word: 小区, 移民区, B区; not 老区, which is somebody as often."""
    if text[at - 1 : at].isalpha() and not plain_han(text[at - 1]):
        return True
    if _AREA.search(text[:at]):
        return True
    # 知县|区玉麟: the last character of a title.
    shortest = 2 if len(ending(text[max(0, at - 4) : at], load_cues().titles_before, 4)) > 1 else 1
    return any(
        at >= length and text[at - 1] != "老" and is_common(text[at - length : at + 1], count=_MET)
        for length in (1, 2)
        if length >= shortest
    )


def _add_word_before(
    text: str, surname: str, start: int, before: float, words: WordSpans, *, known: bool
) -> float:
    """Correct the points for what stands before a surname by the word that ends there.

    Args:
        text: What is said.
        surname: One or two characters.
        start: Offset of the surname.
        before: Points for what stands before it.
        words: Start and end of the word that each character belongs to.
        known: Whether the surname has a reading of its own.
    """
    first, _ = words.get(start - 1, (start, start))
    if start - first <= 1:
        return before
    if before == UNKNOWN_BEFORE and known and surname != "区":
        # 判决|盖小虎: a name may follow a whole word; but 区 ends the name of a place there.
        before = 0.0
    if before < LIKELY_TITLE and text[start - 1] in _PEOPLE_ENDINGS:
        before = LIKELY_TITLE
    return before


def _weigh_name(name: Candidate) -> float:
    """Points for a surname with a given name, without those for what stands before it."""
    return (
        points_as_company(name)
        + _points_by_following_word(name)
        + points_as_given(name.given)
        + points_after(name.text, name.end)
        + points_against(name)
        + points_by_position(name)
        + points_as_everyday(name)
    )


def _points_by_following_word(name: Candidate) -> float:
    """Points for a preposition or adverb behind a name, or in the place of its last character."""
    text, start, end = name.text, name.start, name.end
    if len(name.given) > 1 and read_behind_name(text, end - 1, name.breaks):
        return _ENDS_IN_WORD
    behind = read_behind_name(text, end, name.breaks)
    if behind == "wei2":
        return _APPOINTED
    # 单纯|为老人: a word does not become a name by it.
    return _BEFORE_WORD if behind and not is_word(text[start:end]) else 0.0


def _is_called_upon(text: str, start: int) -> bool:
    """Whether 应 means "at the invitation of": 应美国总统邀请."""
    rule = find_rule(text, start)
    return rule is not None and rule.syllable == "ying4"


def _count_neighbours(text: str, candidates: Sequence[Person]) -> list[Person]:
    """Add points to each name for the names beside it in a list: 刘伟、单国强、王军."""
    named = [p for p in candidates if p.end > p.given]
    likely = [p for p in named if p.points >= _LIKELY_NEIGHBOUR]
    starts, ends = {p.start for p in likely}, {p.end for p in likely}

    def beside(person: Person) -> float:
        gaps = range(1, _LIST_GAP + 1)
        before = any(
            person.start - n in ends and _sets_apart(text[person.start - n : person.start])
            for n in gaps
        )
        after = any(
            person.end + n in starts and _sets_apart(text[person.end : person.end + n])
            for n in gaps
        )
        # 李秀兰、解放明。: a whole item of a list of people is a name.
        points = 3.0 if is_item(text, person.start, person.end) else 1.5
        return points * (before + after) + (1.5 if _stands_in_spaces(text, person, ends) else 0.0)

    return [replace(p, points=p.points + beside(p)) if p.end > p.given else p for p in candidates]


def _stands_in_spaces(text: str, person: Person, ends: set[int]) -> bool:
    """Whether only spaces separate a name from the one before it, as in a byline."""
    nearby = text[max(0, person.start - _LIST_GAP - 1) : person.start]
    gap = len(nearby) - len(nearby.rstrip(" \u3000"))
    return (
        0 < gap <= _LIST_GAP
        and person.start - gap in ends
        and (person.end == len(text) or text[person.end] in " \u3000）)/")
    )


def _sets_apart(gap: str) -> bool:
    return all(character in _LIST_MARKS for character in gap)
