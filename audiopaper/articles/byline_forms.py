"""How surely a line is a byline or a picture credit, and what it says besides names."""

from __future__ import annotations

import re

from audiopaper.articles.byline_words import (
    AFFILIATED,
    AUTHOR_GROUP,
    AUTHOR_NOTE,
    BULLETS,
    GROUP_BYLINE,
    OFFICE,
    OFFICE_AND_NAME,
    PEN_NAMES,
    ROLE_WORD,
    WRITES,
)
from audiopaper.articles.bylines import Byline, parse_byline
from audiopaper.articles.datelines import (
    HAN,
    PAPER_ENDINGS,
    is_dateline,
    reporter_opening,
)
from audiopaper.articles.page_words import ROUND_UP, SOURCE_NOTE
from audiopaper.articles.person_names import close_name, is_name
from audiopaper.byline_roles import NARRATES, TASK, TUTOR
from audiopaper.variants import simplify

_FROM_OFFICE = re.compile(rf"[□■○●◎◇◆△▲☆★]\s?{OFFICE}[\s\u3000]+([{HAN}·]{{2,4}})")

_NO_PEN_NAME = re.compile(
    r"[一二三四五六七八九十甲乙丙丁上中下续完略图文版摘载章节版讯电]$|未完|待续|节选|连载|组诗|外[一二三四五]首|资料|暂名|草案|试行|"
    r"国内|国际|要闻|快讯|聚焦|链接|提示|说明|附后|修订|征求|意见|多图|视频|编者|作者|译者|广告|公益|全文|有删|来源|见报|下同|本期|专题|背景|数据|翻拍|翻印|截屏|截图|合成|馆藏|示意|掌声|笑声|鼓掌|热烈|画外|旁白|众人|沉默"
)

_BYLINE_WORDS = re.compile(
    rf"[{HAN}]{{1,7}}?(?:{PAPER_ENDINGS})|本报|文字|摄影报道|摄影|供图|报道|北京|文|图|摄"
)


def is_byline(text: str) -> bool:
    """Return whether a whole text is a byline."""
    return byline_strength(text) >= 1.0


def byline_strength(text: str) -> float:
    """Rate how surely a whole text is a byline: 0 not at all, 1 likely, 2 surely."""
    bare = simplify(text[:200].strip())
    if not 2 <= len(bare) <= 120 or any(c in bare for c in "。！？"):
        return 0.0
    if is_dateline(bare):
        return 0.0
    if reporter_opening(bare)[0] == len(bare):
        return 2.0
    if _FROM_OFFICE.fullmatch(bare) or AUTHOR_GROUP.fullmatch(bare):
        return 2.0
    inner = re.sub(r"\s+", " ", bare.strip("（）()【】[]").lstrip(BULLETS).strip())
    by_form = _form_strength(bare, inner)
    if by_form is not None:
        return by_form
    named = parse_byline(bare)
    names = named.writers + named.photographers
    if not names:
        return 0.0
    if PEN_NAMES.fullmatch(bare) and not all(is_name(name) for name in names):
        return 0.0 if any(_NO_PEN_NAME.search(name) for name in names) else 1.0
    has_role = ROLE_WORD.search(inner) is not None or WRITES.match(inner) is not None
    left = len(re.sub(rf"[^{HAN}A-Za-z0-9]", "", _without_names(inner, names)))
    if has_role:
        return 2.0 if left <= 2 else 1.0 if left <= 8 and len(inner) <= 60 else 0.0
    marked = bare[0] in BULLETS
    sure = all(is_name(name) for name in names) and left == 0
    if not sure or len(inner) > 30:
        return 0.0
    # 安静 and 方便面 look like names too: one alone is not enough without a mark or brackets.
    return 2.0 if marked or bare[0] in "（(【[" else 1.0 if len(names) > 1 else 0.6


def _form_strength(bare: str, inner: str) -> float | None:
    """Rate by its form how surely a line is a byline, or return None if its names decide."""
    office = OFFICE_AND_NAME.fullmatch(bare)
    if office and is_name(close_name(office.group(1))):
        return 2.0 if bare[0] in "（(" else 1.0
    affiliated = AFFILIATED.fullmatch(bare.lstrip(BULLETS).strip())
    if affiliated:
        return 2.0 if is_name(close_name(affiliated.group(1))) else 1.0
    if GROUP_BYLINE.fullmatch(inner) and len(inner) <= 20:
        return 2.0
    if ROUND_UP.fullmatch(inner):
        return 2.0
    if AUTHOR_NOTE.fullmatch(bare) or SOURCE_NOTE.fullmatch(bare):
        return 2.0
    if bare.endswith(("：", ":")):
        return 0.0
    about = re.search(r"[（(]作者[系为是][^（）()]{0,60}[）)]?$", inner)
    if about and is_name(re.sub(r"\s", "", inner[: about.start()])):
        return 2.0
    return None


def _without_names(plain: str, names: tuple[str, ...]) -> str:
    """Remove the names, the roles and the usual words from a byline."""
    rest = TASK.sub(" ", plain) if NARRATES.search(plain) else plain
    rest = ROLE_WORD.sub(" ", rest)
    for name in names:
        rest = re.sub(r"\s?".join(map(re.escape, name)), " ", rest, count=1)
    return _BYLINE_WORDS.sub("", rest)


def byline_rest(text: str, named: Byline) -> str:
    """Return what a byline says besides names and roles; an empty string if nothing.

    Example:
        >>> line = "■高远（作者系青川市作家协会会员）"
        >>> byline_rest(line, parse_byline(line))
        '（作者系青川市作家协会会员）'
    """
    plain = re.sub(r"\s+", " ", simplify(text))
    names = tuple(simplify(name) for name in named.writers + named.photographers)
    rest = TUTOR.sub("", _without_names(plain, names))
    if not re.search(rf"[{HAN}A-Za-z0-9]", rest):
        return ""
    at = text.find("（作者")
    return text[at:] if at >= 0 else text


_CREDIT_END = re.compile(r"(?:摄影?|供图|资料图片|资料图|图片|提供)$")

_AGENCY = re.compile(
    r"新华社发?|中新社发?|资料|图片|来源|照片|供图|提供|受访者|受访单位|由|CFP|IC|视觉中国"
)

_PICTURE_MARK = re.compile(r"[摄图影供提]|视频|漫画")
_NO_SPACES = dict.fromkeys(map(ord, " \u3000"))

# The office that gave the picture; what is longer is a caption.
_MAX_CREDIT_REST = 8


def is_photo_credit(text: str) -> bool:
    """Return whether a whole text only says who took a picture."""
    bare = simplify(text[:100].strip()).strip("（）()【】[]").strip()
    if not 2 <= len(bare) <= 50 or any(c in bare for c in "。！？"):
        return False
    named = parse_byline(bare)
    if named.writers:
        return False
    if not named.photographers and not _CREDIT_END.search(bare):
        return False
    left = _AGENCY.sub("", _without_names(bare, named.photographers))
    limit = 0 if _leads_to_name(bare, named) else _MAX_CREDIT_REST
    return len(re.sub(rf"[^{HAN}A-Za-z0-9]", "", left)) <= limit


def _leads_to_name(bare: str, named: Byline) -> bool:
    """Return whether the mark of a credit stands before the name, without a slash or colon.

    What stands before it may be the title of the picture then: 渡口晨雾 摄影 高远.
    """
    if not named.photographers or re.search("[/／:：]", bare):
        return False
    _, _, behind = bare.translate(_NO_SPACES).rpartition(named.photographers[-1])
    return not _PICTURE_MARK.search(behind)
