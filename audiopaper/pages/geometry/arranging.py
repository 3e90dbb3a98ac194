"""A page's rows in the order of reading: lines of text with their layout."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiopaper.layout import Box, LineLayout, PageLayout, PagePart, enclose
from audiopaper.pages.geometry.blocks import Piece, cut_pieces
from audiopaper.pages.geometry.flow import (
    Column,
    column_edges,
    see_column,
    see_legs,
    spread_heads,
)
from audiopaper.pages.geometry.frame import Frame, find_frames
from audiopaper.pages.geometry.matching import match_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.pages.geometry.rows import PrintedRow


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
    """
    frame = Frame(tuple(rules), tuple(pictures), width_mm, height_mm, body_pt, find_frames(rules))
    pieces = cut_pieces(rows, frame)
    captions = tuple(piece.box for piece in pieces if piece.kind == "caption")
    frame = replace(frame, captions=captions)
    stories = find_stories(pieces, frame)
    lines = _Lines()
    edges = column_edges([p for p in pieces if p.kind == "column"])
    top, foot = _edge_rows(pieces, frame)
    for row in top:
        lines.add(row.text, _layout([row], "edge", 0))
    for number, story in enumerate(stories, 1):
        _add_story(lines, story, number, frame, edges)
    for piece in pieces:
        if piece.kind == "caption":
            text = _joined(piece.rows)
            lines.add(text, _layout(piece.rows, "caption", 0))
    for row in foot:
        lines.add(row.text, _layout([row], "edge", 0))
    layout = PageLayout(
        width_mm=width_mm,
        height_mm=height_mm,
        lines=tuple(lines.layouts),
        rules=frame.rules,
        pictures=frame.pictures,
        body_size_pt=body_pt,
    )
    return tuple(lines.texts), layout


def _edge_rows(pieces: Sequence[Piece], frame: Frame) -> tuple[list[PrintedRow], list[PrintedRow]]:
    rows = [row for piece in pieces if piece.kind == "edge" for row in piece.rows]
    rows.sort(key=lambda row: (round((row.box.top + row.box.bottom) / 8), row.box.left))
    middle = frame.height / 2
    top = [row for row in rows if row.box.top < middle]
    return top, [row for row in rows if row.box.top >= middle]


# --- stories -----------------------------------------------------------------------------------

_SURE_MARGIN = 0.5


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
    return sorted(stories, key=lambda story: (round(story.box.top / 8), story.box.left))


_NEAR_BELOW_EMS, _NEAR_ABOVE_EMS = 2.4, 1.3


def _head_beside(
    column: Column,
    heads: Sequence[Piece],
    frame: Frame,
    edges: Sequence[tuple[float, float]],
) -> Piece | None:
    """Give the head that a lone row belongs to: a byline below it, a small kicker above it."""
    if len(column.piece.rows) > 2 or column.piece.vertical:
        return None
    row, em = column.box, frame.em
    inside = (column.left, column.right) in edges and abs(row.left - column.left) < 0.8 * em
    # The last word of a paragraph, at the top of a column, ends with a stop; a byline does not.
    inside = inside and (column.stops or column.full_end)
    kicker = abs(column.piece.rows[0].size_pt - frame.body_pt) > 0.04 * frame.body_pt
    for head in heads:
        box = head.box
        shared = min(box.right, row.right) - max(box.left, row.left)
        if head.vertical or shared < 0.5 * min(box.width, row.width):
            continue
        below = -0.3 * em < row.top - box.bottom < _NEAR_BELOW_EMS * em
        if below and not inside and len(column.piece.rows) == 1:
            return head
        if kicker and -0.3 * em < box.top - row.bottom < _NEAR_ABOVE_EMS * em:
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
        for row in rows:
            # A row of the text's own size is a byline as often as a subhead.
            small = 0.96 < row.size_pt / frame.body_pt < 1.1
            lines.add(row.text, _layout([row], "" if small else "head", number))
    for rows, part, doubtful in _paragraphs(story, frame):
        column = _column_of(rows[0].box, edges)
        layout = _layout(rows, part, number, column)
        lines.add(_joined(rows), replace(layout, doubtful=doubtful))


def _paragraphs(story: Story, frame: Frame) -> list[tuple[list[PrintedRow], PagePart, bool]]:
    """Part a story's rows into paragraphs; one may go on in the next column."""
    out: list[tuple[list[PrintedRow], PagePart, bool]] = []
    em = frame.em
    indents = _has_indents(story, em)
    for place, column in enumerate(story.columns):
        doubtful = place in story.doubtful
        full = False
        for n, row in enumerate(column.piece.rows):
            part = _row_part(row, column, frame)
            opens = _opens(row, column, em, indents=indents, full=full or (n == 0 and place > 0))
            if n == 0 and place > 0 and not story.columns[place - 1].full_end:
                opens = True
            if opens or part == "heading" or not out or out[-1][1] == "heading":
                out.append(([row], part, doubtful))
            else:
                out[-1][0].append(row)
            full = _is_full(row, column, em)
    return out


def _has_indents(story: Story, em: float) -> bool:
    rows = [(row, c) for c in story.columns for row in c.piece.rows if not c.piece.vertical]
    return sum(0.8 * em < row.box.left - c.left < 3.2 * em for row, c in rows) > 0


def _opens(row: PrintedRow, column: Column, em: float, *, indents: bool, full: bool) -> bool:
    """Tell whether a row begins a paragraph."""
    if row.vertical:
        return row.box.top > column.box.top + 0.8 * em
    if row.box.left - column.left >= 0.8 * em:
        return True
    return not full if not indents else False


def _is_full(row: PrintedRow, column: Column, em: float) -> bool:
    return row.vertical or row.box.right > column.right - 1.5 * em


def _row_part(row: PrintedRow, column: Column, frame: Frame) -> PagePart:
    """Tell headings inside a column from its text."""
    if row.vertical or column.piece.vertical:
        return "text"
    em = frame.em
    left, right = row.box.left - column.left, column.right - row.box.right
    centred = left > 2.6 * em and abs(left - right) < 1.5 * em
    larger = row.size_pt > 1.06 * frame.body_pt
    bold = row.bold and 2 * sum(r.bold for r in column.piece.rows) < len(column.piece.rows)
    short = right > 2 * em
    if (centred and (bold or larger)) or (short and larger) or (bold and short and left > em):
        return "heading"
    # A centred line in the type of the text is a byline as often as a heading.
    return "" if centred else "text"


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
        article=article,
        part=part,
    )


def _joined(rows: Sequence[PrintedRow]) -> str:
    """Join the rows of a paragraph; Latin words keep a space between."""
    text = rows[0].text
    for row in rows[1:]:
        latin = text[-1:].isascii() and row.text[:1].isascii()
        text += (" " if latin and text[-1:].isalpha() and row.text[:1].isalpha() else "") + row.text
    return text
