"""How one Han character is said, and what decided it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import Reading, ReadingRule, RespellingQuality

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Decision:
    """How one Han character is said; the fields are those of `Reading`."""

    syllable: str
    """With its tone digit; empty if nothing is said."""

    rule: ReadingRule
    file: str = ""
    verified: bool = True
    forced: bool = False
    respelling: str = ""
    respelling_quality: RespellingQuality = RespellingQuality.GOOD
    sure: float = 1.0
    others: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    def as_reading(
        self, start: int, end: int, spoken: str, respelling: str, *, joined: bool
    ) -> Reading:
        """Return the reading of a run of printed text.

        Args:
            start: Offset of the run in the printed text, in characters.
            end: Offset behind it.
            spoken: What is said for it.
            respelling: What engines without phonemes are sent in its place; empty for ``spoken``.
            joined: Whether the run goes on with the word before it.
        """
        return Reading(
            start=start,
            end=end,
            spoken=spoken,
            pinyin=(self.syllable,) if self.syllable else (),
            rule=self.rule,
            file=self.file,
            verified=self.verified,
            passed_over=self.passed_over,
            forced=self.forced,
            respelling=respelling,
            respelling_quality=self.respelling_quality,
            sure=self.sure,
            others=self.others,
            joined=joined,
        )


def other_syllables(syllable: str, others: Sequence[str]) -> tuple[str, ...]:
    """Return the syllables that differ from the one that was taken, each once, in order."""
    return tuple(dict.fromkeys(other for other in others if other and other != syllable))
