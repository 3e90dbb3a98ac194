"""The sentences that a corrected episode changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Cue, Episode

# An unchanged clip has the same length; both ends are rounded to the millisecond.
_SAME_LENGTH_MS = 2

# If more sentences than this share changed only in length, the voice changed, not a reading.
_MAX_RESPOKEN = 1 / 3


def mark_corrections(before: Episode, after: Episode, number: int = 0) -> tuple[Cue, ...]:
    """Mark the sentences that a correction changed, and keep the marks of earlier ones.

    A sentence has changed if its text or its length has; another length with the same text means
    that a reading was corrected.

    Args:
        before: The episode that was public.
        after: The episode that replaces it.
        number: Number of the correction, from 1; 0 marks nothing new.

    Returns:
        The cues of ``after``; of consecutive changed sentences, only the first is marked.
    """
    known = _sort_by_text(before.cues)
    changed = _find_changed(after.cues, known) if number else set()
    cues = []
    for index, cue in enumerate(after.cues):
        earlier = [old.correction for old in known.get(cue.text, ()) if old.correction]
        correction = earlier[-1] if earlier else 0
        if index in changed:
            correction = 0 if _follows(after.cues, index, changed) else number
        cues.append(replace(cue, correction=correction))
    return tuple(cues)


def find_changed(before: Episode, after: Episode) -> tuple[int, ...]:
    """Return the positions of the sentences of an episode that an earlier one does not have."""
    return tuple(sorted(_find_changed(after.cues, _sort_by_text(before.cues))))


def _sort_by_text(cues: Sequence[Cue]) -> dict[str, list[Cue]]:
    known: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        known[cue.text].append(cue)
    return known


def _find_changed(cues: Sequence[Cue], known: dict[str, list[Cue]]) -> set[int]:
    other = {index for index, cue in enumerate(cues) if cue.text not in known}
    respoken = {
        index
        for index, cue in enumerate(cues)
        if index not in other and not any(_is_as_long(cue, old) for old in known[cue.text])
    }
    return other | (respoken if len(respoken) <= _MAX_RESPOKEN * len(cues) else set())


def _is_as_long(cue: Cue, old: Cue) -> bool:
    return abs((cue.end_ms - cue.start_ms) - (old.end_ms - old.start_ms)) <= _SAME_LENGTH_MS


def _follows(cues: Sequence[Cue], index: int, changed: set[int]) -> bool:
    return index - 1 in changed and cues[index - 1].chapter == cues[index].chapter
