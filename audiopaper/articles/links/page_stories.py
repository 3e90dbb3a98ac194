"""A page's parts in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.links.line_order import as_text, order_parts
from audiopaper.articles.links.line_views import HEADS, is_torn
from audiopaper.articles.links.link_features import COMPLETE, PageView
from audiopaper.articles.links.linker import ChosenLink, choose_links, name_links, weigh_links
from audiopaper.articles.links.story_order import order_stories
from audiopaper.articles.roles import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.links.linker import LinkChances


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page's parts by stories; the sets hold places among them."""

    parts: tuple[Part, ...]
    links: tuple[ChosenLink, ...] = ()
    """Where each torn line goes on, by the places in print."""

    rests: frozenset[int] = frozenset()
    """Those that go on the text above inside a sentence."""

    pieces: frozenset[int] = frozenset()
    """Those that begin a passage without a head."""


_CROSSED = 2
"""So many rests behind other stories' beginnings, and columns were read in another order."""


def read_stories(parts: Sequence[Part]) -> ReadPage:
    """Put a page's parts in the order of reading, those that go on a torn line as texts.

    A rest behind another story's beginning goes back to its line. Where there are several, the page
    is cut where its columns end, and what stands below a rest goes with it.
    """
    # Most pages of a clean edition have no torn line, and their words need no counting.
    if not any(part.role not in COMPLETE and is_torn(part.block.text) for part in parts):
        return ReadPage(parts=tuple(parts))
    page = PageView(parts)
    chances = weigh_links(page)
    crossed = sum(_is_crossed(parts, line, rests) for line, rests in chances.items())
    if crossed >= _CROSSED and not page.is_long:
        return _read_columns(parts, page, chances)
    chosen = choose_links(page, chances)
    ordered, rests = order_parts(parts, chosen)
    return ReadPage(parts=ordered, links=chosen, rests=rests)


def _is_crossed(parts: Sequence[Part], line: int, chances: Mapping[int | None, float]) -> bool:
    """Return whether another story begins between a line and its most probable rest."""
    rest = max(chances, key=lambda at: chances[at])
    if rest is None:
        return False
    first, last = sorted((line, rest))
    between = [part.role for part in parts[first + 1 : last]]
    return "lede" in between and any(role in HEADS for role in between)


def _read_columns(parts: Sequence[Part], page: PageView, chances: LinkChances) -> ReadPage:
    stories = order_stories(page, chances)
    going_on = set(stories.rests.values())
    order = stories.lines
    return ReadPage(
        parts=tuple(as_text(parts[at]) if at in going_on else parts[at] for at in order),
        links=name_links(chances, stories.rests),
        rests=frozenset(n for n, at in enumerate(order) if at in going_on),
        pieces=frozenset(n for n, at in enumerate(order) if at in stories.pieces),
    )
