"""An article on its way from a page to the edition: what the repairs change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audiopaper.model import Copy, HeadPart, LineRange, Paragraph, Repair

Form = Literal["article", "caption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as read from one page, before repairs."""

    form: Form = "article"
    page: int
    kickers: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    subheads: tuple[str, ...] = ()
    level: int = 0
    column: str = ""
    """The label right above its head, which is furniture: 社论."""

    dateline: str = ""
    writers: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    repairs: tuple[Repair, ...] = ()
    jump_to: int | None = None
    """The page it goes on at; 0 where a jump line does not say."""

    jump_from: int | None = None
    """The page it comes from; 0 where a jump line does not say."""

    alone: frozenset[LineRange] = frozenset()
    """Lines that stand for themselves: labels, signatures, items of a list."""

    rests: frozenset[LineRange] = frozenset()
    """Lines that go on a torn line above them, inside its sentence."""

    closed: bool = False
    """Whether a byline at the end closed it."""

    gaps: tuple[LineRange, ...] = ()
    """The paragraphs before which a part is missing, by where they stand."""

    copies: tuple[Copy, ...] = ()
    """The passages that were dropped from it as copies."""

    noted: bool = False
    """Whether its body is only an editor's note so far."""

    head: tuple[HeadPart, ...] = ()
    """Its head and bylines as printed."""

    sources: tuple[LineRange, ...] = ()
    """All its blocks, head and byline included."""

    @property
    def headline(self) -> str:
        """The headline in one line; a space parts its clauses."""
        return " ".join(self.headlines)

    @property
    def headless(self) -> bool:
        """Whether it has no headline of its own."""
        return not self.headlines

    @property
    def chars(self) -> int:
        """Length of the body."""
        return sum(len(p.text) for p in self.paragraphs)
