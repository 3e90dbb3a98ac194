"""The ordered table of all rules: at each place the first one that holds says the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.numbers import (
    codes,
    dashes,
    dates,
    latin,
    money,
    names,
    phones,
    plain,
    quantities,
    symbols,
    times,
    years,
)

if TYPE_CHECKING:
    from audiopaper.numbers.rule import Rule

RULES: tuple[Rule, ...] = (
    *phones.RULES,
    *codes.RULES,
    *latin.RULES,
    *names.RULES,
    *dates.RULES,
    *years.RULES,
    *times.RULES,
    *quantities.RULES,
    *money.RULES,
    *plain.RULES,
    *dashes.RULES,
    *symbols.RULES,
)
