"""What is spoken of a sentence when one word of it is listened for: the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.model import Segment
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text import settle_readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.config import Config

PASSAGE_CHARS = 12
"""A model speaks so much in less than a second on two cores."""

CONTEXT_CHARS = 4
"""How much of the neighbouring text makes "only here": what stands there once."""

_CLAUSE_MARKS = re.compile(r"[，；：。！？]")
_MARKS = re.compile(r"[，；：。！？、…—“”‘’《》（）\s]")


def cut_passage(sentence: str, text: str, said: str, config: Config, *, context: str = "") -> str:
    """Cut a sentence to a passage around a text that is read in it as in the sentence.

    A short passage is spoken sooner; what decides the reading may stand outside it, so more of
    the sentence is kept until the passage alone is read the same.

    Args:
        sentence: What is printed.
        text: What is listened for.
        said: How the sentence says it: syllables divided by spaces, or a number's words; empty
            where the reading is given and need not be compared.
        config: The configuration in force.
        context: The text around, the characters themselves in 【】, where the text stands in the
            sentence more than once.
    """
    start = find_text(sentence, text, context)
    # In braces stands what is said of what is printed: neither is cut.
    if start < 0 or "{" in sentence or len(sentence) <= PASSAGE_CHARS:
        return sentence
    for low, high in _list_spans(sentence, start, start + len(text)):
        passage = sentence[low:high]
        if not said or _is_said(passage, start - low, len(text), said, config):
            return passage
    return sentence


def find_text(sentence: str, text: str, context: str) -> int:
    """Find where a text stands in a sentence; of several places the one with that context.

    Returns:
        An offset, or -1.
    """
    before, after = split_context(context)
    start = sentence.find(before + text + after)
    return start + len(before) if start >= 0 else sentence.find(text)


def split_context(context: str) -> tuple[str, str]:
    """Give what stands right before and behind the text in 【】, as far as no mark divides it."""
    before, _, rest = context.partition("【")
    _, _, after = rest.partition("】")
    return _take_run(before[::-1])[::-1], _take_run(after)


def _take_run(text: str) -> str:
    end = next((n for n, c in enumerate(text) if not c.isalnum()), len(text))
    return text[:end][:CONTEXT_CHARS]


def _list_spans(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """List spans of a sentence around a text, from the shortest that sounds well to the longest."""
    clause = _find_span(sentence, start, end, _CLAUSE_MARKS)
    if clause[1] - clause[0] > PASSAGE_CHARS:
        phrase = _find_span(sentence, start, end, _MARKS)
        if phrase[1] - phrase[0] > PASSAGE_CHARS:
            yield _find_words(sentence, start, end, phrase)
        if phrase != clause:
            yield phrase
    yield clause


def _find_span(sentence: str, start: int, end: int, marks: re.Pattern[str]) -> tuple[int, int]:
    """Find the span between two marks that holds a text; the mark behind belongs to it."""
    before = [m.end() for m in marks.finditer(sentence, 0, start)]
    behind = marks.search(sentence, end)
    return before[-1] if before else 0, behind.end() if behind else len(sentence)


def _find_words(sentence: str, start: int, end: int, span: tuple[int, int]) -> tuple[int, int]:
    """Find the whole words around a text, in turns before and behind, as far as they fit."""
    # The dictionaries are large, and a desk that is only opened needs none.
    from audiopaper.readings.word_division import Division

    breaks = Division(sentence).breaks
    low, high = span
    befores = [n for n in range(start, low - 1, -1) if _divides(sentence, breaks, n)]
    behinds = [n for n in range(end, high + 1) if _divides(sentence, breaks, n)]
    room = PASSAGE_CHARS - (end - start)
    first = next((n for n in reversed(befores) if start - n <= room // 2), start)
    last = next((n for n in reversed(behinds) if n - end <= room - (start - first)), end)
    return first, last


def _divides(sentence: str, breaks: bytearray, at: int) -> bool:
    """Say whether a word ends at an offset; figures and Latin letters are not divided."""
    around = sentence[max(0, at - 1) : at + 1]
    return bool(breaks[at]) and not (len(around) > 1 and around.isascii() and around.isalnum())


def _is_said(passage: str, start: int, length: int, said: str, config: Config) -> bool:
    """Say whether a run of a passage's characters is read so: pinyin, or a number's words."""
    segment = Segment(item=0, presenter="", printed=passage)
    (settled,) = settle_readings([segment], show_lexicon(config))
    inside = [r for r in settled.readings if start <= r.start < start + length]
    pinyin = " ".join(syllable for reading in inside for syllable in reading.pinyin)
    return said in (pinyin, "".join(reading.spoken for reading in inside))
