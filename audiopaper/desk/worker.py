"""The process that runs a job of the desk: ``python -m audiopaper.desk.worker``.

It reads the job from ``.work/desk/job.json`` and writes its progress there.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from audiopaper.config import load_config, output_folder
from audiopaper.desk.days import find_delivery
from audiopaper.desk.episode_changes import load_standing, save_changes
from audiopaper.desk.jobs import LOCK_NAME, Job, jobs_folder, load_job, save_job
from audiopaper.desk.late_pages import offer_late_articles
from audiopaper.desk.phrases import name_failure
from audiopaper.errors import AudiopaperError
from audiopaper.model import EditionKey
from audiopaper.pipeline.correction import correct_episode, withdraw_episode
from audiopaper.pipeline.production import Order, produce
from audiopaper.show.folder import show_folder
from audiopaper.show.publication import release_episodes
from audiopaper.show.sync import announce_feed, copy_show
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from audiopaper.config import Config
    from audiopaper.pipeline.episode_maker import MadeEpisode
    from audiopaper.runtime import ProgressCallback

_WRITE_S = 0.25
"""Least time between two records of the progress."""


class _JobProgress:
    """Saves the progress of a job, a few times a second."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.job = job
        self._folder = folder
        self._written = 0.0

    def tell(self, stage: str, done: int, total: int) -> None:
        fresh = stage != self.job.stage
        self.job = replace(self.job, stage=stage, done=done, total=total)
        now = time.monotonic()
        if fresh or done >= total or now - self._written >= _WRITE_S:
            self._written = now
            save_job(self._folder, self.job)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@dataclass(frozen=True, slots=True)
class _Result:
    """Result of a job."""

    results: Sequence[tuple[str, str]] = ()
    """Keys of ``phrases.toml``, each with the text to insert."""

    lines: Sequence[str] = ()
    """Notices and warnings of the program."""


def _draft(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    order = _order(job, config, dry_run=True)
    outcome = produce(order, config, tell)
    lines = (*outcome.notices, *outcome.warnings)
    if not outcome.rundown.edited or order.date is None:
        return _Result(lines=lines)
    late = offer_late_articles(outcome.rundown_path, order.paths, order.date, config)
    return _Result([("result_candidate", title) for title in late], lines)


def _make(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    edition = EditionKey.parse(job.day)
    folder = show_folder(config).edition(edition.date, edition.name)
    before = load_standing(folder)
    outcome = produce(_order(job, config, hold=True), config, tell)
    if outcome.episode is not None:
        save_changes(folder, before, outcome.episode)
    return _Result(lines=(*outcome.notices, *outcome.warnings))


def _order(job: Job, config: Config, *, dry_run: bool = False, hold: bool = False) -> Order:
    edition = EditionKey.parse(job.day)
    return Order(
        paths=find_delivery(config, edition).paths,
        date=edition.date,
        edition=edition.name,
        dry_run=dry_run,
        hold=hold,
        now=dt.datetime.now(dt.UTC),
    )


def _publish(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    edition = EditionKey.parse(job.day)
    released = release_episodes(config, edition.date, edition.name)
    titles = [("result_public", episode.title) for episode in released]
    return _copy(titles, [w for e in released for w in e.warnings], config, tell)


def _correct(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    edition = EditionKey.parse(job.day)
    folder = show_folder(config).edition(edition.date, edition.name)
    before = load_standing(folder)
    made = _make_again(job, config, tell)
    save_changes(folder, before, made.episode)
    return _tell_correction(made, config, tell)


def _withdraw(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    edition = EditionKey.parse(job.day)
    done = withdraw_episode(config, edition.date, edition.name)
    return _copy([("result_withdrawn", done.title)], done.warnings, config, tell)


def _withdraw_story(job: Job, config: Config, tell: ProgressCallback) -> _Result:
    return _tell_correction(_make_again(job, config, tell, without=job.story), config, tell)


def _make_again(
    job: Job, config: Config, tell: ProgressCallback, *, without: int = 0
) -> MadeEpisode:
    edition, now = EditionKey.parse(job.day), dt.datetime.now(dt.UTC)
    return correct_episode(
        config,
        edition.date,
        without=without,
        today=config.show.local_time(now).date(),
        tell=tell,
        note=job.note,
        edition=edition.name,
        now=now,
    )


def _tell_correction(made: MadeEpisode, config: Config, tell: ProgressCallback) -> _Result:
    if made.same:
        return _Result([("result_same", "")])
    corrections = [("result_corrected", line) for line in made.episode.corrections[-1:]]
    return _copy(corrections, made.episode.warnings, config, tell)


def _copy(
    results: Sequence[tuple[str, str]], lines: Sequence[str], config: Config, tell: ProgressCallback
) -> _Result:
    """Copy the public files to the show's target, and add the destination to the results."""
    if not config.publish.target:
        feed = ("result_feed", str(output_folder(config) / "feed.xml"))
        return _Result([*results, feed], [*lines, *announce_feed(config)])
    copied = copy_show(config, config.publish.target, dry_run=False, tell=tell)
    sent = ("result_sent", f"{config.publish.target} ({len(copied.sent)})")
    return _Result([*results, sent], [*lines, *copied.warnings])


_VERBS: dict[str, Callable[[Job, Config, ProgressCallback], _Result]] = {
    "draft": _draft,
    "make": _make,
    "publish": _publish,
    "correct": _correct,
    "withdraw": _withdraw,
    "withdraw-story": _withdraw_story,
}


def main(arguments: list[str] | None = None) -> int:
    """Do the job in the file.

    Returns:
        0 if the job is done, else 1.
    """
    parser = argparse.ArgumentParser(prog="audiopaper.desk.worker")
    parser.add_argument("--config", type=Path)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args(arguments)
    config = load_config(given.config)
    if given.output is not None:
        config = replace(config, output=str(given.output))
    folder = jobs_folder(config)
    signal.signal(signal.SIGTERM, _end)
    with contextlib.suppress(filelock.Timeout), filelock.FileLock(folder / LOCK_NAME, timeout=5):
        job = load_job(folder)
        if job is None:
            return 1
        return _run(replace(job, pid=os.getpid(), state="running"), folder, config)
    return 1


def _run(job: Job, folder: Path, config: Config) -> int:
    save_job(folder, job)
    progress = _JobProgress(job, folder)
    try:
        result = _VERBS[job.verb](job, config, progress.tell)
    except AudiopaperError as error:
        save_job(
            folder,
            replace(
                progress.job,
                state="failed",
                failure=name_failure(error),
                problem=error.problem,
                remedy=error.remedy,
            ),
        )
        return 1
    except KeyboardInterrupt:
        save_job(folder, replace(progress.job, state="stopped"))
        return 1
    except Exception as error:
        traceback.print_exc()
        save_job(
            folder,
            replace(
                progress.job,
                state="failed",
                failure=name_failure(None),
                problem=f"{type(error).__name__}: {str(error)[:200]}",
                remedy=_("report this with the traceback in .work/desk/job.log"),
            ),
        )
        return 1
    done = replace(progress.job, state="done", stage="")
    save_job(folder, replace(done, results=tuple(result.results), lines=tuple(result.lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
