"""What an editor listened to and found right, so that it is not asked for again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from audiopaper.reading_review import Doubt
    from audiopaper.show.folder import EditionFolder

_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The doubts of an edition that are settled."""

    settled: tuple[str, ...] = ()
    """Their names, by `name_doubt` or `name_text_doubt`."""


def name_doubt(doubt: Doubt) -> str:
    """Name a doubtful reading: what is said of which text, and of a single character where."""
    where = doubt.context if doubt.kind == "polyphone" else ""
    return _digest(doubt.kind, doubt.text, *doubt.pinyin, doubt.spoken, where)


def name_text_doubt(kind: str, page: int, line: int, text: str) -> str:
    """Name a doubtful place of the pages' text."""
    return _digest(kind, str(page), str(line), text)


def load_verdicts(edition: EditionFolder) -> Verdicts:
    """Read what is settled of an edition.

    Raises:
        PublishError: The file is damaged, or was written by another audiopaper.
    """
    path = edition.verdicts
    try:
        return read_document(path, Verdicts, schema=_SCHEMA)
    except FileNotFoundError:
        return Verdicts()
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="remove it; then every doubtful reading is shown again",
        ) from error


def settle(edition: EditionFolder, *names: str) -> None:
    """Note that doubts are settled.

    Raises:
        PublishError: The file is damaged, or cannot be written.
    """
    settled = sorted({*load_verdicts(edition).settled, *names})
    document = {"schema": _SCHEMA, "settled": settled}
    write_file(edition.verdicts, json.dumps(document, indent=1) + "\n")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]
