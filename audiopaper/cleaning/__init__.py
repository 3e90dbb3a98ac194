"""An article's text without the noise of digitisation; only what is sure is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.cleaning.bracket_notes import drop_notes
from audiopaper.cleaning.headline_spaces import close_headline
from audiopaper.model import Article, LineRange, Paragraph, Repair, RepairRule
from audiopaper.variants import is_traditional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
_WIDE = f"{_HAN}，。；：！？、“”‘’《》（）—…「」『』"
_SAMPLE_CHARS = 400
_HEAD_RULES: tuple[_Rule, ...] = ((RepairRule.HEADLINE_SPACE, close_headline),)


def clean_article(article: Article) -> Article:
    """Remove the noise of digitisation from an article's head and body.

    Half-width stops between Han characters become full-width, accidental spaces close up, notes
    on pictures go, quotes take the usual form, and an opening quote that is surely lost comes
    back. Cleaning twice changes nothing more.

    Returns:
        The article with a `Repair` for each change; names, dateline and kind are left alone.
    """
    rules = _TRADITIONAL_RULES if is_traditional(article.text[:_SAMPLE_CHARS]) else _RULES
    repairs = list(article.repairs)
    paragraphs: list[Paragraph] = []
    gap = 0
    for number, paragraph in enumerate(article.paragraphs, 1):
        text, made = _clean(paragraph.text, paragraph.sources[0], rules)
        quoted = text if paragraph.role == "heading" else _with_lost_quote(text, paragraphs)
        if quoted != text:
            made.append(_repair(paragraph.sources[0], text, quoted, RepairRule.LOST_QUOTE))
            quoted, more = _clean(quoted, paragraph.sources[0], rules)
            made += more
        repairs += made
        if quoted:
            paragraphs.append(replace(paragraph, text=quoted))
        if number == article.gap:
            gap = len(paragraphs)
    heads = {}
    for name in ("kicker", "headline", "subhead"):
        source = _head_source(article, name)
        heads[name], made = _clean(getattr(article, name), source, (*rules, *_HEAD_RULES))
        repairs += made
    return replace(
        article,
        kicker=heads["kicker"],
        headline=heads["headline"],
        subhead=heads["subhead"],
        paragraphs=tuple(paragraphs),
        gap=gap,
        repairs=tuple(repairs),
    )


def _head_source(article: Article, name: str) -> LineRange:
    """Return the place of a part of the head, or one near it if the hand-over names none."""
    for part in article.head:
        if part.role == name:
            return part.source
    if article.paragraphs:
        return article.paragraphs[0].sources[0]
    return LineRange(page=article.pages[0], start=1, end=1)


_Rule = tuple[RepairRule, "Callable[[str], str]"]
_MAX_ROUNDS = 4
"""Two are enough for what is printed; a text made to need more keeps what is left."""


def _clean(text: str, source: LineRange, rules: Sequence[_Rule]) -> tuple[str, list[Repair]]:
    """Apply the rules until none changes anything; one rule may depend on another's result."""
    repairs: list[Repair] = []
    for _ in range(_MAX_ROUNDS):
        before = text
        for rule, change in rules:
            cleaned = change(text)
            if cleaned != text:
                repairs.append(_repair(source, text, cleaned, rule))
                text = cleaned
        if text == before:
            break
    return text, repairs


_CONTEXT_CHARS = 8


def _repair(source: LineRange, before: str, after: str, rule: RepairRule) -> Repair:
    """Show a change with a few characters round it, not the whole paragraph."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    end = next((i for i in range(most - start) if before[-1 - i] != after[-1 - i]), most - start)
    start, end = max(0, start - _CONTEXT_CHARS), max(0, end - _CONTEXT_CHARS)
    return Repair(
        source=source,
        before=before[start : len(before) - end],
        after=after[start : len(after) - end],
        rule=rule,
    )


# --- rules -----------------------------------------------------------------------------------

_HALF = ",;:!?"
_FULL = str.maketrans(_HALF, "，；：！？")
_HALF_STOP = re.compile(
    rf"(?<=[{_WIDE}]) ?[{_HALF}](?= ?[{_WIDE}\d]|\s*$)|(?<=[\d%％a-zA-Z]) ?[,;](?= ?[{_HAN}“‘《（])"
)


def _full_width_stops(text: str) -> str:
    return _HALF_STOP.sub(lambda m: m.group().strip().translate(_FULL), text)


_FULL_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_DECIMAL_POINT = re.compile(r"(?<=\d)．(?=\d)")


def _half_width_digits(text: str) -> str:
    return _DECIMAL_POINT.sub(".", text.translate(_FULL_DIGITS))


_CORNERS = str.maketrans("『』「」", "“”“”")
_NESTED_CORNERS = str.maketrans("「」『』", "“”‘’")


def _usual_quotes(text: str) -> str:
    return text.translate(_NESTED_CORNERS if "「" in text and "『" in text else _CORNERS)


_STRAIGHT = re.compile(r'"([^"]{1,200})"')


def _curled_quotes(text: str) -> str:
    """Curl straight quotes if each has its counterpart."""
    if text.count('"') % 2 or "“" in text or not re.search(rf"[{_HAN}]", text):
        return text
    return _STRAIGHT.sub(r"“\1”", text)


_ROUND_DIGITS = re.compile(rf"(?<=[{_WIDE}])[ \u3000]+(?=\d)|(?<=[\d%％])[ \u3000]+(?=[{_WIDE}])")


def _closed_digits(text: str) -> str:
    return _ROUND_DIGITS.sub("", text)


_SPACES = re.compile(r"[ \t\u3000\u00a0]{2,}|[\t\u3000\u00a0]")


def _single_spaces(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


_FIRST_RULES: tuple[_Rule, ...] = (
    (RepairRule.PICTURE_NOTE, drop_notes),
    (RepairRule.FULL_WIDTH_DIGITS, _half_width_digits),
)
_LAST_RULES: tuple[_Rule, ...] = (
    (RepairRule.HALF_WIDTH_STOP, _full_width_stops),
    (RepairRule.SPACE_BESIDE_DIGITS, _closed_digits),
    (RepairRule.WIDE_SPACE, _single_spaces),
)
# Quotes come before stops: what stands beside a stop decides its width.
_RULES: tuple[_Rule, ...] = (
    *_FIRST_RULES,
    (RepairRule.CORNER_QUOTES, _usual_quotes),
    (RepairRule.STRAIGHT_QUOTES, _curled_quotes),
    *_LAST_RULES,
)
_TRADITIONAL_RULES: tuple[_Rule, ...] = (*_FIRST_RULES, *_LAST_RULES)
"""「」 are the usual quotes of traditional texts."""


# --- lost quotes -----------------------------------------------------------------------------


def _with_lost_quote(text: str, above: Sequence[Paragraph]) -> str:
    """Restore the opening quote that a paragraph surely began with.

    Sure is: the first quote mark closes, a whole sentence stands before it, and no quotation is
    open from the paragraphs above.
    """
    close = text.find("”")
    if close <= 0 or text.count("”") != text.count("“") + 1 or "“" in text[:close]:
        return text
    if text[close - 1] not in "。！？…" or _is_open_above(above):
        return text
    return "“" + text


def _is_open_above(above: Sequence[Paragraph]) -> bool:
    if not above:
        return False
    last = above[-1].text
    return last.count("“") > last.count("”")
