"""What an episode was made of, so that the same edition is not made twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.show.folder import EditionFolder

_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionRecord:
    """What an episode was made of, and what became of it."""

    contents: tuple[str, ...]
    """Hashes of the page files that it was made from, sorted."""

    audio_sha256: str
    """Hash of its MP3."""

    held: str = ""
    """Why it was not published; empty if it was."""

    retry: bool = False
    """Whether a later run may do better: the voice that should speak was out of reach."""


def save_record(edition: EditionFolder, record: ProductionRecord) -> None:
    """Write an edition's record.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": _SCHEMA, **msgspec.to_builtins(record)}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_file(edition.production_record, text)


def load_record(edition: EditionFolder) -> ProductionRecord | None:
    """Read an edition's record; None if no episode was made yet.

    Raises:
        PublishError: It is damaged, or was written by another audiopaper.
    """
    path = edition.production_record
    try:
        return read_document(path, ProductionRecord, schema=_SCHEMA)
    except FileNotFoundError:
        return None
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; the edition is then made once more, to the same bytes"),
        ) from error
