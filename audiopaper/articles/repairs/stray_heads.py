"""Heads that stand in the wrong place: datelines before their headline, columns over briefs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_sentence
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft

# A dateline torn from its article carries a few words of the text with it, never a sentence.
_MAX_TORN_CHARS = 24


def move_stray_datelines(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join each head with its text: a dateline before its headline is moved below it."""
    out: list[Draft] = []
    for draft in drafts:
        above = out[-1] if out else None
        if above is not None and _is_torn_dateline(above) and _lacks_byline(draft):
            out[-1] = _taken_over(above, draft)
        elif above is not None and _is_torn_dateline(above) and _says_again(draft, above):
            out[-1] = _without_torn(above, draft)
        else:
            out.append(draft)
    return tuple(out)


def _is_torn_dateline(draft: Draft) -> bool:
    text = "".join(p.text for p in draft.paragraphs)
    return (
        draft.headless
        and bool(draft.dateline or draft.writers)
        and len(text) <= _MAX_TORN_CHARS
        and not ends_sentence(text)
    )


def _lacks_byline(draft: Draft) -> bool:
    return bool(draft.headlines and draft.paragraphs) and not draft.dateline and not draft.writers


def _says_again(draft: Draft, torn: Draft) -> bool:
    """Return whether an article opens with the dateline and words that were torn from it."""
    words = "".join(p.text for p in torn.paragraphs)
    return (
        bool(draft.headlines and draft.paragraphs)
        and (draft.dateline, draft.writers) == (torn.dateline, torn.writers)
        and draft.paragraphs[0].text.startswith(words)
    )


def _without_torn(torn: Draft, draft: Draft) -> Draft:
    pieces = [(part.source, part.text) for part in torn.head]
    pieces += [(p.sources[0], p.text) for p in torn.paragraphs]
    gone = tuple(
        Repair(source=source, before=text, after="", rule=RepairRule.REPEATED_DATELINE)
        for source, text in pieces
    )
    return replace(
        draft,
        repairs=(*torn.repairs, *gone, *draft.repairs),
        sources=(*torn.sources, *draft.sources),
    )


def _taken_over(torn: Draft, draft: Draft) -> Draft:
    words = "".join(p.text for p in torn.paragraphs)
    repair = Repair(
        source=torn.sources[-1],
        before=torn.dateline + words,
        after=torn.dateline,
        rule=RepairRule.MOVED_DATELINE,
    )
    # Words repeated below are dropped; others read on with the text, as at a column's end.
    said_again = not words or draft.paragraphs[0].text.startswith(words)
    return replace(
        draft,
        dateline=torn.dateline,
        writers=torn.writers,
        photographers=_merged(torn.photographers, draft.photographers),
        paragraphs=draft.paragraphs if said_again else torn.paragraphs + draft.paragraphs,
        head=torn.head + draft.head,
        repairs=(*torn.repairs, *draft.repairs, *((repair,) if said_again else ())),
        sources=(*torn.sources, *draft.sources),
    )


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
