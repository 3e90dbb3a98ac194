"""Articles that go on at another page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open
from audiopaper.articles.shared_text import all_pairs, headline_likeness
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.articles.drafts import Draft


# A piece without a head is given to a run-over of its page where they share this many of the
# piece's character pairs; texts on other subjects share about two in a hundred.
_MIN_KINSHIP = 0.03


def join_headless_rests(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Append a headless piece, which stands behind another article's end, to the text it continues.

    Where a run-over from another page was cut in two, its second half has neither head nor jump
    line; it belongs to the run-over of its own page that shares most of its words.
    """
    out = list(drafts)
    for i, piece in enumerate(drafts):
        if not _is_piece(piece):
            continue
        shared = [
            (_kinship(piece, other), j)
            for j, other in enumerate(out)
            if other is not None and j != i and _runs_over_to(other, piece.page)
        ]
        best, j = max(shared, default=(0.0, -1))
        if best >= _MIN_KINSHIP:
            out[j] = _joined(out[j], piece)
            out[i] = replace(piece, sources=())
    return tuple(draft for draft in out if draft.sources)


def _is_piece(draft: Draft) -> bool:
    headed = draft.headlines or draft.dateline or draft.writers
    return draft.form == "article" and not headed and draft.jump_from is None


def _runs_over_to(draft: Draft, page: int) -> bool:
    if draft.form != "article" or draft.page == page:
        return False
    return bool(draft.sources) and draft.sources[-1].page == page


def _kinship(piece: Draft, draft: Draft) -> float:
    """Return the share of a piece's character pairs that a draft's text has."""
    pairs = all_pairs("".join(p.text for p in piece.paragraphs))
    return len(pairs & all_pairs("".join(p.text for p in draft.paragraphs))) / (len(pairs) or 1)


def join_pages(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join each text that jumps to another page with the text that comes from there.

    Jump lines, a repeated headline and a sentence that reads on decide which texts belong together.
    """
    taken: dict[int, int] = {}
    pairs = sorted(
        (-score, i, j) for i, j in _may_join(drafts) if (score := _fit(drafts[i], drafts[j])) > 0
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


# An edition has a few jumps from one page to another; of very many only those are compared that
# come about as late on both pages.
_MOST_COMPARED = 16


def _may_join(drafts: Sequence[Draft]) -> set[tuple[int, int]]:
    """Pair each text that jumps with those that may go on it, by page, by origin, by headline."""
    coming: dict[tuple[str, int | str], list[int]] = defaultdict(list)
    for j, other in enumerate(drafts):
        if other.jump_from is None:
            continue
        coming["on", other.page].append(j)
        coming["from", other.jump_from].append(j)
        if other.headline:
            coming["head", "".join(other.headline.split())].append(j)
    passed: Counter[tuple[str, int | str]] = Counter()
    out = set()
    for i, draft in enumerate(drafts):
        if draft.jump_to is None:
            continue
        for key in _jump_keys(draft):
            candidates = coming.get(key, [])
            first = max(0, min(passed[key] - _MOST_COMPARED // 2, len(candidates) - _MOST_COMPARED))
            out |= {(i, j) for j in candidates[first : first + _MOST_COMPARED]}
            passed[key] += 1
    return out


def _jump_keys(draft: Draft) -> Iterator[tuple[str, int | str]]:
    if draft.jump_to:
        yield "on", draft.jump_to
    yield "from", draft.page
    yield "from", 0
    if draft.headline:
        yield "head", "".join(draft.headline.split())


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
    """Score how well a text continues in another."""
    if draft.page == other.page:
        return 0.0
    score = 0.0
    if draft.jump_to:
        score += 1.5 if draft.jump_to == other.page else -2.5
    if other.jump_from:
        score += 1.5 if other.jump_from == draft.page else -2.5
    if draft.headline and other.headline:
        score += 4.0 * headline_likeness(draft.headline, other.headline) - 1.0
        if other.dateline:
            # What has a head and a dateline of its own is an article, whatever stands over it.
            score -= 2.5
    if draft.paragraphs and other.paragraphs and ends_open(draft.paragraphs[-1].text):
        score += 0.5
    return score


def _joined(draft: Draft, rest: Draft) -> Draft:
    """Join a text with its continuation; the head repeated over the rest is dropped."""
    torn = draft.paragraphs and rest.paragraphs and ends_open(draft.paragraphs[-1].text)
    gone = tuple(
        Repair(source=part.source, before=part.text, after="", rule=RepairRule.RUN_OVER_HEAD)
        for part in rest.head
        if part.role != "byline"
    )
    return replace(
        draft,
        paragraphs=draft.paragraphs + rest.paragraphs,
        writers=tuple(dict.fromkeys((*draft.writers, *rest.writers))),
        photographers=tuple(dict.fromkeys((*draft.photographers, *rest.photographers))),
        head=draft.head + tuple(part for part in rest.head if part.role == "byline"),
        repairs=draft.repairs + rest.repairs + gone,
        jump_to=rest.jump_to,
        alone=draft.alone | rest.alone,
        gaps=draft.gaps + rest.gaps,
        copies=draft.copies + rest.copies,
        rests=draft.rests | rest.rests | ({rest.paragraphs[0].sources[0]} if torn else set()),
        sources=draft.sources + rest.sources,
    )
