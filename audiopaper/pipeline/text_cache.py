"""Readings and doubts of a text: those that an earlier run found for the same text, or new ones."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from audiopaper.doubts import TextDoubt
from audiopaper.model import Segment
from audiopaper.pipeline.text import find_text_doubts
from audiopaper.show.stage_cache import load_or_make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.show.folder import ShowFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubted:
    doubts: tuple[TextDoubt, ...]


def decide_readings_once(
    segments: Sequence[Segment], lexicon: Lexicon, show: ShowFolder, *, max_names: int
) -> tuple[Segment, ...]:
    """Decide how each character of a script is said, or take what was decided of the same script.

    A reading may hang on what stands elsewhere in the edition, as a name does that is told in full
    only once: so all of a script is one value.

    Args:
        segments: As written, before any number or reading.
        lexicon: The show's readings.
        show: The show.
        max_names: How many names of a list are said.
    """

    def settle() -> _Settled:
        # The tables of readings are large: they are loaded where something is to be decided.
        from audiopaper.pipeline.text import settle_readings
        from audiopaper.readings.names.name_lists import shorten_names

        return _Settled(segments=shorten_names(settle_readings(segments, lexicon), max_names))

    parts = ("readings", max_names, tuple(segments), *map(_in_order, _list_values(lexicon)))
    return load_or_make(show, _Settled, settle, parts).segments


def find_text_doubts_once(read: ReadEdition, show: ShowFolder) -> tuple[TextDoubt, ...]:
    """List what is doubtful in an edition's text, or take what was listed of the same pages."""

    def find() -> _Doubted:
        return _Doubted(doubts=find_text_doubts(read))

    return load_or_make(show, _Doubted, find, ("doubts", read.edition, read.split)).doubts


def _list_values(lexicon: Lexicon) -> list[object]:
    return [getattr(lexicon, field.name) for field in fields(lexicon) if field.init]


def _in_order(value: object) -> object:
    """A value that has one `repr` whatever the run; sets have another in each."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value
