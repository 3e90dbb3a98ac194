"""Encoding to MP3 in pieces, which are joined byte by byte behind an Info frame.

Each piece is a constant-bit-rate stream of its own, so that pieces can be encoded in parallel and
cached; after joining, each piece begins at a whole frame. Its position is therefore exact.

Source:
    The LAME tag, revision 0, as LAME's ``VbrTag.c`` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import lameenc
import miniaudio
import numpy as np

from audiopaper.audio.array_turns import compute_in_turns
from audiopaper.audio.mp3_frames import find_frames
from audiopaper.audio.sample_arrays import to_pcm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.audio.sample_arrays import Samples

# The encoder's delay as LAME counts it. Every decoder adds 529 samples: a player that reads the
# Info frame drops 576 + 529 samples at the beginning, and the padding at the end.
ENCODER_DELAY = 576
_END_PADDING = 576

# From 7 on LAME does no noise shaping. A single voice at these bit rates has bits to spare, and
# then 7 is twice as fast as 3 and no worse: with lameenc 1.8 the noise of speech is 7 dB lower,
# and the share of spectra with a band 6 dB above its masking is 19 % against 20 % at 44.1 kHz, 59 %
# against 57 % at 24 kHz; with the show's own sounds and bursts of noise it is lower. Measured by
# ``python -m tests.bench_encoding``.
QUALITY = 7

# Samples encoded or decoded at a time, which bounds the memory needed.
_BLOCK = 1 << 15

_CRC_POLYNOMIAL = 0xA001
"""CRC-16/ARC, reflected."""


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
    """Frames that the encoder adds to those that go in, until the last sample is decoded."""

    encoder_gain: float = 0.95
    """LAME scales its input by this (``presets.c``), at low bit rates as a guard against clipping;
    here a limiter does that, and the level must come out as it went in."""

    def count_samples(self, frames: int) -> int:
        """Return how many samples a player plays of an episode with so many frames of audio."""
        return frames * self.frame_samples - ENCODER_DELAY - _END_PADDING


FORMS = {
    44_100: Form(
        rate_hz=44_100,
        bit_rate_kbps=96,
        frame_samples=1152,
        frame_bytes=313,
        side_info_bytes=17,
        tail_frames=1,
    ),
    24_000: Form(
        rate_hz=24_000,
        bit_rate_kbps=64,
        frame_samples=576,
        frame_bytes=192,
        side_info_bytes=9,
        tail_frames=2,
    ),
}
"""By sample rate: MPEG-1 at 96 kbit/s, and MPEG-2 at 64 kbit/s, a third smaller."""

LARGE_FORM = Form(
    rate_hz=44_100,
    bit_rate_kbps=256,
    frame_samples=1152,
    frame_bytes=835,
    side_info_bytes=17,
    tail_frames=1,
    encoder_gain=1.0,
)
"""What smart speakers ask of a briefing; for one voice it sounds no better."""


def find_form(rate_hz: int, bit_rate_kbps: int = 0) -> Form:
    """Return the kind of MP3 of a sample rate.

    Args:
        rate_hz: One of `FORMS`.
        bit_rate_kbps: 256 for `LARGE_FORM`, 0 for the usual bit rate of the sample rate.

    Raises:
        ValueError: There is no such kind.
    """
    form = LARGE_FORM if bit_rate_kbps else FORMS.get(rate_hz)
    if form is None or form.rate_hz != rate_hz or bit_rate_kbps not in (0, form.bit_rate_kbps):
        raise ValueError(f"there is no MP3 of {rate_hz} Hz and {bit_rate_kbps} kbit/s")
    return form


def encode(samples: Samples, form: Form) -> bytes:
    """Encode a piece as `encode_blocks` does; shape ``(n,)``."""
    return encode_blocks((samples[at : at + _BLOCK] for at in range(0, len(samples), _BLOCK)), form)


def encode_blocks(blocks: Iterable[Samples], form: Form) -> bytes:
    """Encode a piece as a constant-bit-rate stream that decodes at the same level.

    Args:
        blocks: The samples at the form's rate, in blocks of any length; in all a multiple of
            `Form.frame_samples`.
        form: Kind of MP3.

    Returns:
        The stream: `Form.tail_frames` more frames than the piece has, the last of which decodes
        the piece's end. In a row of such streams, a piece behind ``n`` frames begins at sample
        ``n * form.frame_samples`` as players count.

    Raises:
        ValueError: The piece has another length.
    """
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(form.bit_rate_kbps)
    encoder.set_in_sample_rate(form.rate_hz)
    encoder.set_out_sample_rate(form.rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    stream, samples = bytearray(), 0
    for pcm in compute_in_turns(to_pcm(block, form.encoder_gain) for block in blocks):
        stream += encoder.encode(pcm)
        samples += len(pcm) // 2
    if samples % form.frame_samples or not samples:
        raise ValueError(f"{samples} samples are no whole frames")
    stream += encoder.flush()
    frames = count_frames(bytes(stream))
    if frames != samples // form.frame_samples + form.tail_frames:
        raise RuntimeError(f"lameenc made {frames} frames of {samples} samples")
    return bytes(stream)


def decode(stream: bytes, form: Form) -> Iterator[Samples]:
    """Decode frames as a player would, block by block; no delay is removed."""
    for block in miniaudio.stream_memory(
        stream, miniaudio.SampleFormat.FLOAT32, 1, form.rate_hz, _BLOCK
    ):
        yield np.frombuffer(block, dtype=np.float32)


def count_frames(stream: bytes) -> int:
    """Count the frames of a stream without tags, reading every header.

    Raises:
        ValueError: There is anything but whole frames in it.
    """
    return len(find_frames(stream)) - 1


def make_info_frame(header: bytes, frames: int, audio_bytes: int, form: Form) -> bytes:
    """Make the frame in front of the audio that tells players length, delay and seek positions.

    Args:
        header: The first four bytes of the audio.
        frames: Frames of audio, this one not counted.
        audio_bytes: Bytes of audio, this frame not counted.
        form: Kind of MP3 of the audio.

    Returns:
        A whole frame, silent in a player that does not know the tag.
    """
    plain = bytes([header[0], header[1], header[2] & 0xFD, header[3]])
    total = form.frame_bytes + audio_bytes
    # Position of each hundredth of the time, in 256ths of the bytes: linear, since the bit rate is
    # constant, but for this frame in front.
    seek_table = bytes(
        min(255, 256 * (form.frame_bytes + audio_bytes * percent // 100) // total)
        for percent in range(100)
    )
    side_info = bytes(form.side_info_bytes)
    head = plain + side_info + b"Info" + (0x0F).to_bytes(4, "big")
    head += frames.to_bytes(4, "big") + total.to_bytes(4, "big") + seek_table
    head += (100 - 10 * QUALITY).to_bytes(4, "big")
    # Decoders use the delays only behind the name "LAME".
    tag = b"LAME3.100" + bytes([0x01, 0]) + bytes(8) + bytes([0, min(255, form.bit_rate_kbps)])
    tag += (ENCODER_DELAY << 12 | _END_PADDING).to_bytes(3, "big")
    tag += bytes(4) + total.to_bytes(4, "big") + bytes(2)
    body = head + tag
    body += _crc16(body).to_bytes(2, "big")
    return body.ljust(form.frame_bytes, b"\0")


def _crc16(data: bytes) -> int:
    """Checksum of LAME's tag over its first 190 bytes."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_CRC_POLYNOMIAL if crc & 1 else 0)
    return crc
