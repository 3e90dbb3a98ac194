"""What was made of an edition, kept in its work folder, so that nothing is made twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

RECORD_NAME = "made.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an episode was made of, and what became of it."""

    contents: tuple[str, ...]
    """Hashes of the files it was made from, sorted."""

    audio_sha256: str
    """Hash of its MP3."""

    held: str = ""
    """Why it was not published; empty where it was."""

    retry: bool = False
    """Whether a later run may do better: the voice that should speak was out of reach."""


def save_record(work: Path, record: Record) -> None:
    """Write an edition's record.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": _SCHEMA, **msgspec.to_builtins(record)}
    write_file(work / RECORD_NAME, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def load_record(work: Path) -> Record | None:
    """Read an edition's record; None where nothing was made yet.

    Raises:
        PublishError: It is damaged, or was written by another audiopaper.
    """
    path = work / RECORD_NAME
    try:
        return read_document(path, Record, schema=_SCHEMA)
    except FileNotFoundError:
        return None
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="remove it; the edition is then made once more, to the same bytes",
        ) from error
