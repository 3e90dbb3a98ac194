"""What speaks for and against an article as a lead, by how much, and in which words."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal

from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.model import Article

# How the weights were found: by hand, from how editors of a party daily, an evening paper and a
# trade paper choose, then looked at on the rankings beside the shared pages and the made-up
# editions. Place counts most, as it does for the paper's own editors; what happened yesterday or
# today beats what is told without a day; a campaign has one story among the first; a comment
# follows the news that it is about, and comes before what is only worth a line.
WEIGHTS: Mapping[str, float] = {
    "front_page": 2.0,
    "page_step": -0.4,
    "page_top": 0.4,
    "place_step": -0.28,
    "level_step": -0.6,
    "news": 1.0,
    "feature": 0.6,
    "commentary": -1.2,
    "brief": -0.8,
    "length": 1.0,
    "short": -2.6,
    "decks": 0.3,
    "fresh": 0.8,
    "stale": -0.4,
    "sports": -1.0,
    "damaged": -1.2,
    "same_subject": -1.0,
    "wanted": 1.0,
    "balance": 0.6,
}

WORDS = {
    "front_page": "头版",
    "page_step": "版次靠后",
    "page_top": "版面头条",
    "place_step": "版面位置靠后",
    "level_step": "标题级别较低",
    "news": "消息",
    "commentary": "评论",
    "feature": "通讯特写",
    "brief": "短讯",
    "length": "篇幅",
    "sports": "体育赛事",
    "short": "篇幅短",
    "decks": "配有引题或副题",
    "fresh": "时间新近",
    "stale": "时间已久",
    "damaged": "内容不完整",
    "same_subject": "同一主题已有报道",
    "wanted": "时政与民生的比重",
    "balance": "兼顾时政与民生",
}

KIND_WORDS = {
    "photo_caption": "图片说明",
    "notice": "公告启事",
    "ad": "广告",
    "weather": "天气预报",
    "listing": "列表资料",
    "fragment": "残缺片段",
}


SHORT_CHARS, FULL_CHARS = 250, 1000
"""Shorter texts hardly carry a story, the less the shorter; beyond the longer length no more is
gained."""

SHORT_COMMENT_CHARS = 150
"""A comment says its one thought in fewer characters than a story."""

_OPENING_CHARS = 60
"""Where a story says when it happened."""

_MAX_PAGE_STEPS, _MAX_PLACE_STEPS, _MAX_LEVEL_STEPS = 12, 10, 2

LEDE_CHARS = 300
"""Where a story says what it is about."""

_SPORTS = re.compile(
    r"决赛|联赛|锦标赛|邀请赛|女足|男足|女排|男排|男篮|女篮|客场|主场|夺冠|中超|英超"
)
_EVENT_DAY = re.compile(r"(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日")
_NEAR = re.compile(r"昨日|昨天|昨晚|今日|今天|今晨|今起|前天|明起|明天|明日")
_FRESH_DAYS, _STALE_DAYS = 4, 15
"""A paper's news is of the last days; half a month later it is background."""

# What an article is about, by the words in its head and its opening.
_POLITICS = re.compile(
    r"[省市县区州]委|书记|[省市县区]长|常委会|政协|人大|纪委|党建|党员|学习贯彻|精神|全会|座谈会"
    r"|调研|会见|部署|主持|强调|讲话|动员会|推进会|巡察|廉政|统战|宣讲|代表大会|领导小组|常务会议"
)
_PEOPLE = re.compile(
    r"居民|市民|村民|业主|老人|老年|孩子|学生|家长|患者|医院|门诊|医保|社保|公积金|菜价|房价|物价|公交"
    r"|地铁|班车|停车|停水|停电|供暖|电梯|小区|学校|校园|食堂|幼儿园|养老|就业|招聘|外卖|快递|消防|救人"
    r"|火灾|诈骗|食品|天气|降雨|高温|台风|景区|票价|补贴|夜市|菜场|菜篮子|图书馆|充电|路灯|自来水|乘客"
)

Side = Literal["politics", "people", ""]


def find_evidence(
    article: Article, place: int, top_level: int, date: dt.date | None
) -> dict[str, float]:
    """Measure what speaks for and against an article.

    Args:
        article: The article.
        place: How many articles that may be picked stand above it on its page.
        top_level: Mark-up level of the page's largest headline; 0 without mark-up.
        date: Date of the edition, where it is known.

    Returns:
        How much there is of each thing that has a weight, most of it between 0 and 1.
    """
    chars = len(article.text)
    opening = simplify(article.text[:_OPENING_CHARS])
    page = article.pages[0]
    level = article.heading_level - top_level if article.heading_level else 0
    short = SHORT_COMMENT_CHARS if article.kind == "commentary" else SHORT_CHARS
    age = _age_days(opening, date) if article.kind != "commentary" else None
    return {
        "front_page": float(page == 1),
        "page_step": float(min(page - 1, _MAX_PAGE_STEPS)),
        "page_top": float(place == 0),
        "place_step": float(min(place, _MAX_PLACE_STEPS)),
        "level_step": float(min(level, _MAX_LEVEL_STEPS)),
        article.kind: 1.0,
        "length": min(max(chars - SHORT_CHARS, 0) / (FULL_CHARS - SHORT_CHARS), 1.0),
        "short": max(short - chars, 0) / short,
        "decks": float(bool(article.subhead) or _is_deck(article.kicker)),
        "fresh": (1.0 if article.kind == "news" else 0.5)
        * (age is not None and age <= _FRESH_DAYS),
        "stale": float(age is not None and age > _STALE_DAYS),
        "sports": float(
            bool(_SPORTS.search(simplify(article.headline + article.subhead) + opening))
        ),
        "damaged": float(bool(article.incomplete)),
    }


_MAX_LABEL_CHARS = 7


def _is_deck(kicker: str) -> bool:
    """Whether a kicker is a line of its own size, not the name of a place or a column."""
    return len(kicker) > _MAX_LABEL_CHARS and not kicker.endswith(("：", ":"))


def _age_days(opening: str, date: dt.date | None) -> int | None:
    """Return how many days ago the event of an opening was, or None if it names no day.

    Without the edition's date every named day is a near one.
    """
    if _NEAR.search(opening):
        return 0
    named = _EVENT_DAY.search(opening)
    if not named:
        return None
    if date is None:
        return 0
    # A January paper reports on days of December.
    for year in (date.year, date.year - 1):
        try:
            age = (date - dt.date(year, int(named["month"]), int(named["day"]))).days
        except ValueError:
            continue
        if age >= -_STALE_DAYS:
            return max(age, 0)
    return None


def find_side(article: Article) -> Side:
    """Return the side of an article, politics or people's lives; the head counts twice.

    A word counts once in the head and once in the opening, however often it stands there.
    """
    head = simplify(f"{article.kicker} {article.headline} {article.subhead}")
    opening = simplify(article.text[:LEDE_CHARS])
    politics, people = (
        2 * len(set(words.findall(head))) + len(set(words.findall(opening)))
        for words in (_POLITICS, _PEOPLE)
    )
    if politics == people:
        return ""
    return "politics" if politics > people else "people"
