"""Mixing and long fades in 16 bit, by pydub."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from audiopaper.audio.sample_arrays import read_pcm, to_pcm

with warnings.catch_warnings():
    # pydub warns that ffmpeg is missing, which is never started from here, and its import of
    # audioop warns of that module's removal in Python 3.13; neither concerns the user.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

if TYPE_CHECKING:
    from audiopaper.audio.sample_arrays import Samples

__all__ = ["AudioSegment", "fade_ends", "to_samples", "to_segment"]


def to_segment(samples: Samples, rate_hz: int) -> AudioSegment:
    """Put samples into a segment of pydub's, rounded to 16 bit and clipped at full scale."""
    return AudioSegment(data=to_pcm(samples), sample_width=2, frame_rate=rate_hz, channels=1)


def to_samples(segment: AudioSegment) -> Samples:
    """Take the samples out of a mono 16-bit segment."""
    return read_pcm(segment.raw_data)


def fade_ends(samples: Samples, rate_hz: int, *, in_ms: int, out_ms: int) -> Samples:
    """Fade in and out; the result may be longer or shorter by some samples.

    Args:
        samples: The audio; shape ``(n,)``.
        rate_hz: Samples a second.
        in_ms: Length of the fade at the beginning.
        out_ms: Length of the fade at the end.
    """
    return to_samples(to_segment(samples, rate_hz).fade_in(in_ms).fade_out(out_ms))
