"""The key of an edition: its day, and the name of a further edition of the day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from audiopaper.model import day_key
from audiopaper.translations import _

_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([A-Za-z0-9][A-Za-z0-9-]{0,31}))?")


@dataclass(frozen=True, slots=True, order=True)
class EditionKey:
    """One edition of one day."""

    date: dt.date
    """The day."""

    name: str = ""
    """Name of a further edition of the day; empty for the first one."""

    def __str__(self) -> str:
        """Return the name of its folders."""
        return day_key(self.date, self.name)


def parse_key(text: str) -> EditionKey:
    """Read the name of an edition's folders.

    Raises:
        ValueError: It names none.

    Example:
        >>> parse_key("2026-03-02-evening")
        EditionKey(date=datetime.date(2026, 3, 2), name='evening')
    """
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError(_("{text!r} names no edition", text=text))
    return EditionKey(dt.date.fromisoformat(match[1]), match[2] or "")
