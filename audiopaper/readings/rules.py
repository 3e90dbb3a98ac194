"""Readings that the characters beside settle: the patterns of ``context.tsv``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiopaper.readings.dictionary import is_word

# No pattern looks further back than this.
_LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the reading it gives."""

    text: str
    """The line of the table, without the syllable."""

    before: str
    """Regular expression for what stands before the character, ending with it."""

    after: str
    """Regular expression for what stands behind it."""

    syllable: str
    """The reading; "" where the pattern says that no other rule may decide."""

    def sees_only(self, *, behind: bool) -> bool:
        """Whether its evidence is all on one side of the character; what must not stand is none."""
        return not _WITHOUT.sub("", self.before if behind else self.after)


# A pattern of what must not stand there.
_WITHOUT = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")

_IDIOM_CHARS = 4

# 紧锣密鼓地迎接: behind a word of four characters 地 is the particle, unless it begins a word.
_IDIOM_RULE = Rule("idiom【地】", "", "", "de5")


def find_rule(text: str, at: int) -> Rule | None:
    """Give the first rule whose pattern fits a character's surroundings.

    Example:
        >>> rule = find_rule("激动地说", 2)
        >>> rule and rule.syllable
        'de5'
    """
    if text[at] == "地" and _follows_idiom(text, at):
        return _IDIOM_RULE
    for rule in _rules().get(text[at], ()):
        fits = not rule.after or _compiled(rule.after).match(text, at + 1)
        if fits and (not rule.before or _ends_with(rule.before, text, at)):
            return rule
    return None


def _follows_idiom(text: str, at: int) -> bool:
    return (
        at >= _IDIOM_CHARS
        and is_word(text[at - _IDIOM_CHARS : at])
        and not is_word(text[at : at + 2])
    )


def _ends_with(pattern: str, text: str, at: int) -> bool:
    before = text[max(0, at - _LOOK_BACK) : at]
    return _compiled(f"(?:{pattern})$").search(before) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Most texts need a few of them, and all together take a good part of a second.
    return re.compile(pattern)


@cache
def _rules() -> dict[str, list[Rule]]:
    rules: dict[str, list[Rule]] = defaultdict(list)
    path = Path(__file__).with_name("context.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, syllable = line.split("\t")
            before, character, after = re.split("[【】]", text)
            rules[character].append(Rule(text, before, after, syllable.strip("-")))
    return dict(rules)
