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


def damage_page(
    blocks: Sequence[Block], roles: Sequence[Role], *, level: str, seed: str, wrapped: bool = False
) -> Page:
    """Damage a page whose lines have their roles; same seed, same page.

    Args:
        blocks: The page's blocks.
        roles: Their roles.
        level: How much it is damaged; one of `tests.tools.newspapers.damage.LEVELS`.
        seed: What the damage is drawn with.
        wrapped: Whether the texts are set in the lines of a column.
    """
    dice = Random(seed)
    bare = dice.random() < _UNMARKED
    style = replace(
        choose_style(dice, marked=False, local=True), half=False, blank=True, wrap=0, indent=False
    )
    if wrapped:
        bare, blank, indent = True, dice.random() < _SPACED, dice.random() < _INDENTED
        style = replace(style, wrap=dice.randint(*_COLUMN), blank=blank, indent=indent)
    maker = Maker(dice, style, level, (), ())
    flow = _part_articles(blocks, roles, bare=bare)
    maker.damage(flow)
    return maker.render([maker.soil(line) for piece in flow for line in piece])


_UNMARKED = 0.3
_SPACED, _INDENTED, _COLUMN = 0.3, 0.7, (14, 28)
"""How many wrapped pages have blank lines and indents, and how many characters a column holds."""
_NARROW, _WIDE, _LEAST, _BROKEN = 8, 20, 4, 0.7
"""Characters of a narrow column's line of a head, and of its shortest; how many heads are broken."""


def narrow_heads(
    blocks: Sequence[Block], roles: Sequence[Role], *, seed: str
) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """Give a page's texts and roles as a narrow column has them: long heads on two lines."""
    dice = Random(seed)
    width = dice.randint(_NARROW, _WIDE)
    texts: list[str] = []
    owners: list[Role] = []
    for block, role in zip(blocks, roles, strict=True):
        mark = "#" * block.level + " " if block.level else ""
        pieces = [block.text]
        if role in HEADS and len(block.text) > width and dice.random() < _BROKEN:
            space = block.text.find(" ", _LEAST - 1)
            middle = max(_LEAST, len(block.text) // 2 + dice.randint(-2, 2))
            inside = _LEAST <= space < len(block.text) - _LEAST
            at = space if inside else min(width, middle)
            pieces = [block.text[:at].strip(), block.text[at:].strip()]
        texts += [mark + piece for piece in pieces]
        owners += [role] * len(pieces)
    return tuple(texts), tuple(owners)


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
