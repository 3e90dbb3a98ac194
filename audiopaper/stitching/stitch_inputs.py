"""What an episode is stitched from: segments, clips, sounds, and how it is to sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.errors import SynthesisError
from audiopaper.model import ItemKind, SpokenSegment, Tags
from audiopaper.runtime import ProgressCallback
from audiopaper.stitching.sound_library import SoundLibrary
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Clip

STAGE = "stitching"
"""Name of the stage in progress reports; its unit is half a segment."""

_QUOTED_CHARS = 20


class Clips(Protocol):
    """A store of clips by key, safe to use from several threads."""

    def load(self, key: str) -> Clip | None:
        """Return the clip, or None if it is missing or corrupt."""
        ...

    def digest(self, key: str) -> str | None:
        """Return a hash of the clip's audio and marks without reading them; None for no clip."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """How an episode is to sound."""

    pauses: PauseSettings
    """The silence behind each level of segment."""

    loudness: LoudnessSettings
    """How loud, and the highest peak."""

    rate_hz: int = 44_100
    """44,100 for 96 kbit/s, 24,000 for 64 kbit/s."""

    bit_rate_kbps: int = 0
    """0 for that of the sample rate, or 256 at 44,100 Hz."""

    bed: bool = False
    """Whether music is played under the headlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StitchRequest:
    """All that an MP3 is made from, and where to."""

    spoken: Sequence[SpokenSegment]
    """The segments in running order."""

    clips: Clips
    """Their clips, by key."""

    digests: Sequence[str]
    """Hash of each segment's clip; shape as ``spoken``."""

    items: Sequence[tuple[ItemKind, str]]
    """Kind and chapter title of each item, by `Segment.item`."""

    settings: SoundSettings
    """How it is to sound."""

    sounds: SoundLibrary
    """The show's sounds."""

    tags: Tags
    """What the file's tag says."""

    path: Path
    """Path of the MP3."""

    tell: ProgressCallback
    """Progress callback."""

    def __post_init__(self) -> None:
        """Refuse an episode without segments, and a segment without an item."""
        if not self.spoken or any(not 0 <= s.segment.item < len(self.items) for s in self.spoken):
            raise ValueError("each segment belongs to one of the items, and there is at least one")


class MissingClipError(SynthesisError):
    """A clip that was in the cache is missing or corrupt; spoken again, it is there again."""


def find_digest(spoken: SpokenSegment, clips: Clips) -> str:
    """Return the hash of a segment's clip.

    Raises:
        MissingClipError: The clip is missing.
    """
    digest = clips.digest(spoken.clip_key)
    if digest is None:
        raise _missing_clip(spoken)
    return digest


def load_clip(spoken: SpokenSegment, clips: Clips) -> Clip:
    """Return a segment's clip.

    Raises:
        MissingClipError: The clip is missing or corrupt.
    """
    clip = clips.load(spoken.clip_key)
    if clip is None:
        raise _missing_clip(spoken)
    return clip


def quote(spoken: SpokenSegment) -> str:
    """Return the beginning of a segment's text, for a message."""
    text = spoken.segment.printed
    return f"“{text[:_QUOTED_CHARS]}{'…' if len(text) > _QUOTED_CHARS else ''}”"


def _missing_clip(spoken: SpokenSegment) -> MissingClipError:
    return MissingClipError(
        _("the clip of {quote} is no longer in the cache", quote=quote(spoken)),
        remedy=_("run again: it will be spoken anew"),
    )
