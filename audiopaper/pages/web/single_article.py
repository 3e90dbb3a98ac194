"""The one article of a news site's web page; or that the page is a list of titles."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from audiopaper.intake import normalise_text
from audiopaper.pages.decoding import (
    BadPageError,
    decode_page,
    read_bounded,
    read_lines,
    refuse_garbled,
)
from audiopaper.pages.edition_dates import PAPER_ENDINGS
from audiopaper.pages.web.body import MAX_SUMMARY_CHARS, find_body, prose_chars, suspect_blocks
from audiopaper.pages.web.elements import WebBlock, WebDocument, bare, read_document
from audiopaper.pages.web.extractor import extract_lines
from audiopaper.pages.web.head import Extent, MarkedLine, stated_author
from audiopaper.pages.web.parts import mark_article
from audiopaper.pages.web.service_lines import TIME, is_info, is_reporters
from audiopaper.pages.web.title import (
    Titles,
    find_headlines,
    given_title,
    headline_of,
    is_no_headline,
    read_titles,
)
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.model import LineRole

MIN_BODY_CHARS = 60
"""A shorter text is a brief on a page of several, or a caption."""

MIN_BRIEF_CHARS = 15
"""A brief may be a sentence, where the page's title names it."""

MAX_EXTRACTED_TAGS = 20_000
"""Pages of news sites have up to 8,000; the extractor's time grows with the square."""

_MIN_AGREED = 3.0
_MIN_NAMED_SCORE = 1.5
"""A line whose element is named for a title, and no other line of such an element has a text."""

_MIN_HEADLINE_CHARS = 5

MIN_HEADLINE_SCORE = 3.0
"""A heading of the first level alone, or a line that the page's title names."""

_MARKS: dict[LineRole, str] = {"headline": "# ", "heading": "### "}


class ListOfTitlesError(BadPageError):
    """A web page holds titles that link to articles, and no article."""


def read_webpage(path: Path) -> tuple[tuple[str, ...], tuple[LineRole, ...]]:
    """Read a web page's file: its one article, else all its text.

    Returns:
        The lines, and for each its role; no roles where the lines must be split into articles.

    Raises:
        BadPageError: It cannot be read, is too large, empty, no text, or a list of titles.
    """
    article = read_article(decode_page(read_bounded(path)))
    if not article:
        return read_lines(path), ()
    lines: list[str] = []
    roles: list[LineRole] = []
    for marked in article:
        text = normalise_text(marked.text).strip()
        if not text:
            continue
        if lines:
            lines.append("")
            roles.append("")
        lines.append(_MARKS.get(marked.role, "") + text)
        roles.append(marked.role)
    refuse_garbled(lines)
    return tuple(lines), tuple(roles)


def read_article(html: str) -> tuple[MarkedLine, ...]:
    """Find the one article of a web page.

    Args:
        html: The page's source, decoded.

    Returns:
        Its lines with their roles; empty where the page has no article of its own, as a whole
        newspaper page has none.

    Raises:
        ListOfTitlesError: The page is a list of titles.
    """
    document = read_document(html)
    suspect = suspect_blocks(document)
    extent = _find_extent(document, suspect, html)
    stated = max(document.bodies, key=len, default="")
    if extent is not None:
        article = mark_article(document, extent, suspect_blocks(document, extent.first))
        shown = sum(len(line.text) for line in article if line.role == "text")
        if shown * 2 >= len(stated):
            return tuple(article)
    if len(bare(stated)) >= MIN_BODY_CHARS and given_title(document):
        return tuple(_stated_article(document, stated))
    if extent is None and is_list(document, 0, len(document.blocks)):
        raise ListOfTitlesError(
            _("is a list of titles; give the article pages"),
            remedy=_("open each article of the list, save its own page and run again"),
        )
    return tuple(article) if extent is not None else ()


def _stated_article(document: WebDocument, body: str) -> list[MarkedLine]:
    """Read an article whose text only the page's data hold; a script would show it."""
    text = re.sub(r"<(?:p|br|div)\b[^<>]*>|</(?:p|div)>", "\n", body)
    lines = [line.strip() for line in re.sub(r"<[^<>]{1,400}>", "", text).splitlines()]
    author = stated_author(document)
    return [
        MarkedLine(given_title(document), "headline"),
        *([MarkedLine(author, "byline")] if author else []),
        *(MarkedLine(line, "text") for line in lines if line),
    ]


def _find_extent(document: WebDocument, suspect: Sequence[bool], html: str) -> Extent | None:
    titles = read_titles(document)
    rated = find_headlines(document, suspect)
    first = _choose_headline(document, rated, titles)
    agreed = titles.agree(bare(document.blocks[first].text)) if first >= 0 else 0.0
    if agreed < _MIN_AGREED and (
        _count_heads(document, suspect, first) or _has_datelines(document)
    ):
        return None
    suspect = suspect_blocks(document, first)
    voted = extract_lines(html) if html.count("<") <= MAX_EXTRACTED_TAGS else frozenset()
    headline, behind = headline_of(document, first, titles) if first >= 0 else ("", 0)
    begin, end = find_body(document, behind, suspect, voted)
    if first < 0:
        first, headline = _title_by_layout(document, begin, suspect)
        behind = first + 1 if first >= 0 else begin
        begin = max(begin, behind)
    else:
        # The same title stands in a bar at the top too: the last one above the body counts.
        for score, number in rated:
            same = bare(document.blocks[number].text) == bare(document.blocks[first].text)
            if same and first < number <= begin and score >= MIN_HEADLINE_SCORE - 1:
                first = number
        headline, behind = headline_of(document, first, titles)
        begin = max(begin, behind)
    chars = sum(prose_chars(block) for block in document.blocks[begin:end])
    least = MIN_BRIEF_CHARS if agreed >= _MIN_AGREED else MIN_BODY_CHARS
    if not headline or chars < least or _is_digest(document, begin, end):
        return None
    return Extent(headline, first, behind, begin, end)


def _choose_headline(
    document: WebDocument, rated: Sequence[tuple[float, int]], titles: Titles
) -> int:
    """Return the position of the headline; -1 if there is none, or several rank equally."""
    for score, number in rated[:8]:
        block = document.blocks[number]
        agreed = titles.agree(bare(block.text))
        if agreed >= _MIN_AGREED and score >= MIN_HEADLINE_SCORE:
            return number
        alone = len(bare(block.text)) >= _MIN_HEADLINE_CHARS and _is_alone(document, number)
        if alone and score >= (2.0 if block.level else _MIN_NAMED_SCORE):
            return number
    return -1


def _is_alone(document: WebDocument, number: int) -> bool:
    """Whether no other line that is marked as this one has a text of its own."""
    block = document.blocks[number]
    like = _mark(document, block)
    others = [
        n
        for n, other in enumerate(document.blocks)
        if n != number and _mark(document, other) == like and other.text != block.text
    ]
    return not any(_own_chars(document, n, like) >= 30 for n in others)


def _mark(document: WebDocument, block: WebBlock) -> tuple[int, str, str]:
    node = document.nodes[block.node]
    return (block.level, "", "") if block.level else (0, node.tag, node.names)


def _own_chars(document: WebDocument, number: int, like: tuple[int, str, str]) -> int:
    """Count the running text below a heading, up to the next one of its kind."""
    chars = 0
    for block in document.blocks[number + 1 : number + 12]:
        if _mark(document, block) == like or (block.level and block.level <= like[0]):
            break
        chars += prose_chars(block)
    return chars


def _count_heads(document: WebDocument, suspect: Sequence[bool], first: int) -> bool:
    """Whether several headings have a text of their own, and none of them is above the others."""
    if first >= 0:
        return False
    heads = (
        number
        for number, block in enumerate(document.blocks)
        if block.level
        and not suspect[number]
        and _own_chars(document, number, (block.level, "", "")) >= 20
    )
    return sum(1 for _ in heads) > 1


_DATELINE = re.compile(
    r"[【（(\s]{0,3}(?:本报|[\u4e00-\u9fff]{2,6}(?:日报|晚报|早报|晨报|时报|商报|都市报|网))讯|本报[\u4e00-\u9fff]{2,8}\d{0,2}月?\d{0,2}日?电|新华社.{2,12}日电"
)


def _has_datelines(document: WebDocument) -> bool:
    """Whether several paragraphs open with a dateline, as the articles of a newspaper page do."""
    return sum(_DATELINE.match(block.text) is not None for block in document.blocks) > 1


_NO_ARTICLE_TITLE = re.compile(rf"{PAPER_ENDINGS}|\d\s?版|{TIME.pattern}")


def _title_by_layout(document: WebDocument, begin: int, suspect: Sequence[bool]) -> tuple[int, str]:
    """Find a headline that only its place shows: centred or bold above the body, else a title."""
    blocks = document.blocks
    for number in range(min(begin, len(blocks) - 1), max(begin - 8, -1), -1):
        block = blocks[number]
        text = block.text
        centred = document.nodes[block.node].centred or block.strong
        if not centred or suspect[number] or block.linked or not 4 <= len(text) <= 50:
            continue
        if "。" in text or is_info(text) or is_reporters(text) or is_no_headline(text):
            continue
        return (-1, "") if _has_equals(document, number) else (number, text)
    title = given_title(document)
    if document.titles or not _NO_ARTICLE_TITLE.search(title):
        return -1, title
    return -1, ""


def _has_equals(document: WebDocument, number: int) -> bool:
    """Whether another short line is set as a headline by layout and has a text below it."""
    nodes, blocks = document.nodes, document.blocks
    like = (nodes[blocks[number].node].centred, blocks[number].strong)
    for n, (block, below) in enumerate(itertools.pairwise(blocks)):
        same = like == (nodes[block.node].centred, block.strong) and n != number
        if same and len(block.text) <= 50 and not block.linked and prose_chars(below) >= 30:
            return True
    return False


def is_list(document: WebDocument, begin: int, end: int) -> bool:
    """Whether blocks are titles that link to articles, and no text of their own."""
    blocks = document.blocks[begin:end]
    linked = sum(1 for block in blocks if block.linked and len(bare(block.text)) >= 6)
    apart = _legal_nodes(document)
    prose = sum(prose_chars(block) for block in blocks if not apart[block.node])
    if document.anchors >= 2 and prose < 40:
        return True
    if _is_digest(document, begin, end):
        return True
    linked_chars = sum(block.linked_chars for block in blocks)
    return linked >= 8 and linked_chars > prose


_LEGAL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:copyright|note|notice|foot|footer|bottom|liuyan|statement)"
)


def _legal_nodes(document: WebDocument) -> list[bool]:
    out: list[bool] = []
    for node in document.nodes:
        legal = _LEGAL_NAMES.search(node.names) is not None
        out.append(legal or (node.parent >= 0 and out[node.parent]))
    return out


def _is_digest(document: WebDocument, begin: int, end: int) -> bool:
    """Whether texts are summaries, each below the title that links to its article."""
    summaries = below = 0
    title = False
    for block in document.blocks[begin:end]:
        if block.linked and len(bare(block.text)) >= 6:
            title = True
        elif prose_chars(block):
            summaries += 1
            below += title and len(block.text) <= MAX_SUMMARY_CHARS
            title = False
    return below >= 3 and below * 10 >= summaries * 6
