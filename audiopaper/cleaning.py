"""An article's text without the noise of digitisation; only what is sure is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.model import Article, LineRange, Paragraph, Repair

if TYPE_CHECKING:
    from collections.abc import Callable

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
_WIDE = f"{_HAN}，。；：！？、“”‘’《》（）—…"


def clean_article(article: Article) -> Article:
    """Take the noise of digitisation out of an article's head and body.

    Returns:
        The article with a `Repair` for each change; names, dateline and kind are left alone.
    """
    repairs = list(article.repairs)
    paragraphs = []
    for paragraph in article.paragraphs:
        text, made = _clean(paragraph.text, paragraph.sources[0])
        repairs += made
        if text:
            paragraphs.append(replace(paragraph, text=text))
    source = _head_source(article)
    heads = {}
    for name in ("kicker", "headline", "subhead"):
        text, made = _clean(getattr(article, name), source)
        heads[name] = text
        repairs += made
    return replace(
        article,
        kicker=heads["kicker"],
        headline=heads["headline"],
        subhead=heads["subhead"],
        paragraphs=tuple(paragraphs),
        repairs=tuple(repairs),
    )


def _head_source(article: Article) -> LineRange:
    first: Paragraph | None = article.paragraphs[0] if article.paragraphs else None
    return first.sources[0] if first else LineRange(page=article.pages[0], start=1, end=1)


def _clean(text: str, source: LineRange) -> tuple[str, list[Repair]]:
    repairs = []
    for rule, change in _RULES:
        cleaned = change(text)
        if cleaned != text:
            repairs.append(_repair(source, text, cleaned, rule))
            text = cleaned
    return text, repairs


_CONTEXT_CHARS = 8


def _repair(source: LineRange, before: str, after: str, rule: str) -> Repair:
    """Show a change with a few characters round it, not the whole paragraph."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(0, start - _CONTEXT_CHARS), max(0, end - _CONTEXT_CHARS)
    return Repair(
        source=source,
        before=before[start : len(before) - end],
        after=after[start : len(after) - end],
        rule=rule,
    )


_PICTURE_NOTE = re.compile(
    r"[（(](?:更多|相关)?(?:图片|图|照片|漫画|图表)(?:见|在|请见|刊)[^（）()。]{1,12}[）)]|[（(](?:见|如)(?:上|下|左|右)?图[一二三\d]{0,2}[）)]"
)


def _without_picture_notes(text: str) -> str:
    return _PICTURE_NOTE.sub("", text)


_HALF_STOPS = str.maketrans(",;:!?", "，；：！？")
_HALF_STOP = re.compile(
    rf"(?<=[{_WIDE}]) ?[,;:!?](?= ?[{_WIDE}\d]|\s*$)|(?<=\d)[,;](?=[{_HAN}“‘《（])"
)


def _full_width_stops(text: str) -> str:
    return _HALF_STOP.sub(lambda m: m.group().strip().translate(_HALF_STOPS), text)


_CORNERS = str.maketrans("『』「」", "“”“”")


def _usual_quotes(text: str) -> str:
    if "「" in text and "『" in text:
        return text.translate(str.maketrans("「」『』", "“”‘’"))
    return text.translate(_CORNERS)


_ROUND_DIGITS = re.compile(rf"(?<=[{_WIDE}]) +(?=[\d.]+)|(?<=[\d%％]) +(?=[{_WIDE}])")


def _closed_digits(text: str) -> str:
    return _ROUND_DIGITS.sub("", text)


_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("picture note", _without_picture_notes),
    ("half-width stop", _full_width_stops),
    ("corner quotes", _usual_quotes),
    ("space beside digits", _closed_digits),
)
