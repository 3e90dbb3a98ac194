"""A folder of page files, or of articles handed over, becomes an `Edition`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.legible import make_legible
from audiopaper.model import Edition, SkippedPage
from audiopaper.pages.dating import doubt_dates, edition_date
from audiopaper.pages.decoding import (
    ENCODINGS,
    MAX_PAGE_BYTES,
    MAX_PAGE_LINES,
    BadPageError,
    decode_page,
    doubt_characters,
    read_lines,
)
from audiopaper.pages.finding import MAX_PAGES, find_files
from audiopaper.pages.handover import handed_articles, read_handed
from audiopaper.pages.naming import find_paper
from audiopaper.pages.numbering import PageFile, place_pages, printed_number
from audiopaper.pages.webarticle import ListOfTitlesError, read_webpage
from audiopaper.pages.webpage import html_text, is_webpage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.pages.finding import Found

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
        paths: Page files (``.txt``, ``.md``, ``.html``), files of articles (``.json``) and
            folders of either; hidden files are left out, links out of a folder not followed.
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
    found = find_files(paths)
    return _read_handed(found, date) if found.handed else _read_pages(found, date)


def _read_handed(found: Found, date: dt.date | None) -> Edition:
    told = [(path, read_handed(path)) for path in found.handed]
    papers = list(dict.fromkeys(edition.paper for _, edition in told if edition.paper))
    if len(papers) > 1:
        raise InputError(
            f"the articles are of {papers[0]} and of {papers[1]}",
            remedy="hand over the articles of one newspaper together",
        )
    dates = [(make_legible(path.name), dt.date.fromisoformat(e.date)) for path, e in told if e.date]
    return Edition(
        date=edition_date((), found.handed, date, dates),
        paper=papers[0] if papers else "",
        pages=(),
        articles=handed_articles([edition for _, edition in told]),
        skipped=found.skipped,
    )


def _read_pages(found: Found, date: dt.date | None) -> Edition:
    files = found.pages
    read: list[PageFile] = []
    skipped: list[SkippedPage] = list(found.skipped)
    remedy = f"save the page as plain text in {ENCODINGS} and run again"
    for path in files:
        try:
            lines, roles = read_webpage(path) if is_webpage(path) else (read_lines(path), ())
        except BadPageError as bad:
            if isinstance(bad, ListOfTitlesError) and len(skipped) == len(found.skipped):
                remedy = "open each article of the list, save its own page and run again"
            skipped.append(SkippedPage(name=make_legible(path.name), problem=str(bad)))
        else:
            read.append(PageFile(make_legible(path.name), lines, roles))
    placed = place_pages(read)
    pages = placed.pages
    if not pages:
        first = skipped[0]
        more = f" (and {len(skipped) - 1} more pages)" if len(skipped) > 1 else ""
        raise InputError(f"{first.name} {first.problem}{more}", remedy=remedy)
    known = edition_date(pages, files, date)
    return Edition(
        date=known,
        paper=find_paper(pages),
        pages=pages,
        skipped=tuple(skipped),
        warnings=(*placed.warnings, *doubt_dates(pages, known), *doubt_characters(pages)),
    )
