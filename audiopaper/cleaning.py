"""An article's text without the noise of digitisation; only what is sure is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.model import Article, LineRange, Paragraph, Repair, RepairRule
from audiopaper.variants import is_traditional, simplify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDE = f"{HAN}，。；：！？、“”‘’《》（）—…「」『』"
_SAMPLE_CHARS = 400


# --- notes in brackets that only a reader needs ---------------------------------------------

_NUMBER = r"[\d一二三四五六七八九十]"
_PAGE = rf"[第今日本报\s]{{0,6}}[A-Za-z]?{_NUMBER}{{1,3}}(?:\s?[—~～至-]\s?{_NUMBER}{{1,3}})?\s?版"
# What a reader can do with a code on the page; a customer's code is news: 顾客扫码即可查来源.
_SCAN = r"(?:扫码|扫一扫|(?:扫描?|识别|长按)[^。，]{0,6}码|点击(?:链接|图片|查看|阅读))"
_FOR_READERS = (
    r"(?:观?看|收?听|阅读|查看|浏览|关注|下载|了解|获取|加入|参与|投票|答题|报名"
    r"|更多|全文|视频|音频|详情)"
)
_SIDES = "上下左右中题附本前后"
_NOTES = (
    # 图片见三版, 报道详见A05版, 下转第2版, 上接第一版
    r"(?:更多|相关|配)?(?:图片|图|照片|漫画|图表|视频)(?:请?见|在|刊于?|另见)[^。，]{0,8}"
    r"(?:版|报|文末|中缝|客户端|公众号|视频号|官网|网站|[上下左右])(?:[上下左右方侧面图]{1,2})?",
    rf"[^。，]{{0,8}}(?:请?详?见|参见|刊于?|转载?于|载于?)(?:本报)?{_PAGE}[^。，]{{0,12}}",
    rf"(?:紧?下转|转|紧?上接|紧接|接){_PAGE}[^。]{{0,16}}",
    # 见上图, 图①, 如下图所示, 题图
    rf"(?:请?见|如|参见)?(?:[{_SIDES}]{{1,2}})?图[一二三四五六七八九十\d①②③④⑤⑥⑦⑧⑨]{{0,2}}(?:所示)?",
    # 记者 林晓禾 摄, 受访者供图, 资料图片, 新华社发
    r"[^，。；]{0,24}(?:(?<![拍航])摄(?:影(?:报道)?)?|供图|制图|资料图片?|资料照片|资料图|视频截图|提供图片|图片来源[^。]{0,12})",
    r"(?:图片?|照片)(?:[为：:][^。，]{1,20}|由[^。，]{1,20}(?:提供|摄|供图|拍))",
    r"新华社(?:记者[^。，]{1,12})?发",
    # 完, 未完待续, 本文有删节
    r"(?:全文)?完|(?:未完)?待续|未完|(?:本文)?有删[节减改]",
    # 扫码看视频, 请扫描下方二维码, 更多内容请扫码
    rf"(?:请|可|欢迎|读者|微信|用?手机|[^。，]{{0,6}}(?:更多|详情|全文|视频|音频)[^。，]{{0,6}}){{0,3}}{_SCAN}"
    rf"(?:，?[^。，]{{0,4}}{_FOR_READERS}[^。]{{0,16}}|(?<=二维码)|(?<=点击链接))",
    r"(?:更多|详情|全文|视频)[^。，]{0,6}(?:扫码|扫一扫|扫描?二维码)|(?:附|见)?(?:[上下左右]方|文末)?二维码",
)
_NOTE = re.compile("|".join(f"(?:{note})" for note in _NOTES))
_OPENING, _CLOSING = frozenset("（(【"), frozenset("）)】")
_MAX_NOTE_CHARS = 60


def _drop_notes(text: str) -> str:
    """Remove what only a reader needs: notes on pictures, on other pages, on codes to scan.

    Example:
        >>> _drop_notes("石塘大桥（图片见三版）通车（第2座）。")
        '石塘大桥通车（第2座）。'
    """
    if _CLOSING.isdisjoint(text):
        return text
    characters: list[str] = []
    opened: list[int] = []
    for char in text:
        characters.append(char)
        if char in _OPENING:
            opened.append(len(characters) - 1)
        elif char in _CLOSING and opened:
            start = opened.pop()
            is_short = len(characters) - start <= _MAX_NOTE_CHARS
            inside = characters[start + 1 : -1] if is_short else ()
            if _NOTE.fullmatch(simplify("".join(inside).strip())):
                del characters[start:]
    return "".join(characters)


# --- the same without brackets ---------------------------------------------------------------

_FIGURE = (
    r"(?:[上下左右附]{1,2}[图表]|本版(?:图表?|照片|配图)|图[\d一二三四五六①-⑨]{1,2}"
    rf"|(?<![{HAN}])附?表\d{{0,2}})"
)
# 站点位置如右图所示。 What a sentence says of its own besides is not lost: it has no comma.
_SHOWN = rf"[^，。；：！？]{{0,14}}(?:如|请?见|参见|请?看)(?:{_FIGURE})(?:所示)?"
# 扫描下方二维码查询。 A code that is not on the page is news: 市民扫描二维码即可乘车。
# So is one beside something: 车门旁边的二维码.
_CODE = (
    r"(?:[^，。；：！？]{0,14}[扫描别按击注见看用过](?:右侧|左侧|右方|左方|旁边|下方|右下角|左下角)"
    r"|(?:[^，。；：！？]{0,14}[扫描别按击注见看用过])?(?:(?:本页)?下方|文末|图中|文中|本版))的?二维码"
    r"(?:，?[^，。；：！？]{0,14})?"
    r"|请?(?:扫描?|扫码|扫一扫)(?:二维码|码)?，?(?:观看|收看|收听|阅读|看|听)(?:视频|音频|全文|更多|原文)[^，。；：！？]{0,8}"
)
_POINTER = re.compile(rf"(?:(?<=[。！？])|\A)(?:{_SHOWN}|{_CODE})[。！]?(?=\Z|(?<=[。！]))")
_TAIL = re.compile(
    rf"[，,；]\s?(?:请?详?见|参见)(?:{_FIGURE}|{_PAGE})[^，。；：！？]{{0,6}}(?=[。！]|\Z)"
)
# Begun only where white begins: from each of its places, a long run would be read to its end.
_ARROW = re.compile(r"(?<!\s)\s*[>＞»▶►→]{1,3}\s*(?:请?详?见|更多|下转|转|图片?见)[^。，]{0,16}\Z")


def _drop_pointers(text: str) -> str:
    """Remove sentences and clauses that only send the reader to a picture, a page or a code.

    Example:
        >>> _drop_pointers("线路改道，详见本版图表。站点如右图所示。末班车是九点。")
        '线路改道。末班车是九点。'
    """
    text = _TAIL.sub("", _ARROW.sub("", text))
    return _POINTER.sub("", text)


# --- headlines that a space broke -----------------------------------------------------------

# In a headline a space parts two clauses, unless one side is no clause: a quoted phrase alone, an
# office or place of few characters before what it did, a side of one character, a rest of two that
# asks nothing (昨日 举行; of three it may be a clause: 快存水), a side that ends or begins with
# what no clause ends or begins with.
_QUOTED_ALONE = re.compile(r"(?<=\S) (“[^“”]{1,12}”) (?=\S)")
_IN_QUOTES = re.compile(r"“[^“”]{1,10}”")
_OFFICE_END = re.compile(
    r"(?:区|市|县|镇|乡|村|局|委|办|公司|集团|港|学校|医院|园|厂|社区|街道|口岸)$"
)
_MAX_OFFICE_CHARS = 6
_HANGING = re.compile(r"[已把被及的让并]$")
_CLINGING = re.compile(r"的(?!士)|[们者吗呢吧]|过[半百千万一二三四五六七八九十]")
_ASKS = re.compile(r"[谁咋怎何吗呢啥]|多少")
_MAX_REST_CHARS, _MIN_CLAUSE_CHARS = 2, 6


def _close_headline(text: str) -> str:
    """Close up a headline whose space is an accident; a space that parts two clauses stays.

    Example:
        >>> _close_headline("春季招聘会昨日 举行"), _close_headline("念好山字经 唱响茶乡戏")
        ('春季招聘会昨日举行', '念好山字经 唱响茶乡戏')
    """
    text = _QUOTED_ALONE.sub(r"\1", text)
    text = _IN_QUOTES.sub(lambda m: _closed_quote(m[0]), text)
    first, space, rest = text.partition(" ")
    if not space or " " in rest:
        return text
    office = len(first) <= _MAX_OFFICE_CHARS and _OFFICE_END.search(first) is not None
    label = office and len(rest) >= 2 * len(first)
    return first + rest if _is_torn(first, rest) or label else text


def _closed_quote(quoted: str) -> str:
    """Close up a quoted word that is torn; two clauses of a slogan stay apart."""
    inner = quoted[1:-1].split(" ")
    return quoted.replace(" ", "") if min(map(len, inner)) == 1 else quoted


def _is_torn(first: str, rest: str) -> bool:
    if not re.fullmatch(f"[{HAN}]+", first[-1:] + rest[:1]):
        return False
    if _HANGING.search(first) or _CLINGING.match(rest) or min(len(first), len(rest)) == 1:
        return True
    short = len(rest) <= _MAX_REST_CHARS and len(first) >= _MIN_CLAUSE_CHARS
    return short and not _ASKS.search(rest)


# --- characters -----------------------------------------------------------------------------

_Rule = tuple[RepairRule, "Callable[[str], str]"]

_HALF = ",;:!?"
_FULL = str.maketrans(_HALF, "，；：！？")
_HALF_STOP = re.compile(
    rf"(?<=[{_WIDE}]) ?[{_HALF}](?= ?[{_WIDE}\d]|\s*$)|(?<=[\d%％a-zA-Z]) ?[,;](?= ?[{HAN}“‘《（])"
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


# Behind a figure of a display's size the mark means inches, unless a quotation is open: 27"和32".
_STRAIGHT = re.compile(r'(?P<inches>(?<!\d)\d{1,2}(?:\.\d{1,2})?")|"(?P<quoted>[^"]{1,200})"')


def _curled_quotes(text: str) -> str:
    """Curl straight quotes if each has its counterpart."""
    inches = sum(match["inches"] is not None for match in _STRAIGHT.finditer(text))
    if (text.count('"') - inches) % 2 or "“" in text or not re.search(rf"[{HAN}]", text):
        return text
    return _STRAIGHT.sub(lambda m: m["inches"] or f"“{m['quoted']}”", text)


_ROUND_DIGITS = re.compile(rf"(?<=[{_WIDE}])[ \u3000]+(?=\d)|(?<=[\d%％])[ \u3000]+(?=[{_WIDE}])")


# A figure, which a unit of one character may follow; the unit alone, torn from its figure.
_CELL_FIGURE = re.compile(rf"[+\-]?\d[\d.,:：/\-—~％%]*[{HAN}]?")
_UNIT = re.compile(f"[{HAN}]")
_MIN_CELLS = 3


def _closed_digits(text: str) -> str:
    return text if _is_row(text) else _ROUND_DIGITS.sub("", text)


def _is_row(text: str) -> bool:
    """Return whether a text is a row of a table: cells, half of them figures, and no sentence.

    Example:
        >>> _is_row("1 东街小学 12 8"), _is_row("共 12 人 8 岁"), _is_row("春季 招聘会 12 日")
        (True, False, False)
    """
    cells = text.split()
    if len(cells) < _MIN_CELLS or re.search("[，。！？；]", text):
        return False
    figures = [_CELL_FIGURE.fullmatch(cell) is not None for cell in cells]
    torn = any(a and _UNIT.fullmatch(cell) for a, cell in zip(figures, cells[1:], strict=False))
    return 2 * sum(figures) >= len(cells) and not torn


_SPACES = re.compile(r"[ \t\u3000\u00a0]{2,}|[\t\u3000\u00a0]")


def _single_spaces(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


_FIRST_RULES: tuple[_Rule, ...] = (
    (RepairRule.PICTURE_NOTE, _drop_notes),
    (RepairRule.PICTURE_NOTE, _drop_pointers),
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
_HEAD_RULES: tuple[_Rule, ...] = ((RepairRule.HEADLINE_SPACE, _close_headline),)


# --- lost quotes ----------------------------------------------------------------------------


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


# --- an article -----------------------------------------------------------------------------

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
