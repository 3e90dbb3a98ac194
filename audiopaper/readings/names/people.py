"""Finding people's names by the evidence a newspaper gives.

Evidence is counted in points, for and against; a name needs more of them where its surname is an
everyday word. Who was found once with good evidence is the same person wherever the full name
stands in the edition. The words that are evidence are in ``name_cues.toml``; points and limits were
set on this project's own sentences (``tests/data/names_newspaper.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.names.certain_names import (
    count_elsewhere,
    find_certain,
    put_first,
    recall_known,
)
from audiopaper.readings.names.foreign_names import find_statesmen
from audiopaper.readings.names.name_candidates import find_candidates
from audiopaper.readings.names.person import Person, points_needed, sure_by_margin
from audiopaper.readings.names.place_names import find_firms
from audiopaper.readings.names.possible_names import find_possible
from audiopaper.readings.names.recalled_surnames import recall_titled
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import Division, span_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.g2pm import Guess
    from audiopaper.readings.word_division import WordSpans

_HAN = f"[{HAN}]"

# A wide space says more than a narrow one.
_SPACED = re.compile(
    rf"(?<={_HAN})(?P<gap>[ \u3000]{{0,2}}\u3000[ \u3000]?|  ?)"
    rf"(?={_HAN}(?:(?<=\u3000.)|(?!{_HAN})|[和与及等同]))"
)


# Characters of a name without a dot.
_SIZES = (2, 3)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people in a text."""

    people: tuple[Person, ...] = ()
    """Those that were recognised, in order and without overlaps."""

    possible: Mapping[int, float] = field(default_factory=dict)
    """By the offset of each other surname with a reading of its own the points that a name lacks
    there (see `find_possible`)."""


def find_people(
    texts: Sequence[str], guesses: Sequence[Mapping[int, Guess]], lexicon: Lexicon
) -> list[Names]:
    """Find the people of an edition.

    Args:
        texts: All that is said in it.
        guesses: For each text, what the network says of its polyphones.
        lexicon: Its surnames are the only ones that are looked for.

    Returns:
        For each text the names in it.
    """
    surnames = _surname_pattern(
        frozenset(lexicon.surnames)
        | lexicon.common_surnames
        | lexicon.weak_surnames
        | lexicon.rare_surnames
    )
    if surnames is None:
        return [Names() for _ in texts]
    offsets = [_close_up(text, surnames) for text in texts]
    closed = ["".join(text[i] for i in own) for text, own in zip(texts, offsets, strict=True)]
    divisions = [Division(text) for text in closed]
    words = [span_words(division.words()) for division in divisions]
    candidates = [
        find_candidates(
            text,
            division,
            {i: guess[at] for i, at in enumerate(own_offsets) if at in guess},
            surnames,
            lexicon,
        )
        for text, division, guess, own_offsets in zip(
            closed, divisions, guesses, offsets, strict=True
        )
    ]
    people = _choose(closed, words, candidates, lexicon)
    return [
        Names(
            tuple(_move(person, own_offsets) for person in persons),
            {
                own_offsets[at]: lacking
                for at, lacking in find_possible(text, own, persons, lexicon).items()
            },
        )
        for text, own, persons, own_offsets in zip(closed, candidates, people, offsets, strict=True)
    ]


def _choose(
    texts: Sequence[str],
    words: Sequence[WordSpans],
    candidates: list[list[Person]],
    lexicon: Lexicon,
) -> list[tuple[Person, ...]]:
    """Choose the names among the candidates of each text, by all texts of the edition."""
    candidates = count_elsewhere(texts, candidates, lexicon)
    candidates = _without_firms(texts, candidates)
    accepted = [
        _accept(text, people, lexicon) for text, people in zip(texts, candidates, strict=True)
    ]
    people = [
        put_first(find_certain(text, lexicon), persons)
        for text, persons in zip(texts, recall_known(texts, words, accepted), strict=True)
    ]
    return recall_titled(texts, words, people, lexicon)


def _close_up(text: str, surnames: re.Pattern[str]) -> list[int]:
    """Return the offsets of a text without the spaces inside names of two characters: 单　伟.

    Print sets them as wide as names of three.
    """
    gaps: set[int] = set()
    for match in _SPACED.finditer(text):
        start, end = match.span("gap")
        begins = start == 1 or not plain_han(text[start - 2]) or "\u3000" in match["gap"]
        # 王 强 单 伟: 强 ends the name before.
        if begins and start - 2 not in gaps and surnames.fullmatch(text, start - 1, start):
            gaps.update(range(start, end))
    return [at for at in range(len(text)) if at not in gaps]


def _without_firms(
    texts: Sequence[str], candidates: Sequence[Sequence[Person]]
) -> list[list[Person]]:
    """Leave out the candidates that are a firm's or a foreign name elsewhere in the edition."""
    pairs = list(zip(texts, candidates, strict=True))
    names = {text[p.start : p.end] for text, people in pairs for p in people}
    others = find_firms(texts, names) | find_statesmen(texts, names)
    # 盖莱|会见: a candidate may reach behind the name.
    return [
        [p for p in people if not any(text[p.start : p.start + n] in others for n in _SIZES)]
        for text, people in pairs
    ]


def _move(person: Person, offsets: Sequence[int]) -> Person:
    start, given, end = person.start, person.given, person.end
    return replace(
        person, start=offsets[start], given=offsets[given - 1] + 1, end=offsets[end - 1] + 1
    )


@cache
def _surname_pattern(surnames: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(surnames, key=lambda surname: (-len(surname), surname))
    return re.compile("|".join(map(re.escape, longest_first))) if surnames else None


def _accept(text: str, candidates: Sequence[Person], lexicon: Lexicon) -> tuple[Person, ...]:
    accepted: list[Person] = []
    taken: set[int] = set()
    for person in sorted(candidates, key=lambda p: (-p.points, p.start, -p.end)):
        surname = text[person.start : person.given]
        limit = points_needed(surname, lexicon)
        span = range(person.start, person.end)
        if person.points >= limit and not taken.intersection(span):
            accepted.append(replace(person, sure=sure_by_margin(person.points - limit)))
            taken.update(span)
    return tuple(sorted(accepted, key=lambda person: person.start))
