"""Paragraphs that a column's end cut inside a sentence, and a text's last half sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open, ends_sentence
from audiopaper.articles.shared_text import overlap_chars
from audiopaper.model import LineRange, Paragraph, Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Container

    from audiopaper.articles.drafts import Draft


def join_paragraphs(draft: Draft, ended: Container[LineRange] = ()) -> Draft:
    """Join the paragraphs that a column end cut inside a sentence.

    Words repeated across the break are kept once.

    Args:
        draft: The article.
        ended: The torn lines that surely go on nowhere; all others that are torn go on in the
            paragraph below them.
    """
    out: list[Paragraph] = []
    repairs: list[Repair] = []
    for paragraph in draft.paragraphs:
        if out and _goes_on(out[-1], paragraph, draft, ended):
            joined, repair = _join(out[-1], paragraph)
            out[-1] = joined
            repairs.append(repair)
        else:
            out.append(paragraph)
    return replace(draft, paragraphs=tuple(out), repairs=(*draft.repairs, *repairs))


# A label or a list's item that is longer than this was rather cut by a column end.
_MIN_ITEM_CHARS = 30


def _goes_on(left: Paragraph, right: Paragraph, draft: Draft, ended: Container[LineRange]) -> bool:
    if right.sources[0] in draft.rests:
        return True
    return left.sources[-1] not in ended and _torn(left, right, draft.alone)


def _torn(left: Paragraph, right: Paragraph, alone: frozenset[LineRange]) -> bool:
    if left.role == "heading" or right.role == "heading" or right.sources[0] in alone:
        return False
    if left.sources[-1] in alone and len(left.text) < _MIN_ITEM_CHARS:
        return False
    return ends_open(left.text) or right.text[:1] in "，。、；：！？”’）》」』"


def _join(left: Paragraph, right: Paragraph) -> tuple[Paragraph, Repair]:
    overlap = overlap_chars(left.text, right.text)
    seam = " " if _latin(left.text[-1:]) and _latin(right.text[:1]) else ""
    joined = Paragraph(
        text=left.text + seam + right.text[overlap:], sources=left.sources + right.sources
    )
    repair = Repair(
        source=right.sources[0],
        before=f"{left.text[-8:]}|{right.text[: overlap + 8]}",
        after=f"{left.text[-8:]}{seam}{right.text[overlap : overlap + 8]}",
        rule=RepairRule.SAID_TWICE if overlap else RepairRule.TORN_PARAGRAPH,
    )
    return joined, repair


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def cut_half_sentence(draft: Draft) -> Draft:
    """End a text that continues elsewhere with its last whole sentence, if one is near."""
    if not draft.paragraphs or draft.paragraphs[-1].role == "heading":
        return draft
    last = draft.paragraphs[-1]
    if ends_sentence(last.text):
        return draft
    end = max(last.text.rfind(stop) for stop in "。！？")
    if end < 0:
        return draft
    while end + 1 < len(last.text) and last.text[end + 1] in "”’』」）)":
        end += 1
    repair = Repair(
        source=last.sources[-1],
        before=last.text[end + 1 :],
        after="",
        rule=RepairRule.HALF_SENTENCE,
    )
    whole = replace(last, text=last.text[: end + 1])
    return replace(
        draft,
        paragraphs=(*draft.paragraphs[:-1], whole),
        repairs=(*draft.repairs, repair),
    )
