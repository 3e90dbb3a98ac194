"""Segments cut at their sentences, for engines that do not say when they say each."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.engines.base import has_speech
from audiopaper.timeline import find_sentence_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Segment


def cut_at_sentences(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Make each sentence a segment of its own, asked for, kept and timed by itself.

    The transcript's times are then measured for each sentence and guessed for none. A paragraph
    stays one: between its sentences stands a sentence's pause.

    Args:
        segments: In running order, with their readings.

    Returns:
        The same in smaller segments; together they print and say the same.
    """
    return tuple(piece for segment in segments for piece in _cut(segment))


def _cut(segment: Segment) -> Iterator[Segment]:
    printed = segment.printed
    whole = [(r.start, r.end) for r in segment.readings]
    whole += [(n.start, n.end) for n in segment.names]
    bounds = [0]
    for end in find_sentence_ends(printed):
        apart = not any(start < end < behind for start, behind in whole)
        # A mark or a bracket left alone is nothing that an engine could say.
        if apart and has_speech(printed[bounds[-1] : end]) and has_speech(printed[end:]):
            bounds.append(end)
    pieces = list(itertools.pairwise([*bounds, len(printed)]))
    for start, end in pieces:
        yield replace(
            segment,
            printed=printed[start:end],
            readings=tuple(
                replace(r, start=r.start - start, end=r.end - start)
                for r in segment.readings
                if start <= r.start and r.end <= end
            ),
            names=tuple(
                replace(n, start=n.start - start, end=n.end - start)
                for n in segment.names
                if start <= n.start and n.end <= end
            ),
            pause=segment.pause if end == len(printed) else "sentence",
        )
