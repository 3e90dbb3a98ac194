"""The day's work, unattended: what lies in the inbox is made, checked and published, once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.daily.due_editions import (
    NEAR,
    choose_delivery,
    keeping_apart,
    sort_by_date,
    too_far,
    why_wait,
)
from audiopaper.daily.run_state import DayState, load_state, save_state
from audiopaper.errors import AudiopaperError, InputError, PublishError, ShowBusyError
from audiopaper.model import day_key
from audiopaper.pipeline.correction import correction_on
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.publish.feed import FILE_NAME
from audiopaper.show.production_record import load_record
from audiopaper.show.public import WORK_FOLDER, is_withdrawn
from audiopaper.show.release import work_on_show
from audiopaper.show.sync import Copied, copy_show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.inbox import (
        Delivery,
    )
    from audiopaper.show.production_record import Record


LONG_HELD = dt.timedelta(hours=2)
"""A run that holds a show for longer hangs: an edition takes minutes, and a publication by default
two hours at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a run of `work_through_day` did."""

    made: tuple[Outcome, ...] = ()
    """The episodes that were made, corrected or held anew; the newest edition's first."""

    waiting: tuple[str, ...] = ()
    """What is not made yet, and what it waits for, a sentence each."""

    failures: tuple[AudiopaperError, ...] = ()
    """What kept an edition from being made or published; others were made all the same."""

    news: tuple[AudiopaperError, ...] = ()
    """Those of them that the last run did not meet: they are told, and not every ten minutes."""

    late: str = ""
    """That the day's edition is not there by its hour; empty where it is, or none is set."""

    tell_late: bool = False
    """Whether that is news: it is told once a day."""

    copied: Copied | None = None
    """What was copied to the show's target; None where nothing had to be."""

    notices: tuple[str, ...] = ()
    """What the producer may want to know."""


def work_through_day(
    config: Config, *, now: dt.datetime, date: dt.date | None, hold: bool, tell: ProgressCallback
) -> Day:
    """Make, check and publish what lies whole in the inbox and was not made yet.

    The newest edition comes first; then late ones of the days before, at most `NEAR` from today.
    Pages that came after an edition was made make a correction of its episode.

    Args:
        config: The configuration in force.
        now: The clock, with any offset from UTC.
        date: Only this day's edition, however far away; None for those near today.
        hold: Whether nothing is published until its date is named.
        tell: Told of the progress.

    Raises:
        InputError: The configuration names no inbox, or it cannot be opened.
        PublishError: What an earlier run has left cannot be read.
    """
    if not config.inbox:
        raise InputError(
            "the configuration names no inbox to look into",
            remedy='write inbox = "inbox" in config.toml',
        )
    # An offset, of whatever day: "today" is the show's, not the machine's.
    now = now.astimezone(dt.time.fromisoformat(f"00:00{config.show.utc_offset}").tzinfo)
    work = output_folder(config) / WORK_FOLDER
    if work.is_dir():
        try:
            # What a killed run left half done is finished, whether there is news or not.
            with work_on_show(config):
                pass
        except ShowBusyError as error:
            return _close(_busy(error, now), load_state(work), config, now)
        except PublishError as error:
            return _close(Day(failures=(error,)), load_state(work), config, now)
    before = load_state(work)
    by_date, waiting, failures = sort_by_date(config, now, date)
    done = Day(waiting=tuple(waiting), failures=tuple(failures))
    if date is not None and date not in by_date:
        raise InputError(
            f"no edition of {date} lies whole in the inbox {config.folder / config.inbox}"
            + (f" ({'; '.join(waiting)})" if waiting else ""),
            remedy="lay it there in a folder of that name, or: audiopaper produce PATH",
        )
    wanted = sorted(by_date, reverse=True) if date is None else [date]
    if date is None:
        # The newest one is looked at wherever it lies: a wrong date is told of, not passed over.
        wanted = wanted[:1] + [day for day in wanted[1:] if abs(day - now.date()) <= NEAR]
    for day in wanted:
        names = ", ".join(delivery.name for delivery in by_date[day])
        failed: list[AudiopaperError] = []
        try:
            with keeping_apart(names, failed):
                made = _work_on(
                    by_date[day], day, config, now, asked=bool(date), hold=hold, tell=tell
                )
                done = _and(done, made)
        except ShowBusyError as error:
            done = _and(done, _busy(error, now))
            break
        done = _and(done, Day(failures=tuple(failed)))
    return _close(_copy(done, config, now, tell), before, config, now)


def _work_on(
    deliveries: Iterable[Delivery],
    date: dt.date,
    config: Config,
    now: dt.datetime,
    *,
    asked: bool,
    hold: bool,
    tell: ProgressCallback,
) -> Day:
    """Make what came of one day, where it is whole and was not made yet."""
    output = output_folder(config)
    chosen = choose_delivery(deliveries, date, output)
    if chosen is None:
        return Day()
    delivery, record = chosen
    if not asked and abs(date - now.date()) > NEAR:
        if record is not None or (output / "episodes" / day_key(date)).is_dir():
            return Day()
        raise too_far(delivery, date, now.date())
    missing = why_wait(delivery, config, now)
    if missing:
        return Day(waiting=(f"{date}: {missing}",))
    if config.publish.target:
        # Before anything is public: a run that is killed then is copied by the next.
        save_state(output / WORK_FOLDER, replace(load_state(output / WORK_FOLDER), copy_due=True))
    outcome = _make(delivery, date, record, config, now, hold=hold, tell=tell)
    if record is not None and (outcome.same or _held_as_before(outcome, record)):
        return Day(notices=(f"{date}: its files are others now, and the episode is the same",))
    return Day(made=(outcome,))


def _copy(done: Day, config: Config, now: dt.datetime, tell: ProgressCallback) -> Day:
    """Copy what is public to the show's target, where that is due."""
    output = output_folder(config)
    state = load_state(output / WORK_FOLDER)
    if not (config.publish.target and state.copy_due and (output / FILE_NAME).is_file()):
        return done
    failed: list[AudiopaperError] = []
    copied = None
    try:
        with keeping_apart("the copy to the target", failed):
            copied = copy_show(config, config.publish.target, dry_run=False, tell=tell)
    except ShowBusyError as error:
        return _and(done, _busy(error, now))
    if copied is None:
        return _and(done, Day(failures=tuple(failed)))
    save_state(output / WORK_FOLDER, replace(state, copy_due=False))
    return replace(done, copied=copied)


def _busy(error: ShowBusyError, now: dt.datetime) -> Day:
    """What is done while another run holds the show: it is waited for, but not for hours."""
    if error.since is None or now - error.since < LONG_HELD:
        return Day(waiting=(error.problem,))
    told = PublishError(
        f"{error.problem}: that is longer than a run takes",
        remedy="end that process if it hangs; what it left half done is finished by the next run",
    )
    return Day(failures=(told,))


def _close(done: Day, before: DayState, config: Config, now: dt.datetime) -> Day:
    """Say what of it is news, and note that for the next run."""
    output, today = output_folder(config), now.date().isoformat()
    state = load_state(output / WORK_FOLDER)
    late = _why_late(config, now, output)
    after = replace(
        state,
        told_late=today if late else state.told_late,
        failures=tuple(error.problem for error in done.failures),
    )
    if after != state:
        save_state(output / WORK_FOLDER, after)
    return replace(
        done,
        late=late,
        tell_late=bool(late) and before.told_late != today,
        news=tuple(e for e in done.failures if e.problem not in before.failures),
    )


def _and(one: Day, other: Day) -> Day:
    """What two parts of a run did."""
    return replace(
        one,
        made=one.made + other.made,
        waiting=one.waiting + other.waiting,
        failures=one.failures + other.failures,
        notices=one.notices + other.notices,
    )


def _make(
    delivery: Delivery,
    date: dt.date,
    record: Record | None,
    config: Config,
    now: dt.datetime,
    *,
    hold: bool,
    tell: ProgressCallback,
) -> Outcome:
    order = Order(
        paths=delivery.paths,
        date=date,
        hold=hold,
        unattended=True,
        correction=correction_on(now.date()),
        now=now,
    )
    outcome = produce(order, config, tell)
    if record is None or not outcome.rundown.edited:
        return outcome
    kept = (
        "pages came after the rundown was edited, and it is read as it is; "
        "see what they bring: audiopaper articles PATH"
    )
    return replace(outcome, warnings=(*outcome.warnings, kept))


def _held_as_before(outcome: Outcome, record: Record | None) -> bool:
    return (
        record is not None
        and outcome.episode is not None
        and bool(outcome.held)
        and (record.held, record.audio_sha256) == (outcome.held, outcome.episode.audio_sha256)
    )


def _why_late(config: Config, now: dt.datetime, output: Path) -> str:
    deadline = config.today.deadline
    if not deadline or now.time() < dt.time.fromisoformat(deadline):
        return ""
    key = day_key(now.date())
    if is_withdrawn(output, key) or load_record(output / WORK_FOLDER / key) is not None:
        return ""
    return f"no episode of {now.date()} could be made by {deadline}"
