"""The characters with which what a pattern matches begins or ends, found without compiling it.

Compiling a pattern takes a third of a millisecond, and the tables of readings have thousands. Most
match nothing beside a character since its neighbour already is another one.
"""

from __future__ import annotations

import re
from functools import cache

_ODD = re.compile(r"\\[^a-zA-Z0-9]|\[[^]]*[()|][^]]*\]")
"""A bracket or bar that is a plain character: a pattern with one is not looked at."""

_INNER_GROUP = re.compile(r"\([^()]*\)")
_GROUPED = "\0"

_CHARACTER = r"(?P<character>[^][\\.^$(){}*+?|\0])"
_SET = r"\[(?!\^)(?P<set>[^]\\-]+)\]"

_FIRST = re.compile(rf"(?:{_CHARACTER}|{_SET})(?![?*{{])")
_LAST = re.compile(rf"(?:{_CHARACTER}|{_SET})\Z")


@cache
def find_first(pattern: str) -> frozenset[str]:
    """Find the characters with one of which a text must go on where a pattern is to match.

    Args:
        pattern: A regular expression without flags.

    Returns:
        The characters; empty if that is not seen, or if the pattern may match without any.

    Example:
        >>> sorted(find_first("(?=来了?|[上下](?:去|车))")), find_first("很?好")
        (['上', '下', '来'], frozenset())
    """
    inner, rest = _open_group(pattern, ("(?=", "(?:"))
    if "|" in rest or rest.startswith(("?", "*", "{")):
        return frozenset()
    return _join(map(_FIRST.match, inner.split("|")))


@cache
def find_last(pattern: str) -> frozenset[str]:
    """Find the characters with one of which what a pattern matches must end.

    Args:
        pattern: A regular expression without flags.

    Returns:
        As for `find_first`.
    """
    inner, rest = _open_group(pattern, ("(?<=", "(?:"))
    return frozenset() if rest or "\\" in inner else _join(map(_LAST.search, inner.split("|")))


def _open_group(pattern: str, openings: tuple[str, ...]) -> tuple[str, str]:
    """Return what stands in the group with which a pattern begins, and what stands behind it.

    All other groups are one character each. If the pattern begins with none, all of it is inside.
    """
    if _ODD.search(pattern):
        return "", ""
    opening = next((each for each in openings if pattern.startswith(each)), "")
    if not opening and pattern.startswith("(") and not pattern.startswith("(?"):
        opening = "("
    text, count = pattern[len(opening) :], 1
    while count:
        text, count = _INNER_GROUP.subn(_GROUPED, text)
    inner, _, rest = text.partition(")") if opening else (text, "", "")
    return inner, rest


def _join(matches: map[re.Match[str] | None]) -> frozenset[str]:
    joined: set[str] = set()
    for match in matches:
        if match is None:
            return frozenset()
        joined.update(match["character"] or match["set"])
    return frozenset(joined)
