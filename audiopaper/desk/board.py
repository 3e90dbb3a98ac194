"""All that the page of a day shows, gathered from the show's files."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from audiopaper.desk.audition import Passage
from audiopaper.desk.chosen_readings import decision_mark
from audiopaper.desk.days import Day, DayState, read_day
from audiopaper.desk.differences import Difference, compare_with_file, list_decided
from audiopaper.desk.edits import digest_rundown
from audiopaper.desk.failures import name_failure
from audiopaper.desk.jobs import Job, jobs_folder, load_job
from audiopaper.desk.verdicts import load_verdicts, name_doubt, name_text_doubt
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import AudiopaperError
from audiopaper.lexicon import Entry
from audiopaper.model import Item
from audiopaper.pipeline.show_setup import load_setup, read_rundown
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import find_stale_stories
from audiopaper.reading_review import Doubt, review_readings
from audiopaper.rundown import load_rundown, measure_rundown, warn_of_length
from audiopaper.show.folder import show_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.desk.edition_key import EditionKey
    from audiopaper.lexicon import Lexicon
    from audiopaper.model import Rundown
    from audiopaper.pipeline.show_setup import ShowSetup

SHOWN_READINGS = 8
"""How many doubtful readings are open at a time; the next follow when these are settled."""

SURE_ENOUGH = 0.9
"""Above it a reading is shown among the others, below the doubtful ones."""

_MAX_CHOICES = 4
_T = TypeVar("_T")
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item of the rundown, as the desk shows it."""

    index: int
    """Where it stands in the file, from 0."""

    item: Item
    """The item."""

    length_ms: int
    """What it takes."""

    end_ms: int
    """When it ends in the episode."""

    reasons: str = ""
    """Why it was picked, or why not."""

    printed: tuple[str, ...] = ()
    """The article's head and paragraphs, as they stand on the page."""

    doubts: int = 0
    """How many readings and places of its text are doubtful."""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs its text has; headings are none."""
        lines = self.item.text.split("\n")
        return sum(bool(line.strip()) and not line.startswith("## ") for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDoubt:
    """A reading that deserves an ear, with what is needed to hear and to change it."""

    id: str
    """Its name among the verdicts."""

    doubt: Doubt
    """What is doubtful."""

    sentence: str
    """The sentence around it, to be heard."""

    presenter: str
    """Who says that."""

    choices: tuple[str, ...] = ()
    """Other readings that exist, in pinyin."""

    places: tuple[str, ...] = ()
    """The titles of the items in which it stands."""

    @property
    def said(self) -> str:
        """How it is said: syllables, or a number's words."""
        return " ".join(self.doubt.pinyin) or self.doubt.spoken

    @property
    def passage(self) -> Passage:
        """What is spoken of it first."""
        return Passage(
            sentence=self.sentence,
            presenter=self.presenter,
            text=self.doubt.text,
            said=self.said,
            context=self.doubt.context,
        )

    @property
    def everywhere(self) -> bool:
        """Whether a decision may hold everywhere: of a single character it never does."""
        return len(self.doubt.text) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDoubtRow:
    """A doubtful place of the pages' text."""

    page: int
    line: int
    kind: str
    text: str
    done: str
    other: str
    article: str = ""
    sure: float = 0.0

    @property
    def id(self) -> str:
        """Its name among the verdicts."""
        return name_text_doubt(self.kind, self.page, self.line, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The page of an edition."""

    day: Day
    """How far it has come."""

    job: Job | None
    """The newest job, of whatever day."""

    version: str = ""
    """Of the rundown that is shown."""

    cards: tuple[Card, ...] = ()
    """What is read, in running order."""

    candidates: tuple[Card, ...] = ()
    """What is not read."""

    length_ms: int = 0
    """How long the episode will be."""

    readings: tuple[ReadingDoubt, ...] = ()
    """Doubtful readings, the most doubtful first."""

    further: int = 0
    """How many more there are."""

    checked: int = 0
    """How many are settled."""

    text_doubts: tuple[TextDoubtRow, ...] = ()
    """Doubtful places of the text."""

    presenters: tuple[tuple[str, str], ...] = ()
    """Name and display name of the presenters there are."""

    warnings: tuple[tuple[str, str], ...] = ()
    """What deserves attention: its sort, a word of ``phrases.toml``, and the sentence."""

    since_draft: tuple[Difference, ...] = ()
    """What an editor changed in the rundown that was drafted."""

    since_made: tuple[Difference, ...] = ()
    """What was changed after the episode was made."""

    decided: tuple[Entry, ...] = ()
    """Readings that were decided for this edition."""


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
    """Gather the page of an edition.

    What cannot be read is a warning on the page, so that an editor sees the rest.

    Args:
        config: The configuration in force.
        edition: Which one.
        now: The clock.

    Raises:
        AudiopaperError: Something that is kept of the day cannot be read.
    """
    day = read_day(config, edition, now)
    job = load_job(jobs_folder(config))
    if job is not None and job.running and job.verb == "publish" and day.state is DayState.PUBLIC:
        # The episode is in place, and the feed goes last.
        day = replace(day, state=DayState.HELD)
    board = Board(day=day, job=job)
    if day.problem:
        board = replace(board, warnings=(("failure_4", day.problem),))
    if day.rundown is None:
        return board
    try:
        return _with_rundown(board, day.rundown, config)
    except AudiopaperError as error:
        told = (name_failure(error), f"{error.problem} → {error.remedy}")
        return replace(board, warnings=(*board.warnings, told))


def _with_rundown(board: Board, path: Path, config: Config) -> Board:
    setup = load_setup(config)
    rundown = load_rundown(path, presenters=setup.presenters)
    pace, damaged = find_pace(setup, rundown.date, board.day.edition.name)
    lengths = measure_rundown(rundown, config.presenters.anchor, pace, config.episode)
    folder = show_folder(config).edition(board.day.edition.date, board.day.edition.name)
    printed = {article.id: article for article in _load(folder.articles, _Articles).articles}
    verdicts = load_verdicts(folder).settled
    texts = tuple(
        row for row in _load(folder.report_json, _Doubtful).doubtful_text if row.id not in verdicts
    )
    doubts = review_readings(read_rundown(rundown, setup))
    open_doubts = [d for d in doubts if name_doubt(d) not in verdicts]
    doubtful = [d for d in open_doubts if d.sure < SURE_ENOUGH]
    cards = tuple(
        Card(
            index=index,
            item=item,
            length_ms=lengths.items_ms[index],
            end_ms=lengths.ends_ms[index],
            reasons="；".join(printed[item.article_id].reasons)
            if item.article_id in printed
            else "",
            printed=printed[item.article_id].lines if item.article_id in printed else (),
            doubts=_count_doubts(item, doubtful, texts),
        )
        for index, item in enumerate(rundown.items)
    )
    return replace(
        board,
        version=digest_rundown(path),
        cards=tuple(card for card in cards if not card.item.drop),
        candidates=tuple(card for card in cards if card.item.drop),
        length_ms=lengths.total_ms,
        readings=tuple(
            _show_reading(doubt, rundown, setup, config) for doubt in open_doubts[:SHOWN_READINGS]
        ),
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
            *(
                (name, line)
                for name, line in (
                    ("warning_length", warn_of_length(lengths.total_ms, config.episode.minutes)),
                    ("warning_pace", damaged),
                )
                if line
            ),
        ),
    )


def read_printed(config: Config, edition: EditionKey) -> dict[str, tuple[str, ...]]:
    """Read the heads and paragraphs of an edition's articles, as they stand on the pages."""
    folder = show_folder(config).edition(edition.date, edition.name)
    return {a.id: a.lines for a in _load(folder.articles, _Articles).articles}


def list_rundown_files(config: Config, edition: EditionKey) -> tuple[Path, ...]:
    """List the files whose change makes the page of an edition another one."""
    folder = show_folder(config).edition(edition.date, edition.name)
    return (
        folder.rundown,
        folder.verdicts,
        folder.production_record,
        folder.report_json,
        folder.withdrawal,
        folder.staged.record,
        folder.public.record,
        config.folder / config.voices / "lexicon" / "ours.toml",
    )


def _show_reading(doubt: Doubt, rundown: Rundown, setup: ShowSetup, config: Config) -> ReadingDoubt:
    sought = _bare(doubt.context) if doubt.kind == "polyphone" else doubt.text
    places = [item for item in rundown.items if not item.drop and sought in _words_of(item)]
    sentence, holder = _find_sentence(doubt.context, places)
    return ReadingDoubt(
        id=name_doubt(doubt),
        doubt=doubt,
        sentence=sentence,
        presenter=holder.presenter if holder is not None else config.presenters.anchor,
        choices=_find_choices(doubt, setup.lexicon) if doubt.pinyin else (),
        places=tuple(dict.fromkeys(item.title for item in places)),
    )


def _find_choices(doubt: Doubt, lexicon: Lexicon) -> tuple[str, ...]:
    """List the readings that the text has besides the one that is said."""
    # The dictionaries are large, and a desk that is only opened needs none.
    from audiopaper.readings.choices import list_choices

    def distance(pinyin: tuple[str, ...]) -> int:
        return sum(a != b for a, b in zip(pinyin, doubt.pinyin, strict=True))

    found = dict.fromkeys(choice.pinyin for choice in list_choices(doubt.text, lexicon))
    # A name is wrong in one character, hardly ever in two.
    nearest = sorted((p for p in found if p != doubt.pinyin), key=distance)
    return tuple(map(" ".join, nearest))[:_MAX_CHOICES]


def _find_sentence(context: str, items: Sequence[Item]) -> tuple[str, Item | None]:
    """Find the sentence around a marked place, and the item that holds it."""
    bare = _bare(context)
    for item in items:
        words = _words_of(item)
        at = words.find(bare)
        if at >= 0:
            at += context.index("【") if "【" in context else 0
            start = max((m.end() for m in _SENTENCE_END.finditer(words, 0, at)), default=0)
            end = _SENTENCE_END.search(words, at)
            return words[start : end.end() if end else len(words)].strip(), item
    return bare, None


def _bare(context: str) -> str:
    return context.replace("【", "").replace("】", "").strip("…")


def _words_of(item: Item) -> str:
    return f"{item.read_title}\n{item.text}"


def _count_doubts(item: Item, doubts: Iterable[Doubt], texts: Iterable[TextDoubtRow]) -> int:
    words = _words_of(item)
    spoken = sum(_bare(d.context) in words for d in doubts)
    return spoken + sum(bool(item.article_id) and row.article == item.article_id for row in texts)


def _load(path: Path, kind: type[_T]) -> _T:
    try:
        return read_document(path, kind, schema=1)
    except FileNotFoundError:
        return kind()
    except DocumentError:
        # The next run writes it anew; the page does without.
        return kind()
