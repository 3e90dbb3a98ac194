"""What failed, in the editor's language; the program's own sentences stand below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, ShowBusyError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Failure:
    """What an editor is told of a failure."""

    sentence: str
    """What could not be done, in the desk's language."""

    detail: str = ""
    """What exactly, and the way out, in English; empty where the sentence says it."""


def name_failure(error: AudiopaperError | None) -> str:
    """Name the sort of a failure, as ``phrases.toml`` does; None is a bug."""
    if isinstance(error, ShowBusyError):
        return "failure_busy"
    return f"failure_{error.exit_code if error is not None else 1}"


def explain(words: Mapping[str, str], name: str, problem: str, remedy: str) -> Failure:
    """Say what failed: a sentence for the sort of failure, and the program's own below it.

    Args:
        words: The desk's words.
        name: The sort, by `name_failure`; another one is a bug's.
        problem: What is wrong, in English.
        remedy: What to do, in English; empty for nothing.
    """
    detail = f"{problem} → {remedy}" if remedy else problem
    if words["lang"] == "en":
        return Failure(detail)
    return Failure(words.get(name) or words["failure_1"], detail)
