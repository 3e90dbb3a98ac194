"""What is spoken: segments, the names in them and how each character is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from audiopaper.translations import _

SegmentRole = Literal["ident", "greeting", "summary", "headline", "heading", "text", "sign-off"]
"""What a segment is in its item."""

PauseLevel = Literal["none", "sentence", "paragraph", "headline", "story"]
"""The kind of silence behind a segment; its length is a setting."""


class ReadingRule(Enum):
    """What decides a reading; each value is the rule's name as an editor is shown it."""

    NUMBER = "number"
    """A rule for numbers, dates, units and symbols; `Reading.number_rule` names it."""

    NUMBER_IN_TEXT = "number:rundown"
    """The text itself says how a part of it is said: ``{300|三百}``."""

    NUMBER_IN_LEXICON = "number:lexicon"
    """A lexicon entry that says characters in other words; `Reading.file` has it."""

    LEXICON = "lexicon"
    """A lexicon entry with pinyin; `Reading.file` has it."""

    SURNAME = "surname rule"
    TITLE = "title rule"
    GIVEN_NAME = "given name rule"
    NEUTRAL_TONE = "neutral tone rule"
    CONTEXT = "context rule"
    """A pattern of the characters beside it."""

    DICTIONARIES = "dictionaries"
    """Words on which several dictionaries agree."""

    G2PM = "g2pM"
    """The network's choice."""

    PHRASES = "pypinyin phrases"
    """A word of one dictionary."""

    DEFAULT = "default"
    """The character's only reading, or its first."""

    NAME_LIST = "long list of names"
    """Names that are counted, not said."""

    LETTERS = "letters"
    DIGIT = "digit"
    """A digit that no number rule took."""

    PAUSE = "pause"
    UNKNOWN = "unknown"
    """No table has the character; nothing is said for it."""


NUMBER_RULES = frozenset(
    (ReadingRule.NUMBER, ReadingRule.NUMBER_IN_TEXT, ReadingRule.NUMBER_IN_LEXICON)
)
"""The rules that give words in place of a group of characters."""


class RespellingQuality(Enum):
    """How well a respelling makes an engine say a forced reading; each value as it is shown."""

    GOOD = ""
    """A common homophone, or none is needed."""

    RARE = "rare respelling"
    """The homophone is a character that an engine may not know."""

    MISSING = "no respelling"
    """No character is read so and in no other way."""


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

    rule: ReadingRule | None = None
    """What decided it; None if nothing has been decided yet."""

    file: str = ""
    """Name of the lexicon file that decided it; empty where a rule did."""

    number_rule: str = ""
    """Name of the rule for numbers that decided it; empty for every other rule."""

    verified: bool = True
    """Whether somebody looked up the lexicon entry that decided it."""

    passed_over: tuple[str, ...] = ()
    """An editor's entries that stand here but are no words of the text, and what these words
    are: ``长的 zhang3 de5 in ours.toml, the words are 增长|的``."""

    forced: bool = False
    """Whether a lexicon or a name rule decided it, so that every engine must be made to say it."""

    respelling: str = ""
    """For engines that take no phonemes: characters to send in place of ``spoken``; else empty."""

    respelling_quality: RespellingQuality = RespellingQuality.GOOD
    """Whether such an engine can be trusted with ``respelling``."""

    sure: float = 1.0
    """Certainty of the decision, from 0 to 1: about the share of such decisions that are right."""

    others: tuple[str, ...] = ()
    """Syllables of other sources that were not taken, the most trusted source first."""

    joined: bool = False
    """Whether it goes on with the word that the reading before it began."""

    def __post_init__(self) -> None:
        """Refuse an empty or backward run."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"characters {self.start} to {self.end} are no run")

    @property
    def source(self) -> str:
        """What decided it, in words for an editor; programs use ``rule`` and the other fields.

        Example:
            >>> Reading(start=0, end=1, spoken="曾", rule=ReadingRule.LEXICON, file="ours.toml",
            ...         verified=False).source
            'lexicon ours.toml, unverified'
        """
        if self.rule is None:
            return ""
        source = _(self.rule.value)
        if self.number_rule:
            source += f":{self.number_rule}"
        if self.file:
            source += f" {self.file}"
        if not self.verified:
            source += _(", unverified")
        if self.respelling_quality is not RespellingQuality.GOOD:
            source += f", {_(self.respelling_quality.value)}"
        return source + "".join(
            _(", passed over: {entry}", entry=entry) for entry in self.passed_over
        )


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
        """What is said, in characters; the printed text if nothing has been decided yet."""
        if not self.readings:
            return self.printed
        out, end = [], 0
        for reading in self.readings:
            out.append(self.printed[end : reading.start])
            out.append(reading.spoken)
            end = reading.end
        out.append(self.printed[end:])
        return "".join(out)

    @property
    def respelled(self) -> str:
        """What an engine that takes no phonemes is sent: `spoken` with the respellings in it."""
        out, end = [], 0
        for reading in self.readings:
            out.append(self.printed[end : reading.start])
            out.append(reading.respelling or reading.spoken)
            end = reading.end
        out.append(self.printed[end:])
        return "".join(out)
