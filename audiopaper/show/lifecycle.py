"""The life of an episode on disk, from the first clip to its withdrawal; what it was made of.

========= ================================== ================================================
stage     on disk                            after a run that was killed
========= ================================== ================================================
making    ``.work/KEY/making/``              removed by the next run that makes the episode
staged    ``.work/KEY/episode/episode.json`` waits for a release, as before
releasing ``.work/KEY/release/``             the next run of any kind finishes the release
public    ``episodes/KEY/episode.json``      public as before
withdrawn ``.work/KEY/withdrawn.json``       the next run of any kind finishes the removal
========= ================================== ================================================

An episode goes down this table; each step is one rename or one file that is written whole. An
episode that is made again goes through the first three stages while the earlier version is still
public, so an edition can be at two stages at once. A withdrawn episode becomes public again only
by a release, which removes ``withdrawn.json``.
"""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import msgspec

from audiopaper.disk import has_file, has_folder
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.show.folder import EditionFolder, ShowFolder


class EpisodeStage(enum.Enum):
    """How far an episode has come; in the order of its life."""

    MAKING = "making"
    """It is being spoken and stitched."""

    STAGED = "staged"
    """It is finished and waits for its release."""

    RELEASING = "releasing"
    """It has passed all checks, and its files are being moved; there is no way back."""

    PUBLIC = "public"
    """Its files stand where the feed points to."""

    WITHDRAWN = "withdrawn"
    """It was taken back or pruned; its remaining files are removed."""


def is_at_stage(edition: EditionFolder, stage: EpisodeStage) -> bool:
    """Whether an edition's episode, or a new version of it, is at a stage.

    Raises:
        PublishError: A folder may not be opened.
    """
    match stage:
        case EpisodeStage.MAKING:
            return has_folder(edition.making.path)
        case EpisodeStage.STAGED:
            return has_file(edition.staged.record)
        case EpisodeStage.RELEASING:
            return has_folder(edition.releasing.path)
        case EpisodeStage.PUBLIC:
            return has_file(edition.public.record) and not has_file(edition.withdrawal)
        case EpisodeStage.WITHDRAWN:
            return has_file(edition.withdrawal)
        case _:
            assert_never(stage)


def editions_at_stage(show: ShowFolder, stage: EpisodeStage) -> tuple[EditionFolder, ...]:
    """The editions that have an episode at a stage, in order of their days.

    Raises:
        PublishError: A folder may not be opened.
    """
    return tuple(edition for edition in show.editions() if is_at_stage(edition, stage))


def hold_until_named(edition: EditionFolder) -> None:
    """Note that no version of an episode is released until its date is named.

    The note is older than the episode, so that neither a failed run nor a new version of the
    pages undoes it; the release removes it.

    Raises:
        PublishError: The note cannot be written.
    """
    write_file(edition.hold_mark, f"{edition.key}\n")


def is_held_until_named(edition: EditionFolder) -> bool:
    """Whether no version of an episode is released until its date is named.

    Raises:
        PublishError: The edition's folder may not be opened.
    """
    return has_file(edition.hold_mark)


_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionRecord:
    """What an episode was made of, and what became of it."""

    contents: tuple[str, ...]
    """Hashes of the page files that it was made from, sorted."""

    audio_sha256: str
    """Hash of its MP3."""

    pages: tuple[str, ...] = ()
    """The pages that it was made from, as they are numbered: ``4``, ``B02``."""

    held: str = ""
    """Why it was not published; empty if it was."""

    retry: bool = False
    """Whether a later run may do better: the voice that should speak was out of reach."""

    sentences: tuple[str, ...] = ()
    """Hashes of the sentences on its pages, sorted: see `pipeline.delivered_before`."""


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
