"""Finding the first rule that holds at a place, without trying each of them in turn."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiopaper.numbers.rule_table import RULES

if TYPE_CHECKING:
    from audiopaper.numbers.number_rule import Starts

_BY_START = {
    kind: tuple(rule for rule in RULES if rule.starts == kind)
    for kind in ("digit", "symbol", "letter")
}

# So many rules are compiled into one pattern: with more, text that needs few of them waits longer.
_BLOCK = 16

_GROUP_NAME = re.compile(r"\(\?P([<=])")


def apply_first(kind: Starts, text: str, at: int) -> tuple[int, str, str] | None:
    """Give end, spoken form and name of the first rule that holds at a place; None for none.

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
        # The words around speak against it.
        index += 1
    return None


@cache
def _from(kind: Starts, first: int) -> re.Pattern[str]:
    """The patterns from a rule to its block's end; the last group to match tells which rule's."""
    patterns = []
    end = first + _BLOCK - first % _BLOCK
    for index, rule in enumerate(_BY_START[kind][first:end], first):
        own_names = _GROUP_NAME.sub(f"(?P\\g<1>of{index}_", rule.pattern)
        patterns.append(f"(?:{own_names})(?P<at{index}>)")
    return re.compile("|".join(patterns))
