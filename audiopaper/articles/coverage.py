"""Whether every character of an edition's pages is kept: in an article, in furniture, a repair."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.model import Edition, LineRange, Repair, SplitEdition

_Line = tuple[int, int]
"""Page and line number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostText:
    """Characters of a line that are missing from every output of the page."""

    page: int
    """Page number."""

    line: int
    """Line number, counted from 1."""

    text: str
    """The characters, without space."""


# Mark-up and space are laid out anew; no one reads them.
_NO_TEXT = re.compile(r"[\s#*]+")


def find_lost_text(edition: Edition, split: SplitEdition) -> tuple[LostText, ...]:
    """Find the characters of an edition that splitting it lost.

    Each character counts once: where a passage stands twice on the pages, it stands in two
    outputs, or in one and in the repair that says that the other went. A character counts only
    where its own line is named: an output covers the lines that it says it is from.

    Args:
        edition: The pages.
        split: What `split_articles` made of them, cleaned or not.

    Returns:
        The lost runs of characters in page order; empty where all is kept. Space and the marks
        ``#`` and ``*`` are no text.
    """
    outputs = [(lines, bare) for lines, text in _outputs(split) if (bare := _bare(text)) and lines]
    groups = _Groups()
    for lines, _ in outputs:
        groups.join(lines)
    pools: dict[_Line, list[str]] = defaultdict(list)
    for lines, text in outputs:
        pools[groups.root(lines[0])].append(text)
    lost = []
    for page in edition.pages:
        for number, line in enumerate(page.lines, start=1):
            pool = pools[groups.root((page.number, number))]
            lost += [
                LostText(page=page.number, line=number, text=run)
                for run in _take(_bare(line), pool)
            ]
    return tuple(lost)


def _bare(text: str) -> str:
    return _NO_TEXT.sub("", text)


def _outputs(split: SplitEdition) -> Iterator[tuple[list[_Line], str]]:
    """Yield each piece of text in the result, with the lines it is from."""
    for furniture in split.furniture:
        yield [(furniture.page, furniture.line)], furniture.text
    for repair in split.repairs:
        yield from _dropped(repair)
    for article in split.articles:
        for part in article.head:
            yield _lines((part.source,)), part.text
        for paragraph in article.paragraphs:
            yield _lines(paragraph.sources), paragraph.text
        for repair in article.repairs:
            yield from _dropped(repair)


def _dropped(repair: Repair) -> Iterator[tuple[list[_Line], str]]:
    # The byline itself is kept as printed.
    if not repair.rule.notes_byline:
        yield _lines((repair.source,)), repair.dropped


def _lines(sources: Iterable[LineRange]) -> list[_Line]:
    return [(s.page, n) for s in sources for n in range(s.start, s.end + 1)]


class _Groups:
    """Lines that share an output: their texts are looked for in all outputs of the group."""

    def __init__(self) -> None:
        self._above: dict[_Line, _Line] = {}

    def root(self, line: _Line) -> _Line:
        while (above := self._above.get(line, line)) != line:
            self._above[line] = self._above.get(above, above)
            line = above
        return line

    def join(self, lines: list[_Line]) -> None:
        first = self.root(lines[0])
        for line in lines[1:]:
            self._above[self.root(line)] = first


# Stands where characters were taken out of an output, so that none is counted twice.
_TAKEN = "\x00"


def _take(line: str, pool: list[str]) -> Iterator[str]:
    """Remove a line's characters from the outputs, longest run first at each position.

    Yields:
        The runs that no output has.
    """
    at, lost = 0, ""
    while at < len(line):
        place, length = max(
            ((i, _longest(line, at, text)) for i, text in enumerate(pool)),
            key=lambda match: match[1],
            default=(0, 0),
        )
        if not length:
            lost += line[at]
            at += 1
            continue
        pool[place] = pool[place].replace(line[at : at + length], _TAKEN, 1)
        at += length
        if lost:
            yield lost
            lost = ""
    if lost:
        yield lost


def _longest(line: str, at: int, text: str) -> int:
    """Count the characters of a line, from a place on, that a text has in one run."""
    low, high = 0, min(len(line) - at, len(text))
    while low < high:
        middle = (low + high + 1) // 2
        if line[at : at + middle] in text:
            low = middle
        else:
            high = middle - 1
    return low
