"""A finished episode measured: level over time, waveform, silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.audio.file_decoder import read_rate, stream_file
from audiopaper.audio.loudness import Loudness, Meter, integrate, short_term

if TYPE_CHECKING:
    from pathlib import Path

# A tenth of a second below this level is silence to a listener.
_SILENT_DBFS = -60.0

# Columns decoded at a time.
_BLOCK_COLUMNS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Measurements of a whole decoded episode; a column is a tenth of a second."""

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
        """Return the short-term loudness at the end of each column, in LUFS; shape ``(n,)``."""
        return short_term(self.energies)

    def loudness_between(self, start_ms: int, end_ms: int) -> float:
        """Return the integrated loudness of a part, in LUFS."""
        return integrate(self.energies[start_ms // 100 : -(-end_ms // 100)])

    def longest_silence_ms(self) -> tuple[int, int]:
        """Return start and length of the longest silence, to a tenth of a second."""
        loud = np.maximum(self.highs, -self.lows) > 10 ** (_SILENT_DBFS / 20)
        sounding = np.flatnonzero(np.concatenate([[True], loud, [True]]))
        gaps = np.diff(sounding) - 1
        longest = int(gaps.argmax())
        return int(sounding[longest]) * 100, int(gaps[longest]) * 100


def analyse_file(path: Path) -> Analysis:
    """Decode an episode once, block by block, and measure it.

    Args:
        path: An MP3 or another file that miniaudio decodes; its channels are mixed to one.

    Raises:
        ValueError: It cannot be decoded.
    """
    lows, highs = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    rate_hz = read_rate(path)
    column = rate_hz // 10
    meter = Meter(rate_hz)
    for samples in stream_file(path, rate_hz, column * _BLOCK_COLUMNS):
        meter.add(samples)
        # Every block but the last has whole columns.
        missing = -len(samples) % column
        columns = np.pad(samples, (0, missing)).reshape(-1, column)
        lows.append(columns.min(axis=1))
        highs.append(columns.max(axis=1))
    loudness, energies = meter.read(), meter.energies()
    return Analysis(
        rate_hz=rate_hz,
        loudness=loudness,
        energies=energies,
        lows=np.concatenate(lows)[: len(energies)],
        highs=np.concatenate(highs)[: len(energies)],
    )
