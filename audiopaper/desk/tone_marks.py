"""Pinyin as people read it: marks above the vowels in place of the tones' digits."""

from __future__ import annotations

import re

_MARKS = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}
_SYLLABLE = re.compile(r"(?<![a-z])([a-z]*[aeiouv][a-z]*)([1-5])(?![a-z0-9])")
_NEUTRAL = 5


def mark_tones(text: str) -> str:
    """Write the syllables of a text with tone marks.

    What is no syllable stays as it is, as do syllables without a vowel: ``hm5``.

    Example:
        >>> mark_tones("lv4 dao3 de5"), mark_tones("三百")
        ('lǜ dǎo de', '三百')

    Source:
        GB/T 16159: the mark stands on a or e, on the o of ou, else on the last vowel; the neutral
        tone has none.
    """
    return _SYLLABLE.sub(lambda match: _mark_syllable(match[1], int(match[2])), text)


def _mark_syllable(syllable: str, tone: int) -> str:
    letters = syllable.replace("v", "ü")
    if tone == _NEUTRAL:
        return letters
    vowels = [n for n, letter in enumerate(letters) if letter in _MARKS]
    open_vowels = [n for n in vowels if letters[n] in "ae" or letters[n : n + 2] == "ou"]
    marked = open_vowels[0] if open_vowels else vowels[-1]
    return f"{letters[:marked]}{_MARKS[letters[marked]][tone - 1]}{letters[marked + 1 :]}"
