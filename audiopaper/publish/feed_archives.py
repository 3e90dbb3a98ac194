"""Which older episodes stand in which archive feed, and how the feeds lead to each other.

Source:
    RFC 5005, section 4: a client may keep an archive document and need not fetch it again, so the
    set of its entries does not change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NAME = "feed-{number}.xml"

_ARCHIVED_SHARE = 0.25
"""The size of an archive as a share of what the feed holds: a full feed gives up so many episodes
at once, so that it never holds much less than it may."""


def assign_archives(
    keys: Iterable[str], archives: Mapping[str, Sequence[str]], newest: int
) -> dict[str, tuple[str, ...]]:
    """Assign older episodes to archive feeds; only full sets are archived.

    Args:
        keys: The keys of all episodes, in any order.
        archives: The keys in each archive feed as published before, by file name.
        newest: The most episodes that the feed holds.

    Returns:
        The keys in each archive feed, ascending, by file name, in the order of publication. An
        episode stays where it was; one that is gone leaves a gap. The feed holds all others.

    Example:
        >>> assign_archives("abc", {}, newest=2)
        {'feed-1.xml': ('a',)}
        >>> assign_archives("acdefghij", {"feed-1.xml": ("a", "b")}, newest=8)
        {'feed-1.xml': ('a',)}
        >>> assign_archives("acdefghijkl", {"feed-1.xml": ("a", "b")}, newest=8)
        {'feed-1.xml': ('a',), 'feed-2.xml': ('c', 'd')}
    """
    remaining = set(keys)
    if len(remaining) <= newest:
        return {}
    assigned: dict[str, tuple[str, ...]] = {}
    for name in sorted(archives, key=_number):
        members = remaining & set(archives[name])
        if members:
            assigned[name] = tuple(sorted(members))
            remaining -= members
    number = max(map(_number, archives), default=0)
    unassigned = sorted(remaining)
    size = max(1, int(newest * _ARCHIVED_SHARE))
    while len(unassigned) > newest:
        number += 1
        assigned[_NAME.format(number=number)] = tuple(unassigned[:size])
        unassigned = unassigned[size:]
    return assigned


def _number(name: str) -> int:
    digits = re.search(r"\d+", name)
    return int(digits[0]) if digits else 0


def relate_feeds(names: Sequence[str], index: int) -> dict[str, str]:
    """Return a feed's links by relation: to pages (RFC 5005, 3) and to archives (RFC 5005, 4).

    Args:
        names: The file names of all feeds, the oldest archive first and the feed itself last.
        index: Of the feed that has the links.
    """
    if len(names) == 1:
        return {}
    links = {"first": names[-1], "last": names[0]}
    if index:
        # Both relations lead to older episodes.
        links |= {"next": names[index - 1], "prev-archive": names[index - 1]}
    if index + 1 < len(names):
        links |= {"previous": names[index + 1], "current": names[-1]}
    if index + 2 < len(names):
        links["next-archive"] = names[index + 1]
    return links
