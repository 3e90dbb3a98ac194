"""Pages whose own mark-up names the parts of their one article, so that nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.blocks import Block
from audiopaper.articles.jump_lines import jump_in, jump_out
from audiopaper.articles.roles import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.articles.roles import Role
    from audiopaper.model import LineRole, Page

MARKED = "marked"
"""What is seen of a block whose role the page's mark-up gave."""

_LEVELS = {"headline": 1, "heading": 3}


def marked_parts(page: Page) -> tuple[Part, ...]:
    """Give a page's lines the roles that its mark-up names.

    Args:
        page: A page with roles.
    """
    parts = []
    gap = 99
    for number, (line, named) in enumerate(zip(page.lines, page.roles, strict=True), start=1):
        if not line.strip():
            gap += 1
            continue
        level = _LEVELS.get(named, 0)
        text = line.strip().lstrip("#").strip() if level else line.strip()
        block = Block(
            page=page.number, lines=((number, line),), text=text or line, level=level, gap=gap
        )
        parts.append(
            Part(
                block=block,
                role=_role(named, block.text),
                seen=frozenset((MARKED,)),
            )
        )
        gap = 0
    return tuple(parts)


def is_marked(parts: Sequence[Part]) -> bool:
    """Whether the roles of a page's blocks come from its mark-up."""
    return bool(parts) and MARKED in parts[0].seen


def join_parts(drafts: Sequence[Draft]) -> list[Draft]:
    """Join an article that its site shows in parts, each on a web page of its own.

    The parts follow each other under one headline; one that a column has each day is shorter.
    """
    out: list[Draft] = []
    for draft in drafts:
        above = out[-1] if out else None
        if above is None or not _goes_on(above, draft):
            out.append(draft)
            continue
        out[-1] = replace(
            above,
            paragraphs=above.paragraphs + draft.paragraphs,
            writers=tuple(dict.fromkeys(above.writers + draft.writers)),
            head=above.head + draft.head,
            sources=above.sources + draft.sources,
            alone=above.alone | draft.alone,
            repairs=above.repairs + draft.repairs,
        )
    return out


_MIN_HEADLINE_CHARS = 9


def _goes_on(above: Draft, draft: Draft) -> bool:
    texts = {paragraph.text for paragraph in above.paragraphs}
    return (
        above.form == draft.form == "article"
        and len(draft.headline) >= _MIN_HEADLINE_CHARS
        and above.headline == draft.headline
        and not draft.dateline
        and draft.writers in ((), above.writers)
        and texts.isdisjoint(paragraph.text for paragraph in draft.paragraphs)
    )


def _role(named: LineRole, text: str) -> Role:
    """Return a line's role; in a text, only where it continues remains to be decided."""
    if named != "text":
        return named or "text"
    leaving, entering = jump_out(text), jump_in(text)
    if leaving is not None and not leaving.rest:
        return "jump_out"
    return "jump_in" if entering is not None and not entering.rest else "text"
