"""A block: the piece of a page's text that plays one role."""

from __future__ import annotations

from dataclasses import dataclass

from audiopaper.model import LineRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page: a paragraph, or a line that stands for itself."""

    page: int
    """Page number."""

    lines: tuple[tuple[int, str], ...]
    """Line number from 1 and the line as printed, or the piece of it; at least one."""

    text: str
    """The text, without mark-up and without space round it."""

    level: int = 0
    """Mark-up level of a heading, 1 the highest; 0 for none."""

    gap: int = 0
    """Blank lines before it; a large number at the head of the page."""

    indented: bool = False
    """Whether it opens with an indent."""

    front_matter: bool = False
    """Whether it is part of a Markdown file's front matter."""

    half_columns: int = 0
    """Length of its line in wide characters, where the page was wrapped by that; else 0."""

    column: int = 0
    """The index of its column, of two on the same rows: 1 for the right one, else 0."""

    article: int = 0
    """Which article of its page it belongs to by its place in print, from 1; 0 for none."""

    @property
    def length(self) -> int:
        """Length of its line, in the measure that the page was wrapped by."""
        return self.half_columns or len(self.text)

    @property
    def source(self) -> LineRange:
        """The lines of the page that it was made of."""
        start, end = self.lines[0][0], self.lines[-1][0]
        return LineRange(page=self.page, start=start, end=end, column=self.column)
