"""A text too long for one request: cut at sentence marks, its clips joined again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.engines.base import has_speech
from audiopaper.model import Clip, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def escaped(text: str) -> bytes:
    """What a text takes in a request, as the client writes it (xml.sax.saxutils.escape)."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.encode("utf-8")


_BREAKS = (
    re.compile(r".+?[。！？!?；;]+[”’」』）)》]*|.+", re.DOTALL),
    re.compile(r".+?[，,、：:…—]+|.+", re.DOTALL),
    re.compile(r"[A-Za-z0-9]+|.", re.DOTALL),
    re.compile(r".", re.DOTALL),
)
"""Where a text may be cut: behind sentences, else clauses, else words, else characters."""


def split_text(text: str, max_bytes: int) -> tuple[str, ...]:
    """Cut a text into pieces that fit a request, at sentence marks where there are any.

    Args:
        text: Anything.
        max_bytes: Greatest length of a piece, escaped for XML and in UTF-8; at least 8.

    Returns:
        Pieces that make up the text again but for spaces around them; each holds something that
        can be said.

    Example:
        >>> split_text("春天来了。花开了。", 18)
        ('春天来了。', '花开了。')
    """
    pieces = [piece.strip() for piece in _packed(text, max_bytes, _BREAKS)]
    return tuple(piece for piece in pieces if has_speech(piece))


def _packed(text: str, max_bytes: int, breaks: Sequence[re.Pattern[str]]) -> Iterator[str]:
    held = ""
    for part in breaks[0].findall(text):
        if len(escaped(held + part)) <= max_bytes:
            held += part
            continue
        if held:
            yield held
        held = part
        if len(escaped(part)) > max_bytes and len(breaks) > 1:
            *whole, held = _packed(part, max_bytes, breaks[1:])
            yield from whole
    if held:
        yield held


_GAPS_MS: tuple[tuple[str, int], ...] = (("。！？!?；;", 350), ("，,、：:…—", 180))
"""Silence between two pieces of one segment, by the mark that ends the first."""


def shift_marks(marks: Sequence[Mark], by_ms: int, end_ms: int) -> tuple[Mark, ...]:
    """Marks moved by some milliseconds and held between 0 and the clip's end."""

    def inside(ms: int) -> int:
        return max(0, min(ms + by_ms, end_ms))

    return tuple(
        Mark(start_ms=inside(m.start_ms), end_ms=inside(m.end_ms), text=m.text) for m in marks
    )


def join_clips(clips: Sequence[tuple[str, Clip]]) -> Clip:
    """The clips of a text's pieces as one, with the silence that each piece's last mark asks for.

    Args:
        clips: Each piece with its clip, in order, at least one; all of one rate.
    """
    rate_hz = clips[0][1].rate_hz
    pcm = bytearray()
    marks: list[Mark] = []
    for n, (piece, clip) in enumerate(clips):
        at_ms = round(len(pcm) / 2 * 1000 / rate_hz)
        marks += shift_marks(clip.marks, at_ms, at_ms + clip.length_ms)
        pcm += clip.pcm
        if n + 1 < len(clips):
            pcm += bytes(2 * (rate_hz * _gap_ms(piece) // 1000))
    whole = Clip(pcm=bytes(pcm), rate_hz=rate_hz)
    # Rounded each by itself, the last mark may end a millisecond behind the sound.
    return replace(whole, marks=shift_marks(marks, 0, whole.length_ms))


def _gap_ms(piece: str) -> int:
    last = piece.rstrip("”’」』）)》")[-1:]
    return next((ms for ends, ms in _GAPS_MS if last in ends), 0)
