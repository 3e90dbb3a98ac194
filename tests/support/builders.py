"""Sensible values with one thing changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audiopaper.model import (
    Article,
    Item,
    LineRange,
    Paragraph,
    Ranking,
    Reading,
    Rundown,
    Segment,
)

DATE = dt.date(2026, 3, 2)


def make_paragraph(text: str, **changes: Any) -> Paragraph:
    return Paragraph(text=text, **({"sources": (LineRange(page=1, start=1, end=1),)} | changes))


def make_article(**changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": "p1-a1",
        "pages": (1,),
        "kind": "news",
        "headline": "青川开通夜间公交",
        "paragraphs": (make_paragraph("三月一日起，青川市开通两条夜间公交线路。"),),
    }
    return Article(**(values | changes))


def make_ranking(article: Article, rank: int | None, **changes: Any) -> Ranking:
    values: dict[str, Any] = {
        "article_id": article.id,
        "rank": rank,
        "score": 1.0,
        "reasons": ("头版",),
    }
    return Ranking(**(values | changes))


def make_item(**changes: Any) -> Item:
    values: dict[str, Any] = {
        "kind": "story",
        "presenter": "lan",
        "title": "青川开通夜间公交",
        "text": "三月一日起，青川市开通两条夜间公交线路。",
        "article_id": "p1-a1",
        "pages": (1,),
    }
    return Item(**(values | changes))


def make_rundown(*items: Item, **changes: Any) -> Rundown:
    values: dict[str, Any] = {
        "date": DATE,
        "paper": "青川日报",
        "items": items
        or (
            make_item(kind="ident", title="片头", text="您正在收听听报。", article_id="", pages=()),
            make_item(kind="headlines", title="内容提要", text="", article_id="", pages=()),
            make_item(),
        ),
    }
    return Rundown(**(values | changes))


def make_read_segment(*pairs: tuple[str, str], presenter: str = "lan") -> Segment:
    """A segment from (characters, pinyin) pairs, one reading each."""
    readings, start = [], 0
    for chars, pinyin in pairs:
        end = start + len(chars)
        readings.append(Reading(start=start, end=end, spoken=chars, pinyin=tuple(pinyin.split())))
        start = end
    printed = "".join(chars for chars, _ in pairs)
    return Segment(item=0, presenter=presenter, printed=printed, readings=tuple(readings))
