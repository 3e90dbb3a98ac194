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


_RATES_HZ = (44_100, 48_000, 32_000)
_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def is_broken_off(mp3: bytes) -> bool:
    """Whether a layer III stream of any rate ends inside a frame, or where no frame should end.

    Args:
        mp3: The stream, an ID3v2 tag before it and an ID3v1 or APE tag behind it allowed.

    Source:
        ISO/IEC 11172-3 and 13818-3 (frame header); ID3v2.4, 3.1 (length of the tag).
    """
    at = 0
    if mp3[:3] == b"ID3" and len(mp3) >= 10:
        size = sum((byte & 0x7F) << 7 * n for n, byte in enumerate(reversed(mp3[6:10])))
        at = 10 + size
    frames = 0
    while at < len(mp3) and mp3[at : at + 3] not in (b"TAG", b"APE", b"ID3"):
        length = _frame_bytes(mp3[at : at + 4])
        if not length or at + length > len(mp3):
            return True
        at, frames = at + length, frames + 1
    return not frames or at > len(mp3)


def _frame_bytes(head: bytes) -> int:
    """Length of the frame that a header begins; 0 where it begins none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bit_rate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bit_rate in (0, 15) or rate == 3:
        return 0
    first = version == 3  # MPEG 1; 2 is MPEG 2, and 0 is 2.5
    kbps = (_KBPS_1 if first else _KBPS_2)[bit_rate]
    rate_hz = _RATES_HZ[rate] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if first else 72) * kbps * 1000 // rate_hz + (head[2] >> 1 & 1)
