"""An episode as Ogg Opus, a third of the MP3's size, by the extra ``opus``.

Source:
    RFC 7845 (Ogg encapsulation for Opus); RFC 3533 (Ogg pages and their checksum). What encodes is
    libsndfile, which ``soundfile`` brings.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import miniaudio
import numpy as np

from audiopaper.errors import MissingProgramError

if TYPE_CHECKING:
    from pathlib import Path

_RATE_HZ = 24_000

# libsndfile maps 0 to 256 kbit/s and 1 to 6, for each channel; 0.9 gave 30.7 kbit/s for eleven
# minutes of speech (1.2.2).
_COMPRESSION = 0.9
_BLOCK = 1 << 16

_PAGE = b"OggS"
_SERIAL, _CHECKSUM, _SEGMENTS, _LACING = 14, 22, 26, 27
_NUMBER = (1).to_bytes(4, "little")
_POLYNOMIAL = 0x04C11DB7


def require_opus() -> None:
    """Find out whether Opus can be encoded.

    Raises:
        MissingProgramError: The extra is not installed.
    """
    try:
        import soundfile  # noqa: F401
    except (ImportError, OSError) as error:
        raise MissingProgramError(
            "[feed] opus is set, and soundfile, which encodes it, is not installed",
            remedy='pip install "audiopaper[opus]", or set opus = false in [feed]',
        ) from error


def encode_opus(path: Path, *, title: str, artist: str, comment: str) -> bytes:
    """Encode an MP3 as Ogg Opus of some 30 kbit/s.

    Args:
        path: The MP3.
        title: What the file says that it is.
        artist: Who makes it.
        comment: That the voice is synthesised, and by which engine.

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
        for block in miniaudio.stream_file(
            str(path), miniaudio.SampleFormat.FLOAT32, 1, _RATE_HZ, _BLOCK
        ):
            file.write(np.frombuffer(block, dtype=np.float32))
    return number_stream(out.getvalue())


def number_stream(ogg: bytes) -> bytes:
    """Give an Ogg stream a number that is always the same; encoders take one at random.

    Raises:
        ValueError: It is no Ogg stream.
    """
    made, at = bytearray(ogg), 0
    while at < len(made):
        if made[at : at + 4] != _PAGE:
            raise ValueError(f"byte {at} begins no Ogg page")
        segments = made[at + _SEGMENTS]
        end = at + _LACING + segments + sum(made[at + _LACING : at + _LACING + segments])
        made[at + _SERIAL : at + _SERIAL + 4] = _NUMBER
        made[at + _CHECKSUM : at + _CHECKSUM + 4] = bytes(4)
        checksum = _checksum(bytes(made[at:end]))
        made[at + _CHECKSUM : at + _CHECKSUM + 4] = checksum.to_bytes(4, "little")
        at = end
    return bytes(made)


def _make_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = value << 1 ^ (_POLYNOMIAL if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return tuple(table)


_TABLE = _make_table()


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
