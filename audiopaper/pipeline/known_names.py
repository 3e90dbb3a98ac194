"""Names that a show has learned from its bylines and from its editors.

A name that signed articles on ten days, or that an editor found to be right, is taken for a name
everywhere, even without a title or another sign beside it. Only days before an edition count, so
that an edition that is made again gives the same bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.show.run_lock import change_alone
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.lexicon import Lexicon
    from audiopaper.model import Segment
    from audiopaper.show.folder import ShowFolder

_SCHEMA = 1

# Number of days with the name in a byline.
_ENOUGH = 10

# Two characters look like a name in running text too often by chance.
_MIN_CHARS = 3

# What precedes a name in a byline: 记者单国强、任建华.
_SIGNS = re.compile(
    f"(?:记者|通讯员|编辑|摄影|撰文|供稿|作者)[\\s：:]*(?:[{HAN}]{{2,4}}[\\s、，和]+){{0,5}}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What is read of ``names.json``."""

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Days on which each name was in a byline."""

    settled: dict[str, str] = field(default_factory=dict)
    """Day of the first edition in which an editor found a name to be right."""


def with_known_names(lexicon: Lexicon, show: ShowFolder, date: dt.date) -> Lexicon:
    """Add to a lexicon the names that the show knew before a date.

    Args:
        lexicon: The show's readings.
        show: The show.
        date: The edition's.

    Raises:
        PublishError: The file is damaged or may not be opened.
    """
    day = date.isoformat()
    learned = _load(show.known_names)
    signed = {n for n, days in learned.names.items() if sum(d < day for d in days) >= _ENOUGH}
    known = frozenset(signed | {name for name, first in learned.settled.items() if first < day})
    return replace(lexicon, known=known) if known else lexicon


def remember_names(show: ShowFolder, date: dt.date, segments: Sequence[Segment]) -> None:
    """Note the names in an edition's bylines.

    Args:
        show: The show.
        date: The edition's.
        segments: All that was said, with its names.

    Raises:
        PublishError: The file is damaged or cannot be written.
    """
    day = date.isoformat()
    signed = {name for segment in segments for name in _signed(segment)}
    with change_alone(show.known_names):
        learned = _load(show.known_names)
        names = dict(learned.names)
        for name in signed:
            days = names.get(name, ())
            if day not in days and len(days) < _ENOUGH:
                names[name] = tuple(sorted((*days, day)))
        _save(show.known_names, replace(learned, names=names))


def settle_name(show: ShowFolder, date: dt.date, name: str) -> None:
    """Note that an editor found a name to be right; nothing for one of two characters.

    Args:
        show: The show.
        date: The edition's.
        name: Surname and given name.

    Raises:
        PublishError: The file is damaged or cannot be written.
    """
    if len(name) < _MIN_CHARS:
        return
    with change_alone(show.known_names):
        learned = _load(show.known_names)
        day = min(date.isoformat(), learned.settled.get(name, date.isoformat()))
        _save(show.known_names, replace(learned, settled={**learned.settled, name: day}))


def _save(path: Path, learned: _Names) -> None:
    document = {
        "schema": _SCHEMA,
        "names": dict(sorted(learned.names.items())),
        "settled": dict(sorted(learned.settled.items())),
    }
    write_file(path, json.dumps(document, ensure_ascii=False, indent=1))


def _signed(segment: Segment) -> Iterator[str]:
    for name in segment.names:
        text = segment.printed[name.start : name.end]
        signs = _SIGNS.search(segment.printed[: name.start])
        if name.kind == "person" and len(text) >= _MIN_CHARS and signs:
            yield text


def _load(path: Path) -> _Names:
    try:
        return read_document(path, _Names, schema=_SCHEMA)
    except FileNotFoundError:
        return _Names()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_(
                "correct it, or put back an earlier copy; if it is removed, names of bylines are "
                "learned again, but those that editors confirmed are lost"
            ),
        ) from error
