"""Signs of captions: how they open, how they close, and who took the picture."""

from __future__ import annotations

import unicodedata

from audiopaper.articles import page_words as words
from audiopaper.variants import simplify

# A caption led by an arrow has a sentence or two; another one has the length of a short item.
_PICTURE_CHARS, _LONG_CAPTION_CHARS = 90, 260


def see_caption(text: str, plain: str) -> set[str]:
    """Name the signs of a caption in a text of any length.

    Args:
        text: The text.
        plain: Its first 200 characters as they are compared: in NFKC and simplified characters.
    """
    seen = set()
    if len(text) <= 120 and words.CAPTION.search(plain):
        seen.add("caption_words")
    if words.PICTURE_OPEN.match(text):
        seen.add("picture_open")
    if words.PICTURE_MARK.match(text) and len(text) <= _PICTURE_CHARS and text.count("。") <= 1:
        seen.add("picture_mark")
    if len(text) <= _LONG_CAPTION_CHARS:
        seen |= {"caption_tail"} if ends_with_credit(text) else set()
        seen |= {"picture_close"} if words.PICTURE_CLOSE.search(text[-120:]) else set()
    return seen


def ends_with_credit(text: str) -> bool:
    """Return whether a text ends with who took the picture, apart from the sentence before."""
    end = simplify(unicodedata.normalize("NFKC", text[-40:]))
    credit = words.CAPTION_TAIL.search(end)
    if credit is None:
        return False
    return "(" in end[-24:] or any(mark in end[: credit.start()][-14:] for mark in " 。”")
