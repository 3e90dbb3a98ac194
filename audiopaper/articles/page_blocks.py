"""A page's lines become blocks: wrapped lines are joined to the paragraphs that they were."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from audiopaper.articles.blocks import Block
from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.join_choice import NONE, choose_joins
from audiopaper.articles.line_joins import MAX_WIDTH, MIN_WIDTH, RAGGED_CHARS
from audiopaper.articles.sentence_ends import ends_sentence
from audiopaper.articles.side_columns import part_columns
from audiopaper.articles.single_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.model import Page

# Each article may be set in columns of its own width. So few lines of one length are wrapped
# text only where they are longer than verses.
_MIN_GROUP_LINES, _MIN_GROUP_WIDTH = 3, 14
_MIN_FULL_LINES = 5


def make_blocks(page: Page) -> tuple[Block, ...]:
    """Cut a page into blocks, whether it has mark-up, blank lines between paragraphs, or neither.

    Every line that is not blank stands in one block.
    """
    lines = list(_close_lines(measure_lines(part_columns(list(read_lines(page))))))
    width = find_page_width(lines)
    if width is None:
        return tuple(_part_glued_heads(lines))
    paragraphs: list[list[Block]] = []
    paragraph_of: list[int] = []
    for line, above in zip(lines, choose_joins(lines, width), strict=True):
        if above == NONE:
            paragraph_of.append(len(paragraphs))
            paragraphs.append([line])
        else:
            paragraph_of.append(paragraph_of[above])
            paragraphs[paragraph_of[above]].append(line)
    return tuple(_part_glued_heads([_merge(paragraph) for paragraph in paragraphs]))


def _close_lines(lines: Sequence[Block]) -> Iterator[Block]:
    """Take away the blank lines that stand between all lines of wrapped text."""
    for short, run in itertools.groupby(lines, lambda line: line.length <= MAX_WIDTH):
        spaced = list(run)
        closed = [spaced[0], *(replace(line, gap=0) for line in spaced[1:])]
        sure = short and all(line.gap for line in spaced)
        yield from closed if sure and _is_wrapped(closed) else spaced


def _is_wrapped(lines: Sequence[Block]) -> bool:
    return _wrap_width(lines, _MIN_FULL_LINES) >= _MIN_GROUP_WIDTH


def find_page_width(lines: Sequence[Block]) -> int | None:
    """Return the usual width of a page's columns; 0 for none; None if no text was wrapped."""
    width = _wrap_width(lines, _MIN_FULL_LINES)
    own = (_wrap_width(group, _MIN_GROUP_LINES) for group in _groups(lines))
    return width if width or any(n >= _MIN_GROUP_WIDTH for n in own) else None


_GLUED_HEAD = re.compile(
    r"[。！？][”」』]?\s*([^。！？，,（）()“”「」\s][^。！？，,（）()]{4,27})\Z"
)


def _part_glued_heads(blocks: Sequence[Block]) -> Iterator[Block]:
    """Part a headline from the text before it, where the next line is its article's dateline."""
    for block, below in itertools.zip_longest(blocks, blocks[1:]):
        glued = _GLUED_HEAD.search(block.text) if below and is_dateline(below.text) else None
        number, printed = block.lines[-1]
        if glued is None or block.level or not printed.rstrip().endswith(glued[1]):
            yield block
            continue
        at = printed.rstrip().rfind(glued[1])
        rest = ((number, printed[:at]),) if printed[:at].strip() else ()
        text = block.text[: glued.start(1)].rstrip()
        yield replace(block, text=text, lines=(*block.lines[:-1], *rest))
        yield Block(page=block.page, lines=((number, printed[at:]),), text=glued[1])


def measure_lines(blocks: list[Block]) -> list[Block]:
    """Measure lines as they were wrapped: by characters, or two Latin letters as a wide one."""
    columns = [(sum(map(_half_columns, block.text)) + 1) // 2 for block in blocks]
    if _most_common(columns) <= _most_common(len(block.text) for block in blocks):
        return blocks
    return [replace(block, half_columns=n) for block, n in zip(blocks, columns, strict=True)]


@cache
def _half_columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WFA" else 1


def _most_common(lengths: Iterable[int]) -> int:
    """Count the lines of the most common length that wrapped lines may have."""
    counted = Counter(n for n in lengths if MIN_WIDTH <= n <= MAX_WIDTH)
    return max(counted.values(), default=0)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Part a page's lines where blank lines or headings stand between them."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.gap or block.level or group[-1].level):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _wrap_width(blocks: Sequence[Block], min_full: int) -> int:
    """Return the number of characters at which lines were wrapped; 0 if they were not.

    Wrapped lines follow each other without blank lines; many have one and the same length, few
    are longer, and most of them end inside a sentence.
    """
    following = [a for a, b in itertools.pairwise(blocks) if not (b.gap or b.level or a.level)]
    lengths = Counter(a.length for a in following if MIN_WIDTH <= a.length <= MAX_WIDTH)
    if not lengths:
        return 0
    # The longest length that is usual: rarer ones are headlines, or lines with Latin words.
    usual = max(lengths.values()) / 3
    width = max(n for n, times in lengths.items() if times >= usual)
    full = [a for a in following if width - RAGGED_CHARS <= a.length <= width + 2]
    longer = sum(a.length > width + 2 for a in following)
    cut = sum(not ends_sentence(a.text) for a in full)
    # Where paragraphs are indented, a line without an indent goes on, whatever ends above it.
    share = 4 if any(block.indented for block in blocks) else 6
    if len(full) < min_full or cut * 10 < len(full) * share or longer * 4 > len(full):
        return 0
    return width


def _merge(blocks: Sequence[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    text = blocks[0].text
    for block in blocks[1:]:
        text += _seam(text, block.text) + block.text
    first = blocks[0]
    return Block(
        page=first.page,
        lines=tuple(line for block in blocks for line in block.lines),
        text=text,
        gap=first.gap,
        indented=first.indented,
    )


def _seam(left: str, right: str) -> str:
    """Return the space that joins two lines: one between Latin words, else none."""
    return " " if left[-1:].isascii() and right[:1].isascii() and right[:1].isalpha() else ""
