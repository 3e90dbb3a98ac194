"""All readings that a text can have, for a person to choose from."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from audiopaper.model import Segment
from audiopaper.readings.dictionary import all_words, find_word, readings_of
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import frequency_order
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.lexicon import Lexicon

# With more combinations than this, typing the pinyin is quicker than reading the list.
MAX_CHOICES = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading and its origin."""

    pinyin: tuple[str, ...]
    """A syllable for each character."""

    source: str
    """The origin in words, or a word that has the reading: ``乐 as in 音乐``."""


def list_choices(text: str, lexicon: Lexicon) -> tuple[Choice, ...]:
    """List the readings that a text can have.

    Args:
        text: Han characters.
        lexicon: The decisions of people.

    Returns:
        Each reading once: those of the lexicon and of the dictionaries, the one that is spoken
        now, then the combinations of the characters' readings, unless these are more than
        `MAX_CHOICES`. Empty if a character has no reading or is no Han character.
    """
    if not all(map(plain_han, text)):
        return ()
    choices: dict[tuple[str, ...], str] = {}
    for pinyin, source in (*_decided(text, lexicon), _spoken_now(text, lexicon), *_combined(text)):
        if len(pinyin) == len(text) and all(pinyin):
            choices.setdefault(pinyin, source)
    return tuple(Choice(pinyin, source) for pinyin, source in choices.items())


def list_pinyin(text: str, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """List the readings of `list_choices` without their origins and the one that is spoken now.

    This needs none of the tables by which a text is read, which take a second to load.
    """
    if not all(map(plain_han, text)):
        return ()
    readings = (*(pinyin for pinyin, _ in _decided(text, lexicon)), *_combinations(text))
    return tuple(dict.fromkeys(p for p in readings if len(p) == len(text) and all(p)))


def _decided(text: str, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], str]]:
    for entry in lexicon.entries:
        if entry.text == text:
            yield entry.pinyin, f"{entry.file}: {entry.source}"
    if text in lexicon.surnames:
        yield lexicon.surnames[text], _("as a surname")
    word = find_word(text) if len(text) > 1 else None
    if word is not None:
        yield word.pinyin, "dictionaries"


def _spoken_now(text: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    from audiopaper.readings import add_readings

    (segment,) = add_readings([Segment(item=0, presenter="", printed=text)], lexicon)
    return tuple(s for r in segment.readings for s in r.pinyin), _("said so now")


def _combinations(text: str) -> Iterator[tuple[str, ...]]:
    listed = [readings_of(character) for character in text]
    if prod(map(len, listed)) <= MAX_CHOICES:
        yield from product(*listed)


def _combined(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    listed = [readings_of(character) for character in text]
    for syllables in _combinations(text):
        examples = [
            _example(character, syllable)
            for character, syllable, all_of_it in zip(text, syllables, listed, strict=True)
            if len(all_of_it) > 1
        ]
        yield syllables, "; ".join(filter(None, examples)) or _("by its characters")


@functools.lru_cache(maxsize=4096)
def _example(character: str, syllable: str) -> str:
    """Return the most frequent word with this reading of a character: ``乐 as in 音乐``."""
    words = sorted((w for w in all_words() if character in w and len(w) > 1), key=frequency_order)
    for text in words:
        word = find_word(text)
        if word and any(
            c == character and s == syllable for c, s in zip(word.text, word.pinyin, strict=True)
        ):
            return _("{character} as in {text}", character=character, text=text)
    return ""
