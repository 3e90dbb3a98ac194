"""Whether an edition in the inbox is complete: its marker, its pages, or quiet for a while."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.config import TodaySettings
from audiopaper.errors import InputError
from audiopaper.pages.edition_dates import han_number
from audiopaper.pages.filenames import read_page_name
from audiopaper.pages.page_files import is_page_file
from audiopaper.show.inbox import digest_files
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Edition
    from audiopaper.show.inbox import Delivery

QUIET = dt.timedelta(minutes=5)
"""An edition whose files have not changed for this time counts as complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What a delivery lacks to be complete."""

    kind: Literal["marker", "pages", "quiet"]
    """``marker``: a file; ``pages``: further pages; ``quiet``: some minutes without a change."""

    settings: TodaySettings
    """The settings that decide when it is complete."""

    have: int = 0
    """Number of its page files."""

    changed: dt.datetime | None = None
    """For ``quiet``: the last change of its files."""

    @property
    def whole_at(self) -> dt.datetime | None:
        """For ``quiet``: when it is complete, unless its files change again."""
        return self.changed and self.changed + QUIET

    def describe(self) -> str:
        """Return a clause, for logs and the command line."""
        settings = self.settings
        if self.kind == "marker":
            return _(
                "{marker} is not there yet (marker in [today]); {long}",
                marker=settings.marker,
                long=how_long(settings),
            )
        if self.kind == "pages":
            waits = _(
                "waiting for {pages} pages, {have} there (pages in [today])",
                have=self.have,
                pages=settings.pages,
            )
            return waits + _("; ") + how_long(settings)
        return _(
            "its files changed at {changed:%H:%M:%S}; it is whole at "
            "{whole_at:%H:%M:%S %z} if they stay as they are (neither marker nor pages is "
            "set in [today])",
            changed=self.changed,
            whole_at=self.whole_at,
        )


def find_shortfall(
    delivery: Delivery, settings: TodaySettings, now: dt.datetime
) -> Shortfall | None:
    """Return what a delivery lacks to be complete; None if it is complete.

    Args:
        delivery: The edition.
        settings: When a delivery counts as complete.
        now: The present moment, with an offset from UTC, in which times are given.
    """
    folders = {path.parent for path in delivery.files}
    have = _count_pages(delivery.files) if settings.pages else len(delivery.files)
    if settings.marker:
        there = any((folder / settings.marker).is_file() for folder in folders)
        return None if there else Shortfall(kind="marker", settings=settings, have=have)
    if settings.pages:
        lacks = Shortfall(kind="pages", settings=settings, have=have)
        return lacks if have < settings.pages else None
    # If the clock was set back, files have times in the future, which are ignored.
    recent = [moment for moment in _changes(delivery, folders, now) if abs(now - moment) < QUIET]
    if not recent:
        return None
    return Shortfall(kind="quiet", settings=settings, have=have, changed=max(recent))


def _count_pages(files: Sequence[Path]) -> int:
    """Count page files, of which one that was copied under another name is none."""
    try:
        return len(digest_files(files))
    except InputError:
        # The error is reported when the page is read.
        return len(files)


def why_not_whole(delivery: Delivery, settings: TodaySettings, now: dt.datetime) -> str:
    """Return the reason why a delivery is not complete, as a clause; empty if it is."""
    shortfall = find_shortfall(delivery, settings, now)
    return shortfall.describe() if shortfall is not None else ""


def how_long(settings: TodaySettings) -> str:
    """Return how long a delivery is waited for, and which setting decides that.

    Example:
        >>> from audiopaper.config import TodaySettings
        >>> how_long(TodaySettings(deadline="05:45"))
        'late after 05:45 (deadline in [today])'
    """
    if settings.deadline:
        return _(
            "late after {deadline} (deadline in [today])",
            deadline=settings.deadline,
        )
    return _("it waits without limit (no deadline is set in [today])")


def missing_pages(edition: Edition) -> tuple[int, ...]:
    """Return the page numbers that are missing between 1 and the last page.

    A page that could not be read does not count as missing.

    Example:
        >>> from audiopaper.model import Edition, Page
        >>> pages = tuple(Page(number=n, name=f"{n}.txt", lines=("x",)) for n in (1, 3))
        >>> missing_pages(Edition(date=None, paper="", pages=pages))
        (2,)
    """
    numbers = {page.number for page in edition.pages}
    for page in edition.skipped:
        number = read_page_name(page.name).page
        numbers |= set() if number is None else {number}
    last = max((page.number for page in edition.pages), default=0)
    return tuple(n for n in range(1, last) if n not in numbers)


def describe_announced(edition: Edition, settings: TodaySettings) -> str:
    """Return a sentence if the masthead speaks of more pages than there are; else nothing.

    Pages that are missing between others are named by `missing_pages`, and where the show says
    how many pages an edition has, the masthead does not matter.
    """
    page, announced = find_announced_pages(edition)
    count = len(edition.pages) + len(edition.skipped)
    if settings.pages or announced <= count + len(missing_pages(edition)):
        return ""
    return _(
        "the masthead of {page} speaks of {announced} pages, and {count} are here; if no more are "
        "to come: pages = {count} in [today]",
        page=page,
        announced=announced,
        count=count,
    )


def describe_missing(numbers: Sequence[int]) -> str:
    """Return a clause that names missing pages.

    Example:
        >>> describe_missing((3, 4))
        'pages 3, 4 are missing'
    """
    if len(numbers) == 1:
        return _("page {missing} is missing", missing=numbers[0])
    return _("pages {missing} are missing", missing=", ".join(map(str, numbers)))


_ANNOUNCED = re.compile(
    r"(?:今[日天]|本[期报日])\s?共?\s?([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?(?:个)?版(?![面块])"
)
_MASTHEAD_LINES = 8


def find_announced_pages(edition: Edition) -> tuple[str, int]:
    """Return the page whose masthead gives the number of the day's pages, and that number.

    Returns:
        The page's name and the number; an empty name and 0 if there is none.

    Example:
        >>> from audiopaper.model import Edition, Page
        >>> page = Page(number=1, name="1.txt", lines=("青川日报", "第9号 今日四版"))
        >>> find_announced_pages(Edition(date=None, paper="", pages=(page,)))
        ('1.txt', 4)
    """
    for page in edition.pages[:1]:
        shown = [line for line in page.lines if line.strip()][:_MASTHEAD_LINES]
        numbers = {match for line in shown for match in _ANNOUNCED.findall(line)}
        if len(numbers) == 1:
            text = numbers.pop()
            return page.name, int(text if text.isascii() else han_number(text))
    return "", 0


def page_labels(edition: Edition) -> tuple[str, ...]:
    """Return what the pages of an edition are called, with their sections, in page order."""
    names = [(read_page_name(page.name), page.number) for page in edition.pages]
    return tuple(name.label if name.section else f"{number}" for name, number in names)


def _changes(delivery: Delivery, folders: set[Path], now: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the times of the last changes, including those of files that are being copied."""
    paths = set(delivery.files)
    for folder in folders:
        # Many programs copy a file under another name (.01.txt, 01.txt.part), and rename it then.
        paths |= {p for p in folder.iterdir() if p.is_file() and not is_page_file(p)}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            # The file was renamed just now.
            yield now
            continue
        # A copy may have the modification time of its original; the change time is its own.
        for seconds in (status.st_mtime, status.st_ctime):
            # A time outside the range of datetime is ignored.
            with contextlib.suppress(ValueError, OverflowError, OSError):
                yield dt.datetime.fromtimestamp(seconds, tz=now.tzinfo)
