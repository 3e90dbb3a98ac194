"""Chapter and cue arithmetic, in whole milliseconds."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from audiopaper.model import Chapter, Mark
from audiopaper.sentences import find_marks, find_sentence_ends

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def clock(time_ms: int) -> str:
    """Format a time as podcast apps read it in a description.

    Args:
        time_ms: Time from the beginning of the episode.

    Returns:
        Hours, minutes and whole seconds, rounded down, so that a jump is never behind the
        chapter's first sound.

    Example:
        >>> clock(3_725_999)
        '01:02:05'
    """
    seconds = time_ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def short_clock(time_ms: int) -> str:
    """Format a time as a player shows it: minutes and seconds, and hours if there are any.

    Args:
        time_ms: Time from the beginning of the episode.

    Example:
        >>> short_clock(172_900), short_clock(3_725_999)
        ('2:52', '1:02:05')
    """
    seconds = time_ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def clock_ms(time_ms: int, separator: str = ".") -> str:
    """Format a time to the millisecond, as captions do.

    Args:
        time_ms: Time from the beginning of the episode.
        separator: Separator in front of the milliseconds: a dot in WebVTT, a comma in SRT.

    Example:
        >>> clock_ms(3_725_009, ",")
        '01:02:05,009'
    """
    return f"{clock(time_ms)}{separator}{time_ms % 1000:03}"


def to_ms(samples: int, rate_hz: int) -> int:
    """Convert a count of samples to milliseconds, rounded half up, without floating point.

    Example:
        >>> to_ms(44_100, 44_100), to_ms(1_152, 44_100)
        (1000, 26)
    """
    return (2 * samples * 1000 + rate_hz) // (2 * rate_hz)


def place_chapters(
    titles: Sequence[str], starts_ms: Sequence[int], *, duration_ms: int
) -> tuple[Chapter, ...]:
    """Tile the episode with chapters.

    Args:
        titles: Chapter titles in running order; shape ``(n,)``, at least one.
        starts_ms: When each chapter's first sound begins; shape ``(n,)``, ascending. The first
            chapter starts at 0 whatever its value: what is played before it belongs to it.
        duration_ms: Length of the episode.

    Returns:
        ``n`` chapters without holes: the first starts at 0, each next one where the last ended,
        the last ends with the episode.

    Raises:
        ValueError: The sequences differ in length, are empty, or the starts do not ascend
            within the duration.

    Source:
        ID3v2 Chapter Frame Addendum: start and end are milliseconds from the file's beginning.

    Example:
        >>> [(c.start_ms, c.end_ms) for c in place_chapters(["要闻", "体育"], [80, 4500],
        ...                                                 duration_ms=9000)]
        [(0, 4500), (4500, 9000)]
    """
    if not titles or len(titles) != len(starts_ms):
        raise ValueError(f"{len(titles)} titles for {len(starts_ms)} chapters")
    bounds = [0, *starts_ms[1:], duration_ms]
    if any(a >= b for a, b in itertools.pairwise(bounds)):
        raise ValueError("chapters must begin one after the other, within the episode")
    return tuple(
        Chapter(start_ms=start, end_ms=end, title=title)
        for title, (start, end) in zip(titles, itertools.pairwise(bounds), strict=True)
    )


def split_sentences(printed: str, marks: Sequence[Mark]) -> tuple[tuple[str, int, int], ...]:
    """Pair the sentences of a printed text with an engine's marks.

    A mark's text may be respelled and its numbers spelled out, so that it cannot be found in the
    printed text: the number of sentences must agree.

    Args:
        printed: A segment's printed text.
        marks: The engine's marks, one for each sentence.

    Returns:
        Text, start and end of each sentence, in milliseconds of the clip; together the texts are
        ``printed`` without white space at their edges. Empty if text and marks cannot be paired.

    Example:
        >>> marks = [Mark(start_ms=0, end_ms=900, text="好的。"),
        ...          Mark(start_ms=900, end_ms=2000, text="明天见。")]
        >>> split_sentences("好的。明天见。", marks)
        (('好的。', 0, 900), ('明天见。', 900, 2000))
    """
    if len(marks) < 2:
        return ()
    # Engines differ on whether a semicolon ends a sentence, and services divide at each mark.
    for semicolons, find in itertools.product((False, True), (find_sentence_ends, find_marks)):
        bounds = [0, *find(printed, semicolons=semicolons), len(printed)]
        if len(bounds) - 1 == len(marks):
            ends = {*find_sentence_ends(printed, semicolons=semicolons), len(printed)}
            return tuple(_join_marked(printed, bounds, marks, ends))
    return ()


def _join_marked(
    printed: str, bounds: Sequence[int], marks: Sequence[Mark], ends: Collection[int]
) -> Iterator[tuple[str, int, int]]:
    """Yield the sentences, each of what one mark or several are of.

    Args:
        printed: A segment's printed text.
        bounds: Where the text of each mark begins, and the text's end; shape ``(n + 1,)``.
        marks: Shape ``(n,)``.
        ends: Where the sentences end; all are among the bounds.
    """
    first = 0
    for last, mark in enumerate(marks):
        if bounds[last + 1] in ends:
            text = printed[bounds[first] : bounds[last + 1]].strip()
            yield text, marks[first].start_ms, mark.end_ms
            first = last + 1
