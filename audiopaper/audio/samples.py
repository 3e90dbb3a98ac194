"""Shaping of samples: a clip is cut to its speech, long silences are shortened, edges are faded."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.audio.sample_arrays import PCM_FULL_SCALE

if TYPE_CHECKING:
    from audiopaper.audio.sample_arrays import Samples
    from audiopaper.model import Clip

_LEVEL_FRAME_MS = 5

# Frames measured at a time, which bounds the memory needed.
_LEVEL_BLOCK_FRAMES = 512

# A frame counts as speech if its level is within this range below the clip's loudest frame; the
# range has room for the breath of a final consonant. The floor is well above the rounding noise of
# 16 bits (-98 dBFS).
_SPEECH_BELOW_PEAK_DB = 50.0
_FLOOR_DBFS = -80.0

# A clip without a louder frame holds no speech that could be made audible.
_SILENT_DBFS = -60.0

LEAD_MS = 20
TAIL_MS = 40
"""Quiet left in front of the speech and behind it, so that no onset is cut; the fades lie in it."""

_FADE_MS = 5

# A faulty engine may be silent for seconds, and a listener then suspects the player. A silence
# longer than the first value is shortened to the second. No breath is audible at a level further
# below the loudest frame than the third.
_LONG_SILENCE_MS = 2500
_SHORTENED_MS = 1500
_SILENCE_BELOW_PEAK_DB = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrimmedClip:
    """A clip cut to its speech."""

    pcm: NDArray[np.int16]
    """What is left, as 16-bit samples: half the memory of `Samples`; shape ``(n,)``."""

    rate_hz: int
    """Samples a second."""

    tail_samples: int
    """Samples behind the last sound."""

    cuts: tuple[tuple[int, int], ...]
    """Spans removed from the clip, as first sample and the one behind the last: the part in front
    (which may be empty), then each silence that was shortened."""

    def map_time_ms(self, time_ms: int) -> int:
        """Convert a time in the clip to a time in what is left, in milliseconds, at least 0."""
        position = time_ms * self.rate_hz // 1000
        removed = sum(min(end, max(position, start)) - start for start, end in self.cuts)
        return max(0, time_ms - removed * 1000 // self.rate_hz)


def trim_clip(clip: Clip) -> TrimmedClip | None:
    """Cut a clip to its speech by its waveform, shorten long silences, fade the edges.

    Args:
        clip: A clip as an engine returned it.

    Returns:
        The speech with `LEAD_MS` and `TAIL_MS` around it; None if the clip is silent.
    """
    pcm = np.frombuffer(clip.pcm, dtype="<i2")
    if not len(pcm):
        return None
    frame = max(1, clip.rate_hz * _LEVEL_FRAME_MS // 1000)
    levels = _measure_levels(pcm, frame)
    loudest = float(levels.max())
    if loudest < 10 ** (_SILENT_DBFS / 20):
        return None
    floor = max(10 ** (_FLOOR_DBFS / 20), loudest * 10 ** (-_SPEECH_BELOW_PEAK_DB / 20))
    sounding = np.flatnonzero(levels > floor)
    first, last = int(sounding[0]) * frame, min(len(pcm), (int(sounding[-1]) + 1) * frame)
    start = max(0, first - clip.rate_hz * LEAD_MS // 1000)
    end = min(len(pcm), last + clip.rate_hz * TAIL_MS // 1000)
    quiet = loudest * 10 ** (-_SILENCE_BELOW_PEAK_DB / 20)
    silences = _find_silences(np.flatnonzero(levels > max(floor, quiet)), frame, clip.rate_hz)
    bounds = [start, *itertools.chain(*silences), end]
    return TrimmedClip(
        pcm=_join_spans(pcm, bounds, clip.rate_hz * _FADE_MS // 1000),
        rate_hz=clip.rate_hz,
        tail_samples=end - last,
        cuts=((0, start), *silences),
    )


def _join_spans(pcm: NDArray[np.int16], bounds: list[int], fade: int) -> NDArray[np.int16]:
    """Fade spans in and out, and lay them end to end.

    Args:
        pcm: The whole clip; shape ``(n,)``.
        bounds: Start and end of each span in turn, ascending; shape ``(2 * spans,)``.
        fade: Samples in a fade.
    """
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    joined = np.empty(sum(end - start for start, end in spans), dtype=np.int16)
    position = 0
    for start, end in spans:
        span = joined[position : position + end - start]
        span[:] = pcm[start:end]
        _fade_edges(span, fade)
        position += end - start
    return joined


def _fade_edges(samples: NDArray[np.int16], length: int) -> None:
    """Fade in and out in straight lines over so many samples, in place."""
    length = min(length, len(samples))
    if length:
        ramp = np.arange(length, dtype=np.float32) / np.float32(length)
        samples[:length] = np.rint(samples[:length] * ramp)
        samples[-length:] = np.rint(samples[-length:] * ramp[::-1])


def _measure_levels(pcm: NDArray[np.int16], frame: int) -> Samples:
    """Root mean square of each frame less the clip's mean, full scale at 1.

    Args:
        pcm: At least one sample.
        frame: Samples in a frame; the last frame may be shorter.
    """
    mean = np.float32(pcm.mean())
    squares = np.zeros(-(-len(pcm) // frame), dtype=np.float32)
    for first in range(0, len(squares), _LEVEL_BLOCK_FRAMES):
        samples = pcm[first * frame : (first + _LEVEL_BLOCK_FRAMES) * frame].astype(np.float32)
        samples -= mean
        whole = len(samples) // frame
        rows, rest = samples[: whole * frame].reshape(-1, frame), samples[whole * frame :]
        squares[first : first + whole] = np.einsum("ij,ij->i", rows, rows)
        if len(rest):
            squares[-1] = np.dot(rest, rest)
    levels: Samples = np.sqrt(squares / np.float32(frame)) / np.float32(PCM_FULL_SCALE)
    return levels


def _find_silences(
    sounding: NDArray[np.intp], frame: int, rate_hz: int
) -> tuple[tuple[int, int], ...]:
    """Return the span to remove from the middle of each silence that is too long, in samples.

    Args:
        sounding: Indexes of the frames that are not silent, ascending.
        frame: Samples in a frame.
        rate_hz: Samples a second.
    """
    margin = rate_hz * _SHORTENED_MS // 1000 // 2
    return tuple(
        ((int(sounding[i]) + 1) * frame + margin, int(sounding[i + 1]) * frame - margin)
        for i in np.flatnonzero(np.diff(sounding) * frame > rate_hz * _LONG_SILENCE_MS // 1000)
    )
