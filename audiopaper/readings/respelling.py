"""Saying a reading to an engine that takes characters only: by a homophone that has no other."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.network import characters_by_frequency

# The most frequent characters of all hold sentences together: 人志强 would be heard as people.
_TOO_COMMON = 100

# Rows of GB 2312: the first level is the everyday characters of print, the second the rest.
_FIRST_LEVEL = range(16, 56)
_SECOND_LEVEL = range(56, 88)


def respell(
    syllable: str, before: str, after: str, *, preferred: frozenset[str] = frozenset()
) -> str:
    """Find a common character that is read one way only and keeps to itself.

    Args:
        syllable: The reading that must be heard.
        before: What is sent before it.
        after: What stands behind it.
        preferred: Characters to take before more frequent ones: for a surname another surname,
            which leaves the engine a name to read.

    Returns:
        The most frequent character of which CC-CEDICT knows this one reading and that makes no
        word with the character on either side; "" where there is none.

    Example:
        >>> respell("zeng1", "记者", "令新"), respell("xie4", "", "", preferred=frozenset("谢"))
        ('增', '谢')
    """
    candidates = _homophones().get(syllable, ())
    for character in sorted(candidates, key=lambda c: c not in preferred):
        if not (before and is_word(before[-1] + character)) and not (
            after and is_word(character + after[0])
        ):
            return character
    return ""


@cache
def _homophones() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for level in (_FIRST_LEVEL, _SECOND_LEVEL):
        for character, readings in characters_by_frequency()[_TOO_COMMON:]:
            known = readings_of(character)
            usual = len(readings) == 1 and known and known[0] == readings[0]
            if usual and _row(character) in level:
                found[readings[0]].append(character)
    return {syllable: tuple(characters) for syllable, characters in found.items()}


def _row(character: str) -> int:
    try:
        return character.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return 0
