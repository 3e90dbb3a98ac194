"""Recorded audio: the clip of a segment, and the chapters and transcript of an MP3."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from audiopaper.model.utterances import Segment, SegmentRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When a part of a segment is spoken, by the engine's own times."""

    start_ms: int
    """From the beginning of the clip."""

    end_ms: int
    """Likewise."""

    text: str
    """The part, as it was sent to the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The audio of one segment."""

    pcm: bytes
    """Samples: mono, signed 16 bit, little-endian."""

    rate_hz: int
    """Samples a second."""

    marks: tuple[Mark, ...] = ()
    """When each sentence is spoken, in order of time; empty for engines that do not know."""

    words: tuple[Mark, ...] = ()
    """When each word is spoken, in order of time; empty for engines that do not know."""

    def __post_init__(self) -> None:
        """Refuse audio that is no whole number of samples."""
        if len(self.pcm) % 2 or self.rate_hz <= 0:
            raise ValueError("a clip holds whole 16-bit samples at a positive rate")

    @property
    def length_ms(self) -> int:
        """Length, rounded to whole milliseconds."""
        return round(len(self.pcm) / 2 * 1000 / self.rate_hz)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSegment:
    """A segment and the cache key of its clip."""

    segment: Segment
    """What was said."""

    clip_key: str
    """Name of the clip in the cache."""

    engine: str
    """Name of the engine that said it."""

    tries: int = 0
    """Number of requests; 0 if the clip was in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One item on the episode's timeline."""

    start_ms: int
    """From the beginning of the MP3."""

    end_ms: int
    """Likewise; the next chapter's start, or the episode's end."""

    title: str
    """The headline."""


class WordTime(NamedTuple):
    """When a word of a cue is spoken; a row of four numbers in ``episode.json``."""

    start_ms: int
    """From the beginning of the MP3."""

    end_ms: int
    """Likewise."""

    first: int
    """Offset of the word's first character in the cue's text."""

    end: int
    """Offset behind its last character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One line of the transcript with its times."""

    start_ms: int
    """From the beginning of the MP3."""

    end_ms: int
    """Likewise."""

    text: str
    """The printed text."""

    presenter: str
    """Name of the presenter who says it."""

    chapter: int
    """Index of its chapter, from 0."""

    paragraph: int = 0
    """Index of its paragraph within the chapter, from 0; a headline is a paragraph too."""

    role: SegmentRole = "text"
    """What its segment is in its item."""

    inside_words: tuple[int, ...] = ()
    """Offsets in ``text`` at which a word or a number goes on, so that no caption is cut there;
    ascending. Empty if the words are not known."""

    names: tuple[str, ...] = ()
    """The people named in ``text``, each once: their names stay on one line of a page. Empty
    where they are not known."""

    words: tuple[WordTime, ...] = ()
    """When each word is spoken, in order of time; empty for engines that do not know."""

    correction: int = 0
    """Number of the correction that changed it, from 1, as `Episode.corrections` counts them; 0
    for none. Of several changed sentences in a row only the first has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The content of an MP3's ID3 tag."""

    title: str
    """Title of the episode."""

    artist: str
    """Who makes the show."""

    album: str
    """Title of the show."""

    date: dt.date
    """Date of the edition."""

    comment: str
    """One line: that the voice is synthesised, and by which engine."""

    website: str
    """Address of the show's page; empty for none."""

    label: str = ""
    """The label of synthetic content as JSON (GB 45438-2025), for a frame TXXX:AIGC; empty for
    none."""

    cover: bytes
    """A JPEG or PNG of at most 800 px; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A finished MP3, measured."""

    audio_bytes: int
    """Size of the file, its tag included."""

    audio_sha256: str
    """Hash of the file, in hexadecimal."""

    duration_ms: int
    """Length as decoded."""

    chapters: tuple[Chapter, ...]
    """Without holes from 0 to ``duration_ms``; one an item."""

    cues: tuple[Cue, ...]
    """The transcript in order of time."""

    loudness_lufs: float
    """Integrated loudness (ITU-R BS.1770-4)."""

    true_peak_dbtp: float
    """Highest true peak (ITU-R BS.1770-4, Annex 2)."""

    warnings: tuple[str, ...] = ()
    """Segments that are not as loud as they should be, each in a sentence."""
