"""Bylines and credits: who wrote, and who took the pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiopaper.articles.grammar import (
    HAN,
    PAPER_ENDINGS,
    dateline_end,
    ends_sentence,
    is_dateline,
    reporter_opening,
)
from audiopaper.articles.page_words import ROUND_UP, SOURCE_NOTE
from audiopaper.variants import simplify

_ROLE = (
    rf"(?:[{HAN}]{{1,6}}?(?:{PAPER_ENDINGS})(?:[·•][{HAN}]{{1,6}}?)?)?"
    "(?:学生|校园|小|特邀|晚报|日报|早报|晨报|都市报|商报|体育|文体|文化|时政|经济|财经|法治|教育|健康|科技|社会|民生|视频|驻站|战地|本报|本刊|本网|本台|特约|特派|首席|见习|实习|全媒体|融媒体?|新媒体|高级|资深|驻[\u4e00-\u9fff]{1,4}?)*"
    "(?:摄影记者|文字记者|记者|通讯员|实习生|评论员|撰稿人?|撰文|采写|作者|特派员|报道员|观察员|执笔|策划|统筹|口述|讲述|整理)"
)
ROLE_WORD = re.compile(_ROLE)
_WRITES = re.compile(r"文\s*[/／:：]|文字\s*[/／:：]?|文\s(?=.)")
_BULLETS = "■●▲◆□◎★☆○△◇▪•▍▎*-—"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾"
    "尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬"
    "师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚"
    "鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋"
    "相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢"
    "洪荀滑弓牧隗宓郗扶郦濮寿阎庾暨蔚訾巢蒯竺桓苍莘贡钮贲粘甯昌仉酆逄琚虢佴亓"
    "嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, and who took the pictures, in printed order."""

    writers: tuple[str, ...]
    photographers: tuple[str, ...]


def is_name(text: str) -> bool:
    """Tell whether a text can be a Chinese person's name, written as bylines write it."""
    if "·" in text:
        return 3 <= len(text) <= 15 and all(_is_han(c) or c == "·" for c in text)
    if not all(_is_han(c) for c in text):
        return False
    if len(text) == 4:
        return text.startswith(_COMPOUND)
    return 2 <= len(text) <= 3 and (text[0] in _SURNAMES or text.startswith(_COMPOUND))


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


_PARTING = re.compile(r"[\s、，,；;/／|:：&]+")
_GROUP_BYLINES = re.compile(
    r"[■●▲◆□]?\s*(?:本报(?:特约)?(?:评论员|编辑部)|社论|新华社评论员)[\s\S]{0,12}"
)
# Marks that say what the names round them did. With a slash or colon they stand before the
# names, alone they stand behind them: 文/甲 图/乙, but 甲 文 乙 图.
_BOTH_MARK = re.compile(r"文\s?[/／、并]?\s?[图摄]影?|图\s?[/／、]?\s?文|摄影/?报道|摄影[/／]文")
_MARKS = (
    (re.compile(r"[（(](文|图|摄|摄影)[)）]"), r" \1 "),
    (re.compile(r"(?:文字|撰文|文)\s?[/／:：]\s?(?![图摄])"), " <W> "),
    (re.compile(r"(?:图片?|摄影|供图|制图|漫画|视频)\s?[/／:：]\s?(?!文)"), " <P> "),
)
_SAYS_PICTURES = ("摄", "图", "摄影", "供图", "制图", "漫画", "视频", "提供")
_NO_NAMES = frozenset(
    [
        "北京",
        "报道",
        "综合",
        "整理",
        "整合",
        "文字",
        "摄影",
        "特派",
        "特约",
        "本报",
        "供稿",
        "提供",
        "受访者",
        "受访",
        "资料",
        "编辑",
        "实习",
        "联合",
        "连线",
        "图片",
        "制图",
        "视频",
        "剪辑",
        "海报",
        "策划",
        "统筹",
        "执笔",
        "摘自",
        "来源",
        "转载",
        "发自",
        "电话",
        "热线",
        "通讯",
        "采访",
        "现场",
        "网络",
        "官方",
        "供图",
        "责编",
        "美编",
        "校对",
        "新华社",
        "手记",
        "观察",
        "调查",
        "视点",
        "札记",
        "感言",
        "心得",
        "留言",
        "帮办",
        "走访",
        "直播",
        "探访",
        "追踪",
        "日记",
        "故事",
        "点评",
        "来信",
        "提问",
        "在线",
        "有约",
        "之家",
        "视线",
        "眼中",
        "笔下",
        "镜头",
        "推荐",
        "简介",
        "感悟",
        "随笔",
        "亲历",
        "体验",
        "热议",
        "编译",
        "解答人",
    ]
)
_PLACE_END = re.compile(r"[市县区镇乡村局台社办部处科院所站队]$")


def parse_byline(text: str) -> Byline:
    """Read the names from a byline's text (brackets and bullets may stand round it).

    Names without a role are taken as long as they look like names; words that do not, are left
    out. Who stands under 图 or before 摄 took the pictures; who did both is a writer.

    Example:
        >>> parse_byline("文/全媒体记者 林晓禾 图/通讯员 高远")
        Byline(writers=('林晓禾',), photographers=('高远',))
    """
    bare = text.strip()[:_MAX_LINE_CHARS]
    end, names = reporter_opening(bare)
    if end == len(bare):
        return Byline(names, ())
    if _AUTHOR_NOTE.fullmatch(simplify(bare)):
        return Byline((), ())
    if not _AFFILIATED.fullmatch(simplify(bare).lstrip(_BULLETS).strip()):
        bare = bare.strip("（）()【】[]〔〕")
    bare = bare.lstrip(_BULLETS).strip()
    trusted = _PEN_NAMES.fullmatch(simplify(text.strip())) is not None
    found = _parse_plain(simplify(bare), trusted=trusted)
    return Byline(_as_printed(found.writers, bare), _as_printed(found.photographers, bare))


# A bare name with what its bearer does: 高远（青川大学文学院学生）.
_AFFILIATED = re.compile(
    rf"([{HAN}·]{{2,4}})\s?[（(][^（）()，。]{{2,40}}(?:学生|教授|教师|老师|讲师|研究员|院长|校长|主任|委员|代表|会员|作家|诗人"
    r"|博士|硕士|博士生|研究生|律师|医生|医师|编辑|记者|评论员|书记|局长|处长|科长|干部|工程师|负责人|所长|馆长|村民|市民|读者"
    r"|职工|学者|专家|主席|会长|秘书长)[）)]"
)
# An office and a name behind a mark: □ 青川大学经济学院 高远.
_OFFICE = (
    rf"[{HAN}]{{1,20}}(?:大学|学院|研究院|研究所|党校|委|局|厅|办|中心|学校|中学|小学|医院|法院|检察院"
    rf"|农艺师|畜牧师|兽医师|工程师|主任医师|副主任医师|主治医师|药师|营养师|律师|副?教授|研究员|法官|检察官|民警"
    rf"|公司|集团|协会|学会|社科院|科学院|研究室|社科联|文联|作协|工会|妇联|支队|大队|派出所)"
)
_FROM_OFFICE = re.compile(rf"[□■○●◎◇◆△▲☆★]\s?{_OFFICE}[\s\u3000]+([{HAN}·]{{2,4}})")
_OFFICE_AND_NAME = re.compile(rf"[（(]?\s?{_OFFICE}[\s\u3000]+([{HAN}·]{{2,4}})\s?[）)]?")
# Pen names have no surname; a bullet or brackets of their own say that they are names.
_PEN_NAMES = re.compile(
    rf"[□■○●◎◇◆△▲☆★]\s?[{HAN}]{{2,4}}(?:[\s\u3000、]+[{HAN}]{{2,4}}){{0,3}}|[（(]\s?[{HAN}]{{2,4}}(?:[\s、][{HAN}]{{2,4}})?\s?[）)]"
)
_NO_PEN_NAME = re.compile(
    r"[一二三四五六七八九十甲乙丙丁上中下续完略图文版摘载章节版讯电]$|未完|待续|节选|连载|组诗|外[一二三四五]首|资料|暂名|草案|试行|"
    r"国内|国际|要闻|快讯|聚焦|链接|提示|说明|附后|修订|征求|意见|多图|视频|编者|作者|译者|广告|公益|全文|有删|来源|见报|下同|本期|专题|背景|数据|掌声|笑声|鼓掌|热烈|画外|旁白|众人|沉默"
)
# Longer than the longest list of correspondents seen in a byline, by far.
_MAX_LINE_CHARS = 400


def _as_printed(names: tuple[str, ...], bare: str) -> tuple[str, ...]:
    """Give names back in the characters they are printed with."""
    plain = simplify(bare)
    if plain == bare:
        return names
    out = []
    for name in names:
        at = plain.find(name)
        out.append(bare[at : at + len(name)] if at >= 0 else name)
    return tuple(out)


def _parse_plain(bare: str, *, trusted: bool = False) -> Byline:
    about = max(bare.find("（作者"), bare.find("(作者"))
    if about > 0:
        bare = bare[:about]
    if _GROUP_BYLINES.fullmatch(bare) and not any(c in bare for c in "，,。"):
        group = re.split(r"[\s]", bare, maxsplit=1)
        rest = _parse_plain(group[1]).writers if len(group) > 1 else ()
        return Byline(rest or (group[0],), ())
    office = _OFFICE_AND_NAME.fullmatch(bare)
    if office and is_name(office.group(1)):
        return Byline((office.group(1),), ())
    affiliated = _AFFILIATED.fullmatch(bare)
    if affiliated:
        bare = affiliated.group(1)
    has_role = bool(ROLE_WORD.search(bare) or _WRITES.match(bare) or affiliated) or trusted
    marked = _BOTH_MARK.sub(" <B> ", bare)
    for pattern, mark in _MARKS:
        marked = pattern.sub(mark, marked)
    marked = re.sub(r"摄影记者", " <Q> ", marked)
    marked = ROLE_WORD.sub(" <R> ", marked)
    marked = re.sub(r"(?<=[\u4e00-\u9fff])(?:摄影|摄|供图)(?=\s|$)", r" 摄 ", marked)
    return _walk(_join_single(_PARTING.split(marked)), has_role)


def _walk(words: list[str], has_role: bool) -> Byline:
    """Go through a byline's words and give each name to what it did."""
    found: dict[str, list[str]] = {"W": [], "P": []}
    into, pending, by_role = "W", [], False  # type: str, list[str], bool
    for word in (*words, "<E>"):
        if word in ("<B>", "文"):
            found["W"] += pending
            pending = []
        elif word in _SAYS_PICTURES:
            found["P"] += pending
            pending = []
        elif word in ("<W>", "<P>", "<E>"):
            found[into] += pending
            pending, into, by_role = [], word[1] if word != "<E>" else into, False
        elif word == "<Q>":
            found[into] += pending
            pending, into, by_role = [], "P", True
        elif word == "<R>":
            if by_role:
                found[into] += pending
                pending, into, by_role = [], "W", False
        else:
            name = _name_in(word, has_role)
            if name:
                pending.append(name)
    return Byline(tuple(dict.fromkeys(found["W"])), tuple(dict.fromkeys(found["P"])))


def _name_in(word: str, has_role: bool) -> str:
    word = word.strip("（）()■●▲◆□“”").removesuffix("报道")
    if is_name(word):
        return word if word not in _NO_NAMES else ""
    # A name with a rare surname: trust the role before it.
    rare = has_role and 2 <= len(word) <= 3 and all(_is_han(c) for c in word)
    return word if rare and word not in _NO_NAMES and not _PLACE_END.search(word) else ""


def _join_single(words: list[str]) -> list[str]:
    """Close up names that were set with a space inside: 张 三."""
    out: list[str] = []
    pending = ""
    for word in words:
        if len(word) == 1 and _is_han(word) and word not in "文图摄":
            if pending:
                out.append(pending + word)
                pending = ""
            else:
                pending = word
        elif word:
            if pending:
                out.append(pending)
                pending = ""
            out.append(word)
    return out


# 作者单位：…, 作者为…, 作者分别系…: who the author is, alone in brackets.
_AUTHOR_NOTE = re.compile(
    r"[（(【]\s?(?:本文)?作者(?:单位|简介|分别|均|现|[系为是：:])[^（）()]{0,100}[）)】]"
)
_BYLINE_WORDS = re.compile(
    rf"[{HAN}]{{1,7}}?(?:{PAPER_ENDINGS})|本报|文字|摄影报道|摄影|供图|报道|北京|文|图|摄"
)


def is_byline(text: str) -> bool:
    """Tell whether a whole text is a byline."""
    return byline_strength(text) >= 1.0


def byline_strength(text: str) -> float:
    """Tell how surely a whole text is a byline: 0 not at all, 1 likely, 2 surely."""
    bare = simplify(text[:200].strip())
    if not 2 <= len(bare) <= 120 or any(c in bare for c in "。！？"):
        return 0.0
    if is_dateline(bare):
        return 0.0
    if reporter_opening(bare)[0] == len(bare):
        return 2.0
    if _FROM_OFFICE.fullmatch(bare):
        return 2.0
    inner = re.sub(r"\s+", " ", bare.strip("（）()【】[]").lstrip(_BULLETS).strip())
    by_form = _form_strength(bare, inner)
    if by_form is not None:
        return by_form
    named = parse_byline(bare)
    names = named.writers + named.photographers
    if not names:
        return 0.0
    if _PEN_NAMES.fullmatch(bare) and not all(is_name(name) for name in names):
        return 0.0 if any(_NO_PEN_NAME.search(name) for name in names) else 1.0
    has_role = ROLE_WORD.search(inner) is not None or _WRITES.match(inner) is not None
    left = len(re.sub(rf"[^{HAN}A-Za-z0-9]", "", _without_names(inner, names)))
    if has_role:
        return 2.0 if left <= 2 else 1.0 if left <= 8 and len(inner) <= 60 else 0.0
    marked = bare[0] in _BULLETS
    sure = all(is_name(name) for name in names) and left == 0
    if not sure or len(inner) > 30:
        return 0.0
    # 安静 and 方便面 look like names too: one alone is not enough without a mark or brackets.
    return 2.0 if marked or bare[0] in "（(【[" else 1.0 if len(names) > 1 else 0.6


def _form_strength(bare: str, inner: str) -> float | None:
    """Tell what the form of a line says of its being a byline; None where its names decide."""
    office = _OFFICE_AND_NAME.fullmatch(bare)
    if office and is_name(office.group(1)):
        return 2.0 if bare[0] in "（(" else 1.0
    affiliated = _AFFILIATED.fullmatch(bare.lstrip(_BULLETS).strip())
    if affiliated:
        return 2.0 if is_name(affiliated.group(1)) else 1.0
    if _GROUP_BYLINES.fullmatch(inner) and len(inner) <= 20:
        return 2.0
    if ROUND_UP.fullmatch(inner):
        return 2.0
    if _AUTHOR_NOTE.fullmatch(bare) or SOURCE_NOTE.fullmatch(bare):
        return 2.0
    if bare.endswith(("：", ":")):
        return 0.0
    about = re.search(r"[（(]作者[系为是][^（）()]{0,60}[）)]?$", inner)
    if about and is_name(re.sub(r"\s", "", inner[: about.start()])):
        return 2.0
    return None


def _without_names(plain: str, names: tuple[str, ...]) -> str:
    """Take the names, the roles and the usual words out of a byline."""
    rest = ROLE_WORD.sub(" ", plain)
    for name in names:
        for part in (name, " ".join(name)):
            rest = rest.replace(part, " ", 1)
    return _BYLINE_WORDS.sub("", rest)


def byline_rest(text: str, named: Byline) -> str:
    """Give what a byline says besides names and roles; empty for nothing.

    Example:
        >>> line = "■高远（作者系青川市作家协会会员）"
        >>> byline_rest(line, parse_byline(line))
        '（作者系青川市作家协会会员）'
    """
    plain = re.sub(r"\s+", " ", simplify(text))
    names = tuple(simplify(name) for name in named.writers + named.photographers)
    rest = _without_names(plain, names)
    if not re.search(rf"[{HAN}A-Za-z0-9]", rest):
        return ""
    at = text.find("（作者")
    return text[at:] if at >= 0 else text


def is_photo_credit(text: str) -> bool:
    """Tell whether a whole text only says who took a picture."""
    bare = simplify(text[:100].strip()).strip("（）()【】[]").strip()
    if not 2 <= len(bare) <= 50 or any(c in bare for c in "。！？"):
        return False
    named = parse_byline(bare)
    if named.writers:
        return False
    if not named.photographers and not _CREDIT_END.search(bare):
        return False
    left = _AGENCY.sub("", _without_names(bare, named.photographers))
    return len(re.sub(rf"[^{HAN}A-Za-z0-9]", "", left)) <= _MAX_CREDIT_REST


_CREDIT_END = re.compile(r"(?:摄影?|供图|资料图片|资料图|图片|提供)$")
_AGENCY = re.compile(
    r"新华社发?|中新社发?|资料|图片|来源|照片|供图|提供|受访者|受访单位|由|CFP|IC|视觉中国"
)
# The office that gave the picture; what is longer is a caption.
_MAX_CREDIT_REST = 8


@dataclass(frozen=True, slots=True)
class Opening:
    """What a paragraph opens with before its text begins."""

    dateline: str
    writers: tuple[str, ...]
    photographers: tuple[str, ...]
    rest: str


_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}
# A byline in brackets names at most about a dozen people.
_MAX_BYLINE_CHARS = 160


def _bracketed(text: str) -> tuple[str, str] | None:
    """Part a text that opens with a bracket into its inside and the rest; mixed widths match."""
    if not text or text[0] not in _BRACKETS:
        return None
    for i, char in enumerate(text[1:_MAX_BYLINE_CHARS], start=1):
        if char in "）)】]〕":
            return text[1:i], text[i + 1 :]
        if char in "（([【。！？":
            return None
    return None


def _is_byline_inside(inside: str) -> bool:
    inside = simplify(inside)
    if ROLE_WORD.search(inside) or _WRITES.match(inside.strip()):
        return True
    return byline_strength(inside) >= 0.5


def parse_opening(text: str) -> Opening:
    """Part a paragraph's dateline and byline from its text.

    Example:
        >>> parse_opening("青川日报讯（全媒体记者 林晓禾 通讯员 高远）3月2日，天晴。")
        ... # doctest: +NORMALIZE_WHITESPACE
        Opening(dateline='青川日报讯', writers=('林晓禾', '高远'), photographers=(),
                rest='3月2日，天晴。')
    """
    end, names = reporter_opening(text)
    if end:
        return Opening("", names, (), text[end:].lstrip())
    end = dateline_end(text)
    dateline, rest = text[:end].strip("【】[]〔〕"), text[end:].lstrip()
    writers: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    parted = _bracketed(rest)
    if parted and (_is_byline_inside(parted[0]) or (end and _BARE_NAMES.fullmatch(parted[0]))):
        named = parse_byline(parted[0])
        writers, photographers = named.writers, named.photographers
        rest = parted[1].lstrip(" \u3000，,：:")
    elif end:
        rest = rest.lstrip("：:，, \u3000")
        unbracketed = _plain_byline(rest)
        if unbracketed:
            writers, rest = unbracketed
    if not end and not writers:
        return Opening("", (), (), text)
    return Opening(dateline, writers, photographers, rest)


# Behind a dateline brackets hold names, whatever they look like: 漱河报讯(闻笛 洪石).
_BARE_NAMES = re.compile(rf"\s?[{HAN}]{{2,4}}(?:[\s、]+[{HAN}]{{2,4}}){{0,4}}\s?")
_GAP = re.compile(r"[\s、]*")
_PLAIN_NAME = re.compile(rf"([{HAN}·]{{2,4}}?)(?:(?:摄影)?报道|(?=[\s、：:]))")


def _plain_byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """Read 记者 张三 李四 报道 before the text, where no brackets stand round it."""
    plain = simplify(text[:_MAX_BYLINE_CHARS])
    match = ROLE_WORD.match(plain)
    if not match:
        return None
    names: list[str] = []
    at = match.end()
    while at < len(plain):
        gap = _GAP.match(plain, at)
        start = gap.end() if gap else at
        role = ROLE_WORD.match(plain, start)
        if role and role.end() > start:
            at = role.end()
            continue
        word = _PLAIN_NAME.match(plain, start)
        if not word or not is_name(word.group(1)):
            break
        names.append(text[start : start + len(word.group(1))])
        at = word.end()
        if word.group().endswith("报道"):
            break
    if not names:
        return None
    rest = text[at:].lstrip()
    for said in ("摄影报道", "报道", "攝影報道", "報道"):
        rest = rest.removeprefix(said)
    return tuple(names), rest.lstrip(" \u3000：:，,")


def parse_closing(text: str) -> tuple[str, Byline | None]:
    """Part the byline in brackets that a paragraph ends with from its text."""
    bare = text.rstrip()
    if not bare.endswith(("）", ")", "】")):
        return text, None
    start = max(bare.rfind("（"), bare.rfind("("), bare.rfind("【"))
    if start < 0 or len(bare) - start > _MAX_BYLINE_CHARS:
        return text, None
    inside = bare[start + 1 : -1]
    before = bare[:start].rstrip()
    if before and not ends_sentence(before):
        return text, None
    if re.match(r"(?:本文)?作者(?:[系为是均现：:]|单位|简介|分别)", simplify(inside)):
        return before, Byline((), ())
    if byline_strength(inside) >= 0.5 or is_photo_credit(inside):
        return before, parse_byline(inside)
    # Behind a final stop a word in brackets is who wrote it, be it a pen name.
    if before and byline_strength(f"（{inside}）") >= 1:
        return before, parse_byline(f"（{inside}）")
    return text, None
