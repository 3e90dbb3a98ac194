"""Cut a sentence to a short passage around a word that an editor listens for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.marked_text import split_mark
from audiopaper.model import Segment
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text import settle_readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.config import Config

PASSAGE_CHARS = 9
"""Aim for the length of a passage: a character with `CONTEXT_CHARS` on each side. Each further
character takes a model a tenth of a second of processor time."""

CONTEXT_CHARS = 4
"""Maximum length of the text on each side that restricts an entry to one context."""

_CLAUSE_MARKS = re.compile(r"[，；：。！？]")
_MARKS = re.compile(r"[，；：。！？、…—“”‘’《》（）\s]")


def cut_passage(
    sentence: str, text: str, spoken_form: str, config: Config, *, context: str = ""
) -> str:
    """Cut a sentence to a passage in which a text is read as in the sentence.

    A short passage is spoken sooner. The reading may depend on words outside it, so the passage is
    lengthened until the text is read the same.

    Args:
        sentence: The sentence as printed.
        text: The text to listen for.
        spoken_form: The spoken form of the text in the sentence: syllables divided by spaces, or
            the words of a number; empty if the reading is given and need not be compared.
        config: The configuration in force.
        context: The characters around the text, which is marked by `mark_text`, to find it if the
            sentence has it more than once.
    """
    start = find_text(sentence, text, context)
    # Braces hold a printed text and its spoken form; such a mark must not be cut.
    if start < 0 or "{" in sentence or len(sentence) <= PASSAGE_CHARS:
        return sentence
    for low, high in _list_spans(sentence, start, start + len(text)):
        passage = sentence[low:high]
        if not spoken_form or spoken_form in _read_text(passage, start - low, len(text), config):
            return passage
    return sentence


def find_text(sentence: str, text: str, context: str) -> int:
    """Find a text in a sentence; of several occurrences the one with that context.

    Returns:
        Its offset, or -1.
    """
    before, after = split_context(context)
    start = sentence.find(before + text + after)
    return start + len(before) if start >= 0 else sentence.find(text)


def split_context(context: str) -> tuple[str, str]:
    """Return the letters, digits and characters next to the marked text, before and after it."""
    before, _, after = split_mark(context)
    return _take_run(before[::-1])[::-1], _take_run(after)


def _take_run(text: str) -> str:
    end = next((n for n, c in enumerate(text) if not c.isalnum()), len(text))
    return text[:end][:CONTEXT_CHARS]


def _list_spans(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield spans of a sentence around a text, the shortest that sounds natural first."""
    clause = _find_span(sentence, start, end, _CLAUSE_MARKS)
    if clause[1] - clause[0] > PASSAGE_CHARS:
        phrase = _find_span(sentence, start, end, _MARKS)
        if phrase[1] - phrase[0] > PASSAGE_CHARS:
            yield _find_words(sentence, start, end, phrase)
        if phrase != clause:
            yield phrase
    yield clause


def _find_span(sentence: str, start: int, end: int, marks: re.Pattern[str]) -> tuple[int, int]:
    """Find the span between two marks that contains a text; it includes the second mark."""
    before = [m.end() for m in marks.finditer(sentence, 0, start)]
    behind = marks.search(sentence, end)
    return before[-1] if before else 0, behind.end() if behind else len(sentence)


def _find_words(sentence: str, start: int, end: int, span: tuple[int, int]) -> tuple[int, int]:
    """Find the whole words around a text that fit, first those before, then those after it."""
    # Imported here: the dictionaries are large, and a desk that speaks nothing needs none.
    from audiopaper.readings.word_division import Division

    breaks = Division(sentence).breaks
    low, high = span
    befores = [n for n in range(start, low - 1, -1) if _divides(sentence, breaks, n)]
    behinds = [n for n in range(end, high + 1) if _divides(sentence, breaks, n)]
    room = PASSAGE_CHARS - (end - start)
    first = next((n for n in reversed(befores) if start - n <= room // 2), start)
    last = next((n for n in reversed(behinds) if n - end <= room - (start - first)), end)
    return first, last


def _divides(sentence: str, breaks: bytearray, offset: int) -> bool:
    """Return whether a word ends at an offset.

    Latin letters are not divided, nor is a number from its unit.
    """
    before, after = sentence[:offset][-1:], sentence[offset : offset + 1]
    if before.isdigit() and after.isalnum():
        return False
    latin = (before + after).isascii() and before.isalnum() and after.isalnum()
    return bool(breaks[offset]) and not latin


def _read_text(passage: str, start: int, length: int, config: Config) -> tuple[str, str]:
    """Return the pinyin of a run of a passage's characters, and the words of its numbers."""
    segment = Segment(item=0, presenter="", printed=passage)
    (settled,) = settle_readings([segment], show_lexicon(config))
    inside = [r for r in settled.readings if start <= r.start < start + length]
    pinyin = " ".join(syllable for reading in inside for syllable in reading.pinyin)
    return pinyin, "".join(reading.spoken for reading in inside)
