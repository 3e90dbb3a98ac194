"""Readings that follow from the neighbouring characters.

The patterns are in ``context.tsv`` and ``neutral_context.tsv``. A few readings depend on the words
of a clause: 得 as "must", 为 and 还给 before a verb with its object, 地 behind a word of manner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.pattern_needs import list_characters, may_match
from audiopaper.readings.continued_action import is_continued
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.obligation import is_gain, is_obligation
from audiopaper.readings.pattern_edges import find_first, find_last
from audiopaper.readings.plain_patterns import list_texts
from audiopaper.readings.purpose import is_also_for, is_purpose
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence


def _lines(name: str) -> list[str]:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()


# A part of a pattern that excludes what follows or precedes.
_WITHOUT = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")

# The longest stretch before a character that a pattern describes.
_LOOK_BACK = 24


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A pattern and the reading it gives."""

    text: str
    """The line of the table, without the syllable."""

    before: str
    """Regular expression for what stands before the character, ending with it."""

    after: str
    """Regular expression for what stands behind it."""

    syllable: str
    """The reading; empty if the pattern only keeps the later rules from deciding."""

    begins: bool = False
    """Whether a word of the text's division must begin with the character."""

    ends: bool = False
    """Whether a word must end with it."""

    def is_crossed(self, *, behind: bool) -> bool:
        """Whether all its evidence stands on one side of the character.

        A word that the division cuts on that side then makes it void. Patterns for what must not
        stand there are no evidence, and a pattern that itself requires a break is never void.

        Args:
            behind: Whether the side behind the character is meant.
        """
        if self.begins or self.ends:
            return False
        return not _WITHOUT.sub("", self.before if behind else self.after)


_IDIOM_CHARS = 4

# 欢快地“奔跑”
_OPENING = frozenset("“‘「『")

# 紧锣密鼓地迎接: behind a word of four characters 地 is the particle, unless it begins a word.
_IDIOM_RULE = ContextRule("idiom【地】", "", "", "de5")

# 果断|地|采取: behind a word of manner too, if 地 is a word by itself and another one follows.
_MANNER_RULE = ContextRule("manner【地】", "", "", "de5")

# 为|企业|在|市场|实现: for whom something is done (see `is_purpose`).
_PURPOSE_RULE = ContextRule("purpose【为】", "", "", "wei4", begins=True)

# 还|给|老人|理发 (see `is_also_for`).
_ALSO_RULE = ContextRule("also【还】", "", "给", "hai2")

# 干部|得|带头 (see `is_obligation`).
_OBLIGATION_RULE = ContextRule("obligation【得】", "", "", "dei3", begins=True, ends=True)

# ，得|良田|三百亩 (see `is_gain`)
_GAIN_RULE = ContextRule("gain【得】", "", ".", "de2", begins=True, ends=True)

# 扶|着陆|地, 试|着装|灯 (see `is_continued`).
_CONTINUED_RULE = ContextRule("action【着】", ".", ".", "zhe5")

# 微笑|地|点头, 胜利|地|会师: behind any word of two characters or more, where no noun goes on.
_PARTICLE_RULE = ContextRule("particle【地】", "", "", "de5", begins=True, ends=True)

# Behind a place, and seldom behind the particle: 出生|地|附近, 户籍|地|也.
_BEHIND_PLACE = frozenset(
    "附也就则已即至从归属由被为在于将把以均都还各多政居省市县镇乡村法公派教学农警负主相转之等"
)

# Behind 地 as a noun: 最|贫困|地|的.
_BEHIND_NOUN = frozenset("的是有之里上下内中间块区")

# 安静|地|等, 真诚|地|和|老人: behind a noun these stand before a mark, or join nouns.
_BEHIND_EITHER = re.compile("等(?=[，。、；）]|$)|[和与及或](?=[^，。；]{0,3}(?:[，。、；]|$))")


def find_rule(text: str, at: int, breaks: Sequence[int] = ()) -> ContextRule | None:
    """Return the first rule that matches around a character, or None.

    Args:
        text: What is said.
        at: Offset of the character.
        breaks: Whether a word begins or ends at an offset, ``len(text) + 1`` values; empty if
            that is not known, and then every offset may be a break.

    Example:
        >>> rule = find_rule("激动地说", 2)
        >>> rule and rule.syllable
        'de5'
    """
    if text[at] == "地" and _follows_idiom(text, at):
        return _IDIOM_RULE
    if text[at] == "地" and breaks and _follows_manner(text, at, breaks):
        return _MANNER_RULE
    if text[at] == "得" and breaks and is_obligation(text, at, breaks):
        return _OBLIGATION_RULE
    if text[at] == "得" and breaks and is_gain(text, at, breaks):
        return _GAIN_RULE
    if text[at] == "还" and breaks and is_also_for(text, at, breaks):
        return _ALSO_RULE
    for rule in _rules().get(text[at], ()):
        if breaks and (rule.begins > breaks[at] or rule.ends > breaks[at + 1]):
            continue
        if _fits(rule, text, at):
            return rule
    if text[at] == "为" and breaks and is_purpose(text, at, breaks):
        return _PURPOSE_RULE
    if text[at] == "着" and breaks and is_continued(text, at, breaks):
        return _CONTINUED_RULE
    if text[at] == "地" and breaks and _is_particle(text, at, breaks):
        return _PARTICLE_RULE
    return None


def _is_particle(text: str, at: int, breaks: Sequence[int]) -> bool:
    behind = text[at + 1 : at + 2]
    if not (breaks[at] and breaks[at + 1] and behind and plain_han(behind)):
        return False
    if behind in _BEHIND_NOUN or behind in _BEHIND_PLACE or _BEHIND_EITHER.match(text, at + 1):
        return False
    if is_word(text[at - 1 : at + 1]):
        return False  # 体育|场地|设施
    start = next((i for i in range(at - 1, -1, -1) if breaks[i]), 0)
    return at - start > 1 and all(map(plain_han, text[start:at]))


def _follows_idiom(text: str, at: int) -> bool:
    return (
        at >= _IDIOM_CHARS
        and is_word(text[at - _IDIOM_CHARS : at])
        and not is_word(text[at : at + 2])
        # 文化|遗产地
        and not is_word(text[at - 2 : at + 1])
    )


def _follows_manner(text: str, at: int, breaks: Sequence[int]) -> bool:
    behind = text[at + 1 : at + 2]
    if not behind or not breaks[at + 1] or behind in _BEHIND_NOUN:
        return False
    start = next((i for i in range(at - 1, -1, -1) if breaks[i]), 0)
    word = text[start:at]
    if not breaks[at]:
        # 逐渐地, 和蔼地: one word of the division.
        return len(word) > 1 and word in read_words("manners.txt")
    if not (plain_han(behind) or behind in _OPENING) or _BEHIND_EITHER.match(text, at + 1):
        return False
    # 乐|呵呵, 一|趟趟: doubled, whatever the division.
    return word in read_words("manners.txt") or (at > 1 and text[at - 1] == text[at - 2])


def _fits_neighbours(rule: ContextRule, before: str, behind: str) -> bool:
    """Whether the characters beside an offset, empty at an end, do not rule a rule out."""
    first, last = find_first(rule.after), find_last(rule.before)
    # ``$`` also matches before a line break at the end.
    return not (first and behind not in first) and not (
        last and before not in last and before != "\n"
    )


def _fits(rule: ContextRule, text: str, at: int) -> bool:
    """Whether a rule's patterns match around an offset; what need not be compiled comes first."""
    before = text[max(0, at - _LOOK_BACK) : at]
    if not _fits_neighbours(rule, before[-1:], text[at + 1 : at + 2]):
        return False
    plain_before = list_texts(rule.before, behind=False)
    plain_after = list_texts(rule.after, behind=True)
    if plain_before and not plain_before.fits_before(before):
        return False
    if plain_after and not plain_after.fits_behind(text, at + 1):
        return False
    # All characters of the text count, since a condition may look back.
    if not plain_after and not may_match(rule.after, list_characters(text)):
        return False
    if plain_before is None and not may_match(rule.before, frozenset(before)):
        return False
    if not plain_after and not _compiled(rule.after).match(text, at + 1):
        return False
    return plain_before is not None or bool(_compiled(f"(?:{rule.before})$").search(before))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Most texts need few of the patterns, and compiling all takes a good part of a second.
    return re.compile(pattern)


@cache
def _rules() -> dict[str, list[ContextRule]]:
    rules: dict[str, list[ContextRule]] = defaultdict(list)
    for line in chain.from_iterable(map(_lines, ("context.tsv", "neutral_context.tsv"))):
        if line and not line.startswith("#"):
            text, syllable = line.split("\t")
            before, character, after = re.split("[【】]", text)
            begins, ends = before.endswith("|"), after.startswith("|")
            before, after = before.removesuffix("|"), after.removeprefix("|")
            rules[character].append(
                ContextRule(text, before, after, syllable.strip("-"), begins=begins, ends=ends)
            )
    return dict(rules)


def release_context_rules() -> None:
    """Free the memory of the rules and their patterns; the next question reads them again."""
    _rules.cache_clear()
    _compiled.cache_clear()
