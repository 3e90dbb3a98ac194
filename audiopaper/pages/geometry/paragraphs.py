"""Rows become lines of text: paragraphs of a story's columns, lines of its head."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from audiopaper.layout import PagePart
    from audiopaper.pages.geometry.flow import Column
    from audiopaper.pages.geometry.frame import Frame
    from audiopaper.pages.geometry.rows import PrintedRow


_HEADLINE_SHARE = 0.93


def join_head(rows: Sequence[PrintedRow]) -> list[tuple[str, list[PrintedRow]]]:
    """Join the rows of a kicker or a subhead that goes over several; headlines stay apart."""
    largest = max(row.size_pt for row in rows)
    out: list[list[PrintedRow]] = []
    for row in rows:
        alike = out and abs(out[-1][-1].size_pt - row.size_pt) < 0.1 and not row.vertical
        if alike and row.size_pt < _HEADLINE_SHARE * largest:
            out[-1].append(row)
        else:
            out.append([row])
    return [(_wrapped(line), line) for line in out]


_FULL_SHARE = 0.85


def _wrapped(rows: Sequence[PrintedRow]) -> str:
    """Join rows; those that do not fill the width end a clause of their own."""
    widest = max(row.box.width for row in rows)
    text = rows[0].text
    for above, row in itertools.pairwise(rows):
        text += ("" if above.box.width > _FULL_SHARE * widest else " ") + row.text
    return text


def part_paragraphs(
    columns: Sequence[Column], doubtful_places: Set[int], frame: Frame
) -> list[tuple[list[PrintedRow], PagePart, bool]]:
    """Part the rows of a story's columns into paragraphs; one may go on in the next column."""
    out: list[tuple[list[PrintedRow], PagePart, bool]] = []
    em = frame.em
    indents = _has_indents(columns, em)
    for place, column in enumerate(columns):
        doubtful = place in doubtful_places
        full = False
        for n, row in enumerate(column.piece.rows):
            part = _row_part(row, column, frame)
            opens = _opens(row, column, em, indents=indents, full=full or (n == 0 and place > 0))
            if n == 0 and place > 0 and not columns[place - 1].full_end:
                opens = True
            if opens or part == "heading" or not out or out[-1][1] == "heading":
                out.append(([row], part, doubtful))
            else:
                out[-1][0].append(row)
            full = _is_full(row, column, em)
    return out


def _has_indents(columns: Sequence[Column], em: float) -> bool:
    rows = [(row, c) for c in columns for row in c.piece.rows if not c.piece.vertical]
    return sum(0.8 * em < row.box.left - c.left < 3.2 * em for row, c in rows) > 0


def _opens(row: PrintedRow, column: Column, em: float, *, indents: bool, full: bool) -> bool:
    """Return whether a row begins a paragraph."""
    if row.vertical:
        return row.box.top > column.box.top + 0.8 * em
    if row.box.left - column.left >= 0.8 * em:
        return True
    return not full if not indents else False


def _is_full(row: PrintedRow, column: Column, em: float) -> bool:
    return row.vertical or row.box.right > column.right - 1.5 * em


def _row_part(row: PrintedRow, column: Column, frame: Frame) -> PagePart:
    """Return whether a row is a heading or text; empty if it is unclear."""
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


def join_rows(rows: Sequence[PrintedRow]) -> str:
    """Join the rows of a paragraph; Latin words keep a space between."""
    text = rows[0].text
    for row in rows[1:]:
        latin = text[-1:].isascii() and row.text[:1].isascii()
        text += (" " if latin and text[-1:].isalpha() and row.text[:1].isalpha() else "") + row.text
    return text
