"""Finding people's names by the evidence a newspaper gives.

Evidence is counted in points, for and against; a name needs more of them where its surname is an
everyday word. Who was found once with good evidence is the same person wherever the full name
stands in the edition. The words that are evidence are in ``name_cues.toml``; points and limits were
set on this project's own sentences (``tests/data/names_newspaper.tsv``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from audiopaper.readings.context_rules import find_rule
from audiopaper.readings.dictionary import is_word, readings_of
from audiopaper.readings.names.companies import points_as_company
from audiopaper.readings.names.credit_lines import find_credited
from audiopaper.readings.names.everyday_words import is_family, points_as_everyday
from audiopaper.readings.names.foreign_names import find_foreign, sounds_foreign
from audiopaper.readings.names.name_cues import NUMERALS
from audiopaper.readings.names.name_evidence import (
    LIKELY_TITLE,
    MEMORABLE,
    TITLE,
    UNKNOWN_BEFORE,
    VERB_ENDINGS,
    VILLAGE,
    is_item,
    points_after,
    points_against,
    points_as_given,
    points_before,
    points_by_place,
)
from audiopaper.readings.names.person import Person
from audiopaper.readings.names.surnames_with_titles import points_as_family, points_as_titled
from audiopaper.readings.tokens import plain_han
from audiopaper.readings.word_division import Division

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.g2pm import Guess

_LIMIT = 3.0

_WEAK_LIMIT = 4.0
# No reading hangs on 满 or 木 as a surname.
_PLAIN_WEAK_LIMIT = 5.0

_RARE_LIMIT = 6.5

# How sure a name is by its points above the limit, set on this project's own sentences.
_SURE = ((4.0, 0.98), (2.0, 0.96), (1.0, 0.9), (0.0, 0.8))

# A name that stood in the show's bylines again and again.
_KNOWN_SURE = 0.96

# A word for people that name_cues.toml does not list: 剪纸艺人, 护林员.
_PEOPLE_ENDINGS = "人员师长手家工生者友民警兵匠户帅官"

# The characters that set items of a list of names apart.
_LIST_MARKS = "、 \u3000，,；;/和与"

_LIST_GAP = 2

# 种棉花, 盛满水, 单季出货: verbs and measures that nobody is called by without a title before them.
_EVERYDAY = re.compile(
    "种(?:棉|粮|菜|树|瓜|果|豆|花|草|茶|稻|麦|玉米|地|田|药|桑|苜蓿|葡萄|苹果|土豆|蔬)"
    "|盛[满着了水放有在入]|单[季次日月场个人边周件株季年店车机位品]|华[人侨商裔文语社校媒]"
)
_TOWARDS_CHINA = re.compile("[对访来驻在涉援旅侨赴反亲知]$")

# Words for people that stand before what they do as often as before a name.
_MANY = re.compile(
    "(?:干部|群众|党员|领导|人员|同志|职工|战士|民警|代表|委员|学生|青年|村民|居民|市民|农民|工人|医生|教师|家长|专家|团员|官兵|人们|他们|我们|你们)$"
)

# 总统查尔斯, 华莱士说: whatever stands beside it.
_FOREIGN = 9.0

_LIKELY_NEIGHBOUR = 2.0

# What is said of a name elsewhere in the edition: for certain, or likely.
_KNOWN = 2.5
_KNOWN_WORD = 4.0
_LIKELY = 1.5

_HAN = "[\u3400-\u9fff]"

# A wide space says more than a narrow one.
_SPACED = re.compile(
    rf"(?<={_HAN})(?P<gap>[ \u3000]{{0,2}}\u3000[ \u3000]?|  ?)"
    rf"(?={_HAN}(?:(?<=\u3000.)|(?!{_HAN})|[和与及等同]))"
)


def find_people(
    texts: Sequence[str], guesses: Sequence[Mapping[int, Guess]], lexicon: Lexicon
) -> list[tuple[Person, ...]]:
    """Find the people of an edition.

    Args:
        texts: All that is said in it.
        guesses: For each text, what the network says of its polyphones.
        lexicon: Its surnames are the only ones that are looked for.

    Returns:
        For each text the names in it, in order and without overlaps.
    """
    surnames = _surname_pattern(
        frozenset(lexicon.surnames)
        | lexicon.common_surnames
        | lexicon.weak_surnames
        | lexicon.rare_surnames
    )
    if surnames is None:
        return [() for _ in texts]
    offsets = [_close_up(text, surnames) for text in texts]
    texts = ["".join(text[at] for at in kept) for text, kept in zip(texts, offsets, strict=True)]
    candidates = [
        _find_candidates(
            text,
            {i: guess[at] for i, at in enumerate(kept) if at in guess},
            surnames,
            lexicon,
        )
        for text, guess, kept in zip(texts, guesses, offsets, strict=True)
    ]
    candidates = _count_elsewhere(texts, candidates, lexicon)
    found = [_accept(text, people, lexicon) for text, people in zip(texts, candidates, strict=True)]
    found = [
        _put_first(_find_certain(text, lexicon), people)
        for text, people in zip(texts, _recall_known(texts, found), strict=True)
    ]
    return [
        tuple(_move(person, kept) for person in people)
        for people, kept in zip(found, offsets, strict=True)
    ]


def _close_up(text: str, surnames: re.Pattern[str]) -> list[int]:
    """Give the offsets of a text without the spaces inside names of two characters: 单　伟.

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


def _move(person: Person, offsets: Sequence[int]) -> Person:
    start, given, end = person.start, person.given, person.end
    return replace(
        person, start=offsets[start], given=offsets[given - 1] + 1, end=offsets[end - 1] + 1
    )


def _recall_known(
    texts: Sequence[str], found: list[tuple[Person, ...]]
) -> list[tuple[Person, ...]]:
    """Add who was found with good evidence anywhere, wherever the name stands."""
    known = {
        text[p.start : p.end]: replace(p, start=0, given=p.given - p.start, end=p.end - p.start)
        for text, people in zip(texts, found, strict=True)
        for p in sorted(people, key=lambda person: person.points)
        if p.points >= MEMORABLE and p.end > p.given and not is_word(text[p.start : p.end])
    }
    if not known:
        return found
    pattern = re.compile("|".join(sorted(map(re.escape, known), key=lambda n: (-len(n), n))))
    return [
        _recall(text, people, pattern, known) for text, people in zip(texts, found, strict=True)
    ]


def _recall(
    text: str, people: tuple[Person, ...], pattern: re.Pattern[str], known: Mapping[str, Person]
) -> tuple[Person, ...]:
    matches = list(pattern.finditer(text))
    words = _word_spans(text) if any(len(m[0]) == 2 for m in matches) else {}
    recalled = [
        replace(known[m[0]], start=m.start(), given=m.start() + known[m[0]].given, end=m.end())
        for m in matches
        if len(m[0]) > 2 or _stands_free(text, m.start(), m.end(), words)
    ]
    return _put_first(recalled, people)


def _put_first(first: Sequence[Person], people: Sequence[Person]) -> tuple[Person, ...]:
    """Add names to others, which give way where they overlap."""
    taken = {i for person in first for i in range(person.start, person.end)}
    rest = [p for p in people if not taken & set(range(p.start, p.end))]
    return tuple(sorted([*first, *rest], key=lambda person: person.start))


def _find_certain(text: str, lexicon: Lexicon) -> list[Person]:
    """Find the names that nobody of this country can have, and those of a credit."""
    # A foreign name has no surname before its dot: all of it is as a surname that no table has.
    foreign = [Person(at, end, end, MEMORABLE, _SURE[0][1]) for at, _, end in find_foreign(text)]
    credited = [
        Person(at, given, end, MEMORABLE, _SURE[1][1])
        for at, given, end in find_credited(text, lexicon)
    ]
    known = [
        Person(
            match.start(),
            match.start() + _surname_chars(name, lexicon),
            match.end(),
            MEMORABLE,
            _KNOWN_SURE,
        )
        for name in sorted(lexicon.known)
        for match in re.finditer(re.escape(name), text)
    ]
    return [*_put_first(foreign, _put_first(credited, known))]


def _surname_chars(name: str, lexicon: Lexicon) -> int:
    """Characters of a full name's surname: two where the first two are one (欧阳)."""
    double = name[:2] in lexicon.surnames or name[:2] in lexicon.common_surnames
    return 2 if double else 1


def _stands_free(text: str, start: int, end: int, words: Mapping[int, tuple[int, int]]) -> bool:
    """Whether two characters are no part of other words, whom they would be a name among: 曾明|确.

    Three characters are enough to be a name wherever they meet.
    """
    inside = all(start <= words.get(at, (at, 0))[0] for at in (start, end - 1))
    whole = words.get(end - 1, (0, end))[1] <= end
    return inside and whole and text[end : end + 1] not in (*VERB_ENDINGS, *NUMERALS)


@cache
def _surname_pattern(surnames: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(surnames, key=lambda surname: (-len(surname), surname))
    return re.compile("|".join(map(re.escape, longest_first))) if surnames else None


def _find_candidates(
    text: str, guesses: Mapping[int, Guess], surnames: re.Pattern[str], lexicon: Lexicon
) -> list[Person]:
    words = _word_spans(text)
    candidates: list[Person] = []
    for at in range(len(text)):
        match = surnames.match(text, at)
        if match:
            candidates += _candidates(text, match, words, guesses, lexicon)
    return _count_neighbours(text, candidates)


def _count_elsewhere(
    texts: Sequence[str], candidates: list[list[Person]], lexicon: Lexicon
) -> list[list[Person]]:
    """Add to each full name what the edition says of the same characters elsewhere.

    Where a word (单飞, 解放军) is somebody's name for certain, little evidence is enough to tell
    it from the word.
    """
    # The two best of each name: one of them may be the place that is looked at.
    places: dict[str, list[float]] = defaultdict(list)
    for text, people in zip(texts, candidates, strict=True):
        for p in people:
            if p.end > p.given and p.points >= _limit(text[p.start : p.given], lexicon):
                best = places[text[p.start : p.end]]
                best[:] = sorted([*best, p.points])[-2:]

    def elsewhere(name: str, points: float) -> float:
        others = list(places.get(name, ()))
        if points in others:
            others.remove(points)
        word = is_word(name)
        if len(name) == 2 and not word:
            # Recalled below, where it stands free: 车凌 is not in 车凌蒙克.
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


def _accept(text: str, candidates: Sequence[Person], lexicon: Lexicon) -> tuple[Person, ...]:
    accepted: list[Person] = []
    taken: set[int] = set()
    for person in sorted(candidates, key=lambda p: (-p.points, p.start, -p.end)):
        surname = text[person.start : person.given]
        limit = _limit(surname, lexicon)
        span = range(person.start, person.end)
        if person.points >= limit and not taken.intersection(span):
            sure = next(sure for margin, sure in _SURE if person.points - limit >= margin)
            accepted.append(replace(person, sure=sure))
            taken.update(span)
    return tuple(sorted(accepted, key=lambda person: person.start))


def _limit(surname: str, lexicon: Lexicon) -> float:
    if surname in lexicon.rare_surnames:
        return _RARE_LIMIT
    if surname in lexicon.weak_surnames:
        return _WEAK_LIMIT if surname in lexicon.surnames else _PLAIN_WEAK_LIMIT
    return _LIMIT


def _word_spans(text: str) -> dict[int, tuple[int, int]]:
    return {
        i: (at, at + len(word.text))
        for at, word in Division(text).words()
        for i in range(at, at + len(word.text))
    }


def _candidates(
    text: str,
    match: re.Match[str],
    words: Mapping[int, tuple[int, int]],
    guesses: Mapping[int, Guess],
    lexicon: Lexicon,
) -> Iterable[Person]:
    start, given = match.span()
    if match[0] == "应" and _is_called_upon(text, start):
        return
    if match[0] == "要" and (points_before(text, start) < TITLE or _MANY.search(text[:start])):
        # 要闻, 要建设, 领导干部要: hardly ever somebody.
        return
    reading = lexicon.surnames.get(match[0])
    before = points_before(text, start)
    if before < TITLE and (
        _EVERYDAY.match(text, start) or (match[0] == "华" and _TOWARDS_CHINA.search(text[:start]))
    ):
        return
    first, _ = words.get(start - 1, (start, start))
    if before == UNKNOWN_BEFORE and start - first > 1 and reading and match[0] != "区":
        # 判决|盖小虎: where a word ends, another begins; 区 ends the name of a place there.
        before = 0.0
    if before < LIKELY_TITLE and start - first > 1 and text[start - 1] in _PEOPLE_ENDINGS:
        before = LIKELY_TITLE
    if reading and given - start == 1 and start in guesses:
        guess = guesses[start]
        unusual = guess.syllable != next(iter(readings_of(match[0])), "")
        before += 1.5 if unusual and guess.syllable == reading[0] else 0.0
    titled = points_as_titled(text, start, given, words) or points_as_family(text, start, given)
    if titled:
        yield Person(start, given, given, titled)
    if reading and is_family(text, given):
        yield Person(start, given, given, MEMORABLE)
    if reading and VILLAGE.match(text, given):
        yield Person(start, given, given, MEMORABLE)
    for end in (given + 1, given + 2):
        if end > len(text) or not all(plain_han(c) for c in text[given:end]):
            return
        foreign = bool(reading) and sounds_foreign(text[start : given + 2])
        points = (
            before
            - (_FOREIGN if foreign else 0.0)
            + points_as_company(text, start, given, end, titled=before >= TITLE)
            + points_as_given(text[given:end])
            + points_after(text, end)
            + points_against(text, start, given, end, words, titled=before >= TITLE)
            + points_by_place(text, start, given, end, words)
            + points_as_everyday(text, start, given, end, titled=before >= TITLE)
        )
        yield Person(start, given, end, points)


def _is_called_upon(text: str, start: int) -> bool:
    """Whether 应 says at whose wish something is done: 应美国总统邀请."""
    rule = find_rule(text, start)
    return rule is not None and rule.syllable == "ying4"


def _count_neighbours(text: str, candidates: Sequence[Person]) -> list[Person]:
    """Add to each name what stands beside it in a list: 刘伟、单国强、王军."""
    named = [p for p in candidates if p.end > p.given]
    likely = [p for p in named if p.points >= _LIKELY_NEIGHBOUR]
    starts, ends = {p.start for p in likely}, {p.end for p in likely}

    def beside(person: Person) -> float:
        gaps = range(1, _LIST_GAP + 1)
        before = any(
            person.start - n in ends and _sets_apart(text[person.start - n : person.start])
            for n in gaps
        )
        after = any(
            person.end + n in starts and _sets_apart(text[person.end : person.end + n])
            for n in gaps
        )
        # 李秀兰、解放明。: what fills its place in a list of people is one of them.
        points = 3.0 if is_item(text, person.start, person.end) else 1.5
        return points * (before + after) + (1.5 if _stands_in_spaces(text, person, ends) else 0.0)

    return [replace(p, points=p.points + beside(p)) if p.end > p.given else p for p in candidates]


def _stands_in_spaces(text: str, person: Person, ends: set[int]) -> bool:
    """Whether nothing but spaces part a name from the one before it, as in a byline."""
    nearby = text[max(0, person.start - _LIST_GAP - 1) : person.start]
    gap = len(nearby) - len(nearby.rstrip(" \u3000"))
    return (
        0 < gap <= _LIST_GAP
        and person.start - gap in ends
        and (person.end == len(text) or text[person.end] in " \u3000）)/")
    )


def _sets_apart(gap: str) -> bool:
    return all(character in _LIST_MARKS for character in gap)
