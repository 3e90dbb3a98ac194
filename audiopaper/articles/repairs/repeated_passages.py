"""Passages that damage printed again on their page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open, ends_sentence
from audiopaper.model import Copy, Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import LineRange, Paragraph


# Two officials may say one sentence; three dozen characters in a row are never said twice by
# chance, and the shortest repeated passage seen on real pages has over ninety.
_MIN_SHARED = 36
_STEP = 18


@dataclass(frozen=True, slots=True)
class _Place:
    draft: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Shared:
    """A run of characters that two paragraphs have in common."""

    first: _Place
    second: _Place
    first_start: int
    second_start: int
    chars: int


def drop_repeats(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop the copies of passages that damage repeated on a page.

    A copy is dropped that is grafted on another head, that is only part of the other passage, or
    that is whole where the other one is torn and has its rest below it; of two equal ones, the one
    that stands beside another copy, else the second.
    """
    texts = {
        _Place(i, j): p.text
        for i, draft in enumerate(drafts)
        for j, p in enumerate(draft.paragraphs)
        if p.role == "text"
    }
    runs = _shared_runs(texts)
    if not runs:
        return tuple(drafts)
    joined = _join_rests(drafts)
    gone = {place: joined[text] for place, text in texts.items() if text in joined}
    cuts: dict[_Place, tuple[int, _Place]] = {}
    for shared in sorted(runs, key=lambda s: -s.chars):
        _judge(shared, texts, gone, cuts)
    _follow_loops(runs, texts, gone)
    for shared in runs:
        _judge_equal(shared, texts, gone, drafts)
    return tuple(_without(i, drafts, gone, cuts) for i in range(len(drafts)))


def _join_rests(drafts: Sequence[Draft]) -> dict[str, _Place]:
    """Return by the text of each torn paragraph with its rests where it begins."""
    joined: dict[str, _Place] = {}
    for i, draft in enumerate(drafts):
        text, first = "", 0
        for j, paragraph in enumerate(draft.paragraphs):
            if paragraph.sources[0] in draft.rests:
                text += paragraph.text
                joined.setdefault(text, _Place(i, first))
            else:
                text, first = paragraph.text, j
    return joined


def _is_inside(text: str, start: int) -> bool:
    """Return whether a place in a text is inside a clause."""
    return start > 0 and "\u4e00" <= text[start - 1] <= "\u9fff"


def _begins_sentence(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "。！？"


def _shared_runs(texts: dict[_Place, str]) -> list[_Shared]:
    anchors: dict[str, tuple[_Place, int]] = {}
    runs: list[_Shared] = []
    for place, text in texts.items():
        end = 0
        places = range(len(text) - _STEP + 1)
        for at in [at for at in places if text[at : at + _STEP] in anchors]:
            if at < end:
                continue
            other, start = anchors[text[at : at + _STEP]]
            shared = _extend(other, texts[other], start, place, text, at)
            if shared.chars >= _MIN_SHARED:
                runs.append(shared)
                end = shared.second_start + shared.chars
        for start in range(0, len(text) - _STEP + 1, _STEP):
            anchors.setdefault(text[start : start + _STEP], (place, start))
    return runs


def _extend(first: _Place, a: str, start_a: int, second: _Place, b: str, start_b: int) -> _Shared:
    end_a, end_b = start_a + _STEP, start_b + _STEP
    while end_a < len(a) and end_b < len(b) and a[end_a] == b[end_b]:
        end_a, end_b = end_a + 1, end_b + 1
    while start_a and start_b and a[start_a - 1] == b[start_b - 1]:
        start_a, start_b = start_a - 1, start_b - 1
    return _Shared(first, second, start_a, start_b, end_a - start_a)


def _judge(
    shared: _Shared,
    texts: dict[_Place, str],
    gone: dict[_Place, _Place],
    cuts: dict[_Place, tuple[int, _Place]],
) -> None:
    """Drop the copy that has little of its own: a grafted head, a cut tail.

    Where a broken line goes on with another passage's words, only these are cut off: the words
    belong where they begin a sentence, not where they stand in the middle of one.
    """
    if {shared.first, shared.second} & (gone.keys() | cuts.keys()):
        return
    first, second = (shared.first, shared.first_start), (shared.second, shared.second_start)
    own_first = len(texts[shared.first]) - shared.chars
    own_second = len(texts[shared.second]) - shared.chars
    if own_first == own_second == 0:
        return
    (less, start), (more, more_start) = (
        (first, second) if own_first < own_second else (second, first)
    )
    at_end = more_start + shared.chars == len(texts[more])
    if at_end and _is_inside(texts[more], more_start) and _begins_sentence(texts[less], start):
        cuts[more] = (more_start, less)
        return
    # What two articles share may be an official phrase; a copy has almost nothing else.
    share = 2 if less.draft == more.draft else 4
    if min(own_first, own_second) * share <= shared.chars:
        gone[less] = more


def _follow_loops(
    runs: Sequence[_Shared], texts: dict[_Place, str], gone: dict[_Place, _Place]
) -> None:
    """Of two equal paragraphs drop the one that follows, or leads to, a dropped copy."""
    for shared in runs:
        a, b = shared.first, shared.second
        if a in gone or b in gone or texts[a] != texts[b]:
            continue
        for step in (-1, 1):
            near_a = _Place(a.draft, a.paragraph + step)
            near_b = _Place(b.draft, b.paragraph + step)
            if gone.get(near_a) == near_b:
                gone[a] = b
                break
            if gone.get(near_b) == near_a:
                gone[b] = a
                break


def _judge_equal(
    shared: _Shared,
    texts: dict[_Place, str],
    gone: dict[_Place, _Place],
    drafts: Sequence[Draft],
) -> None:
    a, b = shared.first, shared.second
    if a in gone or b in gone or texts[a] != texts[b]:
        return
    if a.draft == b.draft:
        gone[b] = a
        return
    nearer_b = _kinship(texts[a], drafts[b.draft]) > _kinship(texts[a], drafts[a.draft])
    gone[a if nearer_b else b] = b if nearer_b else a


def _kinship(text: str, draft: Draft) -> float:
    """Return how much of an article's words, headline first, a paragraph has."""
    heads = "".join((*draft.kickers, *draft.headlines, *draft.subheads))
    pairs = {heads[i : i + 2] for i in range(len(heads) - 1)}
    return sum(pair in text for pair in pairs) / (len(pairs) or 1)


def copy_of(source: LineRange, dropped: str, original: Paragraph) -> Copy:
    """Return what an editor is shown of a text that was dropped as a copy of a paragraph."""
    return Copy(
        line=source,
        original=original.sources[0],
        text=dropped,
        original_text=original.text,
    )


def _without(
    index: int,
    drafts: Sequence[Draft],
    gone: dict[_Place, _Place],
    cuts: dict[_Place, tuple[int, _Place]],
) -> Draft:
    """Drop an article's repeated paragraphs and grafted tails, each with its repair."""
    draft = drafts[index]
    paragraphs: list[Paragraph] = []
    repairs, copies = list(draft.repairs), list(draft.copies)
    gaps, rests = list(draft.gaps), set(draft.rests)
    hole = False
    for j, paragraph in enumerate(draft.paragraphs):
        place = _Place(index, j)
        if place not in gone and place not in cuts:
            if hole and paragraphs and ends_sentence(paragraphs[-1].text):
                gaps.append(paragraph.sources[0])
                rests.discard(paragraph.sources[0])
            hole = False
            paragraphs.append(paragraph)
            continue
        keep, other = cuts.get(place) or (0, gone[place])
        source, dropped = paragraph.sources[0], paragraph.text[keep:]
        rule = RepairRule.GRAFTED_PASSAGE if keep else RepairRule.REPEATED_PASSAGE
        repairs.append(Repair(source=source, before=dropped, after="", rule=rule))
        copies.append(copy_of(source, dropped, drafts[other.draft].paragraphs[other.paragraph]))
        if keep:
            hole = False
            paragraphs.append(replace(paragraph, text=paragraph.text[:keep]))
        else:
            # A copy that breaks off was read in another passage's place: that one is missing.
            hole = ends_open(paragraph.text)
    if len(repairs) == len(draft.repairs):
        return draft
    return replace(
        draft,
        paragraphs=tuple(paragraphs),
        repairs=tuple(repairs),
        gaps=tuple(gaps),
        rests=frozenset(rests),
        copies=tuple(copies),
    )
