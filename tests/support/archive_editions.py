"""Editions without end of three fictional newspapers, some minute of audio each, for benches."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

TITLES = ("qingchuan-daily", "qingchuan-evening", "shiyan-weekly")

_TOWNS = ("青川", "石堰", "桐溪", "禾浦", "岭北", "芦洲", "枫亭", "沙井")
_STREETS = ("老桥", "北仓", "西市", "南门", "渡口", "学堂", "茶行", "米市")
_NAMES = ("单路平", "危小满", "郝文清", "褚大年", "温如玉", "仇立新", "柏春生", "尹书怀")
_THINGS = ("修鞋摊", "书报亭", "便民餐厅", "共享雨伞", "停车棚", "公交夜班车", "晒谷场", "图书角")
_DID = ("开张", "换了新棚", "搬了家", "延长了时间", "添了人手", "通过验收", "免费开放", "征求意见")
_WHY = (
    "有了它，雨天也不用绕路",
    "老人孩子走几步就到",
    "账目每月贴在墙上，谁都能看",
    "先试{a}个月，合用了再往别处推",
    "去年提了{a}条意见，今年落实了{b}条",
    "一天能省下{a}趟冤枉路",
)


def lay_out(folder: Path, count: int, minutes: int = 1) -> Path:
    """Write editions below a folder; the same number gives the same ones.

    Args:
        folder: Where ``TITLE/DATE/01.txt`` are to stand.
        count: How many, over three titles.
        minutes: How long an episode can be made of each.
    """
    for number in range(count):
        day, title = divmod(number, len(TITLES))
        date = dt.date(2020, 1, 1) + dt.timedelta(days=day)
        inbox = folder / TITLES[title] / date.isoformat()
        inbox.mkdir(parents=True)
        text = _page(random.Random(number), number, 3 * minutes)
        (inbox / "01.txt").write_text(text, encoding="utf-8")
    return folder


def _page(dice: random.Random, number: int, articles: int) -> str:
    return "\n\n".join(_article(dice) for _ in range(articles)) + f"\n\n第{number + 1}期\n"


def _article(dice: random.Random) -> str:
    town, street = dice.choice(_TOWNS), dice.choice(_STREETS)
    thing, did, name = dice.choice(_THINGS), dice.choice(_DID), dice.choice(_NAMES)
    first, second = (
        w.format(a=dice.randint(12, 98), b=dice.randint(3, 11)) for w in dice.sample(_WHY, 2)
    )
    return (
        f"# {town}{street}街{thing}{did}\n\n"
        f"本报讯（记者 {name}）{town}{street}街的{thing}近日{did}，附近{dice.randint(120, 9800)}户"
        f"居民用得上。街道投入{dice.randint(11, 990) / 10:.1f}万元，用了{dice.randint(13, 89)}天。\n\n"
        f"街道办事处的{dice.choice(_NAMES)}说，{first}。住在{dice.randint(2, 60)}号的"
        f"{dice.choice(_NAMES)}说，{second}。"
    )
