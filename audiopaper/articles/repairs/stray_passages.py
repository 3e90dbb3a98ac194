"""Passages that share no word with the article they stand in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.drafts import Draft
from audiopaper.articles.repairs.torn_articles import (
    article_pairs,
    is_torn_article,
    is_torn_paragraph,
)
from audiopaper.articles.sentence_ends import begins_inside, ends_sentence
from audiopaper.articles.shared_text import word_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Paragraph

# Of 116 last paragraphs on the shared and made-up pages six share no words with the rest of
# their article; one that moreover breaks off is rather from another article, and half a
# sentence that is left out is no loss on air.
_MIN_STRAY_CHARS = 40


def split_off_strays(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Part from an article a last passage that breaks off and shares no words with it."""
    out: list[Draft] = []
    for draft in drafts:
        out += _without_stray(draft)
    return tuple(out)


def _without_stray(draft: Draft) -> tuple[Draft, ...]:
    draft, strays = _without_begun(draft)
    if not is_torn_article(draft) or len(draft.paragraphs) < 2:
        return (draft, *strays)
    *above, last = draft.paragraphs
    if len(last.text) < _MIN_STRAY_CHARS or is_torn_paragraph(above[-1]):
        return (draft, *strays)
    if word_pairs(last.text) & article_pairs(draft, above):
        return (draft, *strays)
    return (replace(draft, paragraphs=tuple(above)), *strays, _headless(draft, last))


def _without_begun(draft: Draft) -> tuple[Draft, tuple[Draft, ...]]:
    """Part what begins inside a sentence, below a whole one, and shares no words; mark the rest."""
    if draft.form != "article" or draft.headless:
        return draft, ()
    paragraphs: list[Paragraph] = []
    strays: list[Draft] = []
    gaps = list(draft.gaps)
    for paragraph in draft.paragraphs:
        begun = paragraphs and begins_inside(paragraph.text) and ends_sentence(paragraphs[-1].text)
        if begun and not word_pairs(paragraph.text) & article_pairs(draft, paragraphs):
            strays.append(_headless(draft, paragraph))
            continue
        if begun:
            gaps.append(paragraph.sources[0])
        paragraphs.append(paragraph)
    return replace(draft, paragraphs=tuple(paragraphs), gaps=tuple(gaps)), tuple(strays)


def _headless(draft: Draft, paragraph: Paragraph) -> Draft:
    return Draft(page=draft.page, paragraphs=(paragraph,), sources=paragraph.sources)
