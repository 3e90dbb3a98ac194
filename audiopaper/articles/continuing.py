"""Articles that go on at another page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.grammar import ends_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft


def join_pages(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join each text that jumps to another page with the text that comes from there.

    Jump lines, the headline said again, and a sentence that reads on decide who belongs to whom.
    """
    taken: dict[int, int] = {}
    pairs = sorted(
        (-score, i, j)
        for i, draft in enumerate(drafts)
        if draft.jump_to is not None
        for j, other in enumerate(drafts)
        if other.jump_from is not None and (score := _fit(draft, other)) > 0
    )
    ends: set[int] = set()
    for _, i, j in pairs:
        if i not in taken and j not in ends and i != j:
            taken[i] = j
            ends.add(j)
    out = []
    for i, draft in enumerate(drafts):
        if i in ends and not _in_loop(i, taken):
            continue
        out.append(_continued(draft, i, taken, drafts))
    return tuple(out)


def _in_loop(start: int, taken: dict[int, int]) -> bool:
    seen, at = {start}, taken.get(start)
    while at is not None:
        if at == start:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = taken.get(at)
    return False


def _continued(draft: Draft, index: int, taken: dict[int, int], drafts: Sequence[Draft]) -> Draft:
    seen = {index}
    at = taken.get(index)
    while at is not None and at not in seen:
        seen.add(at)
        draft = _joined(draft, drafts[at])
        at = taken.get(at)
    return draft


def _fit(draft: Draft, other: Draft) -> float:
    """Sum what speaks for a text going on in another."""
    if draft.page == other.page:
        return 0.0
    score = 0.0
    if draft.jump_to:
        score += 1.5 if draft.jump_to == other.page else -2.5
    if other.jump_from:
        score += 1.5 if other.jump_from == draft.page else -2.5
    if draft.headline and other.headline:
        score += 4.0 * _likeness(draft.headline, other.headline) - 1.0
    if draft.paragraphs and other.paragraphs and ends_open(draft.paragraphs[-1].text):
        score += 0.5
    return score


def _likeness(a: str, b: str) -> float:
    """Tell the share of the shorter headline's character pairs that the other one has."""
    pairs_a, pairs_b = (
        {text[k : k + 2] for k in range(len(text) - 1)}
        for text in (a.replace(" ", ""), b.replace(" ", ""))
    )
    smaller = min(len(pairs_a), len(pairs_b))
    return len(pairs_a & pairs_b) / smaller if smaller else 0.0


def _joined(draft: Draft, rest: Draft) -> Draft:
    return replace(
        draft,
        paragraphs=draft.paragraphs + rest.paragraphs,
        writers=tuple(dict.fromkeys((*draft.writers, *rest.writers))),
        repairs=draft.repairs + rest.repairs,
        jump_to=rest.jump_to,
        sources=draft.sources + rest.sources,
    )
