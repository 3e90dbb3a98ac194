"""Readings as text for espeak-ng: toned pinyin after sandhi, Latin letters, pause marks."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from audiopaper.engines.sandhi import sandhi
from audiopaper.errors import SynthesisError
from audiopaper.sentences import find_end_marks
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.model import Segment

_PAUSES = {
    **dict.fromkeys("，,（）()【】[]—–…―\n", "，"),
    "、": "、",
    **dict.fromkeys("：:", "："),
    **dict.fromkeys("；;", "；"),
    "。": "。",
    **dict.fromkeys("！!", "！"),
    **dict.fromkeys("？?", "？"),
}
"""Punctuation that the library pauses at; quotation marks and the like are left out."""

MARK_STRENGTH = "、，：；。？！"
"""Pause marks in ascending order; of consecutive marks, only the strongest is spoken."""

_ENDS = "；。？！"
_INNER_PAUSE = "、"

_SPELLINGS = (
    # The library has no -iong after j, q, x and reads such a syllable as English, with its tone
    # digit ("xiong-one"); without the i it says the right one (espeak-ng 1.52).
    (re.compile(r"^([jqx])iong"), r"\1ong"),
    (re.compile(r"^wong"), "weng"),
    (re.compile(r"^([jqxy])v"), r"\1u"),
    # Interjections unknown to it, as the nearest known syllable.
    (re.compile(r"^hm(?=\d)"), "hen"),
    (re.compile(r"^hng(?=\d)"), "heng"),
    (re.compile(r"^m(?=\d)"), "mu"),
    (re.compile(r"^ê(?=\d)"), "ei"),
    # 儿 as a suffix of the syllable before it.
    (re.compile(r"^r(?=\d)"), "er"),
)

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
"""Unicode's blocks of CJK unified and compatibility ideographs."""

_MAX_LETTERS = 5
"""Maximum number of capitals that are spelled (GDP, CCTV); more are spoken as a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an utterance."""

    spoken: str
    """Its characters: Han, Latin letters and pause marks."""

    offset: int
    """Offset of its first word in the utterance."""

    words: tuple[tuple[str, int], ...] = ()
    """Characters and offset in the utterance of each of its words; shape ``(words, 2)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A character or a Latin word of the spoken text."""

    kind: Literal["syllable", "latin", "mark"]
    """A character that makes neither sound nor pause is no token."""

    char: str
    """The character or word as written."""

    spoken: str
    """A syllable with its tone digit, 1 to 5, and ``v`` for ü; a word or letters; the mark that
    the library pauses at."""

    joined: bool = False
    """Whether a syllable belongs to the word of the token before it."""


def pinyin_text(segment: Segment) -> tuple[str, tuple[Sentence, ...]]:
    """Convert a segment to text for the library, and find the sentences in it.

    Returns:
        Syllables with tone digits 1 to 5 after tone sandhi, Latin words and letters, each behind
        a space, and Chinese pause marks.

    Raises:
        SynthesisError: A Han character has no reading.
    """
    out = ""
    sentences: list[_OpenSentence] = []
    begins = True
    for token in _apply_sandhi(list(read_tokens(segment))):
        if token.kind == "mark":
            if out and out[-1] in MARK_STRENGTH:
                out = out[:-1] + max(out[-1], token.spoken, key=MARK_STRENGTH.index)
            elif out:
                out += token.spoken
            begins = begins or token.spoken in _ENDS
        else:
            out += " " if out and out[-1] not in MARK_STRENGTH else ""
            if begins:
                sentences.append(_OpenSentence(offset=len(out)))
                begins = False
            sentences[-1].add_word(token, len(out))
            out += _respell(token.spoken) if token.kind == "syllable" else token.spoken
        if sentences:
            sentences[-1].spoken.append(token.char)
    return out, tuple(sentence.close() for sentence in sentences)


@dataclass(slots=True)
class _OpenSentence:
    """A sentence to which tokens are added; see `Sentence`."""

    offset: int
    spoken: list[str] = field(default_factory=list)
    words: list[tuple[str, int]] = field(default_factory=list)

    def add_word(self, token: Token, offset: int) -> None:
        """Add a token to the last word if it belongs to it, or as a word."""
        if token.joined and self.words:
            char, first = self.words[-1]
            self.words[-1] = (char + token.char, first)
        else:
            self.words.append((token.char, offset))

    def close(self) -> Sentence:
        return Sentence(spoken="".join(self.spoken), offset=self.offset, words=tuple(self.words))


def read_tokens(segment: Segment) -> Iterator[Token]:
    """Yield the spoken text, a character or a Latin word at a time, in citation tones.

    Raises:
        SynthesisError: A Han character has no reading.
    """
    runs = list(_split_runs(segment))
    _refuse_unread(segment, runs)
    syllables = iter([syllable for run in runs for syllable in run.pinyin])
    joined = iter([n > 0 or run.joined for run in runs for n in range(len(run.pinyin))])
    spoken = _plain_latin("".join(run.spoken for run in runs))
    end_marks = find_end_marks(spoken)
    for match in re.finditer(r"[A-Za-z]+|.", spoken, flags=re.DOTALL):
        group = match[0]
        if is_han(group):
            syllable = _add_tone(next(syllables))
            yield Token(kind="syllable", char=group, spoken=syllable, joined=next(joined))
        elif group in _PAUSES:
            ends = match.start() in end_marks or _PAUSES[group] not in _ENDS
            # In a title, a quoted word or a name: no sentence, to engines and to the transcript.
            yield Token(kind="mark", char=group, spoken=_PAUSES[group] if ends else _INNER_PAUSE)
        elif group.isalnum():
            yield Token(kind="latin", char=group, spoken=_latin(group))


@dataclass(frozen=True, slots=True)
class _Run:
    """Return a run of text, and a syllable for each Han character in it."""

    spoken: str
    pinyin: tuple[str, ...] = ()
    joined: bool = False


def _split_runs(segment: Segment) -> Iterator[_Run]:
    position = 0
    for reading in segment.readings:
        yield _Run(segment.printed[position : reading.start])
        yield _Run(reading.spoken, reading.pinyin, reading.joined)
        position = reading.end
    yield _Run(segment.printed[position:])


def _refuse_unread(segment: Segment, runs: Iterable[_Run]) -> None:
    for run in runs:
        if sum(map(is_han, run.spoken)) != len(run.pinyin):
            raise SynthesisError(
                _(
                    "“{spoken}” in “{printed}” has no reading for each character",
                    spoken=run.spoken[:16],
                    printed=segment.printed[:16],
                ),
                remedy=_("give it one in voices/lexicon/, or choose another engine"),
            )


@functools.lru_cache(maxsize=8192)
def is_han(char: str) -> bool:
    """Return whether a string is one Han character, or the zero 〇."""
    # By blocks, since Python's own tables have fewer characters in older versions.
    return len(char) == 1 and (char == "〇" or any(a <= ord(char) <= b for a, b in _HAN))


def _plain_latin(text: str) -> str:
    """Replace é by e and Ａ by A; Chinese punctuation is unchanged."""
    return "".join(map(_plain_char, text))


@functools.lru_cache(maxsize=8192)
def _plain_char(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0]
    return base if base.isascii() and char.isalnum() else char


@functools.lru_cache(maxsize=4096)
def _add_tone(syllable: str) -> str:
    """Return a syllable with ``v`` for ü and a tone digit, 5 if it has none."""
    plain = syllable.replace("ü", "v").replace("0", "5")
    return plain if plain[-1:].isdigit() else f"{plain}5"


@functools.lru_cache(maxsize=4096)
def _respell(syllable: str) -> str:
    """Return a syllable in the spelling that the library reads correctly."""
    for pattern, replacement in _SPELLINGS:
        syllable = pattern.sub(replacement, syllable)
    return syllable


def is_spelt(group: str) -> bool:
    """Return whether Latin letters are spelled (GDP), and not spoken as a word."""
    letters = (group.isupper() and len(group) <= _MAX_LETTERS) or not re.search(
        r"[aeiouyAEIOUY0-9]", group
    )
    return group.isascii() and (letters or len(group) == 1)


def _latin(group: str) -> str:
    if not is_spelt(group):
        return group
    # The library reads a letter A in front of a word as the English article.
    return " ".join("ei1" if c == "A" else c for c in group.upper())


def _apply_sandhi(tokens: Sequence[Token]) -> Iterator[Token]:
    """Apply tone sandhi within runs of syllables that no mark and no letter interrupts.

    Source:
        GB/T 16159 leaves sandhi out of writing, so readings have none; the rules are those of
        普通话水平测试实施纲要, 变调: 一, 不 and third tones. The library applies none itself.
    """
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        run = list(group)
        if kind != "syllable":
            yield from run
            continue
        chars = "".join(token.char for token in run)
        spoken = sandhi(chars, [t.spoken for t in run], [t.joined for t in run])
        for token, syllable in zip(run, spoken, strict=True):
            if syllable != token.spoken:
                token = Token(
                    kind=token.kind, char=token.char, spoken=syllable, joined=token.joined
                )
            yield token


def spoken_syllables(segment: Segment) -> tuple[tuple[str, ...], ...]:
    """Return the syllables of each reading of a segment after tone sandhi with its neighbours.

    If a character has no reading, sandhi is applied within each reading only.
    """
    try:
        spoken = _apply_sandhi(list(read_tokens(segment)))
    except SynthesisError:
        return tuple(
            sandhi(r.spoken, r.pinyin) if len(r.spoken) == len(r.pinyin) else r.pinyin
            for r in segment.readings
        )
    syllables = (token.spoken for token in spoken if token.kind == "syllable")
    return tuple(tuple(islice(syllables, len(r.pinyin))) for r in segment.readings)
