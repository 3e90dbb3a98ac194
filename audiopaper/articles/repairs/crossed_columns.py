"""Paragraphs that stand under the wrong article: columns read across, passages without a head."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.articles.repairs.torn_articles import (
    article_pairs,
    is_torn_article,
    is_torn_paragraph,
)
from audiopaper.articles.shared_text import word_pairs
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# How many of the next articles on its page may hold the rest of a torn one; in those further
# away only what goes on a torn word is looked for.
_REACH, _NEAR = 8, 2
_MAX_PARAGRAPHS = 30


def return_crossed_columns(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return to an article that breaks off the paragraphs that were read into the next ones.

    Where two articles stood side by side and the page was read across, the paragraphs of the
    first stand among those of the second. Each goes to the article that it shares more words
    with and whose last sentence it goes on.
    """
    out = list(drafts)
    page = "\n".join(p.text for draft in drafts for p in draft.paragraphs)
    for i in range(len(out)):
        torn = is_torn_article(out[i])
        ways = [
            (parted, j)
            for j in range(i + 1, min(i + 1 + _REACH, len(out)))
            if (torn or (j == i + 1 and _goes_on_in(out[i], out[j])))
            and _may_hold(out[j])
            and (parted := _parted(out[i], out[j], page, near=j <= i + _NEAR)) is not None
        ]
        if ways:
            (_, first, rest), j = max(ways, key=lambda way: way[0][0])
            out[i], out[j] = _with_rests(first), _with_rests(rest)
    return _with_pieces(out, page)


def _goes_on_in(draft: Draft, other: Draft) -> bool:
    """Return whether a torn line of an article went on below the head of the next one.

    Its rest is already with it; the paragraphs below that rest may not be.
    """
    first = other.sources[0]
    return any(rest.page == first.page and rest.start > first.start for rest in draft.rests)


def _with_rests(draft: Draft) -> Draft:
    """Mark each torn line as continued in the paragraph that is placed below it."""
    rests = {
        right.sources[0]
        for left, right in itertools.pairwise(draft.paragraphs)
        if is_torn_paragraph(left) and right.role == "text"
    }
    return replace(draft, rests=draft.rests | rests)


# Two words in a hundred are in any two texts.
_MIN_PIECE_KIN = 1.2

# By hand, on made-up pages: what speaks against a sentence left open, for two halves of a word
# that the page has whole, for words in common, and for a paragraph to stay where it stands.
_LEFT_OPEN, _SEAM, _KIN, _STAYS = -2.0, 1.0, 40.0, 0.25


def _with_pieces(drafts: Sequence[Draft], page: str) -> tuple[Draft, ...]:
    """Append a passage without a head to the torn article of its page that it continues."""
    out = list(drafts)
    for i, piece in enumerate(drafts):
        if not _is_piece(piece):
            continue
        ways = [
            (kin + _seam(draft.paragraphs[-1], piece.paragraphs[0], page), j)
            for j, draft in enumerate(out)
            if j != i
            and is_torn_article(draft)
            and (
                kin := _KIN
                * _share(piece.paragraphs[0].text, article_pairs(draft, draft.paragraphs))
            )
            >= _MIN_PIECE_KIN
        ]
        if ways:
            _, j = max(ways)
            out[j] = _with_rests(_moved(out[j], piece.paragraphs))
            out[i] = replace(piece, paragraphs=(), sources=(), repairs=())
            out[j] = replace(out[j], repairs=out[j].repairs + piece.repairs)
    return tuple(draft for draft in out if draft.sources)


def _is_piece(draft: Draft) -> bool:
    headed = draft.headlines or draft.kickers or draft.dateline or draft.writers
    return (
        draft.form == "article"
        and not headed
        and bool(draft.paragraphs)
        and (draft.jump_from, draft.jump_to) == (None, None)
    )


def _moved(draft: Draft, paragraphs: Sequence[Paragraph]) -> Draft:
    """Append paragraphs that stood elsewhere to a torn article."""
    repairs = tuple(
        Repair(source=p.sources[0], before=p.text, after=p.text, rule=RepairRule.CROSSED_COLUMN)
        for p in paragraphs
    )
    own, rest = draft.paragraphs, tuple(paragraphs)
    if own[-1].text.endswith(("；", ";")):
        # A clause, which is no sentence's end where its article goes on elsewhere.
        text, sources = own[-1].text + rest[0].text, own[-1].sources + rest[0].sources
        own, rest = (*own[:-1], replace(own[-1], text=text, sources=sources)), rest[1:]
    return replace(
        draft,
        paragraphs=own + rest,
        repairs=draft.repairs + repairs,
        sources=draft.sources + tuple(s for p in paragraphs for s in p.sources),
    )


def _may_hold(draft: Draft) -> bool:
    return draft.form == "article" and 1 < len(draft.paragraphs) <= _MAX_PARAGRAPHS


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to divide the paragraphs read so far."""

    score: float
    torn: tuple[int, ...]
    """Places of the paragraphs that go to the torn article."""

    other: tuple[int, ...]
    """Places of those that stay."""


# All that speaks for dealing anew has to beat leaving things as they are by this much.
_MARGIN = 3.0


def _parted(
    torn: Draft, other: Draft, page: str, *, near: bool
) -> tuple[float, Draft, Draft] | None:
    """Divide the second article's paragraphs, except its first, between the two articles.

    Returns:
        The score of the division and the two articles, or None if the score is too low.
    """
    pool = other.paragraphs
    mine, theirs = article_pairs(torn, torn.paragraphs), article_pairs(other, pool[:1])
    both = mine & theirs
    leans = [_share(p.text, mine - both) - _share(p.text, theirs - both) for p in pool]
    seams = [_seam(torn.paragraphs[-1], p, page) for p in pool]
    score, moves = _deal(torn, pool, leans, page) if near else _piece(leans, seams)
    if not moves or any(leans[k] <= 0 for k in moves if k != moves[0] or not seams[k]):
        return None
    moved = tuple(pool[k] for k in moves)
    return (
        score,
        _moved(torn, moved),
        replace(other, paragraphs=tuple(p for k, p in enumerate(pool) if k not in moves)),
    )


def _deal(
    torn: Draft, pool: Sequence[Paragraph], leans: Sequence[float], page: str
) -> tuple[float, tuple[int, ...]]:
    """Find the best way to divide paragraphs: its score and the paragraphs to move, if any."""
    ways = [_Way(0.0, (), (0,))]
    for k in range(1, len(pool)):
        lean = _KIN * leans[k] - _STAYS
        grown = []
        for way in ways:
            left = torn.paragraphs[-1] if not way.torn else pool[way.torn[-1]]
            goes, stays = _seam(left, pool[k], page), _seam(pool[way.other[-1]], pool[k], page)
            grown.append(_Way(way.score + lean + goes, (*way.torn, k), way.other))
            grown.append(_Way(way.score - lean + stays, way.torn, (*way.other, k)))
        ways = _best(grown)
    scored = [(way.score + _end(way, torn, pool), way) for way in ways]
    score, best = max(scored, key=lambda s: s[0])
    as_it_is = next((s for s, way in scored if not way.torn), None)
    if as_it_is is not None and score - as_it_is < _MARGIN:
        return 0.0, ()
    return score, best.torn


def _piece(leans: Sequence[float], seams: Sequence[float]) -> tuple[float, tuple[int, ...]]:
    """Find the run of paragraphs that goes on a torn word and shares the torn article's words."""
    for first in range(1, len(leans)):
        last = first
        while last + 1 < len(leans) and leans[last + 1] > 0:
            last += 1
        kin = _KIN * sum(leans[first : last + 1])
        if seams[first] and kin >= _MARGIN:
            return kin, tuple(range(first, last + 1))
    return 0.0, ()


def _share(text: str, words: set[str]) -> float:
    pairs = word_pairs(text)
    return len(pairs & words) / (len(pairs) or 1)


def _seam(left: Paragraph, right: Paragraph, page: str) -> float:
    """Score how well a paragraph follows another one."""
    if not is_torn_paragraph(left):
        return 0.0
    seam = left.text[-1:] + right.text[:1]
    return _SEAM if word_pairs(seam) and seam in page else 0.0


def _best(ways: Sequence[_Way]) -> list[_Way]:
    """Return the best way for each pair of last paragraphs."""
    best: dict[tuple[int, int], _Way] = {}
    for way in ways:
        key = (way.torn[-1] if way.torn else -1, way.other[-1])
        if key not in best or way.score > best[key].score:
            best[key] = way
    return list(best.values())


def _end(way: _Way, torn: Draft, pool: Sequence[Paragraph]) -> float:
    last = pool[way.torn[-1]] if way.torn else torn.paragraphs[-1]
    return _LEFT_OPEN * (is_torn_paragraph(last) + is_torn_paragraph(pool[way.other[-1]]))
