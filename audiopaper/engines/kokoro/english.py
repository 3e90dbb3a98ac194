"""Latin letters and English words in Kokoro's phonemes."""

from __future__ import annotations

import functools
import re
import unicodedata

from audiopaper.engines.espeak import english_ipa
from audiopaper.engines.pinyin import is_spelt

_LETTERS = {
    "A": "ˈA", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "ʤˈi",
    "H": "ˈAʧ", "I": "ˈI", "J": "ʤˈA", "K": "kˈA", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn",
    "O": "ˈO", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ", "S": "ˈɛs", "T": "tˈi", "U": "jˈu",
    "V": "vˈi", "W": "dˈʌbᵊlju", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip
"""Names of the letters in American English."""

_CHANGES = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("ʔˌn\u0329", "tᵊn"), ("ʔn\u0329", "tᵊn"), ("ɚ", "əɹ"),
    ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("e", "A"), ("r", "ɹ"), ("x", "k"), ("ç", "k"),
    ("ɐ", "ə"), ("ɬ", "l"), ("ʔ", "t"), ("o", "ɔ"), ("ʲ", ""), ("ː", ""), ("^", ""),
)  # fmt: skip
"""Replacements of espeak-ng's IPA by the model's, in the order of application."""


def latin_phonemes(group: str) -> tuple[str, ...]:
    """Convert letters or a word to the model's phonemes, a string for each word.

    Args:
        group: Letters of any alphabet, digits.

    Example:
        >>> latin_phonemes("GDP")
        ('ʤˈidˈipˈi',)
    """
    if is_spelt(group) and set(group.upper()) <= set(_LETTERS):
        return ("".join(_LETTERS[letter] for letter in group.upper()),)
    return _word(group)


@functools.lru_cache(maxsize=4096)
def _word(word: str) -> tuple[str, ...]:
    """Convert a word to the model's phonemes.

    Source:
        misaki 0.9 (Apache-2.0), ``espeak.EspeakFallback``: the phonemes of American English.
    """
    ipa = english_ipa(word)
    for old, new in _CHANGES:
        ipa = ipa.replace(old, new)
    ipa = re.sub("(\\S)\u0329", r"ᵊ\1", ipa)
    ipa = "".join(c for c in ipa if not unicodedata.combining(c))
    return tuple(ipa.split())
