"""The pages of golds, damaged as the generated ones are: other papers' pages are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from audiopaper.articles.blocks import Block
from audiopaper.articles.roles import Role
from tests.tools.newspapers.damage import HEADS, TEXTS, Flow, Line
from tests.tools.newspapers.pages import Maker, Page
from tests.tools.newspapers.styles import choose_style


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
