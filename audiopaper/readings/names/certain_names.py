"""Names that are known for certain, or from elsewhere in the edition.

Among them those in credits that are printed without separators: （记者张明王强李丽摄）.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.character_sets import HAN
from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.following_words import FOLLOWING
from audiopaper.readings.names.foreign_names import find_foreign
from audiopaper.readings.names.name_cues import NUMERALS, load_cues
from audiopaper.readings.names.name_evidence import MEMORABLE, VERB_ENDINGS
from audiopaper.readings.names.person import (
    CREDITED_SURE,
    FOREIGN_SURE,
    KNOWN_SURE,
    Person,
    points_needed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.word_division import WordSpans

_ROLE = "(?:记者|通讯员|摄影|摄像|编辑|校对|实习生|责编|美编)"

# The names between a role and what was done, or the end of the credit.
_CREDIT = re.compile(
    rf"{_ROLE}[\s:：/、]*(?P<names>(?:(?!{_ROLE})[{HAN}]){{4,16}}?)[\s/]*"
    r"(?:(?:综合|联合|摄影|现场)?报道|摄影?|供图|撰文|撰稿|采写|[文图]|文/图|图/文)?"
    rf"(?=[）)】\]]|$|\s*{_ROLE})"
)

_BRACKETS = "（(【["

# The most frequent surnames; half the people of the country have one of the first twenty.
_FIRST = frozenset("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗")

_WORTH = {"first": 3.0, "common": 1.5, "weak": 0.5, "rare": -1.0}

# Points off for a name of two characters (one in five) and for each further name.
_SHORT = 1.0
_EACH = 1.5

_LONGEST_GIVEN = 2

# Points below which characters are no name even in a credit: 连线张明.
_LEAST = -2.5

Parts = tuple[tuple[int, int, int], ...]


def find_credited(text: str, lexicon: Lexicon) -> Parts:
    """Find names without separators in a credit.

    Args:
        text: What is said.
        lexicon: Its surnames are the ones that names begin with.

    Returns:
        Start of each name, end of its surname and end of the name, in order; nothing for a credit
        that does not divide into two or more names.
    """
    return tuple(
        part
        for match in _CREDIT.finditer(text)
        if _is_credit(text, match.start())
        for part in _divide(text, *match.span("names"), lexicon)
    )


def _is_credit(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    opened = max(before.rfind(mark) for mark in _BRACKETS)
    return not before or (opened >= 0 and not re.search("[）)】\\]。！？]", before[opened:]))


def _divide(text: str, start: int, end: int, lexicon: Lexicon) -> Parts:
    """Divide characters into names in the most probable way; empty if there is none."""
    best: dict[int, tuple[float, Parts]] = {start: (0.0, ())}
    for at in range(start, end):
        if at not in best:
            continue
        points, parts = best[at]
        for part in _names_at(text, at, end, lexicon):
            worth = _points(text, *part, lexicon)
            total = points + worth
            if worth < _LEAST:
                continue
            if part[2] not in best or best[part[2]][0] < total:
                best[part[2]] = (total, (*parts, part))
    _, parts = best.get(end, (0.0, ()))
    return parts if len(parts) > 1 else ()


def _names_at(text: str, at: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int, int]]:
    for length in (1, 2):
        if not _worth(text[at : at + length], lexicon):
            continue
        for behind in range(at + length + 1, min(end, at + length + _LONGEST_GIVEN) + 1):
            yield at, at + length, behind


def _worth(surname: str, lexicon: Lexicon) -> float:
    if surname in _FIRST:
        return _WORTH["first"]
    if surname in lexicon.rare_surnames:
        return _WORTH["rare"]
    if surname in lexicon.weak_surnames and surname not in lexicon.common_surnames:
        return _WORTH["weak"]
    known = surname in lexicon.common_surnames or surname in lexicon.surnames
    return _WORTH["common"] if known else 0.0


def _points(text: str, start: int, given: int, end: int, lexicon: Lexicon) -> float:
    """Points for characters as a name; below 0 if they are more probably none."""
    cues, name = load_cues(), text[given:end]
    points = _worth(text[start:given], lexicon) - _EACH - _SHORT * (len(name) == 1)
    points += 1.0 * (name[0] == name[-1] and len(name) > 1)
    points += sum(0.5 if cues.is_given(c) else -1.0 for c in name) / len(name)
    points -= 2.0 * (cues.never_given >= set(name))
    # 王强|李丽, and not 王强李|丽.
    points -= 1.0 * (name[-1] in _FIRST and len(name) > 1)
    likely = all(map(cues.is_given, name))
    return points - ((1.0 if likely else 2.0) if is_word(text[start:end]) else 0.0)


# Points for the same name elsewhere in the edition: certain (a dictionary word or not), or likely.
# A name that is certain without its last character, which may be a word, loses as many.
_KNOWN = 2.5
_KNOWN_WORD = 4.0
_LIKELY = 1.5


def _collect_places(
    texts: Sequence[str], candidates: Sequence[Sequence[Person]], lexicon: Lexicon
) -> tuple[dict[str, list[float]], set[str]]:
    """Return the points of each full name, and the names that are certain without a word behind.

    Args:
        texts: All texts of the edition.
        candidates: For each text, all that may be a name.
        lexicon: Its surnames.
    """
    # The two best of each name, since one of them may be the candidate itself.
    places: dict[str, list[float]] = defaultdict(list)
    apart: set[str] = set()
    for text, people in zip(texts, candidates, strict=True):
        for p in people:
            if p.end > p.given and p.points >= points_needed(text[p.start : p.given], lexicon):
                best = places[text[p.start : p.end]]
                best[:] = sorted([*best, p.points])[-2:]
                if p.points >= MEMORABLE and text[p.end : p.end + 1] not in FOLLOWING:
                    apart.add(text[p.start : p.end])
    return places, apart


def count_elsewhere(
    texts: Sequence[str], candidates: list[list[Person]], lexicon: Lexicon
) -> list[list[Person]]:
    """Add to each full name the points for the same characters elsewhere in the edition.

    Once a word (单飞, 解放军) is certainly a name in the edition, little evidence is enough
    to find it again.

    Args:
        texts: All texts of the edition.
        candidates: For each text, all that may be a name.
        lexicon: Its surnames.

    Returns:
        The same candidates, in the same order.
    """
    places, apart = _collect_places(texts, candidates, lexicon)

    def elsewhere(name: str, points: float) -> float:
        others = list(places.get(name, ()))
        if points in others:
            others.remove(points)
        word = is_word(name)
        if name[-1] in FOLLOWING and name[:-1] in apart and name not in apart:
            # 李强 said so, and so 李强|为村里
            return -_KNOWN_WORD
        if len(name) == 2 and not word:
            # `recall_known` finds it, where it is no part of a longer name: 车凌蒙克.
            return 0.0
        if max(others, default=0.0) >= MEMORABLE:
            return _KNOWN_WORD if word else _KNOWN
        return _LIKELY if others and not word else 0.0

    return [
        [
            replace(p, points=p.points + elsewhere(text[p.start : p.end], p.points))
            if p.end > p.given
            else p
            for p in people
        ]
        for text, people in zip(texts, candidates, strict=True)
    ]


def recall_known(
    texts: Sequence[str], words: Sequence[WordSpans], people: Sequence[tuple[Person, ...]]
) -> Sequence[tuple[Person, ...]]:
    """Add the names that were found with good evidence elsewhere in the edition.

    Args:
        texts: All texts of the edition.
        words: For each text, start and end of the word that each character belongs to.
        people: For each text, the names found in it.

    Returns:
        For each text its names, in order and without overlaps.
    """
    known = {
        text[p.start : p.end]: replace(p, start=0, given=p.given - p.start, end=p.end - p.start)
        for text, persons in zip(texts, people, strict=True)
        for p in sorted(persons, key=lambda person: person.points)
        if p.points >= MEMORABLE and p.end > p.given and not is_word(text[p.start : p.end])
    }
    if not known:
        return people
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=lambda n: (-len(n), n))))
    return [
        put_first(_recall(text, spans, pattern, known), persons)
        for text, spans, persons in zip(texts, words, people, strict=True)
    ]


def _recall(
    text: str, words: WordSpans, pattern: re.Pattern[str], known: Mapping[str, Person]
) -> list[Person]:
    return [
        replace(
            known[match[0]],
            start=match.start(),
            given=match.start() + known[match[0]].given,
            end=match.end(),
        )
        for match in pattern.finditer(text)
        if len(match[0]) > 2 or _stands_free(text, match.start(), match.end(), words)
    ]


def _stands_free(text: str, start: int, end: int, words: WordSpans) -> bool:
    """Whether a name of two characters is no part of other words, unlike 曾明 in 曾明|确.

    A name of three characters hardly ever arises by chance.
    """
    inside = all(start <= words.get(at, (at, 0))[0] for at in (start, end - 1))
    whole = words.get(end - 1, (0, end))[1] <= end
    return inside and whole and text[end : end + 1] not in (*VERB_ENDINGS, *NUMERALS)


def find_certain(text: str, lexicon: Lexicon) -> list[Person]:
    """Find foreign names, names in a credit, and names that the show knows."""
    # All of a foreign name counts as a surname, for which no table has a reading.
    foreign = [Person(at, end, end, MEMORABLE, FOREIGN_SURE) for at, _, end in find_foreign(text)]
    credited = [
        Person(at, given, end, MEMORABLE, CREDITED_SURE)
        for at, given, end in find_credited(text, lexicon)
    ]
    known = [
        Person(
            match.start(),
            match.start() + _surname_chars(name, lexicon),
            match.end(),
            MEMORABLE,
            KNOWN_SURE,
        )
        for name in sorted(lexicon.known)
        for match in re.finditer(re.escape(name), text)
    ]
    return [*put_first(foreign, put_first(credited, known))]


def _surname_chars(name: str, lexicon: Lexicon) -> int:
    """Return the length of a full name's surname: 2 for 欧阳 and the like, else 1."""
    double = name[:2] in lexicon.surnames or name[:2] in lexicon.common_surnames
    return 2 if double else 1


def put_first(first: Sequence[Person], people: Sequence[Person]) -> tuple[Person, ...]:
    """Add names to others and drop those of the others that overlap them."""
    taken = {i for person in first for i in range(person.start, person.end)}
    rest = [p for p in people if not taken & set(range(p.start, p.end))]
    return tuple(sorted([*first, *rest], key=lambda person: person.start))
