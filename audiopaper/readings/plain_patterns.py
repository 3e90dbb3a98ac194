"""Patterns that only list texts, which are compared without compiling them.

Compiling a pattern takes longer than all of its comparisons in an episode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(
    r"\[(?P<characters>[^\\^\[\]-]+)\]|(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<or>\|)"
    r"|(?P<character>[^()\[\]?\\.*+{}^$|])"
)

_REPEATED = frozenset("*+{?")

# By the side of the text that a pattern is for, whether that is behind: how a condition on that
# side begins, and whether its texts must not stand there.
_CONDITIONS = {True: {"(?=": False, "(?!": True}, False: {"(?<=": False, "(?<!": True}}

_MOST_TEXTS = 300


@dataclass(frozen=True, slots=True)
class PlainPattern:
    """A pattern as the texts that it matches."""

    texts: tuple[str, ...]
    """All of them."""

    excludes: bool = False
    """Whether none of them may stand there."""

    def fits_behind(self, text: str, at: int) -> bool:
        """Whether the pattern matches at an offset."""
        return text.startswith(self.texts, at) is not self.excludes

    def fits_before(self, text: str) -> bool:
        """Whether the pattern matches at the end of a text."""
        return text.endswith(self.texts) is not self.excludes


@cache
def list_texts(pattern: str, *, behind: bool) -> PlainPattern | None:
    """List the texts that a pattern matches.

    Args:
        pattern: A regular expression.
        behind: Whether it is for what stands behind an offset; otherwise for what stands before.

    Returns:
        The texts, if they are few and it consists of characters, sets, groups and alternatives, or
        is a condition on such; otherwise None.

    Example:
        >>> list_texts("[上下](来|去了?)", behind=True)
        PlainPattern(texts=('上来', '上去了', '上去', '下来', '下去了', '下去'), excludes=False)
        >>> list_texts("(?!起)", behind=True), list_texts("(?:了|着)+", behind=True)
        (PlainPattern(texts=('起',), excludes=True), None)
    """
    for opening, excludes in _CONDITIONS[behind].items():
        if pattern.startswith(opening) and pattern.endswith(")"):
            texts = _list_all(pattern[len(opening) : -1])
            return PlainPattern(texts, excludes) if texts is not None else None
    texts = _list_all(pattern)
    return PlainPattern(texts) if texts is not None else None


def _list_all(pattern: str) -> tuple[str, ...] | None:
    texts, end = _list_alternatives(pattern, 0)
    return tuple(texts) if texts and end == len(pattern) else None


def _list_alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    """List the texts of alternatives up to the end of their group, and the offset of that end.

    The list is empty if the pattern is of another kind.
    """
    finished: list[str] = []
    row = [""]
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None or len(row) + len(finished) > _MOST_TEXTS:
            return [], at
        if token.lastgroup == "close":
            break
        at = token.end()
        if token.lastgroup == "or":
            finished, row = finished + row, [""]
            continue
        if token.lastgroup == "open":
            parts, end = _list_alternatives(pattern, at)
            if not parts or pattern[end : end + 1] != ")":
                return [], at
            at = end + 1
        else:
            parts = list(token["characters"] or token["character"])
        if pattern[at : at + 1] == "?":
            parts, at = [*parts, ""], at + 1
        if pattern[at : at + 1] in _REPEATED:
            return [], at
        row = [before + part for before in row for part in parts]
    return finished + row, at
