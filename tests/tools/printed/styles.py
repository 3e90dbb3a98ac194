"""Three kinds of newspaper: sizes of page and type, heads, frames, bylines."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STYLES = ("party", "evening", "trade")


@dataclass(frozen=True)
class Style:
    """How a newspaper is set."""

    name: str
    paper: str
    width: float
    """Of the page in millimetres."""

    columns: int
    gutter: float
    """Millimetres."""

    size: float
    """Of running text in points."""

    leading: float
    """Line to line, as a multiple of the size."""

    lead_head: float
    """Largest headline in points."""

    head: float
    """Usual headline in points."""

    centred: bool
    """Whether heads stand in the middle over their text."""

    rules: str
    """Where rules stand: ``none``, ``between`` articles, ``columns`` also inside of them."""

    caption: float
    """Size of captions in points."""

    heads: tuple[str, ...]
    """Where heads may stand: over, partial, side, vertical."""

    boxed: float
    """Share of articles in a frame."""

    byline: str
    """Where reporters stand: bracket, line, end, under."""

    margin: float = 12.0


def choose_style(name: str, dice: Random) -> Style:
    """Choose a newspaper of a kind."""
    if name == "party":
        return Style(
            name, dice.choice(["青川日报", "平湖日报"]), dice.choice([350.0, 390.0]),
            dice.choice([5, 6, 7]), dice.choice([4.0, 5.0]), dice.choice([9.0, 9.5, 10.0]),
            dice.choice([1.45, 1.55]), dice.choice([40.0, 48.0]), dice.choice([22.0, 26.0]),
            True, dice.choice(["between", "none"]), dice.choice([8.0, 9.0]),
            ("over", "over", "partial", "vertical"), 0.15, dice.choice(["bracket", "line", "end"]),
        )  # fmt: skip
    if name == "evening":
        return Style(
            name, dice.choice(["青川晚报", "临江晚报"]), dice.choice([275.0, 290.0]),
            dice.choice([4, 5]), dice.choice([4.0, 5.0]), dice.choice([9.5, 10.0]),
            dice.choice([1.4, 1.5]), dice.choice([44.0, 54.0]), dice.choice([20.0, 24.0]),
            dice.random() < 0.3, dice.choice(["between", "none"]), dice.choice([8.0, 8.5]),
            ("over", "over", "side"), 0.25, dice.choice(["under", "line", "bracket"]),
        )  # fmt: skip
    return Style(
        name, dice.choice(["青川商报", "江南医药报"]), dice.choice([350.0, 375.0]),
        dice.choice([5, 6]), dice.choice([5.0, 6.0]), dice.choice([9.0, 10.0]),
        dice.choice([1.5, 1.6]), dice.choice([34.0, 40.0]), dice.choice([20.0, 24.0]),
        dice.random() < 0.5, dice.choice(["columns", "between"]), dice.choice([8.0, 9.0]),
        ("over", "over", "side", "partial"), 0.2, dice.choice(["line", "under", "bracket"]),
    )  # fmt: skip
