"""Segments cut at sentence ends, for engines that report no times within a segment."""

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
    """Make each sentence a segment of its own.

    Each sentence is then spoken, cached and timed by itself, so that no time in the transcript is
    estimated. The sentences of a paragraph are separated by the pause of a sentence.

    Args:
        segments: Segments in running order, with their readings.

    Returns:
        Smaller segments in the same order with the same text and readings.
    """
    return tuple(piece for segment in segments for piece in _cut(segment))


def _cut(segment: Segment) -> Iterator[Segment]:
    printed = segment.printed
    whole = [(r.start, r.end) for r in segment.readings]
    whole += [(n.start, n.end) for n in segment.names]
    bounds = [0]
    for end in find_sentence_ends(printed):
        apart = not any(start < end < behind for start, behind in whole)
        # An engine cannot speak a lone punctuation mark or bracket.
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
