"""The bare MP3 stream that services send: 24 kHz, mono, 48 kbit/s, constant rate."""

from __future__ import annotations

import miniaudio

from audiopaper.errors import SynthesisError

RATE_HZ = 24_000
FRAME_BYTES = 144
"""One MPEG-2 layer III frame at this rate: 72 x 48,000 / 24,000, never padded."""

BYTES_PER_SECOND = 6_000


def seconds_of(mp3: bytes) -> float | None:
    """Length of a chain of whole frames; None where it is no such chain."""
    if not mp3 or len(mp3) % FRAME_BYTES:
        return None
    heads = (mp3[at : at + 4] for at in range(0, len(mp3), FRAME_BYTES))
    return len(mp3) / BYTES_PER_SECOND if all(map(_is_head, heads)) else None


def _is_head(head: bytes) -> bool:
    # Sync, MPEG-2, layer III (protection bit free) | 48 kbit/s, 24 kHz, no padding | mono
    sync = head[0] == 0xFF and head[1] & 0xFE == 0xF2
    return sync and head[2] & 0xFE == 0x64 and head[3] & 0xC0 == 0xC0


def decode_frames(mp3: bytes) -> bytes:
    """Samples of a stream, mono, signed 16 bit, little-endian, at `RATE_HZ`.

    Raises:
        SynthesisError: It cannot be decoded.
    """
    try:
        samples: bytes = miniaudio.decode(mp3, nchannels=1, sample_rate=RATE_HZ).samples.tobytes()
    except miniaudio.DecodeError as error:
        raise SynthesisError("the MP3 cannot be decoded", remedy="choose another engine") from error
    return samples
