"""What is laid end to end: spoken segments and the show's own sounds, with their silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.stitching.sounds import SoundName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import PauseSettings
    from audiopaper.model import ItemKind, SpokenSegment

_SILENCE_BEHIND_SOUND_MS = {"opening": 0, "separator": 150, "closing": 300}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What the first listening told of a segment."""

    energies: NDArray[np.float64]
    """Mean squares of the K-weighted clip, trimmed, in each tenth of a second."""

    length_ms: int
    """Length of the trimmed clip."""

    sentences: tuple[tuple[str, int, int], ...] = ()
    """Text, start and end of each, in milliseconds of the clip; empty where none are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that sounds, and how long the silence behind it is."""

    segment: int = -1
    """Index of the segment; -1 for one of the show's sounds."""

    sound: SoundName = "separator"
    """Which sound, where it is one."""

    pause_ms: int
    """From its last sound to the first of the next piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A piece as frames, and where in them its clip would stand."""

    stream: bytes
    """The frames; once they are written, the first four bytes only."""

    frames: int
    """How many."""

    first_sample: int
    """The first sample of the trimmed clip, from the piece's beginning."""

    trimmed_samples: int
    """How much was cut off in front of the clip, at the episode's rate."""

    last_sample: int
    """Behind the last sample of the trimmed clip."""


def arrange(
    spoken: Sequence[SpokenSegment],
    items: Sequence[tuple[ItemKind, str]],
    pauses: PauseSettings,
) -> list[Piece]:
    """Lay out the episode: the opening, the segments with separators before stories, the closing.

    Args:
        spoken: The segments in running order.
        items: Kind and chapter title of each item, by `Segment.item`.
        pauses: The silence behind each level of segment.
    """
    lengths_ms = {
        "none": 0,
        "sentence": pauses.sentence_ms,
        "paragraph": pauses.paragraph_ms,
        "headline": pauses.headline_ms,
        "story": pauses.story_ms,
    }
    pieces = [_sound("opening")]
    before: int | None = None
    for index, one in enumerate(spoken):
        item = one.segment.item
        if before is not None and item != before and items[item][0] == "story":
            pieces.append(_sound("separator"))
        pieces.append(Piece(segment=index, pause_ms=lengths_ms[one.segment.pause]))
        before = item
    pieces.append(_sound("closing"))
    return pieces


def _sound(name: SoundName) -> Piece:
    return Piece(sound=name, pause_ms=_SILENCE_BEHIND_SOUND_MS[name])
