"""The content of all lexicon files, and the search for their entries in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiopaper.lexicon.lexicon_entry import Entry, fold_width
from audiopaper.variants import simplify_word

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The content of all lexicon files. `load_lexicon` builds it; an empty one is valid."""

    entries: tuple[Entry, ...] = ()
    """In the order of files and lines."""

    surnames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Surnames that have a reading of their own, one or two characters."""

    other_surnames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The second reading of surnames that some families read otherwise: 覃 tan2 beside qin2."""

    weak_surnames: frozenset[str] = frozenset()
    """Surnames that are everyday words as well: a name only with a title."""

    rare_surnames: frozenset[str] = frozenset()
    """Characters that are seldom surnames: function words and common verbs."""

    common_surnames: frozenset[str] = frozenset()
    """Surnames with their usual reading; they help to find names."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """How a character is read inside a given name, or a whole given name of two."""

    known: frozenset[str] = frozenset()
    """Full names that are frequent in the show and need no other evidence."""

    _index: Mapping[str, list[Entry]] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Leave the index to the first search: a run that reuses its readings searches nothing."""
        object.__setattr__(self, "_index", None)

    def __len__(self) -> int:
        """The number of entries and surnames."""
        return len(self.entries) + len(self.surnames)

    def matches(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Find every entry in a text, overlaps included, whether its context fits or not.

        Yields:
            The offset of each entry's first character, in ascending order, and the entry; of
            those at one offset the longest first, of equally long ones the one whose context says
            more, then the later one.
        """
        index = self._index
        if index is None:
            index = _index(self.entries)
            object.__setattr__(self, "_index", index)
        text = fold_width(text)
        for at, character in enumerate(text):
            for entry in index.get(character, ()):
                if text.startswith(entry.text, at):
                    yield at, entry


def _index(entries: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    by_first: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed([entry for entry in entries if entry.pinyin]):
        for spelled in _spellings(entry):
            by_first[spelled.text[0]].append(spelled)
    for spellings in by_first.values():
        spellings.sort(key=_order)
    return dict(by_first)


def _order(entry: Entry) -> tuple[int, int, int]:
    """Sort key: longer entries first, then those whose context requires or excludes more."""
    required = bool(entry.before) + bool(entry.after)
    excluded = bool(entry.not_before) + bool(entry.not_after)
    return -len(entry.text), -required, -excluded


def _spellings(entry: Entry) -> tuple[Entry, ...]:
    """Give an entry as it was written, and in the simplified characters that texts are read in."""

    def both(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*words, *map(simplify_word, words))))

    plain = replace(
        entry,
        text=simplify_word(entry.text),
        before=both(entry.before),
        after=both(entry.after),
        not_before=both(entry.not_before),
        not_after=both(entry.not_after),
    )
    return (entry,) if plain == entry else (entry, plain)
