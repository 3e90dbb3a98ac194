"""From printed lines to a page's text in reading order: rows, columns, heads, articles."""

from __future__ import annotations

from audiopaper.pages.geometry.reading_order import arrange_page
from audiopaper.pages.geometry.rows import Glyph, PrintedRow, join_glyphs

__all__ = ["Glyph", "PrintedRow", "arrange_page", "join_glyphs"]
