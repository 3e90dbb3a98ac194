"""An episode and all that is published about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from audiopaper.model.edition_key import day_key
from audiopaper.model.recordings import Chapter, Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story of an episode, as the feed and the page list it."""

    title: str
    """The headline as read out."""

    pages: tuple[int, ...]
    """The pages it stood on."""

    byline: tuple[str, ...]
    """Its reporters."""

    chapter: int
    """Index of its chapter, from 0."""

    byline_roles: tuple[str, ...] = ()
    """What each reporter is, as long as ``byline``; empty where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The short form of an episode for smart speakers: headlines and shortened leads."""

    audio: str
    """File name of its MP3 in the episode's folder."""

    audio_bytes: int
    """Size of the MP3."""

    audio_sha256: str
    """Its hash, in hexadecimal."""

    duration_ms: int
    """Length of the MP3 as decoded."""

    text: str
    """What is said in it, one paragraph a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpusFile:
    """A second, smaller copy of an episode's audio."""

    audio: str
    """File name in the episode's folder."""

    audio_bytes: int
    """Size of the file."""

    audio_sha256: str
    """Its hash, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One day's MP3 and all that is published about it; ``episode.json`` holds just this."""

    date: dt.date
    """Date of the edition."""

    paper: str
    """Name of the newspaper."""

    title: str
    """Title in the feed, the date in it."""

    guid: str
    """Never changes for a show, date and edition."""

    audio: str
    """File name of the MP3 in the episode's folder."""

    audio_bytes: int
    """Size of the MP3."""

    audio_sha256: str
    """Its hash, in hexadecimal."""

    duration_ms: int
    """Length of the MP3 as decoded."""

    chapters: tuple[Chapter, ...]
    """Without holes from 0 to the end."""

    cues: tuple[Cue, ...]
    """The transcript in order of time."""

    stories: tuple[Story, ...]
    """In running order."""

    engine: str
    """Name of the engine that spoke it; several joined by ``+``."""

    loudness_lufs: float
    """Integrated loudness of the MP3 (ITU-R BS.1770-4)."""

    true_peak_dbtp: float
    """Highest true peak (ITU-R BS.1770-4, Annex 2)."""

    presenters: tuple[tuple[str, str], ...] = ()
    """Each presenter's file name and the name listeners see."""

    published: dt.datetime | None = None
    """The feed's pubDate: the edition's date at the show's hour, with its offset from UTC."""

    sample: bool = False
    """Whether it was made from the sample edition."""

    warnings: tuple[str, ...] = ()
    """Warnings for the producer: pages left out, loudness outside its bounds."""

    briefing: Briefing | None = None
    """Its short form; None if none was made."""

    opus: OpusFile | None = None
    """Its audio as Opus; None if none was made."""

    edition: str = ""
    """Name of a further edition of the day; empty for the first one."""

    corrections: tuple[str, ...] = ()
    """What was corrected after it was published, a sentence each, for the notes."""

    corrected: dt.datetime | None = None
    """When its audio was last replaced, with its offset from UTC; None if it never was."""

    anchors: tuple[int, ...] = ()
    """Number of each chapter in the address of its text, as long as ``chapters``; empty if each
    chapter has the number of its position, from 1."""

    last_anchor: int = 0
    """The highest number that any chapter of it ever had; 0 if ``anchors`` is empty."""

    def __post_init__(self) -> None:
        """Refuse addresses that are not those of the chapters."""
        if self.anchors and len(self.anchors) != len(self.chapters):
            raise ValueError("each chapter has an anchor, or none has")

    @property
    def key(self) -> str:
        """Name of the episode in its show and of its folder: the date, and the edition if any."""
        return day_key(self.date, self.edition)

    def anchor(self, chapter: int) -> str:
        """Name the place of a chapter's text on the episode's page, the fragment of its address.

        Args:
            chapter: Index of the chapter, from 0.
        """
        return f"c{self.anchors[chapter] if self.anchors else chapter + 1}"
