"""The editions below an address: title, date and page files."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from audiopaper.pages.page_files import PAGE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiopaper.archive.storage import Storage

_DATE = re.compile(r"(?:^|/)(\d{4})[-/]?(\d{2})[-/]?(\d{2})\Z")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EditionSource:
    """The page files of one edition."""

    title: str
    """Name of the folder above the date's; empty where the dates stand at the top."""

    date: dt.date
    """By the folder's name: ``2026-03-02``, ``20260302`` or ``2026/03/02``."""

    pages: tuple[str, ...]
    """Names of the page files below the address, in order."""


def find_editions(
    storage: Storage,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    titles: Iterable[str] = (),
) -> tuple[EditionSource, ...]:
    """List the editions below an address, by title and date.

    Args:
        storage: Where to look.
        since: The first day; None for no bound.
        until: The last day, itself included; None for no bound.
        titles: Only these; none means all.

    Raises:
        PublishError: The address does not answer.
    """
    wanted = set(titles)
    pages: dict[tuple[str, dt.date], list[str]] = {}
    for name in storage.names():
        path = PurePosixPath(name)
        if path.suffix.lower() not in PAGE_SUFFIXES or any(p.startswith(".") for p in path.parts):
            continue
        folder = _read_folder(str(path.parent))
        if folder is None:
            continue
        title, date = folder
        if (wanted and title not in wanted) or (since and date < since) or (until and date > until):
            continue
        pages.setdefault((title, date), []).append(name)
    return tuple(
        EditionSource(title=title, date=date, pages=tuple(sorted(names)))
        for (title, date), names in sorted(pages.items())
    )


def _read_folder(folder: str) -> tuple[str, dt.date] | None:
    """Title and date of a folder of pages, e.g. ``青川日报/2026/03/02``."""
    match = _DATE.search(folder)
    if match is None:
        return None
    try:
        date = dt.date(*map(int, match.groups()))
    except ValueError:
        return None
    above = folder[: match.start()].strip("/")
    return above.rpartition("/")[2], date
