"""Real articles laid out as newspaper pages, damaged as pages are: what the splitter learns from."""

from __future__ import annotations

from random import Random

from tests.tools.newspapers.corpus import Story, read_month, real_captions, real_columns
from tests.tools.newspapers.pages import Maker, Page
from tests.tools.newspapers.styles import choose_style

LEVELS = ("none", "light", "seeds", "heavy")


def make_pages(month: str, *, rounds: int, seed: str) -> list[tuple[str, Page]]:
    """Lay a month's stories out, each page in as many ways as asked; same seed, same pages.

    Every second page is a local paper's: these mix the stories of several real pages.
    """
    real = [list(stories) for _, stories in read_month(month)]
    every = [story for stories in real for story in stories]
    out = []
    for n in range(rounds):
        for i, stories in enumerate(real):
            name = f"{month}/{seed}/{n}/{i}"
            dice = Random(name)
            local = dice.random() < 0.5
            chosen = list(stories)
            if local or len(chosen) < 3:
                chosen = dice.sample(every, dice.randint(3, 9))
            chosen = _fitting(chosen, 9000)
            spare = dice.sample([s for s in every if s not in chosen], 12)
            style = choose_style(dice, marked=dice.random() < 0.4, local=local)
            level = dice.choice(("none", "light", "seeds", "seeds", "heavy"))
            maker = Maker(dice, style, level, real_captions(month), real_columns(month))
            out.append((name, maker.page(dice.randint(1, 16), chosen, spare)))
    return out


def _fitting(stories: list[Story], chars: int) -> list[Story]:
    """Take stories until the page is full."""
    out: list[Story] = []
    total = 0
    for story in stories:
        if out and total + story.chars > chars:
            break
        out.append(story)
        total += story.chars
    return out
