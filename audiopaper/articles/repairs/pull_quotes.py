"""Pull quotes: sentences of an article that are set large between its paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open
from audiopaper.model import LineRange, Paragraph, Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft


_MIN_QUOTE_CHARS, _MAX_QUOTE_CHARS = 10, 48
_QUOTES = "“”‘’「」『』。！？… "
_CLAUSES = re.compile("[，；：]")
"""Marks inside a sentence. A heading in the body that has none may be words that the text takes up,
坚持严的主基调不动摇, and stays; one that has some and is said by the text was set large."""


def drop_pull_quotes(draft: Draft) -> Draft:
    """Drop the sentences of an article's text that are set large between its paragraphs."""
    quotes = {
        i: paragraph.text.strip(_QUOTES)
        for i, paragraph in enumerate(draft.paragraphs)
        if _may_be_quote(paragraph) and paragraph.sources[0] not in draft.alone
    }
    quotes = {
        i: bare for i, bare in quotes.items() if _MIN_QUOTE_CHARS <= len(bare) <= _MAX_QUOTE_CHARS
    }
    holders = _find_holders(set(quotes.values()), [p.text for p in draft.paragraphs])
    paragraphs: list[Paragraph] = []
    repairs: list[Repair] = []
    rests = draft.rests
    for i, paragraph in enumerate(draft.paragraphs):
        if i not in quotes or all(holder == i for holder in holders[quotes[i]]):
            paragraphs.append(paragraph)
            continue
        source, before = _span(paragraph.sources), paragraph.text
        repairs.append(Repair(source=source, before=before, after="", rule=RepairRule.PULL_QUOTE))
        # A quote without a stop seems to go on in the paragraph below it.
        if not (paragraphs and ends_open(paragraphs[-1].text)):
            rests -= {p.sources[0] for p in draft.paragraphs[i + 1 : i + 2]}
    mended = (*draft.repairs, *repairs)
    return replace(draft, paragraphs=tuple(paragraphs), repairs=mended, rests=rests)


def _may_be_quote(paragraph: Paragraph) -> bool:
    sentence = paragraph.role == "heading" and _CLAUSES.search(paragraph.text.strip(_QUOTES))
    return paragraph.role == "text" or bool(sentence)


def _span(sources: Sequence[LineRange]) -> LineRange:
    """Return the lines from the first to the last that a paragraph has on its first page."""
    on_page = [source for source in sources if source.page == sources[0].page]
    start, end = min(s.start for s in on_page), max(s.end for s in on_page)
    return replace(sources[0], start=start, end=end)


def _find_holders(quotes: set[str], texts: Sequence[str]) -> dict[str, list[int]]:
    """Find, for each quote, the first two texts more than twice as long that hold it.

    Each text is searched once: a run that begins as some quote does is looked up among the
    quotes with that beginning, which have at most `_MAX_QUOTE_CHARS` characters.
    """
    lengths: dict[str, set[int]] = {}
    for quote in quotes:
        lengths.setdefault(quote[:_MIN_QUOTE_CHARS], set()).add(len(quote))
    holders: dict[str, list[int]] = {quote: [] for quote in quotes}
    for i, text in enumerate(texts if quotes else ()):
        if len(text) <= 2 * _MIN_QUOTE_CHARS:
            continue
        for at in range(len(text) - _MIN_QUOTE_CHARS + 1):
            for length in lengths.get(text[at : at + _MIN_QUOTE_CHARS], ()):
                indices = holders.get(text[at : at + length])
                if indices is None or len(indices) > 1 or len(text) <= 2 * length:
                    continue
                if i not in indices:
                    indices.append(i)
    return holders
