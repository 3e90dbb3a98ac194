"""Paragraphs that an article prints twice, the second time in other words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.repairs.repeated_passages import copy_of
from audiopaper.articles.sentence_ends import ends_open
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# Two versions of one paragraph share most of their runs of three characters, and begin alike. On
# 28 generated pages no two other paragraphs did both.
_MIN_CHARS, _GRAM, _MIN_SHARE, _BEGINNING = 30, 3, 0.7, 3
_FIGURE = re.compile(r"[\d.]+|[一二两三四五六七八九十百千万亿]{2,}")
_REACH = 3
"""How many paragraphs further below the second version may stand."""


def drop_near_copies(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop from each article the shorter of two versions of one paragraph; of equals the second.

    What was dropped is a copy whose words differ, which an editor is shown.
    """
    return tuple(_without(draft) if draft.form == "article" else draft for draft in drafts)


def _without(draft: Draft) -> Draft:
    units = _units(draft)
    grams = [_grams(unit[0].text) for unit in units]
    figures = [frozenset(_FIGURE.findall(unit[0].text)) for unit in units]
    gone: dict[int, int] = {}
    for j in range(1, len(units)):
        for i in range(max(0, j - _REACH), j):
            if i in gone or j in gone or not _are_versions(grams[i], grams[j]):
                continue
            if units[i][0].text[:_BEGINNING] != units[j][0].text[:_BEGINNING]:
                continue
            # Two reports in the same words, of other figures, are two reports.
            if not (figures[i] <= figures[j] or figures[j] <= figures[i]):
                continue
            drop, keep = (i, j) if _worth(units[j]) > _worth(units[i]) else (j, i)
            gone[drop] = keep
    if not gone:
        return draft
    repairs, copies = list(draft.repairs), list(draft.copies)
    for n, other in gone.items():
        for paragraph in units[n]:
            source, text = paragraph.sources[0], paragraph.text
            repairs.append(
                Repair(source=source, before=text, after="", rule=RepairRule.REPEATED_PASSAGE)
            )
            copies.append(copy_of(source, text, units[other][0]))
    return replace(
        draft,
        paragraphs=tuple(p for n, unit in enumerate(units) if n not in gone for p in unit),
        repairs=tuple(repairs),
        copies=tuple(copies),
    )


def _units(draft: Draft) -> list[list[Paragraph]]:
    """Put each torn paragraph together with the rests that go on it."""
    out: list[list[Paragraph]] = []
    for paragraph in draft.paragraphs:
        if out and paragraph.sources[0] in draft.rests:
            out[-1].append(paragraph)
        else:
            out.append([paragraph])
    return out


def _grams(text: str) -> frozenset[str]:
    if len(text) < _MIN_CHARS:
        return frozenset()
    return frozenset(text[k : k + _GRAM] for k in range(len(text) - _GRAM + 1))


def _are_versions(first: frozenset[str], second: frozenset[str]) -> bool:
    smaller = min(len(first), len(second))
    return smaller > 0 and len(first & second) >= _MIN_SHARE * smaller


def _worth(unit: Sequence[Paragraph]) -> tuple[bool, int]:
    """Rate a version: a whole one before one that breaks off, then the longer."""
    return not ends_open(unit[-1].text), sum(len(p.text) for p in unit)
