"""Wrapped paragraphs with blank lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.line_joins import JoinView

_MIN_WHOLE, _WHOLE_SHARE = 2, 0.75
"""So many paragraphs of full lines with blank lines between, and such a share of all groups."""


def find_whole_paragraphs(views: Sequence[JoinView], full: range) -> tuple[bool, ...]:
    """Tell which lines stand in a paragraph that blank lines part from the others.

    All lines of such a group but its last are full, so that nothing ends before the last; there
    a line goes on as it does under an indent, whatever ends above it.

    Args:
        views: A page's lines.
        full: By how many characters a full line may be shorter than its column.
    """
    groups: list[list[JoinView]] = []
    for view in views:
        if not groups or view.line.gap or view.line.level or groups[-1][-1].line.level:
            groups.append([])
        groups[-1].append(view)
    whole = [len(group) > 1 and all(v.missing in full for v in group[:-1]) for group in groups]
    most = sum(len(group) > 1 for group in groups) * _WHOLE_SHARE
    sure = sum(whole) >= max(_MIN_WHOLE, most)
    return tuple(
        sure and is_whole for group, is_whole in zip(groups, whole, strict=True) for _ in group
    )
