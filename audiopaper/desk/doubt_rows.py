"""Doubtful readings and passages, with the data to hear and to change them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.desk.audition import Passage
from audiopaper.desk.chosen_readings import make_entry
from audiopaper.desk.verdicts import name_doubt, name_text_doubt
from audiopaper.marked_text import replace_brackets, split_mark
from audiopaper.reading_review import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.config import Config
    from audiopaper.lexicon import Lexicon
    from audiopaper.model import Item, Rundown
    from audiopaper.pipeline.show_setup import ShowSetup

_MAX_CHOICES = 4
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDoubt:
    """A doubtful reading, with the data to hear and to change it."""

    id: str
    """Its name among the verdicts."""

    doubt: Doubt
    """The reading and its certainty."""

    sentence: str
    """The sentence around it, to be spoken."""

    presenter: str
    """The presenter of the sentence."""

    choices: tuple[str, ...] = ()
    """Other known readings, in pinyin."""

    places: tuple[str, ...] = ()
    """Titles of the items that contain it."""

    @property
    def spoken_form(self) -> str:
        """The spoken form: syllables, or the words of a number."""
        return " ".join(self.doubt.pinyin) or self.doubt.spoken

    @property
    def passage(self) -> Passage:
        """The passage to speak."""
        return Passage(
            sentence=self.sentence,
            presenter=self.presenter,
            text=self.doubt.text,
            spoken=self.spoken_form,
            context=self.doubt.context,
        )

    @property
    def everywhere(self) -> bool:
        """Whether a decision may apply everywhere, which it may not for a single character."""
        return len(self.doubt.text) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDoubtRow:
    """A doubtful passage of the pages' text."""

    page: int
    line: int
    kind: str
    text: str
    done: str
    other: str
    article: str = ""
    sure: float = 0.0
    picture: str = ""

    @property
    def id(self) -> str:
        """Its name among the verdicts."""
        return name_text_doubt(self.kind, self.page, self.line, self.text)


def list_likely(readings: Sequence[ReadingDoubt]) -> tuple[Passage, ...]:
    """List the passages that an editor is likely to hear next, the likeliest first.

    These are the words around each reading, and then those with the nearest other reading of a
    word, which is said when it is chosen. A single character is chosen only in its context, to
    which the words are fitted then.
    """
    chosen = (
        replace(
            row.passage, spoken=row.choices[0], tried=make_entry(row.doubt.text, row.choices[0])
        )
        for row in readings
        if row.everywhere and row.choices
    )
    return (*(row.passage for row in readings), *chosen)


def show_reading(doubt: Doubt, rundown: Rundown, setup: ShowSetup, config: Config) -> ReadingDoubt:
    """Return a doubtful reading with its sentence, the other readings and the items it is in."""
    words = _bare(doubt.context) if doubt.kind == "polyphone" else replace_brackets(doubt.text)
    places = [
        item
        for item in rundown.items
        if not item.drop and words in replace_brackets(_words_of(item))
    ]
    sentence, holder = _find_sentence(doubt.context, places)
    return ReadingDoubt(
        id=name_doubt(doubt),
        doubt=doubt,
        sentence=sentence,
        presenter=holder.presenter if holder is not None else config.presenters.anchor,
        choices=_find_choices(doubt, setup.lexicon) if doubt.pinyin else (),
        places=tuple(dict.fromkeys(item.title for item in places)),
    )


def _find_choices(doubt: Doubt, lexicon: Lexicon) -> tuple[str, ...]:
    """List the other readings of the text, the most similar first."""
    # Imported here: the dictionaries are large, and a desk without a doubtful reading needs none.
    from audiopaper.readings.choices import list_pinyin

    def distance(pinyin: tuple[str, ...]) -> int:
        return sum(a != b for a, b in zip(pinyin, doubt.pinyin, strict=True))

    readings = list_pinyin(doubt.text, lexicon)
    # A wrong reading of a name mostly differs from the right one in a single character.
    nearest = sorted((p for p in readings if p != doubt.pinyin), key=distance)
    return tuple(map(" ".join, nearest))[:_MAX_CHOICES]


def _find_sentence(context: str, items: Sequence[Item]) -> tuple[str, Item | None]:
    """Find the sentence around a marked text, and the item that contains it."""
    bare = _bare(context)
    for item in items:
        words = _words_of(item)
        offset = replace_brackets(words).find(bare)
        if offset >= 0:
            offset += len(split_mark(context)[0])
            start = max((m.end() for m in _SENTENCE_END.finditer(words, 0, offset)), default=0)
            end = _SENTENCE_END.search(words, offset)
            return words[start : end.end() if end else len(words)].strip(), item
    return bare, None


def _bare(context: str) -> str:
    """Return a passage without its mark, as `replace_brackets` gives it."""
    return "".join(split_mark(context)).strip("…")


def _words_of(item: Item) -> str:
    return f"{item.read_title}\n{item.text}"


def count_doubts(item: Item, doubts: Iterable[Doubt], texts: Iterable[TextDoubtRow]) -> int:
    """Count the doubtful readings and passages of an item."""
    words = replace_brackets(_words_of(item))
    spoken = sum(_bare(d.context) in words for d in doubts)
    return spoken + sum(bool(item.article_id) and row.article == item.article_id for row in texts)
