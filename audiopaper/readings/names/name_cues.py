"""The words of ``name_cues.toml``, which are evidence for a name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NUMERALS = "一二三四五六七八九十百千万两"
"""The characters of numbers; numbers are in words when names are looked for."""

LOOK_BACK = 24
"""Evidence is looked for in the last 24 characters before a name; more would make it quadratic."""

PREPOSITIONS = frozenset("在与和跟向对给让请找问")
"""May precede a surname although they make a word with it: 在任师傅的店里."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Words and characters beside names and in them; the file explains each table."""

    titles_before: frozenset[str]
    titles_after: frozenset[str]
    honorifics: frozenset[str]
    address: frozenset[str]
    speech: frozenset[str]
    deeds: frozenset[str]
    belongings: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    towards: frozenset[str]
    given: frozenset[str]
    given_words: frozenset[str]
    typical: frozenset[str]
    frequent: frozenset[str]
    never_given: frozenset[str]


@cache
def load_cues() -> Cues:
    """Read the file, once."""
    path = Path(__file__).with_name("name_cues.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    characters = ("given", "typical", "frequent", "never_given")
    tables = {
        key: frozenset("".join(value.split()) if key in characters else value.split())
        for key, value in table.items()
    }
    tables["given"] |= tables["typical"] | tables["frequent"]
    tables["never_given"] -= tables["frequent"]
    return Cues(**tables)


def ending(text: str, words: frozenset[str], longest: int) -> str:
    """Return the longest of some words at the end of a text, or ""."""
    for length in range(min(longest, len(text)), 0, -1):
        if text[-length:] in words:
            return text[-length:]
    return ""


def beginning(text: str, at: int, words: frozenset[str], longest: int) -> str:
    """Return the longest of some words at an offset, or ""."""
    for length in range(longest, 0, -1):
        if at + length <= len(text) and text[at : at + length] in words:
            return text[at : at + length]
    return ""
