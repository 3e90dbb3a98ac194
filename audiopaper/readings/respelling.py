"""Respells a reading for engines that take characters only, by an unambiguous homophone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.g2pm import characters_by_frequency, knows_character

# The most frequent characters are function words or part of most words: 人志强 would sound wrong.
_TOO_COMMON = 100

# Longer words do not arise by chance.
_LONGEST_WORD = 4

# Rows of GB 2312: the first level is the everyday characters of print, the second the rest.
_FIRST_LEVEL = range(16, 56)
_SECOND_LEVEL = range(56, 88)


# Parts of characters, which dictionaries list with readings.
_RADICALS = frozenset("亻冫讠钅饣纟冖宀彐丶丨丿亠勹匚卩厶廴夂犭疒礻衤灬罒刂彳忄扌氵")


def respell(
    syllable: str, before: str, after: str, *, preferred: frozenset[str] = frozenset()
) -> str:
    """Find a common homophone with one reading that makes no word with its neighbours.

    Args:
        syllable: The reading that must be heard.
        before: The characters sent before it; the last three count.
        after: The characters behind it; the first three count.
        preferred: Characters to prefer to more frequent ones: for a surname other surnames, so
            that the engine still reads a name.

    Returns:
        The most frequent character with this as its only reading in CC-CEDICT that makes no word
        with the characters on either side; empty if there is none.

    Example:
        >>> respell("zeng1", "记者", "令新"), respell("xie4", "", "", preferred=frozenset("谢"))
        ('增', '谢')
    """
    candidates = _homophones().get(syllable, ())
    for character in sorted(candidates, key=lambda c: c not in preferred):
        if not _makes_word(character, before, after):
            return character
    return ""


def is_rare(character: str) -> bool:
    """Whether an engine may not know a character: 哿, the only homophone of 盖 (ge3)."""
    return _row(character) not in _FIRST_LEVEL and not knows_character(character)


def _makes_word(character: str, before: str, after: str) -> bool:
    for length in range(2, _LONGEST_WORD + 1):
        for ahead in range(length):
            behind = length - 1 - ahead
            if ahead > len(before) or behind > len(after):
                continue
            if is_word(before[len(before) - ahead :] + character + after[:behind]):
                return True
    return False


@cache
def _homophones() -> dict[str, tuple[str, ...]]:
    homophones: dict[str, list[str]] = defaultdict(list)
    for level in (_FIRST_LEVEL, _SECOND_LEVEL):
        for character, readings in characters_by_frequency()[_TOO_COMMON:]:
            known = readings_of(character)
            usual = len(readings) == 1 and known and known[0] == readings[0]
            if usual and _row(character) in level and character not in _RADICALS:
                homophones[readings[0]].append(character)
    return {syllable: tuple(characters) for syllable, characters in homophones.items()}


def _row(character: str) -> int:
    try:
        return character.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return 0
