"""A segment in SSML: escaped text, a phoneme for each forced reading, a break for each gap."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from audiopaper.engines.chunks import split_text
from audiopaper.engines.pinyin import is_han, spoken_syllables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Reading, Segment

_SYLLABLE = re.compile(
    r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(iang|iong|uang|uai|uan|iao|ian|ing|ang|eng|ong|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in|un|ia|"
    r"ua|uo|a|o|e|i|u|v)[1-5]"
)
"""Syllables of the phones that the service knows; it refuses a document with any other."""


_GAP = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\t]+(?=[^\x00-\x7f])|\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedChunk:
    """The text of one request."""

    text: str
    """The text in characters."""

    markup: str
    """The same text in SSML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    phones: str


def mark_up(segment: Segment, max_bytes: int) -> tuple[MarkedChunk, ...]:
    """Convert a segment to SSML, in as many chunks as its length needs.

    Args:
        segment: A segment with its readings.
        max_bytes: Greatest length of a chunk's text, escaped, in UTF-8.

    Returns:
        The chunks in order; none if there is nothing to say.
    """
    text, spans = _flatten(segment)
    chunks = []
    end = 0
    for chunk in split_text(text, max_bytes):
        start = text.index(chunk, end)
        end = start + len(chunk)
        inside = [s for s in spans if start <= s.start and s.end <= end]
        chunks.append(MarkedChunk(text=chunk, markup="".join(_mark(text, start, end, inside))))
    return tuple(chunks)


def attribute(value: str) -> str:
    """Escape a value and put it in quotation marks."""
    return quoteattr(value)


def _flatten(segment: Segment) -> tuple[str, list[_Span]]:
    """Replace readings by what is said; the text, and the spans of forced readings in it."""
    text, position = "", 0
    spans: list[_Span] = []
    for reading, spoken in zip(segment.readings, spoken_syllables(segment), strict=True):
        text += _clean(segment.printed[position : reading.start])
        position = reading.end
        suffix = len(spoken) == 1 and reading.joined and _is_suffix(reading.spoken, spoken[0])
        if suffix and spans and spans[-1].end == len(text):
            host = spans[-1]
            phones = _color(host.phones)
            spans[-1] = replace(host, end=host.end + len(reading.spoken), phones=phones)
        # Behind a host without phones the service finds the suffix itself.
        phones = _phones(reading, spoken) if reading.forced and not suffix else ""
        spelling = reading.spoken if phones else reading.respelling or reading.spoken
        if phones:
            spans.append(_Span(start=len(text), end=len(text) + len(spelling), phones=phones))
        text += _clean(spelling)
    return text + _clean(segment.printed[position:]), spans


def _is_suffix(character: str, syllable: str) -> bool:
    """Whether a character only colours the syllable before it."""
    return syllable in ("r5", "r") or (character == "儿" and syllable == "er5")


def _color(phones: str) -> str:
    """Add the suffix to the last syllable: ``hui 4`` is ``hui r 4``."""
    base, tone = phones.rsplit(" ", 1)
    return f"{base} r {tone}"


def _phones(reading: Reading, spoken: Sequence[str]) -> str:
    """Return the service's own phones; empty if it has none for this reading.

    Source:
        Azure Speech documentation, SSML phonetic sets, zh-CN: syllables joined by `` - ``, tones
        as they are spoken (一会儿 is ``yi 2 - hui r 4``), ``ue`` for üe, ``v`` for ü elsewhere.
    """
    if not reading.pinyin or len(reading.pinyin) != len(reading.spoken):
        return ""
    if not all(is_han(c) for c in reading.spoken):
        return ""
    phones: list[str] = []
    for character, syllable in zip(reading.spoken, spoken, strict=True):
        plain = syllable.replace("ü", "v")
        if phones and _is_suffix(character, plain):
            phones[-1] = _color(phones[-1])
            continue
        plain = re.sub(r"^([jqxy])v", r"\1u", plain)
        plain = re.sub(r"^([nl])ve", r"\1ue", plain)
        if not _SYLLABLE.fullmatch(plain):
            return ""
        phones.append(f"{plain[:-1]} {plain[-1]}")
    return " - ".join(phones)


def _mark(text: str, start: int, end: int, spans: Sequence[_Span]) -> Iterator[str]:
    position = start
    for span in spans:
        yield _escape_gaps(text[position : span.start])
        escaped = escape(text[span.start : span.end])
        yield f'<phoneme alphabet="sapi" ph={attribute(span.phones)}>{escaped}</phoneme>'
        position = span.end
    yield _escape_gaps(text[position:end])


def _escape_gaps(text: str) -> str:
    """Escape text, with a break for a new line and, between Chinese characters, for spaces."""
    out, position = [], 0
    for gap in _GAP.finditer(text):
        out.append(escape(text[position : gap.start()]))
        strength = "strong" if "\n" in gap[0] else "weak"
        out.append(f'<break strength="{strength}"/>')
        position = gap.end()
    return "".join([*out, escape(text[position:])])


def _clean(text: str) -> str:
    """Replace what XML 1.0 cannot contain by spaces."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)
