"""Where chapters and sentences stand in the episode, counted in samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.model import Chapter, Cue, ItemKind, Segment, SpokenSegment
from audiopaper.stitching.encoding import FRAME_SAMPLES, RATE_HZ
from audiopaper.timeline import place_chapters, to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.stitching.pieces import Encoded, Level, Piece


def place(
    encoded: Sequence[Encoded],
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    levels: Sequence[Level],
    items: Sequence[tuple[ItemKind, str]],
    duration_ms: int,
) -> tuple[tuple[Chapter, ...], tuple[Cue, ...]]:
    """Where chapters and sentences stand, counted in samples from the episode's beginning."""
    titles: list[str] = []
    starts_ms: list[int] = []
    cues: list[Cue] = []
    item, frames, paragraph = -1, 0, 0
    before: Segment | None = None
    for piece, e in zip(pieces, encoded, strict=True):
        at, frames = frames * FRAME_SAMPLES, frames + e.frames
        if piece.segment < 0:
            continue
        one = spoken[piece.segment]
        first, last = at + e.first_sample, at + e.last_sample
        if one.segment.item != item:
            item = one.segment.item
            titles.append(items[item][1])
            starts_ms.append(to_ms(at, RATE_HZ))
            paragraph = 0
        elif before is not None and (before.pause != "sentence" or before.role != one.segment.role):
            paragraph += 1
        before = one.segment
        if first == last:
            continue
        cues += _time_cues(
            one.segment,
            levels[piece.segment].sentences,
            chapter=len(titles) - 1,
            paragraph=paragraph,
            origin_ms=to_ms(first - e.trimmed_samples, RATE_HZ),
            first_ms=to_ms(first, RATE_HZ),
            last_ms=to_ms(last, RATE_HZ),
        )
    return place_chapters(titles, starts_ms, duration_ms=duration_ms), tuple(cues)


def _time_cues(
    segment: Segment,
    sentences: Sequence[tuple[str, int, int]],
    *,
    chapter: int,
    paragraph: int,
    origin_ms: int,
    first_ms: int,
    last_ms: int,
) -> list[Cue]:
    """A cue a sentence where each has a time of its own within the clip, else one for all."""
    starts = [max(origin_ms + start_ms, first_ms) for _, start_ms, _ in sentences]
    ends = [min(origin_ms + end_ms, last_ms) for _, _, end_ms in sentences]
    # A service's clock may overlap by a tick: a sentence ends where the next begins.
    ends = [min(end, start) for end, start in zip(ends, [*starts[1:], last_ms], strict=False)]
    timed = [(text, a, b) for (text, _, _), a, b in zip(sentences, starts, ends, strict=True)]
    if not timed or any(start >= end for _, start, end in timed):
        timed = [(segment.printed, first_ms, last_ms)]
    return [
        Cue(
            start_ms=start,
            end_ms=end,
            text=text,
            presenter=segment.presenter,
            chapter=chapter,
            paragraph=paragraph,
            role=segment.role,
        )
        for text, start, end in timed
    ]
