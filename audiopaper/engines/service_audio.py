"""Sound as services send it: told by its first bytes, never by its label, and looked over."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import miniaudio
import numpy as np

from audiopaper.audio.mp3_frames import is_broken_off
from audiopaper.audio.silence import ends_abruptly, trim_padding
from audiopaper.engines.base import TransientError
from audiopaper.engines.edge_answer import wrong_pace
from audiopaper.engines.service import LATER
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip

if TYPE_CHECKING:
    from collections.abc import Callable

Format = Literal["wav", "mp3", "flac", "ogg", "other", "text", "unknown"]

_PLACEHOLDER_BYTES = 0x7FFF_0000
"""A length at least this is written by a program that did not know it yet (espeak-ng 0x7FFFF000,
ffmpeg and OpenAI 0xFFFFFFFF)."""

_NOISE = 0.3
"""Correlation of neighbouring samples below which bytes are no speech: speech has 0.8 and more at
16 kHz, bytes of anything else some 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    pcm: bytes
    rate_hz: int
    counted: bool
    """Whether the format itself tells the length, and it is all there."""


def sniff(data: bytes) -> Format:
    """What some bytes are, by the first of them.

    ``other`` is a container that is known and cannot be decoded here; ``unknown`` may be bare
    samples.

    Example:
        >>> sniff(b"RIFF....WAVEfmt ")
        'wav'
        >>> sniff(b'{"error": "no such voice"}')
        'text'
    """
    head = data[:64]
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "other" if b"OpusHead" in head else "ogg"
    if head[4:8] == b"ftyp" or head[:4] == b"\x1a\x45\xdf\xa3":
        return "other"
    if head[:3] == b"ID3":
        return "mp3"
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        layer = head[1] >> 1 & 3
        if layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3:
            return "mp3"
        if head[1] & 0xF6 == 0xF0:  # ADTS: AAC
            return "other"
    if head.lstrip()[:1] in (b"{", b"[", b"<"):
        return "text"
    return "unknown"


def make_clip(
    data: bytes, text: str, *, service: str, counted: bool, pace: float, raw_rate_hz: int = 0
) -> Clip:
    """A service's answer as a clip, if it is whole.

    Args:
        data: What came.
        text: What was to be said.
        service: Its name, for messages.
        counted: Whether the connection proved that nothing is missing.
        pace: The pace asked for, as a factor.
        raw_rate_hz: Where bare samples (16 bit, little-endian, mono) were asked for, their rate;
            0 where they are a fault.

    Returns:
        The sound without the silence around it.

    Raises:
        TransientError: It breaks off, or is no sound, or not of this text.
        SynthesisError: It is in a format that cannot be decoded here.
    """
    sound = _decode(data, service, raw_rate_hz)
    if not (counted or sound.counted) and ends_abruptly(sound.pcm, sound.rate_hz):
        raise _not_whole(service, "it is loud to its very end")
    pcm, _ = trim_padding(sound.pcm, sound.rate_hz)
    clip = Clip(pcm=pcm, rate_hz=sound.rate_hz)
    if wrong := wrong_pace(text, clip.length_ms / 1000, pace):
        raise _not_whole(service, f"the sound is {wrong} than any voice would need")
    return clip


def _decode(data: bytes, service: str, raw_rate_hz: int) -> _Sound:
    kind = sniff(data)
    if not data:
        raise _not_whole(service, "it is empty")
    if kind == "text":
        raise TransientError(f"{service} answered with text in place of sound", remedy=LATER)
    if kind == "other":
        raise SynthesisError(
            f"{service} sends AAC, Opus or a container that cannot be decoded here",
            remedy="have it send wav, mp3, flac or ogg vorbis",
        )
    if kind == "wav":
        return _decode_wav(data, service)
    if kind == "unknown":
        return _decode_raw(data, service, raw_rate_hz)
    if kind == "mp3" and is_broken_off(data):
        raise _not_whole(service, "the MP3 breaks off inside a frame")
    look: dict[str, Callable[[bytes], Any]] = {
        "mp3": miniaudio.mp3_get_info,
        "flac": miniaudio.flac_get_info,
        "ogg": miniaudio.vorbis_get_info,
    }
    try:
        rate_hz = int(look[kind](data).sample_rate)
        pcm = miniaudio.decode(data, nchannels=1, sample_rate=rate_hz).samples.tobytes()
    except miniaudio.DecodeError as error:
        raise _not_whole(service, f"the {kind} cannot be decoded") from error
    return _Sound(pcm=pcm, rate_hz=rate_hz, counted=False)


def _decode_wav(data: bytes, service: str) -> _Sound:
    """Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF), and RFC 2361."""
    at = 12
    layout: tuple[int, int, int, int] | None = None  # format tag, channels, rate, bits
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = at + 8
        if name == b"fmt " and size >= 16 and body + size <= len(data):
            tag, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", data, body)
            if tag == 0xFFFE and size >= 26:  # extensible: the format's tag begins its GUID
                tag = struct.unpack_from("<H", data, body + 24)[0]
            layout = tag, channels, rate_hz, bits
        elif name == b"data":
            placeholder = size >= _PLACEHOLDER_BYTES or not size
            if not placeholder and body + size > len(data):
                raise _not_whole(service, "the WAV breaks off")
            samples = data[body:] if placeholder else data[body : body + size]
            return _read_samples(samples, layout, service, counted=not placeholder)
        at = body + size + size % 2
    raise _not_whole(service, "the WAV holds no samples")


def _read_samples(
    data: bytes, layout: tuple[int, int, int, int] | None, service: str, *, counted: bool
) -> _Sound:
    tag, channels, rate_hz, bits = layout or (0, 0, 0, 0)
    kinds = {(1, 16): "<i2", (1, 32): "<i4", (3, 32): "<f4", (3, 64): "<f8"}
    if (tag, bits) not in kinds or channels not in (1, 2) or not 8_000 <= rate_hz <= 192_000:
        raise SynthesisError(
            f"{service} sends a WAV that cannot be decoded here"
            f" (format {tag}, {bits} bits, {channels} channels, {rate_hz} Hz)",
            remedy="have it send 16-bit PCM, mono",
        )
    frame = bits // 8 * channels
    values = np.frombuffer(data[: len(data) // frame * frame], dtype=kinds[tag, bits])
    scale = 32767.0 if tag == 3 else 2.0 ** (16 - bits)
    mono = values.reshape(-1, channels).astype(np.float64).mean(axis=1) * scale
    if not np.isfinite(mono).all():
        raise _not_whole(service, "the WAV holds what is no sound")
    pcm = np.clip(np.rint(mono), -32768, 32767).astype("<i2").tobytes()
    return _Sound(pcm=pcm, rate_hz=rate_hz, counted=counted)


def _decode_raw(data: bytes, service: str, rate_hz: int) -> _Sound:
    samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float64)
    if not rate_hz or len(data) % 2 or _is_noise(samples):
        raise TransientError(
            f"{service} sends what is no sound that is known here",
            remedy="have it send wav or mp3; for bare samples see: audiopaper guide engines",
        )
    return _Sound(pcm=data, rate_hz=rate_hz, counted=False)


def _is_noise(samples: np.ndarray[Any, np.dtype[np.float64]]) -> bool:
    if len(samples) < 2 or not samples.any():
        return False
    centred = samples - samples.mean()
    power = float((centred**2).sum()) or 1.0
    return float((centred[1:] * centred[:-1]).sum()) / power < _NOISE


def _not_whole(service: str, what: str) -> TransientError:
    return TransientError(f"the answer of {service} is not whole: {what}", remedy=LATER)
