"""The script of an episode: a rundown's items cut into segments."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise
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
    from collections.abc import Iterator, Sequence

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
# In a sentence that is too long itself: behind a comma, else behind any mark.
_CLAUSES = re.compile(f"[，、,：:]+[{re.escape(CLOSERS)}]*")
_ANY_MARKS = re.compile(f"[，、,：:。！？!?；;…]+[{re.escape(CLOSERS)}]*")


def write_script(rundown: Rundown, episode: EpisodeSettings) -> tuple[Segment, ...]:
    """Cut what a rundown says into segments, each with the pause that follows it.

    Args:
        rundown: The running order; dropped items are left out.
        episode: For the words before and between stories, and before each headline.

    Returns:
        The segments in running order; `Segment.item` counts the items that are spoken (see
        `spoken_items`), and every character of every text is in just one segment.
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


def split_text(text: str, limit: int = MAX_SEGMENT_CHARS) -> tuple[str, ...]:
    """Cut a text into parts of at most ``limit`` characters.

    It is cut at the end of a sentence or behind a semicolon; in a longer sentence behind a comma,
    else behind another mark, else anywhere. The parts joined are the text.

    Example:
        >>> split_text("今天晴。“明天雨。”后天阴，有风。", limit=9)
        ('今天晴。', '“明天雨。”', '后天阴，有风。')
    """
    pieces = [text]
    for find_cuts in (_sentence_ends, _clause_ends, _mark_ends, partial(_every, limit)):
        pieces = [
            piece
            for part in pieces
            for piece in (_cut(part, find_cuts(part)) if len(part) > limit else [part])
        ]
    return tuple(_pack(pieces, limit))


def _sentence_ends(text: str) -> Sequence[int]:
    return find_sentence_ends(text, semicolons=True)


def _clause_ends(text: str) -> Sequence[int]:
    return [match.end() for match in _CLAUSES.finditer(text)]


def _mark_ends(text: str) -> Sequence[int]:
    return [match.end() for match in _ANY_MARKS.finditer(text)]


def _every(step: int, text: str) -> Sequence[int]:
    return range(step, len(text), step)


def _cut(text: str, offsets: Sequence[int]) -> list[str]:
    bounds = [0, *offsets, len(text)]
    return [text[start:end] for start, end in pairwise(bounds) if start < end]


def _pack(pieces: list[str], limit: int) -> Iterator[str]:
    held = ""
    for piece in pieces:
        # Parts that were cut too small are joined again, up to the limit.
        if held and len(held) + len(piece) > limit:
            yield held
            held = ""
        held += piece
    if held:
        yield held


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

    Example:
        >>> [(piece, [r.spoken for r in given]) for piece, given in _split_marked("有{3|三}人")]
        [('有3人', ['三'])]
    """
    printed, sayings = read_sayings(line)
    # A marked run is never cut.
    masked = list(printed)
    for saying in sayings:
        masked[saying.start : saying.end] = "一" * (saying.end - saying.start)
    pieces, offset = [], 0
    for piece in split_text("".join(masked)):
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
        pieces.append((printed[offset:end], given))
        offset = end
    return pieces


def _segment(index: int, item: Item, text: str, pause: PauseLevel, role: SegmentRole) -> Segment:
    return Segment(item=index, presenter=item.presenter, printed=text, pause=pause, role=role)
