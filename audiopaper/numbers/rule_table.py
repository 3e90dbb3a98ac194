"""All rules in order, and the search for the first one that matches at an offset."""

from __future__ import annotations

import re
from functools import cache
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
    from audiopaper.numbers.number_rule import NumberRule, Starts

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


_BY_START = {
    kind: tuple(rule for rule in RULES if rule.starts == kind)
    for kind in ("digit", "symbol", "letter")
}

# Rules in one compiled pattern; larger blocks take longer to compile for a text that needs few.
_BLOCK = 16

_GROUP_NAME = re.compile(r"\(\?P([<=])")


def apply_first(kind: Starts, text: str, at: int) -> tuple[int, str, str] | None:
    """Return end, spoken form and name of the first rule that matches at an offset, or None.

    Args:
        kind: The kind of the character there.
        text: Folded text of any length.
        at: Offset of the character.
    """
    rules = _BY_START[kind]
    index = 0
    while index < len(rules):
        match = _from(kind, index).match(text, at)
        if match is None:
            index += _BLOCK - index % _BLOCK
            continue
        index = int((match.lastgroup or "")[2:])
        applied = rules[index].apply(text, at)
        if applied:
            return *applied, rules[index].name
        # The words around exclude it.
        index += 1
    return None


@cache
def _from(kind: Starts, first: int) -> re.Pattern[str]:
    """Return one pattern for a rule and the rest of its block; its last group names the rule."""
    patterns = []
    end = first + _BLOCK - first % _BLOCK
    for index, rule in enumerate(_BY_START[kind][first:end], first):
        own_names = _GROUP_NAME.sub(f"(?P\\g<1>of{index}_", rule.pattern)
        patterns.append(f"(?:{own_names})(?P<at{index}>)")
    return re.compile("|".join(patterns))
