"""The editions in the inbox that are due: near today, complete, and not made yet."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import shlex
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, InputError, ShowBusyError, UnexpectedError
from audiopaper.pages import read_edition
from audiopaper.pipeline.delivered_before import digest_sentences
from audiopaper.show.completeness import (
    describe_missing,
    how_long,
    missing_pages,
    page_labels,
    why_not_whole,
)
from audiopaper.show.inbox import (
    Delivery,
    date_of,
    digest_files,
    find_deliveries,
    has_no_date,
    largest_delivery,
    leave_out_further,
)
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage, load_record
from audiopaper.show.public import is_withdrawn
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from audiopaper.config import TodaySettings
    from audiopaper.show.folder import EditionFolder, ShowFolder
    from audiopaper.show.lifecycle import ProductionRecord

_log = logging.getLogger(__name__)

NEAR = dt.timedelta(days=2)
"""An edition that is older than this is not made, unless it was asked for."""

AHEAD = dt.timedelta(days=10)
"""An edition of a later day waits for it; a date farther ahead is probably wrong. The pages of the
longest holidays, of nine days, are delivered before the first of them."""


def sort_by_date(
    inbox: Path, settings: TodaySettings, now: dt.datetime, asked: dt.date | None = None
) -> tuple[Mapping[dt.date, list[Delivery]], list[str], list[AudiopaperError]]:
    """Sort the deliveries in the inbox by their days.

    Args:
        inbox: The folder of the pages that arrive.
        settings: Tell whether a delivery is complete.
        now: The present moment.
        asked: The day that was asked for; pages without a date belong to it.

    Returns:
        The deliveries of each day; a sentence for each delivery that is not complete; and the
        errors of deliveries that cannot be read.

    Raises:
        InputError: The inbox cannot be opened.
    """
    by_date: dict[dt.date, list[Delivery]] = {}
    waiting: list[str] = []
    failures: list[AudiopaperError] = []
    undated: list[tuple[Delivery, AudiopaperError]] = []
    for delivery in find_deliveries(inbox, failures):
        errors: list[AudiopaperError] = []
        with keeping_apart(delivery.label, errors):
            # The date is not read from the pages of an incomplete delivery, only from its name.
            missing = "" if delivery.date else why_not_whole(delivery, settings, now)
            if missing:
                waiting.append(_("{delivery}: {reason}", delivery=delivery.label, reason=missing))
            else:
                by_date.setdefault(date_of(delivery), []).append(delivery)
        undated += [(delivery, error) for error in errors]
    for delivery, failure in undated:
        # A delivery without a date belongs to the requested day if no other delivery does.
        is_requested = False
        with keeping_apart(delivery.label, []):
            is_requested = asked is not None and asked not in by_date and has_no_date(delivery)
        if is_requested and asked is not None:
            by_date[asked] = [delivery]
        else:
            failures.append(failure)
    return by_date, waiting, failures


@contextlib.contextmanager
def keeping_apart(name: str, failures: list[AudiopaperError]) -> Iterator[None]:
    """Collect the failure of a block, unexpected ones too, so that the next block still runs.

    Args:
        name: Name of the delivery or task, for messages.
        failures: Takes the failure.

    Raises:
        ShowBusyError: Another run is at work on the show.
    """
    try:
        yield
    except ShowBusyError:
        raise
    except AudiopaperError as error:
        failures.append(error)
    except OSError as error:
        failures.append(
            InputError(
                f"{name}: {error.filename or _('a file')}: {system_reason(error)}",
                remedy=_("correct its permissions, or take it out of the inbox"),
            )
        )
        _log.error("%s failed", name, exc_info=True)
    except Exception as error:
        failures.append(
            UnexpectedError(
                _(
                    "{name} could not be made: {name_2}: {error}",
                    name=name,
                    name_2=type(error).__name__,
                    error=str(error)[:200],
                ),
                remedy=_("take it out of the inbox, and report this with the traceback in the log"),
            )
        )
        _log.critical("%s: a bug", name, exc_info=True)


def choose_delivery(
    deliveries: Iterable[Delivery], date: dt.date, show: ShowFolder, names: Iterable[str] = ()
) -> tuple[Delivery, ProductionRecord | None] | None:
    """Choose the delivery of a day that is to be made.

    Args:
        deliveries: The day's deliveries.
        date: The day.
        show: The show.
        names: The names of the show's further editions, whose deliveries are left out.

    Returns:
        The delivery, and the record of the day's earlier production; None if there is nothing to
        make.

    Raises:
        InputError: Two deliveries hold different pages of the day.
        PublishError: The record of an earlier production cannot be read.
    """
    edition = show.edition(date)
    if is_withdrawn(show, edition.key):
        return None
    record = load_record(edition)
    own = leave_out_further(deliveries, date, show, names)
    chosen = largest_delivery(own, date)
    if chosen is None:
        return None
    contents = set(digest_files(chosen.files))
    if record is not None and set(record.contents) == contents and not record.retry:
        return None
    return chosen, record


def why_wait(delivery: Delivery, settings: TodaySettings, now: dt.datetime) -> str:
    """Return why a delivery has to wait, missing pages included; empty if it is complete.

    Raises:
        InputError: Its pages cannot be read.
    """
    missing = why_not_whole(delivery, settings, now)
    if missing or settings.gap == "warn":
        return missing
    numbers = missing_pages(read_edition(delivery.paths))
    if not numbers:
        return ""
    return _(
        '{problem} (gap = "hold" in [today]); {long}',
        problem=describe_missing(numbers),
        long=how_long(settings),
    )


def due_dates(dates: Collection[dt.date], today: dt.date) -> list[dt.date]:
    """Return the days that a run looks at, newest first: those not older than `NEAR`.

    The newest one is looked at whatever its date: a wrong date must be reported.
    """
    newest = max(dates, default=today)
    return sorted((d for d in dates if d == newest or d >= today - NEAR), reverse=True)


_MAX_NAMED = 5


def describe_missed(dates: Collection[dt.date], show: ShowFolder) -> tuple[str, ...]:
    """Name the days of a show that are not made any more by themselves and never were.

    Args:
        dates: The days in the inbox that are too old.
        show: The show. Days before its first edition are not missed.

    Returns:
        A sentence, or nothing.
    """
    keys = {edition.date_key for edition in show.editions()}
    first = min(keys, default="9999")
    missed = sorted(f"{date}" for date in dates if f"{date}" > first and f"{date}" not in keys)
    if not missed:
        return ()
    listed = ", ".join(missed[-_MAX_NAMED:])
    more = len(missed) - _MAX_NAMED
    if more > 0:
        listed += _(" and {more} more", more=more)
    return (
        _(
            "never made, and too old to be made by itself: {listed}; to make one: "
            "audiopaper today --date {date}",
            listed=listed,
            date=missed[-1],
        ),
    )


def wait_for_its_day(date: dt.date) -> str:
    """Return the sentence for an edition that was delivered ahead of its day."""
    return _(
        "{date}: it waits for its day; to make it now: audiopaper today --date {date}", date=date
    )


def name_gone_pages(delivery: Delivery, record: ProductionRecord, edition: EditionFolder) -> str:
    """Return a sentence if files of a public episode are gone from the inbox and none is new.

    An episode on the air loses a story only when somebody withdraws it.

    Raises:
        InputError: Pages of the episode are gone and others are new, or the pages have next to
            nothing of its text: they may be of a further edition of the day.
    """
    if not is_at_stage(edition, EpisodeStage.PUBLIC):
        return ""
    contents, before = set(digest_files(delivery.files)), set(record.contents)
    if contents < before and not record.held:
        return _(
            "{key}: files that its episode was made of are gone from the inbox, and the episode "
            "stays as it is; to take a story back: audiopaper withdraw {key} --story N",
            key=edition.key,
        )
    if contents <= before:
        return ""
    read = read_edition(delivery.paths)
    if contents.isdisjoint(before) and _is_other_text(digest_sentences(read), record.sentences):
        problem = _(
            "{key}: the pages in the inbox have nothing of what its public episode was made of, "
            "and the episode stays as it is",
            key=edition.key,
        )
        raise InputError(problem, remedy=_choose_what_they_are(delivery))
    pages = page_labels(read)
    if gone := ", ".join(page for page in record.pages if page not in pages):
        problem = _(
            "{key}: other pages lie in the inbox than its public episode was made of (of those, "
            "it lacks {pages}), and the episode stays as it is",
            key=edition.key,
            pages=gone,
        )
        raise InputError(problem, remedy=_choose_what_they_are(delivery))
    return ""


_OTHER_TEXT = 0.1
"""Share of sentences in common below which pages are no new version of others. Two editions of a
day share a notice or a telephone number; a page that was recognised again shares most."""


def _is_other_text(sentences: Collection[str], before: Collection[str]) -> bool:
    fewer = min(len(sentences), len(before))
    return fewer > 0 and len(set(sentences).intersection(before)) < _OTHER_TEXT * fewer


def _choose_what_they_are(delivery: Delivery) -> str:
    return _(
        "put the missing pages beside them; or, if these are pages of a further edition of the "
        "day: audiopaper produce {folder} --edition evening; or, if they are to replace what is "
        "on the air: audiopaper produce {folder}",
        folder=shlex.join(str(path) for path in delivery.paths),
    )


def too_far(delivery: Delivery, date: dt.date, today: dt.date) -> InputError:
    """Return the error for an edition whose date is probably wrong."""
    return InputError(
        _(
            "{delivery} in the inbox is of {date}, and today is {today}",
            delivery=delivery.label,
            date=date,
            today=today,
        ),
        remedy=_("if that is right: audiopaper today --date {date}", date=date),
    )
