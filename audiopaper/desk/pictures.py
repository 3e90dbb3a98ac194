"""Draw the waveform and the loudness of an episode."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 960, 170
_WAVE_HEIGHT = 90
"""Sizes of the drawing; the waveform is above the loudness."""

_TOP_LUFS, _BOTTOM_LUFS = -6.0, -42.0


def draw_sound(
    lows: Sequence[float],
    highs: Sequence[float],
    levels: Sequence[float],
    starts: Sequence[float],
    target_lufs: float,
) -> str:
    """Draw the waveform, and below it short-term loudness with the target.

    Args:
        lows: Lowest samples, from -1 to 1, at even distances over the whole episode.
        highs: Highest samples; shape as ``lows``.
        levels: Short-term loudness in LUFS, at even distances.
        starts: Starts of chapters, as shares of the episode from 0 to 1.
        target_lufs: Target loudness.

    Returns:
        An SVG document of `WIDTH` by `HEIGHT`.
    """
    middle = _WAVE_HEIGHT / 2
    wave = "".join(
        f"M{x:.1f} {middle - high * middle:.1f}V{middle - low * middle + 0.5:.1f}"
        for x, low, high in zip(_spread(len(lows)), lows, highs, strict=True)
    )
    bars = "".join(
        f"M{x:.1f} {HEIGHT}V{_height(level):.1f}"
        for x, level in zip(_spread(len(levels)), levels, strict=True)
    )
    chapters = "".join(f"M{share * WIDTH:.1f} 0V{HEIGHT}" for share in starts)
    target = _height(target_lufs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'preserveAspectRatio="none">'
        f'<path d="{wave}" stroke="#8a93a0" stroke-width="{_width(len(lows)):.2f}"/>'
        f'<path d="{bars}" stroke="#5b7c99" stroke-width="{_width(len(levels)):.2f}"/>'
        f'<path d="{chapters}" stroke="#8888" stroke-width="1"/>'
        f'<path d="M0 {target:.1f}H{WIDTH}" stroke="#b4532a" stroke-dasharray="4 4"/>'
        "</svg>"
    )


def _spread(count: int) -> list[float]:
    return [(number + 0.5) * WIDTH / count for number in range(count)]


def _width(count: int) -> float:
    return WIDTH / max(1, count) * 0.8


def _height(lufs: float) -> float:
    if not math.isfinite(lufs):
        return float(HEIGHT)
    share = (lufs - _BOTTOM_LUFS) / (_TOP_LUFS - _BOTTOM_LUFS)
    return HEIGHT - (HEIGHT - _WAVE_HEIGHT - 6) * min(1.0, max(0.0, share))
