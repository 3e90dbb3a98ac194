"""The end of an article below a table that stands inside it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import begins_inside, ends_sentence
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

_MIN_ROWS, _MAX_ROW_CHARS, _MIN_CHARS = 2, 40, 14
_NO_ROW = re.compile("[，。！？；]")

# What belongs to a table: where its figures are from, whom to ask, what a star means.
_OF_TABLE = re.compile(
    r"以上|上述|上表|本表|此表|注[：:]|备注|说明|数据|来源|统计|咨询|电话|热线|详情|具体|如有|仅供参考|提供|最终解释|[（(]"
)


def return_text_below_tables(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return the text below a table to the signed article right above the table.

    A table inside an article has a head of its own, which parts it from the article; what follows
    its rows, and says nothing of the table, is the article's end.
    """
    out = list(drafts)
    for at in range(1, len(out)):
        above, table = out[at - 1 : at + 1]
        rows = _count_rows(table)
        tail = table.paragraphs[rows:]
        if rows and _goes_on(above) and tail and all(map(_is_text, tail)):
            out[at] = replace(table, paragraphs=table.paragraphs[:rows])
            out[at - 1] = _with(above, tail)
    return tuple(out)


def _count_rows(draft: Draft) -> int:
    """Count the rows that an article without a signature begins with; 0 if it is no table."""
    # A table's first row is often taken for a subhead.
    named = draft.dateline or draft.writers or draft.kickers or draft.closed
    whole = (draft.jump_from, draft.jump_to) == (None, None)
    if draft.form != "article" or named or not (whole and draft.headlines):
        return 0
    rows = len(draft.paragraphs) - len(list(dropwhile(_is_row, draft.paragraphs)))
    return rows if rows >= _MIN_ROWS else 0


def _is_row(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _MAX_ROW_CHARS and not _NO_ROW.search(paragraph.text)


def _is_text(paragraph: Paragraph) -> bool:
    text = paragraph.text
    whole = len(text) >= _MIN_CHARS and ends_sentence(text) and not begins_inside(text)
    return paragraph.role == "text" and whole and not _OF_TABLE.search(text)


def _goes_on(draft: Draft) -> bool:
    """Return whether an article is signed above its text, and not below it."""
    signed = bool(draft.dateline or draft.writers) and not draft.closed
    whole = draft.form == "article" and bool(draft.headlines) and draft.jump_to is None
    return signed and whole and all(map(_is_prose, draft.paragraphs[-1:]))


def _is_prose(paragraph: Paragraph) -> bool:
    return paragraph.role == "text" and ends_sentence(paragraph.text)


def _with(draft: Draft, tail: Sequence[Paragraph]) -> Draft:
    moved = tuple(
        Repair(source=p.sources[0], before=p.text, after=p.text, rule=RepairRule.TEXT_BELOW_TABLE)
        for p in tail
    )
    return replace(
        draft,
        paragraphs=(*draft.paragraphs, *tail),
        repairs=(*draft.repairs, *moved),
        sources=(*draft.sources, *(source for p in tail for source in p.sources)),
    )
