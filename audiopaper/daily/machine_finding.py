"""What a check of the machine or the show found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from audiopaper.errors import AudiopaperError

State = Literal["ok", "warning", "error"]
"""``warning``: episodes are made, with a limitation; ``error``: no episode is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one check."""

    name: str
    """What was checked."""

    state: State
    """The state that the check found."""

    message: str
    """The result, in a sentence."""

    remedy: str = ""
    """What to do; empty if nothing needs to be done."""


def failed_finding(name: str, error: AudiopaperError, state: State = "error") -> Finding:
    """Return the finding of an error."""
    return Finding(name=name, state=state, message=error.problem, remedy=error.remedy)
