"""Many editions over many processes: what to do, how it went, and when to stop."""

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
from audiopaper.archive.discovery import Found
from audiopaper.archive.edition_job import Result, State, make_edition
from audiopaper.archive.job_settings import config_for
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.search_index import index_title, publish_search_page
from audiopaper.archive.storage import Storage
from audiopaper.archive.year_records import Year, load_years
from audiopaper.archive.yearly_feeds import publish_index, publish_year, read_episodes
from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import AudiopaperError, SynthesisError
from audiopaper.pipeline.engine_choice import settled_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audiopaper.archive.cluster import Crew, Done, Tools
    from audiopaper.archive.job_settings import Kit
    from audiopaper.model import Episode
    from audiopaper.runtime import Teller

STAGE = "archive"
"""What the progress teller is told; its unit is editions."""

STOP_AFTER = 50
"""Editions set aside in a row, none of them by its own pages, after which a run stops: a key that
has run out would otherwise set aside the whole archive, three tries each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a run over an archive came to."""

    states: Mapping[str, int]
    """How many editions were made, kept and set aside."""

    problems: tuple[str, ...]
    """What of feeds, pages and search could not be written."""


def make_archive(
    editions: Sequence[Found],
    crew: Crew,
    *,
    tell: Teller,
    seen: Callable[[Done[Any]], object] = lambda _done: None,
) -> Made:
    """Make editions; each year's feed and pages when it is whole, and each title's search.

    Years are made one after the other, a year's editions in no order: two runs over the same years
    then rarely have the same one in hand, and what one has made is there for the other.

    Args:
        editions: Which.
        crew: By whom.
        tell: Told of the editions that are done.
        seen: Told how each job ended.

    Raises:
        SynthesisError: Everything fails alike.
        ConfigError: The scheduler is gone for good.
        PublishError: The storage does not answer.
        MissingProgramError: A package that this needs is not installed.
    """
    jobs: deque[Job[Any]] = deque()
    of_year: Counter[Year] = Counter((found.title, found.date.year) for found in editions)
    of_title = Counter(title for title, _ in of_year)
    for _, group in itertools.groupby(sorted(editions), key=lambda f: (f.title, f.date.year)):
        year = list(group)
        random.shuffle(year)
        jobs += map(_edition_job, year)
    tally = _Tally(crew.tools.kit)

    def try_again(value: object) -> bool:
        if not isinstance(value, Result) or value.state != "failed":
            return False
        if value.fault == "means" and crew.tools.limit and not tally.probed:
            # Each try of an edition waits for the service for minutes; one question does not.
            tally.probed = True
            jobs.appendleft(Job(name="probe", call=_probe, args=(None,)))
        return True

    for done in crew.run(jobs, again=try_again):
        seen(done)
        subject = done.job.args[0]
        if isinstance(subject, Found):
            tally.take(done)
            tell(STAGE, sum(tally.states.values()), len(editions))
            year_of = (subject.title, subject.date.year)
            of_year[year_of] -= 1
            if not of_year[year_of]:
                jobs.appendleft(_year_job(year_of))
        elif subject is None:
            tally.stop_where_silent(done)
        else:
            if done.problem:
                tally.problems.append(f"{done.job.name}: {done.problem}")
            if isinstance(subject, tuple):
                of_title[subject[0]] -= 1
                if not of_title[subject[0]]:
                    jobs.appendleft(_title_job(subject[0]))
    publish_search_page(crew.tools.kit, publish_index(crew.tools.kit))
    return Made(states=tally.states, problems=tuple(tally.problems))


class _Tally:
    """How the editions went so far, and whether to go on."""

    def __init__(self, kit: Kit) -> None:
        self.states: dict[str, int] = dict.fromkeys(get_args(State), 0)
        self.problems: list[str] = []
        self.probed = False
        """Whether the engine's service was asked if it is there, since an edition was made."""
        self._kit = kit
        self._in_a_row = 0

    def take(self, done: Done[Result]) -> None:
        """Count an edition, and keep the report of one that is set aside."""
        result = done.value or _lost(done)
        self.states[result.state] += 1
        self._in_a_row = self._in_a_row + 1 if result.fault == "means" else 0
        self.probed = self.probed and result.state != "made"
        if result.state == "failed":
            _note(result, self._kit, done.tries)
        if self._in_a_row >= STOP_AFTER:
            raise SynthesisError(
                f"{self._in_a_row} editions in a row could not be made: {result.problem}",
                remedy=f"{result.remedy}; then run the same command: what is made is kept",
            )

    def stop_where_silent(self, done: Done[str]) -> None:
        """Stop where a worker found that nobody answers."""
        problem = done.value or done.problem
        if problem:
            raise SynthesisError(
                f"the workers cannot speak by {self._kit.engine}: {problem}",
                remedy="look at the network and the service, or name another engine; then run the "
                "same command: what is made is kept",
            )


def _probe(_: None, *, tools: Tools, tell: Teller) -> str:  # noqa: ARG001
    """Ask whether the engine's service is there; why not, or nothing."""
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        config = config_for(tools.kit, "", dt.date.min.year, Path(folder))
        engine = settled_engine(tools.kit.engine, config, load_presenters(voices_folder(config)))
        try:
            engine.probe()
        except AudiopaperError as error:
            return error.problem
        finally:
            engine.close()
    return ""


def _edition_job(found: Found) -> Job[Any]:
    name = f"edition-{slug(found.title)}-{found.date}"
    return Job(name=name, call=_make, args=(found,))


def _make(found: Found, *, tools: Tools, tell: Teller) -> Result:
    return make_edition(found, tools.kit, tools.limit, tell)


def _lost(done: Done[Result]) -> Result:
    """What could not be given back is a failure of that edition."""
    (found,) = done.job.args
    return Result(
        found=found,
        state="failed",
        fault="means",
        problem=f"no worker could make it: {done.problem}",
        remedy="look at the workers' logs and memory; the next run tries it again",
    )


def _note(result: Result, kit: Kit, tries: int) -> None:
    """Keep the report of an edition that is set aside."""
    told = {
        "schema": 1,
        "title": result.found.title,
        "date": result.found.date.isoformat(),
        "tries": tries,
        "problem": result.problem,
        "remedy": result.remedy,
    }
    data = json.dumps(told, ensure_ascii=False).encode()
    Storage(kit.output).write(failure_name(result.found), data)


def _year_job(year: Year) -> Job[Any]:
    return Job(name=f"year-{slug(year[0])}-{year[1]}", call=_publish, args=(year,))


def _publish(year: Year, *, tools: Tools, tell: Teller) -> int:  # noqa: ARG001
    return publish_year(tools.kit, year)


def _title_job(title: str) -> Job[Any]:
    return Job(name=f"search-{slug(title)}", call=_index, args=(title,))


def _index(title: str, *, tools: Tools, tell: Teller) -> int:
    return index_title(tools.kit, title, _EpisodesOf(Storage(tools.kit.output), title, tell))


class _EpisodesOf:
    """A title's years and episodes, read a year at a time whenever they are gone through."""

    def __init__(self, storage: Storage, title: str, tell: Teller) -> None:
        self._storage = storage
        self._title = title
        self._tell = tell

    def __iter__(self) -> Iterator[tuple[int, Episode]]:
        for told in load_years(self._storage, self._title):
            year, days = told["year"], [day["date"] for day in told["days"]]
            with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
                episodes = read_episodes(self._storage, (self._title, year), days, Path(folder))
            self._tell("search", year, year)
            yield from ((year, episode) for episode in episodes)
