"""The edge service's answer: whether it is whole, which the client does not report, and its sound.

The service sends a bare MP3 stream: 24 kHz, mono, 48 kbit/s, constant rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import miniaudio

from audiopaper.audio.mp3_frames import FrameHeader, walk_frames
from audiopaper.engines.base import TransientError
from audiopaper.engines.duration_check import check_duration
from audiopaper.engines.edge_errors import LATER
from audiopaper.errors import SynthesisError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Mark

RATE_HZ = 24_000

_HEADER = FrameHeader(mpeg_version=2, rate_hz=RATE_HZ, bit_rate_kbps=48, mono=True, frame_bytes=144)
_BYTES_PER_S = 6_000

# Characters by which a mark's text may lie further on than the previous marks suggest.
_SEARCH_CHARS = 4


def check_answer(text: str, mp3: bytes, marks: Sequence[Mark], pace: float) -> None:
    """Refuse an answer of the edge service that is not whole.

    Args:
        text: What was sent.
        mp3: The sound received.
        marks: When each sentence is said, according to the service.
        pace: Pace that was asked for, as a factor.

    Raises:
        TransientError: It is not; the problem says which of the five conditions fails.
    """
    seconds = measure_stream(mp3)
    if seconds is None:
        raise _incomplete("the sound is no MP3, or breaks off inside a frame")
    if not marks:
        raise _incomplete("the sentence marks are missing")
    missing = _count_unmarked(text, marks)
    if missing:
        raise _incomplete(f"its marks end {missing} characters early")
    last_ms = max(mark.end_ms for mark in marks)
    if seconds * 1000 < last_ms:
        raise _incomplete(f"the sound ends {last_ms / 1000 - seconds:.1f} s before the last mark")
    if wrong := check_duration(text, seconds, pace):
        raise _incomplete(f"the sound is {wrong} than any voice would need")


def measure_stream(mp3: bytes) -> float | None:
    """Return the length of a stream of the service in seconds; None if it is no such stream."""
    end = 0
    for offset, header in walk_frames(mp3):
        if header != _HEADER:
            return None
        end = offset + _HEADER.frame_bytes
    return len(mp3) / _BYTES_PER_S if end and end == len(mp3) else None


def decode_answer(mp3: bytes) -> bytes:
    """Decode to mono samples, signed 16 bit, little-endian, at `RATE_HZ`.

    Raises:
        SynthesisError: It cannot be decoded.
    """
    try:
        samples: bytes = miniaudio.decode(mp3, nchannels=1, sample_rate=RATE_HZ).samples.tobytes()
    except miniaudio.DecodeError as error:
        raise SynthesisError("the MP3 cannot be decoded", remedy="choose another engine") from error
    return samples


def _incomplete(problem: str) -> TransientError:
    return TransientError(f"the edge service's answer is not whole: {problem}", remedy=LATER)


def _normalise(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _count_unmarked(text: str, marks: Sequence[Mark]) -> int:
    """Count the characters of the text behind the last mark.

    Marks are located in order, so that a repeated sentence is not taken for its first occurrence.
    A mark whose text the service writes differently is skipped by its length.
    """
    sent = _normalise(text)
    position = 0
    skipped = 0
    for mark in marks:
        marked = _normalise(mark.text)
        limit = position + len(marked) + 2 * skipped + _SEARCH_CHARS
        start = sent.find(marked, position, limit)
        if start >= 0:
            position, skipped = start + len(marked), 0
        else:
            position, skipped = position + len(marked), skipped + len(marked)
    return max(0, len(sent) - position - skipped // 4)
