"""Changes to the text of a page: where, from what to what, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRange:
    """Where a piece of text stands on the pages."""

    page: int
    """Page number."""

    start: int
    """First line, counted from 1."""

    end: int
    """Last line, itself included."""

    column: int = 0
    """Which of two columns that stand on these rows it is: 1 for the right one, else 0."""

    def __post_init__(self) -> None:
        """Refuse a range that no page can have."""
        if not 1 <= self.start <= self.end:
            raise ValueError(f"lines {self.start} to {self.end} are no range")


class RepairRule(StrEnum):
    """What a page's text was changed for; the value is shown to editors and written to files."""

    TORN_PARAGRAPH = "torn paragraph"
    SAID_TWICE = "said twice across a break"
    REPEATED_PASSAGE = "repeated passage"
    GRAFTED_PASSAGE = "grafted passage"
    PRINTED_TWICE = "printed twice"
    PULL_QUOTE = "pull quote"
    INTERRUPTION = "inside a torn line"
    CROSSED_COLUMN = "column read across"
    TEXT_BELOW_TABLE = "text below a table"
    MOVED_DATELINE = "dateline before its headline"
    REPEATED_DATELINE = "dateline said twice"
    RUN_OVER_HEAD = "head of a run-over"
    HALF_SENTENCE = "half a sentence before a missing page"
    JUMP_LINE = "jump line"
    READER_CONTACT = "how to reach the reporter"
    AUTHOR_NOTE = "author's note"
    BYLINE_NOTE = "note in a byline"
    CREDIT_NOTE = "note in a credit"
    PICTURE_CREDIT = "picture credit"
    PICTURE_NOTE = "picture note"
    FULL_WIDTH_DIGITS = "full-width digits"
    HALF_WIDTH_STOP = "half-width stop"
    SPACE_BESIDE_DIGITS = "space beside digits"
    WIDE_SPACE = "wide space"
    CORNER_QUOTES = "corner quotes"
    STRAIGHT_QUOTES = "straight quotes"
    LOST_QUOTE = "lost opening quote"
    HEADLINE_SPACE = "space in a headline"

    @property
    def drops_copy(self) -> bool:
        """Whether what was dropped stands elsewhere, too."""
        return self in {
            RepairRule.SAID_TWICE,
            RepairRule.REPEATED_PASSAGE,
            RepairRule.PRINTED_TWICE,
            RepairRule.REPEATED_DATELINE,
        }

    @property
    def notes_byline(self) -> bool:
        """Whether it only notes what a byline says, which is kept as printed."""
        return self in {
            RepairRule.AUTHOR_NOTE,
            RepairRule.BYLINE_NOTE,
            RepairRule.CREDIT_NOTE,
            RepairRule.PICTURE_CREDIT,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change made to a page's text."""

    source: LineRange
    """Where the text stood."""

    before: str
    """The text as printed."""

    after: str
    """The text as it is now; empty where it was dropped."""

    rule: RepairRule
    """What it was changed for."""

    @property
    def dropped(self) -> str:
        """The characters of `before` that are no more in `after`, from the first to the last."""
        start = 0
        while start < min(len(self.before), len(self.after)):
            if self.before[start] != self.after[start]:
                break
            start += 1
        end = 0
        while end < min(len(self.before), len(self.after)) - start:
            if self.before[-1 - end] != self.after[-1 - end]:
                break
            end += 1
        return self.before[start : len(self.before) - end]
