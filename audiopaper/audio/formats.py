"""Whether an audio file is whole: decoders play what is left of a broken one without a word.

Source:
    RIFF/WAVE (Microsoft, 1991); FLAC format (RFC 9639); Ogg (RFC 3533); ISO/IEC 11172-3; the Xing
    and LAME tags.
"""

from __future__ import annotations

import itertools
from typing import Literal

Kind = Literal["wav", "flac", "ogg", "mp3", ""]
"""What a file's first bytes say it is; empty for anything else."""

_RATES_HZ = (44_100, 48_000, 32_000)
_KBPS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III; MPEG-1, and MPEG-2 with 2.5."""

# What taggers leave behind the last frame.
_TRAILERS = (b"TAG", b"APETAGEX", b"LYRICS", b"ID3")


def sniff(data: bytes) -> Kind:
    """What a file's first bytes say it is."""
    if data[:4] in (b"RIFF", b"RF64") and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"fLaC":
        return "flac"
    if data[:4] == b"OggS":
        return "ogg"
    start = _skip_id3(data)
    if data[:3] == b"ID3" or _frame_bytes(data, start):
        return "mp3"
    return ""


def find_damage(data: bytes, kind: Kind) -> str:
    """What is broken in a file, in words; empty where nothing is found.

    Args:
        data: The whole file.
        kind: What it is, from `sniff`.
    """
    match kind:
        case "wav":
            return _wav_damage(data)
        case "ogg":
            # The last page carries the mark of the stream's end.
            last = data.rfind(b"OggS")
            return "" if data[last + 5 : last + 6] >= b"\x04" else "its end is missing"
        case "mp3":
            return _mp3_damage(data)
        case "flac" | "":
            return ""


def _wav_damage(data: bytes) -> str:
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"data":
            # 0 and the highest value are what a program writes that cannot go back.
            streamed = size in (0, 0xFFFFFFFF) or data[:4] == b"RF64"
            missing = size - (len(data) - at - 8)
            return f"{missing} bytes are missing" if missing > 0 and not streamed else ""
        at += 8 + size + size % 2
    return "it holds no sound"


def _mp3_damage(data: bytes) -> str:
    at = first = _skip_id3(data)
    frames = 0
    while size := _frame_bytes(data, at):
        if at + size > len(data):
            return f"its last frame is cut off ({at + size - len(data)} bytes are missing)"
        at, frames = at + size, frames + 1
    if not frames:
        return "no MP3 frame is in it"
    rest = data[at:]
    if rest.strip(b"\0") and not rest.startswith(_TRAILERS):
        return f"byte {at} should begin an MP3 frame"
    told = _told_frames(data[first : first + 200])
    # The frame that tells is not counted by all encoders.
    if told and frames < told:
        return f"{told - frames} of {told} frames are missing"
    return ""


def _skip_id3(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    a, b, c, d = data[6:10]
    return 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if data[5] & 0x10 else 0)


def _told_frames(frame: bytes) -> int:
    for name, at in itertools.product((b"Xing", b"Info"), (4 + 9, 4 + 17, 4 + 32)):
        if frame[at : at + 4] == name and frame[at + 7] & 1:
            return int.from_bytes(frame[at + 8 : at + 12], "big")
    return 0


def _frame_bytes(data: bytes, at: int) -> int:
    """Length of the layer III frame that begins there; 0 where none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bit_rate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bit_rate in (0, 15) or rate == 3:
        return 0
    rate_hz = _RATES_HZ[rate] // {3: 1, 2: 2, 0: 4}[version]
    samples = 144 if version == 3 else 72
    return samples * _KBPS[version == 3][bit_rate] * 1000 // rate_hz + (head[2] >> 1 & 1)
