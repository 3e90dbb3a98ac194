"""Articles that an edition prints twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.shared_text import headline_likeness
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft


_SAME_CHARS = 40


def drop_printed_twice(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Keep one of the articles that are printed twice: the longer, or else the first.

    They open with the same words, under like headlines or with the same bylines.
    """
    first: dict[str, int] = {}
    out = list(drafts)
    for i, draft in enumerate(drafts):
        if draft.headless or not draft.paragraphs:
            continue
        opening = draft.paragraphs[0].text[:_SAME_CHARS]
        if len(opening) < _SAME_CHARS // 2:
            continue
        j = first.setdefault(opening, i)
        if j != i and _is_double(draft, out[j]):
            keep, drop = (i, j) if draft.chars > out[j].chars else (j, i)
            first[opening] = keep
            out[keep] = _with_double(out[keep], out[drop])
            out[drop] = replace(out[drop], sources=())
    return tuple(draft for draft in out if draft.sources)


_MIN_LIKENESS = 0.5


def _is_double(draft: Draft, other: Draft) -> bool:
    if draft.writers and draft.writers == other.writers:
        return True
    return headline_likeness(draft.headline, other.headline) >= _MIN_LIKENESS


def _with_double(draft: Draft, double: Draft) -> Draft:
    heads = [(part.source, part.text) for part in double.head]
    texts = [(p.sources[0], p.text) for p in double.paragraphs]
    gone = tuple(
        Repair(source=source, before=text, after="", rule=RepairRule.PRINTED_TWICE)
        for source, text in (*heads, *texts)
    )
    return replace(
        draft, repairs=draft.repairs + double.repairs + gone, copies=draft.copies + double.copies
    )
