"""Traditional characters are read as their simplified words are, but never as they cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import readings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.readings.decision_list import Decision


def settle_variants(
    printed: str, simplified: str, decisions: Mapping[int, Decision]
) -> dict[int, Decision]:
    """Correct what was decided of simplified characters by what is printed.

    One simplified character may stand for several: 发 for 發 and 髮, 干 for 幹, 乾 and 干. Where
    the printed one cannot be read as was decided, it is read as it can be; what an editor or a
    name decided stays, and so does a neutral tone.

    Args:
        printed: What is said, each Han character in its everyday form.
        simplified: The same in simplified characters, as long.
        decisions: By offset, as decided for the simplified text.
    """
    settled = dict(decisions)
    for at, decision in decisions.items():
        if printed[at] == simplified[at] or decision.source.startswith(("lexicon", "surname")):
            continue
        possible = readings_of(printed[at])
        syllable = decision.syllable
        if not possible or syllable in possible:
            continue
        alike = [other for other in possible if other[:-1] == syllable[:-1]]
        if alike and syllable.endswith("5"):
            continue
        others = tuple(o for o in decision.others if o in possible)
        chosen = (alike or possible)[0]
        settled[at] = replace(decision, syllable=chosen, source="default", others=others)
    return settled
