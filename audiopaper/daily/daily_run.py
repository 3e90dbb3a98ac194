"""The unattended run: editions in the inbox are made, checked and published, each once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
from audiopaper.daily.run_state import RunState, load_run_state, save_run_state
from audiopaper.daily.unread_deliveries import InboxSearch, find_unread_deliveries
from audiopaper.errors import AudiopaperError, InputError, PublishError, ShowBusyError
from audiopaper.pipeline.correction import correction_on
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.runtime import ProgressCallback
from audiopaper.show.folder import ShowFolder, show_folder
from audiopaper.show.lifecycle import load_record
from audiopaper.show.public import is_withdrawn
from audiopaper.show.publication import refuse_mixed_output
from audiopaper.show.release import work_on_show
from audiopaper.show.state import refuse_lost_state
from audiopaper.show.sync import CopyResult, copy_show
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from audiopaper.show.inbox import Delivery
    from audiopaper.show.lifecycle import ProductionRecord


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

    copied: CopyResult | None = None
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
    day = _finish_killed_run(run)
    before = load_run_state(run.show)
    if not (day.waiting or day.failures):
        day = _copy_if_due(_work_through_inbox(run), run)
    day = _choose_reports(day, before, run)
    _save_reported(day, run)
    return day


def _finish_killed_run(run: _Run) -> Day:
    """Finish the release of a killed run, even if no edition is due.

    Returns:
        Why the show cannot be worked on now: another run is at work, or an error; otherwise an
        empty result.
    """
    try:
        refuse_lost_state(run.show)
        if run.show.work.is_dir():
            # Entering finishes that release.
            with work_on_show(run.config):
                pass
    except ShowBusyError as error:
        return _wait_for_lock(error, run.now)
    except PublishError as error:
        return Day(failures=(error,))
    return Day()


def _work_through_inbox(run: _Run) -> Day:
    config, date = run.config, run.asked
    by_date, waiting, failures = sort_by_date(inbox_folder(config), config.today, run.now, date)
    failures += _find_unread(by_date, run)
    if date is not None and date not in by_date:
        reasons = (*waiting, *(error.problem for error in failures))
        raise _no_edition(config, date, reasons)
    day = Day(waiting=tuple(waiting), failures=tuple(failures))
    return day + _work_on_dates(by_date, run)


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


def _copy_if_due(day: Day, run: _Run) -> Day:
    """Copy the public files to the show's target if a run noted that it is due.

    Returns:
        The day with the result of the copy, or with its failure.
    """
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


def _choose_reports(day: Day, before: RunState, run: _Run) -> Day:
    """Return the day with what is reported to people now.

    Args:
        day: The day's results.
        before: The state of the last run: what it reported is not reported again.
        run: The run.
    """
    late = _why_late(run)
    return replace(
        day,
        late=late,
        tell_late=bool(late) and before.told_late != run.now.date().isoformat(),
        news=tuple(error for error in day.failures if error.problem not in before.failures),
    )


def _save_reported(day: Day, run: _Run) -> None:
    """Save what was reported, so that the next run does not report it again."""
    state = load_run_state(run.show)
    after = replace(
        state,
        told_late=run.now.date().isoformat() if day.late else state.told_late,
        failures=tuple(error.problem for error in day.failures),
    )
    if after != state:
        save_run_state(run.show, after)


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
