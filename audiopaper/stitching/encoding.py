"""MP3 frames: speech encoded a piece at a time, joined byte by byte behind an Info frame.

Each piece is a whole constant-bit-rate stream of its own, so that pieces can be encoded side by
side and kept; a decoder that runs through the joins hears each piece begin at a whole frame. Where
it begins is therefore counted, never guessed.

Source:
    ISO/IEC 11172-3 (frame header); the LAME tag, revision 0, as LAME's ``VbrTag.c`` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lameenc
import miniaudio
import numpy as np

from audiopaper.stitching.shaping import make_audio

if TYPE_CHECKING:
    from audiopaper.stitching.loudness import Samples

RATE_HZ = 44_100
BIT_RATE_KBPS = 96
FRAME_SAMPLES = 1152

# The encoder's delay, as LAME counts it, and what every decoder adds: a player that reads our Info
# frame drops 576 + 529 samples at the beginning, and the rest of the last frames at the end.
ENCODER_DELAY = 576
DECODER_DELAY = 529
_END_PADDING = 576

# LAME turns everything down to this at this bit rate (``presets.c``), to be safe from clipping;
# here a limiter sees to that, and a level is to be what it was meant to be.
_ENCODER_GAIN = 0.95

# lameenc 1.8 and 1.9: 3 is as fast as 5 and twice as fast as 2, without an audible difference in
# speech at this bit rate.
_QUALITY = 3

_FRAME_BYTES = 144 * BIT_RATE_KBPS * 1000 // RATE_HZ


def encode(samples: Samples) -> bytes:
    """Encode a piece as a whole constant-bit-rate stream that decodes at the same level.

    Args:
        samples: Mono, at `RATE_HZ`, full scale at 1; a multiple of `FRAME_SAMPLES` long.

    Returns:
        One frame more than the piece has: in the last the piece is decoded to its end. In a
        row of such streams, a piece that has ``n`` frames before it begins at sample
        ``n * FRAME_SAMPLES`` as players count.

    Raises:
        ValueError: The piece has another length.
    """
    if len(samples) % FRAME_SAMPLES or not len(samples):
        raise ValueError(f"{len(samples)} samples are no whole frames")
    audio = make_audio(samples / np.float32(_ENCODER_GAIN), RATE_HZ)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE_KBPS)
    encoder.set_in_sample_rate(RATE_HZ)
    encoder.set_out_sample_rate(RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(_QUALITY)
    stream = bytes(encoder.encode(audio.raw_data)) + bytes(encoder.flush())
    frames = count_frames(stream)
    if frames != len(samples) // FRAME_SAMPLES + 1:
        raise RuntimeError(f"lameenc made {frames} frames of {len(samples)} samples")
    return stream


def decode(stream: bytes) -> Samples:
    """Decode frames as a player would, without taking off any delay."""
    decoded = miniaudio.mp3_read_f32(stream)
    return np.frombuffer(decoded.samples, dtype=np.float32)


def count_frames(stream: bytes) -> int:
    """Count the frames of a stream, reading every header.

    Raises:
        ValueError: Something stands where a frame should.
    """
    at = frames = 0
    while at < len(stream):
        # 11 bits of sync, MPEG 1, layer III; the frames are `_FRAME_BYTES` long or one more.
        if len(stream) < at + 4 or stream[at] != 0xFF or stream[at + 1] & 0xFE != 0xFA:
            raise ValueError(f"byte {at} begins no MP3 frame")
        at += _FRAME_BYTES + (stream[at + 2] >> 1 & 1)
        frames += 1
    if at != len(stream):
        raise ValueError("the last MP3 frame is cut off")
    return frames


def count_samples(frames: int) -> int:
    """How many samples a player plays of an episode with so many frames of audio."""
    return frames * FRAME_SAMPLES - ENCODER_DELAY - _END_PADDING


def make_info_frame(header: bytes, frames: int, audio_bytes: int) -> bytes:
    """The frame in front of the audio from which players read length, delay and where to seek.

    Args:
        header: The first four bytes of the audio.
        frames: Frames of audio, this one not counted.
        audio_bytes: Bytes of audio, this frame not counted.

    Returns:
        A whole frame, silent to a player that does not know it.
    """
    plain = bytes([header[0], header[1], header[2] & 0xFD, header[3]])
    total = _FRAME_BYTES + audio_bytes
    # Where each hundredth of the time lies, in 256ths of the bytes; straight, for the bit rate is
    # constant, but for this frame in front.
    seek_table = bytes(
        min(255, 256 * (_FRAME_BYTES + audio_bytes * percent // 100) // total)
        for percent in range(100)
    )
    side_info = bytes(17)
    head = plain + side_info + b"Info" + (0x0F).to_bytes(4, "big")
    head += frames.to_bytes(4, "big") + total.to_bytes(4, "big") + seek_table
    head += (100 - 10 * _QUALITY).to_bytes(4, "big")
    # "LAME" is what decoders look for before they trust the delays behind it.
    tag = b"LAME3.100" + bytes([0x01, 0]) + bytes(8) + bytes([0, BIT_RATE_KBPS])
    tag += (ENCODER_DELAY << 12 | _END_PADDING).to_bytes(3, "big")
    tag += bytes(4) + total.to_bytes(4, "big") + bytes(2)
    body = head + tag
    body += _crc16(body).to_bytes(2, "big")
    return body.ljust(_FRAME_BYTES, b"\0")


def _crc16(data: bytes) -> int:
    # CRC-16/ARC, as LAME's tag has it over its first 190 bytes.
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
