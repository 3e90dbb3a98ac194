"""Where on its page a block stands: masthead, foot, or under the name of a column."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import parse_closing
from audiopaper.articles.grammar import ends_sentence, is_dateline
from audiopaper.articles.words import (
    COLUMN,
    DATA_ROW,
    HEAD_CHARS,
    HOUSE_CONTACT,
    ITEM,
    ITEMS_NAME,
    SECTION,
)
from audiopaper.articles.zones import NO_HEAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block

_Signs = frozenset[str]

# The longest masthead seen has 13 lines.
_MASTHEAD_LINES = 20
_MASTHEAD = frozenset({"paper_name", "date_line", "masthead_words", "credit"})

_SURE_MASTHEAD = frozenset({"paper_name", "date_line", "credit"})


def masthead_end(texts: Sequence[_Signs]) -> int:
    """Give the place of the last line among the first that only a masthead has; -1 for none."""
    return max(
        (i for i, seen in enumerate(texts[:_MASTHEAD_LINES]) if seen & _MASTHEAD), default=-1
    )


def find_masthead(
    blocks: Sequence[Block], texts: Sequence[_Signs], zones: Mapping[int, set[str]], end: int
) -> set[int]:
    """Find the lines between a masthead's first and last one, whatever they say."""
    first: list[int] = []
    for i in range(min(end + 1, len(blocks))):
        text = blocks[i].text
        if i in zones or is_dateline(text) or len(text) > 2 * HEAD_CHARS:
            break
        if (ends_sentence(text) or "。" in text) and len(text) > _SLOGAN_CHARS:
            break
        first.append(i)
    if not any(texts[i] & _SURE_MASTHEAD for i in first):
        # An advert has an address and a telephone number too.
        return set()
    last = max((i for i in first if texts[i] & _MASTHEAD), default=-1)
    return {i for i in first if i < last and "digest_line" not in texts[i]}


# Longer sentences than this are no paper's motto.
_SLOGAN_CHARS = 24
_FOOT_LINES = 8
_FOOT_CHARS = 120


def find_foot(blocks: Sequence[Block], texts: Sequence[_Signs]) -> set[int]:
    """Find the last lines of a page in which the paper speaks of itself.

    The run of lines at the page's end that hold editors' names, the paper's own telephone and
    mail, and the bare labels over such lines; a sentence of an article ends it.
    """
    found: set[int] = set()
    label: list[int] = []
    sure = False
    for i in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _FOOT_LINES), -1):
        text = blocks[i].text
        if len(text) > _FOOT_CHARS or is_dateline(text) or "signature_date" in texts[i]:
            break
        own_number = _OWN_NUMBER.fullmatch(text) is not None and i == len(blocks) - 1
        speaks = own_number or (HOUSE_CONTACT.search(text) is not None and _is_contact(text))
        if "credit" in texts[i] or speaks or texts[i] & {"page_only", "masthead_words"}:
            found.add(i)
            sure = sure or speaks or "credit" in texts[i]
        elif found and len(text) <= _LABEL_CHARS and not ends_sentence(text):
            label = [i]
            break
        else:
            break
    if not sure:
        # An advert at the foot has an address and a telephone number too.
        return set()
    return found | {i for i in label if _is_foot_label(blocks[i].text)}


# A section's name with its telephone number.
_OWN_NUMBER = re.compile(
    r"(?!\S{0,8}(?:电话|咨询|预约|报名|联系|地址|订购|抢购))[\u4e00-\u9fff]{2,8}[\s\u3000:：]*[\d（(][\d（）()\s-]{6,20}"
)
_LABEL_CHARS = 10


def _is_foot_label(text: str) -> bool:
    return re.search(r"提示|电话|热线|信息|声明|互动|联系|^[【\[]", text) is not None


_CONTACT = re.compile(
    r"\d[\d\s-]{4,}\d|@|热线\s?[:：\d]|电话\s?[:：\d]|邮箱|信箱|地址\s?[:：]|www\.|http|扫码|二维码|公众号|客户端|赐稿|来稿|投稿|征稿"
)


def _is_contact(text: str) -> bool:
    return _CONTACT.search(text) is not None


# What names a column is short: 青年说, 来信照登, 学习札记.
_SURE_LABEL_CHARS, _MAX_LABEL_CHARS = 4, 6
_COLUMN_CHARS = 8


def find_columns(
    blocks: Sequence[Block], texts: Sequence[_Signs], zones: Mapping[int, set[str]], masthead: int
) -> dict[int, set[str]]:
    """Find the labels that name a column over heads, and the heads that stand under them."""
    found: dict[int, set[str]] = {}
    for i in range(max(masthead, -1) + 1, len(blocks) - 1):
        if not _is_label(blocks[i], texts[i]) or not _is_head(blocks[i + 1], texts[i + 1]):
            continue
        level, below = blocks[i].level, blocks[i + 1].level
        if level and not below and not _holds_briefs(blocks, texts, zones, i):
            continue
        if below and level and below < level:
            continue
        sure = len(_tight(blocks[i])) <= _SURE_LABEL_CHARS or _is_column_name(blocks[i])
        if i in zones:
            continue
        if not sure and not (level and (below > level or not below)):
            continue
        found.setdefault(i, set()).add("over_head")
        for at in _heads_under(blocks, texts, zones, i):
            found.setdefault(at, set()).add("in_column")
    return found


_MIN_BRIEF_HEAD_CHARS = 8


def _holds_briefs(
    blocks: Sequence[Block], texts: Sequence[_Signs], zones: Mapping[int, set[str]], label: int
) -> bool:
    """Tell whether a marked label stands over unmarked heads, each with one paragraph below.

    Headings in a body are shorter, and have more below them.
    """
    heads = _heads_under(blocks, texts, zones, label)
    return (
        len(heads) > 1
        and all(len(_tight(blocks[at])) >= _MIN_BRIEF_HEAD_CHARS for at in heads)
        and all(later - earlier == 2 for earlier, later in itertools.pairwise(heads))
    )


# What names a column of tips is short, and one item makes no list.
_NAME_CHARS, _MIN_ITEMS = 10, 2


def names_items(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a line names a column of tips or answers: its items stand right below."""
    tight = _tight(blocks[index])
    items = blocks[index + 1 : index + 1 + _MIN_ITEMS]
    if len(tight) > _NAME_CHARS or ITEMS_NAME.search(tight) is None or len(items) < _MIN_ITEMS:
        return False
    if any(block.level for block in items) or not (
        all(ITEM.match(block.text) for block in items)
        or all(DATA_ROW.fullmatch(block.text) for block in items)
    ):
        return False
    return not index or _ends(blocks[index - 1].text) or len(blocks[index - 1].text) <= HEAD_CHARS


def _is_column_name(block: Block) -> bool:
    tight = _tight(block)
    return COLUMN.search(tight) is not None or SECTION.fullmatch(tight) is not None


def _tight(block: Block) -> str:
    return re.sub(r"\s", "", block.text)


_NO_LABEL = (NO_HEAD - {"section_name", "paper_name"}) | {
    "stop",
    "comma",
    "byline",
    "byline_likely",
}


def _is_label(block: Block, seen: _Signs) -> bool:
    tight = _tight(block).strip("【】[]■●◆▲□")
    most = _COLUMN_CHARS if COLUMN.search(tight) else _MAX_LABEL_CHARS
    if not 2 <= len(tight) <= most or tight[-1:] in "：:。！？":
        return False
    return not seen & _NO_LABEL


_NO_HEAD = NO_HEAD | {
    "stop",
    "byline",
    "byline_likely",
    "byline_maybe",
    "dateline",
    "phone",
    "letter_signature",
}


def _is_head(block: Block, seen: _Signs) -> bool:
    tight = _tight(block)
    if not 6 <= len(tight) <= HEAD_CHARS or tight[-1:] in "，、；：,;:":
        return False
    if parse_closing(block.text)[1] is not None:
        return False
    return not seen & _NO_HEAD or "exclaims" in seen


def _heads_under(
    blocks: Sequence[Block], texts: Sequence[_Signs], zones: Mapping[int, set[str]], label: int
) -> list[int]:
    """Walk down a column: its heads up to the next dateline's head or the next higher heading."""
    level = blocks[label].level
    first = blocks[label + 1].level
    heads: list[int] = []
    for i in range(label + 1, len(blocks)):
        block = blocks[i]
        if i in zones and i > label + 1:
            break
        if i > label + 1 and block.level and (block.level <= level or block.level < first):
            break
        if i > label + 1 and not level and _is_label(block, texts[i]):
            break
        torn = i > label + 1 and not first and not _ends(blocks[i - 1].text)
        if (
            block.level == first
            and not torn
            and _is_head(block, texts[i])
            and _over_text(blocks, i)
        ):
            heads.append(i)
    return heads


def _ends(text: str) -> bool:
    return ends_sentence(text) or parse_closing(text)[1] is not None


def _over_text(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a text stands below, or below one more short line."""
    return any(
        len(b.text) > HEAD_CHARS or ends_sentence(b.text) for b in blocks[index + 1 : index + 3]
    )
