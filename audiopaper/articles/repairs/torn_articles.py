"""Articles that break off, the words of their rests, and passages that are of another article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.drafts import Draft
from audiopaper.articles.sentence_ends import begins_inside, ends_sentence, is_torn
from audiopaper.articles.shared_text import word_pairs
from audiopaper.articles.table_rows import is_table_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Paragraph


def is_torn_article(draft: Draft) -> bool:
    """Return whether an article with a head breaks off and no jump line says where it goes on."""
    if draft.form != "article" or draft.headless or draft.closed or not draft.paragraphs:
        return False
    last = draft.paragraphs[-1]
    torn = is_torn_paragraph(last) or last.text.endswith(("；", ";"))
    return draft.jump_to is None and torn and last.sources[-1] not in draft.alone


def is_torn_paragraph(paragraph: Paragraph) -> bool:
    """Return whether a paragraph breaks off inside a sentence."""
    text = paragraph.text
    return paragraph.role == "text" and is_torn(text) and not is_table_row(text)


def article_pairs(draft: Draft, paragraphs: Sequence[Paragraph]) -> set[str]:
    """Return the pairs of characters of an article's head and of some of its paragraphs."""
    heads = (*draft.kickers, *draft.headlines, *draft.subheads)
    texts = (*heads, *(p.text for p in paragraphs))
    return {pair for text in texts for pair in word_pairs(text)}


# Of 116 last paragraphs on the shared and made-up pages six share no words with the rest of
# their article; one that moreover breaks off is rather from another article, and half a
# sentence that is left out is no loss on air.
_MIN_STRAY_CHARS = 40


def split_off_strays(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Part from an article a last passage that breaks off and shares no words with it."""
    return tuple(part for draft in drafts for part in _without_stray(draft))


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
    """Split off paragraphs that begin inside a sentence and share no words; mark the rest."""
    if draft.form != "article" or draft.headless:
        return draft, ()
    paragraphs: list[Paragraph] = []
    strays: list[Draft] = []
    gaps = list(draft.gaps)
    # Pairs are collected as the article grows: a page may be one article of 20,000 paragraphs.
    pairs = article_pairs(draft, ())
    for paragraph in draft.paragraphs:
        begun = paragraphs and begins_inside(paragraph.text) and ends_sentence(paragraphs[-1].text)
        own = word_pairs(paragraph.text)
        if begun and pairs.isdisjoint(own):
            strays.append(_headless(draft, paragraph))
            continue
        if begun:
            gaps.append(paragraph.sources[0])
        paragraphs.append(paragraph)
        pairs |= own
    return replace(draft, paragraphs=tuple(paragraphs), gaps=tuple(gaps)), tuple(strays)


def _headless(draft: Draft, paragraph: Paragraph) -> Draft:
    return Draft(page=draft.page, paragraphs=(paragraph,), sources=paragraph.sources)
