"""Articles laid out as printed newspaper pages: to PDF with or without a browser, to PNG."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.tools.newspapers.corpus import Story, read_month, real_captions
from tests.tools.newspapers.styles import make_name
from tests.tools.printed.pages import Setter, make_gold
from tests.tools.printed.setting import Sheet
from tests.tools.printed.styles import STYLES, choose_style

__all__ = ["STYLES", "lay_page", "real_pages"]


def lay_page(
    stories: Sequence[Story], style: str, dice: Random, *, number: int, captions: Sequence[str]
) -> tuple[Sheet, dict[str, Any]]:
    """Lay stories out as a page of a style; with its gold."""
    names = sorted({make_name(dice) for _ in range(40)})
    setter = Setter(choose_style(style, dice), dice, names, captions)
    sheet = setter.page(stories, number)
    return sheet, make_gold(setter)


def real_pages(month: str, count: int, *, seed: str) -> list[tuple[str, Sheet, dict[str, Any]]]:
    """Lay a month's real articles out, the styles in turn; same seed, same pages."""
    every = [story for _, stories in read_month(month) for story in stories if story.chars >= 150]
    captions = [c for c in real_captions(month) if len(c) <= 90]
    out = []
    for n in range(count):
        dice = Random(f"{month}/{seed}/{n}")
        style = STYLES[n % len(STYLES)]
        chosen: list[Story] = []
        wanted = dice.randint(5000, 8000) if style != "evening" else dice.randint(2600, 4200)
        for story in dice.sample(every, 40):
            fits = sum(s.chars for s in chosen) + story.chars <= wanted
            if fits and story.headline not in {s.headline for s in chosen} and len(chosen) < 9:
                chosen.append(story)
        chosen.sort(key=lambda s: -s.chars)
        sheet, gold = lay_page(
            chosen, style, dice, number=dice.choice([1, 2, 3, 5]), captions=captions
        )
        out.append((f"{style}-{n:02d}", sheet, gold))
    return out
