"""The roles that a page's blocks play, and a block with its role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from audiopaper.articles.blocks import Block

Role = Literal[
    "kicker",
    "headline",
    "subhead",
    "byline",
    "lede",
    "text",
    "heading",
    "closing",
    "caption",
    "furniture",
    "jump_out",
    "jump_in",
]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block and the role it was given."""

    block: Block
    role: Role
    seen: frozenset[str]
    """The features of the block."""

    marginals: tuple[tuple[Role, float], ...] = ()
    """Probability of each role, highest first; improbable roles are left out."""

    @property
    def confidence(self) -> float:
        """Probability of the role that was given, from 0 to 1; 1 where it was not in question."""
        return dict(self.marginals).get(self.role, 0.0) if self.marginals else 1.0
