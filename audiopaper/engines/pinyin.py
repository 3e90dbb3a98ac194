"""Readings as espeak-ng is told them: toned pinyin as it is spoken, Latin letters, pause marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from audiopaper.engines.sandhi import sandhi
from audiopaper.errors import SynthesisError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
"""What the library pauses at; quotation marks and the like are left out."""

MARK_STRENGTH = "、，：；。？！"
"""Of marks in a row the strongest, the last of these, stays."""

_ENDS = "；。？！"

_SPELLINGS = (
    # The library has no -iong after j, q, x and reads such a syllable as English, its tone digit
    # too ("xiong-one"); without the i it says the right one (espeak-ng 1.52).
    (re.compile(r"^([jqx])iong"), r"\1ong"),
    (re.compile(r"^wong"), "weng"),
    (re.compile(r"^([jqxy])v"), r"\1u"),
    # Interjections that it does not know, as the nearest syllable that it does.
    (re.compile(r"^hm(?=\d)"), "hen"),
    (re.compile(r"^hng(?=\d)"), "heng"),
    (re.compile(r"^m(?=\d)"), "mu"),
    (re.compile(r"^ê(?=\d)"), "ei"),
    # 儿 that colours the syllable before it.
    (re.compile(r"^r(?=\d)"), "er"),
)

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
"""Unicode's blocks of CJK unified and compatibility ideographs."""

_MAX_LETTERS = 5
"""Capitals in a row up to this many are said letter by letter (GDP, CCTV), more as a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an utterance."""

    spoken: str
    """In characters: Han, Latin letters and pause marks."""

    offset: int
    """Of its first word in the utterance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A character or a Latin word of what is said."""

    kind: Literal["syllable", "latin", "mark"]
    """What it is; what makes no sound and no pause is no token."""

    char: str
    """As it is written."""

    said: str
    """A syllable with its tone digit, 1 to 5, and ``v`` for ü; a word or letters; the mark that
    the library pauses at."""

    joined: bool = False
    """Whether a syllable goes on with the word that the token before it began."""


def pinyin_text(segment: Segment) -> tuple[str, tuple[Sentence, ...]]:
    """A segment as the library is told it, and the sentences in it.

    Returns:
        Syllables with tone digits 1 to 5 after tone sandhi, Latin words and letters, each behind
        a space, and Chinese pause marks.

    Raises:
        SynthesisError: A Han character has no reading.
    """
    out = ""
    sentences: list[Sentence] = []
    fresh = True
    for token in _apply_sandhi(list(read_tokens(segment))):
        if token.kind == "mark":
            if out and out[-1] in MARK_STRENGTH:
                out = out[:-1] + max(out[-1], token.said, key=MARK_STRENGTH.index)
            elif out:
                out += token.said
            fresh = fresh or token.said in _ENDS
        else:
            out += " " if out and out[-1] not in MARK_STRENGTH else ""
            if fresh:
                sentences.append(Sentence(spoken="", offset=len(out)))
                fresh = False
            out += _spelling(token.said) if token.kind == "syllable" else token.said
        if sentences:
            last = sentences[-1]
            sentences[-1] = replace(last, spoken=last.spoken + token.char)
    return out, tuple(sentences)


def read_tokens(segment: Segment) -> Iterator[Token]:
    """What is said, a character or a Latin word at a time, in citation tones.

    Raises:
        SynthesisError: A Han character has no reading.
    """
    _refuse_unread(segment)
    runs = list(_runs(segment))
    syllables = iter([syllable for run in runs for syllable in run.pinyin])
    joined = iter([n > 0 or run.joined for run in runs for n in range(len(run.pinyin))])
    spoken = _plain_latin("".join(run.spoken for run in runs))
    for group in re.findall(r"[A-Za-z]+|.", spoken, flags=re.DOTALL):
        if is_han(group):
            said = _toned(next(syllables))
            yield Token(kind="syllable", char=group, said=said, joined=next(joined))
        elif group in _PAUSES:
            yield Token(kind="mark", char=group, said=_PAUSES[group])
        elif group.isalnum():
            yield Token(kind="latin", char=group, said=_latin(group))


@dataclass(frozen=True, slots=True)
class _Run:
    """What is said in one go, and a syllable for each Han character in it."""

    spoken: str
    pinyin: tuple[str, ...] = ()
    joined: bool = False


def _runs(segment: Segment) -> Iterator[_Run]:
    at = 0
    for reading in segment.readings:
        yield _Run(segment.printed[at : reading.start])
        yield _Run(reading.spoken, reading.pinyin, reading.joined)
        at = reading.end
    yield _Run(segment.printed[at:])


def _refuse_unread(segment: Segment) -> None:
    for run in _runs(segment):
        if sum(map(is_han, run.spoken)) != len(run.pinyin):
            raise SynthesisError(
                f"“{run.spoken[:16]}” in “{segment.printed[:16]}” has no reading for each"
                " character",
                remedy="give it one in voices/lexicon/, or choose another engine",
            )


def is_han(char: str) -> bool:
    """Whether one character is a Han character, or the zero that is written like one."""
    # By blocks, not by Python's own tables, which know fewer characters in older Pythons.
    return len(char) == 1 and (char == "〇" or any(a <= ord(char) <= b for a, b in _HAN))


def _plain_latin(text: str) -> str:
    """The text with é as e and Ａ as A, Chinese marks left alone."""
    return "".join(
        base if (base := unicodedata.normalize("NFKD", c)[0]).isascii() and c.isalnum() else c
        for c in text
    )


def _toned(syllable: str) -> str:
    said = syllable.replace("ü", "v").replace("0", "5")
    return said if said[-1:].isdigit() else f"{said}5"


def _spelling(said: str) -> str:
    for pattern, replacement in _SPELLINGS:
        said = pattern.sub(replacement, said)
    return said


def is_spelt(group: str) -> bool:
    """Whether Latin letters are said one by one (GDP), and not as a word."""
    letters = (group.isupper() and len(group) <= _MAX_LETTERS) or not re.search(
        r"[aeiouyAEIOUY0-9]", group
    )
    return group.isascii() and (letters or len(group) == 1)


def _latin(group: str) -> str:
    if not is_spelt(group):
        return group
    # A letter A in front of a word is the English article for the library.
    return " ".join("ei1" if c == "A" else c for c in group.upper())


# ------------------------------------------------------------------------- tone sandhi


def _apply_sandhi(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tones as they are spoken, within the syllables that no mark and no letter parts.

    Source:
        GB/T 16159 leaves sandhi out of writing, so the readings have none; the rules are those
        of 普通话水平测试实施纲要, 变调: 一, 不 and third tones. The library applies none itself.
    """
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        run = list(group)
        if kind != "syllable":
            yield from run
            continue
        chars = "".join(token.char for token in run)
        spoken = sandhi(chars, [t.said for t in run], [t.joined for t in run])
        for token, said in zip(run, spoken, strict=True):
            yield replace(token, said=said)


def spoken_syllables(segment: Segment) -> tuple[tuple[str, ...], ...]:
    """The syllables of each reading of a segment, as what stands beside them has them spoken.

    Where a character has no reading, each reading is taken alone.
    """
    try:
        spoken = _apply_sandhi(list(read_tokens(segment)))
    except SynthesisError:
        return tuple(
            sandhi(r.spoken, r.pinyin) if len(r.spoken) == len(r.pinyin) else r.pinyin
            for r in segment.readings
        )
    said = (token.said for token in spoken if token.kind == "syllable")
    return tuple(tuple(islice(said, len(r.pinyin))) for r in segment.readings)
