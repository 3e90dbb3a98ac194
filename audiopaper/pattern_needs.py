"""What a regular expression needs to find in a text, known without compiling it.

Compiling a pattern takes a third of a millisecond, and the rules for numbers and for readings have
a thousand. Most can match nothing in a given text, since a character that they need is not there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

Needs = tuple[frozenset[str], ...]
"""Sets of characters; a text that a pattern matches has at least one of each set."""

_REPEAT = re.compile(r"[*?+]|\{(?P<least>[0-9]*)(?:,[0-9]*)?\}")

_GROUP = re.compile(r"\(\?(?:P<[A-Za-z_0-9]+>|:|>|=|<=)|\((?!\?)")
"""How a group begins whose content must match; a condition must as well."""

_EXCLUDED = re.compile(r"\(\?<?!")

_RANGE = re.compile(r"(?P<first>\\[^a-zA-Z0-9]|[^\\])-(?P<last>\\[^a-zA-Z0-9]|[^]\\])")

_KINDS = frozenset("dDsSwWbBAZ")
"""What stands behind a backslash for a kind of character or a position."""

_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}

_MOST = 64
"""Larger sets are hardly ever missing from a text."""


@cache
def find_needs(pattern: str) -> Needs:
    r"""Find the characters that a pattern needs, whatever else it needs.

    Args:
        pattern: A regular expression without flags.

    Returns:
        The sets; empty for a pattern that needs no certain character, or that is not understood.

    Example:
        >>> [sorted(need) for need in find_needs(r"\d+[.,]?(?:米|公里)(?!高)")]
        [['公', '米']]
    """
    try:
        needs, end = _read_alternatives(pattern, 0)
    except (_UnknownFormError, IndexError):
        return ()
    return needs if end == len(pattern) else ()


def may_match(pattern: str, characters: AbstractSet[str]) -> bool:
    """Whether a pattern may match in a text.

    Args:
        pattern: A regular expression without flags.
        characters: The text's characters, those included that conditions look at.
    """
    for need in find_needs(pattern):  # noqa: SIM110 - a generator would double the time
        if need.isdisjoint(characters):
            return False
    return True


@lru_cache(maxsize=16)
def list_characters(text: str) -> frozenset[str]:
    """List the characters of a text, once for the patterns that are tried on it in a row."""
    return frozenset(text)


class _UnknownFormError(Exception):
    """A form of pattern that is not understood here."""


def _read_alternatives(pattern: str, at: int) -> tuple[Needs, int]:
    """Read alternatives up to the end of their group; return what they need, and that end."""
    branches: list[list[frozenset[str]]] = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append([])
            at += 1
            continue
        needs, at = _read_item(pattern, at)
        repeat = _REPEAT.match(pattern, at)
        if repeat:
            at = repeat.end()
            is_optional = repeat[0] in "*?" or (
                repeat[0] != "+" and not (repeat["least"] or "").strip("0")
            )
            if is_optional:
                needs = ()
            # A repetition may be lazy or possessive.
            at += pattern[at : at + 1] in ("?", "+")
        branches[-1] += needs
    if len(branches) == 1:
        return tuple(branches[0]), at
    if not all(branches):
        return (), at
    joined = frozenset[str]().union(*(min(branch, key=len) for branch in branches))
    return (joined,) if len(joined) <= _MOST else (), at


def _read_item(pattern: str, at: int) -> tuple[Needs, int]:
    char = pattern[at]
    if char == "(":
        return _read_group(pattern, at)
    if char == "[":
        return _read_set(pattern, at + 1)
    if char == "\\":
        literal, at = _read_escape(pattern, at + 1)
        return ((frozenset(literal),) if literal else ()), at
    if char in ".^$":
        return (), at + 1
    if char in "*+?":
        raise _UnknownFormError
    return (frozenset(char),), at + 1


def _read_group(pattern: str, at: int) -> tuple[Needs, int]:
    excluded = _EXCLUDED.match(pattern, at)
    opening = excluded or _GROUP.match(pattern, at)
    if opening is None:
        raise _UnknownFormError
    needs, end = _read_alternatives(pattern, opening.end())
    if pattern[end] != ")":
        raise _UnknownFormError
    return (() if excluded else needs), end + 1


def _read_set(pattern: str, at: int) -> tuple[Needs, int]:
    """Read a set of characters behind its opening bracket."""
    excludes = pattern[at] == "^"
    at += excludes
    known, characters, first = not excludes, set[str](), at
    while pattern[at] != "]" or at == first:
        span = _RANGE.match(pattern, at)
        if span:
            low, high = ord(span["first"][-1]), ord(span["last"][-1])
            known = known and high - low < _MOST
            characters.update(map(chr, range(low, min(high, low + _MOST) + 1)))
            at = span.end()
        elif pattern[at] == "\\":
            literal, at = _read_escape(pattern, at + 1)
            known = known and bool(literal)
            characters.update(literal)
        else:
            characters.add(pattern[at])
            at += 1
    return ((frozenset(characters),) if known else ()), at + 1


def _read_escape(pattern: str, at: int) -> tuple[str, int]:
    """Read what stands behind a backslash: the character, empty for a kind of characters."""
    char = pattern[at]
    if char in _KINDS or char.isdecimal():
        return "", at + 1
    if char in _CONTROLS:
        return _CONTROLS[char], at + 1
    if char.isalpha():
        raise _UnknownFormError
    return char, at + 1
