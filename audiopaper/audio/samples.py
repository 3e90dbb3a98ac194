"""A clip becomes speech ready to be levelled: trimmed, faded, at the episode's sample rate."""

from __future__ import annotations

import functools
import itertools
import warnings
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audiopaper.audio.loudness import Samples
    from audiopaper.model import Clip

from audiopaper.audio.true_peaks import multiply

with warnings.catch_warnings():
    # pydub warns of a missing ffmpeg that it is never asked to start here, and its import of
    # audioop of that module's end in Python 3.13; neither is a listener's or an editor's affair.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

__all__ = [
    "BEFORE_MS",
    "BEHIND_MS",
    "AudioSegment",
    "Trimmed",
    "count_resampled",
    "make_audio",
    "resample",
    "take_samples",
    "trim_clip",
]

_FRAME_MS = 5

# Frames that are measured at a time.
_LEVELS = 512

# A frame belongs to the speech where it is louder than this below the clip's loudest: room for
# the breath of a final consonant. The floor lies well above the rounding of 16 bits (-98 dBFS).
_SPEECH_BELOW_PEAK_DB = 50.0
_FLOOR_DBFS = -80.0

# A clip that is nowhere louder holds no speech that could be made audible.
_SILENT_DBFS = -60.0

# What stays around the speech, so that no onset is cut; the fades lie within it.
BEFORE_MS = 20
BEHIND_MS = 40
_FADE_MS = 5

# An engine that loses its thread is silent for seconds, and a listener thinks of his battery. What
# is silent for longer than the first becomes the second. Below this level against the loudest,
# nobody hears a breath.
_LONG_SILENCE_MS = 2500
_SHORTENED_MS = 1500
_SILENCE_BELOW_PEAK_DB = 45.0

_TAPS = 48

# Rows of the filter's matrix that are multiplied at a time, so that little is held beside input
# and output.
_RESAMPLED_ROWS = 512
_KAISER_BETA = 9.0


def make_audio(samples: Samples, rate_hz: int) -> AudioSegment:
    """Put samples into pydub's segment, rounded to 16 bit and clipped at full scale."""
    pcm = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2")
    return AudioSegment(data=pcm.tobytes(), sample_width=2, frame_rate=rate_hz, channels=1)


def take_samples(audio: AudioSegment) -> Samples:
    """Take the samples out of a mono 16-bit segment of pydub's, full scale at 1."""
    samples: Samples = np.frombuffer(audio.raw_data, dtype="<i2").astype(np.float32)
    samples /= np.float32(32768.0)
    return samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """A clip cut to its speech."""

    audio: AudioSegment
    """What is left, at the clip's own rate."""

    behind: int
    """How many samples behind its last sound are left in it."""

    cuts: tuple[tuple[int, int], ...]
    """Where the clip lost samples, as first and behind the last, in samples of the clip: in front
    (it may be none), then each silence that was shortened."""

    def place_ms(self, time_ms: int) -> int:
        """Where a time of the clip stands in what is left, in milliseconds, never below 0."""
        rate_hz: int = self.audio.frame_rate
        at = time_ms * rate_hz // 1000
        lost = sum(min(end, max(at, start)) - start for start, end in self.cuts)
        return max(0, time_ms - lost * 1000 // rate_hz)


def trim_clip(clip: Clip) -> Trimmed | None:
    """Cut a clip to its speech, by its waveform, shorten long silences in it, fade the edges.

    Args:
        clip: What an engine said.

    Returns:
        What is left; None where there is no sound in the clip.
    """
    pcm = np.frombuffer(clip.pcm, dtype="<i2")
    if not len(pcm):
        return None
    frame = max(1, clip.rate_hz * _FRAME_MS // 1000)
    levels = _find_levels(pcm, frame)
    loudest = float(levels.max())
    if loudest < 10 ** (_SILENT_DBFS / 20):
        return None
    floor = max(10 ** (_FLOOR_DBFS / 20), loudest * 10 ** (-_SPEECH_BELOW_PEAK_DB / 20))
    sounding = np.flatnonzero(levels > floor)
    first, last = int(sounding[0]) * frame, min(len(pcm), (int(sounding[-1]) + 1) * frame)
    start = max(0, first - clip.rate_hz * BEFORE_MS // 1000)
    end = min(len(pcm), last + clip.rate_hz * BEHIND_MS // 1000)
    quiet = loudest * 10 ** (-_SILENCE_BELOW_PEAK_DB / 20)
    silences = _find_silences(np.flatnonzero(levels > max(floor, quiet)), frame, clip.rate_hz)
    bounds = [start, *itertools.chain(*silences), end]
    fade = clip.rate_hz * _FADE_MS // 1000
    parts = [_fade(pcm[a:b], fade) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    kept = AudioSegment(
        data=b"".join(part.data for part in parts),
        sample_width=2,
        frame_rate=clip.rate_hz,
        channels=1,
    )
    return Trimmed(audio=kept, behind=end - last, cuts=((0, start), *silences))


def _fade(pcm: NDArray[np.int16], length: int) -> NDArray[np.int16]:
    """A copy that is faded in and out in straight lines over so many samples.

    pydub's own multiplies each sample of a fade in a call of its own, which took a third of the
    time that a clip is trimmed in.
    """
    faded = pcm.copy()
    length = min(length, len(faded))
    if length:
        ramp = np.arange(length, dtype=np.float32) / np.float32(length)
        faded[:length] = np.rint(faded[:length] * ramp)
        faded[-length:] = np.rint(faded[-length:] * ramp[::-1])
    return faded


def _find_levels(pcm: NDArray[np.int16], frame: int) -> Samples:
    """Root mean square of each frame, the clip's own mean taken off, full scale at 1.

    Args:
        pcm: At least one sample.
        frame: Samples in a frame; the last is filled up.
    """
    mean = np.float32(pcm.mean())
    squares = np.zeros(-(-len(pcm) // frame), dtype=np.float32)
    for first in range(0, len(squares), _LEVELS):
        samples = pcm[first * frame : (first + _LEVELS) * frame].astype(np.float32)
        samples -= mean
        whole = len(samples) // frame
        rows, rest = samples[: whole * frame].reshape(-1, frame), samples[whole * frame :]
        squares[first : first + whole] = np.einsum("ij,ij->i", rows, rows)
        if len(rest):
            squares[-1] = np.dot(rest, rest)
    levels: Samples = np.sqrt(squares / np.float32(frame)) / np.float32(32768.0)
    return levels


def _find_silences(
    sounding: NDArray[np.intp], frame: int, rate_hz: int
) -> tuple[tuple[int, int], ...]:
    """What is to be cut out of the middle of each silence that is too long, in samples."""
    keep = rate_hz * _SHORTENED_MS // 1000 // 2
    return tuple(
        ((int(sounding[i]) + 1) * frame + keep, int(sounding[i + 1]) * frame - keep)
        for i in np.flatnonzero(np.diff(sounding) * frame > rate_hz * _LONG_SILENCE_MS // 1000)
    )


def resample(samples: Samples, from_hz: int, to_hz: int, *, out: Samples | None = None) -> Samples:
    """Convert to another sample rate through a polyphase low-pass.

    pydub's own way (audioop.ratecv) draws straight lines between samples: at 22,050 Hz its images
    lie 20 dB below an s, which sounds like a lisp. This one's lie more than 80 dB below.

    Args:
        samples: The audio, whose scale is left as it is; shape ``(n,)``.
        from_hz: Its rate.
        to_hz: The rate wanted. A pair of rates without a short ratio is met within a millionth.
        out: Where the result goes; shape ``(count_resampled(n, from_hz, to_hz),)``.

    Returns:
        The audio without delay: ``out``, or an array of that shape.
    """
    ratio = _find_ratio(from_hz, to_hz)
    if out is None:
        if ratio == 1:
            return samples.astype(np.float32, copy=False)
        out = np.empty(count_resampled(len(samples), from_hz, to_hz), dtype=np.float32)
    if ratio == 1 or not len(samples):
        out[:] = samples
        return out
    matrix, step, width, before = _resampler(ratio.numerator, ratio.denominator)
    made = matrix.shape[1]
    rows = -(-len(out) // made)
    for first in range(0, rows, _RESAMPLED_ROWS):
        count = min(_RESAMPLED_ROWS, rows - first)
        start = first * step - before
        end = start + (count - 1) * step + width
        part = samples[max(0, start) : end].astype(np.float32)
        missing = max(0, -start), max(0, end - len(samples))
        if any(missing):
            part = np.pad(part, missing)
        windows = sliding_window_view(part, width)[::step]
        here = out[first * made : (first + count) * made]
        here[:] = multiply(windows, matrix).reshape(-1)[: len(here)]
    return out


def count_resampled(samples: int, from_hz: int, to_hz: int) -> int:
    """How many samples `resample` makes of so many."""
    ratio = _find_ratio(from_hz, to_hz)
    return -(-samples * ratio.numerator // ratio.denominator)


def _find_ratio(from_hz: int, to_hz: int) -> Fraction:
    return Fraction(to_hz, from_hz).limit_denominator(1000)


@functools.lru_cache(maxsize=8)
def _resampler(up: int, down: int) -> tuple[NDArray[np.float32], int, int, int]:
    """Matrix that makes ``k * up`` samples of a window over ``k * down`` and their neighbours.

    Returns:
        The matrix, ``(width, k * up)``; how far the window moves; its width; and how many of its
        samples stand before the first output.
    """
    k = max(1, 64 // down)
    step, made = k * down, k * up
    # Below the lower of the two Nyquist frequencies; wider in time where that is the output's.
    cutoff = min(1.0, up / down)
    half = int(np.ceil(_TAPS / 2 / cutoff))
    width = step + 2 * half
    position = np.arange(made) * down / up
    distance = (np.arange(width) - half)[:, None] - position[None, :]
    span = np.clip(1 - (distance / half) ** 2, 0, None)
    window = np.where(span > 0, np.i0(_KAISER_BETA * np.sqrt(span)) / np.i0(_KAISER_BETA), 0.0)
    # The transition of this window is about 1.9 / half wide; its middle lies so far below the
    # edge that what aliases is what nobody hears, at the very top.
    edge = cutoff * (1 - 1.0 / _TAPS * 2)
    taps = np.sinc(distance * edge) * window
    return (taps / taps.sum(axis=0)).astype(np.float32), step, width, half
