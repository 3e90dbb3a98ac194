"""The key of an edition: its day, and the name of a further edition of the day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from audiopaper.translations import _

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")
_KEY = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:-({_NAME.pattern}))?")


@dataclass(frozen=True, slots=True, order=True)
class EditionKey:
    """One edition of one day; as text, it names the edition's folders."""

    date: dt.date
    """The day."""

    name: str = ""
    """Name of a further edition of the day; empty for the first one."""

    def __str__(self) -> str:
        """Return the name of its folders."""
        return day_key(self.date, self.name)

    @property
    def as_arguments(self) -> str:
        """The words by which a command names it.

        Example:
            >>> EditionKey.parse("2026-03-02-evening").as_arguments
            '2026-03-02 --edition evening'
        """
        return " ".join((f"{self.date}", *(("--edition", self.name) if self.name else ())))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the name of an edition's folders.

        Raises:
            ValueError: It names none.

        Example:
            >>> EditionKey.parse("2026-03-02-evening")
            EditionKey(date=datetime.date(2026, 3, 2), name='evening')
        """
        match = _KEY.fullmatch(text)
        if match is None:
            raise ValueError(_("{text!r} names no edition", text=text))
        return cls(dt.date.fromisoformat(match[1]), match[2] or "")


def is_edition_name(text: str) -> bool:
    """Whether a text can be the name of a further edition, which enters addresses."""
    return _NAME.fullmatch(text) is not None


def is_edition_key(text: str) -> bool:
    """Whether a text names an edition's folders."""
    try:
        EditionKey.parse(text)
    except ValueError:
        return False
    return True


def day_key(date: dt.date, edition: str = "") -> str:
    """Name one edition of one day, as its folders are called.

    Example:
        >>> day_key(dt.date(2026, 3, 2)), day_key(dt.date(2026, 3, 2), "evening")
        ('2026-03-02', '2026-03-02-evening')
    """
    return f"{date.isoformat()}-{edition}" if edition else date.isoformat()
