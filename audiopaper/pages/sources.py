"""Where pages come from: each kind of file has a source that reads it; plug-ins add more."""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from audiopaper.errors import MissingProgramError
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.handover import HandedArticle, HandedEdition
from audiopaper.pages.page_numbers import PageFile
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = [
    "GROUP",
    "BadPageError",
    "HandedArticle",
    "HandedEdition",
    "PageFile",
    "Source",
    "find_source",
]

GROUP = "audiopaper.sources"
"""The entry-point group in which a package registers its source."""


@runtime_checkable
class Source(Protocol):
    """What reads one kind of file; a module with these two functions is one."""

    def can_read(self, path: Path) -> bool:
        """Return whether a file is of this kind, by its name or its first bytes."""

    def read(self, path: Path) -> Sequence[PageFile] | HandedEdition:
        """Read a file's pages in their order, or the articles that it hands over whole.

        Raises:
            BadPageError: The file cannot be used; the message goes on the file's name.
            InputError: A file of articles does not have its form.
        """


# Written here and not in the package's metadata, because those of an editable install are as
# old as the install. The first that can read a file reads it.
_BUILT_IN = tuple(
    EntryPoint(name, f"audiopaper.pages.{value}", GROUP)
    for name, value in (
        ("text", "builtin_sources:TEXT"),
        ("markdown", "builtin_sources:MARKDOWN"),
        ("hocr", "hocr"),
        ("html", "builtin_sources:HTML"),
        ("handover", "builtin_sources:HANDOVER"),
        ("pdf", "pdf"),
        ("alto", "alto"),
        ("scan", "scan.scans"),
    )
)


def find_source(path: Path) -> Source | None:
    """Return the source that reads a file, or None if there is none.

    The program's own sources are tried first; plug-in packages are searched only if none of
    them reads the file.

    Raises:
        MissingProgramError: The package of a plug-in cannot be imported.
    """
    return next((source for source in _sources() if source.can_read(path)), None)


def _sources() -> Iterator[Source]:
    for point in _BUILT_IN:
        yield _load(point)
    for point in _installed():
        yield _load(point)


@functools.cache
def _load(point: EntryPoint) -> Source:
    try:
        source = point.load()
    except (ImportError, AttributeError) as error:
        raise MissingProgramError(
            _("the source {point!r} cannot be loaded: {error}", point=point.name, error=error),
            remedy=_("install its package again, or remove it"),
        ) from error
    if not isinstance(source, Source):
        raise MissingProgramError(
            _("the source {point!r} has no can_read and read", point=point.name),
            remedy=_(
                "correct the entry point {point_value!r}, or remove its package",
                point_value=point.value,
            ),
        )
    return source


@functools.cache
def _installed() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: point.name))
