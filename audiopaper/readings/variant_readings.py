"""Traditional characters are read as their simplified words are, but never as they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.model import ReadingRule
from audiopaper.readings.decision import Decision
from audiopaper.readings.dictionary import readings_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def settle_variants(
    printed: str, simplified: str, decisions: Mapping[int, Decision]
) -> dict[int, Decision]:
    """Correct what was decided of simplified characters by what is printed.

    One simplified character may stand for several: 发 for 發 and 髮, 干 for 幹, 乾 and 干. Where
    the printed one cannot be read as was decided, it is read as it can be. The decisions of an
    editor and of a surname stay as they are, and so does a neutral tone.

    Args:
        printed: What is said, each Han character in its everyday form.
        simplified: The same in simplified characters, as long.
        decisions: By offset, as decided for the simplified text.
    """
    corrected = dict(decisions)
    for at, decision in decisions.items():
        by_people = decision.rule in (ReadingRule.LEXICON, ReadingRule.SURNAME)
        if printed[at] == simplified[at] or by_people:
            continue
        possible = readings_of(printed[at])
        syllable = decision.syllable
        if not possible or syllable in possible:
            continue
        alike = [other for other in possible if other[:-1] == syllable[:-1]]
        if alike and syllable.endswith("5"):
            continue
        corrected[at] = Decision(
            (alike or possible)[0],
            ReadingRule.DEFAULT,
            forced=decision.forced,
            respelling=decision.respelling,
            sure=decision.sure,
            others=tuple(other for other in decision.others if other in possible),
        )
    return corrected
