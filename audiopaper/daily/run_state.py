"""What one run of the day's work tells the next."""

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

_STATE_NAME = "today.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """What one run tells the next."""

    told_late: str = ""
    """The day for which a missing edition was told of."""

    copy_due: bool = False
    """Whether something is public here that was not copied to the target yet."""

    failures: tuple[str, ...] = ()
    """What the last run failed by."""


def load_state(work: Path) -> DayState:
    """Read what the last run told; an empty state where there was none.

    Raises:
        PublishError: It is damaged, or was written by another audiopaper.
    """
    path = work / _STATE_NAME
    try:
        return read_document(path, DayState, schema=1)
    except FileNotFoundError:
        return DayState()
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}", remedy="remove it; then run: audiopaper publish"
        ) from error


def save_state(work: Path, state: DayState) -> None:
    """Tell the next run.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": 1, **msgspec.to_builtins(state)}
    write_file(work / _STATE_NAME, json.dumps(document, ensure_ascii=False) + "\n")
