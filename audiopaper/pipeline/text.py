"""Turn page files into ranked articles, and text into readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import Article, Edition, Ranking, Repair, Segment, SplitEdition

# The splitter is imported in the functions that read pages, since ``pronounce`` reads none.
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.articles import ExplainedLine
    from audiopaper.articles.roles import Part  # noqa: TC004 - it loads the splitter
    from audiopaper.config import LeadSettings
    from audiopaper.doubts import TextDoubt
    from audiopaper.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEdition:
    """An edition, its articles and their ranking."""

    edition: Edition
    """The pages as read."""

    split: SplitEdition
    """The articles as printed, page furniture, and repairs."""

    cleaned: tuple[Article, ...]
    """The same articles as they are read out: without printing noise, with repaired punctuation."""

    rankings: tuple[Ranking, ...]
    """One ranking for each article, in the order of the articles."""

    parts: tuple[tuple[Part, ...], ...] | None = None
    """The blocks of each page with their roles; None if an earlier run split the pages."""

    @property
    def lines(self) -> tuple[ExplainedLine, ...]:
        """The role of each line of the pages, and the reasons."""
        from audiopaper.articles import explain_edition, explain_lines

        parts = explain_edition(self.edition) if self.parts is None else self.parts
        return tuple(line for page in parts for line in explain_lines(page))

    @property
    def repairs(self) -> tuple[tuple[str, Repair], ...]:
        """All changes by splitting and cleaning, each with the id of its article."""
        own = (("", repair) for repair in self.split.repairs)
        return (*own, *((a.id, repair) for a in self.cleaned for repair in a.repairs))


def read_articles(
    paths: Sequence[Path], *, date: dt.date | None, leads: LeadSettings
) -> ReadEdition:
    """Read pages, split them into articles, and rank and clean the articles.

    Raises:
        InputError: The pages cannot be read or do not make one edition.
    """
    from audiopaper.pages import read_edition

    return split_and_rank(read_edition(paths, date=date), leads)


def split_and_rank(edition: Edition, leads: LeadSettings) -> ReadEdition:
    """Split an edition's pages into articles, and rank and clean the articles."""
    from audiopaper.articles import explain_edition, split_parts
    from audiopaper.cleaning import clean_article
    from audiopaper.leads import rank_articles

    parts = explain_edition(edition)
    # Articles that a newsroom handed over are whole: only pages are split.
    split = split_parts(parts)
    if edition.articles:
        split = SplitEdition(articles=edition.articles, furniture=())
    return ReadEdition(
        edition=edition,
        split=split,
        cleaned=tuple(clean_article(article) for article in split.articles),
        rankings=rank_articles(split.articles, leads, date=edition.date),
        parts=parts,
    )


def find_text_doubts(read: ReadEdition) -> tuple[TextDoubt, ...]:
    """List the doubtful passages of an edition's text, by page and line."""
    from audiopaper.doubts import find_doubts

    return find_doubts(read.edition, read.split, read.lines)


def settle_readings(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Write out the numbers of segments and decide how each character is said.

    Readings already set on a segment come from the rundown and are used as they are.
    """
    # Imported here: the tables of both are large, and a run with cached readings needs neither.
    from audiopaper.pipeline.number_overrides import spell_around
    from audiopaper.readings import add_readings

    return add_readings(spell_around(segments, lexicon), lexicon)
