"""Times of chapters and sentences in the episode, counted in samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.model import Chapter, Cue, ItemKind, Segment, SpokenSegment, WordTime
from audiopaper.stitching.word_places import place_words, time_sentences
from audiopaper.timeline import place_chapters, split_sentences, to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.stitching.sequence import EncodedPiece, Measurement, Piece


def time_episode(
    encoded: Sequence[EncodedPiece],
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    measurements: Sequence[Measurement],
    items: Sequence[tuple[ItemKind, str]],
    form: Form,
) -> tuple[tuple[Chapter, ...], tuple[Cue, ...]]:
    """Count the times of chapters and sentences from the episode's beginning.

    Args:
        encoded: What is known of each piece; shape ``(pieces,)``.
        pieces: The episode in running order; shape ``(pieces,)``.
        spoken: The segments; shape ``(segments,)``.
        measurements: Of each segment's clip; shape ``(segments,)``.
        items: Kind and chapter title of each item, by `Segment.item`.
        form: Kind of MP3.
    """
    titles: list[str] = []
    starts_ms: list[int] = []
    cues: list[Cue] = []
    item, frames, paragraph = -1, 0, 0
    before: Segment | None = None
    for piece, piece_encoded in zip(pieces, encoded, strict=True):
        start = frames * form.frame_samples
        frames += piece_encoded.frames
        for index, (first, end) in zip(piece.segments, piece_encoded.speech_spans, strict=True):
            segment = spoken[index].segment
            if segment.item != item:
                item = segment.item
                titles.append(items[item][1])
                starts_ms.append(to_ms(start, form.rate_hz))
                paragraph = 0
            elif before is not None and (before.pause != "sentence" or before.role != segment.role):
                # A long paragraph is cut into segments with a sentence's pause between them.
                paragraph += 1
            before = segment
            if first == end:
                continue
            cues += time_cues(
                segment,
                *_time_parts(segment, measurements[index]),
                chapter=len(titles) - 1,
                paragraph=paragraph,
                first_ms=to_ms(start + first, form.rate_hz),
                last_ms=to_ms(start + end, form.rate_hz),
            )
    duration_ms = to_ms(form.count_samples(frames), form.rate_hz)
    return place_chapters(titles, starts_ms, duration_ms=duration_ms), tuple(cues)


def _time_parts(
    segment: Segment, measurement: Measurement
) -> tuple[tuple[tuple[str, int, int], ...], tuple[WordTime, ...]]:
    """Return the sentences of a segment, shape ``(n, 3)``, and its words, shape ``(words, 4)``.

    There are no sentences if the engine has timed neither these nor words.
    """
    words = place_words(segment, measurement.words)
    sentences = split_sentences(segment.printed, measurement.marks)
    return sentences or time_sentences(segment.printed, words), words


def time_cues(
    segment: Segment,
    sentences: Sequence[tuple[str, int, int]],
    words: Sequence[WordTime] = (),
    *,
    chapter: int,
    paragraph: int,
    first_ms: int,
    last_ms: int,
) -> list[Cue]:
    """Make a cue of each sentence, or one of the whole segment if a sentence has no time.

    Args:
        segment: What is said.
        sentences: From `split_sentences`; shape ``(n, 3)``.
        words: Its words, with times from the beginning of the clip and offsets in its printed
            text; shape ``(words, 4)``.
        chapter: Index of its chapter.
        paragraph: Index of its paragraph within the chapter.
        first_ms: When the clip begins, from the beginning of the MP3.
        last_ms: When it ends.

    Returns:
        At least one cue, in order of time.
    """
    inside_words, people = _find_inside_words(segment), _list_people(segment)
    cues, offset = [], 0
    for text, start, end in _time_sentences(segment, sentences, first_ms, last_ms):
        # The sentences are the printed text in order, without white space at their edges.
        offset = max(offset, segment.printed.find(text, offset))
        cues.append(
            Cue(
                start_ms=start,
                end_ms=end,
                text=text,
                presenter=segment.presenter,
                chapter=chapter,
                paragraph=paragraph,
                role=segment.role,
                inside_words=tuple(
                    n - offset for n in inside_words if offset < n < offset + len(text)
                ),
                names=tuple(name for name in people if name in text),
                words=_pick_words(words, first_ms, (start, end), (offset, offset + len(text))),
            )
        )
        offset += len(text)
    return cues


def _pick_words(
    words: Sequence[WordTime], first_ms: int, times: tuple[int, int], span: tuple[int, int]
) -> tuple[WordTime, ...]:
    """Return the words of a cue, with times from the beginning of the MP3 and offsets in its text.

    Args:
        words: The words of its segment.
        first_ms: When the segment's clip begins.
        times: When the cue begins and ends, from the beginning of the MP3.
        span: Offsets of the cue's text in the segment's printed text.
    """
    (earliest, latest), (first, end) = times, span
    return tuple(
        WordTime(
            start_ms=min(max(first_ms + word.start_ms, earliest), latest),
            end_ms=min(max(first_ms + word.end_ms, earliest), latest),
            first=word.first - first,
            end=word.end - first,
        )
        for word in words
        if first <= word.first and word.end <= end
    )


def _time_sentences(
    segment: Segment, sentences: Sequence[tuple[str, int, int]], first_ms: int, last_ms: int
) -> list[tuple[str, int, int]]:
    """Text, start and end of each cue, from the beginning of the MP3."""
    starts = [first_ms + start_ms for _, start_ms, _ in sentences]
    ends = [min(first_ms + end_ms, last_ms) for _, _, end_ms in sentences]
    # A service's times may overlap by a tick: a sentence ends where the next begins.
    ends = [min(end, start) for end, start in zip(ends, [*starts[1:], last_ms], strict=False)]
    timed = [(text, a, b) for (text, _, _), a, b in zip(sentences, starts, ends, strict=True)]
    if not timed or any(start >= end for _, start, end in timed):
        return [(segment.printed, first_ms, last_ms)]
    return timed


def _find_inside_words(segment: Segment) -> list[int]:
    """Offsets in the printed text that are inside a word, a name or a number; ascending."""
    printed = segment.printed
    firsts = ((r.start if r.joined else r.start + 1, r.end) for r in segment.readings)
    return [
        n
        for first, end in firsts
        for n in range(first, end)
        # A reading may cover a mark and the space behind it, too.
        if not (printed[n].isspace() or printed[n - 1].isspace())
    ]


def _list_people(segment: Segment) -> tuple[str, ...]:
    """The people named in the printed text, each once, in order."""
    named = (segment.printed[n.start : n.end] for n in segment.names if n.kind == "person")
    return tuple(dict.fromkeys(named))
