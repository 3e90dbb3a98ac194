"""The loudness of an episode as a picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 960, 120
_TOP_LUFS, _BOTTOM_LUFS = 0.0, -48.0


def draw_loudness(levels: Sequence[float], starts: Sequence[float], target_lufs: float) -> str:
    """Draw short-term loudness over time, with the target and the chapters' beginnings.

    Args:
        levels: Short-term loudness in LUFS, at even distances over the whole episode.
        starts: Where chapters begin, as shares of the episode from 0 to 1.
        target_lufs: The loudness that is aimed at.

    Returns:
        An SVG document of `WIDTH` by `HEIGHT`.
    """
    count = max(1, len(levels))
    bars = "".join(
        f"M{(number + 0.5) * WIDTH / count:.1f} {HEIGHT}V{_height(level):.1f}"
        for number, level in enumerate(levels)
    )
    chapters = "".join(f"M{share * WIDTH:.1f} 0V{HEIGHT}" for share in starts)
    target = _height(target_lufs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'preserveAspectRatio="none">'
        f'<path d="{bars}" stroke="#5b7c99" stroke-width="{WIDTH / count * 0.8:.2f}"/>'
        f'<path d="{chapters}" stroke="#8888" stroke-width="1"/>'
        f'<path d="M0 {target:.1f}H{WIDTH}" stroke="#b4532a" stroke-dasharray="4 4"/>'
        "</svg>"
    )


def _height(lufs: float) -> float:
    if not math.isfinite(lufs):
        return float(HEIGHT)
    share = (lufs - _BOTTOM_LUFS) / (_TOP_LUFS - _BOTTOM_LUFS)
    return HEIGHT * (1 - min(1.0, max(0.0, share)))
