"""The repairs of the articles of a damaged page, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.articles.repairs.copies import (
    drop_broken_copies,
    drop_near_copies,
    drop_printed_twice,
    join_copied_heads,
)
from audiopaper.articles.repairs.interruptions import take_out_interruptions
from audiopaper.articles.repairs.jumps import join_headless_rests, join_pages
from audiopaper.articles.repairs.neighbour_columns import return_neighbours_paragraphs
from audiopaper.articles.repairs.pull_quotes import drop_pull_quotes
from audiopaper.articles.repairs.repeated_lines import drop_repeated_lines
from audiopaper.articles.repairs.repeated_passages import drop_repeats
from audiopaper.articles.repairs.stray_heads import return_openings
from audiopaper.articles.repairs.text_below_tables import return_text_below_tables
from audiopaper.articles.repairs.torn_articles import split_off_strays
from audiopaper.articles.repairs.torn_paragraphs import cut_half_sentence, join_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import LineRange

    DraftRepair = Callable[[Sequence[Draft]], tuple[Draft, ...]]

PAGE_REPAIRS: tuple[DraftRepair, ...] = (
    # An opening with a dateline and no head stands beside the head of its article.
    return_openings,
    # An article that breaks off goes on below a copy of its own head.
    join_copied_heads,
    # A copy inside a torn line does not belong to that line.
    drop_broken_copies,
    # Damage prints a passage again under another head; it is read once.
    drop_repeats,
    # The same in other words, as two editions of a page have it.
    drop_near_copies,
    # What the linker does not step over: a caption or a box inside a line.
    take_out_interruptions,
    # A whole paragraph of the article beside it, which shares no word with its own.
    return_neighbours_paragraphs,
    # A table with a head of its own stands inside an article.
    return_text_below_tables,
    # A passage that breaks off and shares no word belongs to no article above it.
    split_off_strays,
)
"""Repairs of the articles of one page, in this order, once each torn line has its rest."""

EDITION_REPAIRS: tuple[DraftRepair, ...] = (
    # An article that two pages print is read once.
    drop_printed_twice,
    # Jump lines, and the headline said again, lead to another page.
    join_pages,
    # The second half of a run-over has neither head nor jump line.
    join_headless_rests,
)
"""Repairs across the pages of an edition, in this order."""


def repair_page(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Undo the damage to the articles of one page."""
    for repair in PAGE_REPAIRS:
        drafts = repair(drafts)
    return drafts


def repair_edition(drafts: Sequence[Draft], ended: Container[LineRange]) -> tuple[Draft, ...]:
    """Undo the damage to an edition's articles, once those of each page are repaired.

    Args:
        drafts: The articles of all pages, in page order.
        ended: The torn lines that surely go on nowhere.
    """
    for repair in EDITION_REPAIRS:
        drafts = repair(drafts)
    return tuple(_finish(draft, ended) for draft in drafts)


def _finish(draft: Draft, ended: Container[LineRange]) -> Draft:
    # Before the join a quote without a stop is no torn line; after it, torn text holds it whole.
    draft = drop_pull_quotes(join_paragraphs(drop_pull_quotes(draft), ended))
    draft = drop_repeated_lines(draft)
    return cut_half_sentence(draft) if draft.jump_to is not None else draft
