"""What speaks for and against an article as a lead, by how much, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
