"""The state that an unattended run leaves for the next one: what it reported, what it owes."""

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
    from audiopaper.show.folder import ShowFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """The state that a run saves for the next run."""

    told_late: str = ""
    """The day for which a missing edition was reported, as YYYY-MM-DD; empty for none."""

    copy_due: bool = False
    """Whether public files were not copied to the target yet."""

    failures: tuple[str, ...] = ()
    """The problems of the last run."""


def load_run_state(show: ShowFolder) -> RunState:
    """Read the state of the last run; an empty state if there was none.

    Raises:
        PublishError: The file is damaged, or was written by another audiopaper.
    """
    path = show.run_state
    try:
        return read_document(path, RunState, schema=1)
    except FileNotFoundError:
        return RunState()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; then run: audiopaper publish"),
        ) from error


def save_run_state(show: ShowFolder, state: RunState) -> None:
    """Save the state for the next run.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": 1, **msgspec.to_builtins(state)}
    write_file(show.run_state, json.dumps(document, ensure_ascii=False) + "\n")
