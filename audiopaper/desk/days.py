"""What is known of a day: where its edition stands between the inbox and listeners."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import has_file, has_folder, list_folder, read_if_there
from audiopaper.errors import AudiopaperError, InputError
from audiopaper.model import Episode, day_key
from audiopaper.pipeline.rundown_edit import RUNDOWN_NAME
from audiopaper.show.episode_record import FILE_NAME as EPISODE_NAME
from audiopaper.show.episode_record import load_episode
from audiopaper.show.inbox import (
    deliveries_of,
    digest_files,
    find_deliveries,
    newest_delivery,
    why_not_whole,
)
from audiopaper.show.production_record import RECORD_NAME, load_record
from audiopaper.show.public import STAGED_NAME, WORK_FOLDER, is_withdrawn
from audiopaper.show.release import HELD_NAME

if TYPE_CHECKING:
    from audiopaper.show.inbox import Delivery
    from audiopaper.show.production_record import Record

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class DayState(enum.StrEnum):
    """How far a day's edition has come."""

    EMPTY = "empty"
    """No page is there, and nothing was made."""

    WAITING = "waiting"
    """Pages are there, but not all of them yet."""

    READY = "ready"
    """The pages are whole, and there is no rundown."""

    DRAFTED = "drafted"
    """There is a rundown, and no episode of it."""

    HELD = "held"
    """There is a finished episode that is not public."""

    PUBLIC = "public"
    """The episode is in the feed."""

    WITHDRAWN = "withdrawn"
    """The episode was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's edition, as its files tell."""

    date: dt.date
    """Its date."""

    state: DayState
    """How far it has come."""

    waits_for: str = ""
    """What it waits for, or why it is held; empty for nothing."""

    episode: Episode | None = None
    """The held episode, else the public one."""

    folder: Path | None = None
    """Where that episode stands."""

    rundown: Path | None = None
    """The rundown; None where there is none."""

    changed: bool = False
    """Whether rundown or lexicon were changed after the episode was made."""

    late_pages: bool = False
    """Whether the inbox holds other pages than those that the episode was made of."""

    problem: str = ""
    """What of the day cannot be read; empty for nothing."""

    @property
    def key(self) -> str:
        """The name of its folders."""
        return day_key(self.date)


def list_dates(config: Config) -> tuple[dt.date, ...]:
    """List the days of which there are pages, a rundown or an episode, the newest first."""
    output = output_folder(config)
    names = {folder.name for folder in list_folder(output / "episodes")}
    names |= {folder.name for folder in list_folder(output / WORK_FOLDER)}
    dates = {dt.date.fromisoformat(name) for name in names if _DAY.fullmatch(name)}
    with contextlib.suppress(AudiopaperError):
        dates |= {d.date for d in _deliveries(config) if d.date is not None}
    return tuple(sorted(dates, reverse=True))


def read_day(config: Config, date: dt.date, now: dt.datetime) -> Day:
    """Read how far a day's edition has come.

    Args:
        config: The configuration in force.
        date: The day.
        now: The clock, for what is not whole yet.

    Raises:
        AudiopaperError: Something that is kept of the day cannot be read.
    """
    output = output_folder(config)
    work = output / WORK_FOLDER / day_key(date)
    rundown = work / RUNDOWN_NAME
    delivery, problem = _delivery_of(config, date)
    record = load_record(work)
    held, public = work / STAGED_NAME, output / "episodes" / day_key(date)
    folder = next((f for f in (held, public) if has_file(f / EPISODE_NAME)), None)
    state, waits_for = _judge(config, work, delivery, now)
    if folder is not None:
        state = DayState.HELD if folder == held else DayState.PUBLIC
        waits_for = (read_if_there(held / HELD_NAME) or b"").decode("utf-8", "replace").strip()
    elif is_withdrawn(output, day_key(date)):
        state = DayState.WITHDRAWN
    return Day(
        date=date,
        state=state,
        waits_for=waits_for,
        episode=load_episode(folder / EPISODE_NAME) if folder is not None else None,
        folder=folder,
        rundown=rundown if has_file(rundown) else None,
        changed=folder is not None and _changed_since(config, work),
        late_pages=folder is not None and _has_late_pages(delivery, record),
        problem=problem,
    )


def find_delivery(config: Config, date: dt.date) -> Delivery:
    """Find a day's pages in the inbox.

    Raises:
        InputError: There are none, or they cannot be read.
    """
    inbox = config.folder / config.inbox
    delivery = newest_delivery(inbox, date) if config.inbox and has_folder(inbox) else None
    if delivery is None:
        raise InputError(
            f"no pages of {date} lie in the inbox",
            remedy=f"put them into {inbox / str(date)}, or upload them here",
        )
    return delivery


def _judge(
    config: Config, work: Path, delivery: Delivery | None, now: dt.datetime
) -> tuple[DayState, str]:
    """Say how far a day has come of which there is no episode."""
    if has_file(work / RUNDOWN_NAME):
        return DayState.DRAFTED, ""
    if delivery is None:
        return DayState.EMPTY, ""
    missing = why_not_whole(delivery, config.today, now)
    return (DayState.WAITING, missing) if missing else (DayState.READY, "")


def _deliveries(config: Config) -> tuple[Delivery, ...]:
    inbox = config.folder / config.inbox
    return find_deliveries(inbox, []) if config.inbox and has_folder(inbox) else ()


def _delivery_of(config: Config, date: dt.date) -> tuple[Delivery | None, str]:
    """Find a day's pages, and say what keeps the inbox from being read."""
    try:
        found = deliveries_of(_deliveries(config), date)
    except AudiopaperError as error:
        return None, error.problem
    return (found[-1] if found else None), ""


def _changed_since(config: Config, work: Path) -> bool:
    """Say whether what an episode was made of was written after it, by the files' times."""
    made = _time_of(work / RECORD_NAME)
    lexicon = list_folder(config.folder / config.voices / "lexicon")
    sources = (work / RUNDOWN_NAME, *(p for p in lexicon if p.suffix == ".toml"))
    return made is not None and any((_time_of(path) or 0) > made for path in sources)


def _has_late_pages(delivery: Delivery | None, record: Record | None) -> bool:
    if delivery is None or record is None:
        return False
    return set(digest_files(delivery.files)) != set(record.contents)


def _time_of(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None
