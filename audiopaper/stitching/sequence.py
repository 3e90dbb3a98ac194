"""The pieces of an episode: spoken segments, those over music, sounds, and their silences."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.model import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import PauseSettings
    from audiopaper.model import ItemKind, Segment

SoundName = Literal["opening", "separator", "closing", "bed"]
"""A sound of the show: at the beginning, between two stories, at the end, under the headlines."""

_SILENCE_BEHIND_SOUND_MS = {"opening": 0, "separator": 150, "closing": 300}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Loudness and length of a clip or a sound. It is cached, so arrays are plain bytes."""

    energies: bytes
    """Mean squares of the K-weighted trimmed audio in each tenth of a second, as 64-bit floats;
    empty if it is silent."""

    length_ms: int
    """Length of the trimmed audio; 0 if it is silent."""

    marks: tuple[Mark, ...] = ()
    """The engine's marks, in milliseconds of the trimmed audio."""

    words: tuple[Mark, ...] = ()
    """Its marks of words, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is encoded at once: a sound, a segment, or segments over a bed of music."""

    sound: SoundName | None = None
    """The sound, if the piece is one; the bed, if it is under segments."""

    segments: tuple[int, ...] = ()
    """Indexes of the segments in it."""

    pauses_ms: tuple[int, ...]
    """Silence from the last sound of each to the first of what follows; shape
    ``(max(1, segments),)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedPiece:
    """What is known of a piece once it is encoded. It is cached, so arrays are plain bytes."""

    header: bytes
    """The first four bytes of the stream."""

    stream_bytes: int
    """Length of the stream."""

    frames: int
    """Number of frames."""

    speech_spans: tuple[tuple[int, int], ...]
    """First sample of each segment's trimmed clip and the one behind its last, counted from the
    piece's beginning; equal if the segment is silent."""

    energies: bytes
    """Mean square of the K-weighted decoded piece in each frame, as 32-bit floats."""

    peak: float
    """Highest true peak of the decoded piece, full scale at 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPiece:
    """A piece as a stream. It is cached."""

    stream: bytes
    """The frames."""

    encoded: EncodedPiece
    """What is known of them."""


def lay_out(
    segments: Sequence[Segment],
    items: Sequence[tuple[ItemKind, str]],
    pauses: PauseSettings,
    *,
    bed: bool = False,
) -> list[Piece]:
    """Lay out the episode: the opening, the segments with separators before stories, the closing.

    Args:
        segments: The segments in running order.
        items: Kind and chapter title of each item, by `Segment.item`.
        pauses: The silence behind each level of segment.
        bed: Whether music is played under the headlines.
    """
    lengths_ms = {
        "none": 0,
        "sentence": pauses.sentence_ms,
        "paragraph": pauses.paragraph_ms,
        "headline": pauses.headline_ms,
        "story": pauses.story_ms,
    }
    pieces = [_sound_piece("opening")]
    by_item = itertools.groupby(range(len(segments)), lambda index: segments[index].item)
    for number, (item, group) in enumerate(by_item):
        kind = items[item][0]
        if number and kind == "story":
            pieces.append(_sound_piece("separator"))
        rows = [(index, lengths_ms[segments[index].pause]) for index in group]
        if bed and kind == "headlines":
            indexes, lengths = zip(*rows, strict=True)
            pieces.append(Piece(sound="bed", segments=indexes, pauses_ms=lengths))
        else:
            pieces += [Piece(segments=(i,), pauses_ms=(length_ms,)) for i, length_ms in rows]
    pieces.append(_sound_piece("closing"))
    return pieces


def _sound_piece(name: SoundName) -> Piece:
    return Piece(sound=name, pauses_ms=(_SILENCE_BEHIND_SOUND_MS[name],))
