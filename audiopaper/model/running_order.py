"""The running order of an episode, and who reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

ItemKind = Literal["ident", "greeting", "headlines", "story", "sign-off"]
"""What a row of the rundown is."""

ITEM_KINDS: tuple[str, ...] = get_args(ItemKind)

# What separates two lines or clauses of a head. Quotation marks do not: a title without the first
# word of “甲”乙丙 is another title.
_CLAUSE_ENDS = r"\s，。；：！？、—…,;:!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of the rundown."""

    kind: ItemKind
    """What it is."""

    presenter: str
    """Name of the presenter's file in ``voices/``, without ending."""

    title: str = ""
    """Chapter title; a story's headline as it is read out."""

    head: str = ""
    """Read in place of ``title`` as long as that is a line or clause of it: a head of two lines of
    which either may be the headline. Empty if the title itself is read."""

    text: str = ""
    """What is said, one paragraph a line; a line that begins with ``## `` is a heading.

    Empty for ``headlines`` means: made from the stories' titles.
    """

    article_id: str = ""
    """The article a story was made from; empty for an editor's own."""

    pages: tuple[int, ...] = ()
    """The pages the article stands on."""

    byline: tuple[str, ...] = ()
    """The article's reporters."""

    byline_roles: tuple[str, ...] = ()
    """What each of them is, ``记者`` or ``通讯员``, as long as ``byline``; empty where unknown, and
    an empty text where it is for one name."""

    paragraphs: int = 0
    """How many paragraphs of a story are read, from its first; 0 for all."""

    drop: bool = False
    """Whether it stays out of the episode: a candidate, or a story the editor took out."""

    @property
    def read_title(self) -> str:
        """What is read as the headline: the whole head, unless an editor wrote another title."""
        whole = rf"(?:^|[{_CLAUSE_ENDS}]){re.escape(self.title)}(?:$|[{_CLAUSE_ENDS}])"
        return self.head if self.title and re.search(whole, self.head) else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """The running order of one episode, as drafted or as the editor left it."""

    date: dt.date
    """Date of the edition."""

    paper: str
    """Name of the newspaper."""

    items: tuple[Item, ...]
    """In the order of the file; see `spoken`."""

    edited: bool = False
    """Whether an editor changed it since it was drafted."""

    @property
    def spoken(self) -> tuple[int, ...]:
        """Positions of the items that are not dropped, in the order in which they are heard.

        Candidates stand behind the sign-off; one that an editor takes in is heard before it.
        """
        positions = [n for n, item in enumerate(self.items) if not item.drop]
        kinds = [self.items[n].kind for n in positions]
        if "sign-off" not in kinds:
            return tuple(positions)
        end = len(kinds) - 1 - kinds[::-1].index("sign-off")
        late = [n for n in positions[end:] if self.items[n].kind == "story"]
        # A sign-off may be of several items, one for each presenter.
        while end and kinds[end - 1] == "sign-off":
            end -= 1
        closing = [n for n in positions[end:] if n not in late]
        return (*positions[:end], *late, *closing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """A configured voice: one TOML file in ``voices/``."""

    name: str
    """Name of the file, without ending; what a rundown calls the presenter."""

    display_name: str
    """The name listeners see."""

    chars_per_minute: int
    """Measured pace, in Han characters, for planning the episode's length."""

    engines: Mapping[str, Mapping[str, str | int | float]] = field(default_factory=dict)
    """The presenter's table for each engine, as written in the file."""
