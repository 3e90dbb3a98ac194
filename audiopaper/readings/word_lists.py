"""Lists of words of a kind, as rules by the neighbours of a character consult them."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_words(name: str) -> frozenset[str]:
    """Read a list of words: a line has the first characters, and the rests that each may have."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        first + rest
        for first, *rests in (line.split(" ") for line in lines if not line.startswith("#"))
        for rest in rests
    )
