"""Size, colours and fonts that all pictures of an archive share."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

# Colours that colour-blind readers can distinguish (after Okabe and Ito). Outliers also differ in
# shape.
USUAL, OUT, BAND, INK, GREY = "#0072B2", "#D55E00", "#E6E6E6", "#222222", "#666666"

WIDTH_IN, SIDE_IN, HEAD_IN, FOOT_IN = 14.0, 0.8, 1.1, 0.5
_DPI = 100

# Best first: Simplified Chinese, then whatever has Chinese characters at all. Before 3.11
# matplotlib sees only the first face of a collection, and that of Noto and Source Han is JP.
HAN_FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "Microsoft YaHei", "SimHei"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Songti SC", "SimSun"),
    *("Noto Sans CJK JP", "Source Han Sans", "Noto Sans CJK TC", "Noto Serif CJK JP"),
    *("PingFang HK", "Heiti TC", "AR PL UMing CN", "Droid Sans Fallback", "Arial Unicode MS"),
)

_WEIGHTS = ("normal", "bold")


class Letters:
    """The characters that the fonts of this machine have, so that no empty box is drawn."""

    def __init__(self) -> None:
        known = {entry.name for entry in font_manager.fontManager.ttflist}
        # The first one comes with matplotlib.
        self.families = ["DejaVu Sans", *[name for name in HAN_FAMILIES if name in known][:1]]
        self.replaced = False
        self._has: set[int] = set()
        for family in self.families:
            # A bold face may have fewer.
            self._has |= set.intersection(*(_characters(family, weight) for weight in _WEIGHTS))

    def show(self, text: str, instead: str, *, most: int) -> str:
        """Return a text on one line, or its replacement if a character of it cannot be drawn.

        Args:
            text: Any text.
            instead: The replacement, in ASCII.
            most: Greatest number of columns; a Chinese character takes two. The rest is cut off.
        """
        text = " ".join(text.split())
        if not all(ord(char) in self._has for char in text):
            self.replaced, text = True, instead
        if sum(map(_columns, text)) <= most:
            return text
        while sum(map(_columns, text)) >= most:
            text = text[:-1]
        return f"{text}…"


def _characters(family: str, weight: str) -> set[int]:
    wanted = font_manager.FontProperties(family=family, weight=weight)
    return set(font_manager.get_font(font_manager.findfont(wanted)).get_charmap())


def _columns(char: str) -> int:
    return 2 if char >= "\u2e80" else 1


@contextlib.contextmanager
def own_settings() -> Iterator[Letters]:
    """Use matplotlib's defaults in the block; restore the settings of this machine after it."""
    with mpl.rc_context():
        mpl.rcdefaults()
        letters = Letters()
        # A dollar sign in a title is no formula.
        mpl.rcParams.update({"font.family": letters.families, "text.parse_math": False})
        yield letters


def make_figure(inner_in: float) -> tuple[Figure, float]:
    """Return an empty picture and its height in inches: ``inner_in``, head and foot."""
    height = inner_in + HEAD_IN + FOOT_IN
    return Figure((WIDTH_IN, height), dpi=_DPI), height


def draw_head(figure: Figure, heading: str, subtitle: str) -> None:
    """Write the heading of a picture, and a line below it."""
    height, left = figure.get_figheight(), SIDE_IN / WIDTH_IN
    figure.text(left, 1 - 0.36 / height, heading, fontsize=16, weight="bold", color=INK)
    figure.text(left, 1 - 0.62 / height, subtitle, fontsize=10, color=GREY)


def save(figure: Figure) -> bytes:
    """Return a PNG without matplotlib's name and version in it."""
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
