"""The head of a web page's article: kicker, headline, subhead, byline, time and source."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import LineRole
from audiopaper.pages.edition_dates import line_date
from audiopaper.pages.web.body import PROMPT, is_end_line
from audiopaper.pages.web.elements import bare
from audiopaper.pages.web.service_lines import (
    SECTION_NUMBER,
    TIME,
    author_of,
    is_editors,
    is_info,
    is_reporters,
    is_source,
)
from audiopaper.pages.web.title import is_no_headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.pages.web.elements import Node, WebBlock, WebDocument


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a web page and what its mark-up says that it is."""

    text: str
    role: LineRole


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an article stands among the blocks of its page."""

    headline: str
    first: int
    """The headline's block; -1 where the title stands in no block."""

    behind: int
    """Position behind the headline."""

    begin: int
    """First block of the body."""

    end: int
    """Position behind the body."""


_PAGE_LINE = re.compile(r"第?\s?[A-Z]{0,2}\d{1,3}\s?版(?:\s?[:：]?\s?[\u4e00-\u9fff·]{0,10})?")
_TODAY = re.compile(r"今天是|今日是|现在是|天气|℃")
_E_PAPER = re.compile(r"数字报|电子报|电子版|多媒体报|数字版")


def running_head(document: WebDocument, extent: Extent) -> Iterator[MarkedLine]:
    """Yield the page number and the date that an e-paper prints above its article.

    Other sites show the day on which the page was opened.
    """
    above = document.blocks[: max(extent.first, 0)]
    paged = any(_PAGE_LINE.search(block.text) for block in above)
    if not paged and not _E_PAPER.search(document.page_title):
        return
    numbers = {b.text for b in above if not b.linked_chars and _PAGE_LINE.fullmatch(b.text)}
    dates = {block.text for block in above if _is_date_line(block.text)}
    for texts in (numbers, dates):
        if len(texts) == 1:
            yield MarkedLine(texts.pop(), "furniture")


_MAX_DATE_REST_CHARS = 16
_MAX_SUBHEAD_CHARS = 60


def _is_date_line(text: str) -> bool:
    if len(text) > _MAX_SUBHEAD_CHARS or _TODAY.search(text):
        return False
    parsed = line_date(text)
    return parsed is not None and parsed[1] > 0 and parsed[2] <= _MAX_DATE_REST_CHARS


_NO_PERSON = re.compile(
    r"网|报|社|台|编辑|管理|作者|记者|小编|新闻|频道|部$|局$|办$|转载|佚名|原创"
)


def stated_author(document: WebDocument) -> str:
    """Return the author that the document states, where it is the name of a person."""
    for author in document.authors:
        name = author.strip()
        if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) and not _NO_PERSON.search(name):
            return f"作者：{name}"
    return ""


_KICKER = re.compile(
    r"(?:^|[\s_-])(?:kicker|yinti|yt|intro-?title|pre-?title|jianti|shoulder|founder-introtitle|introduction-?title|zhu?yinti|eyebrow)(?:$|[\s_-])"
)
_SUBHEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head(?:line)?|tit)|fu-?(?:ti|biaoti|title)|futi|ft|second-?title|small-?title|founder-subtitle|sub)(?:$|[\s_-])"
)
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|zuozhe|writer|reporter|founder-author)(?:$|[\s_-])"
)
_ABSTRACT = re.compile(
    r"(?:^|[\s_-])(?:summary|abstract|digest|zhaiyao|daodu|lead-?in|desc(?:ription)?|guide|intro)(?:$|[\s_-])"
)
_ABSTRACT_LABEL = re.compile(
    r"^[【\[]?(?:摘\s*要|导\s*读|内容(?:提要|摘要|导读)|核心提示|提要)\s*[】\]]?\s*[：:】\]]"
)
_CRUMBS = re.compile(r"[>›»]|当前位置|所在位置|现在位置|首页")


def element_names(document: WebDocument, block: WebBlock) -> str:
    """Return the tags and names of the two innermost elements around a block, innermost first."""
    chain = itertools.islice(document.parents(block.node), 2)
    return " ".join(f"{node.tag} {node.names}" for node in chain)


_MAX_KICKER_CHARS = 50


def above_headline(document: WebDocument, extent: Extent) -> list[MarkedLine]:
    """Return the kicker, if the line above the headline is one."""
    if extent.first < 1:
        return []
    block, head = document.blocks[extent.first - 1], document.blocks[extent.first]
    text = block.text
    if (
        block.linked
        or not 4 <= len(text) <= _MAX_KICKER_CHARS
        or is_info(text)
        or is_no_headline(text)
        or _CRUMBS.search(text)
        or is_end_line(text)
        or bare(text) == bare(extent.headline)
    ):
        return []
    near = document.nodes[block.node].parent == document.nodes[head.node].parent
    marked = _KICKER.search(element_names(document, block)) or (near and block.level and head.level)
    return [MarkedLine(text, "kicker")] if marked or _is_same_row(document, block, head) else []


def _is_same_row(document: WebDocument, block: WebBlock, head: WebBlock) -> bool:
    """Whether a line is centred in a table as the headline below or above it is."""
    here, there = _cell(document, block), _cell(document, head)
    if here is None or there is None or not (here.centred and there.centred):
        return False
    return document.nodes[here.parent].parent == document.nodes[there.parent].parent


def _cell(document: WebDocument, block: WebBlock) -> Node | None:
    chain = zip(document.parents(block.node), range(3), strict=False)
    return next((node for node, _ in chain if node.tag == "td"), None)


_LABEL_MARK = re.compile(r"[\u4e00-\u9fff]\s?[：:]\s?[\u4e00-\u9fffA-Za-z]")


def below_headline(
    document: WebDocument, extent: Extent, suspect: Sequence[bool]
) -> tuple[list[MarkedLine], int]:
    """Read what stands between the headline and the first paragraph.

    Returns:
        Subheads, bylines, and lines of time and source; and the position of the first paragraph.
    """
    lines: list[MarkedLine] = []
    head = document.blocks[max(extent.first, 0)]
    number = extent.behind
    while number < extent.end:
        block = document.blocks[number]
        inside = number >= extent.begin
        role = _head_role(document, block, head, inside=inside)
        if role == "text":
            if inside:
                break
            role = ""
        if bare(block.text) == bare(extent.headline) or (
            block.linked and not block.level and role != "furniture"
        ):
            role = ""
        if suspect[number] and role == "subhead":
            role = ""
        if role == "byline":
            lines.append(MarkedLine(_as_byline(block.text), "byline"))
        elif role == "furniture":
            author = author_of(block.text) or _signature(document, number)
            lines += [MarkedLine(author, "byline")] if author and author != block.text else []
            if author or TIME.search(block.text) or _LABEL_MARK.search(block.text):
                lines.append(MarkedLine(block.text, "furniture"))
        elif role:
            lines.append(MarkedLine(block.text, role))
        number += 1
    subheads = [line for line in lines if line.role == "subhead"][:2]
    bylines = list(dict.fromkeys(line for line in lines if line.role == "byline"))
    return [*subheads, *bylines, *(x for x in lines if x.role == "furniture")], number


_IS_NAMES = re.compile(
    r"[（(]?(?:(?:本报|本网)?(?:记者|通讯员|作者)[\s\u3000：:/]*)?[\u4e00-\u9fff·]{2,4}(?:[\s\u3000、]+[\u4e00-\u9fff·]{2,4}){0,4}[）)]?"
)


def _signature(document: WebDocument, number: int) -> str:
    """Return the author whom a part of a line is named for, as a byline; empty if there is none."""
    name = document.signatures.get(number, "")
    return _as_byline(name) if _IS_NAMES.fullmatch(name) and not _NO_PERSON.search(name) else ""


def _as_byline(text: str) -> str:
    name = text.strip("（）() \u3000")
    return f"作者：{name}" if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) else text


_MAX_BADGE_CHARS = 3

_WRITES = re.compile(
    r"[（(●■▲\s]{0,3}(?:执笔|撰文|采写|文字|文|文/图|图/文|作者|记者)\s?[/／|｜丨：:]\s?[^。！？]{2,40}$"
)


def _head_role(document: WebDocument, block: WebBlock, head: WebBlock, *, inside: bool) -> LineRole:
    """Return the role of a line between headline and body; ``text`` where the body begins."""
    text, names = block.text, element_names(document, block)
    if _SUBHEAD.search(names) and len(text) <= _MAX_SUBHEAD_CHARS and not is_info(text):
        return "subhead"
    if (
        is_reporters(text)
        or _WRITES.match(text)
        or (_AUTHOR.search(names) and _IS_NAMES.fullmatch(text))
    ):
        return "byline"
    if is_info(text) or is_editors(text) or is_source(text):
        return "furniture"
    if _ABSTRACT.search(names) or _ABSTRACT_LABEL.search(text):
        return "" if not inside or _ABSTRACT_LABEL.search(text) else "text"
    if PROMPT.search(text) or is_end_line(text):
        return ""
    if len(text) <= _MAX_BADGE_CHARS and text.isalnum() and not (block.strong or block.level):
        return "" if not SECTION_NUMBER.fullmatch(text) else "text"
    if not inside and len(text) <= _MAX_SUBHEAD_CHARS:
        near = document.nodes[block.node].parent == document.nodes[head.node].parent
        if (block.level and head.level and near) or _is_same_row(document, block, head):
            return "subhead" if not _IS_NAMES.fullmatch(text) else "byline"
    return "text"
