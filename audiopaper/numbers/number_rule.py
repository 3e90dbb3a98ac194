"""A rule for number groups, and the parts that its pattern is composed of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from audiopaper.character_sets import HAN
from audiopaper.numbers import context_words, units
from audiopaper.pattern_needs import find_needs, list_characters, may_match

Match = re.Match[str]
Starts = Literal["digit", "symbol", "letter"]

# Characters before and behind a group in which a rule looks for words, within the sentence.
BEFORE_CHARS = 24
AFTER_CHARS = 12

_SENTENCE_END = re.compile("[。！？\n]")


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of some names that tries the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_UNIT = f"(?:{_any_of(units.UNITS)})"

# Every repetition is bounded or possessive, so that no text makes a search slow.
_PARTS = {
    # A number: perhaps grouped by commas, perhaps with decimals.
    "NUM": r"(?:\d{1,3}(?:,\d{3}){1,5}+(?!\d)|\d{1,16}+)(?:\.\d{1,30}+(?!\.?\d))?+(?!\d)",
    "S": "[ \u00a0]?",
    # A dash between the two ends of a range.
    "TO": "[ \u00a0]?(?:-{1,3}|~{1,2}|—{1,2})[ \u00a0]?",
    "SCALE": "[十百千万亿]{0,3}",
    "ABOUT": "[多余来几]?",
    "UNIT": f"(?:{_UNIT}(?![A-Za-z0-9²³]))",
    "PERNUM": f"(?:{_UNIT}(?![A-Za-z²³])|{_any_of(context_words.PER_NUMERATORS)})",
    "PERDEN": f"(?:{_UNIT}(?![A-Za-z²³])|a(?![A-Za-z])|{_any_of(context_words.PER_DENOMINATORS)}"
    f"|{context_words.PER_DENOMINATOR_AT_END})",
    "MEASURE": context_words.MEASURE,
    "PEOPLE": context_words.PEOPLE,
    "LIANG": context_words.LIANG,
    "YEAR": r"(?:1\d\d\d|20\d\d|21\d\d)",
    "MONTH": r"(?:0?[1-9]|1[0-2])(?!\d)",
    "DAY": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
    "HAN": f"[{HAN}]",
    "COLON": "[:：∶]",
    "AMPM": r"(?P<ampm> ?[aApP]\.?[mM]\.?(?![A-Za-z]))?",
}


# A part that is composed of others.
_PARTS["COUNTED"] = re.sub("<(S|UNIT)>", lambda m: _PARTS[m[1]], context_words.COUNTED)


class _LazyPattern:
    """A pattern that is compiled when a method of it is first asked for."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        method = getattr(_compiled(self.pattern), name)
        setattr(self, name, method)
        return method


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``<NUM>`` and the like stand for the parts above.

    It is done when the pattern is first used: most texts use few of them.
    """
    return cast("re.Pattern[str]", _LazyPattern(_expand(pattern)))


def _shorten_part(part: str) -> str:
    fewest = min(find_needs(part), key=len, default=frozenset[str]())
    return f"[{re.escape(''.join(sorted(fewest)))}]" if fewest else "."


_PART_NEEDS = {name: _shorten_part(part) for name, part in _PARTS.items()}
"""Each part as the characters that it needs: to read the parts themselves takes longer than to
compile some patterns."""

_short_forms: dict[str, str] = {}
"""Patterns with these in place of their parts, by the whole pattern."""


def _expand(pattern: str) -> str:
    whole = re.sub("<([A-Z]+)>", lambda m: _PARTS[m[1]], pattern)
    _short_forms[whole] = re.sub("<([A-Z]+)>", lambda m: _PART_NEEDS[m[1]], pattern)
    return whole


def _may_match(pattern: str, characters: frozenset[str]) -> bool:
    return may_match(_short_forms.get(pattern, pattern), characters)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Most texts need few of the rules, and compiling all takes a tenth of a second.
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How one kind of number group is said. `RULES` has them in order; the first match decides."""

    name: str
    """Becomes `Reading.number_rule`, which an editor is shown as ``number:NAME``."""

    starts: Starts
    """The kind of the group's first character."""

    pattern: str
    """Regular expression for the group, matched at its first character in the folded text."""

    spell: Callable[[Match], str | None]
    """Gives its spoken form; None excludes the match."""

    examples: tuple[tuple[str, str], ...]
    """Printed and spoken text; every one is a test."""

    before: str = ""
    """Pattern that must match in the sentence's last `BEFORE_CHARS` characters before the group."""

    after: str = ""
    """Pattern that must match in its next `AFTER_CHARS` characters behind the group."""

    unless_before: str = ""
    """Pattern that must not match before."""

    unless_after: str = ""
    """Pattern that must not match behind."""

    around_before: str = ""
    around_behind: str = ""
    """Patterns of which one must match, the first before the group or the second behind it."""

    def apply(self, text: str, start: int) -> tuple[int, str] | None:
        """Try the rule at an offset of folded text.

        Returns:
            The group's end and what is said; None if the rule does not match.
        """
        if not _may_match(self.pattern, list_characters(text)):
            return None
        match = _compiled(self.pattern).match(text, start)
        if match is None or match.end() == start:
            return None
        is_around = bool(self.around_before or self.around_behind)
        if self.before or self.unless_before or is_around:
            before = words_before(match)
            if self.before and not _is_in(self.before, before):
                return None
            if self.unless_before and _is_in(self.unless_before, before):
                return None
        if self.after or self.unless_after or is_around:
            after = words_behind(match)
            if self.after and not _is_in(self.after, after):
                return None
            if self.unless_after and _is_in(self.unless_after, after):
                return None
            if is_around and not self._is_around(before, after):
                return None
        spoken = self.spell(match)
        return None if spoken is None else (match.end(), spoken)

    def _is_around(self, before: str, after: str) -> bool:
        if self.around_before and _is_in(self.around_before, before):
            return True
        return bool(self.around_behind) and _is_in(self.around_behind, after)


def _is_in(pattern: str, words: str) -> bool:
    """Whether a pattern matches anywhere in the words beside a group."""
    return _may_match(pattern, frozenset(words)) and bool(_compiled(pattern).search(words))


def words_before(match: Match) -> str:
    """The sentence's last characters before a group."""
    window = match.string[max(0, match.start() - BEFORE_CHARS) : match.start()]
    return _SENTENCE_END.split(window)[-1]


def words_behind(match: Match) -> str:
    """The sentence's next characters behind a group."""
    window = match.string[match.end() : match.end() + AFTER_CHARS]
    return _SENTENCE_END.split(window, maxsplit=1)[0]


def _split_around(pattern: str) -> tuple[str, str]:
    """Split the alternatives of a pattern into those for the words before and those behind.

    What ends with ``$`` is right before the group and what begins with ``^`` right behind it; the
    other edge of the words is no edge of the group: the 3 of 含糖3克，由海军 is not behind 由.

    Example:
        >>> _split_around("由$|^出口|公路")
        ('由$|公路', '^出口|公路')
    """
    alternatives, depth, start = [], 0, 0
    for m in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        depth += {"(": 1, ")": -1}.get(m[0], 0)
        if m[0] == "|" and depth == 0:
            alternatives.append(pattern[start : m.start()])
            start = m.end()
    alternatives.append(pattern[start:])
    before = "|".join(part for part in alternatives if not part.startswith("^"))
    return before, "|".join(part for part in alternatives if not part.endswith("$"))


def make_rule(
    name: str,
    starts: Starts,
    pattern: str,
    spell: Callable[[Match], str | None],
    *examples: tuple[str, str],
    around: str = "",
    **beside: str,
) -> NumberRule:
    """Write a rule as a line of the table; ``beside`` holds the patterns for the words beside.

    Args:
        name: See `NumberRule`, as for what is not named here.
        starts: See there.
        pattern: See there.
        spell: See there.
        *examples: See there.
        around: Pattern that must match before or behind.
        **beside: The other patterns.
    """
    if around:
        beside["around_before"], beside["around_behind"] = _split_around(around)
    expanded = {key: _expand(value) for key, value in beside.items() if value}
    return NumberRule(name, starts, _expand(pattern), spell, examples, **expanded)


def make_sign(
    name: str, pattern: str, spoken: str, *examples: tuple[str, str], **around: str
) -> NumberRule:
    """Write a rule for a symbol that is said the same way wherever it holds."""
    return make_rule(name, "symbol", pattern, lambda _match: spoken, *examples, **around)
