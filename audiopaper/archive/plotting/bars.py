"""Draws the readings that no rule decided as bars, the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from audiopaper.archive.plotting import figures
from audiopaper.archive.plotting.figures import FOOT_IN, HEAD_IN, USUAL, WIDTH_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.archive.plotting.figures import Letters

BARS = 30
"""Greatest number of readings that are drawn."""

_BAR_IN = 0.32


def draw_readings(entries: Sequence[tuple[str, str, int, int]], letters: Letters) -> bytes:
    """Draw a bar for each reading that no rule decided, as long as the number of its editions.

    Args:
        entries: Text, pinyin, occurrences, editions; the first ones are drawn.
        letters: The characters that the fonts have.

    Returns:
        A PNG, 1,400 pixels wide.
    """
    drawn = entries[:BARS]
    figure, height = figures.make_figure(_BAR_IN * len(drawn))
    subtitle = "the lexicon's next entries, by the number of editions that each comes up in"
    subtitle = subtitle if drawn else "there are none"
    figures.draw_head(figure, "Readings that nothing settled", subtitle)
    if not drawn:
        return figures.save(figure)
    axes = figure.add_axes(
        (3.6 / WIDTH_IN, FOOT_IN / height, 8.4 / WIDTH_IN, 1 - (HEAD_IN + FOOT_IN) / height)
    )
    axes.barh(range(len(drawn)), [editions for *_, editions in drawn], color=USUAL, height=0.7)
    names = []
    for row, (text, pinyin, times, editions) in enumerate(drawn):
        shown_text = letters.show(text, _codes(text), most=16)
        names.append(f"{shown_text}  {letters.show(pinyin, _codes(pinyin), most=24)}")
        axes.annotate(
            f"{times:,}x in {editions:,} editions",
            (editions, row),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    axes.set_yticks(range(len(drawn)), names, fontsize=11)
    axes.set_ylim(len(drawn) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right"]].set_visible(False)
    return figures.save(figure)


def _codes(text: str) -> str:
    """Return the code points of a text, in ASCII."""
    return " ".join(f"U+{ord(char):04X}" for char in text)
