"""Readings chosen by an editor, as entries for a trial and as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text
from audiopaper.lexicon import Entry, parse_pinyin
from audiopaper.lexicon.pinyin_spelling import correct_pinyin
from audiopaper.pipeline.lexicon_entries import OWN_FILE
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import EditionKey


def decision_mark(edition: EditionKey) -> str:
    """Return the end of the source of a reading that was decided for an edition."""
    return f"desk, {edition}"


def make_entry(text: str, pinyin: str, say: str = "") -> Entry:
    """Make a lexicon entry for a trial.

    Raises:
        LexiconError: The pinyin is wrong.
    """
    text = normalise_text(text)
    try:
        syllables = () if say else parse_pinyin(text, pinyin)
    except ValueError as error:
        spelled = correct_pinyin(text, pinyin)
        raise LexiconError(
            _("wrong pinyin for {text}: {error}", text=text, error=error),
            remedy=_("write: {cure}", cure=spelled)
            if spelled
            else _("one syllable a character, each with its tone: lv4 dao3 for 绿岛"),
        ) from error
    return Entry(text=text, pinyin=syllables, say=normalise_text(say), file=OWN_FILE)


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
