"""MP3 streams as frames: headers, the tag in front, the Info frame; nothing is decoded.

Source:
    ISO/IEC 11172-3 and 13818-3 (frame header, low sampling frequencies); ID3v2.4, 3.1 (length of
    a tag); the Xing and LAME tags, revision 0, as LAME's ``VbrTag.c`` writes them.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_BYTES = 4
_ID3_HEADER_BYTES = 10

_VERSIONS = {3: 1, 2: 2, 0: 3}
"""By the header's two bits: MPEG-1, MPEG-2, and MPEG-2.5, which is counted as 3 here."""

_RATES_HZ = {
    1: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    3: (11_025, 12_000, 8_000),
}
_KBPS_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)

# What taggers write behind the last frame.
_TRAILERS = (b"TAG", b"APETAGEX", b"LYRICS", b"ID3")

# Where a Xing tag may stand in a frame: behind the header and the side information.
_XING_OFFSETS = (4 + 9, 4 + 17, 4 + 32)
_XING_BYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHeader:
    """The header of a layer III frame."""

    mpeg_version: int
    """1, 2, or 3 for MPEG-2.5."""

    rate_hz: int
    """Samples a second."""

    bit_rate_kbps: int
    """Thousands of bits a second."""

    mono: bool
    """Whether there is one channel."""

    frame_bytes: int
    """Length of the frame, its header and padding included."""


# An episode has some ten thousand frames, and a handful of different headers.
@functools.lru_cache(maxsize=512)
def parse_header(head: bytes) -> FrameHeader | None:
    """Parse the four bytes that begin a layer III frame; None if they begin none.

    A free bit rate counts as none: its frames have no length of their own.
    """
    # Eleven bits of sync, two of the version, 01 for layer III; the last bit is free.
    if len(head) < _HEADER_BYTES or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version = _VERSIONS.get(head[1] >> 3 & 3)
    bit_rate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version is None or bit_rate in (0, 15) or rate == 3:
        return None
    rate_hz = _RATES_HZ[version][rate]
    kbps = (_KBPS_MPEG1 if version == 1 else _KBPS_MPEG2)[bit_rate]
    padding = head[2] >> 1 & 1
    return FrameHeader(
        mpeg_version=version,
        rate_hz=rate_hz,
        bit_rate_kbps=kbps,
        mono=head[3] >> 6 == 3,
        frame_bytes=(144 if version == 1 else 72) * kbps * 1000 // rate_hz + padding,
    )


def walk_frames(data: bytes, start: int = 0) -> Iterator[tuple[int, FrameHeader]]:
    """Yield offset and header of each frame of an unbroken chain.

    Args:
        data: The stream. The last frame yielded may reach beyond its end.
        start: Offset of the first frame.
    """
    while header := parse_header(data[start : start + _HEADER_BYTES]):
        yield start, header
        start += header.frame_bytes


def measure_tag(data: bytes) -> int:
    """Return the length of the ID3v2 tag that begins a file, in bytes; 0 if there is none."""
    if data[:3] != b"ID3" or len(data) < _ID3_HEADER_BYTES:
        return 0
    size = 0
    for byte in data[6:_ID3_HEADER_BYTES]:
        size = size << 7 | byte & 0x7F
    footer_bytes = _ID3_HEADER_BYTES if data[5] & 0x10 else 0
    return _ID3_HEADER_BYTES + size + footer_bytes


def find_frames(stream: bytes) -> list[int]:
    """Return the offset of each frame of a stream without tags, and the end of the last.

    Raises:
        ValueError: There is anything but whole frames in it.
    """
    offsets, end = [], 0
    for offset, header in walk_frames(stream):
        offsets.append(offset)
        end = offset + header.frame_bytes
    if end < len(stream):
        raise ValueError(f"byte {end} begins no MP3 frame")
    if end > len(stream):
        raise ValueError("the last MP3 frame is cut off")
    return [*offsets, end]


def find_mp3_damage(data: bytes) -> str:
    """Return what is broken in an MP3 file, in words; empty if nothing is found.

    Args:
        data: The whole file, with an ID3v2 tag in front and other tags behind, or without.
    """
    first = end = measure_tag(data)
    frames = 0
    for offset, header in walk_frames(data, first):
        frames, end = frames + 1, offset + header.frame_bytes
    if end > len(data) and frames:
        return _("its last frame is cut off ({end} bytes are missing)", end=end - len(data))
    if not frames:
        return _("no MP3 frame is in it")
    rest = data[end:]
    if rest.strip(b"\0") and not rest.startswith(_TRAILERS):
        return _("byte {end} should begin an MP3 frame", end=end)
    announced = _read_frame_count(data[first : first + _XING_BYTES])
    # Some encoders do not count the frame that holds the tag.
    if announced and frames < announced:
        return _(
            "{announced} of {announced_2} frames are missing",
            announced=announced - frames,
            announced_2=announced,
        )
    return ""


def _read_frame_count(frame: bytes) -> int:
    """Return how many frames the Xing or Info tag of the first frame announces; 0 for none."""
    for name, offset in itertools.product((b"Xing", b"Info"), _XING_OFFSETS):
        if frame[offset : offset + 4] == name and frame[offset + 7] & 1:
            return int.from_bytes(frame[offset + 8 : offset + 12], "big")
    return 0
