"""A page's rows in the order of reading: lines of text with their layout."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiopaper.layout import (
    Box,
    LineLayout,
    PageLayout,
    PagePart,
    enclose,
    join_recognitions,
)
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.geometry.flow import (
    Column,
    column_edges,
    see_column,
    see_legs,
    spread_heads,
)
from audiopaper.pages.geometry.frame import Frame, find_frames
from audiopaper.pages.geometry.paragraphs import join_head, join_rows, part_paragraphs
from audiopaper.pages.geometry.printed_blocks import Piece, cut_pieces
from audiopaper.pages.geometry.successors import match_pieces
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.pages.geometry.rows import PrintedRow


MAX_ROWS = 5000
"""A page full of classified adverts has some 2,500."""


@dataclass(slots=True, eq=False)
class Story:
    """A head with the columns of its text, in their order."""

    head: Piece | None = None
    columns: list[Column] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    """Which of its columns may belong elsewhere, by their place."""

    @property
    def box(self) -> Box:
        """Where it stands."""
        boxes = [column.box for column in self.columns]
        return enclose([*boxes, self.head.box] if self.head else boxes)


@dataclass(slots=True)
class _Lines:
    texts: list[str] = field(default_factory=list)
    layouts: list[LineLayout | None] = field(default_factory=list)

    def add(self, text: str, layout: LineLayout) -> None:
        if self.texts:
            self.texts.append("")
            self.layouts.append(None)
        self.texts.append(text)
        self.layouts.append(layout)


def arrange_page(
    rows: Sequence[PrintedRow],
    rules: Sequence[Box],
    pictures: Sequence[Box],
    *,
    width_mm: float,
    height_mm: float,
    body_pt: float,
) -> tuple[tuple[str, ...], PageLayout]:
    """Put a page's rows into the order of reading, by where they stand.

    Args:
        rows: The rows in any order.
        rules: Lines that part or enclose articles.
        pictures: Pictures, below which captions stand.
        width_mm: Width of the page.
        height_mm: Height of the page.
        body_pt: Size of most of the text.

    Returns:
        The page's text, a paragraph or a line of a head in each line with blank lines between,
        and its layout.

    Raises:
        BadPageError: It has more rows than a newspaper page.
    """
    if len(rows) > MAX_ROWS:
        raise BadPageError(_("has {count} lines, more than a newspaper page has", count=len(rows)))
    frame = Frame(tuple(rules), tuple(pictures), width_mm, height_mm, body_pt, find_frames(rules))
    pieces = cut_pieces(rows, frame)
    captions = tuple(piece.box for piece in pieces if piece.kind == "caption")
    frame = replace(frame, captions=captions)
    lines = _set_lines(pieces, find_stories(pieces, frame), frame)
    layout = PageLayout(
        width_mm=width_mm,
        height_mm=height_mm,
        lines=tuple(lines.layouts),
        rules=frame.rules,
        pictures=frame.pictures,
    )
    return tuple(lines.texts), layout


def _set_lines(pieces: Sequence[Piece], stories: Sequence[Story], frame: Frame) -> _Lines:
    lines = _Lines()
    edges = column_edges([p for p in pieces if p.kind == "column"])
    top, foot = _edge_rows(pieces, frame)
    for row in top:
        lines.add(row.text, _layout([row], "edge", 0))
    for number, story in enumerate(stories, 1):
        _add_story(lines, story, number, frame, edges)
    for piece in pieces:
        if piece.kind == "caption":
            text = join_rows(piece.rows)
            lines.add(text, _layout(piece.rows, "caption", 0))
    for row in foot:
        lines.add(row.text, _layout([row], "edge", 0))
    return lines


def _edge_rows(pieces: Sequence[Piece], frame: Frame) -> tuple[list[PrintedRow], list[PrintedRow]]:
    rows = [row for piece in pieces if piece.kind == "edge" for row in piece.rows]
    rows.sort(key=lambda row: (round((row.box.top + row.box.bottom) / 8), row.box.left))
    middle = frame.height / 2
    top = [row for row in rows if row.box.top < middle]
    return top, [row for row in rows if row.box.top >= middle]


# --- stories -----------------------------------------------------------------------------------

_SURE_MARGIN = 0.5

_MAX_COLUMNS = 600
"""Pieces of columns that are matched; a page of classified adverts has some 200. What has more is
no newspaper page, and its pieces stand by themselves."""


def find_stories(pieces: Sequence[Piece], frame: Frame) -> list[Story]:
    """Gather heads and columns into stories, in the order of reading."""
    heads = [piece for piece in pieces if piece.kind == "head"]
    edges = column_edges([piece for piece in pieces if piece.kind == "column"])
    columns = []
    for piece in pieces:
        if piece.kind != "column":
            continue
        column = see_column(piece, frame, edges)
        home = _head_beside(column, heads, frame, edges)
        if home is not None:
            home.rows += piece.rows
        else:
            columns.append(column)
    if len(columns) > _MAX_COLUMNS:
        loose = [Story(head) for head in heads]
        loose += [Story(None, [column], {0}) for column in columns]
        return _in_order(loose)
    see_legs(columns, heads, frame)
    spread_heads(columns, heads, frame)
    first, after, margin = match_pieces(heads, columns, frame)
    starts = set(first.values())
    behind = set(after.values())
    stories = [
        _follow(head, first.get(number), after, columns, margin)
        for number, head in enumerate(heads)
    ]
    stories += [
        _follow(None, at, after, columns, margin)
        for at in range(len(columns))
        if at not in starts and at not in behind
    ]
    return _in_order(stories)


def _in_order(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: (round(story.box.top / 8), story.box.left))


_NEAR_BELOW_EMS, _NEAR_ABOVE_EMS = 2.4, 1.3
_MAX_HEAD_ROWS = 6


def _head_beside(
    column: Column,
    heads: Sequence[Piece],
    frame: Frame,
    edges: Sequence[tuple[float, float]],
) -> Piece | None:
    """Return the head that a few rows belong to: a byline or subhead below, a kicker above."""
    rows = column.piece.rows
    if len(rows) > _MAX_HEAD_ROWS or column.piece.vertical:
        return None
    row, em = column.box, frame.em
    inside = (column.left, column.right) in edges and abs(row.left - column.left) < 0.8 * em
    # The last word of a paragraph, at the top of a column, ends with a stop; a byline does not.
    inside = inside and (column.stops or column.full_end)
    larger = sorted(row.size_pt for row in rows)[len(rows) // 2] > 1.04 * frame.body_pt
    for head in heads:
        box = head.box
        shared = min(box.right, row.right) - max(box.left, row.left)
        if head.vertical or shared < 0.5 * min(box.width, row.width):
            continue
        below = -0.3 * em < row.top - box.bottom < _NEAR_BELOW_EMS * em
        if below and (larger or (not inside and len(rows) == 1)):
            return head
        if larger and -0.3 * em < box.top - row.bottom < _NEAR_ABOVE_EMS * em:
            return head
    return None


def _follow(
    head: Piece | None,
    at: int | None,
    after: dict[int, int],
    columns: Sequence[Column],
    margin: dict[int, float],
) -> Story:
    story = Story(head)
    while at is not None:
        if margin[at] < _SURE_MARGIN:
            story.doubtful.add(len(story.columns))
        story.columns.append(columns[at])
        at = after.get(at)
    return story


# --- lines -------------------------------------------------------------------------------------


def _add_story(
    lines: _Lines,
    story: Story,
    number: int,
    frame: Frame,
    edges: Sequence[tuple[float, float]],
) -> None:
    if story.head is not None:
        rows = sorted(story.head.rows, key=lambda row: (row.box.top, row.box.left))
        if story.head.vertical:
            rows = sorted(story.head.rows, key=lambda row: -row.box.right)
        for text, line in join_head(rows):
            # A row of the text's own size is a byline as often as a subhead.
            own = 0.96 < line[0].size_pt / frame.body_pt < 1.04
            lines.add(text, _layout(line, "" if own else "head", number))
    for rows, part, doubtful in part_paragraphs(story.columns, story.doubtful, frame):
        column = _column_of(rows[0].box, edges)
        layout = _layout(rows, part, number, column)
        lines.add(join_rows(rows), replace(layout, doubtful=doubtful))


def _column_of(box: Box, edges: Sequence[tuple[float, float]]) -> int:
    lefts = sorted({round(left) for left, _ in edges})
    distinct = [left for n, left in enumerate(lefts) if n == 0 or left - lefts[n - 1] > 4]
    return sum(left <= box.left + 2 for left in distinct)


def _layout(
    rows: Sequence[PrintedRow], part: PagePart, article: int, column: int = 0
) -> LineLayout:
    return LineLayout(
        boxes=tuple(row.box for row in rows),
        size_pt=round(max(row.size_pt for row in rows), 2),
        bold=2 * sum(row.bold for row in rows) > len(rows),
        column=column,
        confidence=min(row.confidence for row in rows),
        recognition=join_recognitions(row.recognition for row in rows),
        article=article,
        part=part,
    )
