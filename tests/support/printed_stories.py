"""Made-up stories of a made-up town, to be laid out as printed pages."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.tools.newspapers.corpus import Story
from tests.tools.printed import lay_page
from tests.tools.printed.setting import Sheet

_BODIES = (
    (
        "城北新桥昨日正式通车，从老城到火车站的路程缩短到八分钟。",
        "新桥全长一千二百米，双向六车道，两侧设有步道和自行车道。市交通局负责人说，桥面用的是本地出产的花岗石，防滑而且耐磨，雨雪天气也能放心通行。",
        "家住城北的居民许多人一早就来到桥头。退休教师说，从前坐渡船要等半个小时，遇上大雾还得绕行三十公里，如今抬脚就到，孩子上学也方便得多。",
        "据统计，通车首日的车流量约为三万二千辆，没有发生一起拥堵。交管部门提醒市民按标线行驶，不要在桥上停车拍照。",
    ),
    (
        "今年的灌溉季比往年提前了十天，青川县八个乡镇的渠道已经全部放水。",
        "在石塘镇，水管站的工作人员沿着渠道逐段查看闸门。站长介绍，去冬今春清淤四十多公里，渠底比原来低了半米，下游的田块第一次能够自流灌溉。",
        "种粮大户算了一笔账：每亩地少用两次水泵，一季下来可以省下六千多元电费。",
    ),
    (
        "市图书馆的夜读时间从本周起延长到晚上十点半。",
        "馆方表示，延时之后将增开三间自习室，并在大厅摆放热水和雨伞。周末还有志愿者为小读者讲故事，名额可以在服务台登记。",
        "读者留言簿上写满了建议，有人希望多进一些农业技术方面的书，有人想要更安静的角落。",
    ),
    (
        "第六届风筝会将于下月初在河滩公园举行，来自二十个乡镇的队伍已经报名。",
        "组委会说，今年新设夜光组和亲子组，夜光组的比赛安排在傍晚七点以后。现场禁止使用金属线，安全员会逐一检查。",
    ),
)
_HEADS = (
    ("群众盼了二十年的民生工程", "城北新桥昨日通车", "老城到车站只要八分钟"),
    ("", "渠水提前十天进田", "八个乡镇全部放水"),
    ("", "图书馆夜读延长到十点半", ""),
    ("", "风筝会下月初放飞", ""),
)
CAPTION = "图为市民在新桥的步道上散步。许青禾 摄"


def make_stories() -> list[Story]:
    """Make the stories, the longest first."""
    return [
        Story(*head, "", body, tuple(False for _ in body), ())
        for head, body in zip(_HEADS, _BODIES, strict=True)
    ]


def make_page(style: str = "party", seed: int = 1, number: int = 2) -> tuple[Sheet, dict[str, Any]]:
    """Lay the stories out as a page, with its gold."""
    return lay_page(make_stories(), style, Random(seed), number=number, captions=[CAPTION])
