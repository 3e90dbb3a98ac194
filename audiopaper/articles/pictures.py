"""What makes a short text a picture's caption: its credit, its marks, its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import byline_strength
from audiopaper.articles.grammar import ends_sentence, is_dateline
from audiopaper.articles.words import HEAD_CHARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block


def is_photo_report(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a byline says who took and described the one picture above it."""
    if not 1 < index < len(blocks) or not _PHOTO_REPORT.search(blocks[index].text[-12:]):
        return False
    whole = ends_sentence(blocks[index - 2].text) or "picture_label" in texts[index - 2]
    return whole and "dated_open" in texts[index - 1] and bool(texts[index] & CREDITS)


_PHOTO_REPORT = re.compile(r"(?:摄影报道|摄)[）)]?$")
CREDITS = frozenset({"byline", "byline_likely", "photo_credit"})


_NUMBERED_CAPTION = re.compile(r"[①-⑳][^。]{4,60}。?")
_FAR_BLOCKS = 16


def is_numbered_caption(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int
) -> bool:
    """Tell whether ① and a sentence name one picture of several: a photographer signed above."""
    if not _NUMBERED_CAPTION.fullmatch(blocks[index].text):
        return False
    for at in range(index - 1, max(-1, index - _FAR_BLOCKS), -1):
        if len(blocks[at].text) < HEAD_CHARS and re.search(r"摄|[文/／]\s?图", blocks[at].text):
            return bool(texts[at] & (CREDITS | {"byline_maybe"}))
    return False


def is_listed(texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether an arrow before a text is the bullet of a list: its neighbour has one too."""
    around = [*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2]]
    return any("picture_mark" in seen for seen in around)


# A caption of one sentence, between paragraphs that are longer than two of it.
_MAX_LONELY_CHARS, _MIN_LONG_CHARS = 34, 36


def is_lonely(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a short text stands alone between longer ones, or between a head and one."""
    if not _MIN_LONELY_CHARS <= len(blocks[index].text) <= _MAX_LONELY_CHARS:
        return False
    if index + 1 < len(blocks) and len(blocks[index + 1].text) < _MIN_LONG_CHARS:
        return False
    above = blocks[index - 1].text if index else ""
    whole = len(above) >= _MIN_LONG_CHARS and ends_sentence(above)
    return whole or byline_strength(above) >= 1


_MIN_LONELY_CHARS = 6
_ARTICLE_BLOCKS = 30
_PICTURES = re.compile(r"[图攝摄](?:[/／:：\s]|$)|摄影|攝影|图片")


def has_photographer(blocks: Sequence[Block], zones: Mapping[int, set[str]], index: int) -> bool:
    """Tell whether the byline of the article that a block stands in names a photographer."""
    for at in range(index - 1, max(-1, index - _ARTICLE_BLOCKS), -1):
        text = blocks[at].text[:120]
        if is_dateline(text) or byline_strength(text) >= 1:
            return _PICTURES.search(text) is not None
        if at in zones:
            return False
    return False
