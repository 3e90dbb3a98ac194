"""Names and contents of the files in an archive's output."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict, TypeVar

from msgspec import Meta

from audiopaper.archive.storage import WORK
from audiopaper.documents import DocumentError, parse_document
from audiopaper.errors import PublishError
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.archive.discovery import EditionSource

_T = TypeVar("_T")

SCHEMA = 1
"""Version of manifests, year records and failure reports."""

Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
_Name = Annotated[str, Meta(pattern=r"\A[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*\Z", max_length=255)]
_Bytes = Annotated[int, Meta(ge=0, le=1 << 40)]


class Facts(TypedDict):
    """Figures of one edition, for the summary."""

    pages: int
    articles: int
    stories: int
    furniture_share: float
    minutes: float
    loudness_lufs: float
    characters: NotRequired[int]
    page_characters: NotRequired[int]
    repairs: NotRequired[int]
    spoken_anew: NotRequired[int]
    retries: NotRequired[int]
    warnings: NotRequired[list[str]]
    doubtful: NotRequired[list[tuple[str, str, int]]]
    """In a manifest only: text, reading, number of occurrences."""


class Manifest(TypedDict):
    """An edition that was made."""

    title: str
    date: Day
    inputs: str
    settings: str
    files: dict[_Name, tuple[_Bytes, str]]
    """Length and SHA-256 of each file."""

    facts: Facts


class Failure(TypedDict):
    """An edition that was set aside."""

    title: str
    date: Day
    tries: NotRequired[int]
    problem: str
    remedy: str


def slug(title: str) -> str:
    """Return a title's name in addresses: the title if it is plain ASCII, else a hash of it.

    Example:
        >>> slug("qingchuan-daily"), slug("青川日报")
        ('qingchuan-daily', 't-dbcd3cdd')
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", title):
        return title
    return f"t-{hashlib.sha256(title.encode()).hexdigest()[:8]}" if title else "all"


def manifest_name(edition: EditionSource) -> str:
    """Return the name of an edition's manifest; with a valid one, it need not be made again."""
    return f"{manifests_of(edition.title, edition.date.year)}/{edition.date}.json"


def manifests_of(title: str, year: int) -> str:
    """Return the folder of the manifests of one title's year."""
    return f"{WORK}/manifests/{slug(title)}/{year}"


def failure_name(edition: EditionSource) -> str:
    """Return the name of the report on an edition that failed."""
    return f"{WORK}/failed/{slug(edition.title)}/{edition.date}.json"


def folder_of(edition: EditionSource) -> str:
    """Return the folder of an edition's episode, below the feed of its title and year."""
    return f"{slug(edition.title)}/{edition.date.year}/episodes/{edition.date}"


def read_stored(name: str, data: bytes | None, kind: type[_T]) -> _T | None:
    """Read one of an archive's own files.

    Args:
        name: The file's name, for messages.
        data: Its bytes; None if there is no file.
        kind: The type of its content.

    Returns:
        The file's content; None if there is no file.

    Raises:
        PublishError: It is damaged, or was written by another audiopaper.
    """
    if data is None:
        return None
    try:
        return parse_document(data, kind, schema=SCHEMA)
    except DocumentError as error:
        raise PublishError(
            _("{name} in the archive's output cannot be read: {error}", name=name, error=error),
            remedy=_("remove that file, then make its editions with the same command once more"),
        ) from error
