"""Segments become clips, through the cache, with retries; all of them or none."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.engines.base import BusyError, Engine, ServiceRefusedError, TransientError
from audiopaper.errors import SynthesisError
from audiopaper.model import Segment, SpokenSegment
from audiopaper.runtime import Teller, tell_nobody
from audiopaper.speech.clip_check import refuse_hole
from audiopaper.speech.throttle import Pace, Sleeper
from audiopaper.store.clip_store import ClipCache, clip_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STAGE = "speech"
"""What the progress teller is told; its unit is characters of printed text."""

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
"""Between two tries of a segment: doubled each time, then up to half more or less by chance, so
that workers that failed together do not come back together."""

MAX_BUSY = 8
"""Requests for patience that one segment takes before it fails: four to seven minutes in all."""

MAX_SEGMENT_S = 900.0
"""No further try of a segment begins after this."""

MAX_RUN_S = 1200.0
MAX_CHAR_S = 1.0
"""After so long a run, and so much for each character that it has to ask for, nothing is tried
again: an edition of 4,000 characters ends within some ninety minutes, however the service fails.
Speech has four characters a second."""

MAX_FAILED_IN_A_ROW = 4
"""Where the others are still asked for after one failed: so many without a success between them,
and the service is taken to be down."""

LEAVE_S = 2.0
"""After a failure, how long requests under way may take to end and be kept."""


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
    tell: Teller = tell_nobody,
    sleep: Sleeper | None = None,
) -> tuple[SpokenSegment, ...]:
    """Have every segment spoken, or end with the first failure.

    What is in the cache is not asked for again, and segments that sound the same are asked for
    once. Clips go to the cache as they come, so a later run goes on where this one stopped.

    Args:
        segments: In running order, with their readings.
        engine: Who speaks.
        cache: Where clips are kept.
        tries: Requests for a segment, at least 1; the service's own requests for patience are
            not counted (see `MAX_BUSY`).
        workers: Requests at once for an online engine; an offline one takes as many as it says.
        go_on: Whether the others are still asked for after one failed, as long as the engine
            says some of them; the failure is raised when they are done.
        tell: Told ``("speech", characters done, all characters)``, always in this thread.
        sleep: Waits between tries; by default a wait that a failure elsewhere cuts short.

    Returns:
        A spoken segment for each segment, in the same order.

    Raises:
        SynthesisError: A segment could not be spoken; it names segment, presenter and remedy.
        ConfigError: A presenter is not set up for this engine.
        PublishError: The cache cannot be written.
    """
    keys = [_key(segment, engine) for segment in segments]
    cache.expect(keys)
    total = sum(len(segment.printed) for segment in segments)
    jobs = _jobs(segments, keys, cache)
    done = total - sum(job.chars for job in jobs)
    tell(STAGE, done, total)
    took: dict[str, int] = {}
    failures: list[BaseException] = []
    for outcome in _run(
        jobs, engine, cache, tries=tries, workers=workers, go_on=go_on, sleep=sleep
    ):
        if outcome.error is not None:
            failures.append(outcome.error)
            continue
        took[outcome.job.key] = outcome.tries
        done += outcome.job.chars
        tell(STAGE, done, total)
    if failures:
        raise failures[0]
    return tuple(
        SpokenSegment(segment=segment, clip_key=key, engine=engine.name, tries=took.get(key, 0))
        for segment, key in zip(segments, keys, strict=True)
    )


def missing_segments(
    segments: Sequence[Segment], engine: Engine, cache: ClipCache
) -> tuple[Segment, ...]:
    """The segments that the engine would have to be asked for, in order.

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
    # Own threads, not an executor: Python joins an executor's threads before it exits, so that
    # Ctrl-C would wait for the slowest request.
    offline = engine.capabilities.offline
    limit = engine.max_concurrent if offline else min(workers, engine.max_concurrent)
    limit = max(1, min(limit, len(jobs)))
    stop = threading.Event()
    waiting: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    pace = Pace(limit, sleep or stop.wait)
    end = time.monotonic() + MAX_RUN_S + MAX_CHAR_S * sum(job.chars for job in jobs)

    def work() -> None:
        while not stop.is_set():
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                tried = _say(job, engine, cache, pace, tries=tries, end=end, stopped=stop.is_set)
                outcomes.put(_Outcome(job=job, tries=tried))
            except BaseException as error:
                outcomes.put(_Outcome(job=job, tries=0, error=error))
                if not (go_on and _concerns_one(error)):
                    return

    crew = [threading.Thread(target=work, daemon=True, name=f"speech-{n}") for n in range(limit)]
    for thread in crew if jobs else ():
        thread.start()
    try:
        in_a_row = 0
        for _ in jobs:
            outcome = _next(outcomes)
            in_a_row = in_a_row + 1 if outcome.error is not None else 0
            if outcome.error is not None and not (
                go_on and _concerns_one(outcome.error) and in_a_row < MAX_FAILED_IN_A_ROW
            ):
                stop.set()
                _leave(crew)
                raise outcome.error
            yield outcome
    finally:
        stop.set()


def _next(outcomes: queue.SimpleQueue[_Outcome]) -> _Outcome:
    while True:
        try:
            # A wait without end cannot be interrupted by Ctrl-C on Windows.
            return outcomes.get(timeout=0.5)
        except queue.Empty:
            continue


def _concerns_one(error: BaseException) -> bool:
    """Whether another segment may go well though this one failed."""
    return isinstance(error, SynthesisError) and not isinstance(error, ServiceRefusedError)


def _leave(crew: Sequence[threading.Thread]) -> None:
    end = time.monotonic() + LEAVE_S
    for thread in crew:
        thread.join(max(0.0, end - time.monotonic()))


def _say(
    job: _Job,
    engine: Engine,
    cache: ClipCache,
    pace: Pace,
    *,
    tries: int,
    end: float,
    stopped: Callable[[], bool],
) -> int:
    """Have one segment spoken and kept; how many requests it took."""
    end = min(end, time.monotonic() + MAX_SEGMENT_S)
    failed = busy = 0
    while True:
        # Runs that share a cache come to the same words at about the same time.
        if cache.arrived(job.key):
            return failed + busy
        with pace.turn() as turn:
            try:
                clip = engine.synthesise(job.segment)
                refuse_hole(job.segment, clip)
            except TransientError as error:
                failure = error
            except SynthesisError as error:
                raise _named(job.segment, engine, error, failed + busy + 1) from error
            else:
                pace.went_well()
                cache.store(job.key, clip)
                return failed + busy + 1
        if isinstance(failure, BusyError):
            busy += 1
            give_up = busy > MAX_BUSY
        else:
            failed += 1
            give_up = failed >= tries
        if give_up or stopped() or time.monotonic() > end:
            raise _named(job.segment, engine, failure, failed + busy) from failure
        if isinstance(failure, BusyError):
            pace.slow_down(turn)
        else:
            pace.sleep(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (failed - 1)))
        if stopped():  # while it waited
            raise failure


def _named(segment: Segment, engine: Engine, error: SynthesisError, tries: int) -> SynthesisError:
    start = segment.printed[:16] + ("…" if len(segment.printed) > 16 else "")
    after = f" after {tries} tries" if tries > 1 else ""
    return type(error)(
        f"“{start}” (presenter {segment.presenter}, engine {engine.name}) could not be spoken"
        f"{after}: {error.problem}",
        remedy=f"{error.remedy}; what was spoken is kept, so the same command goes on from here",
    )
