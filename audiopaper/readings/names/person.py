"""A name of somebody in a text: the characters that may be it, and the evidence that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiopaper.lexicon import Lexicon


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

    breaks: Sequence[int]
    """Whether a word begins or ends at an offset, one value more than the text has characters."""

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


_LIMIT = 3.0
_WEAK_LIMIT = 4.0
# No reading hangs on 满 or 木 as a surname.
_PLAIN_WEAK_LIMIT = 5.0
_RARE_LIMIT = 6.5

FOREIGN_SURE, CREDITED_SURE = 0.98, 0.96
"""How sure a foreign name with a dot is, and one in a credit."""

KNOWN_SURE = 0.96
"""How sure a name is that stood in the show's bylines again and again."""

# How sure a name is by its points above the limit, set on this project's own sentences.
_BY_MARGIN = ((4.0, 0.98), (2.0, 0.96), (1.0, 0.9), (0.0, 0.8))


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a text: a surname with a given name, or with a title behind it."""

    start: int
    """Offset of the surname."""

    given: int
    """Offset behind the surname."""

    end: int
    """Offset behind the given name."""

    points: float
    """The evidence; the more, the surer."""

    sure: float = 0.0
    """How sure it is that this is a name, from 0 to 1."""


def points_needed(surname: str, lexicon: Lexicon) -> float:
    """Return how many points make characters with a surname a name."""
    if surname in lexicon.rare_surnames:
        return _RARE_LIMIT
    if surname in lexicon.weak_surnames:
        return _WEAK_LIMIT if surname in lexicon.surnames else _PLAIN_WEAK_LIMIT
    return _LIMIT


def sure_by_margin(points: float) -> float:
    """Return how sure a name is that has so many points more than it needs."""
    return next(sure for margin, sure in _BY_MARGIN if points >= margin)
