"""Roles that the chain of lines leaves open, and that a line's form or a torn line decides."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import begins_inside, ends_open, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.roles import Part, Role

_LABEL = re.compile(r"[【\[〔][^】\]〕]{2,8}[】\]〕]")
_NO_LABELS: tuple[Role, ...] = ("text", "lede", "caption")

_BOX = re.compile(
    r"[【\[〔]?(?:(?:相关|新闻|知识|背景|延伸)?(?:链接|阅读)|背景资料|小贴士|名词解释|数读)[】\]〕]?"
)
_SURE = 0.6
"""A role with this chance stays, whatever stands around the line."""

OVER_DATE = "over_date"
"""The sign of a line above a date alone: the name of who signs stands by itself."""

_TORN_CHARS, _CAPTION_CHARS = 24, 40
"""A shorter line that ends open may be a label; a caption between two halves is short."""

_CAPTION_CHANCE = 0.4
"""The chance of a caption from which it is more probable that the torn line goes on below it.

Of the lines right below a torn one some 0.8 go on it, and 0.2 of those one further down; below a
caption nearly all of the latter do: 0.9 c + 0.2 (1 - c) > 0.8 (1 - c) for c over 0.4.
"""

_CREDITED_CHANCE, _CREDIT_CHARS = 0.2, 16
"""The same above a photographer's name alone, which a text never has below it."""


def settle_roles(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return a page's parts with a role for what cannot be, or is hardly, what it was taken for.

    An imprint, and a label in brackets, is no text and no caption. A date alone below a signature
    belongs to it, and what may be a caption above a photographer's name alone is one. The label of
    a box that stands inside a torn line heads the box. A short sentence between the halves of a
    torn line, of which the chain of roles does not know whether it is text or a caption, is a
    caption.
    """
    out = [_settle_by_form(part) for part in parts]
    for at, (above, below) in enumerate(itertools.pairwise(out)):
        if "signature_date" in below.seen:
            out[at] = above = replace(above, seen=above.seen | {OVER_DATE})
        if above.role == "closing" and below.role == "text" and "signature_date" in below.seen:
            out[at + 1] = replace(below, role="closing")
        if _may_be_caption(above) and _names_photographer(below):
            out[at] = replace(above, role="caption")
    for at in range(1, len(out) - 1):
        if out[at + 1].role not in ("text", "lede") or not _is_torn(out[at - 1]):
            continue
        if _BOX.fullmatch(out[at].block.text.strip()) and out[at].confidence < _SURE:
            out[at] = replace(out[at], role="headline")
        elif _interrupts(out[at]):
            out[at] = replace(out[at], role="caption")
    return tuple(out)


def _may_be_caption(part: Part) -> bool:
    return part.role == "text" and dict(part.marginals).get("caption", 0.0) >= _CREDITED_CHANCE


def _names_photographer(part: Part) -> bool:
    text = part.block.text
    return part.role == "caption" and "photo_credit" in part.seen and len(text) <= _CREDIT_CHARS


def _settle_by_form(part: Part) -> Part:
    if part.role in _NO_LABELS and "imprint" in part.seen:
        return replace(part, role="furniture")
    if part.role not in _NO_LABELS or not _LABEL.fullmatch(part.block.text.strip()):
        return part
    others = [role for role, _ in part.marginals if role not in _NO_LABELS]
    return replace(part, role=others[0]) if others else part


def _is_torn(part: Part) -> bool:
    text = part.block.text
    return part.role in ("text", "lede") and len(text) >= _TORN_CHARS and ends_open(text)


def _interrupts(part: Part) -> bool:
    """Return whether a part below a torn line is rather a caption than the rest of the line."""
    text = part.block.text
    if part.role != "text" or len(text) > _CAPTION_CHARS:
        return False
    whole = ends_sentence(text) and not begins_inside(text)
    return whole and dict(part.marginals).get("caption", 0.0) >= _CAPTION_CHANCE
