"""The phrases of the desk, in Chinese or English, and failures described in them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, ShowBusyError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parent / "phrases.toml"


def load_phrases(language: str) -> dict[str, str]:
    """Read the phrases of a language.

    Args:
        language: ``zh`` or ``en``.
    """
    return dict(tomllib.loads(_FILE.read_text("utf-8"))[language])


@dataclass(frozen=True, slots=True)
class Failure:
    """Description of a failure for an editor."""

    sentence: str
    """What failed, in the language of the desk."""

    detail: str = ""
    """The program's problem and remedy; empty if the sentence contains them."""


def name_failure(error: AudiopaperError | None) -> str:
    """Return the key of a failure in ``phrases.toml``; None is an unexpected one."""
    if isinstance(error, ShowBusyError):
        return "failure_busy"
    return f"failure_{error.exit_code if error is not None else 1}"


def explain(words: Mapping[str, str], name: str, problem: str, remedy: str) -> Failure:
    """Describe a failure by the sentence for its kind and the program's message.

    Args:
        words: The phrases of the desk.
        name: The kind, by `name_failure`; any other is an unexpected failure.
        problem: The program's own message.
        remedy: Its remedy; may be empty.
    """
    detail = f"{problem} → {remedy}" if remedy else problem
    if words["lang"] == "en":
        return Failure(detail)
    return Failure(words.get(name) or words["failure_1"], detail)
