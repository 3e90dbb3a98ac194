"""The inbox: its editions, their days, and whether they are complete."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.disk import list_folder
from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.pages import read_edition
from audiopaper.pages.edition_dates import name_dates
from audiopaper.pages.page_files import find_files, is_page_file
from audiopaper.show.lifecycle import load_record
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.errors import AudiopaperError
    from audiopaper.show.folder import ShowFolder

_DATED_AND_UNDATED = 2
"""Number of groups of loose files if one day's files stand beside files without a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Files that belong together: a folder in the inbox, or loose files of one day."""

    name: str
    """The folder's name; for loose files, the inbox's name."""

    paths: tuple[Path, ...]
    """The folder, or the loose files, as `read_edition` takes them."""

    files: tuple[Path, ...]
    """The page files, or the files of articles."""

    date: dt.date | None
    """Date in the name; None if only the pages may have one."""

    @property
    def label(self) -> str:
        """The name for messages: of a folder, or of loose files by the first of them."""
        if self.paths != self.files:
            return self.name
        return f"{make_legible(self.files[0].name)}{' …' if len(self.files) > 1 else ''}"


def find_deliveries(
    inbox: Path, failures: list[AudiopaperError] | None = None
) -> tuple[Delivery, ...]:
    """List the deliveries in the inbox that have at least one page.

    Args:
        inbox: A folder with a folder for each edition, or with loose page files.
        failures: Takes the errors of single folders; None to raise the first one.

    Raises:
        InputError: The inbox cannot be opened.
    """
    try:
        entries = sorted(p for p in inbox.iterdir() if not p.name.startswith((".", "~")))
    except OSError as error:
        raise InputError(
            _(
                "the inbox {inbox} cannot be opened: {reason}",
                inbox=inbox,
                reason=system_reason(error),
            ),
            remedy=_("correct inbox in config.toml, or the folder's permissions"),
        ) from error
    folders = [p for p in entries if p.is_dir() or (p.is_symlink() and name_date(p.name))]
    deliveries = []
    for folder in folders:
        try:
            _refuse_linked(folder, inbox)
            deliveries.append(_delivery((folder,), folder.name))
        except InputError as error:
            if failures is None:
                raise
            failures.append(error)
    by_date: dict[dt.date | None, list[Path]] = {}
    for path in _files((inbox,)):
        by_date.setdefault(name_date(path.stem), []).append(path)
    if len(by_date) == _DATED_AND_UNDATED and None in by_date:
        # The files are one day's pages, some of them without a date in their names.
        undated = by_date.pop(None)
        next(iter(by_date.values())).extend(undated)
    deliveries += [_delivery(tuple(files), inbox.name) for files in by_date.values()]
    return tuple(delivery for delivery in deliveries if delivery.files)


def _refuse_linked(folder: Path, inbox: Path) -> None:
    """Refuse a link, so that nobody with access to the inbox can have other folders read aloud.

    Raises:
        InputError: The entry is a link that leads out of the inbox.
    """
    if not folder.is_dir() or folder.resolve().parent != inbox.resolve():
        raise InputError(
            _(
                "{folder} in the inbox is a link that leads out of it, and is not read",
                folder=folder.name,
            ),
            remedy=_("copy the pages into a folder of that name, and remove the link"),
        )


def date_of(delivery: Delivery) -> dt.date:
    """Return the day of a delivery: from its name, or else from its pages.

    Raises:
        InputError: It has no date, or its pages cannot be read.
    """
    date = delivery.date or read_edition(delivery.paths).date
    if date is not None:
        return date
    if delivery.paths == delivery.files:
        raise InputError(
            _(
                "the pages in {delivery} ({name} …) have no date in their names, and none "
                "is printed",
                delivery=delivery.name,
                name=delivery.files[0].name,
            ),
            remedy=_(
                "put them into a folder named YYYY-MM-DD there, or: audiopaper produce "
                "--date YYYY-MM-DD"
            ),
        )
    raise InputError(
        _(
            "{delivery} in the inbox has no date in its name, and none is printed",
            delivery=delivery.name,
        ),
        remedy=_("name the folder YYYY-MM-DD, or: audiopaper produce --date YYYY-MM-DD"),
    )


def deliveries_of(deliveries: Sequence[Delivery], date: dt.date) -> list[Delivery]:
    """Return the deliveries of a day, or those without any date if there are none."""
    known = [d for d in deliveries if (d.date or _printed_date(d)) == date]
    return known or [delivery for delivery in deliveries if has_no_date(delivery)]


def leave_out_further(
    deliveries: Iterable[Delivery], date: dt.date, show: ShowFolder, names: Iterable[str] = ()
) -> list[Delivery]:
    """Leave out the deliveries that belong to a further edition of a day.

    Such a delivery has the name of a further edition that was begun or that the show has
    (2026-03-02-evening), or has the files from which one was made.

    Args:
        deliveries: The deliveries in the inbox.
        date: The day.
        show: The show.
        names: The names of further editions that the show has, as in ``[show.editions]``.

    Raises:
        PublishError: The record of an earlier production cannot be read.
    """
    further = [edition for edition in show.editions() if edition.key.startswith(f"{date}-")]
    keys = {edition.key for edition in further} | {f"{date}-{name}" for name in names}
    records = [record for edition in further if (record := load_record(edition)) is not None]
    contents = [set(record.contents) for record in records]
    left = [delivery for delivery in deliveries if delivery.name not in keys]
    return [d for d in left if not contents or set(digest_files(d.files)) not in contents]


def has_no_date(delivery: Delivery) -> bool:
    """Whether a delivery can be read and has no date, neither in its name nor on its pages."""
    if delivery.date is not None:
        return False
    try:
        return read_edition(delivery.paths).date is None
    except InputError:
        return False


def _printed_date(delivery: Delivery) -> dt.date | None:
    try:
        return read_edition(delivery.paths).date
    except InputError:
        return None


def newest_delivery(
    inbox: Path, date: dt.date | None, show: ShowFolder, names: Iterable[str] = ()
) -> Delivery | None:
    """Return the delivery of a day, or of the newest day; None if there is none.

    Args:
        inbox: The inbox.
        date: The day; deliveries without a date belong to it if no others do. None for the
            newest day.
        show: The show; deliveries of its further editions are left out.
        names: The names of its further editions.

    Raises:
        InputError: The inbox cannot be opened, something in it has no date, or it holds different
            pages of the day.
    """
    deliveries = find_deliveries(inbox)
    if date is None:
        dates = [date_of(delivery) for delivery in deliveries]
        if not dates:
            return None
        date = max(dates)
        own = [delivery for delivery, day in zip(deliveries, dates, strict=True) if day == date]
    else:
        own = deliveries_of(deliveries, date)
    return largest_delivery(leave_out_further(own, date, show, names) or own, date)


def largest_delivery(deliveries: Iterable[Delivery], date: dt.date) -> Delivery | None:
    """Return the delivery of a day that has all pages of the others; None if there is none.

    The same pages may be delivered twice; the delivery with further pages is the complete one.

    Raises:
        InputError: Two deliveries hold different pages of the day.
    """
    contents = [(set(digest_files(d.files)), d) for d in deliveries]
    if not contents:
        return None
    all_pages, chosen = max(contents, key=lambda pair: len(pair[0]))
    for fewer, delivery in contents:
        if not fewer <= all_pages:
            raise InputError(
                _(
                    "{chosen} and {delivery} in the inbox hold different pages of {date}",
                    chosen=chosen.label,
                    delivery=delivery.label,
                    date=date,
                ),
                remedy=_(
                    "put the day's pages into one folder; a second edition of the day: "
                    "audiopaper produce PATH --edition NAME"
                ),
            )
    return chosen


def digest_files(files: Sequence[Path]) -> tuple[str, ...]:
    """Hash the contents of files, whatever their names.

    Returns:
        The hashes in hexadecimal, sorted, each once.

    Raises:
        InputError: A file cannot be read.
    """
    digests = set()
    for path in files:
        try:
            with path.open("rb") as file:
                digests.add(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise InputError(
                _("{path} cannot be read: {reason}", path=path, reason=system_reason(error)),
                remedy=_("correct its permissions and run again"),
            ) from error
    return tuple(sorted(digests))


def _delivery(paths: tuple[Path, ...], name: str) -> Delivery:
    files, name = _files(paths), make_legible(name)
    date = name_date(name)
    if date is None and files:
        dates = {name_date(path.stem) for path in files}
        dates.discard(None)
        date = dates.pop() if len(dates) == 1 else None
    return Delivery(name=name, paths=paths, files=files, date=date)


def _files(paths: Sequence[Path]) -> tuple[Path, ...]:
    try:
        page_files = find_files(paths)
    except InputError as error:
        if isinstance(error.__cause__, OSError):
            raise
        # The folder is still empty, or the error is reported when the edition is read.
        return tuple(p for path in paths if path.is_dir() for p in _page_like(path))
    return (*page_files.pages, *page_files.handed)


def _page_like(folder: Path) -> Iterator[Path]:
    """Yield the page files of a folder that `find_files` refuses as a whole."""
    for path in list_folder(folder, failure=InputError):
        if is_page_file(path):
            try:
                page_files = find_files([path])
            except InputError:
                continue
            yield from (*page_files.pages, *page_files.handed)


def name_date(name: str) -> dt.date | None:
    """Return the date in the name of a file or folder; None if there is none."""
    return next((date for date, _ in name_dates(make_legible(name))), None)
