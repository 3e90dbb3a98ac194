"""Two versions of one page in an edition: as it was sent first, and as it was corrected."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from audiopaper.pages.edition_dates import line_date
from audiopaper.pages.filenames import read_page_name
from audiopaper.pages.page_numbers import printed_page
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.pages.page_numbers import PageFile

_RUN_CHARS = 8
"""Length of the runs of characters that are compared: so long a run is rarely met by chance."""

_SAME_TEXT = 1 / 2
"""Share of the shorter text's runs from which on two texts are versions of one. A changed figure
or sentence leaves nine tenths of a page; two articles of one page share hardly a run."""


def find_page_versions(files: Sequence[PageFile]) -> tuple[str, ...]:
    """Return a sentence for each two files that hold different versions of one page.

    Both are of the same page by their names or in print, and share most of their text. Files of
    the same text are no versions: their articles are read once.
    """
    runs = [_text_runs(file.lines) for file in files]
    pairs = {
        pair
        for numbers in _sort_by_page(files).values()
        for pair in itertools.combinations(numbers, 2)
        if _are_versions(runs[pair[0]], runs[pair[1]])
    }
    return tuple(
        _(
            "{file} and {file_2} hold two versions of one page, and both are read: take the "
            "outdated one away",
            file=files[first].name,
            file_2=files[second].name,
        )
        for first, second in sorted(pairs)
    )


def _sort_by_page(files: Sequence[PageFile]) -> dict[tuple[str, int], list[int]]:
    """Return the indices of the files that claim a page, by its section and number."""
    by_page: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, file in enumerate(files):
        for page in set(_claimed_pages(file)):
            by_page[page].append(index)
    return by_page


def _claimed_pages(file: PageFile) -> Iterator[tuple[str, int]]:
    names = () if file.sheet else (read_page_name(file.name),)
    for place in (*names, printed_page(file.lines)):
        if place is not None and place.page is not None:
            yield place.section, place.page


def _text_runs(lines: Sequence[str]) -> frozenset[str]:
    """Return the runs of characters of a page's text, without lines that give a date."""
    shown = (line for line in lines if line.strip() and line_date(line) is None)
    text = "".join("".join(line.lstrip("#").split()) for line in shown)
    return frozenset(text[n : n + _RUN_CHARS] for n in range(len(text) - _RUN_CHARS + 1))


def _are_versions(runs: frozenset[str], other: frozenset[str]) -> bool:
    shared, shorter = len(runs & other), min(len(runs), len(other))
    return runs != other and shorter > 0 and shared >= _SAME_TEXT * shorter
