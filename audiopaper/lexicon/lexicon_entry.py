"""One entry of the lexicon, and how it is written in a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from audiopaper.variants import simplify_word

SHIPPED_FILES = frozenset({"names.toml", "places.toml", "terms.toml"})
"""Files that come with the program; every other file in the folder is the editor's."""

UNVERIFIED = "unverified"
"""The ``source`` of an entry that nobody has looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading that a person decided."""

    text: str
    """The characters; digits, letters and signs in ASCII, and no space among them."""

    pinyin: tuple[str, ...]
    """A syllable for each character, tone digits 1 to 5, ``v`` for ü, "" for the dot inside a
    name; () if there is ``say``."""

    say: str = ""
    """What is said in place of the characters, in words; then there is no pinyin."""

    before: tuple[str, ...] = ()
    """One of these must stand immediately before; empty: anything may."""

    after: tuple[str, ...] = ()
    """One of these must stand immediately after; empty: anything may."""

    not_before: tuple[str, ...] = ()
    """None of these may stand immediately before."""

    not_after: tuple[str, ...] = ()
    """None of these may stand immediately after."""

    kind: str = ""
    """``name``, ``place``, ``term`` or the editor's own word."""

    source: str = UNVERIFIED
    """The work that was consulted."""

    added: dt.date | None = None
    """The day on which it was decided; None if nobody wrote it down."""

    file: str = ""
    """Name of the file that holds it."""

    @property
    def shipped(self) -> bool:
        """Whether it came with the program; an editor's entry has priority."""
        return self.file in SHIPPED_FILES

    @property
    def pronunciation(self) -> str:
        """The pinyin, or the words that are spoken, in a line."""
        return self.say or " ".join(filter(None, self.pinyin))

    @property
    def key(self) -> tuple[object, ...]:
        """Text and context; two entries with equal ones contradict or repeat each other.

        A context is a set of words, and texts are read in simplified characters.
        """
        contexts = (self.before, self.after, self.not_before, self.not_after)
        words = (tuple(sorted(set(map(simplify_word, context)))) for context in contexts)
        return (simplify_word(self.text), *words)

    def fits(self, text: str, at: int) -> bool:
        """Whether the context around ``text[at : at + len(self.text)]`` allows this entry."""
        end = at + len(self.text)
        return (
            (not self.before or any(text.endswith(b, 0, at) for b in self.before))
            and (not self.after or any(text.startswith(a, end) for a in self.after))
            and not any(text.endswith(b, 0, at) for b in self.not_before)
            and not any(text.startswith(a, end) for a in self.not_after)
        )


# Punctuation is left alone: a full-width comma or bracket is the usual one in Chinese.
_SIGNS = "%+-./~&#@$=*<>"
_FULL_WIDTH = {
    code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in _SIGNS
} | dict.fromkeys(map(ord, "−‐‑"), ord("-"))


def fold_width(text: str) -> str:
    """Return a text with full-width digits, letters and signs as ASCII, character for character.

    Example:
        >>> fold_width("Ｋ－１路（３００余人，５％）")
        'K-1路（300余人，5%）'
    """
    return text.translate(_FULL_WIDTH)


CONTEXT_KEYS = ("before", "after", "not_before", "not_after")
"""The keys of an entry for its context."""


def render_entry(entry: Entry) -> str:
    """Write an entry as TOML, with a newline at its end.

    Example:
        >>> print(render_entry(Entry(text="单田芳", pinyin=("shan4", "tian2", "fang1"))), end="")
        [[entry]]
        text = "单田芳"
        pinyin = "shan4 tian2 fang1"
        source = "unverified"
    """
    spoken = f"say = {_quote(entry.say)}" if entry.say else f'pinyin = "{entry.pronunciation}"'
    lines = ["[[entry]]", f"text = {_quote(entry.text)}", spoken]
    lines += [
        f"{key} = [{', '.join(_quote(word) for word in getattr(entry, key))}]"
        for key in CONTEXT_KEYS
        if getattr(entry, key)
    ]
    if entry.kind:
        lines.append(f"kind = {_quote(entry.kind)}")
    lines.append(f"source = {_quote(entry.source)}")
    if entry.added is not None:
        lines.append(f"added = {entry.added.isoformat()}")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'
