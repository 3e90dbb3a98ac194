"""WAV files as chunks.

Source:
    Multimedia Programming Interface and Data Specifications 1.0 (RIFF, Microsoft and IBM, 1991);
    RFC 2361 (format tags).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER_BYTES = 12
_CHUNK_HEADER_BYTES = 8

_PLACEHOLDER_BYTES = 0x7FFF_0000
"""A length at least this is written by a program that did not know it yet (espeak-ng 0x7FFFF000,
ffmpeg and OpenAI 0xFFFFFFFF)."""


_FMT_BYTES = 16
_EXTENSIBLE = 0xFFFE
_EXTENSIBLE_BYTES = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class WavLayout:
    """How samples are written, from the chunk ``fmt ``."""

    format_tag: int
    """1 for PCM, 3 for floating point."""

    channels: int
    """Interleaved channels."""

    rate_hz: int
    """Samples a second, of each channel."""

    bits: int
    """Bits of a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A chunk of a WAV file."""

    name: bytes
    """Four characters: ``fmt ``, ``data``."""

    start: int
    """Offset of its first byte, behind its header."""

    size_bytes: int
    """Its length, as its header announces it."""

    @property
    def is_streamed(self) -> bool:
        """Whether the length is a placeholder: the chunk then reaches to the file's end."""
        return self.size_bytes == 0 or self.size_bytes >= _PLACEHOLDER_BYTES

    def count_missing(self, data: bytes) -> int:
        """Return how many of its bytes the file lacks; 0 for a placeholder."""
        return 0 if self.is_streamed else max(0, self.start + self.size_bytes - len(data))


def read_chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks of a WAV file in order; the last may reach beyond the file's end."""
    position = _HEADER_BYTES
    while position + _CHUNK_HEADER_BYTES <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        start = position + _CHUNK_HEADER_BYTES
        yield Chunk(name=data[position : position + 4], start=start, size_bytes=size)
        position = start + size + size % 2


def read_layout(data: bytes, chunk: Chunk) -> WavLayout | None:
    """Read the chunk ``fmt `` of a file; None if it is cut off or too short."""
    if chunk.size_bytes < _FMT_BYTES or chunk.start + chunk.size_bytes > len(data):
        return None
    tag, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", data, chunk.start)
    if tag == _EXTENSIBLE and chunk.size_bytes >= _EXTENSIBLE_BYTES:
        # The format's own tag begins the GUID.
        tag = struct.unpack_from("<H", data, chunk.start + 24)[0]
    return WavLayout(format_tag=tag, channels=channels, rate_hz=rate_hz, bits=bits)
