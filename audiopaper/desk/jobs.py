"""Jobs: long work in a process of its own, which goes on when the page or the desk is closed.

``.work/desk/job.json`` holds the job and its progress. The worker holds ``job.lock`` until it ends,
which distinguishes a killed worker from a running one. There is one job at a time, since a show has
one lock; ``start.lock`` is held while a job is started, so that two clicks do not start two.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess  # noqa: TID251 - the worker must outlive the desk
import sys
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import filelock
import msgspec

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError, ShowBusyError
from audiopaper.files import write_file
from audiopaper.show.folder import show_folder
from audiopaper.show.run_lock import hold_lock
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config

JOB_NAME, LOCK_NAME, OUTPUT_NAME = "job.json", "job.lock", "job.log"
_START_LOCK_NAME = "start.lock"
VERBS = ("draft", "make", "publish", "correct", "withdraw", "withdraw-story")
_SCHEMA = 1
_STARTING_S = 15.0
"""Maximum time from the start of a process to its lock; imports take one or two seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job and its progress."""

    verb: str
    """The kind of work, one of `VERBS`."""

    day: str
    """The edition, by the name of its folders: 2026-03-02, or 2026-03-02-evening."""

    who: str = ""
    """The user who started it."""

    note: str = ""
    """The announcement of a correction to listeners; empty for a list of the changes."""

    story: int = 0
    """Number of the story to withdraw, from 1; 0 for none."""

    started: float = 0.0
    """Time of its start, in seconds since 1970."""

    pid: int = 0
    """Number of its process; 0 before it runs."""

    stage: str = ""
    """The present stage."""

    done: int = 0
    """The finished part of the stage, in its own unit."""

    total: int = 0
    """The whole of the stage, in the same unit."""

    state: str = "running"
    """``running``, ``done``, ``failed`` or ``stopped``."""

    lines: tuple[str, ...] = ()
    """Notices and warnings, a sentence each."""

    problem: str = ""
    """Why it failed."""

    remedy: str = ""
    """What to do about it."""

    failure: str = ""
    """Kind of the failure, by `name_failure`."""

    results: tuple[tuple[str, str], ...] = ()
    """Results, each a key of ``phrases.toml`` and the text to insert."""

    @property
    def running(self) -> bool:
        """Whether it is running."""
        return self.state == "running"


def jobs_folder(config: Config) -> Path:
    """Return the folder of the job's files."""
    return show_folder(config).desk


def save_job(folder: Path, job: Job) -> None:
    """Save a job and its progress.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": _SCHEMA, **msgspec.to_builtins(job)}
    write_file(folder / JOB_NAME, json.dumps(document, ensure_ascii=False) + "\n")


def load_job(folder: Path) -> Job | None:
    """Read the newest job, which is ``failed`` if its process was killed; None if there is none.

    Raises:
        PublishError: The file is damaged, or was written by another audiopaper.
    """
    path = folder / JOB_NAME
    try:
        job = read_document(path, Job, schema=_SCHEMA)
    except FileNotFoundError:
        return None
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; no other work is lost"),
        ) from error
    if not job.running or _is_held(folder):
        return job
    if not job.pid and time.time() - job.started < _STARTING_S:
        return job
    return replace(
        job,
        state="failed",
        problem=_("the worker process ended unexpectedly"),
        remedy=_("start it again: what was spoken is kept"),
        failure="failure_gone",
    )


def start_job(config: Config, job: Job, options: Sequence[str]) -> Job:
    """Start a job in a process of its own.

    Args:
        config: The configuration in force.
        job: The job.
        options: ``--config`` and ``--output`` of the worker.

    Raises:
        ShowBusyError: Another job is running, or is being started.
        PublishError: The process cannot be started, or its files cannot be written.
    """
    folder = jobs_folder(config)
    with hold_lock(folder / _START_LOCK_NAME):
        standing = load_job(folder)
        if standing is not None and standing.running:
            raise ShowBusyError(
                _("the job {verb} for {day} is running", verb=standing.verb, day=standing.day),
                remedy=_("wait for it, or stop it"),
            )
        job = replace(job, started=time.time())
        save_job(folder, job)
    _start_worker(folder, options)
    return job


def _start_worker(folder: Path, options: Sequence[str]) -> None:
    command = [sys.executable, "-m", "audiopaper.desk.worker", *options]
    try:
        with (folder / OUTPUT_NAME).open("ab") as log:
            # In a new session, so that a signal to the desk does not end it.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
    except OSError as error:
        raise PublishError(
            _("no process can be started: {reason}", reason=system_reason(error)),
            remedy=_("free memory or disk space, then start it again"),
        ) from error
    # A thread waits for the process, so that none is left as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()


def stop_job(config: Config) -> bool:
    """Signal the running job to end; return whether there was one."""
    job = load_job(jobs_folder(config))
    if job is None or not job.running or not job.pid:
        return False
    with contextlib.suppress(OSError):
        os.kill(job.pid, signal.SIGTERM)
        return True
    return False


_TESTING = threading.Lock()


def _is_held(folder: Path) -> bool:
    """Whether a worker holds its lock, which is tested by acquiring it."""
    # One thread at a time: two tests at once would take each other for a worker.
    with _TESTING:
        lock = filelock.FileLock(folder / LOCK_NAME, blocking=False)
        try:
            lock.acquire()
        except filelock.Timeout:
            return True
        except OSError:
            return False
        lock.release()
        return False
