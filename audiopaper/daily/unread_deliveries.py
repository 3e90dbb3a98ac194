"""What lies in the inbox for a day that is due, and is not read: folders without pages, files."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.daily.due_editions import NEAR
from audiopaper.disk import list_folder
from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.pages.page_files import NEWSROOM_SUFFIXES, find_files, is_page_file
from audiopaper.show.completeness import QUIET
from audiopaper.show.folder import ShowFolder
from audiopaper.show.inbox import name_date
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_DEPTH = 3
"""Of the folders that are looked into: 2026/12/01."""

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
"""Files that Windows lays into folders."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxSearch:
    """Where to look for deliveries that are not read, and which days are due."""

    inbox: Path
    show: ShowFolder
    """The show; days of which it has an edition are left out."""

    now: dt.datetime
    """The present moment."""

    asked: dt.date | None = None
    """The day that was asked for, however far away."""

    delivered: Collection[dt.date] = ()
    """The days of which pages lie in the inbox: what else lies there is not needed for them."""

    marker: str = ""
    """Name of the file that marks a complete delivery."""


def find_unread_deliveries(search: InboxSearch) -> tuple[InputError, ...]:
    """Find what lies in the inbox for a day that is due, and is not read.

    These are folders of days without a page (the pages of a zip often lie one folder deeper),
    folders in other folders, and files of other formats. What has no date in its name counts
    for the day of its last change, or the next. A folder that is empty, and what was changed just
    now, is still being filled.

    Returns:
        An error for each folder and each file.

    Raises:
        InputError: The inbox cannot be opened.
    """
    failures: list[InputError] = []
    for path in list_folder(search.inbox, failure=InputError):
        if not _is_visible(path) or path.is_symlink():
            continue
        # What may not be opened is an error of `find_deliveries`.
        with contextlib.suppress(OSError):
            if not path.is_dir():
                failures += _judge_file(path, search)
            elif name_date(path.name) is not None:
                failures += _judge_day(path, search)
            else:
                failures += _look_into(path, (path.name,), search)
    return tuple(failures)


def _judge_file(path: Path, search: InboxSearch) -> Iterator[InputError]:
    date = name_date(path.name)
    if path.name == search.marker or is_page_file(path):
        return
    if _is_due(date, [path], search) and _is_at_rest([path], search):
        yield InputError(
            _("{file} in the inbox is no page file, and is not read", file=make_legible(path.name)),
            remedy=_(
                "put its pages into {folder}, a file a page", folder=_day_folder(date, search)
            ),
        )


def _judge_day(folder: Path, search: InboxSearch) -> Iterator[InputError]:
    """Yield an error for the folder of a due day that has entries, none of them a page."""
    date, entries = name_date(folder.name), _list_entries(folder)
    if date is None or not _is_near(date, search) or _is_on_record(date, search.show):
        return
    if not entries or any(is_page_file(path) for path in entries):
        return
    if _is_at_rest((folder, *entries), search):
        yield _describe_pageless(folder, entries)


def _describe_pageless(folder: Path, entries: Sequence[Path]) -> InputError:
    remedy = _("put the page files themselves into {folder}", folder=folder)
    try:
        find_files([folder])
    except InputError as error:
        is_other = any(path.suffix.lower() in NEWSROOM_SUFFIXES for path in entries)
        return error if is_other else InputError(error.problem, remedy=remedy)
    return InputError(_("{folder} holds no page file", folder=folder), remedy=remedy)


def _look_into(folder: Path, names: tuple[str, ...], search: InboxSearch) -> Iterator[InputError]:
    """Yield an error for each folder below one of the inbox that holds files of a due day.

    Args:
        folder: The folder.
        names: Its name, below those of the folders in which it lies.
        search: What is due.
    """
    entries = _list_entries(folder)
    files = [path for path in entries if not path.is_dir()]
    if len(names) == 1 and any(is_page_file(path) for path in files):
        # It is a delivery.
        return
    if not files:
        for path in entries if len(names) < _MAX_DEPTH else ():
            yield from _look_into(path, (*names, path.name), search)
        return
    date = name_date(folder.name) or name_date("-".join(names))
    if _is_due(date, files, search) and _is_at_rest((folder, *files), search):
        yield InputError(
            _(
                "{folder} in the inbox is not read: the pages of a day lie in a folder of the "
                "inbox itself",
                folder=make_legible("/".join(names)),
            ),
            remedy=_(
                "put its pages into {folder}, a file a page", folder=_day_folder(date, search)
            ),
        )


def _list_entries(folder: Path) -> list[Path]:
    entries = (path for path in sorted(folder.iterdir()) if _is_visible(path))
    return [path for path in entries if not path.is_symlink()]


def _is_visible(path: Path) -> bool:
    return not path.name.startswith((".", "~")) and path.name.lower() not in _SYSTEM_FILES


def _day_folder(date: dt.date | None, search: InboxSearch) -> Path:
    return search.inbox / (date.isoformat() if date else "YYYY-MM-DD")


def _is_due(date: dt.date | None, files: Sequence[Path], search: InboxSearch) -> bool:
    """Whether files are for a day near today that has neither an edition nor pages."""
    if date is None:
        newest = max(path.stat().st_mtime for path in files)
        changed = dt.datetime.fromtimestamp(newest, search.now.tzinfo).date()
        days = [changed, changed + _DAY]
    else:
        days = [date]
    return _is_near(days[0], search) and not any(
        day in search.delivered or _is_on_record(day, search.show) for day in days
    )


def _is_near(date: dt.date, search: InboxSearch) -> bool:
    return date == search.asked or abs(date - search.now.date()) <= NEAR


def _is_on_record(date: dt.date, show: ShowFolder) -> bool:
    edition = show.edition(date)
    return edition.path.is_dir() or edition.public.path.is_dir()


def _is_at_rest(paths: Sequence[Path], search: InboxSearch) -> bool:
    """Whether none of these was changed just now."""
    now = search.now.timestamp()
    return all(abs(now - path.stat().st_mtime) >= QUIET.total_seconds() for path in paths)
