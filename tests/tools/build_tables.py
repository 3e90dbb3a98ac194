"""Make ``words.tsv``, ``vocabulary.txt`` and ``frequencies.txt`` again from dictionaries.

``python -m tests.tools.build_tables`` with pypinyin-dict 0.9.0 and jieba 0.42.1
installed beside this package's own dependencies. It is run by hand, once for each new version of
a dictionary.
"""

from __future__ import annotations

import importlib
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import CITATION, all_words, readings_of, tone_digits
from audiopaper.readings.g2pm import guess_readings
from audiopaper.readings.tokens import plain_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Words = Mapping[str, tuple[str, ...]]

_FOLDER = Path(__file__).parents[2] / "audiopaper/readings"

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

_FREQUENCIES_HEAD = """\
# How often words are met in sixty million, made by build_tables.py: a count, rounded to a power of
# one and a half, then the words that are met so often. Words that no dictionary of this project
# lists are only here where they are frequent. Source: dict.txt of jieba 0.42.1.
#
# The MIT License. Copyright (c) 2013 Sun Junyi
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
# associated documentation files (the "Software"), to deal in the Software without restriction,
# including without limitation the rights to use, copy, modify, merge, publish, distribute,
# sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
# furnished to do so, subject to the following conditions:
#
# The above copyright notice and this permission notice shall be included in all copies or
# substantial portions of the Software.
#
# THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
# NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
# NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
# DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
# OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

_STEP = 1.5
_LONGEST = 5
_MIN_COUNT, _MIN_COUNT_UNLISTED = 10, 30


def build_frequencies() -> list[str]:
    """Collect the lines of the table of frequencies, the most frequent words first."""
    path = Path(importlib.import_module("jieba").__file__ or "").with_name("dict.txt")
    listed = set(all_words())
    by_level: dict[int, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count = line.rsplit(" ", 2)[:2]
        enough = _MIN_COUNT if len(word) == 1 or word in listed else _MIN_COUNT_UNLISTED
        if int(count) >= enough and len(word) <= _LONGEST and all(map(plain_han, word)):
            by_level[round(math.log(int(count), _STEP))].append(word)
    return [
        " ".join([str(round(_STEP**level)), *sorted(words)])
        for level, words in sorted(by_level.items(), reverse=True)
    ]


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
    _write("frequencies.txt", _FREQUENCIES_HEAD, build_frequencies())
