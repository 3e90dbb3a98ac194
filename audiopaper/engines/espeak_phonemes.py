"""Pinyin in espeak-ng's phonemes, chosen by intelligibility.

The library has rules of its own for pinyin, some of which are not recognised: Whisper base
recognised 28 % of its ``sh`` and no ``-ing``. Here each initial and each final has the phonemes
that were recognised most often (``audiopaper guide engines``). The library takes them between
double brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from audiopaper.engines.syllable_phonemes import split_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.engines.pinyin import Sentence

_INITIALS = {
    "b": "p", "p": "ph", "m": "m", "f": "f", "d": "t", "t": "thh", "n": "n", "l": "l",
    "g": "kk", "k": "kh", "h": "h", "j": "tS;j", "q": "tS;h", "x": "S;",
    "zh": "ts.", "ch": "ts.h", "sh": "S", "r": "z.", "z": "ts", "c": "tshh", "s": "s",
}  # fmt: skip
"""In the mnemonics of the library's table ``cmn`` and of ``base1``, which that extends."""

# Stress is marked before the vowel. The tone replaces the 0; the end of the tone replaces the +, in
# a nasal that the library takes for a vowel.
_FINALS = {
    "a": "'A0:", "ai": "'ai0", "an": "'a0n", "ang": "'A0N", "ao": "'Au0w", "e": "'o-0",
    "ei": "'e0j", "en": "'@0n", "eng": "'@0N", "er": "'@r0", "i": "'i0", "ia": "'iA0",
    "ian": "'iE0n", "iang": "'iA0N", "iao": "'iAu0w", "ie": "'iE0:", "in": "'i0n",
    "ing": "'i0N-+", "iong": "j'ong0", "iu": "'iou0w", "o": "'o0", "ong": "'ong0N",
    "ou": "'ou0w", "u": "'u0", "ua": "w'A0", "uai": "'uai0", "uan": "w'a0n", "uang": "w'A0NN",
    "ui": "'uei0j", "un": "'u@0n", "uo": "'uo0", "v": "'y0", "ve": "'yE0", "van": "'y&0n",
    "vn": "'y@0n",
}  # fmt: skip

_WHOLE = {
    "de": "t'@0", "te": "thh'@0", "ne": "n'@0", "le": "l'@0",
    "zhi": "ts.'i.0", "chi": "ts.h'i.0", "shi": "S'i.0", "ri": "z.'i.0",
    "zi": "ts'i[0", "ci": "tshh'i[0", "si": "s'i[0",
    "yi": "j'i0", "ya": "j'iA0", "yo": "j'io0", "ye": "j'iE0", "yai": "j'ai0", "yao": "j'Au0",
    "you": "j'ou0w", "yan": "j'iE0n", "yin": "j'i0n", "yang": "j'iA0N", "ying": "j'i0N-+",
    "yong": "j'ong0", "yu": "j'y0", "yue": "j'yE0", "yuan": "j'y&0n", "yun": "j'y@0n",
    "wu": "w'u0", "wa": "w'A0", "wo": "w'o0", "wai": "w'ai0", "wei": "w'ei0", "wan": "w'A0n",
    "wen": "w'u@0n", "wang": "w'A0NN", "weng": "w'u@0N",
}  # fmt: skip
"""Syllables that are not an initial and a final of these tables."""

_TONES = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}

_TONE_ENDS = {"1": "55", "2": "44", "3": "44", "4": "11", "5": "11"}

_SYLLABLE = re.compile(r"(?<![A-Za-z])[a-z]+[1-5]")


def mark_phonemes(text: str, sentences: Sequence[Sentence]) -> tuple[str, tuple[Sentence, ...]]:
    """Convert the syllables of a text to phonemes.

    Args:
        text: From `audiopaper.engines.pinyin.pinyin_text`.
        sentences: The sentences in it.

    Returns:
        The text with phonemes in double brackets in place of syllables, for ``espeakPHONEMES``;
        Latin words, marks and syllables missing from the tables are unchanged. And the sentences,
        with their offsets and those of their words in the new text.

    Example:
        >>> mark_phonemes("qing1 kan4 GDP。", ())
        ("[[tS;h'i55N-55]] [[kh'a51n]] GDP。", ())
    """
    growth: list[tuple[int, int]] = []

    def mark(syllable: re.Match[str]) -> str:
        phonemes = _to_phonemes(syllable[0])
        growth.append((syllable.start(), len(phonemes) - len(syllable[0])))
        return phonemes

    marked = _SYLLABLE.sub(mark, text)
    starts = [start for start, _ in growth]
    sums = list(accumulate((more for _, more in growth), initial=0))

    def move(offset: int) -> int:
        return offset + sums[bisect_left(starts, offset)]

    return marked, tuple(
        replace(
            s,
            offset=move(s.offset),
            words=tuple((char, move(offset)) for char, offset in s.words),
        )
        for s in sentences
    )


def _to_phonemes(syllable: str) -> str:
    """Return the phonemes in double brackets, or the syllable itself if the tables lack it."""
    initial, final, tone = split_syllable(syllable)
    if initial in ("j", "q", "x"):
        # Undo the spelling that the library's own rules need: "ju" has ü, "qong" is qiong.
        final = re.sub(r"^u", "v", re.sub(r"^ong", "iong", final))
    phonemes = _WHOLE.get(initial.strip("Ø") + final, "")
    if not phonemes and final in _FINALS:
        phonemes = _INITIALS.get(initial, "") + _FINALS[final]
    if not phonemes:
        return syllable
    return f"[[{phonemes.replace('0', _TONES[tone]).replace('+', _TONE_ENDS[tone])}]]"
