"""Make ``words.tsv`` again: words on whose polyphones the dictionaries agree.

``python -m audiopaper.readings.build_tables`` with pypinyin-dict 0.9.0 installed beside this
package's own dependencies. It is run by hand, once for each new version of a dictionary.
"""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import CITATION, readings_of, tone_digits
from audiopaper.readings.network import Guess, guess_readings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Words = Mapping[str, tuple[str, ...]]

_TABLE = Path(__file__).with_name("words.tsv")

# Two of the four come from one book, so three votes are at least two opinions.
_MIN_VOTES = 3

# Where the network is this sure of a word that stands alone, a word of three votes adds nothing.
_SURE = 0.99

_HEAD = """\
# Words on whose polyphones dictionaries agree, made by build_tables.py. A line: word, pinyin ("-"
# where they do not agree), and how many of the four say so.
# Sources: pypinyin 0.55.0 (MIT); pypinyin-dict 0.9.0 (MIT): large_pinyin and zdic_cibs, and
# cc_cedict, which is CC-CEDICT (Creative Commons Attribution-ShareAlike 4.0, www.mdbg.net). So is
# this table; under that licence's section 3(b) it may be used under the GPL 3.0 as well.
"""


def build_words() -> list[str]:
    """Collect the lines of the table, sorted by word."""
    dictionaries = _dictionaries()
    listed = Counter(word for words in dictionaries for word in words)
    agreed = {
        word: _vote(word, dictionaries)
        for word, count in listed.items()
        if count >= _MIN_VOTES and any(len(readings_of(c)) > 1 for c in word)
    }
    guesses = guess_readings(list(agreed))
    for (word, (pinyin, votes)), guess in zip(list(agreed.items()), guesses, strict=True):
        polyphone = any(at in guess for at in range(len(word)))
        if not (polyphone and votes == len(dictionaries)) and _adds_nothing(word, pinyin, guess):
            del agreed[word]
    return [f"{w}\t{' '.join(pinyin)}\t{votes}" for w, (pinyin, votes) in sorted(agreed.items())]


def _adds_nothing(word: str, pinyin: Sequence[str], guesses: Mapping[int, Guess]) -> bool:
    for at, syllable in enumerate(pinyin):
        if at in guesses:
            known, sure = guesses[at].syllable, guesses[at].share >= _SURE
        else:
            known, sure = readings_of(word[at])[0], True
        if syllable != "-" and not (sure and known == syllable):
            return False
    return True


def _dictionaries() -> list[Words]:
    base = "pypinyin_dict.phrase_pinyin_data"
    tables = [importlib.import_module("pypinyin.constants").PHRASES_DICT]
    tables += [
        importlib.import_module(f"{base}.{name}").phrases_dict
        for name in ("large_pinyin", "cc_cedict", "zdic_cibs")
    ]
    return [
        {
            word: tuple(
                CITATION.get(character) or tone_digits(syllables[0])
                for character, syllables in zip(word, found, strict=True)
            )
            for word, found in table.items()
            if len(word) == len(found) > 1
        }
        for table in tables
    ]


def _vote(word: str, dictionaries: Sequence[Words]) -> tuple[tuple[str, ...], int]:
    votes = [words[word] for words in dictionaries if word in words]
    pinyin, least = [], len(votes)
    for syllables in zip(*votes, strict=True):
        syllable, count = Counter(syllables).most_common(1)[0]
        pinyin.append(syllable if count >= _MIN_VOTES else "-")
        if count >= _MIN_VOTES:
            least = min(least, count)
    return tuple(pinyin), least


if __name__ == "__main__":
    _TABLE.write_text(_HEAD + "\n".join(build_words()) + "\n", encoding="utf-8")
