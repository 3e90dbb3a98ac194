"""All rules in order, and the search for the first one that matches at an offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.numbers import (
    answer_marks,
    cardinals,
    codes,
    coordinates,
    dashes,
    dates,
    designations,
    house_numbers,
    laboratory_signs,
    latin,
    letter_groups,
    lifespans,
    lottery,
    materials,
    money,
    month_days,
    number_symbols,
    numbered_names,
    programmes,
    quantities,
    race_times,
    schools,
    science,
    scores,
    securities,
    slash_pairs,
    slashes,
    spans,
    star_ratings,
    superscripts,
    telephones,
    times,
    weight_classes,
    years,
)

if TYPE_CHECKING:
    from audiopaper.numbers.number_rule import NumberRule, Starts

RULES: tuple[NumberRule, ...] = (
    *telephones.RULES,
    *codes.RULES,
    *securities.RULES,
    *house_numbers.RULES,
    *latin.RULES,
    *designations.RULES,
    *programmes.RULES,
    *numbered_names.RULES,
    *schools.RULES,
    *materials.RULES,
    *lottery.RULES,
    *money.RULES,
    *lifespans.RULES,
    *month_days.RULES,
    *dates.RULES,
    *month_days.RULES_BY_CUE,
    *years.RULES,
    *race_times.RULES,
    *times.RULES,
    *scores.RULES,
    *slash_pairs.RULES,
    *slashes.RULES,
    *coordinates.RULES,
    *science.RULES,
    *superscripts.RULES,
    *weight_classes.RULES,
    *quantities.RULES,
    *cardinals.RULES,
    *spans.RULES,
    *laboratory_signs.RULES,
    *star_ratings.RULES,
    *dashes.RULES,
    *answer_marks.RULES,
    *number_symbols.RULES,
    *letter_groups.RULES,
)


_BY_START = {
    kind: tuple(rule for rule in RULES if rule.starts == kind)
    for kind in ("digit", "symbol", "letter")
}


def apply_first(kind: Starts, text: str, at: int) -> tuple[int, str, str] | None:
    """Return end, spoken form and name of the first rule that matches at an offset, or None.

    Args:
        kind: The kind of the character there.
        text: Folded text of any length.
        at: Offset of the character.
    """
    # Rules joined to one pattern would be tried faster, and take far longer to compile than an
    # episode's numbers take to find.
    for rule in _BY_START[kind]:
        applied = rule.apply(text, at)
        if applied:
            return *applied, rule.name
    return None
