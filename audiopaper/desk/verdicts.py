"""Verdicts: the doubts that an editor has settled, which are not shown again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.show.run_lock import change_alone
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.reading_review import Doubt
    from audiopaper.show.folder import EditionFolder

_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The settled doubts of an edition."""

    settled: tuple[str, ...] = ()
    """Names of the doubts, by `name_doubt` or `name_text_doubt`."""


def name_doubt(doubt: Doubt) -> str:
    """Return a name for a doubtful reading, of a single character by its context."""
    context = doubt.context if doubt.kind == "polyphone" else ""
    return _digest(doubt.kind, doubt.text, *doubt.pinyin, doubt.spoken, context)


def name_text_doubt(kind: str, page: int, line: int, text: str) -> str:
    """Return a name for a doubtful passage of the pages' text."""
    return _digest(kind, str(page), str(line), text)


def load_verdicts(edition: EditionFolder) -> Verdicts:
    """Read the settled doubts of an edition.

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
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; then every doubtful reading is shown again"),
        ) from error


def settle(edition: EditionFolder, *names: str) -> None:
    """Save that doubts are settled.

    Raises:
        PublishError: The file is damaged, or cannot be written.
    """
    with change_alone(edition.verdicts):
        settled = sorted({*load_verdicts(edition).settled, *names})
        document = {"schema": _SCHEMA, "settled": settled}
        write_file(edition.verdicts, json.dumps(document, indent=1) + "\n")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]
