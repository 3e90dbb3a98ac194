"""A finished episode as a meter and an eye see it: level over time, waveform, silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import miniaudio
import numpy as np
from numpy.typing import NDArray

from audiopaper.audio.loudness import Loudness, Meter, integrate, short_term

if TYPE_CHECKING:
    from pathlib import Path

# What is below this for a tenth of a second is silence to a listener.
_SILENT_DBFS = -60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What a whole decode of an episode told; a column is a tenth of a second."""

    rate_hz: int
    """Samples a second."""

    loudness: Loudness
    """Of the whole."""

    energies: NDArray[np.float64]
    """Mean square of the K-weighted signal in each column; shape ``(n,)``."""

    lows: NDArray[np.float32]
    """Lowest sample in each column; shape ``(n,)``."""

    highs: NDArray[np.float32]
    """Highest sample in each column; shape ``(n,)``."""

    def short_term(self) -> NDArray[np.float64]:
        """Short-term loudness at the end of each column, in LUFS; shape ``(n,)``."""
        return short_term(self.energies)

    def loudness_between(self, start_ms: int, end_ms: int) -> float:
        """Integrated loudness of a part, in LUFS."""
        return integrate(self.energies[start_ms // 100 : -(-end_ms // 100)])

    def longest_silence_ms(self) -> tuple[int, int]:
        """Where the longest silence begins, and how long it is, to a tenth of a second."""
        loud = np.maximum(self.highs, -self.lows) > 10 ** (_SILENT_DBFS / 20)
        sounding = np.flatnonzero(np.concatenate([[True], loud, [True]]))
        gaps = np.diff(sounding) - 1
        longest = int(gaps.argmax())
        return int(sounding[longest]) * 100, int(gaps[longest]) * 100


def survey_file(path: Path) -> Survey:
    """Decode an episode once, block by block.

    Args:
        path: An MP3, or what else miniaudio reads; more channels are mixed to one.

    Raises:
        ValueError: It cannot be decoded.
    """
    lows, highs = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    try:
        rate_hz = miniaudio.get_file_info(str(path)).sample_rate
        meter = Meter(rate_hz)
        for block in miniaudio.stream_file(
            str(path),
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=rate_hz,
            frames_to_read=rate_hz // 10 * 20,
        ):
            samples = np.frombuffer(block, dtype=np.float32)
            meter.add(samples)
            # Every block but the last is whole columns long.
            whole = -(-len(samples) // (rate_hz // 10)) * (rate_hz // 10)
            columns = np.pad(samples, (0, whole - len(samples))).reshape(-1, rate_hz // 10)
            lows.append(columns.min(axis=1))
            highs.append(columns.max(axis=1))
    except miniaudio.MiniaudioError as error:
        raise ValueError(f"{path} cannot be decoded: {error}") from error
    loudness, energies = meter.read(), meter.energies()
    return Survey(
        rate_hz=rate_hz,
        loudness=loudness,
        energies=energies,
        lows=np.concatenate(lows)[: len(energies)],
        highs=np.concatenate(highs)[: len(energies)],
    )
