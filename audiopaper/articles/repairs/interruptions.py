"""Texts that interrupt a torn line: captions without a credit, boxes and labels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.drafts import Draft
from audiopaper.articles.page_words import HEAD_CHARS
from audiopaper.articles.sentence_ends import begins_inside, ends_sentence, is_torn
from audiopaper.model import HeadPart, Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Paragraph

# A box inside a line has a few paragraphs, a caption is one sentence.
_MAX_PARAGRAPHS, _MAX_CHARS, _CAPTION_CHARS = 4, 400, 60


def take_out_interruptions(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Remove from each article what interrupts a torn line that continues below it.

    A paragraph that begins inside a sentence under a whole one has lost its beginning: where a
    line was torn a little above, that is where it belongs, and what stands between is foreign.
    """
    return tuple(part for draft in drafts for part in _parted(draft))


def _parted(draft: Draft) -> tuple[Draft, ...]:
    paragraphs = draft.paragraphs if draft.form == "article" else ()
    own: list[Paragraph] = []
    foreign: list[tuple[Paragraph, ...]] = []
    rests = draft.rests
    at = 0
    while at < len(paragraphs):
        own.append(paragraphs[at])
        at += 1
        goes_on = at < len(paragraphs) and paragraphs[at].sources[0] in draft.rests
        if not goes_on and _is_torn(own[-1]) and own[-1].sources[-1] not in draft.alone:
            rest = _rest(paragraphs, at)
            if rest > at:
                rests |= {paragraphs[rest].sources[0]}
                foreign.append(paragraphs[at:rest])
                at = rest
    if not foreign:
        return (draft,)
    moved = tuple(
        Repair(source=p.sources[0], before=p.text, after="", rule=RepairRule.INTERRUPTION)
        for run in foreign
        for p in run
    )
    whole = replace(draft, paragraphs=tuple(own), rests=rests, repairs=draft.repairs + moved)
    return (whole, *(_own(draft.page, run) for run in foreign))


def _is_torn(paragraph: Paragraph) -> bool:
    return paragraph.role == "text" and is_torn(paragraph.text)


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
    return first


def _is_label(text: str) -> bool:
    return len(text) <= HEAD_CHARS and re.search(r"[，,；;。]", text) is None


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
