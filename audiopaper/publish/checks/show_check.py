"""Checks the settings that directories read, and the briefing for smart speakers.

Source:
    Apple Podcasts categories, https://podcasters.apple.com/support/1691-apple-podcasts-categories;
    a feed may name no others.
"""

from __future__ import annotations

import difflib
import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiopaper.publish.briefing import MAX_ITEMS, MAX_TEXT_CHARS
from audiopaper.publish.checks.finding import Finding, check_address, file_size, flag
from audiopaper.publish.feed import MAX_VALUE_CHARS
from audiopaper.publish.file_names import BRIEFING_NAME
from audiopaper.publish.sanitiser import ascii_address, one_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import ShowSettings

CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Arts": (
            *("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
        ),
        "Business": (
            *("Careers", "Entrepreneurship", "Investing", "Management", "Marketing"),
            "Non-Profit",
        ),
        "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
        "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
        "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
        "Government": (),
        "Health & Fitness": (
            *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition"),
            "Sexuality",
        ),
        "History": (),
        "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
        "Leisure": (
            *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
            *("Home & Garden", "Video Games"),
        ),
        "Music": ("Music Commentary", "Music History", "Music Interviews"),
        "News": (
            *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
            *("Sports News", "Tech News"),
        ),
        "Religion & Spirituality": (
            *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion"),
            "Spirituality",
        ),
        "Science": (
            *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
            *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
        ),
        "Society & Culture": (
            *("Documentary", "Personal Journals", "Philosophy", "Places & Travel"),
            "Relationships",
        ),
        "Sports": (
            *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
            *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness"),
            "Wrestling",
        ),
        "Technology": (),
        "True Crime": (),
        "TV & Film": (
            *("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
        ),
    }
)
"""Each category's subcategories."""


# As Apple's directory and the apps of China call them.
_CHINESE = {
    "Arts": "艺术 文艺 美术",
    "Arts > Books": "图书 书籍 读书",
    "Arts > Food": "美食 饮食",
    "Business": "商业 财经 经济",
    "Business > Investing": "投资 理财",
    "Comedy": "喜剧 搞笑",
    "Education": "教育 教育学习",
    "Fiction": "虚构 小说",
    "Government": "政府 政务",
    "Health & Fitness": "健康 健身 健康与健身 健康养生",
    "Health & Fitness > Medicine": "医学 医疗",
    "History": "历史",
    "Kids & Family": "儿童 亲子 少儿 儿童与家庭 孩子与家庭",
    "Leisure": "休闲 娱乐休闲",
    "Leisure > Automotive": "汽车",
    "Leisure > Hobbies": "爱好 业余爱好",
    "Music": "音乐",
    "News": "新闻 资讯 时事 新闻资讯",
    "News > Business News": "财经新闻 商业新闻 经济新闻",
    "News > Daily News": "每日新闻 日报 报纸 当日新闻 早报 晚报",
    "News > Entertainment News": "娱乐新闻 文娱新闻",
    "News > News Commentary": "新闻评论 时评 评论",
    "News > Politics": "政治 时政 时政新闻",
    "News > Sports News": "体育新闻",
    "News > Tech News": "科技新闻",
    "Religion & Spirituality": "宗教 宗教与灵性 宗教与精神生活",
    "Science": "科学",
    "Science > Nature": "自然",
    "Society & Culture": "社会 文化 社会与文化 社会文化 人文",
    "Society & Culture > Documentary": "纪录 纪实 纪录片",
    "Society & Culture > Places & Travel": "旅游 旅行 地方与旅行",
    "Sports": "体育 运动",
    "Technology": "科技 技术",
    "True Crime": "真实犯罪 罪案 法制",
    "TV & Film": "影视 电视与电影 电影 电视",
}
_BY_CHINESE = {
    name: tuple(path.split(" > ")) for path, ns in _CHINESE.items() for name in ns.split()
}


def nearest_category(category: Sequence[str]) -> tuple[str, ...]:
    """Return the category of the list that is nearest to the given one; itself if it is listed.

    A Chinese name stands for its category. Of another one nothing is near: the result is empty.

    Example:
        >>> nearest_category(["News", "Dayly News"])
        ('News', 'Daily News')
        >>> nearest_category(["新闻", "每日新闻"])
        ('News', 'Daily News')
    """
    known = [
        *((top,) for top in CATEGORIES),
        *((t, s) for t, under in CATEGORIES.items() for s in under),
    ]
    if tuple(category) in known:
        return tuple(category)
    chinese = [_BY_CHINESE[name] for name in map(_strip_kind, category) if name in _BY_CHINESE]
    if chinese:
        # The second name says more if it is below the first, as 每日新闻 is below 新闻.
        return next(path for path in reversed(chinese) if path[0] == chinese[0][0])
    if not all(name.isascii() for name in category):
        return ()
    names = {" > ".join(path): path for path in known}
    nearest = difflib.get_close_matches(" > ".join(category), names, n=1, cutoff=0.0)
    return names[nearest[0]]


def _strip_kind(name: str) -> str:
    return re.sub(r"(?:类别|分类|频道|节目|类)$|\s", "", name)


def check_settings(show: ShowSettings) -> tuple[Finding, ...]:
    """Check the settings of a show that directories read."""
    findings = []
    nearest = nearest_category(show.category)
    if nearest != tuple(show.category):
        category, meant = " > ".join(show.category), " > ".join(nearest)
        remedy = _("did you mean {meant!r}? See podcasters.apple.com, categories", meant=meant)
        if not nearest:
            remedy = _("one of: {categories}", categories=", ".join(CATEGORIES))
        problem = _("[show] category {category!r} is not in Apple's list", category=category)
        findings.append(flag("config.toml", problem, remedy))
    for name in ("title", "author", "copyright"):
        length = len(one_line(getattr(show, name)))
        if length > MAX_VALUE_CHARS:
            problem = _("[show] {name} has {length} characters", name=name, length=length)
            remedy = _(
                "directories take {max_value_chars}: shorten it", max_value_chars=MAX_VALUE_CHARS
            )
            findings.append(flag("config.toml", problem, remedy))
    return tuple(findings)


def check_briefing(data: bytes, show: ShowSettings, output: Path) -> tuple[Finding, ...]:
    """Check ``briefing.json`` against Amazon's reference.

    Args:
        data: The file.
        show: Gives the address.
        output: The output folder.
    """
    remedy = "write it anew: audiopaper feed"
    try:
        items = json.loads(data)
        addresses = [(item["streamUrl"], item["redirectionUrl"]) for item in items]
        dates = [item["updateDate"] for item in items]
        texts = [item["mainText"] for item in items]
        names = {item["uid"] for item in items}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return (flag(BRIEFING_NAME, _("it is damaged: {error}", error=error), remedy),)
    findings = []
    if len(items) > MAX_ITEMS or len(names) < len(items):
        findings.append(
            flag(
                BRIEFING_NAME,
                _("{count} items, {count_2} of them new", count=len(items), count_2=len(names)),
                remedy,
            )
        )
    if dates != sorted(dates, reverse=True):
        findings.append(flag(BRIEFING_NAME, _("its items are not newest first"), remedy))
    if any(len(text) > MAX_TEXT_CHARS or re.search("[<>]", text) for text in texts):
        findings.append(flag(BRIEFING_NAME, _("a text is too long or holds markup"), remedy))
    base = ascii_address(show.base_url)
    for url in (url for pair in addresses for url in pair):
        if not url.startswith("https://"):
            findings.append(flag(BRIEFING_NAME, _("{url} is not https", url=url), remedy))
        findings += check_address(BRIEFING_NAME, url, base, lambda path: file_size(output / path))
    return tuple(findings)
