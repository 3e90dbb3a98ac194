"""MP3 frames: speech encoded a piece at a time, joined byte by byte behind an Info frame.

Each piece is a whole constant-bit-rate stream of its own, so that pieces can be encoded side by
side and kept; a decoder that runs through the joins hears each piece begin at a whole frame. Where
it begins is therefore counted, never guessed.

Source:
    ISO/IEC 11172-3 and 13818-3 (frame header, low sampling frequencies); the LAME tag, revision 0,
    as LAME's ``VbrTag.c`` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import lameenc
import miniaudio
import numpy as np

from audiopaper.audio.samples import make_audio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.audio.loudness import Samples

# The encoder's delay, as LAME counts it, and what every decoder adds: a player that reads our Info
# frame drops 576 + 529 samples at the beginning, and the rest of the last frames at the end.
ENCODER_DELAY = 576
DECODER_DELAY = 529
_END_PADDING = 576

# LAME turns everything down to this at both bit rates (``presets.c``), to be safe from clipping;
# here a limiter sees to that, and a level is to be what it was meant to be.
_ENCODER_GAIN = 0.95

# From 7 on LAME leaves noise shaping out. A single voice at these bit rates has bits to spare, and
# then that is twice as fast as 3 and no worse: with lameenc 1.8 the noise of a speech lies 7 dB
# lower, and the share of spectra with a band 6 dB above its masking is 19 for 20 % at 44.1 kHz, 59
# for 57 % at 24; on the show's own sounds and on bursts of noise it is lower. Tried by
# ``python -m tests.bench_encoding``.
QUALITY = 7

# Samples at a time: what is worked on stays small, however long the piece is.
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of MP3: mono, constant bit rate."""

    rate_hz: int
    """Samples a second."""

    bit_rate_kbps: int
    """Thousands of bits a second."""

    frame_samples: int
    """Samples in a frame."""

    frame_bytes: int
    """Bytes in a frame that is not padded; a padded one has one more."""

    side_info_bytes: int
    """Bytes between a frame's header and where an Info tag stands, for mono."""

    tail_frames: int
    """Frames that come out beyond those that go in, until the last sample is decoded."""

    version: int
    """Second byte of every header, the bit for a checksum cleared."""

    def count_samples(self, frames: int) -> int:
        """How many samples a player plays of an episode with so many frames of audio."""
        return frames * self.frame_samples - ENCODER_DELAY - _END_PADDING


FORMS = {
    44_100: Form(
        rate_hz=44_100,
        bit_rate_kbps=96,
        frame_samples=1152,
        frame_bytes=313,
        side_info_bytes=17,
        tail_frames=1,
        version=0xFA,
    ),
    24_000: Form(
        rate_hz=24_000,
        bit_rate_kbps=64,
        frame_samples=576,
        frame_bytes=192,
        side_info_bytes=9,
        tail_frames=2,
        version=0xF2,
    ),
}
"""By sample rate: MPEG-1 at 96 kbit/s, and MPEG-2 at 64 kbit/s, which is a third cheaper."""


def encode(samples: Samples, form: Form) -> bytes:
    """Encode a piece as a whole constant-bit-rate stream that decodes at the same level.

    Args:
        samples: Mono, at the form's rate, full scale at 1; whole frames long.
        form: What kind of MP3.

    Returns:
        `Form.tail_frames` more frames than the piece has: in the last the piece is decoded to its
        end. In a row of such streams, a piece that has ``n`` frames before it begins at sample
        ``n * form.frame_samples`` as players count.

    Raises:
        ValueError: The piece has another length.
    """
    if len(samples) % form.frame_samples or not len(samples):
        raise ValueError(f"{len(samples)} samples are no whole frames")
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(form.bit_rate_kbps)
    encoder.set_in_sample_rate(form.rate_hz)
    encoder.set_out_sample_rate(form.rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    made = bytearray()
    for start in range(0, len(samples), _BLOCK):
        block = samples[start : start + _BLOCK] / np.float32(_ENCODER_GAIN)
        made += encoder.encode(make_audio(block, form.rate_hz).raw_data)
    stream = bytes(made + encoder.flush())
    frames = count_frames(stream, form)
    if frames != len(samples) // form.frame_samples + form.tail_frames:
        raise RuntimeError(f"lameenc made {frames} frames of {len(samples)} samples")
    return stream


def decode(stream: bytes, form: Form) -> Iterator[Samples]:
    """Decode frames as a player would, block by block, without taking off any delay."""
    for block in miniaudio.stream_memory(
        stream, miniaudio.SampleFormat.FLOAT32, 1, form.rate_hz, _BLOCK
    ):
        yield np.frombuffer(block, dtype=np.float32)


def count_frames(stream: bytes, form: Form) -> int:
    """Count the frames of a stream, reading every header.

    Raises:
        ValueError: Something stands where a frame should.
    """
    at = frames = 0
    end = len(stream)
    # The last bit of the second byte says whether there is a checksum.
    begins = tuple(bytes([0xFF, form.version | bit]) for bit in (0, 1))
    while at + 4 <= end:
        # 11 bits of sync, version, layer III.
        if stream[at : at + 2] not in begins:
            break
        at += form.frame_bytes + (stream[at + 2] >> 1 & 1)
        frames += 1
    if at < end:
        raise ValueError(f"byte {at} begins no MP3 frame")
    if at > end:
        raise ValueError("the last MP3 frame is cut off")
    return frames


def make_info_frame(header: bytes, frames: int, audio_bytes: int, form: Form) -> bytes:
    """The frame in front of the audio from which players read length, delay and where to seek.

    Args:
        header: The first four bytes of the audio.
        frames: Frames of audio, this one not counted.
        audio_bytes: Bytes of audio, this frame not counted.
        form: What kind of MP3 the audio is.

    Returns:
        A whole frame, silent to a player that does not know it.
    """
    plain = bytes([header[0], header[1], header[2] & 0xFD, header[3]])
    total = form.frame_bytes + audio_bytes
    # Where each hundredth of the time lies, in 256ths of the bytes; straight, for the bit rate is
    # constant, but for this frame in front.
    seek_table = bytes(
        min(255, 256 * (form.frame_bytes + audio_bytes * percent // 100) // total)
        for percent in range(100)
    )
    side_info = bytes(form.side_info_bytes)
    head = plain + side_info + b"Info" + (0x0F).to_bytes(4, "big")
    head += frames.to_bytes(4, "big") + total.to_bytes(4, "big") + seek_table
    head += (100 - 10 * QUALITY).to_bytes(4, "big")
    # "LAME" is what decoders look for before they trust the delays behind it.
    tag = b"LAME3.100" + bytes([0x01, 0]) + bytes(8) + bytes([0, form.bit_rate_kbps])
    tag += (ENCODER_DELAY << 12 | _END_PADDING).to_bytes(3, "big")
    tag += bytes(4) + total.to_bytes(4, "big") + bytes(2)
    body = head + tag
    body += _crc16(body).to_bytes(2, "big")
    return body.ljust(form.frame_bytes, b"\0")


def _crc16(data: bytes) -> int:
    # CRC-16/ARC, as LAME's tag has it over its first 190 bytes.
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
