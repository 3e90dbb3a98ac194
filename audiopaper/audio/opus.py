"""Encoding as Ogg Opus, at a third of the MP3's size, with the extra ``opus``.

Source:
    RFC 7845 (Ogg encapsulation for Opus); RFC 3533 (Ogg pages and their checksum). The encoder is
    that of libsndfile, through ``soundfile``.
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

from audiopaper.audio.file_decoder import stream_file
from audiopaper.errors import MissingProgramError
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

_RATE_HZ = 24_000

# libsndfile maps 0 to 256 kbit/s for each channel and 1 to 6; 0.9 gave 30.7 kbit/s for eleven
# minutes of speech (version 1.2.2).
_COMPRESSION = 0.9

_PAGE = b"OggS"
_SERIAL, _CHECKSUM, _SEGMENTS, _LACING = 14, 22, 26, 27
"""Offsets in a page: serial number, checksum, number of segments, their lengths."""

_NUMBER = (1).to_bytes(4, "little")
_POLYNOMIAL = 0x04C11DB7


def require_opus() -> None:
    """Check that Opus can be encoded.

    Raises:
        MissingProgramError: The extra is not installed.
    """
    try:
        import soundfile  # noqa: F401
    except (ImportError, OSError) as error:
        raise MissingProgramError(
            _("[feed] opus is set, and soundfile, which encodes it, is not installed"),
            remedy=_('pip install "audiopaper[opus]", or set opus = false in [feed]'),
        ) from error


def encode_opus(path: Path, *, title: str, artist: str, comment: str) -> bytes:
    """Encode an MP3 as Ogg Opus of some 30 kbit/s.

    Args:
        path: The MP3.
        title: Title in the file's tags.
        artist: Publisher.
        comment: The notice that the voice is synthetic, and its engine.

    Returns:
        The file; the same MP3 and words give the same bytes.

    Raises:
        MissingProgramError: The extra is not installed.
    """
    require_opus()
    import soundfile

    out = io.BytesIO()
    with soundfile.SoundFile(
        out,
        "w",
        samplerate=_RATE_HZ,
        channels=1,
        format="OGG",
        subtype="OPUS",
        compression_level=_COMPRESSION,
    ) as file:
        file.title, file.artist, file.comment = title, artist, comment
        for samples in stream_file(path, _RATE_HZ):
            file.write(samples)
    return number_stream(out.getvalue())


def number_stream(ogg: bytes) -> bytes:
    """Give an Ogg stream a constant serial number; encoders choose one at random.

    Raises:
        ValueError: It is not an Ogg stream.
    """
    numbered, start = bytearray(ogg), 0
    while start < len(numbered):
        if numbered[start : start + 4] != _PAGE:
            raise ValueError(f"byte {start} begins no Ogg page")
        lacing = start + _LACING
        segments = numbered[start + _SEGMENTS]
        end = lacing + segments + sum(numbered[lacing : lacing + segments])
        numbered[start + _SERIAL : start + _SERIAL + 4] = _NUMBER
        checksum_field = slice(start + _CHECKSUM, start + _CHECKSUM + 4)
        numbered[checksum_field] = bytes(4)
        checksum = _checksum(bytes(numbered[start:end]))
        numbered[checksum_field] = checksum.to_bytes(4, "little")
        start = end
    return bytes(numbered)


@functools.cache
def _make_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = value << 1 ^ (_POLYNOMIAL if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return tuple(table)


def _checksum(page: bytes) -> int:
    table, value = _make_table(), 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ byte]
    return value
