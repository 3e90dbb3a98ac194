"""Make ``words.tsv`` and ``vocabulary.txt`` again from dictionaries.

``python -m audiopaper.readings.build_tables`` with pypinyin-dict 0.9.0 installed beside this
package's own dependencies. It is run by hand, once for each new version of a dictionary.
"""

from __future__ import annotations

import importlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import CITATION, readings_of, tone_digits
from audiopaper.readings.network import guess_readings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Words = Mapping[str, tuple[str, ...]]

_FOLDER = Path(__file__).parent

# Two of the four come from one book, so three votes are at least two opinions.
_MIN_VOTES = 3
_VOCABULARY_CHARS = 4

_HEAD = """\
# Words on whose polyphones dictionaries agree, made by build_tables.py. A line: word, pinyin ("-"
# where they do not agree), and how many of the four say so.
# Sources: pypinyin 0.55.0 (MIT); pypinyin-dict 0.9.0 (MIT): large_pinyin and zdic_cibs, and
# cc_cedict, which is CC-CEDICT (Creative Commons Attribution-ShareAlike 4.0, www.mdbg.net). So is
# this table; under that licence's section 3(b) it may be used under the GPL 3.0 as well.
"""

_VOCABULARY_HEAD = """\
# Other words of two to four characters, made by build_tables.py: the first character of a line,
# then the rest of each word that begins with it. They tell where words begin and end.
# Sources: words that both CC-CEDICT and large_pinyin list, in pypinyin-dict 0.9.0; licence as in
# words.tsv.
"""


def build_words() -> list[str]:
    """Collect the lines of the table, sorted by word.

    Words without a polyphone are left out, where the default readings are theirs.
    """
    dictionaries = _dictionaries()
    listed = Counter(word for words in dictionaries for word in words)
    agreed = {
        word: _vote(word, dictionaries)
        for word, count in listed.items()
        if count >= _MIN_VOTES and any(len(readings_of(c)) > 1 for c in word)
    }
    guesses = guess_readings(list(agreed))
    for (word, (pinyin, _)), guess in zip(list(agreed.items()), guesses, strict=True):
        usual = all(s in ("-", readings_of(c)[0]) for c, s in zip(word, pinyin, strict=True))
        if not guess and usual:
            del agreed[word]
    return [f"{w}\t{' '.join(pinyin)}\t{votes}" for w, (pinyin, votes) in sorted(agreed.items())]


def build_vocabulary(words: Sequence[str]) -> list[str]:
    """Collect the lines of the vocabulary, sorted by their first character.

    Args:
        words: The lines of ``words.tsv``, whose words are left out.
    """
    _, large, cedict, _ = _dictionaries()
    known = {line.split("\t")[0] for line in words}
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(cedict.keys() & large.keys() - known):
        if len(word) <= _VOCABULARY_CHARS:
            by_first[word[0]].append(word[1:])
    return [" ".join([first, *rests]) for first, rests in sorted(by_first.items())]


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


def _write(name: str, head: str, lines: Sequence[str]) -> None:
    (_FOLDER / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    found = build_words()
    _write("words.tsv", _HEAD, found)
    _write("vocabulary.txt", _VOCABULARY_HEAD, build_vocabulary(found))
