"""The sources that come with the program: each reads the files with certain endings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiopaper.legible_names import make_legible
from audiopaper.pages.decoding import decode_page, read_bounded, read_lines, refuse_other_format
from audiopaper.pages.handover import HandedEdition, read_handed
from audiopaper.pages.page_numbers import PageFile
from audiopaper.pages.web import is_html


@dataclass(frozen=True, slots=True)
class FileSource:
    """A source that knows its files by their endings."""

    suffixes: frozenset[str]
    """Endings in small letters, with their dots."""

    reader: Callable[[Path], Sequence[PageFile] | HandedEdition]
    """What reads one file."""

    def can_read(self, path: Path) -> bool:
        """Return whether a file has one of the endings."""
        return path.suffix.lower() in self.suffixes

    def read(self, path: Path) -> Sequence[PageFile] | HandedEdition:
        """Read a file; see `audiopaper.pages.sources.Source`."""
        return self.reader(path)


def _read_text(path: Path) -> tuple[PageFile, ...]:
    data = read_bounded(path)
    refuse_other_format(data)
    if is_html(decode_page(data)):
        return _read_web(path)
    return _read_plain(path)


def _read_plain(path: Path) -> tuple[PageFile, ...]:
    return (PageFile(make_legible(path.name), read_lines(path)),)


def _read_web(path: Path) -> tuple[PageFile, ...]:
    # Its patterns are many, and most editions hold no web page.
    from audiopaper.pages.web.single_article import read_webpage

    lines, roles = read_webpage(path)
    return (PageFile(make_legible(path.name), lines, roles),)


TEXT = FileSource(frozenset({".txt"}), _read_text)
MARKDOWN = FileSource(frozenset({".md", ".markdown"}), _read_plain)
HTML = FileSource(frozenset({".html", ".htm"}), _read_web)
HANDOVER = FileSource(frozenset({".json"}), read_handed)
