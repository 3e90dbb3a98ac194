"""The unattended run: editions in the inbox are made, checked and published, each once."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from audiopaper.config import Config, inbox_folder
from audiopaper.daily.due_editions import (
    AHEAD,
    NEAR,
    choose_delivery,
    describe_missed,
    due_dates,
    keeping_apart,
    name_gone_pages,
    sort_by_date,
    too_far,
    wait_for_its_day,
    why_wait,
)
from audiopaper.daily.unread_deliveries import InboxSearch, find_unread_deliveries
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import AudiopaperError, InputError, PublishError, ShowBusyError
from audiopaper.files import write_file
from audiopaper.pipeline.correction import correction_on
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.runtime import ProgressCallback
from audiopaper.show.folder import ShowFolder, show_folder
from audiopaper.show.lifecycle import load_record
from audiopaper.show.public import is_withdrawn
from audiopaper.show.publication import refuse_mixed_output
from audiopaper.show.release import work_on_show
from audiopaper.show.state import refuse_lost_state
from audiopaper.show.sync import Copied, copy_show
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from audiopaper.show.inbox import Delivery
    from audiopaper.show.lifecycle import ProductionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """The state that a run saves for the next run."""

    told_late: str = ""
    """The day for which a missing edition was reported, as YYYY-MM-DD; empty for none."""

    copy_due: bool = False
    """Whether public files were not copied to the target yet."""

    failures: tuple[str, ...] = ()
    """The problems of the last run."""


def load_run_state(show: ShowFolder) -> RunState:
    """Read the state of the last run; an empty state if there was none.

    Raises:
        PublishError: The file is damaged, or was written by another audiopaper.
    """
    path = show.run_state
    try:
        return read_document(path, RunState, schema=1)
    except FileNotFoundError:
        return RunState()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; then run: audiopaper publish"),
        ) from error


def save_run_state(show: ShowFolder, state: RunState) -> None:
    """Save the state for the next run.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": 1, **msgspec.to_builtins(state)}
    write_file(show.run_state, json.dumps(document, ensure_ascii=False) + "\n")


LONG_HELD = dt.timedelta(hours=2)
"""A run that holds the lock for longer counts as hanging. An edition takes minutes, and a
publication at most two hours by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The results of `work_through_day`."""

    made: tuple[Outcome, ...] = ()
    """The episodes that were made, corrected or held again; the newest edition's first."""

    waiting: tuple[str, ...] = ()
    """A sentence for each edition that is not made yet, with the reason."""

    failures: tuple[AudiopaperError, ...] = ()
    """Errors of editions that could not be made or published; the others were made."""

    news: tuple[AudiopaperError, ...] = ()
    """The failures that the last run did not have, since each failure is reported once."""

    late: str = ""
    """A sentence if the day's edition missed its deadline; otherwise empty."""

    tell_late: bool = False
    """Whether to report the missed deadline, which happens once a day."""

    copied: Copied | None = None
    """What was copied to the show's target; None if no copy was due."""

    warnings: tuple[str, ...] = ()
    """What somebody should read about an episode that stays as it was, a sentence each."""

    notices: tuple[str, ...] = ()
    """Further information for the producer."""

    def __add__(self, other: Day) -> Day:
        """Join these results and those of a later part of the run."""
        return replace(
            self,
            made=self.made + other.made,
            waiting=self.waiting + other.waiting,
            failures=self.failures + other.failures,
            warnings=self.warnings + other.warnings,
            notices=self.notices + other.notices,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The arguments of every step of a run."""

    config: Config
    now: dt.datetime
    """The present moment, in the show's time zone."""

    asked: dt.date | None
    """The day that was asked for; None for all that are due."""

    hold: bool
    tell: ProgressCallback

    @property
    def show(self) -> ShowFolder:
        """The show on disk."""
        return show_folder(self.config)


def work_through_day(
    config: Config, *, now: dt.datetime, date: dt.date | None, hold: bool, tell: ProgressCallback
) -> Day:
    """Make, check and publish the editions in the inbox that are complete and not made yet.

    The newest edition comes first, then late ones of the days before, at most `NEAR` from today.
    Pages that came after an edition was made lead to a correction of its episode.

    Args:
        config: The configuration in force.
        now: The present moment, with any offset from UTC.
        date: Only this day's edition, however far away; None for those near today.
        hold: Whether nothing is published until its date is named.
        tell: Called with the progress.

    Raises:
        InputError: The configuration names no inbox, or it cannot be opened.
        ConfigError: The inbox, or another folder of the show's own, is in the output folder.
        PublishError: The state of an earlier run cannot be read.
    """
    _refuse_inbox(config)
    # "Today" is a day at the show, whatever the time zone of this machine.
    now = config.show.local_time(now)
    run = _Run(config=config, now=now, asked=date, hold=hold, tell=tell)
    try:
        refuse_lost_state(run.show)
    except PublishError as error:
        return _close(Day(failures=(error,)), load_run_state(run.show), run)
    if run.show.work.is_dir():
        try:
            # Entering finishes the release of a killed run, even if no edition is due.
            with work_on_show(config):
                pass
        except ShowBusyError as error:
            return _close(_wait_for_lock(error, now), load_run_state(run.show), run)
        except PublishError as error:
            return _close(Day(failures=(error,)), load_run_state(run.show), run)
    before = load_run_state(run.show)
    by_date, waiting, failures = sort_by_date(inbox_folder(config), config.today, now, date)
    failures += _find_unread(by_date, run)
    day = Day(waiting=tuple(waiting), failures=tuple(failures))
    if date is not None and date not in by_date:
        reasons = (*waiting, *(error.problem for error in failures))
        raise _no_edition(config, date, reasons)
    day += _work_on_dates(by_date, run)
    return _close(_copy(day, run), before, run)


def _find_unread(delivered: Collection[dt.date], run: _Run) -> tuple[InputError, ...]:
    return find_unread_deliveries(
        InboxSearch(
            inbox=inbox_folder(run.config),
            show=run.show,
            now=run.now,
            asked=run.asked,
            delivered=delivered,
            marker=run.config.today.marker,
        )
    )


def _no_edition(config: Config, date: dt.date, reasons: Sequence[str]) -> InputError:
    return InputError(
        _(
            "the inbox {folder} has no complete edition of {date}",
            date=date,
            folder=inbox_folder(config),
        )
        + (f" ({'; '.join(reasons)})" if reasons else ""),
        remedy=_("lay it there in a folder of that name, or: audiopaper produce PATH"),
    )


def _work_on_dates(by_date: Mapping[dt.date, Sequence[Delivery]], run: _Run) -> Day:
    """Work on each day that is due, newest first; a failure of one does not stop the others."""
    today = run.now.date()
    due = [run.asked] if run.asked is not None else due_dates(by_date, today)
    day = Day()
    for date in due:
        names = ", ".join(delivery.label for delivery in by_date[date])
        failures: list[AudiopaperError] = []
        try:
            with keeping_apart(names, failures):
                day += _work_on(by_date[date], date, run)
        except ShowBusyError as error:
            return day + _wait_for_lock(error, run.now)
        day += Day(failures=tuple(failures))
    if run.asked is None:
        day += Day(notices=describe_missed(set(by_date) - set(due), run.show))
    return day


def _work_on(deliveries: Iterable[Delivery], date: dt.date, run: _Run) -> Day:
    """Make the edition of a day if it is complete, due and was not made yet."""
    show, config, today = run.show, run.config, run.now.date()
    chosen = choose_delivery(deliveries, date, show, config.show.editions)
    if chosen is None:
        return Day()
    delivery, record = chosen
    if run.asked is None and record is None and today < date <= today + AHEAD:
        return Day(waiting=(wait_for_its_day(date),))
    if run.asked is None and not today - NEAR <= date <= today + AHEAD:
        if record is not None or show.edition(date).public.path.is_dir():
            return Day()
        raise too_far(delivery, date, today)
    missing = why_wait(delivery, config.today, run.now)
    if missing:
        reason = missing + _or_as_it_is(date, config)
        return Day(waiting=(_("{delivery}: {reason}", delivery=date, reason=reason),))
    if record is not None and (gone := name_gone_pages(delivery, record, show.edition(date))):
        return Day(notices=(gone,))
    if config.publish.target:
        # Saved before anything is public: if this run is killed, the next one copies.
        save_run_state(show, replace(load_run_state(show), copy_due=True))
    outcome = _make(delivery, date, record, run)
    if record is not None and (outcome.same or _is_held_as_before(outcome, record)):
        notice = _("{date}: the page files changed; the episode did not", date=date)
        edited = outcome.warnings if outcome.rundown.edited else ()
        return Day(notices=(notice,), warnings=tuple(f"{date}: {text}" for text in edited))
    return Day(made=(outcome,))


def _or_as_it_is(date: dt.date, config: Config) -> str:
    """Return how an edition is made without what it waits for; empty if it waits for minutes."""
    today = config.today
    if not (today.marker or today.pages or today.gap == "hold"):
        return ""
    return _("; to make it of what is there: audiopaper produce --date {date}", date=date)


def _make(delivery: Delivery, date: dt.date, record: ProductionRecord | None, run: _Run) -> Outcome:
    order = Order(
        paths=delivery.paths,
        date=date,
        hold=run.hold,
        unattended=True,
        correction=correction_on(run.now.date(), by_hand=False),
        now=run.now,
    )
    outcome = produce(order, run.config, run.tell)
    if record is None or not outcome.rundown.edited:
        return outcome
    warning = _(
        "pages came after the rundown was edited, and it is read as it is; see "
        "what they bring: audiopaper articles PATH"
    )
    return replace(outcome, warnings=(*outcome.warnings, warning))


def _is_held_as_before(outcome: Outcome, record: ProductionRecord) -> bool:
    return (
        outcome.episode is not None
        and bool(outcome.held)
        and (record.held, record.audio_sha256) == (outcome.held, outcome.episode.audio_sha256)
    )


def _copy(day: Day, run: _Run) -> Day:
    """Copy the public files to the show's target, if that is due."""
    show, target = run.show, run.config.publish.target
    state = load_run_state(show)
    if not (target and state.copy_due and show.feed.is_file()):
        return day
    failures: list[AudiopaperError] = []
    copied = None
    try:
        with keeping_apart(_("the copy to the target"), failures):
            copied = copy_show(run.config, target, dry_run=False, tell=run.tell)
    except ShowBusyError as error:
        return day + _wait_for_lock(error, run.now)
    if copied is None:
        return day + Day(failures=tuple(failures))
    save_run_state(show, replace(state, copy_due=False))
    return replace(day, copied=copied)


def _wait_for_lock(error: ShowBusyError, now: dt.datetime) -> Day:
    """Return the result while another run holds the lock; it is a failure after `LONG_HELD`."""
    if error.since is None or now - error.since < LONG_HELD:
        return Day(waiting=(error.problem,))
    failure = PublishError(
        _("{problem}: that is longer than a run takes", problem=error.problem),
        remedy=_(
            "end that process if it hangs; what it left half done is finished by the next run"
        ),
    )
    return Day(failures=(failure,))


def _close(day: Day, before: RunState, run: _Run) -> Day:
    """Decide what is reported to people, and save that for the next run."""
    show, today = run.show, run.now.date().isoformat()
    state = load_run_state(show)
    late = _why_late(run)
    after = replace(
        state,
        told_late=today if late else state.told_late,
        failures=tuple(error.problem for error in day.failures),
    )
    if after != state:
        save_run_state(show, after)
    return replace(
        day,
        late=late,
        tell_late=bool(late) and before.told_late != today,
        news=tuple(error for error in day.failures if error.problem not in before.failures),
    )


def _refuse_inbox(config: Config) -> None:
    """Refuse a configuration without an inbox, or with one in the folder that is published.

    Raises:
        InputError: It names no inbox.
        ConfigError: The inbox, or another folder of the show's own, is in the output folder.
    """
    if not config.inbox:
        raise InputError(
            _("the configuration names no inbox to look into"),
            remedy=_('write at the top of config.toml: inbox = "inbox"'),
        )
    refuse_mixed_output(config)


def _why_late(run: _Run) -> str:
    deadline, today = run.config.today.deadline, run.now.date()
    if not deadline or run.now.time() < dt.time.fromisoformat(deadline):
        return ""
    edition = run.show.edition(today)
    if is_withdrawn(run.show, edition.key) or load_record(edition) is not None:
        return ""
    return _(
        "there is no episode of {today}, and {deadline} is past (deadline in [today])",
        today=today,
        deadline=deadline,
    )
