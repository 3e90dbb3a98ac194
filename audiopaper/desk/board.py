"""The content of the page of an edition, read from the files of the show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from audiopaper.config import inbox_folder
from audiopaper.desk.card_names import name_cards
from audiopaper.desk.chosen_readings import decision_mark
from audiopaper.desk.days import Day, DayState, read_day
from audiopaper.desk.differences import compare_with_file, list_decided
from audiopaper.desk.doubt_rows import ReadingDoubt, TextDoubtRow, count_doubts, show_reading
from audiopaper.desk.edits import digest_rundown
from audiopaper.desk.episode_changes import load_changes
from audiopaper.desk.jobs import Job, jobs_folder, load_job
from audiopaper.desk.phrases import name_failure
from audiopaper.desk.verdicts import load_verdicts, name_doubt
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import AudiopaperError
from audiopaper.lexicon import Entry
from audiopaper.model import Item
from audiopaper.pipeline.rundown_differences import Difference
from audiopaper.pipeline.show_setup import load_setup, read_rundown
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import find_stale_stories
from audiopaper.reading_review import review_readings
from audiopaper.rundown import (
    Lengths,
    Pace,
    load_rundown,
    measure_rundown,
    warn_of_length,
    warn_of_repeats,
)
from audiopaper.rundown.excerpts import paragraph_ends
from audiopaper.rundown.reading_time import story_ms
from audiopaper.show.folder import EditionFolder, show_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import EditionKey, Rundown

SHOWN_READINGS = 8
"""Number of doubtful readings shown at a time; others follow when these are settled."""

SURE_ENOUGH = 0.9
"""Least certainty of a reading that is not counted as doubtful in its item."""

_END_CHARS = 10
"""Number of characters by which the end of a paragraph is known."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Ending:
    """A paragraph at which a story may end."""

    paragraphs: int
    """Number of paragraphs up to it."""

    seconds: int
    """Estimated length of the story up to it."""

    words: str
    """Its last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item of the rundown, as the desk shows it."""

    index: int
    """Position in the file, from 0."""

    name: str
    """Name of the item on the page: see `name_cards`."""

    item: Item
    """The item."""

    length_ms: int
    """Length of the item."""

    end_ms: int
    """End of the item in the episode."""

    reasons: str = ""
    """The reasons why it was picked, or was not."""

    printed: tuple[str, ...] = ()
    """The article's head and paragraphs as printed."""

    doubts: int = 0
    """Number of doubtful readings and passages."""

    endings: tuple[Ending, ...] = ()
    """Where a story may end, as `paragraph_ends` counts; the last one is its end."""

    @property
    def chosen_ending(self) -> int:
        """Number of paragraphs of the ending at which the story ends; 0 for its end."""
        counts = [ending.paragraphs for ending in self.endings]
        fewer = [count for count in counts if count <= self.item.paragraphs]
        if not self.item.paragraphs or fewer == counts:
            return 0
        return fewer[-1] if fewer else counts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The page of an edition."""

    day: Day
    """The edition and its state."""

    job: Job | None
    """The newest job, which may be of another day."""

    version: str = ""
    """Version of the rundown, from its content."""

    cards: tuple[Card, ...] = ()
    """The spoken items, in running order."""

    candidates: tuple[Card, ...] = ()
    """The dropped items."""

    length_ms: int = 0
    """Estimated length of the episode."""

    readings: tuple[ReadingDoubt, ...] = ()
    """Doubtful readings, the most doubtful first."""

    doubtful: int = 0
    """Number of readings that are less certain than `SURE_ENOUGH`."""

    further: int = 0
    """Number of doubtful readings that are not shown."""

    checked: int = 0
    """Number of settled readings."""

    text_doubts: tuple[TextDoubtRow, ...] = ()
    """Doubtful passages of the text."""

    presenters: tuple[tuple[str, str], ...] = ()
    """Name and display name of each presenter."""

    warnings: tuple[tuple[str, str], ...] = ()
    """Warnings, each a key of ``phrases.toml`` and a sentence."""

    since_draft: tuple[Difference, ...] = ()
    """Changes by editors since the draft."""

    since_made: tuple[Difference, ...] = ()
    """Changes since the episode was made."""

    remade: frozenset[int] = frozenset()
    """Starts in milliseconds of the sentences that changed when the episode was made again."""

    decided: tuple[Entry, ...] = ()
    """Readings decided for this edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    id: str
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    paragraphs: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.kicker, self.headline, self.subhead, *self.paragraphs)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Articles:
    articles: tuple[_Printed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubtful:
    doubtful_text: tuple[TextDoubtRow, ...] = ()


def read_board(config: Config, edition: EditionKey, now: dt.datetime) -> Board:
    """Read the content of the page of an edition.

    A rundown that cannot be read is a warning on the page, so that an editor sees the rest.

    Args:
        config: The configuration in force.
        edition: The edition.
        now: The present time.

    Raises:
        AudiopaperError: A record of the edition cannot be read.
    """
    day = read_day(config, edition, now)
    job = load_job(jobs_folder(config))
    if job is not None and job.running and job.verb == "publish" and day.state is DayState.PUBLIC:
        # The episode is in its place, but the feed is written last.
        day = replace(day, state=DayState.HELD)
    folder = show_folder(config).edition(edition.date, edition.name)
    board = Board(day=day, job=job, remade=load_changes(folder, day.episode))
    if day.problem:
        board = replace(board, warnings=(("failure_4", day.problem),))
    if day.rundown is None:
        return board
    try:
        return _add_rundown(board, day.rundown, config)
    except AudiopaperError as error:
        warning = (name_failure(error), f"{error.problem} → {error.remedy}")
        return replace(board, warnings=(*board.warnings, warning))


def _add_rundown(board: Board, path: Path, config: Config) -> Board:
    setup = load_setup(config)
    rundown = load_rundown(path, presenters=setup.presenters, date=board.day.date)
    pace, damaged = find_pace(setup, rundown.date, board.day.edition.name)
    lengths = measure_rundown(rundown, config.presenters.anchor, pace, config.episode)
    folder = show_folder(config).edition(board.day.edition.date, board.day.edition.name)
    verdicts = load_verdicts(folder).settled
    texts = tuple(
        row for row in _load(folder.report_json, _Doubtful).doubtful_text if row.id not in verdicts
    )
    doubts = review_readings(read_rundown(rundown, setup))
    open_doubts = [d for d in doubts if name_doubt(d) not in verdicts]
    doubtful = [d for d in open_doubts if d.sure < SURE_ENOUGH]
    cards = _make_cards(
        rundown,
        lengths,
        folder,
        [count_doubts(item, doubtful, texts) for item in rundown.items],
        [_list_endings(item, config, pace) for item in rundown.items],
    )
    length_warning = "warning_length", warn_of_length(lengths.total_ms, config.episode.minutes)
    pace_warning = "warning_pace", damaged
    return replace(
        board,
        version=digest_rundown(path),
        cards=tuple(cards[position] for position in rundown.spoken),
        candidates=tuple(card for card in cards if card.item.drop),
        length_ms=lengths.total_ms,
        readings=tuple(
            show_reading(doubt, rundown, setup, config) for doubt in open_doubts[:SHOWN_READINGS]
        ),
        doubtful=len(doubtful),
        further=max(0, len(open_doubts) - SHOWN_READINGS),
        checked=len(doubts) - len(open_doubts),
        text_doubts=texts,
        presenters=tuple((p.name, p.display_name) for p in setup.presenters.values()),
        since_draft=compare_with_file(folder.first_draft, rundown, setup.presenters),
        since_made=compare_with_file(folder.made_rundown, rundown, setup.presenters)
        if board.day.episode is not None
        else (),
        decided=list_decided(setup.lexicon, rundown, decision_mark(board.day.edition)),
        warnings=(
            *board.warnings,
            *(("warning_misfit", line) for line in find_stale_stories(folder, rundown)),
            *(("warning_repeat", line) for line in warn_of_repeats(rundown)),
            *(warning for warning in (length_warning, pace_warning) if warning[1]),
        ),
    )


def _make_cards(
    rundown: Rundown,
    lengths: Lengths,
    folder: EditionFolder,
    doubts: Sequence[int],
    endings: Sequence[tuple[Ending, ...]],
) -> tuple[Card, ...]:
    """Make a card of each item; ``doubts`` and ``endings`` are those of each item."""
    articles = {article.id: article for article in _load(folder.articles, _Articles).articles}
    cards, names = [], name_cards(rundown.items)
    for index, item in enumerate(rundown.items):
        article = articles.get(item.article_id)
        card = Card(
            index=index,
            name=names[index],
            item=item,
            length_ms=lengths.items_ms[index],
            end_ms=lengths.ends_ms[index],
            reasons="；".join(article.reasons) if article is not None else "",
            printed=article.lines if article is not None else (),
            doubts=doubts[index],
            endings=endings[index],
        )
        cards.append(card)
    return tuple(cards)


def _list_endings(item: Item, config: Config, pace: Pace) -> tuple[Ending, ...]:
    """List where a story may end; nothing for another item."""
    if item.kind != "story" or not item.text:
        return ()
    lines, episode, anchor = item.text.split("\n"), config.episode, config.presenters.anchor
    return tuple(
        Ending(
            paragraphs=count,
            seconds=round(story_ms(replace(item, paragraphs=count), anchor, pace, episode) / 1000),
            words=lines[end - 1][-_END_CHARS:],
        )
        for count, end in paragraph_ends(item, episode)
    )


def list_doubts(config: Config, edition: EditionKey) -> frozenset[str]:
    """List the names of all doubtful readings of an edition's rundown, settled or not.

    Raises:
        AudiopaperError: The rundown or the lexicon is wrong.
    """
    setup = load_setup(config)
    path = show_folder(config).edition(edition.date, edition.name).rundown
    rundown = load_rundown(path, presenters=setup.presenters, date=edition.date)
    return frozenset(map(name_doubt, review_readings(read_rundown(rundown, setup))))


def read_printed(config: Config, edition: EditionKey) -> dict[str, tuple[str, ...]]:
    """Return heads and paragraphs of an edition's articles as printed, by the articles' ids."""
    folder = show_folder(config).edition(edition.date, edition.name)
    return {a.id: a.lines for a in _load(folder.articles, _Articles).articles}


def list_rundown_files(config: Config, edition: EditionKey) -> tuple[Path, ...]:
    """List the files on which the page of an edition depends."""
    folder = show_folder(config).edition(edition.date, edition.name)
    inbox = inbox_folder(config)
    return (
        folder.rundown,
        folder.verdicts,
        folder.production_record,
        folder.report_json,
        folder.withdrawal,
        folder.staged.record,
        folder.public.record,
        config.folder / config.voices / "lexicon" / "ours.toml",
        # The time of a folder changes with the files in it.
        *((inbox, inbox / str(edition)) if config.inbox else ()),
    )


def _load(path: Path, kind: type[_T]) -> _T:
    try:
        return read_document(path, kind, schema=1)
    except FileNotFoundError:
        return kind()
    except DocumentError:
        # The next run writes the file again; the page is shown without it.
        return kind()
