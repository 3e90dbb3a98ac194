"""A folder of page files, or of articles handed over, becomes an `Edition`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.model import Edition, SkippedPage
from audiopaper.pages.date_agreement import doubt_dates, edition_date
from audiopaper.pages.decoding import (
    ENCODINGS,
    MAX_PAGE_BYTES,
    MAX_PAGE_LINES,
    BadPageError,
    decode_page,
    doubt_characters,
)
from audiopaper.pages.handover import HandedEdition, handed_articles
from audiopaper.pages.page_files import MAX_PAGES, find_files, mixed_edition
from audiopaper.pages.page_numbers import PageFile, place_pages, printed_number
from audiopaper.pages.page_versions import find_page_versions
from audiopaper.pages.paper_names import find_paper
from audiopaper.pages.sources import find_source
from audiopaper.pages.unread_files import find_unread
from audiopaper.pages.web import html_text
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.pages.page_files import EditionFiles

__all__ = [
    "MAX_PAGES",
    "MAX_PAGE_BYTES",
    "MAX_PAGE_LINES",
    "BadPageError",
    "decode_page",
    "find_paper",
    "html_text",
    "printed_number",
    "read_edition",
]


def read_edition(paths: Sequence[Path], *, date: dt.date | None = None) -> Edition:
    """Read one day's newspaper: its page files, or the articles that were handed over.

    Args:
        paths: Page files (``.txt``, ``.md``, ``.html``, ``.pdf``), files of articles (``.json``),
            what plug-ins read, and folders of them; hidden files are left out, links out of a
            folder not followed.
        date: The date the user gave; it must agree with the masthead's and the folder's.

    Returns:
        The pages in the order of their sections and numbers, by the names of their files, or the
        articles in the order they were handed over in. Pages that are empty, binary or
        undecodable, and lists of titles, stand in ``skipped`` as long as one page is good.

    Raises:
        InputError: A path is not there or no page file, a folder has none, no page can be read,
            there are too many, pages and articles are mixed, a file of articles does not have
            its form, or two sources give different dates.
    """
    files = find_files(paths)
    read = _read_files(files)
    if read.handed:
        return _edition_of_articles(files, read, date)
    edition = _place(files, read, date)
    unread = find_unread(paths, files.pages, edition.pages)
    return replace(edition, warnings=(*edition.warnings, *unread))


@dataclass(frozen=True, slots=True)
class _Read:
    """What the files of an edition hold."""

    pages: tuple[PageFile, ...]
    handed: tuple[tuple[Path, HandedEdition], ...]
    skipped: tuple[SkippedPage, ...]
    remedy: str
    """What helps where no page can be read."""


def _read_files(files: EditionFiles) -> _Read:
    """Read each file by its source; those that cannot be used are skipped.

    Raises:
        InputError: A file of articles does not have its form, or both kinds are mixed.
    """
    pages: list[PageFile] = []
    handed: list[tuple[Path, HandedEdition]] = []
    skipped = list(files.skipped)
    remedy = _("save the page as plain text in {encodings} and run again", encodings=_(ENCODINGS))
    for path in (*files.pages, *files.handed):
        source = find_source(path)
        try:
            read = source.read(path) if source else ()
        except BadPageError as bad:
            if bad.remedy and len(skipped) == len(files.skipped):
                remedy = bad.remedy
            skipped.append(SkippedPage(name=make_legible(path.name), problem=str(bad)))
            continue
        if isinstance(read, HandedEdition):
            handed.append((path, read))
        else:
            pages += read
    if handed and pages:
        raise mixed_edition(handed[0][0].name, pages[0].name)
    return _Read(tuple(pages), tuple(handed), tuple(skipped), remedy)


def _edition_of_articles(files: EditionFiles, read: _Read, date: dt.date | None) -> Edition:
    editions = [edition for _, edition in read.handed]
    papers = list(dict.fromkeys(edition.paper for edition in editions if edition.paper))
    if len(papers) > 1:
        raise InputError(
            _("the articles are of {paper} and of {paper_2}", paper=papers[0], paper_2=papers[1]),
            remedy=_("hand over the articles of one newspaper together"),
        )
    dates = [
        (make_legible(path.name), dt.date.fromisoformat(edition.date))
        for path, edition in read.handed
        if edition.date
    ]
    return Edition(
        date=edition_date((), (*files.pages, *files.handed), date, dates),
        paper=papers[0] if papers else "",
        pages=(),
        articles=handed_articles(editions),
        skipped=read.skipped,
    )


def _place(files: EditionFiles, read: _Read, date: dt.date | None) -> Edition:
    placed = place_pages(read.pages)
    pages = placed.pages
    if not pages:
        first = read.skipped[0]
        raise InputError(
            f"{first.name} {first.problem}{_count_more(len(read.skipped) - 1)}", remedy=read.remedy
        )
    known = edition_date(pages, files.pages, date)
    return Edition(
        date=known,
        paper=find_paper(pages),
        pages=pages,
        skipped=read.skipped,
        warnings=(*placed.warnings, *doubt_dates(pages, known), *doubt_characters(pages)),
        objections=find_page_versions(read.pages),
    )


def _count_more(count: int) -> str:
    if not count:
        return ""
    return _(" (and one more page)") if count == 1 else _(" (and {count} more pages)", count=count)
