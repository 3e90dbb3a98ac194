"""A page's lines, one by one: mark-up taken off, and what two articles have on one line parted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.articles.blocks import Block
from audiopaper.articles.byline_forms import byline_strength
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.page_words import CREDIT, HEAD_CHARS
from audiopaper.articles.person_names import is_name
from audiopaper.articles.sentence_ends import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.model import Page

_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*")
# A whole line in italics: *本报记者 高远*.
_SLANTED = re.compile(r"([*_])(?![*_\s])([^*_]*[^*_\s])\1")
_INDENT = ("\u3000\u3000", "\u2003\u2003", "    ", "\t")
# A dateline with its byline inside a line: behind a full stop it begins another article, behind
# a space, or where no space was left, its own headline stands before it.
_GLUED = re.compile(
    r"(?:(?<=[。！？”\s])(?=[\u4e00-\u9fff]{2,6}讯\s?[（(])|(?<=[\u4e00-\u9fff]{6})(?=(?:本|晚|日|早)报讯\s?[（(]))"
    r"(?=[^（(]{3,9}[（(][^（()）。]{0,12}(?:记者|通讯员))"
)
# A headline, and a byline behind a bullet, on the line of the text: the name has no end mark.
_GLUED_BYLINE = re.compile(
    r"([^。！？]{4,40}?)[\s\u3000]+([□■●◎◆▲]\s?(?:本报|本刊|晚报|日报|早报)?(?:全媒体|首席|见习)?(?:记者|通讯员)"
    r"[\s\u3000]*[\u4e00-\u9fff]{2,3})([^\s\u3000].{30,})"
)


def split_glued_line(text: str) -> list[str]:
    """Part what two articles, or a headline and its text, have on one line."""
    byline = _GLUED_BYLINE.match(text[:200])
    if byline:
        head, name, _ = byline.groups()
        return [head, name, text[byline.start(3) :]]
    pieces = [piece.strip() for piece in _GLUED.split(text) if piece.strip()]
    if len(pieces) == 1:
        return pieces
    *before, last = pieces
    return [part for piece in before for part in _without_head(piece)] + _without_foot(last)


# Before the next article's dateline its headline stands behind the last stop; before the first
# one the headline stands behind the page's date.
_LAST_HEAD = re.compile(
    rf"(?:(?<=[。！？])|(?<=[。！？][”」]))\s*(?=[^。！？”」][^。！？]{{3,{HEAD_CHARS - 1}}}\Z)"
)
_PAGE_HEAD = re.compile(r"(?<=星期[一二三四五六日])\s+(?=\S)")
_FOOT = re.compile(rf"(?<=[。！？”」])\s+(?=(?:{CREDIT.pattern})[^。！？]{{0,60}}$)")


def _without_head(piece: str) -> list[str]:
    """Part a headline from the text or the date line before it, where all is on one line."""
    if ends_sentence(piece):
        return [piece]
    return [part for half in _LAST_HEAD.split(piece, maxsplit=1) for part in _PAGE_HEAD.split(half)]


def _without_foot(piece: str) -> list[str]:
    """Part the editors' names from the text before them."""
    return _FOOT.split(piece, maxsplit=1)


_CREDIT_MARK = re.compile(r"^[□■○●◎◇◆△▲☆★]|[/／]\s?[文图摄]|[文图摄]\s?[/／]")
_ADJACENT = re.compile(r"[\u4e00-\u9fff]{2}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACE = re.compile(r"(?<=\S)[ \u3000](?=\S)")
_SPACE_BY_HAN = re.compile(r"(?<![A-Za-z])[ \u3000](?=\S)|(?<=\S)[ \u3000](?![A-Za-z])")


def close_spaced_out(text: str) -> str:
    """Close up a line set with a space between all its characters: 工 程 纵 横.

    Stops and brackets may stand close to a character; numbers and Latin words are whole. Only the
    spaces part the names of a byline: □ 高 远 方 圆.
    """
    words = text.split()
    if len(words) < 4 or _is_spaced_byline(text):
        return text
    if len(text) <= 120 and all(len(word) == 1 for word in words):
        return _SPACE.sub("", text)
    if _ADJACENT.search(text) or 2 * len(_HAN.findall(text)) < len(words):
        return text
    return _SPACE_BY_HAN.sub("", text)


def _is_spaced_byline(text: str) -> bool:
    """Return whether a line is names with a mark, of which the characters of each are parted."""
    if not _CREDIT_MARK.search(text) or byline_strength(text) < 1:
        return False
    named = parse_byline(text)
    return all(map(is_name, named.writers + named.photographers))


def read_lines(page: Page) -> Iterator[Block]:
    """Yield a block for each line of a page that is not blank, or for each part of a glued one."""
    gap = 99
    front_matter = bool(page.lines) and page.lines[0].strip() == "---"
    if front_matter and "---" not in (line.strip() for line in page.lines[1:40]):
        front_matter = False
    for number, line in enumerate(page.lines, start=1):
        text = line.strip()
        if not text:
            gap += 1
            continue
        level = 0
        heading = _HEADING.fullmatch(text)
        if heading and heading.group(2):
            level, text = len(heading.group(1)), heading.group(2)
            level = 0 if _is_prose(text) and len(split_glued_line(text)) == 1 else level
        elif text.startswith("**") and text.endswith("**") and "**" not in text[2:-2] and text[4:]:
            level, text = 6, text[2:-2].strip()
        slanted = _SLANTED.fullmatch(text)
        text = slanted[2] if slanted else text
        text = close_spaced_out(text.replace("**", ""))
        if not text:
            text = line.strip()
        *glued, text = split_glued_line(text) or [text]
        for piece in glued:
            yield Block(
                page=page.number, lines=((number, piece),), text=piece, level=level, gap=gap
            )
            gap = level = 0
        yield Block(
            page=page.number,
            lines=((number, text if glued else line),),
            text=text,
            level=level,
            gap=gap,
            indented=line.startswith(_INDENT),
            front_matter=front_matter,
        )
        if front_matter and number > 1 and text == "---":
            front_matter = False
        gap = 0


_MIN_PROSE_CHARS = 24


def _is_prose(text: str) -> bool:
    """Return whether a line marked as a heading is a paragraph that was marked by mistake."""
    return len(text) > _MIN_PROSE_CHARS and "，" in text and text.rstrip("”」』）)").endswith("。")
