"""Openings that stand apart from their headline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import begins_inside, ends_open
from audiopaper.articles.shared_text import word_pairs
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft


# A headline of ten characters has nine pairs; the opening of its own story has a third of them,
# that of another one hardly any.
_MIN_SHARE = 0.2


def return_openings(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Set an opening without a head before the rest of its article, which has the head.

    An article whose columns were read in the wrong order, or whose head stands below its first
    lines, becomes two: one that opens with a dateline and has no head, and one beside it that has
    a head and no dateline.
    """
    out = list(drafts)
    for i, opening in enumerate(drafts):
        if not _is_opening(opening):
            continue
        beside = [j for j in (i + 1, i - 1) if 0 <= j < len(out) and _lacks_byline(out[j])]
        ways = [(_belonging(opening, out[j]), -j) for j in beside if out[j].form == "article"]
        share, place = max(ways, default=(0.0, 0))
        if share >= _MIN_SHARE:
            out[-place] = _with_opening(opening, out[-place])
            out[i] = replace(opening, sources=())
    return tuple(draft for draft in out if draft.sources)


def _lacks_byline(draft: Draft) -> bool:
    return bool(draft.headlines and draft.paragraphs) and not draft.dateline and not draft.writers


def _is_opening(draft: Draft) -> bool:
    named = bool(draft.dateline or draft.writers) and not draft.kickers and not draft.subheads
    whole = (draft.jump_from, draft.jump_to) == (None, None)
    return draft.form == "article" and draft.headless and named and whole and bool(draft.paragraphs)


def _belonging(opening: Draft, draft: Draft) -> float:
    """Rate how surely an opening is that of an article beside it."""
    torn = ends_open(opening.paragraphs[-1].text) and not draft.jump_from
    sure = 1.0 if torn or begins_inside(draft.paragraphs[0].text) else 0.0
    pairs = {pair for line in draft.headlines for pair in word_pairs(line)}
    text = "".join(p.text for p in opening.paragraphs)
    return sure + sum(pair in text for pair in pairs) / (len(pairs) or 1)


def _with_opening(opening: Draft, draft: Draft) -> Draft:
    torn = ends_open(opening.paragraphs[-1].text)
    moved = Repair(
        source=opening.sources[0],
        before=opening.dateline,
        after=opening.dateline,
        rule=RepairRule.MOVED_DATELINE,
    )
    return replace(
        draft,
        dateline=opening.dateline,
        writers=opening.writers,
        photographers=tuple(dict.fromkeys(opening.photographers + draft.photographers)),
        paragraphs=opening.paragraphs + draft.paragraphs,
        head=draft.head + opening.head,
        repairs=(*draft.repairs, *opening.repairs, moved),
        alone=draft.alone | opening.alone,
        rests=draft.rests
        | opening.rests
        | (frozenset({draft.paragraphs[0].sources[0]}) if torn else frozenset()),
        gaps=opening.gaps + draft.gaps,
        copies=opening.copies + draft.copies,
        closed=draft.closed,
        sources=draft.sources + opening.sources,
    )
