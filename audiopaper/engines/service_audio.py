"""A service's answer as a clip: its format is read from its first bytes, and it must be whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import miniaudio
import numpy as np

from audiopaper.audio.formats import sniff
from audiopaper.audio.mp3_frames import find_mp3_damage
from audiopaper.audio.silence import ends_abruptly, trim_padding
from audiopaper.audio.wav import WavLayout, read_chunks, read_layout
from audiopaper.engines.base import TransientError
from audiopaper.engines.duration_check import DURATION_WORDS, check_duration
from audiopaper.engines.service import LATER
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable

_MIN_SPEECH_CORRELATION = 0.3
"""Correlation of neighbouring samples: speech at 16 kHz has 0.8 and more, other bytes about 0."""

_SAMPLE_TYPES = {(1, 16): "<i2", (1, 32): "<i4", (3, 32): "<f4", (3, 64): "<f8"}
"""By format tag (1 PCM, 3 floating point) and bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    pcm: bytes
    """Mono samples, signed 16 bit, little-endian."""

    rate_hz: int
    """Samples a second."""

    counted: bool
    """Whether the format itself announces the length, and all of it is there."""


def make_clip(
    data: bytes, text: str, *, service: str, counted: bool, pace: float, raw_rate_hz: int = 0
) -> Clip:
    """Decode a service's answer, if it is whole.

    Args:
        data: The answer.
        text: What was to be said.
        service: The service's name, for messages.
        counted: Whether the connection proved that nothing is missing.
        pace: Pace that was asked for, as a factor.
        raw_rate_hz: Sample rate, if bare samples (16 bit, little-endian, mono) were asked for; 0
            if they are a fault.

    Returns:
        The sound without the silence around it.

    Raises:
        TransientError: It breaks off, is no sound, or is not of this text.
        SynthesisError: Its format cannot be decoded here.
    """
    sound = _decode(data, service, raw_rate_hz)
    if not (counted or sound.counted) and ends_abruptly(sound.pcm, sound.rate_hz):
        raise _incomplete(service, _("it is loud to its very end"))
    pcm, _trimmed = trim_padding(sound.pcm, sound.rate_hz)
    clip = Clip(pcm=pcm, rate_hz=sound.rate_hz)
    if wrong := check_duration(text, clip.length_ms / 1000, pace):
        raise _incomplete(service, _(DURATION_WORDS[wrong]))
    return clip


def _decode(data: bytes, service: str, raw_rate_hz: int) -> _Sound:
    kind = sniff(data)
    if not data:
        raise _incomplete(service, _("it is empty"))
    if kind == "text":
        raise TransientError(
            _("{service} answered with text in place of sound", service=service), remedy=_(LATER)
        )
    if kind in ("opus", "other"):
        raise SynthesisError(
            _(
                "{service} sends AAC, Opus or a container that cannot be decoded here",
                service=service,
            ),
            remedy=_("configure the service to send WAV, MP3, FLAC or Ogg Vorbis"),
        )
    if kind == "wav":
        return _decode_wav(data, service)
    if kind == "unknown":
        return _decode_raw(data, service, raw_rate_hz)
    if kind == "mp3" and find_mp3_damage(data):
        raise _incomplete(service, _("the MP3 breaks off inside a frame"))
    read_info: dict[str, Callable[[bytes], Any]] = {
        "mp3": miniaudio.mp3_get_info,
        "flac": miniaudio.flac_get_info,
        "ogg": miniaudio.vorbis_get_info,
    }
    try:
        rate_hz = int(read_info[kind](data).sample_rate)
        pcm = miniaudio.decode(data, nchannels=1, sample_rate=rate_hz).samples.tobytes()
    except miniaudio.DecodeError as error:
        raise _incomplete(service, _("the {kind} cannot be decoded", kind=kind)) from error
    return _Sound(pcm=pcm, rate_hz=rate_hz, counted=False)


def _decode_wav(data: bytes, service: str) -> _Sound:
    layout = WavLayout(format_tag=0, channels=0, rate_hz=0, bits=0)
    for chunk in read_chunks(data):
        if chunk.name == b"fmt ":
            layout = read_layout(data, chunk) or layout
        elif chunk.name == b"data":
            if chunk.count_missing(data):
                raise _incomplete(service, _("the WAV breaks off"))
            end = len(data) if chunk.is_streamed else chunk.start + chunk.size_bytes
            samples = data[chunk.start : end]
            return _read_samples(samples, layout, service, counted=not chunk.is_streamed)
    raise _incomplete(service, _("the WAV holds no samples"))


def _read_samples(data: bytes, layout: WavLayout, service: str, *, counted: bool) -> _Sound:
    """Mix samples of one or two channels to mono, rounded to 16 bit."""
    sample_type = _SAMPLE_TYPES.get((layout.format_tag, layout.bits))
    known_layout = layout.channels in (1, 2) and 8_000 <= layout.rate_hz <= 192_000
    if sample_type is None or not known_layout:
        raise SynthesisError(
            _(
                "{service} sends a WAV that cannot be decoded here (format {format_tag}, "
                "{bits} bits, {channels} channels, {rate_hz} Hz)",
                service=service,
                format_tag=layout.format_tag,
                bits=layout.bits,
                channels=layout.channels,
                rate_hz=layout.rate_hz,
            ),
            remedy=_("configure the service to send 16-bit PCM, mono"),
        )
    frame = layout.bits // 8 * layout.channels
    values = np.frombuffer(data[: len(data) // frame * frame], dtype=sample_type)
    scale = 32767.0 if layout.format_tag == 3 else 2.0 ** (16 - layout.bits)
    mono = values.reshape(-1, layout.channels).astype(np.float64).mean(axis=1) * scale
    if not np.isfinite(mono).all():
        raise _incomplete(service, _("the WAV holds values that are no samples"))
    pcm = np.clip(np.rint(mono), -32768, 32767).astype("<i2").tobytes()
    return _Sound(pcm=pcm, rate_hz=layout.rate_hz, counted=counted)


def _decode_raw(data: bytes, service: str, rate_hz: int) -> _Sound:
    samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float64)
    if not rate_hz or len(data) % 2 or _is_noise(samples):
        raise TransientError(
            _("{service} sends an unknown audio format", service=service),
            remedy=_(
                "configure the service to send WAV or MP3; for bare samples see: "
                "audiopaper guide engines"
            ),
        )
    return _Sound(pcm=data, rate_hz=rate_hz, counted=False)


def _is_noise(samples: np.ndarray[Any, np.dtype[np.float64]]) -> bool:
    if len(samples) < 2 or not samples.any():
        return False
    centred = samples - samples.mean()
    power = float((centred**2).sum()) or 1.0
    return float((centred[1:] * centred[:-1]).sum()) / power < _MIN_SPEECH_CORRELATION


def _incomplete(service: str, problem: str) -> TransientError:
    return TransientError(
        _("the answer of {service} is not whole: {problem}", service=service, problem=problem),
        remedy=_(LATER),
    )
