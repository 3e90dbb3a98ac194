"""The state of an edition, from its pages in the inbox to its public episode."""

from __future__ import annotations

import contextlib
import enum
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import inbox_folder
from audiopaper.desk.page_pictures import has_pictures, read_pages
from audiopaper.disk import has_file, has_folder, list_folder
from audiopaper.errors import AudiopaperError, InputError
from audiopaper.model import EditionKey, Episode
from audiopaper.show.completeness import (
    Shortfall,
    find_shortfall,
    missing_pages,
)
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import EditionFolder, show_folder
from audiopaper.show.inbox import (
    deliveries_of,
    digest_files,
    find_deliveries,
    leave_out_further,
)
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage, load_record
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.config import Config, TodaySettings
    from audiopaper.show.inbox import Delivery
    from audiopaper.show.lifecycle import ProductionRecord


class DayState(enum.StrEnum):
    """State of an edition."""

    EMPTY = "empty"
    """There is no page, and nothing was made."""

    WAITING = "waiting"
    """There are pages, but not yet all."""

    READY = "ready"
    """The pages are whole, and there is no rundown."""

    DRAFTED = "drafted"
    """There is a rundown, and no episode of it."""

    HELD = "held"
    """There is a finished episode that is not public."""

    PUBLIC = "public"
    """The episode is in the feed."""

    WITHDRAWN = "withdrawn"
    """The episode was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """An edition of a day, as its files are."""

    edition: EditionKey
    """Date and name of the edition."""

    state: DayState
    """State of the edition."""

    lacks: Shortfall | None = None
    """What its pages lack to be complete; else None."""

    gaps: tuple[int, ...] = ()
    """Numbers of missing pages for which the show waits, by ``gap`` in ``[today]``."""

    substitute: str = ""
    """The engine that spoke a held episode because the first one could not be reached."""

    episode: Episode | None = None
    """The held episode, or the public one; None if there is neither."""

    folder: Path | None = None
    """Folder of the episode."""

    rundown: Path | None = None
    """File of the rundown; None if there is none."""

    changed: bool = False
    """Whether the rundown or the lexicon was changed after the episode was made."""

    late_pages: bool = False
    """Whether the inbox holds other pages than those of the episode, or of the rundown."""

    pictured: bool = False
    """Whether any of its pages has a picture."""

    problem: str = ""
    """The error of a file that cannot be read; empty if there is none."""

    @property
    def date(self) -> dt.date:
        """Date of the edition."""
        return self.edition.date

    @property
    def key(self) -> str:
        """The name of its folders."""
        return str(self.edition)


def list_editions(config: Config) -> tuple[EditionKey, ...]:
    """List the editions that have pages, a rundown or an episode.

    Returns:
        The editions, the newest day first; within a day, the first edition first.
    """
    show = show_folder(config)
    folders = (*list_folder(show.episodes), *list_folder(show.work))
    editions = set()
    for folder in folders:
        with contextlib.suppress(ValueError):
            editions.add(EditionKey.parse(folder.name))
    with contextlib.suppress(AudiopaperError):
        for delivery in _deliveries(config):
            begun = has_folder(show.work / delivery.name)
            if delivery.date is not None and not begun:
                editions.add(EditionKey(delivery.date))
    return tuple(sorted(editions, key=lambda e: (-e.date.toordinal(), e.name)))


def find_current(config: Config, today: dt.date, now: dt.datetime) -> EditionKey:
    """Return the first edition of the newest day that is not public yet, or that day's last."""
    editions = list_editions(config)
    newest = [edition for edition in editions if edition.date == editions[0].date]
    for edition in newest if len(newest) > 1 else ():
        with contextlib.suppress(AudiopaperError):
            if read_day(config, edition, now).state not in (DayState.PUBLIC, DayState.WITHDRAWN):
                return edition
    return newest[-1] if newest else EditionKey(today)


def read_day(config: Config, edition: EditionKey, now: dt.datetime) -> Day:
    """Read the state of an edition.

    Args:
        config: The configuration in force.
        edition: The edition.
        now: The present time, which decides whether pages are complete.

    Raises:
        AudiopaperError: A record of the edition cannot be read.
    """
    work = show_folder(config).edition(edition.date, edition.name)
    delivery, problem = _delivery_of(config, edition)
    record = load_record(work)
    held, public = work.staged, work.public
    folder = next((f for f in (held, public) if has_file(f.record)), None)
    state, lacks, gaps = _judge(config.today, work, delivery, config.show.local_time(now))
    if folder is not None:
        state, lacks, gaps = DayState.HELD if folder == held else DayState.PUBLIC, None, ()
    elif is_at_stage(work, EpisodeStage.WITHDRAWN):
        state = DayState.WITHDRAWN
    episode = load_episode(folder.record) if folder is not None else None
    return Day(
        edition=edition,
        state=state,
        lacks=lacks,
        gaps=gaps,
        substitute=_find_substitute(state, episode, record),
        episode=episode,
        folder=folder.path if folder is not None else None,
        rundown=work.rundown if has_file(work.rundown) else None,
        changed=folder is not None and _changed_since(config, work),
        late_pages=_has_late_pages(delivery, record, work, made=folder is not None),
        pictured=delivery is not None and has_pictures(delivery.files),
        problem=problem,
    )


def find_delivery(config: Config, edition: EditionKey) -> Delivery:
    """Find an edition's pages in the inbox.

    Raises:
        InputError: There are no pages, or they cannot be read.
    """
    deliveries = _deliveries_of(config, edition)
    if not deliveries:
        inbox = inbox_folder(config)
        raise InputError(
            _("no pages of {edition} lie in the inbox", edition=edition),
            remedy=_("put them into {inbox}, or upload them here", inbox=inbox / str(edition)),
        )
    return max(deliveries, key=lambda delivery: len(delivery.files))


def _judge(
    settings: TodaySettings, work: EditionFolder, delivery: Delivery | None, now: dt.datetime
) -> tuple[DayState, Shortfall | None, tuple[int, ...]]:
    """Return the state of an edition without an episode, what it lacks, and missing pages."""
    if has_file(work.rundown):
        return DayState.DRAFTED, None, ()
    if delivery is None:
        return DayState.EMPTY, None, ()
    lacks = find_shortfall(delivery, settings, now)
    gaps: tuple[int, ...] = ()
    if lacks is None and settings.gap == "hold":
        # A page that cannot be read is reported when the edition is drafted.
        with contextlib.suppress(AudiopaperError, OSError):
            gaps = missing_pages(read_pages(delivery.files))
    state = DayState.WAITING if lacks is not None or gaps else DayState.READY
    return state, lacks, gaps


def _find_substitute(
    state: DayState, episode: Episode | None, record: ProductionRecord | None
) -> str:
    waits = state is DayState.HELD and record is not None and record.retry
    return episode.engine if waits and episode is not None else ""


def _deliveries(config: Config) -> tuple[Delivery, ...]:
    inbox = inbox_folder(config)
    return find_deliveries(inbox, []) if config.inbox and has_folder(inbox) else ()


def _deliveries_of(config: Config, edition: EditionKey) -> list[Delivery]:
    """Find the deliveries of an edition in the inbox.

    The pages of a further edition are in a folder of its name; the others are the first edition's.
    """
    deliveries = _deliveries(config)
    if edition.name:
        return [delivery for delivery in deliveries if delivery.name == str(edition)]
    first = leave_out_further(deliveries, edition.date, show_folder(config), config.show.editions)
    return deliveries_of(first, edition.date)


def _delivery_of(config: Config, edition: EditionKey) -> tuple[Delivery | None, str]:
    """Return the newest delivery of an edition, and the problem if the inbox cannot be read."""
    try:
        deliveries = _deliveries_of(config, edition)
    except AudiopaperError as error:
        return None, error.problem
    return (deliveries[-1] if deliveries else None), ""


def _changed_since(config: Config, work: EditionFolder) -> bool:
    """Return whether the rundown or a lexicon file is newer than the episode."""
    made = _time_of(work.production_record)
    lexicon = list_folder(config.folder / config.voices / "lexicon")
    sources = (work.rundown, *(p for p in lexicon if p.suffix == ".toml"))
    return made is not None and any((_time_of(path) or 0) > made for path in sources)


def _has_late_pages(
    delivery: Delivery | None, record: ProductionRecord | None, work: EditionFolder, *, made: bool
) -> bool:
    """Return whether the pages differ from the episode's, or came after the draft."""
    if delivery is None:
        return False
    if made:
        return record is not None and set(digest_files(delivery.files)) != set(record.contents)
    read = _time_of(work.articles)
    return read is not None and any(_came_after(path, read) for path in delivery.files)


def _came_after(path: Path, moment: float) -> bool:
    """Return whether a file was written, or moved there with an old date, after a moment."""
    try:
        status = path.stat()
    except OSError:
        return False
    return max(status.st_mtime, status.st_ctime) > moment


def _time_of(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None
