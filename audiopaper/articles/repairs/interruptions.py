"""What stands between the halves of a torn line: captions without a credit, boxes, labels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.drafts import Draft
from audiopaper.articles.page_words import HEAD_CHARS, SCENE
from audiopaper.articles.sentence_ends import begins_inside, ends_open, ends_sentence
from audiopaper.model import HeadPart, Repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Paragraph

# A shorter unfinished line is rather a label or a signature; a box inside a line has a few
# paragraphs, a caption is one sentence.
_MIN_TORN_CHARS = 20
_MAX_PARAGRAPHS, _MAX_CHARS, _CAPTION_CHARS = 4, 400, 60


def part_interruptions(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Take out of each article what interrupts a torn line that goes on below it.

    A paragraph that begins inside a sentence under a whole one has lost its beginning: where a
    line was torn a little above, that is where it belongs, and what stands between is foreign.
    """
    out: list[Draft] = []
    for draft in drafts:
        out += _parted(draft) if draft.form == "article" else (draft,)
    return tuple(out)


def _parted(draft: Draft) -> tuple[Draft, ...]:
    paragraphs = draft.paragraphs
    kept: list[Paragraph] = []
    foreign: list[tuple[Paragraph, ...]] = []
    rests = draft.rests
    at = 0
    while at < len(paragraphs):
        kept.append(paragraphs[at])
        at += 1
        goes_on = at < len(paragraphs) and paragraphs[at].sources[0] in draft.rests
        if not goes_on and _is_torn(kept[-1]) and kept[-1].sources[-1] not in draft.alone:
            rest = _rest(paragraphs, at)
            if rest > at:
                rests |= {paragraphs[rest].sources[0]}
                foreign.append(paragraphs[at:rest])
                at = rest
    if not foreign:
        return (draft,)
    moved = tuple(
        Repair(source=p.sources[0], before=p.text, after="", rule="inside a torn line")
        for run in foreign
        for p in run
    )
    whole = replace(draft, paragraphs=tuple(kept), rests=rests, repairs=draft.repairs + moved)
    return (whole, *(_own(draft.page, run) for run in foreign))


def _is_torn(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.role == "text" and len(text) >= _MIN_TORN_CHARS and ends_open(text)


def _rest(paragraphs: Sequence[Paragraph], first: int) -> int:
    """Find where a torn line goes on: below what interrupts it, else right here."""
    chars = 0
    for at in range(first, min(first + _MAX_PARAGRAPHS, len(paragraphs))):
        if begins_inside(paragraphs[at].text):
            above = paragraphs[at - 1].text
            return at if at == first or ends_sentence(above) or _is_label(above) else first
        chars += len(paragraphs[at].text)
        if chars > _MAX_CHARS:
            break
    if first + 1 < len(paragraphs) and (
        _is_scene(paragraphs[first].text)
        or _is_unfinished(paragraphs[first])
        or (_is_clause(paragraphs[first].text) and _LAST_CLAUSE.match(paragraphs[first + 1].text))
    ):
        return first + 1
    return first


def _is_label(text: str) -> bool:
    return len(text) <= HEAD_CHARS and re.search(r"[，,；;。]", text) is None


def _is_unfinished(paragraph: Paragraph) -> bool:
    """Tell whether a line is too short to be the middle of a line torn twice, and has no stop."""
    text = paragraph.text
    return (
        paragraph.role == "text"
        and _MIN_CAPTION_CHARS <= len(text) < _MIN_TORN_CHARS
        and _is_label(text)
        and ends_open(text)
    )


_MIN_CAPTION_CHARS = 8
# 费，… or 冰路，…: the end of a clause, unless it says when, where or how the next one follows.
_LAST_CLAUSE = re.compile(
    r"[^\W\d今目其此为去现后当近同随另昨不然但因所于接最首次据眼未以过从那这每晚早夜午晨春夏秋冬年月日天时说他她它我们前事原可"
    r"如而且也又还再一二三四按根在到经对与记者问答是有没][^\W\d年月日天时后前中里上下说]{0,2}，"
)


def _is_clause(text: str) -> bool:
    """Tell whether a text is one short sentence of one clause."""
    return (
        len(text) <= _CAPTION_CHARS // 2
        and text.endswith("。")
        and re.search(r"[，,；;：:“”]", text) is None
        and "。" not in text[:-1]
    )


_PROGRESSIVE = re.compile(r"[\u4e00-\u9fff、“”]{2,16}?正(?:在|[\u4e00-\u9fff])")


def _is_scene(text: str) -> bool:
    """Tell whether a short text only says who is doing what."""
    bare = text.rstrip("。")
    return len(bare) <= _CAPTION_CHARS // 2 and bool(
        SCENE.fullmatch(bare) and _PROGRESSIVE.match(bare)
    )


def _own(page: int, run: tuple[Paragraph, ...]) -> Draft:
    """Make a caption of one sentence, an article of its own of a box."""
    sources = tuple(source for p in run for source in p.sources)
    first = run[0]
    if len(run) == 1 and len(first.text) <= _CAPTION_CHARS:
        return Draft(form="caption", page=page, paragraphs=run, sources=sources)
    if _is_label(first.text) and len(run) > 1:
        head = HeadPart(role="headline", text=first.text, source=first.sources[0])
        return Draft(
            page=page, headlines=(first.text,), head=(head,), paragraphs=run[1:], sources=sources
        )
    return Draft(page=page, paragraphs=run, sources=sources)
