"""All rules in order: at each offset the first that matches decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.numbers import (
    cardinals,
    codes,
    dashes,
    dates,
    designations,
    latin,
    money,
    number_symbols,
    quantities,
    telephones,
    times,
    years,
)

if TYPE_CHECKING:
    from audiopaper.numbers.number_rule import NumberRule

RULES: tuple[NumberRule, ...] = (
    *telephones.RULES,
    *codes.RULES,
    *latin.RULES,
    *designations.RULES,
    *dates.RULES,
    *years.RULES,
    *times.RULES,
    *quantities.RULES,
    *money.RULES,
    *cardinals.RULES,
    *dashes.RULES,
    *number_symbols.RULES,
)
