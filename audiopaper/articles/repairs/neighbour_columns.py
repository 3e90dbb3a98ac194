"""Paragraphs that were printed inside the article beside their own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from audiopaper.articles.repairs.torn_articles import is_torn_paragraph
from audiopaper.articles.sentence_ends import begins_inside, ends_sentence
from audiopaper.articles.shared_text import word_pairs
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# A paragraph is another article's where it shares no word with its own and several with that
# one. Shorter ones may share none with any.
_MIN_CHARS, _MIN_COMMON = 24, 4
_MIN_PARAGRAPHS = 3
_STRAYS = re.compile(r"^(?:[●■◆▲★☆※◎□○▶▪•·]|[（(]?\d|[①-⑳]|[问答]\s?[：:])")


def return_neighbours_paragraphs(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Move a whole paragraph that shares its words only with the next article to that article.

    Where columns stand side by side a page is read across: a paragraph of one story is printed
    in another. It goes to the end of the article above, or below the paragraph that it shares most
    words with in the one below. Where no line of the page is torn, no column was read across.
    """
    out = list(drafts)
    if not any(map(_is_damaged, drafts)):
        return tuple(out)
    pairs = {line: word_pairs(line) for draft in drafts for line in _lines(draft)}
    words = [Counter(chain.from_iterable(map(pairs.__getitem__, _lines(d)))) for d in drafts]
    usual = {pair for pair, n in Counter(chain.from_iterable(words)).items() if n > _MIN_COMMON}
    for i, draft in enumerate(drafts):
        if draft.form != "article" or len(draft.paragraphs) < _MIN_PARAGRAPHS:
            continue
        for paragraph in draft.paragraphs[1:]:
            own = pairs[paragraph.text] - usual
            j = _find_home(paragraph, own, i, out, words)
            if j is not None:
                out[i] = _without(out[i], paragraph)
                out[j] = _with(out[j], paragraph, last=j < i)
    return tuple(out)


def _is_damaged(draft: Draft) -> bool:
    return bool(draft.rests) or any(map(is_torn_paragraph, draft.paragraphs))


def _lines(draft: Draft) -> tuple[str, ...]:
    heads = (*draft.kickers, *draft.headlines, *draft.subheads)
    return (*heads, *(p.text for p in draft.paragraphs))


def _find_home(
    paragraph: Paragraph,
    own: frozenset[str],
    at: int,
    drafts: Sequence[Draft],
    words: Sequence[Counter[str]],
) -> int | None:
    """Return the place of the article whose words a paragraph shares; None for its own.

    Args:
        paragraph: The paragraph.
        own: Its pairs of characters but those of many lines.
        at: The place of the article that it is printed in.
        drafts: The articles of the page.
        words: In how many lines of each article each pair stands.
    """
    text = paragraph.text
    whole = ends_sentence(text) and not begins_inside(text) and not _STRAYS.match(text)
    if paragraph.role != "text" or len(text) < _MIN_CHARS or not whole:
        return None
    if paragraph.sources[0] in drafts[at].rests:
        return None
    if any(words[at][pair] > 1 for pair in own):
        return None
    near = [j for j in (at - 1, at + 1) if 0 <= j < len(drafts) and _may_own(drafts[j])]
    common = [(sum(pair in words[j] for pair in own), j) for j in near]
    most, home = max(common, default=(0, -1))
    return home if most >= _MIN_COMMON else None


def _may_own(draft: Draft) -> bool:
    return draft.form == "article" and bool(draft.headlines) and bool(draft.paragraphs)


def _without(draft: Draft, paragraph: Paragraph) -> Draft:
    return replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p is not paragraph))


def _with(draft: Draft, paragraph: Paragraph, *, last: bool) -> Draft:
    own = word_pairs(paragraph.text)
    paragraphs = draft.paragraphs
    likeness = [len(own & word_pairs(p.text)) for p in paragraphs]
    nearest = max(range(len(paragraphs)), key=lambda k: (likeness[k], k))
    at = len(paragraphs) if last else nearest + 1
    while at < len(paragraphs) and paragraphs[at].sources[0] in draft.rests:
        at += 1
    moved = Repair(
        source=paragraph.sources[0],
        before=paragraph.text,
        after=paragraph.text,
        rule=RepairRule.CROSSED_COLUMN,
    )
    return replace(
        draft,
        paragraphs=(*paragraphs[:at], paragraph, *paragraphs[at:]),
        repairs=(*draft.repairs, moved),
        sources=(*draft.sources, *paragraph.sources),
    )
