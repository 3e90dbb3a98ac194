"""What is spoken: segments, the names in them and how each character is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SegmentRole = Literal["ident", "greeting", "summary", "headline", "heading", "text", "sign-off"]
"""What a segment is in its item."""

PauseLevel = Literal["none", "sentence", "paragraph", "headline", "story"]
"""Which silence stands behind a segment; its length is a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one run of a segment's printed text is said."""

    start: int
    """Offset of the first character in the printed text, counted in characters."""

    end: int
    """Offset behind the last character in the printed text."""

    spoken: str
    """What is said, in Han characters, Latin letters and pause marks; may be empty."""

    pinyin: tuple[str, ...] = ()
    """A syllable for each Han character of ``spoken``, with tone digits 1 to 5, ``v`` for ü,
    in citation form: ``("chang2", "le4")``."""

    source: str = ""
    """The lexicon file or rule that decided it, for the editor who asks why."""

    forced: bool = False
    """Whether a lexicon or a name rule decided it, so that every engine must be made to say it."""

    respelling: str = ""
    """For engines that take no phonemes: characters to send in place of ``spoken``; else empty."""

    sure: float = 1.0
    """How sure the decision is, from 0 to 1: about the share of such decisions that are right."""

    others: tuple[str, ...] = ()
    """What other sources say: syllables that were not taken, the most trusted first."""

    joined: bool = False
    """Whether it goes on with the word that the reading before it began."""

    def __post_init__(self) -> None:
        """Refuse an empty or backward run."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"characters {self.start} to {self.end} are no run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a segment's printed text."""

    start: int
    """Offset of the first character in the printed text, counted in characters."""

    end: int
    """Offset behind the last character in the printed text."""

    kind: str
    """``person``, ``place``, or what the lexicon says that it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One utterance: the unit that is spoken, cached and timed."""

    item: int
    """Index of the rundown item it belongs to, from 0."""

    presenter: str
    """Name of the presenter who says it."""

    printed: str
    """The text as the transcript shows it; never empty."""

    readings: tuple[Reading, ...] = ()
    """How it is said. After `numbers` only the number groups, after `readings` runs that tile
    ``printed`` from first to last character."""

    pause: PauseLevel = "paragraph"
    """The silence that follows it."""

    role: SegmentRole = "text"
    """What it is in its item."""

    names: tuple[Name, ...] = ()
    """The people and places in it, in order; set by `readings`."""

    @property
    def spoken(self) -> str:
        """What is said, in characters; the printed text where nothing was decided yet."""
        if not self.readings:
            return self.printed
        out, at = [], 0
        for reading in self.readings:
            out.append(self.printed[at : reading.start])
            out.append(reading.spoken)
            at = reading.end
        out.append(self.printed[at:])
        return "".join(out)

    @property
    def respelled(self) -> str:
        """What an engine that takes no phonemes is sent: `spoken` with the respellings in it."""
        out, at = [], 0
        for reading in self.readings:
            out.append(self.printed[at : reading.start])
            out.append(reading.respelling or reading.spoken)
            at = reading.end
        out.append(self.printed[at:])
        return "".join(out)
