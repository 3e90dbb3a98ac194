"""Differences between two rundowns, for an editor to check before approval."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.errors import RundownError
from audiopaper.pipeline.rundown_edit import name_items
from audiopaper.rundown import load_rundown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from audiopaper.lexicon import Entry, Lexicon
    from audiopaper.model import Item, Rundown

Kind = Literal["out", "in", "order", "title", "head", "presenter", "paragraphs", "text"]

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’」』]?\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference between two rundowns."""

    kind: Kind
    """The part that differs."""

    title: str
    """The story's present title; empty for the order of all stories."""

    before: tuple[str, ...] = ()
    """What was removed: sentences, a name, a number of paragraphs; empty for all paragraphs."""

    after: tuple[str, ...] = ()
    """What replaced it."""


def compare_rundowns(before: Rundown, after: Rundown) -> tuple[Difference, ...]:
    """List the differences: stories added or removed, heads, texts, presenters, the order."""
    old, new = name_items(before), name_items(after)
    differences = [
        Difference(kind="out", title=_title(i)) for name, i in old.items() if name not in new
    ]
    differences += [
        Difference(kind="in", title=_title(i)) for name, i in new.items() if name not in old
    ]
    for name, item in new.items():
        if name in old:
            differences += _compare_items(old[name], item)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        stories = tuple(item.title for item in new.values() if item.kind == "story")
        differences.append(Difference(kind="order", title="", after=stories))
    return tuple(differences)


def compare_with_file(
    path: Path, after: Rundown, presenters: Collection[str]
) -> tuple[Difference, ...]:
    """List the differences from a saved rundown; empty if there is none."""
    try:
        before = load_rundown(path, presenters=presenters)
    except RundownError:
        # The edition may be of an earlier version, or its presenter was removed since.
        return ()
    return compare_rundowns(before, after)


def list_decided(lexicon: Lexicon, rundown: Rundown, mark: str) -> tuple[Entry, ...]:
    """List the show's own readings that were decided for an edition and occur in it.

    Args:
        lexicon: The show's readings.
        rundown: The rundown of the edition.
        mark: The end of the source of such a reading.
    """
    words = "\n".join(f"{item.read_title}\n{item.text}" for item in name_items(rundown).values())
    own = (entry for entry in lexicon.entries if not entry.shipped)
    return tuple(e for e in own if e.source.endswith(mark) and e.text in words)


def _compare_items(old: Item, new: Item) -> Iterator[Difference]:
    title = _title(new)
    for kind, was, now in (
        ("title", old.title, new.title),
        ("head", old.head, new.head),
        ("presenter", old.presenter, new.presenter),
        ("paragraphs", str(old.paragraphs or ""), str(new.paragraphs or "")),
    ):
        if was != now:
            before, after = ((text,) if text else () for text in (was, now))
            yield Difference(kind=kind, title=title, before=before, after=after)  # type: ignore[arg-type]
    if old.text != new.text:
        removed, added = _compare_texts(old.text, new.text)
        yield Difference(kind="text", title=title, before=removed, after=added)


def _compare_texts(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the removed and the added sentences."""
    was, now = _cut_sentences(old), _cut_sentences(new)
    removed: list[str] = []
    added: list[str] = []
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            removed += was[a:b]
            added += now[c:d]
    return tuple(removed), tuple(added)


def _cut_sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def _title(item: Item) -> str:
    return item.title or item.kind
