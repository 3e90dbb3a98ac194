"""A text too long for one request: split at sentence marks, its clips joined again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.engines.base import has_speech
from audiopaper.model import Clip, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_BREAKS = (
    re.compile(r".+?[。！？!?；;]+[”’」』）)》]*|.+", re.DOTALL),
    re.compile(r".+?[，,、：:…—]+|.+", re.DOTALL),
    re.compile(r"[A-Za-z0-9]+|.", re.DOTALL),
    re.compile(r".", re.DOTALL),
)
"""Where a text may be split: behind sentences, else clauses, else words, else characters."""


_GAPS_MS: tuple[tuple[str, int], ...] = (("。！？!?；;", 350), ("，,、：:…—", 180))
"""Silence between two chunks of one segment, by the punctuation that ends the first."""


def escape_text(text: str) -> bytes:
    """Encode a text as the client sends it (``xml.sax.saxutils.escape``)."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.encode("utf-8")


def split_text(text: str, max_bytes: int) -> tuple[str, ...]:
    """Split a text into chunks that fit a request, at sentence marks if there are any.

    Args:
        text: Any text.
        max_bytes: Greatest length of a chunk, escaped for XML and in UTF-8; at least 8.

    Returns:
        Chunks that make up the text again but for spaces around them; each has something to be
        said.

    Example:
        >>> split_text("春天来了。花开了。", 18)
        ('春天来了。', '花开了。')
    """
    chunks = [chunk.strip() for chunk in _pack(text, max_bytes, _BREAKS)]
    return tuple(chunk for chunk in chunks if has_speech(chunk))


def _pack(text: str, max_bytes: int, breaks: Sequence[re.Pattern[str]]) -> Iterator[str]:
    chunk = ""
    for part in breaks[0].findall(text):
        if len(escape_text(chunk + part)) <= max_bytes:
            chunk += part
            continue
        if chunk:
            yield chunk
        chunk = part
        if len(escape_text(part)) > max_bytes and len(breaks) > 1:
            *whole, chunk = _pack(part, max_bytes, breaks[1:])
            yield from whole
    if chunk:
        yield chunk


def shift_marks(marks: Sequence[Mark], by_ms: int, end_ms: int) -> tuple[Mark, ...]:
    """Move marks by some milliseconds, limited to the clip.

    Args:
        marks: In milliseconds.
        by_ms: What is added to each time.
        end_ms: Length of the clip.
    """

    def move(ms: int) -> int:
        return max(0, min(ms + by_ms, end_ms))

    return tuple(Mark(start_ms=move(m.start_ms), end_ms=move(m.end_ms), text=m.text) for m in marks)


def join_clips(clips: Sequence[tuple[str, Clip]]) -> Clip:
    """Join the clips of a text's chunks, with a silence by each chunk's last punctuation.

    Args:
        clips: Each chunk with its clip, in order; at least one; all of one rate.
    """
    rate_hz = clips[0][1].rate_hz
    pcm = bytearray()
    marks: list[Mark] = []
    words: list[Mark] = []
    for n, (chunk, clip) in enumerate(clips):
        start_ms = round(len(pcm) / 2 * 1000 / rate_hz)
        marks += shift_marks(clip.marks, start_ms, start_ms + clip.length_ms)
        words += shift_marks(clip.words, start_ms, start_ms + clip.length_ms)
        pcm += clip.pcm
        if n + 1 < len(clips):
            pcm += bytes(2 * (rate_hz * _gap_ms(chunk) // 1000))
    whole = Clip(pcm=bytes(pcm), rate_hz=rate_hz)
    # Each is rounded by itself, so the last mark may end a millisecond behind the sound.
    return replace(
        whole,
        marks=shift_marks(marks, 0, whole.length_ms),
        words=shift_marks(words, 0, whole.length_ms),
    )


def _gap_ms(chunk: str) -> int:
    last = chunk.rstrip("”’」』）)》")[-1:]
    return next((ms for ends, ms in _GAPS_MS if last in ends), 0)
