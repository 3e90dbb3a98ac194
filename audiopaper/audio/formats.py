"""Audio files by their first bytes, and whether they are whole: decoders play a broken one too.

Source:
    RIFF/WAVE (Microsoft, 1991); FLAC format (RFC 9639); Ogg (RFC 3533) and Opus in it (RFC 7845);
    ISO/IEC 11172-3.
"""

from __future__ import annotations

from typing import Literal

from audiopaper.audio.mp3_frames import find_mp3_damage, parse_header
from audiopaper.audio.wav import read_chunks
from audiopaper.translations import _

Format = Literal["wav", "mp3", "flac", "ogg", "opus", "other", "text", "unknown"]
"""``ogg`` is Vorbis in Ogg. ``other`` is a known container that cannot be decoded here; ``unknown``
may be bare samples."""

_HEAD_BYTES = 64
_OGG_END_OF_STREAM = 4


def sniff(data: bytes) -> Format:
    """Return what some bytes are, by the first of them.

    Example:
        >>> sniff(b"RIFF....WAVEfmt ")
        'wav'
        >>> sniff(b'{"error": "no such voice"}')
        'text'
    """
    head = data[:_HEAD_BYTES]
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head else "ogg"
    if head[:3] == b"ID3" or parse_header(head[:4]):
        return "mp3"
    if _is_other_container(head):
        return "other"
    return "text" if head.lstrip()[:1] in (b"{", b"[", b"<") else "unknown"


def _is_other_container(head: bytes) -> bool:
    mp4, matroska = head[4:8] == b"ftyp", head[:4] == b"\x1a\x45\xdf\xa3"
    aac = len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0  # ADTS
    return mp4 or matroska or aac


def find_damage(data: bytes, kind: Format) -> str:
    """Return what is broken in a file, in words; empty if nothing is found.

    Args:
        data: The whole file.
        kind: What it is, from `sniff`; of kinds not named above nothing is found.
    """
    match kind:
        case "wav":
            return _find_wav_damage(data)
        case "ogg" | "opus":
            # The last page carries the mark of the stream's end.
            last = data.rfind(b"OggS")
            ended = data[last + 5 : last + 6] >= bytes([_OGG_END_OF_STREAM])
            return "" if ended else _("its end is missing")
        case "mp3":
            return find_mp3_damage(data)
        case _:
            return ""


def _find_wav_damage(data: bytes) -> str:
    for chunk in read_chunks(data):
        if chunk.name == b"data":
            # RF64 has its lengths elsewhere.
            missing = 0 if data[:4] == b"RF64" else chunk.count_missing(data)
            return _("{missing} bytes are missing", missing=missing) if missing else ""
    return _("it holds no sound")
