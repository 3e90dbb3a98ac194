"""What all pictures of an archive share: size, colours, letters."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

# Told apart by those who do not see red and green alike (after Okabe and Ito); what is out of line
# has another shape too.
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
    """Which characters the fonts of this machine have, so that no empty box is ever drawn."""

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
        """A text on one line; where a character of it cannot be drawn, what stands instead.

        Args:
            text: Any.
            instead: In ASCII.
            most: Columns; a Chinese character takes two. What is longer is cut off.
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
    """Draw by matplotlib's defaults and no settings of this machine, which are put back."""
    with mpl.rc_context():
        mpl.rcdefaults()
        letters = Letters()
        # A dollar sign in a title is no formula.
        mpl.rcParams.update({"font.family": letters.families, "text.parse_math": False})
        yield letters


def make_figure(inner_in: float) -> tuple[Figure, float]:
    """An empty picture and its height in inches: so much, and head and foot."""
    height = inner_in + HEAD_IN + FOOT_IN
    return Figure((WIDTH_IN, height), dpi=_DPI), height


def draw_head(figure: Figure, heading: str, subtitle: str) -> None:
    """Write what a picture is, and below it a line on what it shows."""
    height, left = figure.get_figheight(), SIDE_IN / WIDTH_IN
    figure.text(left, 1 - 0.36 / height, heading, fontsize=16, weight="bold", color=INK)
    figure.text(left, 1 - 0.62 / height, subtitle, fontsize=10, color=GREY)


def save(figure: Figure) -> bytes:
    """A PNG; without matplotlib's name and version in it."""
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
