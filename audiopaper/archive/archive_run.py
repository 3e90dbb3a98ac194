"""A run over an archive: which jobs there are, how they end, and when to stop."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import tempfile
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from audiopaper.archive.archive_folder import failure_name, slug
from audiopaper.archive.cluster import Job
from audiopaper.archive.discovery import EditionSource
from audiopaper.archive.edition_job import Result, State, make_edition
from audiopaper.archive.job_settings import config_for
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.search_index import index_title, publish_search_page
from audiopaper.archive.storage import Storage
from audiopaper.archive.year_records import Year, load_years
from audiopaper.archive.yearly_feeds import publish_index, publish_year, read_episodes
from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import AudiopaperError, SynthesisError
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audiopaper.archive.cluster import FinishedJob, Workers
    from audiopaper.archive.job_settings import JobSettings
    from audiopaper.archive.worker_state import RunContext
    from audiopaper.model import Episode
    from audiopaper.runtime import ProgressCallback

STAGE = "archive"
"""Name of the stage in progress reports, which count editions."""

STOP_AFTER = 50
"""Editions that may fail in a row for other reasons than their pages; then the run stops. A key
without credit would otherwise fail the whole archive, with three attempts each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOutcome:
    """The outcome of a run over an archive."""

    states: Mapping[str, int]
    """Numbers of editions that were made, kept and set aside."""

    problems: tuple[str, ...]
    """Feeds, pages and indexes that could not be written."""


def make_archive(
    editions: Sequence[EditionSource],
    workers: Workers,
    *,
    tell: ProgressCallback,
    seen: Callable[[FinishedJob[Any]], object] = lambda _done: None,
) -> ArchiveOutcome:
    """Make editions, the feed and pages of each finished year, and the search of each title.

    Years are made one after the other, the editions of a year in random order: two runs over the
    same years then rarely work on the same edition, and each finds what the other has made.

    Args:
        editions: The editions.
        workers: The workers that make them.
        tell: Called with the number of finished editions.
        seen: Called with each finished job.

    Raises:
        SynthesisError: Everything fails alike.
        ConfigError: The scheduler is gone for good.
        PublishError: The storage does not answer.
        MissingProgramError: A package that this needs is not installed.
    """
    queue = _JobQueue(editions)
    job_settings = workers.context.job_settings
    tally = _Tally(job_settings)
    limited = workers.context.limit is not None
    for done in workers.run(
        queue.jobs, again=lambda value: _should_retry(value, queue, tally, limited=limited)
    ):
        seen(done)
        subject = done.job.args[0]
        if isinstance(subject, EditionSource):
            tally.take(done)
            tell(STAGE, sum(tally.states.values()), len(editions))
            queue.finish_edition(subject)
        elif subject is None:
            tally.stop_where_silent(done)
        else:
            if done.problem:
                tally.problems.append(f"{done.job.name}: {done.problem}")
            if isinstance(subject, tuple):
                queue.finish_year(subject)
    publish_search_page(job_settings, publish_index(job_settings))
    return ArchiveOutcome(states=tally.states, problems=tuple(tally.problems))


class _JobQueue:
    """The jobs of a run: editions year by year; a year's feed, then a title's search, when due."""

    def __init__(self, editions: Sequence[EditionSource]) -> None:
        self.jobs: deque[Job[Any]] = deque()
        self._of_year: Counter[Year] = Counter((e.title, e.date.year) for e in editions)
        self._of_title = Counter(title for title, _ in self._of_year)
        for _year, group in itertools.groupby(
            sorted(editions), key=lambda e: (e.title, e.date.year)
        ):
            year = list(group)
            random.shuffle(year)
            self.jobs += map(_edition_job, year)

    def finish_edition(self, edition: EditionSource) -> None:
        """Put the year's feed first in the queue if this was its last edition."""
        year = (edition.title, edition.date.year)
        self._of_year[year] -= 1
        if not self._of_year[year]:
            self.jobs.appendleft(_year_job(year))

    def finish_year(self, year: Year) -> None:
        """Put the title's search first in the queue if this was its last year."""
        title, _ = year
        self._of_title[title] -= 1
        if not self._of_title[title]:
            self.jobs.appendleft(_title_job(title))


class _Tally:
    """Outcomes of the editions so far, and whether to go on."""

    def __init__(self, job_settings: JobSettings) -> None:
        self.states: dict[str, int] = dict.fromkeys(get_args(State), 0)
        self.problems: list[str] = []
        self.probed = False
        """Whether the engine's service was probed since the last edition was made."""
        self._job_settings = job_settings
        self._in_a_row = 0

    def take(self, done: FinishedJob[Result]) -> None:
        """Count an edition; write the report of one that is set aside."""
        result = done.value or _lost(done)
        self.states[result.state] += 1
        self._in_a_row = self._in_a_row + 1 if result.fault == "means" else 0
        self.probed = self.probed and result.state != "made"
        if result.state == "failed":
            _note(result, self._job_settings, done.tries)
        if self._in_a_row >= STOP_AFTER:
            raise SynthesisError(
                _(
                    "{in_a_row} editions in a row could not be made: {problem}",
                    in_a_row=self._in_a_row,
                    problem=result.problem,
                ),
                remedy=_(
                    "{remedy}; then run the same command: what is made is kept",
                    remedy=result.remedy,
                ),
            )

    def stop_where_silent(self, done: FinishedJob[str]) -> None:
        """Stop the run if a probe found no service."""
        problem = done.value or done.problem
        if problem:
            raise SynthesisError(
                _(
                    "the workers cannot speak by {engine}: {problem}",
                    engine=self._job_settings.engine,
                    problem=problem,
                ),
                remedy=_(
                    "look at the network and the service, or name another engine; then run the "
                    "same command: what is made is kept"
                ),
            )


def _should_retry(value: object, queue: _JobQueue, tally: _Tally, *, limited: bool) -> bool:
    """Whether a result is a failed edition; probe a limited service before it is tried again."""
    if not isinstance(value, Result) or value.state != "failed":
        return False
    if value.fault == "means" and limited and not tally.probed:
        # Each attempt at an edition waits for the service for minutes; a probe does not.
        tally.probed = True
        queue.jobs.appendleft(Job(name="probe", call=_probe, args=(None,)))
    return True


def _probe(_: None, *, context: RunContext, tell: ProgressCallback) -> str:  # noqa: ARG001
    """Return the reason why the engine's service does not answer; empty if it does."""
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        config = config_for(context.job_settings, "", dt.date.min.year, Path(folder))
        engine = configured_engine(
            context.job_settings.engine, config, load_presenters(voices_folder(config))
        )
        try:
            engine.probe()
        except AudiopaperError as error:
            return error.problem
        finally:
            engine.close()
    return ""


def _edition_job(edition: EditionSource) -> Job[Any]:
    name = f"edition-{slug(edition.title)}-{edition.date}"
    return Job(name=name, call=_make, args=(edition,))


def _make(edition: EditionSource, *, context: RunContext, tell: ProgressCallback) -> Result:
    return make_edition(edition, context.job_settings, context.limit, tell)


def _lost(done: FinishedJob[Result]) -> Result:
    """The result of an edition whose job was lost with its workers."""
    (edition,) = done.job.args
    return Result(
        edition=edition,
        state="failed",
        fault="means",
        problem=_("no worker could make it: {problem}", problem=done.problem),
        remedy=_("look at the workers' logs and memory; the next run tries it again"),
    )


def _note(result: Result, job_settings: JobSettings, tries: int) -> None:
    """Write the report of an edition that is set aside."""
    document = {
        "schema": 1,
        "title": result.edition.title,
        "date": result.edition.date.isoformat(),
        "tries": tries,
        "problem": result.problem,
        "remedy": result.remedy,
    }
    data = json.dumps(document, ensure_ascii=False).encode()
    Storage(job_settings.output).write(failure_name(result.edition), data)


def _year_job(year: Year) -> Job[Any]:
    return Job(name=f"year-{slug(year[0])}-{year[1]}", call=_publish, args=(year,))


def _publish(year: Year, *, context: RunContext, tell: ProgressCallback) -> int:  # noqa: ARG001
    return publish_year(context.job_settings, year)


def _title_job(title: str) -> Job[Any]:
    return Job(name=f"search-{slug(title)}", call=_index, args=(title,))


def _index(title: str, *, context: RunContext, tell: ProgressCallback) -> int:
    return index_title(
        context.job_settings, title, _EpisodesOf(Storage(context.job_settings.output), title, tell)
    )


class _EpisodesOf:
    """A title's years and episodes; each iteration reads them anew, a year at a time."""

    def __init__(self, storage: Storage, title: str, tell: ProgressCallback) -> None:
        self._storage = storage
        self._title = title
        self._tell = tell

    def __iter__(self) -> Iterator[tuple[int, Episode]]:
        for record in load_years(self._storage, self._title):
            year, days = record["year"], [day["date"] for day in record["days"]]
            with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
                episodes = read_episodes(self._storage, (self._title, year), days, Path(folder))
            self._tell("search", year, year)
            yield from ((year, episode) for episode in episodes)
