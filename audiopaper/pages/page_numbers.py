"""Files that were read become pages: in order, several files of one page joined, and numbered."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.layout import PageLayout
from audiopaper.model import LineRole, Page
from audiopaper.pages.edition_dates import (
    CREDIT,
    PAPER_WORD,
    SECTION_NAMES,
    han_number,
    line_date,
)
from audiopaper.pages.filenames import MAX_PAGE_NUMBER, PageName, read_page_name, sort_key
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page file that was read."""

    name: str
    """Name of the file."""

    lines: tuple[str, ...]
    """Its text, line by line."""

    roles: tuple[LineRole, ...] = ()
    """What its mark-up says of each line; empty where it says nothing."""

    layout: PageLayout | None = None
    """Positions of its lines in print; None if the file has none."""

    sheet: int = 0
    """Which page of its file it is, from 1; 0 where a file is a page."""


@dataclass(frozen=True, slots=True)
class PlacedPages:
    """The pages of an edition, in order."""

    pages: tuple[Page, ...]
    warnings: tuple[str, ...]
    """Where a page's number in print and in its file's name disagree."""


def place_pages(files: Sequence[PageFile]) -> PlacedPages:
    """Put files into page order, join those of one page, and number the pages.

    The number is the one that the running head prints, else the one of the file's name, else the
    page's position.
    """
    places, warnings = _correct_places(files, _place_sheets(files))
    order = sorted(range(len(files)), key=lambda n: sort_key(places[n], files[n].name))
    groups: list[list[int]] = []
    for number in order:
        if groups and _is_same_page(places[groups[-1][-1]], places[number]):
            groups[-1].append(number)
        else:
            groups.append([number])
    joined = [_join([files[n] for n in group]) for group in groups]
    numbers = _page_numbers([places[group[0]] for group in groups], joined)
    pages = [
        Page(
            number=number,
            name=file.name,
            lines=file.lines,
            roles=file.roles,
            layout=file.layout,
        )
        for number, file in zip(numbers, joined, strict=True)
    ]
    return PlacedPages(tuple(sorted(pages, key=lambda page: page.number)), warnings)


def _place_sheets(files: Sequence[PageFile]) -> list[PageName]:
    """Read the files' names; the pages of one file have the numbers that they print.

    Pages that print none, as a front page does, take the numbers that are left over; where two
    print the same number, all are counted through.
    """
    places = [read_page_name(file.name) for file in files]
    sheets = [n for n, file in enumerate(files) if file.sheet]
    printed = {n: place for n in sheets if (place := _printed_on_sheet(files[n])) is not None}
    if len(set(printed.values())) < len(printed):
        printed = {}
    taken = {place.page for place in printed.values()}
    free = (number for number in itertools.count(1) if number not in taken)
    for n in sheets:
        places[n] = printed.get(n) or PageName("", next(free))
    return places


def _printed_on_sheet(file: PageFile) -> PageName | None:
    """Return the number that a page prints; text at its edge is surely a running head."""
    place = printed_page(file.lines)
    if place is not None or file.layout is None:
        return place
    edge = [
        line
        for line, layout in zip(file.lines, file.layout.lines, strict=True)
        if layout is not None and layout.part == "edge"
    ]
    number = printed_number(edge)
    return PageName("", number) if number else None


def _is_same_page(above: PageName, below: PageName) -> bool:
    same = above.page is not None and (above.section, above.page) == (below.section, below.page)
    return same and (above.article is not None or below.article is not None)


def _join(files: Sequence[PageFile]) -> PageFile:
    """Join the files of one page; marks are given up where only some of them have any."""
    if len(files) == 1:
        return files[0]
    marked = all(file.roles for file in files)
    lines: list[str] = []
    roles: list[LineRole] = []
    for file in files:
        gap = [""] * bool(lines)
        lines += [*gap, *file.lines]
        roles += [*([""] * len(gap)), *file.roles]  # type: ignore[list-item]
    name = f"{files[0].name} to {files[-1].name}"
    return PageFile(name, tuple(lines), tuple(roles) if marked else ())


def _page_numbers(places: Sequence[PageName], files: Sequence[PageFile]) -> list[int]:
    """Give each page its number: from its place, else its running head, else its position."""
    named = [place.page or 0 for place in places]
    if _are_page_numbers(named):
        return named
    printed = [printed_number(file.lines) for file in files]
    return printed if _are_page_numbers(printed) else list(range(1, len(files) + 1))


def _are_page_numbers(numbers: Sequence[int]) -> bool:
    in_range = all(1 <= n <= MAX_PAGE_NUMBER for n in numbers)
    return in_range and len(set(numbers)) == len(numbers)


def _correct_places(
    files: Sequence[PageFile], named: Sequence[PageName]
) -> tuple[list[PageName], tuple[str, ...]]:
    """Prefer the page number in print if it disagrees with the file's name."""
    printed = [None if file.sheet else printed_page(file.lines) for file in files]
    places: list[PageName] = []
    for name, print_ in zip(named, printed, strict=True):
        differs = print_ is not None and name.page is not None and _differ(name, print_)
        places.append(replace(name, page=print_.page) if differs and print_ else name)
    warnings = []
    for number, (file, name, place, print_) in enumerate(
        zip(files, named, places, printed, strict=True)
    ):
        if place == name or print_ is None:
            continue
        taken = any(
            _key(other) == _key(place) and named[n] == other
            for n, other in enumerate(places)
            if n != number and place.article is None
        )
        if taken:
            warnings.append(
                _(
                    "{file}: the page prints {label} as its number, and another file is page "
                    "{label} by its name; page {label_2} by this file's name stands",
                    file=file.name,
                    label=print_.label,
                    label_2=name.label,
                )
            )
        else:
            warnings.append(
                _(
                    "{file}: the page prints {label} as its number, the file's name says "
                    "{label_2}; it is taken for page {label}",
                    file=file.name,
                    label=print_.label,
                    label_2=name.label,
                )
            )
        places[number] = name if taken else place
    return places, tuple(warnings)


def _key(place: PageName) -> tuple[str, int | None]:
    return place.section, place.page


def _differ(name: PageName, printed: PageName) -> bool:
    return name.page != printed.page and not (
        name.section and printed.section and name.section != printed.section
    )


_PRINTED_NUMBER = re.compile(
    r"(?:^|\s)第\s?([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?版(?:\s|$)"
    r"|^#{0,6}\s?[A-D]?([0-9]{1,2})(?:\s?版|\s+[\u4e00-\u9fff]{2,6})?$"
)
_HEAD_LINES = 8
_HEAD_CHARS = 60


def printed_number(lines: Sequence[str]) -> int:
    """Return the page number from a running head among a page's first lines; 0 if there is none.

    Example:
        >>> printed_number(["# 2 要闻", "", "## 城北新桥通车"])
        2
    """
    for line in _head(lines):
        match = _PRINTED_NUMBER.search(line)
        if match:
            return _as_number(match.group(1) or match.group(2))
    return 0


def _head(lines: Sequence[str]) -> list[str]:
    shown = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    return [unicodedata.normalize("NFKC", line[:_HEAD_CHARS]) for line in shown]


def _as_number(text: str) -> int:
    return int(text) if text.isdigit() else int(han_number(text))


_MARK = re.compile(
    r"第\s?([A-Z]?)([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?版"
    r"|(?<![0-9A-Za-z共日])([A-Z]?)([0-9]{1,2})\s?版"
    r"|(?<![0-9A-Za-z])([A-Z])([0-9]{2})(?![0-9A-Za-z])"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_NO_RUNNING_HEAD = re.compile(r"转|接|见第|详见|导读|共\s?[0-9]|今日\s?[0-9]|刊[于登]|责编.{0,4}版")


def printed_page(lines: Sequence[str]) -> PageName | None:
    """Return the page that a running head names, or None if none surely does.

    A running head holds a page number and nothing besides but a section's name, the date, the
    paper's name or its editors. Two that differ are a list of what stands inside.

    Example:
        >>> printed_page(["A06 民生", "2026年3月4日 星期三"])
        PageName(section='A', page=6, article=None)
        >>> printed_page(["石塘大桥通车 第6版"]) is None
        True
    """
    names = {place for line in _head(lines) if (place := _running_head(line)) is not None}
    return names.pop() if len(names) == 1 else None


_MAX_REST_CHARS = 20


def _running_head(line: str) -> PageName | None:
    line = line.lstrip("#").strip()
    marks = list(_MARK.finditer(line))
    if len(marks) != 1 or _NO_RUNNING_HEAD.search(line):
        return None
    mark = marks[0]
    rest = line[: mark.start()] + " " + line[mark.end() :]
    dated = line_date(rest) is not None
    rest = CREDIT.sub(" ", PAPER_WORD.sub(" ", _WEEKDAY.sub(" ", rest)))
    left = re.sub(r"[^\u4e00-\u9fff]", "", SECTION_NAMES.sub(" ", rest))
    if left and not (dated and len(left) <= _MAX_REST_CHARS):
        return None
    groups = [group for group in mark.groups() if group is not None]
    section, digits = (groups[0], groups[1]) if len(groups) > 1 else ("", groups[0])
    number = _as_number(digits)
    return PageName(section, number) if 1 <= number <= MAX_PAGE_NUMBER else None
