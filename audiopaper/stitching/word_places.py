"""Where the words that an engine has timed are in the printed text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audiopaper.model import WordTime
from audiopaper.sentences import find_sentence_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Mark, Segment

_Span = tuple[int, int]
"""Offsets of a character's first and last part in the printed text."""

# How far behind the previous word a word is looked for, in letters and characters: what an engine
# writes in another way is passed over.
_SEARCH_CHARS = 12


def place_words(segment: Segment, words: Sequence[Mark]) -> tuple[WordTime, ...]:
    """Find an engine's words in the printed text.

    An engine says numbers in words, and some are sent other characters of the same sound. What is
    said for a number is one word here: ``2026`` and not a part of it.

    Args:
        segment: What is said.
        words: The engine's marks of words; shape ``(n,)``.

    Returns:
        The words with the times of their marks, in order of the printed text, none of them
        overlapping; a mark whose text is not in the segment has no word.

    Example:
        >>> from audiopaper.model import Mark, Segment
        >>> segment = Segment(item=0, presenter="lan", printed="青川，您好。")
        >>> marks = [Mark(start_ms=0, end_ms=400, text="青川"),
        ...          Mark(start_ms=600, end_ms=900, text="您好")]
        >>> [tuple(word) for word in place_words(segment, marks)]
        [(0, 400, 0, 2), (600, 900, 3, 5)]
    """
    is_respelled = any(reading.respelling for reading in segment.readings)
    ways = (True, False) if is_respelled else (False,)
    traces = (_trace(segment, respelled=respelled) for respelled in ways)
    return max((tuple(_find(trace, words)) for trace in traces), key=len)


def time_sentences(printed: str, words: Sequence[WordTime]) -> tuple[tuple[str, int, int], ...]:
    """Return text, start and end of each sentence, in milliseconds of the clip.

    Args:
        printed: A segment's printed text.
        words: Its words, from `place_words`.

    Returns:
        The sentences, together ``printed`` without white space at their edges; none if there is
        only one, or if one has no word.
    """
    timed = []
    for first, end in pairwise([0, *find_sentence_ends(printed), len(printed)]):
        own = [word for word in words if first <= word.first < end]
        if not own:
            return ()
        timed.append((printed[first:end].strip(), own[0].start_ms, own[-1].end_ms))
    return tuple(timed) if len(timed) > 1 else ()


def _trace(segment: Segment, *, respelled: bool) -> list[tuple[str, _Span]]:
    """Return each letter or character that is said, and what is printed for it."""
    out: list[tuple[str, _Span]] = []
    position = 0
    for reading in segment.readings:
        out += _trace_printed(segment.printed, position, reading.start)
        spoken = (respelled and reading.respelling) or reading.spoken
        printed = segment.printed[reading.start : reading.end]
        if len(spoken) == len(printed) and all(map(str.isalpha, printed)):
            # A character stands for a character; 1200 is not said figure by figure.
            out += [(c, (n, n + 1)) for n, c in enumerate(spoken, reading.start)]
        else:
            out += [(c, (reading.start, reading.end)) for c in spoken]
        position = reading.end
    out += _trace_printed(segment.printed, position, len(segment.printed))
    return [(_fold(c), span) for c, span in out if c.isalnum()]


def _fold(char: str) -> str:
    # Some letters fold to two, which would shift the letters behind them.
    return char.casefold()[:1]


def _trace_printed(printed: str, first: int, end: int) -> list[tuple[str, _Span]]:
    return [(printed[n], (n, n + 1)) for n in range(first, end)]


def _find(trace: Sequence[tuple[str, _Span]], words: Sequence[Mark]) -> Iterator[WordTime]:
    heard = "".join(c for c, _ in trace)
    position = 0
    before: WordTime | None = None
    for mark in words:
        text = "".join(_fold(c) for c in mark.text if c.isalnum())
        at = heard.find(text, position, position + len(text) + _SEARCH_CHARS) if text else -1
        if at < 0:
            continue
        position = at + len(text)
        spans = [span for _, span in trace[at:position]]
        word = WordTime(mark.start_ms, mark.end_ms, spans[0][0], spans[-1][1])
        if before is not None and word.first < before.end:
            before = WordTime(before.start_ms, word.end_ms, before.first, max(before.end, word.end))
            continue
        if before is not None:
            yield before
        before = word
    if before is not None:
        yield before
