"""The phrases of the desk, in Chinese or English."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = Path(__file__).parent / "phrases.toml"


def load_phrases(language: str) -> dict[str, str]:
    """Read the phrases of a language.

    Args:
        language: ``zh`` or ``en``.
    """
    return dict(tomllib.loads(_FILE.read_text("utf-8"))[language])


def list_languages() -> tuple[str, ...]:
    """List the available languages."""
    return tuple(tomllib.loads(_FILE.read_text("utf-8")))
