"""What an editor should look at in the text: split pages -> doubts, each with page and line.

Nothing is changed here. Where the splitter was not sure, or where the text itself looks damaged,
a doubt states what was done and what else was possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.doubts.doubt import TextDoubt, list_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.doubts.decisions import DecidedLine
    from audiopaper.model import Edition, SplitEdition

__all__ = ["TextDoubt", "find_doubts"]


def find_doubts(
    edition: Edition, split: SplitEdition, lines: Iterable[DecidedLine] = ()
) -> tuple[TextDoubt, ...]:
    """List what is doubtful in an edition's text.

    Texts are looked at where they may be spoken: in articles that are fit to be picked.

    Args:
        edition: The pages as read.
        split: What they were split into.
        lines: The lines of the pages with their roles.

    Returns:
        Sorted by page, line and certainty, the least sure first.
    """
    # The splitter and the tables of readings come with these: a run whose doubts are cached needs
    # the value's type alone.
    from audiopaper.doubts.decisions import (
        find_differing_copies,
        find_doubtful_heads,
        find_doubtful_links,
        find_doubtful_roles,
    )
    from audiopaper.doubts.future_dates import find_later_dates
    from audiopaper.doubts.lookalikes import find_lookalikes
    from audiopaper.doubts.misread import find_misread
    from audiopaper.doubts.repetition import find_repetitions
    from audiopaper.doubts.torn_sentences import find_odd_seams, find_torn

    passages = tuple(list_passages(edition, split))
    doubts = [
        *find_torn(passages),
        *_unless_linked(find_odd_seams(passages), split),
        *find_doubtful_roles(lines),
        *find_doubtful_heads(split),
        *find_doubtful_links(split, edition),
        *find_differing_copies(split),
        *find_later_dates(passages, edition.date),
        *find_repetitions(passages),
        *find_lookalikes(passages),
        *find_misread(passages, edition),
    ]
    return tuple(sorted(doubts, key=lambda doubt: (doubt.page, doubt.line, doubt.sure)))


def _unless_linked(doubts: Iterable[TextDoubt], split: SplitEdition) -> Iterator[TextDoubt]:
    """Leave out seams that the splitter itself reports as unsure."""
    from audiopaper.doubts.decisions import MIN_LINK_SURE

    shown = {
        (link.successor.page, link.successor.start)
        for link in split.links
        if link.successor is not None and link.probability < MIN_LINK_SURE
    }
    return (doubt for doubt in doubts if (doubt.page, doubt.line) not in shown)
