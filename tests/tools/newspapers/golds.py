"""The pages of golds, damaged and laid out anew: other papers' pages are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from audiopaper.articles.blocks import Block
from audiopaper.articles.roles import Role
from tests.tools.newspapers.damage import HEADS, TEXTS, Flow, Line
from tests.tools.newspapers.pages import Maker, Page
from tests.tools.newspapers.styles import choose_style

Roled = tuple[Sequence[Block], Sequence[Role]]
"""A page's blocks with their roles."""


def damage_page(blocks: Sequence[Block], roles: Sequence[Role], *, level: str, seed: str) -> Page:
    """Damage a page whose lines have their roles; same seed, same page."""
    dice = Random(seed)
    bare = dice.random() < _UNMARKED
    style = replace(
        choose_style(dice, marked=False, local=True), half=False, blank=True, wrap=0, indent=False
    )
    maker = Maker(dice, style, level, (), ())
    flow = _part_articles(blocks, roles, bare=bare)
    maker.damage(flow)
    return maker.render([maker.soil(line) for piece in flow for line in piece])


_UNMARKED = 0.3


def mix_page(pages: Sequence[Roled], *, seed: str) -> Page:
    """Lay articles of several pages of one writer out as one page; same seed, same page.

    It has the first lines of one page and the last lines of another, and is marked, wrapped and
    damaged as chance has it.
    """
    dice = Random(seed)
    style = choose_style(dice, marked=dice.random() < _MARKED, local=True)
    wrap = dice.randint(*_WIDTHS) if dice.random() < _WRAPPED else 0
    style = replace(style, wrap=wrap, indent=dice.random() < (0.8 if wrap else 0.2))
    level = dice.choice(("none", "none", "light", "seeds", "heavy", "scrambled"))
    maker = Maker(dice, style, level, (), ())
    parted = [_part_edges(_part_articles(*page, bare=True)) for page in pages]
    pool = [piece for _, body, _ in parted for piece in body if piece]
    if not pool:
        return maker.render([])
    chosen = dice.sample(pool, min(len(pool), dice.randint(3, 9)))
    flow = [
        [replace(line, story=n) for line in _mark(maker, piece)] for n, piece in enumerate(chosen)
    ]
    maker.damage(flow)
    lines = [
        *dice.choice(parted)[0],
        *(line for piece in flow for line in piece),
        *dice.choice(parted)[2],
    ]
    return maker.render([maker.soil(line) for line in lines])


_MARKED, _WRAPPED = 0.25, 0.5
_WIDTHS = (9, 24)


def _mark(maker: Maker, piece: Sequence[Line]) -> list[Line]:
    """Mark a piece's heads up as the page's style has it."""
    levels = dict(zip(("kicker", "headline", "subhead"), maker.levels(), strict=True))
    return [replace(line, level=levels.get(line.role, 0)) for line in piece]


def _part_edges(flow: Flow) -> tuple[list[Line], Flow, list[Line]]:
    """Part a page's first and last furniture from its articles."""
    flow = [list(piece) for piece in flow]
    top: list[Line] = []
    while flow[0] and flow[0][0].role == "furniture":
        top.append(flow[0].pop(0))
    foot: list[Line] = []
    while flow[-1] and flow[-1][-1].role == "furniture":
        foot.insert(0, flow[-1].pop())
    return top, flow, foot


def _part_articles(blocks: Sequence[Block], roles: Sequence[Role], *, bare: bool) -> Flow:
    """Part a page's lines before each head that stands below a text."""
    flow: Flow = [[]]
    begun = False
    for block, role in zip(blocks, roles, strict=True):
        if role in HEADS and begun:
            flow.append([])
            begun = False
        begun |= role in TEXTS
        level = 0 if bare else block.level
        flow[-1].append(Line(block.text, role, len(flow) - 1, level=level))
    return flow
