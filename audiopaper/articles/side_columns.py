"""Columns side by side that were read across with a gutter between them are put together.

Which line goes on which is decided by the characters at the joins, summed over all rows: a single
join may deceive, a dozen rarely do. Where the lines of two columns stand in turn, each on a line of
its own, `audiopaper.articles.join_choice` decides it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.seams import hash_end, hash_start, load_seams
from audiopaper.articles.sentence_ends import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.blocks import Block

# Columns of newspapers hold 8 to 34 characters a line; fewer than three rows prove nothing.
_MIN_CHARS, _MAX_CHARS = 8, 34
_MIN_ROWS = 3
_MIN_TORN = 2
# The gutter stands at the same place of each row, give or take a stop that hangs over.
_RAGGED_CHARS = 2
_MOST_SEAM = 5.0
"""What one join may say at most, in log-odds."""

# The halves of a poem's rows end with a comma or a stop, those of two columns where they happen to.
_MOST_ENDED = 0.4
_CLAUSE = re.compile("[，。、；]")

_MIN_GAIN = 5.0
"""What reading by columns has to be better than reading line by line, in log-odds."""

_ROW_PROVES = 2.0
"""What each row with its gutter at the same place proves, in log-odds."""


def part_columns(lines: Sequence[Block]) -> list[Block]:
    """Put the lines of columns together that a page was read across.

    Args:
        lines: A page's lines in printed order.

    Returns:
        The lines; those of columns side by side are joined to the paragraphs that they were, the
        left column's before the right one's.
    """
    out: list[Block] = []
    at = 0
    while at < len(lines):
        left, right = _rows_from(lines, at)
        out += [*_join(left), *_join(right)] if left else [lines[at]]
        at += len(left) or 1
    return out


# One plain space beside a figure parts it from its word: 1.1 万台.
_GUTTER = re.compile(
    r"(?<=\S)(?:[\u3000\t]| {2,})[ \u3000\t]*(?=\S)|(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])"
)
_PROSE = re.compile("[\u4e00-\u9fff0-9０-９，。、；：？！“”《》（）]")


def _rows_from(lines: Sequence[Block], first: int) -> tuple[list[Block], list[Block]]:
    """Return the halves of the rows that begin at a line, left and right; empty for no columns."""
    ways = [
        _follow_gutter(lines, first, gap.start())
        for gap in _gaps(lines[first])
        if gap.start() >= _MIN_CHARS
    ]
    gutter = max(ways, key=len, default=[])
    if len(gutter) < _MIN_ROWS:
        return [], []
    pairs = list(zip(lines[first:], gutter, strict=False))
    left = [_half(line, line.text[: gap.start()], 0) for line, gap in pairs]
    right = [_half(line, line.text[gap.end() :], 1) for line, gap in pairs]
    by_row = sum(_seam(a, b) for a, b in zip(left, right, strict=True))
    gain = _sum_seams(left) + _sum_seams(right) - by_row + _ROW_PROVES * len(pairs)
    sure = gain >= _MIN_GAIN and _are_columns(left, right) and _are_torn(*left, *right)
    return (left, right) if sure else ([], [])


def _are_torn(*halves: Block) -> bool:
    """Return whether most halves of some rows end inside a clause."""
    ended = sum(half.text[-1] in "，。；！？、：”）" for half in halves)
    clauses = any("，" in half.text or "。" in half.text for half in halves)
    return clauses and ended <= _MOST_ENDED * len(halves)


def _follow_gutter(lines: Sequence[Block], first: int, place: int) -> list[re.Match[str]]:
    """Find the gaps of the rows from a line on that stand where the first one's does."""
    followed: list[re.Match[str]] = []
    for line in lines[first:]:
        gaps = _gaps(line)
        near = [gap for gap in gaps if abs(gap.start() - place) <= _RAGGED_CHARS]
        if near:
            followed.append(
                min(near, key=lambda gap: (-len(gap.group()), abs(gap.start() - place)))
            )
            continue
        # The left column's last line is shorter.
        short = [
            gap for gap in gaps if gap.start() < place and ends_sentence(line.text[: gap.start()])
        ]
        return followed + short[:1]
    return followed


def _gaps(line: Block) -> list[re.Match[str]]:
    """Find the spaces of a line that may be a gutter."""
    if line.level or line.front_matter or len(line.text) > 2 * _MAX_CHARS + 4:
        return []
    return [gap for gap in _GUTTER.finditer(line.text) if _PROSE.match(line.text, gap.end())]


def _half(line: Block, text: str, column: int) -> Block:
    return replace(line, lines=((line.lines[0][0], text),), text=text, column=column)


def _are_columns(*columns: Sequence[Block]) -> bool:
    """Return whether all lines of each column but the last are as long as its longest one."""
    for column in columns:
        widths = [len(line.text) for line in column]
        ends = [ends_sentence(line.text) for line in column[:-1]]
        full = max(widths, default=0) - _RAGGED_CHARS
        torn = sum(n >= full and not end for n, end in zip(widths, ends, strict=False))
        if torn < _MIN_TORN or full + _RAGGED_CHARS < _MIN_CHARS:
            return False
        if any(n < full and not end for n, end in zip(widths, ends, strict=False)):
            return False
    lines = [line for column in columns for line in column]
    prose = sum(_CLAUSE.search(line.text) is not None for line in lines)
    return prose * 3 >= len(lines)


# --- lines of one column --------------------------------------------------------------------


def _seam(above: Block, below: Block) -> float:
    """Rate a line going on in another, from 0 for no evidence; log-odds."""
    if ends_sentence(above.text):
        return 0.0
    if len(above.text) < len(below.text) - _RAGGED_CHARS:
        return -_MOST_SEAM
    score = load_seams().score(hash_end(above.text), hash_start(below.text))
    return max(-_MOST_SEAM, min(_MOST_SEAM, score))


def _sum_seams(column: Sequence[Block]) -> float:
    return sum(_seam(a, b) for a, b in itertools.pairwise(column))


def _join(column: Sequence[Block]) -> list[Block]:
    """Join a column's lines to paragraphs: a short line that ends a sentence ends one."""
    width = max(len(line.text) for line in column)
    out: list[Block] = []
    for line in column:
        above = out[-1] if out else None
        if above is None or _ends_paragraph(above, width) or line.indented:
            out.append(line)
        else:
            out[-1] = replace(above, lines=(*above.lines, *line.lines), text=above.text + line.text)
    return out


def _ends_paragraph(block: Block, width: int) -> bool:
    last = block.lines[-1][1].strip()
    return ends_sentence(last) and len(last) < width - _RAGGED_CHARS
