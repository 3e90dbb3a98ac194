"""Take out of the splitter's word lists what only one page gives a reason for."""

from __future__ import annotations

import contextlib
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator, Sequence
from types import ModuleType

import audiopaper.articles

_HAN = re.compile(r"[\u4e00-\u9fff]")


@contextlib.contextmanager
def words_without(own: Sequence[str], rest: Sequence[str]) -> Iterator[int]:
    """Lay aside, while it lasts, the words that are of use on one page's lines only.

    A word is one alternative of a pattern in `audiopaper.articles`. It goes where without it some
    line of the page is no longer matched, and no other line. Surnames and the marks of
    punctuation stay: no one learned them from a page.

    Args:
        own: The lines of the page.
        rest: The lines of all other pages.

    Yields:
        How many words were laid aside.
    """
    changed: dict[re.Pattern[str], re.Pattern[str]] = {}
    dropped = 0
    for pattern in dict.fromkeys(_patterns()):
        spans = _spans_of_use(pattern, tuple(own), tuple(rest))
        if spans:
            changed[pattern] = _without(pattern, spans)
            dropped += len(spans)
    _exchange(changed)
    try:
        yield dropped
    finally:
        _exchange({new: old for old, new in changed.items()})


def _modules() -> list[ModuleType]:
    path = audiopaper.articles.__path__
    names = [info.name for info in pkgutil.iter_modules(path)]
    return [importlib.import_module(f"audiopaper.articles.{name}") for name in names]


def _patterns() -> Iterator[re.Pattern[str]]:
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, re.Pattern):
                yield value
            elif isinstance(value, dict):
                for held in value.values():
                    parts = held if isinstance(held, tuple) else (held,)
                    yield from (part for part in parts if isinstance(part, re.Pattern))


def _exchange(changed: dict[re.Pattern[str], re.Pattern[str]]) -> None:
    def swap(value: object) -> object:
        if isinstance(value, re.Pattern):
            return changed.get(value, value)
        return tuple(map(swap, value)) if isinstance(value, tuple) else value

    for module in _modules():
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern) and value in changed:
                setattr(module, name, changed[value])
            elif isinstance(value, dict) and not name.startswith("__"):
                for key, held in list(value.items()):
                    if isinstance(held, re.Pattern | tuple) and swap(held) != held:
                        value[key] = swap(held)


@functools.cache
def _matched(pattern: re.Pattern[str], lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if _finds(pattern, line))


def _finds(pattern: re.Pattern[str], line: str) -> bool:
    """Whether a pattern is in a line, as printed or without its spaces."""
    return bool(pattern.search(line[:400]) or pattern.search(re.sub(r"[\s#]", "", line[:200])))


def _spans_of_use(
    pattern: re.Pattern[str], own: tuple[str, ...], rest: tuple[str, ...]
) -> list[tuple[int, int]]:
    mine = _matched(pattern, own)
    if not mine:
        return []
    found = []
    for span in _alternatives(pattern.pattern):
        less = _without(pattern, [span])
        if any(not _finds(less, line) for line in mine) and all(
            _finds(less, line) for line in _matched(pattern, rest)
        ):
            found.append(span)
    # Of two that hold each other only the inner one goes.
    return [a for a in found if not any(a != b and a[0] <= b[0] and b[1] <= a[1] for b in found)]


def _without(pattern: re.Pattern[str], spans: Sequence[tuple[int, int]]) -> re.Pattern[str]:
    text = pattern.pattern
    for start, end in sorted(spans, reverse=True):
        # What never matches stands for the word, so that its neighbours stay as they are.
        text = f"{text[:start]}(?!){text[end:]}"
    return re.compile(text, pattern.flags)


def _alternatives(pattern: str) -> list[tuple[int, int]]:
    """Find where the alternatives with a Han character stand in a pattern, at any depth."""
    found: list[tuple[int, int]] = []
    starts, bars = [0], [0]
    at = 0
    while at <= len(pattern):
        char = pattern[at : at + 1]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            at = _class_end(pattern, at)
            continue
        if char == "(":
            at = _group_start(pattern, at)
            starts.append(at)
            bars.append(0)
            continue
        if char in ("|", ")", ""):
            bars[-1] += char == "|"
            if bars[-1]:
                found.append((starts[-1], at))
            if char == ")":
                starts.pop()
                bars.pop()
            else:
                starts[-1] = at + 1
        at += 1
    return [(a, b) for a, b in found if _HAN.search(pattern[a:b])]


def _class_end(pattern: str, at: int) -> int:
    at += 1
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def _group_start(pattern: str, at: int) -> int:
    head = re.compile(r"\((?:\?(?:[:=!]|<[=!]|P?<\w+>|[a-z]+:?))?").match(pattern, at)
    return head.end() if head else at + 1
