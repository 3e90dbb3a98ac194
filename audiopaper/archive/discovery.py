"""The editions below an address: title, date and page files."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from audiopaper.pages.page_files import PAGE_SUFFIXES, without_twins
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.archive.storage import Storage

_DATE = re.compile(r"(?:^|/)(\d{4})[-/]?(\d{2})[-/]?(\d{2})\Z")
_DATE_INSIDE = re.compile(r"(?<!\d)((?:1[89]|2[01])\d{2})[-/]?(\d{2})[-/]?(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EditionSource:
    """The page files of one edition."""

    title: str
    """Name of the folder above the date's; empty where the dates stand at the top."""

    date: dt.date
    """By the folder's name: ``2026-03-02``, ``20260302`` or ``2026/03/02``."""

    pages: tuple[str, ...]
    """Names of the page files below the address, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What lies below an address."""

    editions: tuple[EditionSource, ...]
    """The editions, by title and date."""

    left_out: tuple[str, ...]
    """A sentence for each folder of a day of which something is not read."""


def find_editions(
    storage: Storage,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    titles: Iterable[str] = (),
) -> tuple[EditionSource, ...]:
    """List the editions below an address, by title and date; see `survey_archive`."""
    return survey_archive(storage, since=since, until=until, titles=titles).editions


def survey_archive(
    storage: Storage,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    titles: Iterable[str] = (),
) -> Survey:
    """List the editions below an address, and what is not read of the days.

    Args:
        storage: Where to look.
        since: The first day; None for no bound.
        until: The last day, itself included; None for no bound.
        titles: Only these; none means all.

    Raises:
        PublishError: The address does not answer.
    """
    wanted = _Wanted(since=since, until=until, titles=frozenset(titles))
    folders: dict[str, list[PurePosixPath]] = {}
    for name in storage.names():
        path = PurePosixPath(name)
        if not any(part.startswith(".") for part in path.parts):
            folders.setdefault(str(path.parent), []).append(path)
    pages: dict[tuple[str, dt.date], list[PurePosixPath]] = {}
    left_out = []
    for folder, files in sorted(folders.items()):
        place = _read_folder(folder)
        if place is not None and wanted.covers(*place) and (texts := _list_texts(files)):
            others = pages.setdefault(place, [])
            if twin := _find_twin(texts, others):
                left_out.append(
                    _(
                        "{folder}: {other} has the same title, day and names of pages",
                        folder=folder,
                        other=twin.parent,
                    )
                )
                continue
            others += texts
        reason = _why_left_out(folder, folders, wanted)
        if reason:
            left_out.append(f"{folder}: {reason}")
    return Survey(
        editions=tuple(
            EditionSource(title=title, date=date, pages=tuple(sorted(map(str, paths))))
            for (title, date), paths in sorted(pages.items())
        ),
        left_out=tuple(sorted(left_out)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which editions are asked for."""

    since: dt.date | None
    until: dt.date | None
    titles: frozenset[str]

    def covers(self, title: str, date: dt.date) -> bool:
        return (not self.titles or title in self.titles) and self.covers_day(date)

    def covers_day(self, date: dt.date) -> bool:
        return not ((self.since and date < self.since) or (self.until and date > self.until))


def _why_left_out(
    folder: str, folders: Mapping[str, Sequence[PurePosixPath]], wanted: _Wanted
) -> str:
    """Return why files of a folder that has a day in its path are not read; empty if all are."""
    match = _DATE_INSIDE.search(folder)
    if match is None or (wanted.titles and wanted.titles.isdisjoint(folder.split("/"))):
        return ""
    date = _make_date(match)
    if date is not None and not wanted.covers_day(date):
        return ""
    files, day_folder = folders[folder], folder[: match.end()]
    texts, pdfs = _list_texts(files), [f for f in files if f.suffix.lower() == ".pdf"]
    if _read_folder(folder) is not None:
        if not texts:
            return _("it has no page as text, and PDFs and pictures are not read here")
        alone = without_twins(pdfs, texts)
        names = ", ".join(pdf.name for pdf in alone)
        return _("{names}: PDFs are not read here", names=names) if alone else ""
    if not (texts or pdfs):
        return ""
    if date is None:
        return _("there is no such day")
    above = _list_texts(folders.get(day_folder, ()))
    if above and not texts and not without_twins(pdfs, above):
        return ""
    return _("the folder of a day is named by its date alone, and has the pages in it")


def _find_twin(
    texts: Iterable[PurePosixPath], others: Iterable[PurePosixPath]
) -> PurePosixPath | None:
    """Return a page of other folders that has the name of one of these, if there is one.

    Folders of one title and day may hold the sections of an edition. If they have pages of the same
    names, they are two editions, or one and a copy of it.
    """
    names = {path.name.casefold() for path in texts}
    return next((path for path in others if path.name.casefold() in names), None)


def _list_texts(files: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    return [path for path in files if path.suffix.lower() in PAGE_SUFFIXES]


def _read_folder(folder: str) -> tuple[str, dt.date] | None:
    """Title and date of a folder of pages, e.g. ``青川日报/2026/03/02``."""
    match = _DATE.search(folder)
    date = _make_date(match) if match else None
    if match is None or date is None:
        return None
    above = folder[: match.start()].strip("/")
    return above.rpartition("/")[2], date


def _make_date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None
