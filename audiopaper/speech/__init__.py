"""Segments become clips, through the cache, with retries; all of them or none."""

from __future__ import annotations

import logging
import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.engines.base import BusyError, Engine, ServiceRefusedError, TransientError
from audiopaper.errors import SynthesisError
from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.model import Segment, SpokenSegment
from audiopaper.runtime import ProgressCallback, share_heap, tell_nobody
from audiopaper.speech.throttle import Sleeper, Throttle
from audiopaper.store.clip_store import ClipCache, clip_key
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_log = logging.getLogger(__name__)

STAGE = "speech"
"""Name of the stage in progress reports; its unit is characters of printed text."""

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
"""Wait between two attempts at a segment: doubled each time, with a random deviation of up to half,
so that workers that failed together do not retry together."""

MAX_BUSY = 8
"""Rate-limit answers after which a segment fails: four to seven minutes in all."""

MAX_SEGMENT_S = 900.0
"""Time after which no further attempt at a segment begins."""

MAX_RUN_S = 1200.0
MAX_CHAR_S = 1.0
"""Time of a run, and time for each character to be spoken in it, after which nothing is retried:
an edition of 4,000 characters ends within some ninety minutes, however the service fails. Speech
has four characters a second."""

MAX_FAILED_IN_A_ROW = 4
"""Failures without a success between them after which the service is considered to be down, if a
run goes on after a failure."""

JOIN_S = 2.0
"""Time that pending requests get, after a failure, to end and be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    key: str
    segment: Segment
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    job: _Job
    tries: int
    error: BaseException | None = None


def speak(
    segments: Sequence[Segment],
    engine: Engine,
    cache: ClipCache,
    *,
    tries: int,
    workers: int,
    go_on: bool = False,
    tell: ProgressCallback = tell_nobody,
    sleep: Sleeper | None = None,
) -> tuple[SpokenSegment, ...]:
    """Speak every segment, or raise the first failure.

    Clips in the cache are not requested again, and equal utterances are requested once. Clips are
    stored as they arrive, so that a later run continues where this one stopped.

    Args:
        segments: The segments in running order, with their readings.
        engine: The engine that speaks them.
        cache: Store of clips.
        tries: Attempts at a segment, at least 1; rate-limit answers are not counted (see
            `MAX_BUSY`).
        workers: Concurrent requests to an online engine; an offline one decides for itself.
        go_on: Whether the other segments are still requested after one failed, as long as some
            succeed; the failure is raised when they are done.
        tell: Progress callback, called in this thread.
        sleep: Waits between attempts; by default a wait that a failure elsewhere ends.

    Returns:
        A spoken segment for each segment, in the same order.

    Raises:
        SynthesisError: A segment could not be spoken; the message names segment and presenter.
        ConfigError: A presenter is not set up for this engine.
        PublishError: The cache cannot be written.
    """
    share_heap()
    keys = [_key(segment, engine) for segment in segments]
    cache.expect(keys)
    total = sum(len(segment.printed) for segment in segments)
    jobs = _jobs(segments, keys, cache)
    outcomes = _run(jobs, engine, cache, tries=tries, workers=workers, go_on=go_on, sleep=sleep)
    done = total - sum(job.chars for job in jobs)
    tries_by_key = _collect(outcomes, done, total, tell)
    return tuple(
        SpokenSegment(
            segment=segment, clip_key=key, engine=engine.name, tries=tries_by_key.get(key, 0)
        )
        for segment, key in zip(segments, keys, strict=True)
    )


def _collect(
    outcomes: Iterable[_Outcome], done: int, total: int, tell: ProgressCallback
) -> dict[str, int]:
    """Report progress in characters, and count the requests for each key.

    Raises:
        BaseException: The first failure, when all outcomes are there.
    """
    tell(STAGE, done, total)
    tries_by_key: dict[str, int] = {}
    failures: list[BaseException] = []
    for outcome in outcomes:
        if outcome.error is not None:
            failures.append(outcome.error)
            continue
        tries_by_key[outcome.job.key] = outcome.tries
        done += outcome.job.chars
        tell(STAGE, done, total)
    if failures:
        raise failures[0]
    return tries_by_key


def missing_segments(
    segments: Sequence[Segment], engine: Engine, cache: ClipCache
) -> tuple[Segment, ...]:
    """Return the segments without a clip in the cache, in order.

    Raises:
        ConfigError: A presenter is not set up for this engine.
    """
    return tuple(s for s in segments if not cache.has(_key(s, engine)))


def _key(segment: Segment, engine: Engine) -> str:
    fingerprint = f"{engine.name} {engine.fingerprint(segment.presenter)}"
    return clip_key(engine.utterance(segment), fingerprint)


def _jobs(segments: Sequence[Segment], keys: Sequence[str], cache: ClipCache) -> list[_Job]:
    first: dict[str, Segment] = {}
    chars: dict[str, int] = {}
    for segment, key in zip(segments, keys, strict=True):
        first.setdefault(key, segment)
        chars[key] = chars.get(key, 0) + len(segment.printed)
    return [
        _Job(key=key, segment=segment, chars=chars[key])
        for key, segment in first.items()
        if not cache.has(key)
    ]


def _run(
    jobs: Sequence[_Job],
    engine: Engine,
    cache: ClipCache,
    *,
    tries: int,
    workers: int,
    go_on: bool,
    sleep: Sleeper | None,
) -> Iterator[_Outcome]:
    """Run jobs in parallel and yield their outcomes as they end.

    Raises:
        BaseException: The failure of a job after which the run ends.
    """
    limit = engine.max_concurrent
    if not engine.capabilities.offline:
        limit = min(workers, limit)
    limit = max(1, min(limit, len(jobs)))
    stop = threading.Event()
    throttle = Throttle(limit, sleep or stop.wait)
    end = time.monotonic() + MAX_RUN_S + MAX_CHAR_S * sum(job.chars for job in jobs)

    def say(job: _Job) -> int:
        return _say(job, engine, cache, throttle, tries=tries, end=end, stopped=stop.is_set)

    outcomes: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
    threads = _start_workers(jobs, say, outcomes, stop, count=limit, go_on=go_on)
    try:
        consecutive = 0
        for _ in jobs:
            outcome = _next(outcomes, threads)
            consecutive = consecutive + 1 if outcome.error is not None else 0
            if outcome.error is not None and not (
                go_on and _concerns_one(outcome.error) and consecutive < MAX_FAILED_IN_A_ROW
            ):
                stop.set()
                _join(threads)
                raise outcome.error
            yield outcome
    finally:
        stop.set()


def _start_workers(
    jobs: Sequence[_Job],
    say: Callable[[_Job], int],
    outcomes: queue.SimpleQueue[_Outcome],
    stop: threading.Event,
    *,
    count: int,
    go_on: bool,
) -> list[threading.Thread]:
    """Start threads that work through the jobs in order; none if there are no jobs."""
    waiting: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)

    def work() -> None:
        while not stop.is_set():
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                outcomes.put(_Outcome(job=job, tries=say(job)))
            except BaseException as error:
                outcomes.put(_Outcome(job=job, tries=0, error=error))
                if not (go_on and _concerns_one(error)):
                    return

    # Not an executor: Python joins an executor's threads before it exits, so that Ctrl-C would
    # wait for the slowest request.
    threads = [threading.Thread(target=work, daemon=True, name=f"speech-{n}") for n in range(count)]
    for thread in threads if jobs else ():
        require_memory(THREAD_BYTES)
        thread.start()
    return threads


def _next(outcomes: queue.SimpleQueue[_Outcome], threads: Sequence[threading.Thread]) -> _Outcome:
    """Wait for the next outcome.

    Raises:
        MemoryError: All threads ended without one: they had no memory to say how.
    """
    while True:
        at_work = any(thread.is_alive() for thread in threads)
        try:
            # A wait without end cannot be interrupted by Ctrl-C on Windows.
            return outcomes.get(timeout=0.5)
        except queue.Empty:
            if not at_work:
                raise MemoryError("the worker threads ran out of memory") from None


def _concerns_one(error: BaseException) -> bool:
    """Return whether another segment may succeed though this one failed."""
    return isinstance(error, SynthesisError) and not isinstance(error, ServiceRefusedError)


def _join(threads: Sequence[threading.Thread]) -> None:
    end = time.monotonic() + JOIN_S
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def _say(
    job: _Job,
    engine: Engine,
    cache: ClipCache,
    throttle: Throttle,
    *,
    tries: int,
    end: float,
    stopped: Callable[[], bool],
) -> int:
    """Speak one segment and store its clip; how many requests it took."""
    # Imported here: it loads numpy, which a run without a new segment does not need.
    from audiopaper.speech.clip_check import refuse_hole

    end = min(end, time.monotonic() + MAX_SEGMENT_S)
    failed = busy = 0
    while True:
        # Runs that share a cache reach the same words at about the same time.
        if cache.arrived(job.key):
            return failed + busy
        with throttle.turn() as turn:
            if not engine.capabilities.offline and not failed + busy:
                _log.debug("%s", _("sending a request to {engine}", engine=engine.name))
            try:
                clip = engine.synthesise(job.segment)
                refuse_hole(job.segment, clip)
            except TransientError as error:
                failure = error
            except SynthesisError as error:
                raise _add_context(job.segment, engine, error, failed + busy + 1) from error
            else:
                throttle.note_success()
                cache.store(job.key, clip)
                return failed + busy + 1
        if isinstance(failure, BusyError):
            busy += 1
            give_up = busy > MAX_BUSY
        else:
            failed += 1
            give_up = failed >= tries
        if give_up or stopped() or time.monotonic() > end:
            raise _add_context(job.segment, engine, failure, failed + busy) from failure
        _log.debug("%s", _describe_retry(engine, failure, failed, tries))
        if isinstance(failure, BusyError):
            throttle.slow_down(turn)
        else:
            throttle.sleep(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (failed - 1)))
        if stopped():  # during the wait
            raise failure


def _describe_retry(engine: Engine, failure: SynthesisError, failed: int, tries: int) -> str:
    if isinstance(failure, BusyError):
        return _(
            "{engine}: {problem}; asked again later", engine=engine.name, problem=failure.problem
        )
    return _(
        "{engine}: {problem}; asked again (try {number} of {tries})",
        engine=engine.name,
        problem=failure.problem,
        number=failed + 1,
        tries=tries,
    )


def _add_context(
    segment: Segment, engine: Engine, error: SynthesisError, tries: int
) -> SynthesisError:
    start = segment.printed[:16] + ("…" if len(segment.printed) > 16 else "")
    after = _(" after {tries} tries", tries=tries) if tries > 1 else ""
    return type(error)(
        _(
            "“{start}” (presenter {presenter}, engine {engine}) could not be "
            "spoken{after}: {problem}",
            start=start,
            presenter=segment.presenter,
            engine=engine.name,
            after=after,
            problem=error.problem,
        ),
        remedy=_(
            "{remedy}; what was spoken is kept, so the same command continues from here",
            remedy=error.remedy,
        ),
    )
