"""Articles that break off, and the words by which their rests are recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open
from audiopaper.articles.shared_text import word_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph


# A shorter unfinished line is rather a label or a signature.
_MIN_OPEN_CHARS = 24


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
    return paragraph.role == "text" and len(text) >= _MIN_OPEN_CHARS and ends_open(text)


def article_pairs(draft: Draft, paragraphs: Sequence[Paragraph]) -> set[str]:
    """Return the pairs of characters of an article's head and of some of its paragraphs."""
    heads = (*draft.kickers, *draft.headlines, *draft.subheads)
    texts = (*heads, *(p.text for p in paragraphs))
    return {pair for text in texts for pair in word_pairs(text)}
