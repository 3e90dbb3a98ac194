"""The readings of characters and words in dictionaries, as toned syllables."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from audiopaper.readings.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Combining macron, acute, caron, grave.
_TONE_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

# 一 and 不 change their tone before other tones, and some entries of the tables have the changed
# one. A reading is in citation form, and each engine applies its own sandhi.
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
    """Return a character's readings, the default first; empty for an unknown character.

    Source:
        pypinyin's table of characters; ``defaults.tsv`` corrects which reading is the default.
    """
    if character in CITATION:
        return (CITATION[character],)
    marked = _characters().get(str(ord(character)), "")
    listed = [tone_digits(syllable) for syllable in marked.split(",")] if marked else []
    chosen = _defaults().get(character)
    return tuple(dict.fromkeys([chosen, *listed] if chosen else listed))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a dictionary and the number of dictionaries that agree on it."""

    text: str
    """Two or more characters."""

    pinyin: tuple[str, ...]
    """A syllable for each character in citation form; empty if the dictionaries disagree."""

    votes: int
    """How many of four dictionaries agree; 1 is pypinyin alone, 0 a word without pinyin."""


def all_words() -> Iterator[str]:
    """Return every word that a dictionary lists."""
    return chain(_agreed(), _phrases(), _vocabulary())


def is_word(text: str) -> bool:
    """Whether any dictionary lists a text as a word."""
    return text in _agreed() or text in _phrases() or text in _vocabulary()


def find_word(text: str) -> Word | None:
    """Look up a word of two or more characters; None if no dictionary lists it."""
    if text in _agreed():
        pinyin, votes = _agreed()[text]
        syllables = ("" if s == "-" else s for s in pinyin.split(" "))
        return Word(text, tuple(syllables), int(votes))
    raw = _phrases().get(text)
    phrase = msgspec.json.decode(raw, type=list[list[str]]) if raw is not None else ()
    if len(phrase) != len(text):
        return Word(text, ("",) * len(text), 0) if text in _vocabulary() else None
    syllables = (
        CITATION.get(character) or tone_digits(options[0])
        for character, options in zip(text, phrase, strict=True)
    )
    return Word(text, tuple(syllables), 1)


def release_dictionaries() -> None:
    """Free the memory of the dictionaries; the next question reads them again."""
    for table in (_defaults, _agreed, corrected_words, neutral_words, _characters, _phrases):
        table.cache_clear()
    readings_of.cache_clear()
    tone_digits.cache_clear()


def _table(name: str) -> Iterator[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _defaults() -> dict[str, str]:
    return {character: syllable for character, syllable, _ in _table("defaults.tsv")}


@cache
def _agreed() -> dict[str, tuple[str, str]]:
    agreed = {word: (pinyin, votes) for word, pinyin, votes in _table("words.tsv")}
    for name in ("phrases.tsv", "corrections.tsv", "neutral.tsv"):
        agreed |= {word: (pinyin, "4") for word, pinyin, *_ in _table(name)}
    return agreed


@cache
def corrected_words() -> frozenset[str]:
    """Return the words of ``corrections.tsv`` and ``neutral.tsv``.

    They also correct the longer words of the dictionaries that contain them.
    """
    names = ("corrections.tsv", "neutral.tsv")
    return frozenset(word for name in names for word, *_ in _table(name))


@cache
def neutral_words() -> frozenset[str]:
    """Return the words of ``neutral.tsv``."""
    return frozenset(word for word, *_ in _table("neutral.tsv"))


def _vocabulary() -> frozenset[str]:
    return read_words("vocabulary.txt")


@cache
def _characters() -> dict[str, str]:
    return msgspec.json.decode(_pypinyin_table("pinyin_dict"), type=dict[str, str])


@cache
def _phrases() -> dict[str, msgspec.Raw]:
    # An edition asks for some of the 47,000 phrases: each is decoded when it is asked for.
    return msgspec.json.decode(_pypinyin_table("phrases_dict"), type=dict[str, msgspec.Raw])


def _pypinyin_table(name: str) -> bytes:
    """Read a table of pypinyin as JSON.

    The JSON file is read directly if the release has it. Importing the package takes twice as
    long, since it also prepares its own word segmentation.
    """
    spec = find_spec("pypinyin")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder, f"{name}.json")
        if path.exists():
            return path.read_bytes()
    loaded: dict[Any, Any] = getattr(import_module(f"pypinyin.{name}"), name)
    return msgspec.json.encode(loaded)
