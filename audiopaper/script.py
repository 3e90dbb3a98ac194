"""The script of an episode: a rundown's items cut into segments."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from audiopaper.model import (
    Item,
    PauseLevel,
    Reading,
    ReadingRule,
    Rundown,
    Segment,
    SegmentRole,
)
from audiopaper.say_as import read_sayings
from audiopaper.sentences import CLOSERS, find_sentence_ends
from audiopaper.variants import in_traditional, is_traditional, to_traditional

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from audiopaper.config import EpisodeSettings

# A paragraph is the unit that sounds natural; a longer one is cut at a sentence's end, so that
# a changed word costs little to say again. edge-tts sends what holds no space or newline whole,
# past its 4,096-byte limit (seen in 7.2.7 and 7.3.1): 300 Han characters are 900 bytes, and
# numbers written out make that grow to less than three times as much.
MAX_SEGMENT_CHARS = 300

_ROLES: dict[str, SegmentRole] = {
    "ident": "ident",
    "greeting": "greeting",
    "headlines": "summary",
    "sign-off": "sign-off",
}
_FIRST, _LAST = "首先，", "最后，"
_MIDDLE = ("另外，", "还有，")
_CLAUSE_ENDS = "，、,：:"
_MARKS = _CLAUSE_ENDS + "。！？!?；;…"
_IN_NUMBERS = frozenset(",，、.．:：/-–—~～")
"""Marks that are parts of a number if a digit stands on both sides."""

_BEFORE_NUMBERS = frozenset("第№¥￥$+-−±")
_UNIT_SIGNS = frozenset("%％‰℃°")


def write_script(rundown: Rundown, episode: EpisodeSettings) -> tuple[Segment, ...]:
    """Cut what a rundown says into segments, each with the pause that follows it.

    Args:
        rundown: The running order; dropped items are left out.
        episode: For the words before and between stories, and before each headline.

    Returns:
        The segments in running order; `Segment.item` counts the items that are spoken (see
        `spoken_items`). Every character of every text is in just one segment, but for line breaks,
        the ``## `` of a heading, and spaces at the ends of a line.
    """
    items = spoken_items(rundown)
    if _is_traditional(items):
        episode = in_traditional(episode)
    segments: list[Segment] = []
    number = 0
    for index, item in enumerate(items):
        if item.kind == "story":
            number += 1
            segments += _story(index, item, number, episode)
        elif item.kind == "headlines" and not item.text:
            segments += _summary(index, item, items, episode)
        else:
            segments += _paragraphs(index, item, _ROLES[item.kind])
    return tuple(segments)


def _is_traditional(items: tuple[Item, ...]) -> bool:
    """Whether the headlines, and so the program's own words, are in traditional characters."""
    return is_traditional("".join(item.title for item in items if item.kind == "story"))


def spoken_items(rundown: Rundown) -> tuple[Item, ...]:
    """The items that are not dropped, in the order in which they are heard."""
    return tuple(rundown.items[position] for position in rundown.spoken)


def split_text(
    text: str, limit: int = MAX_SEGMENT_CHARS, runs: Sequence[tuple[int, int]] = ()
) -> tuple[str, ...]:
    """Cut a text into parts of at most ``limit`` characters.

    It is cut at the end of a sentence or behind a semicolon; in a longer sentence behind a comma
    or colon that is not part of a number, else behind another mark; else between two words, or
    anywhere if there are none. The parts joined are the text.

    Args:
        text: The text.
        limit: Maximum length of a part; a longer run is a part of its own.
        runs: Start and end of each run that must stay whole, in order.

    Example:
        >>> split_text("今天晴。“明天雨。”后天阴，有风。", limit=9)
        ('今天晴。', '“明天雨。”', '后天阴，有风。')
    """
    inside = {position for start, end in runs for position in range(start + 1, end)}
    cuts = [
        [n for n in find_sentence_ends(text, semicolons=True) if n not in inside],
        *(
            [n for n in _list_ends(text, marks) if n not in inside and _divides(text, n)]
            for marks in (_CLAUSE_ENDS, _MARKS)
        ),
    ]
    spans = [(0, len(text))]
    for ends in cuts:
        spans = [
            part
            for start, end in spans
            for part in (
                pairwise([start, *(n for n in ends if start < n < end), end])
                if end - start > limit
                else [(start, end)]
            )
        ]
    spans = [part for span in spans for part in _cut_anywhere(text, span, limit, inside)]
    return tuple(text[start:end] for start, end in _pack(spans, limit) if start < end)


def _list_ends(text: str, marks: str) -> Iterator[int]:
    """Yield the offsets behind marks and the marks and closing quotes that follow them."""
    position = 0
    while position < len(text):
        position += 1
        if text[position - 1] in marks:
            while position < len(text) and text[position] in marks + CLOSERS:
                position += 1
            yield position


def _divides(text: str, offset: int) -> bool:
    """Whether an offset is neither in a number or a Latin word, nor before an accent.

    The comma of 1,200 and the colon of 11:45 are parts of a number, and so is the mark of 3、4月:
    the rules of numbers see no more than a segment. A number stays with its unit, too.
    """
    before, after = text[max(0, offset - 2) : offset], text[offset : offset + 2]
    last, first = before[-1:], after[:1]
    if _is_accent(first):
        return False
    if last.isdigit():
        has_unit = first.isalnum() or first in _UNIT_SIGNS
        return not has_unit and not (first in _IN_NUMBERS and after[1:].isdigit())
    if first.isdigit():
        in_number = last in _IN_NUMBERS and before[:-1].isdigit()
        return not in_number and last not in _BEFORE_NUMBERS
    return not (_is_letter(last) and _is_letter(first))


def _is_letter(character: str) -> bool:
    """Whether a character is part of a word in Latin, Greek or Cyrillic letters."""
    return character < "\u2e80" and (character.isalpha() or _is_accent(character))


def _is_accent(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return unicodedata.category(character or " ").startswith("M")


def _cut_anywhere(
    text: str, span: tuple[int, int], limit: int, inside: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Cut a span that has no more marks to cut it at."""
    start, end = span
    while end - start > limit:
        nearest = range(start + limit, start + limit // 2, -1)
        free = [n for n in nearest if n not in inside]
        cut = next((n for n in free if _divides(text, n)), 0) or next(
            (n for n in free if text[n - 1] in _CLAUSE_ENDS), 0
        )
        # A run that is longer than half of the limit may leave no such place.
        further = range(start + limit, start, -1), range(start + limit, end)
        cut = cut or next(n for n in (*chain(*further), end) if n not in inside)
        yield start, cut
        start = cut
    yield start, end


def _pack(spans: Sequence[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Join neighbouring spans that were cut too small, up to the limit."""
    first = 0
    for start, end in spans:
        if first < start and end - first > limit:
            yield first, start
            first = start
    yield first, spans[-1][1]


def _story(index: int, item: Item, number: int, episode: EpisodeSettings) -> list[Segment]:
    out = []
    if episode.story_links and number > 1:
        link = episode.story_links[(number - 2) % len(episode.story_links)]
        out.append(_segment(index, item, link, "sentence", "text"))
    if episode.story_intro:
        page = item.pages[0] if item.pages else ""
        intro = episode.story_intro.format(number=number, headline=item.title, page=page)
        out.append(_segment(index, item, intro, "sentence", "text"))
    out.append(_segment(index, item, item.read_title, "headline", "headline"))
    return out + _paragraphs(index, item, "text")


def _summary(
    index: int, item: Item, items: tuple[Item, ...], episode: EpisodeSettings
) -> list[Segment]:
    titles = [other.title for other in items if other.kind == "story"]
    write = to_traditional if _is_traditional(items) else str
    return [
        _segment(
            index,
            item,
            write(_order_word(n, len(titles), episode.headline_order)) + title,
            "paragraph" if n < len(titles) else "story",
            "summary",
        )
        for n, title in enumerate(titles, 1)
    ]


def _order_word(number: int, total: int, order: str) -> str:
    """Give the words before a headline at the opening; none for a single headline.

    Example:
        >>> [_order_word(n, 4, "connectives") for n in (1, 2, 3, 4)]
        ['首先，', '另外，', '还有，', '最后，']
        >>> _order_word(12, 14, "numbers")
        '第12条，'
    """
    if order == "none" or total < 2:
        return ""
    if order == "numbers":
        return f"第{number}条，"
    if number in (1, total):
        return _FIRST if number == 1 else _LAST
    return _MIDDLE[number % len(_MIDDLE)]


def _paragraphs(index: int, item: Item, role: SegmentRole) -> list[Segment]:
    out: list[Segment] = []
    for line in item.text.split("\n"):
        heading = line.startswith("## ")
        pieces = _split_marked(line.removeprefix("## ").strip())
        for n, (piece, given) in enumerate(pieces, 1):
            level: PauseLevel = "paragraph" if n == len(pieces) else "sentence"
            segment = _segment(index, item, piece, level, "heading" if heading else role)
            out.append(replace(segment, readings=given))
        # Behind a paragraph a heading needs a longer breath, or it sounds like its last sentence.
        if heading and pieces and len(out) > len(pieces):
            above = len(out) - len(pieces) - 1
            out[above] = replace(out[above], pause="headline")
    if out:
        out[-1] = replace(out[-1], pause="none" if role == "sign-off" else "story")
    return out


def _split_marked(line: str) -> list[tuple[str, tuple[Reading, ...]]]:
    """Cut a line of a rundown's text into parts, each with the readings that it marks.

    A marked run is never cut, so a part with a long one may exceed the limit.

    Example:
        >>> [(piece, [r.spoken for r in given]) for piece, given in _split_marked("有{3|三}人")]
        [('有3人', ['三'])]
    """
    printed, sayings = read_sayings(line)
    pieces, offset = [], 0
    for piece in split_text(printed, runs=[(s.start, s.end) for s in sayings]):
        end = offset + len(piece)
        given = tuple(
            Reading(
                start=s.start - offset,
                end=s.end - offset,
                spoken=s.spoken,
                rule=ReadingRule.NUMBER_IN_TEXT,
            )
            for s in sayings
            if offset <= s.start and s.end <= end
        )
        pieces.append((piece, given))
        offset = end
    return pieces


def _segment(index: int, item: Item, text: str, pause: PauseLevel, role: SegmentRole) -> Segment:
    return Segment(item=index, presenter=item.presenter, printed=text, pause=pause, role=role)
