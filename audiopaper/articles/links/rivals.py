"""How far a line is ahead of its rivals: of the other rests of a torn line, and of other lines.

A rest goes on one line only. What speaks for a link says less where another rest has as much of
it, or where another torn line fits the rest better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.links.link_features import LINK_FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPARED = ("seam", "words", "kin", "common words", "kin gained", "begins inside")
_PLACES = [LINK_FEATURES.index(name) for name in COMPARED]

RIVAL_FEATURES = (
    *(f"{name}, against other rests" for name in COMPARED),
    *(f"{name}, against other lines" for name in COMPARED),
    "no other line",
)
"""What is seen of a line and a rest beside all others of the page."""

_Floats = NDArray[np.float32]


def see_rivals(seen: Mapping[int, Mapping[int, _Floats]]) -> dict[int, dict[int, _Floats]]:
    """Compare each link of a page with its rivals.

    Args:
        seen: By the place of a torn line and of a rest what is seen of the two, in the order of
            `LINK_FEATURES`.

    Returns:
        By the same places the values of `RIVAL_FEATURES`.
    """
    lines: dict[int, list[int]] = {}
    for line, rests in seen.items():
        for rest in rests:
            lines.setdefault(rest, []).append(line)
    leads = {
        line: _lead_by({rest: row[_PLACES] for rest, row in rests.items()})
        for line, rests in seen.items()
    }
    wanted = {
        rest: _lead_by({line: seen[line][rest][_PLACES] for line in own})
        for rest, own in lines.items()
    }
    return {
        line: {
            rest: np.array(
                (*leads[line][rest], *wanted[rest][line], len(lines[rest]) == 1), dtype=np.float32
            )
            for rest in rests
        }
        for line, rests in seen.items()
    }


def _lead_by(rows: Mapping[int, _Floats]) -> dict[int, _Floats]:
    """Return by how much each row is ahead of the best other one, value by value; 0 if alone."""
    if len(rows) < 2:
        return {at: np.zeros_like(row) for at, row in rows.items()}
    values = np.stack(list(rows.values()))
    second, most = np.sort(values, axis=0)[-2:]
    leads = values - np.where(values == most, second, most)
    return dict(zip(rows, leads, strict=True))
