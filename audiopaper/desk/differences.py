"""Differences from a saved rundown, for an editor to check before approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.errors import RundownError
from audiopaper.pipeline.rundown_differences import compare_rundowns, name_items
from audiopaper.rundown import load_rundown

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from audiopaper.lexicon import Entry, Lexicon
    from audiopaper.model import Rundown
    from audiopaper.pipeline.rundown_differences import Difference


def compare_with_file(
    path: Path, after: Rundown, presenters: Collection[str]
) -> tuple[Difference, ...]:
    """List the differences from a saved rundown; empty if there is none."""
    try:
        before = load_rundown(path, presenters=presenters)
    except RundownError:
        # The edition may be of an earlier version, or its presenter was removed since.
        return ()
    return compare_rundowns(before, after)


def list_decided(lexicon: Lexicon, rundown: Rundown, mark: str) -> tuple[Entry, ...]:
    """List the show's own readings that were decided for an edition and occur in it.

    Args:
        lexicon: The show's readings.
        rundown: The rundown of the edition.
        mark: The end of the source of such a reading.
    """
    words = "\n".join(f"{item.read_title}\n{item.text}" for item in name_items(rundown).values())
    own = (entry for entry in lexicon.entries if not entry.shipped)
    return tuple(e for e in own if e.source.endswith(mark) and e.text in words)
