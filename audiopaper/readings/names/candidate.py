"""Characters that may be a person's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A surname and one or two characters behind it, in a text."""

    text: str
    """What is said."""

    start: int
    """Offset of the surname."""

    given_start: int
    """Offset of the given name."""

    end: int
    """Offset behind the given name."""

    words: Mapping[int, tuple[int, int]]
    """Start and end of the word that a character belongs to, by the offset of each in one."""

    titled: bool
    """Whether a title stands before it."""

    signed: bool
    """Whether it has a typical character of names and stands where a byline has a name."""

    @property
    def surname(self) -> str:
        """Its first characters, one or two."""
        return self.text[self.start : self.given_start]

    @property
    def given(self) -> str:
        """Its other characters, one or two."""
        return self.text[self.given_start : self.end]

    @property
    def behind(self) -> str:
        """The character behind it; empty at the text's end."""
        return self.text[self.end : self.end + 1]
