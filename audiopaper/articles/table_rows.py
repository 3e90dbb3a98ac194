"""Rows of tables: cells side by side, on a line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_CELL = re.compile("[，。！？；]")
_EDGE = re.compile(r"[\s|｜]+")
_FIGURE = re.compile(r"[+\-]?\d[\d.,:：/\-—~％%]*[^\W\d_]?")
_DATE_UNITS = frozenset("年月日时分号")
_MIN_CELLS = 3


def is_table_row(text: str) -> bool:
    """Return whether a text is a row of a table, half of whose cells are figures.

    Example:
        >>> is_table_row("3 铁路队 3 2 1 11"), is_table_row("2026 年 5 月 全县 共有 30 家")
        (True, False)
    """
    cells = _split_cells(text)
    if len(cells) < _MIN_CELLS or not _DATE_UNITS.isdisjoint(cells):
        return False
    return 2 * sum(_FIGURE.fullmatch(cell) is not None for cell in cells) >= len(cells)


def find_table_rows(texts: Sequence[str]) -> list[bool]:
    """Return whether each line of a page is one of at least two rows of a table."""
    alike = [False, *map(is_table_row, texts), False]
    return [own and (alike[at] or alike[at + 2]) for at, own in enumerate(alike[1:-1])]


def heads_columns(text: str, row: str) -> bool:
    """Return whether a text names the columns of the row below it: 名次 球队 胜 平 负.

    A row may have a figure more, its rank, or lack the one in the corner.
    """
    cells = len(_split_cells(text))
    return cells >= _MIN_CELLS and is_table_row(row) and abs(cells - len(_split_cells(row))) <= 1


def _split_cells(text: str) -> list[str]:
    """Return the cells of a row; none for a text with a mark of a sentence."""
    return [] if _NO_CELL.search(text) else [cell for cell in _EDGE.split(text) if cell]
