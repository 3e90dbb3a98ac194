"""Readings in the phonemes that Kokoro was trained on: IPA with arrows for tones."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.engines.espeak import english_ipa
from audiopaper.engines.pinyin import MARK_STRENGTH, is_spelt, read_tokens
from audiopaper.engines.syllable_phonemes import split_sentences
from audiopaper.errors import SynthesisError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.engines.pinyin import Token
    from audiopaper.model import Segment

_RUNS = {
    1: ";:,.!?", 9: "—…\"()“” \u0303ʣʥʦʨᵝꭧAI", 31: "O", 33: "Q", 35: "ST", 39: "W",
    41: "Yᵊabcdef", 50: "hijklmnopqrstuvwxyzɑɐɒæ", 75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ",
    92: "ɡ", 99: "ɥ", 101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ",
    135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ", 156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓",
    171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
"""Runs of symbols with consecutive numbers, by the number of the first."""

PAD = 0
"""Number of the padding before the first symbol and after the last."""

NUMBERS = {symbol: first + n for first, run in _RUNS.items() for n, symbol in enumerate(run)}
"""A number for each symbol.

Source:
    Kokoro-82M (Apache-2.0), ``config.json`` of version 1.0.
"""


_LETTERS = {
    "A": "ˈA", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "ʤˈi",
    "H": "ˈAʧ", "I": "ˈI", "J": "ʤˈA", "K": "kˈA", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn",
    "O": "ˈO", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ", "S": "ˈɛs", "T": "tˈi", "U": "jˈu",
    "V": "vˈi", "W": "dˈʌbᵊlju", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip
"""Names of the letters in American English."""

_CHANGES = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("ʔˌn\u0329", "tᵊn"), ("ʔn\u0329", "tᵊn"), ("ɚ", "əɹ"),
    ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("e", "A"), ("r", "ɹ"), ("x", "k"), ("ç", "k"),
    ("ɐ", "ə"), ("ɬ", "l"), ("ʔ", "t"), ("o", "ɔ"), ("ʲ", ""), ("ː", ""), ("^", ""),
)  # fmt: skip
"""Replacements of espeak-ng's IPA by the model's, in the order of application."""


def latin_phonemes(group: str) -> tuple[str, ...]:
    """Convert letters or a word to the model's phonemes, a string for each word.

    Args:
        group: Letters of any alphabet, digits.

    Example:
        >>> latin_phonemes("GDP")
        ('ʤˈidˈipˈi',)
    """
    if is_spelt(group) and set(group.upper()) <= set(_LETTERS):
        return ("".join(_LETTERS[letter] for letter in group.upper()),)
    return _word(group)


@functools.lru_cache(maxsize=4096)
def _word(word: str) -> tuple[str, ...]:
    """Convert a word to the model's phonemes.

    Source:
        misaki 0.9 (Apache-2.0), ``espeak.EspeakFallback``: the phonemes of American English.
    """
    ipa = english_ipa(word)
    for old, new in _CHANGES:
        ipa = ipa.replace(old, new)
    ipa = re.sub("(\\S)\u0329", r"ᵊ\1", ipa)
    ipa = "".join(c for c in ipa if not unicodedata.combining(c))
    return tuple(ipa.split())


MAX_PHONEMES = 100
"""Maximum of one request. A voice has 510 vectors, but the memory grows with the number of
phonemes: 100, some 6 seconds of speech, take 150 MB above the model's own 130."""

_INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l",
    "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ",
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip

# The arrow of the tone replaces the 0 after the vowel that carries the tone.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0",
    "en": "ə0n", "eng": "ə0ŋ", "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ",
    "iao": "jau0", "ie": "je0", "in": "i0n", "iu": "jou0", "ing": "i0ŋ", "iong": "jʊ0ŋ",
    "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "ui": "wei0", "ua": "wa0", "uai": "wai0",
    "uan": "wa0n", "un": "wə0n", "uang": "wa0ŋ", "uo": "wo0", "o": "wo0",
    "v": "y0", "ve": "ɥe0", "van": "ɥɛ0n", "vn": "y0n",
}  # fmt: skip

_WHOLE = {
    "er": "ɚ0", "r": "ɚ0", "o": "ɔ0", "yo": "jɔ0", "ê": "ɛ0", "m": "m0", "n": "n0", "ng": "ŋ0",
    "hm": "hm0", "hng": "hŋ0",
    "yi": "i0", "ya": "ja0", "ye": "je0", "yai": "jai0", "yao": "jau0", "you": "jou0",
    "yan": "jɛ0n", "yin": "i0n", "yang": "ja0ŋ", "ying": "i0ŋ", "yong": "jʊ0ŋ",
    "yu": "y0", "yue": "ɥe0", "yuan": "ɥɛ0n", "yun": "y0n",
    "wu": "u0", "wa": "wa0", "wo": "wo0", "wai": "wai0", "wei": "wei0", "wan": "wa0n",
    "wen": "wə0n", "wang": "wa0ŋ", "weng": "wə0ŋ", "wong": "wə0ŋ",
}  # fmt: skip
"""Syllables that are not an initial and a final of these tables."""

_HISSED = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
"""Initials before which -i is a vowel of its own."""

_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}

_MARKS = {"，": ",", "、": ",", "：": ":", "；": ";", "。": ".", "？": "?", "！": "!"}
_PAUSES = frozenset(_MARKS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phonemes:
    """One sentence in the model's phonemes."""

    spoken: str
    """The sentence in characters."""

    words: tuple[str, ...]
    """Its words in phonemes; a mark belongs to the word before it."""


def read_sentences(segment: Segment) -> tuple[Phonemes, ...]:
    """Convert a segment to the model's phonemes.

    Returns:
        The sentences with a word or a syllable, in order.

    Raises:
        SynthesisError: A Han character has no reading, or a word no phonemes.
    """
    return tuple(_sentence(tokens) for tokens in split_sentences(list(read_tokens(segment))))


def cut_words(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Cut a sentence into requests, at the mark nearest the middle, or between two words.

    Args:
        words: The words in phonemes.

    Yields:
        Words of at most `MAX_PHONEMES` together, or a single longer word.
    """
    if len(" ".join(words)) <= MAX_PHONEMES or len(words) < 2:
        yield tuple(words)
        return
    lengths = [len(word) + 1 for word in words]
    behind = list(itertools.accumulate(lengths))
    ends = [n for n in range(1, len(words)) if words[n - 1][-1] in _PAUSES]
    end = min(ends or range(1, len(words)), key=lambda n: abs(behind[n - 1] - behind[-1] / 2))
    yield from cut_words(words[:end])
    yield from cut_words(words[end:])


def _sentence(tokens: Sequence[Token]) -> Phonemes:
    words: list[str] = []
    mark = before = ""
    for token in tokens:
        if token.kind == "mark":
            mark = max(mark, token.spoken, key=MARK_STRENGTH.find)
            continue
        if mark:
            words[-1] += _MARKS[mark]
        if token.kind == "latin":
            words += _latin(token.char)
        elif token.joined and before == "syllable" and not mark:
            words[-1] += _syllable(token)
        else:
            words.append(_syllable(token))
        mark, before = "", token.kind
    # The model breaks off a sentence that ends without a mark, such as a headline.
    words[-1] += _MARKS[mark or "。"]
    return Phonemes(spoken="".join(t.char for t in tokens), words=tuple(words))


def _syllable(token: Token) -> str:
    phonemes = syllable_phonemes(token.spoken)
    if not phonemes:
        raise SynthesisError(
            _(
                "“{char}” is to be read {spoken!r}, which is no syllable of Mandarin",
                char=token.char,
                spoken=token.spoken,
            ),
            remedy=_("correct its reading in the lexicon or in the rundown"),
        )
    return phonemes


def _latin(group: str) -> tuple[str, ...]:
    phonemes = latin_phonemes(group)
    unknown = sorted(set("".join(phonemes)) - set(NUMBERS))
    if unknown or not phonemes:
        raise SynthesisError(
            _("Kokoro has no phonemes for “{group}”", group=group[:16]),
            remedy=_("write it otherwise in the rundown, or choose another engine"),
        )
    return phonemes


def syllable_phonemes(syllable: str) -> str:
    """Convert a toned syllable to the model's phonemes; empty if Mandarin has no such syllable.

    Args:
        syllable: The syllable with a tone digit, 1 to 5, and ``v`` for ü; in citation form, since
            the model applies tone sandhi itself.

    Source:
        misaki 0.9 (Apache-2.0), ``transcription.py`` after pinyin-to-ipa (MIT), ``zh.py``.

    Example:
        >>> syllable_phonemes("zhong1"), syllable_phonemes("lve4"), syllable_phonemes("de5")
        ('ꭧʊ→ŋ', 'lɥe↘', 'tɤ')
    """
    base, tone = syllable[:-1], _TONES.get(syllable[-1:])
    if tone is None:
        return ""
    phonemes = _WHOLE.get(base) or _spell(base)
    return phonemes.replace("0", tone)


def _spell(base: str) -> str:
    initial = base[:2] if base[:2] in _INITIALS else base[:1]
    final = base[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = f"v{final[1:]}"
    if initial not in _INITIALS:
        return _FINALS.get(base, "")
    if final == "i" and initial in _HISSED:
        return f"{_INITIALS[initial]}ɨ0"
    phonemes = _FINALS.get(final, "")
    return _INITIALS[initial] + phonemes if phonemes else ""
