"""Where chapters and sentences stand in the episode, counted in samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.model import Chapter, Cue, ItemKind, Segment, SpokenSegment
from audiopaper.timeline import place_chapters, split_sentences, to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.stitching.sequence import Encoded, Heard, Piece


def place(
    encoded: Sequence[Encoded],
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    heard: Sequence[Heard],
    items: Sequence[tuple[ItemKind, str]],
    form: Form,
) -> tuple[tuple[Chapter, ...], tuple[Cue, ...]]:
    """Where chapters and sentences stand, counted in samples from the episode's beginning."""
    titles: list[str] = []
    starts_ms: list[int] = []
    cues: list[Cue] = []
    item, frames, paragraph = -1, 0, 0
    before: Segment | None = None
    for piece, e in zip(pieces, encoded, strict=True):
        at, frames = frames * form.frame_samples, frames + e.frames
        for index, (first, last) in zip(piece.segments, e.spots, strict=True):
            one = spoken[index]
            if one.segment.item != item:
                item = one.segment.item
                titles.append(items[item][1])
                starts_ms.append(to_ms(at, form.rate_hz))
                paragraph = 0
            elif before is not None and (
                before.pause != "sentence" or before.role != one.segment.role
            ):
                # A long paragraph is cut into segments with a sentence's pause between them.
                paragraph += 1
            before = one.segment
            if first == last:
                continue
            cues += time_cues(
                one.segment,
                split_sentences(one.segment.printed, heard[index].marks),
                chapter=len(titles) - 1,
                paragraph=paragraph,
                first_ms=to_ms(at + first, form.rate_hz),
                last_ms=to_ms(at + last, form.rate_hz),
            )
    duration_ms = to_ms(form.count_samples(frames), form.rate_hz)
    return place_chapters(titles, starts_ms, duration_ms=duration_ms), tuple(cues)


def time_cues(
    segment: Segment,
    sentences: Sequence[tuple[str, int, int]],
    *,
    chapter: int,
    paragraph: int,
    first_ms: int,
    last_ms: int,
) -> list[Cue]:
    """Make a cue of each sentence that has a time of its own within the clip, else one of all.

    Args:
        segment: What is said.
        sentences: From `split_sentences`; shape ``(n, 3)``.
        chapter: Index of its chapter.
        paragraph: Index of its paragraph within the chapter.
        first_ms: When the clip begins, from the beginning of the MP3.
        last_ms: When it ends.
    """
    starts = [first_ms + start_ms for _, start_ms, _ in sentences]
    ends = [min(first_ms + end_ms, last_ms) for _, _, end_ms in sentences]
    # A service's clock may overlap by a tick: a sentence ends where the next begins.
    ends = [min(end, start) for end, start in zip(ends, [*starts[1:], last_ms], strict=False)]
    timed = [(text, a, b) for (text, _, _), a, b in zip(sentences, starts, ends, strict=True)]
    if not timed or any(start >= end for _, start, end in timed):
        timed = [(segment.printed, first_ms, last_ms)]
    inside = _inside_words(segment)
    cues, at = [], 0
    for text, start, end in timed:
        # The sentences are the print in order, less white space at their edges.
        at = max(at, segment.printed.find(text, at))
        cues.append(
            Cue(
                start_ms=start,
                end_ms=end,
                text=text,
                presenter=segment.presenter,
                chapter=chapter,
                paragraph=paragraph,
                role=segment.role,
                inside_words=tuple(n - at for n in inside if at < n < at + len(text)),
            )
        )
        at += len(text)
    return cues


def _inside_words(segment: Segment) -> list[int]:
    """Offsets in the print at which a word, a name or a number goes on; ascending."""
    printed = segment.printed
    firsts = ((r.start if r.joined else r.start + 1, r.end) for r in segment.readings)
    return [
        n
        for first, end in firsts
        for n in range(first, end)
        # A mark and the space behind it are decided together, too.
        if not (printed[n].isspace() or printed[n - 1].isspace())
    ]
