"""The parts of a new lexicon entry, checked as an editor gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text
from audiopaper.lexicon import fold_width, parse_pinyin
from audiopaper.lexicon.pinyin_spelling import correct_pinyin, find_foreign
from audiopaper.say_as import check_spoken
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

# A space beside a Han character parts two clauses of a headline: no word is continued there.
_STRAY_SPACE = re.compile(r"(?<![!-~])\s|\s(?![!-~])")


def fold_text(text: str) -> str:
    """Give a text in its usual characters, with digits, letters and marks of numbers in ASCII."""
    return fold_width(normalise_text(text))


def check_words(text: str, say: str) -> str:
    """Give the words that are spoken for a text as an entry has them.

    Raises:
        LexiconError: They cannot be spoken as written, or the text is none for an entry.
    """
    say = normalise_text(say)
    try:
        check_spoken(say)
    except ValueError as error:
        raise LexiconError(
            _("{text} cannot be said so: {error}", text=text, error=error),
            remedy=_("write it in words, as in: audiopaper lexicon add 300余台 --say 三百余台"),
        ) from error
    _refuse_text(text)
    return say


def read_pinyin(text: str, pinyin: str) -> tuple[str, ...]:
    """Give the syllables of a text.

    Raises:
        LexiconError: The pinyin is wrong, or the text is none for an entry.
    """
    _refuse_text(text)
    try:
        return parse_pinyin(text, pinyin)
    except ValueError as error:
        remedy = _('one syllable a character, each with its tone: "lv4 dao3" for 绿岛')
        if spelled := correct_pinyin(text, pinyin):
            remedy = _("write: {cure}", cure=f'"{spelled}"')
        elif find_foreign(text):
            remedy = _("give its words, as in: audiopaper lexicon add K1路 --say 开幺路")
        raise LexiconError(
            _("wrong pinyin for {text}: {error}", text=text, error=error), remedy=remedy
        ) from error


def check_context(words: Sequence[str]) -> tuple[str, ...]:
    """Give the words of a context as an entry has them.

    Raises:
        LexiconError: No text that is read can have one of them: it is empty, or holds a space that
            is not between two Latin words.
    """
    for word in words:
        if not word or _STRAY_SPACE.search(word):
            raise LexiconError(
                _("{word!r} can stand neither before nor after a text", word=word),
                remedy=_("give the word without a space, as it is printed, or leave it out"),
            )
    return tuple(map(fold_text, words))


def _refuse_text(text: str) -> None:
    if not text or any(c.isspace() for c in text):
        raise LexiconError(
            _("{text!r} is no text for an entry", text=text),
            remedy=_("give the characters without a space"),
        )
