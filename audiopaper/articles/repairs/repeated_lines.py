"""Lines of a paragraph that digitisation printed twice, one below the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.datelines import HAN
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# A line of a column has 12 characters or more. A refrain, and what speech says twice, ends where a
# clause does; a line ends anywhere.
_TWICE = re.compile(r"(.{12,48}(?<![，。；！？、：…—\s）”》]))\1")
_MIN_HAN = 8
"""Dots that lead the eye along a row, and rows of figures, repeat themselves too."""


def drop_repeated_lines(draft: Draft) -> Draft:
    """Read a line that stands twice in a row inside a paragraph once."""
    repairs: list[Repair] = []
    paragraphs = tuple(
        paragraph if paragraph.role == "heading" else _drop_repeated(paragraph, repairs)
        for paragraph in draft.paragraphs
    )
    return replace(draft, paragraphs=paragraphs, repairs=(*draft.repairs, *repairs))


def _drop_repeated(paragraph: Paragraph, repairs: list[Repair]) -> Paragraph:
    def once(match: re.Match[str]) -> str:
        line = match[1]
        if len(re.findall(f"[{HAN}]", line)) < _MIN_HAN:
            return match[0]
        repairs.append(
            Repair(
                source=paragraph.sources[0],
                before=line,
                after="",
                rule=RepairRule.REPEATED_PASSAGE,
            )
        )
        return line

    text = _TWICE.sub(once, paragraph.text)
    return paragraph if text == paragraph.text else replace(paragraph, text=text)
