"""Markdown without its mark-up, line for line; headings and front matter stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SUFFIXES = frozenset({".md", ".markdown"})

_IMAGE = re.compile(r"!\[[^\[\]]{0,400}\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,400}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{1,400})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,400}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![0-9A-Za-z*])\*(?=\S)([^*\s][^*]{0,400}?)\*(?!\*)")
_BREAK = re.compile(r"<br\s{0,3}/?>")
_QUOTE = re.compile(r"^ {0,3}(?:> ?){1,5}")
_ITEM = re.compile(r"^ {0,6}[-*+] (?=\S)")
_STOPS = "。！？；：，、…”）.!?;:,"
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")
_RULE = re.compile(r" {0,3}(?:-{3,}|\*{3,}|_{3,}|={3,}) *")


def is_markdown(path: Path) -> bool:
    """Whether a file's name says that it is Markdown."""
    return path.suffix.lower() in _SUFFIXES


def plain_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Take the mark-up out of Markdown, so that each line stays where it is.

    Emphasis, links, pictures inside a line, quotations, bullets of lists and escapes go; an item
    of a list ends with a stop. What
    tells the splitter something stays: ``#`` headings, and lines that are a rule or a picture (a
    caption stands beside it); front matter stays for the edition's date and paper.

    Example:
        >>> plain_lines(["## 桥通了", "**本报讯** 见[图](a.png)。", "> 他说，桥通了。"])
        ('## 桥通了', '本报讯 见图。', '他说，桥通了。')
    """
    end = front_matter_end(lines)
    return (*lines[:end], *(_plain(line) for line in lines[end:]))


_MAX_FRONT_LINES = 60
"""Front matter is a dozen lines; a rule further down is a rule."""


def front_matter_end(lines: Sequence[str]) -> int:
    """Return how many lines the front matter takes, its two rules included; 0 if there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:_MAX_FRONT_LINES], 1):
        if line.strip() in ("---", "..."):
            return number + 1
    return 0


def _plain(line: str) -> str:
    if _RULE.fullmatch(line) or _IMAGE.fullmatch(line.strip()):
        return line
    item = _ITEM.match(line)
    if item and not _LINK.fullmatch(line[item.end() :].strip()) and line.rstrip()[-1] not in _STOPS:
        # An item of a list is a sentence; without a stop it would pass for a stray line.
        line = f"{line.rstrip()}。"
    for pattern, by in (
        (_QUOTE, ""),
        (_ITEM, ""),
        (_IMAGE, ""),
        (_LINK, r"\1"),
        (_STRONG, r"\2"),
        (_EMPHASIS, r"\1"),
        (_BREAK, " "),
        (_ESCAPED, r"\1"),
    ):
        line = pattern.sub(by, line)
    return line
