"""What pypinyin's tables say of characters and words, as toned syllables."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

# Combining macron, acute, caron, grave.
_TONE_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

# 一 and 不 change their tone by what follows, and the tables print some words so; a reading is
# in citation form, and each engine applies its own sandhi.
CITATION = {"一": "yi1", "不": "bu4"}


@cache
def tone_digits(syllable: str) -> str:
    """Turn a syllable with a tone mark into one with a digit.

    Example:
        >>> tone_digits("lǜ"), tone_digits("de")
        ('lv4', 'de5')
    """
    letters, tone = "", "5"
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONE_MARKS:
            tone = _TONE_MARKS[character]
        elif character == "\u0308":
            letters = letters[:-1] + "v"
        elif character == "\u0302":
            letters = "ei"
        else:
            letters += character
    return letters + tone


@cache
def readings_of(character: str) -> tuple[str, ...]:
    """Give a character's readings, the usual one first; () for an unknown one."""
    if character in CITATION:
        return (CITATION[character],)
    found = _characters().get(ord(character), "")
    return tuple(dict.fromkeys(tone_digits(s) for s in found.split(","))) if found else ()


@cache
def word_reading(word: str) -> tuple[str, ...] | None:
    """Give a word's syllables in citation form; None for a word that is not listed."""
    found = _words().get(word)
    if found is None or len(found) != len(word):
        return None
    return tuple(
        CITATION.get(character) or tone_digits(syllables[0])
        for character, syllables in zip(word, found, strict=True)
    )


def longest_word(text: str, at: int) -> str:
    """Give the longest listed word of two or more characters that begins at an offset, or ""."""
    for length in _lengths().get(text[at], ()):
        word = text[at : at + length]
        if len(word) == length and word in _words():
            return word
    return ""


# pypinyin takes a fifth of a second to import, so it is only asked for when a text is read.
@cache
def _characters() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@cache
def _words() -> dict[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in _words():
        if len(word) > 1:
            lengths[word[0]].add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
