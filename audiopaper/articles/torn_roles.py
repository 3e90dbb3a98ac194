"""Roles that the chain of lines leaves open, and that a line's form or a torn line decides."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.byline_forms import is_byline
from audiopaper.articles.continuations import load_continuations, rate_continuations
from audiopaper.articles.datelines import HAN
from audiopaper.articles.links.line_views import full_width
from audiopaper.articles.paragraph_bylines import parse_opening
from audiopaper.articles.person_names import close_name, is_name
from audiopaper.articles.sentence_ends import begins_inside, ends_open, ends_sentence, is_torn
from audiopaper.articles.table_rows import heads_columns
from audiopaper.byline_roles import is_outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.roles import Part, Role

_LABEL = re.compile(r"[【\[〔][^】\]〕]{2,8}[】\]〕]")
_NO_LABELS: tuple[Role, ...] = ("text", "lede", "caption")

_NO_TEXT: tuple[Role, ...] = ("headline", "kicker", "subhead", "heading", "furniture")

_BOX = re.compile(
    r"[【\[〔]?(?:(?:相关|新闻|知识|背景|延伸)?(?:链接|阅读)|背景资料|小贴士|名词解释|数读)[】\]〕]?"
)
_SURE = 0.6
"""A role with this chance stays, whatever stands around the line."""

OVER_DATE = "over_date"
"""The sign of a line above a date alone: the name of who signs stands by itself."""

_CAPTION_CHARS = 40
"""A caption between the halves of a torn line is short."""

_CAPTION_CHANCE = 0.4
"""The chance of a caption from which it is more probable that the torn line goes on below it.

Of the lines right below a torn one some 0.8 go on it, and 0.2 of those one further down; below a
caption nearly all of the latter do: 0.9 c + 0.2 (1 - c) > 0.8 (1 - c) for c over 0.4.
"""

_CREDITED_CHANCE, _CREDIT_CHARS = 0.2, 16
"""The same above a photographer's name alone, which a text never has below it."""


_TEXT_CHANCE = 0.15
"""A line that is read although it stood under a picture is a lesser fault than a lost ending."""

_JUMPS = frozenset({"jump_in", "jump_out"})
"""Signs of lines that are nothing but a jump line, and their roles."""

_SENTENCE = frozenset({"stop", "comma"})
"""Signs that a line is of running text."""

_PICTURED = frozenset({"photo_credit", "caption_words", "picture_open", "caption_tail"})
_SHOWS = frozenset({"picture_open", "picture_close"})
"""Signs of a text that says what a picture shows: all of 16 paragraphs are captions that were drawn
from 272 with such a sign in three months of a daily."""

_HEADS: tuple[Role, ...] = ("kicker", "headline", "subhead")
_TEXTS: tuple[Role, ...] = ("lede", "text")
_ASIDE: tuple[Role, ...] = ("closing", "text", "caption", "heading")
"""What a line of a digest, 老街改造（见第4版）, may be taken for below a page's last text."""

_NO_OPENINGS: tuple[Role, ...] = (*_HEADS, "furniture", "heading", "caption")
_ITEM_MARKS = frozenset("▲△■□●○◆◇★☆")
_MARKS = {"number": "①②③④⑤⑥⑦⑧⑨⑩", "arrow": "↑↓←→⬆⬇⬅➡"}
"""Marks that differ from item to item, by their kind."""

_SIGNATURE = re.compile(
    rf"[（(]?(?:[{HAN}]{{2,8}}[\s\u3000]+)?(?P<role>[{HAN}]{{2,14}})[\s\u3000]+"
    rf"(?P<name>[{HAN}]{{2,3}}|[{HAN}][\s\u3000]+[{HAN}])[）)]?"
)
_PEN_NAME = re.compile(rf"[（(][{HAN}]{{2,4}}(?:[\s\u3000、][{HAN}]{{2,4}})*[）)]")
_CLOSING_CHANCE = 0.1
_QUOTED = re.compile(r"[“「][^“”「」]+[”」]")
_SPEAKER = re.compile(rf"[—\-]{{1,2}}\s?[{HAN}·《》\s]{{2,24}}")
_CREDITED: tuple[Role, ...] = ("closing", "byline")
_NO_SIGNATURE: tuple[Role, ...] = ("kicker", "caption", "furniture", "heading", "subhead", "text")


def settle_roles(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return a page's parts with a role for what cannot be, or is hardly, what it was taken for.

    A line that only names another page is a jump line, and a text that says what a picture shows is
    a caption. The names of a table's columns are text, as its rows are, and so is who said a
    quotation, behind a dash below it. An imprint, and a label in brackets, is no text and no
    caption. A date alone below a signature belongs to it, and what may be a caption above a
    photographer's name alone is one. The label of a box that stands inside a torn line heads the
    box. A short sentence between the halves of a torn line, of which the chain of roles does not
    know whether it is text or a caption, is a caption, unless the torn line reads on in it. What
    may be text below a whole caption inside a torn line is its rest. An advert's telephone number
    inside a torn line is furniture. Neighbours with a mark each are text or captions as most of
    them are.
    """
    out = [_settle_by_form(part) for part in parts]
    _settle_insets(out)
    _settle_items(out)
    _settle_signatures(out)
    _settle_lists(out)
    for at, (above, below) in enumerate(itertools.pairwise(out)):
        if "signature_date" in below.seen:
            out[at] = above = replace(above, seen=above.seen | {OVER_DATE})
        if above.role == "closing" and below.role == "text" and "signature_date" in below.seen:
            out[at + 1] = replace(below, role="closing")
        if below.role in _CREDITED and _says(below, above):
            out[at + 1] = replace(below, role="text")
        if above.role in _NO_TEXT and heads_columns(above.block.text, below.block.text):
            out[at] = replace(above, role="text")
        if _may_be_caption(above) and _names_photographer(below):
            out[at] = replace(above, role="caption")
    for at in range(1, len(out) - 1):
        if out[at + 1].role not in ("text", "lede") or not _is_torn(out[at - 1]):
            continue
        if _BOX.fullmatch(out[at].block.text.strip()) and out[at].confidence < _SURE:
            out[at] = replace(out[at], role="headline")
        elif _interrupts(out[at]) and not _reads_on(*out[at - 1 : at + 2]):
            out[at] = replace(out[at], role="caption")
        elif _advertises(out[at]):
            out[at] = replace(out[at], role="furniture")
    _settle_rests(out)
    return tuple(out)


def _settle_rests(parts: list[Part]) -> None:
    """Take what a torn line above a whole caption goes on with for text.

    That is what may be text below the caption, or in what the line rather reads on than in the part
    further down.
    """
    for at in range(2, len(parts)):
        torn, picture, part, *below = parts[at - 2 : at + 2]
        if not (_is_torn(torn) and _is_whole_caption(picture)):
            continue
        if part.role != "caption" or part.seen & _PICTURED or "picture_mark" in part.seen:
            continue
        if _may_be_text(part) or (below and _reads_on(torn, part, below[0])):
            parts[at] = replace(part, role="text")


def _settle_insets(parts: list[Part]) -> None:
    """Take what was set between two lines of a paragraph, and is no sentence, for furniture."""
    end = 0
    for at, part in enumerate(parts):
        inside = part.block.lines[0][0] < end
        plain = not part.seen & _SENTENCE and len(part.block.text) <= _CAPTION_CHARS
        if inside and plain and part.role == "text":
            parts[at] = replace(part, role="furniture", marginals=())
        end = max(end, part.block.lines[-1][0])


def _settle_items(parts: list[Part]) -> None:
    """Take neighbours with marks of one kind for text or for captions, as most of them are."""
    for mark, group in itertools.groupby(range(len(parts)), key=lambda n: _find_mark(parts[n])):
        items = [n for n in group if parts[n].role == "caption" or parts[n].role in _TEXTS]
        captions = sum(parts[n].role == "caption" for n in items)
        if not mark or 2 * captions == len(items):
            continue
        for n in items:
            if 2 * captions > len(items):
                parts[n] = replace(parts[n], role="caption")
            elif parts[n].role == "caption":
                parts[n] = replace(parts[n], role="text")


def _find_mark(part: Part) -> str:
    """Return the kind of mark that a part begins with; an empty string if none."""
    first = part.block.text[:1]
    if first in _ITEM_MARKS:
        return first
    return next((kind for kind, marks in _MARKS.items() if first and first in marks), "")


def _settle_signatures(parts: list[Part]) -> None:
    """Take the line below a text that says who wrote it, and from where, for its signature.

    What stands between it and the text, and may be text, is no caption.
    """
    for at, part in enumerate(parts):
        if at and part.role in _NO_SIGNATURE and _signs(part):
            above = parts[at - 1]
            if above.role == "caption" and _may_be_text(above):
                parts[at - 1] = above = replace(above, role="text")
            if above.role in ("text", "lede"):
                parts[at] = replace(part, role="closing")


def _settle_lists(parts: list[Part]) -> None:
    """Take the lines that a blank line parts from the head below them for text of what is above.

    Only where no blank line stands above them, nor between that head and its text.
    """
    for at in range(1, len(parts) - 2):
        above, part, head, below = parts[at - 1 : at + 3]
        gaps = [bool(other.block.gap) for other in (part, head, below)]
        if gaps != [False, True, False] or below.role not in ("lede", "byline"):
            continue
        if part.role in _HEADS and head.role in _HEADS and above.role != "furniture":
            parts[at] = replace(part, role="text")
            parts[at + 1] = replace(head, role="headline")


def _signs(part: Part) -> bool:
    """Return whether a line is 退休教师 鲍怀瑾, or what may be a pen name in brackets: （教宣）."""
    text = part.block.text.strip()
    if _PEN_NAME.fullmatch(text) and is_byline(text):
        return dict(part.marginals).get("closing", 0.0) >= _CLOSING_CHANCE
    signed = _SIGNATURE.fullmatch(text)
    return signed is not None and is_outside(signed["role"]) and is_name(close_name(signed["name"]))


def _says(speaker: Part, quotation: Part) -> bool:
    """Return whether a line names, behind a dash, who said the quotation above it."""
    quoted = _QUOTED.fullmatch(quotation.block.text.strip())
    return bool(quoted and _SPEAKER.fullmatch(speaker.block.text.strip()))


def _may_be_text(part: Part) -> bool:
    return dict(part.marginals).get("text", 0.0) >= _TEXT_CHANCE and not part.seen & _PICTURED


def _may_be_caption(part: Part) -> bool:
    return part.role == "text" and dict(part.marginals).get("caption", 0.0) >= _CREDITED_CHANCE


def _names_photographer(part: Part) -> bool:
    text = part.block.text
    credit = "stop" not in part.seen and bool(part.seen & {"photo_credit", "caption_tail"})
    return part.role == "caption" and credit and len(text) <= _CREDIT_CHARS


def _settle_by_form(part: Part) -> Part:
    if part.role not in _JUMPS and part.seen & _JUMPS:
        return replace(part, role="jump_in" if "jump_in" in part.seen else "jump_out")
    if part.role in _NO_LABELS and "imprint" in part.seen and "torn_clauses" not in part.seen:
        return replace(part, role="furniture")
    if part.role in _ASIDE and "digest_line" in part.seen and part.confidence < _SURE:
        return replace(part, role="furniture")
    if part.role == "text" and part.seen & _SHOWS:
        return replace(part, role="caption")
    if part.role in _NO_OPENINGS and "dateline" in part.seen and _opens_text(part.block.text):
        return replace(part, role="lede")
    if part.role not in _NO_LABELS or not _LABEL.fullmatch(part.block.text.strip()):
        return part
    others = [role for role, _ in part.marginals if role not in _NO_LABELS]
    return replace(part, role=others[0]) if others else part


def _opens_text(text: str) -> bool:
    """Return whether a text goes on behind a dateline that names reporters, and breaks off."""
    opening = parse_opening(text)
    return bool(opening.writers and opening.rest) and ends_open(text)


def _is_torn(part: Part) -> bool:
    return part.role in ("text", "lede") and is_torn(part.block.text)


def _reads_on(torn: Part, middle: Part, below: Part) -> bool:
    """Return whether a torn line rather goes on in the part below it than in the next one."""
    network = load_continuations()
    ends = network.read_ends([full_width(torn.block.text)] * 2)
    starts = network.read_starts([full_width(part.block.text) for part in (middle, below)])
    here, there = rate_continuations(ends, starts)
    return bool(here > there)


def _advertises(part: Part) -> bool:
    """Return whether a part without a stop names a telephone number and praises something."""
    return part.role == "text" and {"phone", "ad_words"} <= part.seen and "stop" not in part.seen


def _is_whole_caption(part: Part) -> bool:
    """Return whether a part is a caption by its form, to its last sentence."""
    by_form = part.seen & (_PICTURED | {"picture_mark", "picture_close"})
    return part.role == "caption" and bool(by_form) and "stop" in part.seen


def _interrupts(part: Part) -> bool:
    """Return whether a part below a torn line is rather a caption than the rest of the line."""
    text = part.block.text
    if part.role != "text" or len(text) > _CAPTION_CHARS:
        return False
    whole = ends_sentence(text) and not begins_inside(text)
    return whole and dict(part.marginals).get("caption", 0.0) >= _CAPTION_CHANCE
