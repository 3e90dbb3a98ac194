"""Cache of articles, readings and doubts, by the text that they were made from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from audiopaper.doubts import TextDoubt
from audiopaper.model import Article, Ranking, Segment, SplitEdition
from audiopaper.pipeline.text import ReadEdition, find_text_doubts, split_and_rank
from audiopaper.show.stage_cache import load_or_make

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import LeadSettings
    from audiopaper.lexicon import Lexicon
    from audiopaper.show.folder import ShowFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    split: SplitEdition
    cleaned: tuple[Article, ...]
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubted:
    doubts: tuple[TextDoubt, ...]


def decide_readings_once(
    segments: Sequence[Segment], lexicon: Lexicon, show: ShowFolder, *, max_names: int
) -> tuple[Segment, ...]:
    """Decide how each character of a script is said, or load the cached result for the same script.

    A reading may depend on other segments (a full name may occur once), so the whole script is one
    cache entry.

    Args:
        segments: As written, before any number or reading.
        lexicon: The show's readings.
        show: The show.
        max_names: Maximum number of spoken names of a list.
    """

    def settle() -> _Settled:
        # Imported here: the tables of readings are large, and a cached result needs none.
        from audiopaper.pipeline.text import settle_readings
        from audiopaper.readings.names.name_lists import shorten_names

        return _Settled(segments=shorten_names(settle_readings(segments, lexicon), max_names))

    parts = ("readings", max_names, tuple(segments), *map(_in_order, _list_values(lexicon)))
    return load_or_make(show, _Settled, settle, parts).segments


def read_articles_once(
    paths: Sequence[Path], show: ShowFolder, *, date: dt.date | None, leads: LeadSettings
) -> ReadEdition:
    """Read, split and rank pages, or load the cached result for the same pages.

    Args:
        paths: Page files and folders.
        show: The show.
        date: Date of the edition if the pages print none.
        leads: The settings of the ranking.

    Raises:
        InputError: The pages cannot be read or do not make one edition.
    """
    from audiopaper.pages import read_edition

    edition = read_edition(paths, date=date)
    fresh: list[ReadEdition] = []

    def split() -> _Split:
        fresh.append(split_and_rank(edition, leads))
        return _without_parts(fresh[0])

    stored = load_or_make(show, _Split, split, ("articles", edition, leads))
    if fresh:
        return fresh[0]
    return ReadEdition(
        edition=edition, split=stored.split, cleaned=stored.cleaned, rankings=stored.rankings
    )


def store_articles(read: ReadEdition, show: ShowFolder, leads: LeadSettings) -> None:
    """Store the articles that a show's first run has split, when it had no work folder yet."""
    if read.parts is not None:
        load_or_make(show, _Split, lambda: _without_parts(read), ("articles", read.edition, leads))


def _without_parts(read: ReadEdition) -> _Split:
    return _Split(split=read.split, cleaned=read.cleaned, rankings=read.rankings)


def find_text_doubts_once(read: ReadEdition, show: ShowFolder) -> tuple[TextDoubt, ...]:
    """List the doubtful passages of an edition's text, or load the list of the same pages."""

    def find() -> _Doubted:
        return _Doubted(doubts=find_text_doubts(read))

    return load_or_make(show, _Doubted, find, ("doubts", read.edition, read.split)).doubts


def _list_values(lexicon: Lexicon) -> list[object]:
    return [getattr(lexicon, field.name) for field in fields(lexicon) if field.init]


def _in_order(value: object) -> object:
    """Return a value with the same `repr` in every run, which a set has not."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value
