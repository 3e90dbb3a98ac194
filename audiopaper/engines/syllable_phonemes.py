"""Readings in the phonemes that neural voices take: initials, finals and tones, or IPA."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.engines.pinyin import pinyin_text, read_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audiopaper.engines.pinyin import Token
    from audiopaper.model import Segment

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_NO_INITIAL = "Ø"

_ENDS = "。？！"
_SENTENCE_ENDS = "。；？！"

_NEAREST = {
    "r": "er", "m": "mu", "n": "en", "ng": "eng", "hm": "hen", "hng": "heng", "ê": "ei",
    "wong": "weng",
}  # fmt: skip
"""Syllables without an initial and final known to voices, as the nearest that has them."""

_LETTERS = {
    "A": "ei1", "B": "bi4", "C": "xi1", "D": "di4", "E": "yi4", "F": "ai2 fu5", "G": "ji4",
    "H": "ai2 chi5", "I": "ai4", "J": "zhei4", "K": "kei4", "L": "ai2 lou5", "M": "ai2 mu5",
    "N": "en1", "O": "ou1", "P": "pi4", "Q": "kiu4", "R": "a4", "S": "ai2 si5", "T": "ti4",
    "U": "you1", "V": "wei4", "W": "da2 bu5 liu5", "X": "ai2 ke5 si5", "Y": "wai4", "Z": "zei4",
}  # fmt: skip
"""Letters as newsreaders say them in Mandarin, for voices without other phonemes; all are syllables
of an initial and a final, though not all are in the dictionary."""

_ASCII_MARKS = {"，": ", ", "、": ", ", "：": ": ", "；": "; ", "。": ".", "？": "?", "！": "!"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phonemes:
    """One sentence in a voice's phonemes."""

    spoken: str
    """The sentence in characters."""

    groups: tuple[tuple[str, ...], ...]
    """Phonemes, grouped by syllable or mark."""


def pinyin_sentences(segment: Segment) -> tuple[Phonemes, ...]:
    """Convert a segment to initials, finals and tones (piper's phoneme type ``pinyin``).

    Tones are those of the readings: such voices were trained on citation tones (g2pW) and apply
    tone sandhi by themselves.

    Returns:
        The sentences that have something to be said, in order.

    Raises:
        SynthesisError: A Han character has no reading.

    Source:
        piper-tts 1.8, ``phonemize_chinese.py`` (Apache-2.0): the set of phonemes.
    """
    return tuple(_make_phonemes(tokens) for tokens in split_sentences(list(read_tokens(segment))))


def split_syllable(syllable: str) -> tuple[str, str, str]:
    """Split a syllable into initial, final and tone.

    Example:
        >>> split_syllable("xiong2"), split_syllable("er4"), split_syllable("lv4")
        (('x', 'iong', '2'), ('Ø', 'er', '4'), ('l', 'v', '4'))
    """
    base, tone = syllable[:-1], syllable[-1]
    base = re.sub(r"^([jqxy])v", r"\1u", _NEAREST.get(base, base))
    initial = next((i for i in _INITIALS if base.startswith(i)), "")
    return initial or _NO_INITIAL, base[len(initial) :], tone


def ipa_sentences(segment: Segment, to_ipa: Callable[[str], str]) -> tuple[Phonemes, ...]:
    """Convert a segment to IPA (piper's phoneme type ``espeak``).

    Args:
        segment: A segment with its readings.
        to_ipa: espeak-ng's conversion of toned pinyin without marks.

    Returns:
        The sentences that have something to be said, in order; a group for each character.

    Raises:
        SynthesisError: A Han character has no reading.
    """
    text, sentences = pinyin_text(segment)
    ends = [*(s.offset for s in sentences[1:]), len(text)]
    converted = []
    for sentence, end in zip(sentences, ends, strict=True):
        runs = re.findall(r"[^，、：；。？！]+|[，、：；。？！]", text[sentence.offset : end])
        ipa = "".join(_ASCII_MARKS.get(run) or to_ipa(run.strip()) for run in runs)
        converted.append(Phonemes(spoken=sentence.spoken, groups=tuple((c,) for c in ipa.strip())))
    return tuple(converted)


def split_sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split tokens into sentences that have something to be said and do not begin with a mark."""
    sentence: list[Token] = []
    has_words = False
    for token in tokens:
        if token.kind != "mark" and has_words and sentence[-1].spoken in _SENTENCE_ENDS:
            yield sentence
            sentence, has_words = [], False
        if token.kind != "mark" or has_words:  # a mark before the first word is no pause
            sentence.append(token)
        has_words = has_words or token.kind != "mark"
    if has_words:
        yield sentence


def _make_phonemes(tokens: Sequence[Token]) -> Phonemes:
    groups: list[tuple[str, ...]] = []
    before = ""
    for token in tokens:
        if token.kind == "mark" and before == "mark":
            # Of marks in a row the strongest is kept.
            groups[-1] = (max(groups[-1][0], token.spoken, key=_ENDS.find),)
        elif token.kind == "mark":
            groups.append((token.spoken,))
        elif token.kind == "syllable":
            groups.append(split_syllable(token.spoken))
        else:
            groups += _spell(token.char)
        before = token.kind
    return Phonemes(spoken="".join(t.char for t in tokens), groups=tuple(groups))


def _spell(word: str) -> Iterator[tuple[str, ...]]:
    for letter in word.upper():
        # A letter without a syllable is passed on, for the voice to refuse: it is never left out.
        for syllable in _LETTERS.get(letter, "").split():
            yield split_syllable(syllable)
        if letter not in _LETTERS:
            yield (letter,)
