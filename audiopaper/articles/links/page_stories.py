"""A page's parts in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.articles.links.link_features import COMPLETE, PageView
from audiopaper.articles.links.linker import ChosenLink, name_links, weigh_links
from audiopaper.articles.links.story_order import order_stories
from audiopaper.articles.roles import Part
from audiopaper.articles.sentence_ends import ends_open

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASIDE = frozenset({"caption", "furniture"})
"""What may stand between the halves of a line and is read apart from them."""

_ROWS = frozenset({"data_row", "list_line", "verse"})
"""The signs of lines that end without a stop and are whole."""


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

    moved: frozenset[int] = frozenset()
    """Those that are printed whole under another story's head."""


def read_stories(parts: Sequence[Part]) -> ReadPage:
    """Put a page's parts in the order of reading, those that go on a torn line as texts."""
    # Where columns are read in another order, lines are torn; on other pages nothing is moved.
    if not any(map(_is_torn, parts)):
        return ReadPage(parts=tuple(parts))
    page = PageView(parts)
    chances = weigh_links(page)
    stories = order_stories(page, chances)
    order = stories.lines
    going_on = {
        rest for line, rest in stories.rests.items() if parts[rest].role not in ("text", "closing")
    }
    # What opens like a story, in the story of an earlier head, is no story of its own.
    going_on |= {at for at in stories.moved if parts[at].role == "lede"}
    read = [at for at in order if parts[at].role not in _ASIDE]
    above = dict(zip(read[1:], read, strict=False))
    return ReadPage(
        parts=tuple(
            replace(parts[at], role="text") if at in going_on else parts[at] for at in order
        ),
        links=name_links(chances, stories.rests),
        rests=frozenset(
            n for n, at in enumerate(order) if stories.rests.get(above.get(at, -1)) == at
        ),
        pieces=frozenset(n for n, at in enumerate(order) if at in stories.pieces),
        moved=frozenset(n for n, at in enumerate(order) if at in stories.moved),
    )


def _is_torn(part: Part) -> bool:
    return part.role not in COMPLETE and not part.seen & _ROWS and ends_open(part.block.text)
