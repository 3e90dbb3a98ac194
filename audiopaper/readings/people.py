"""Finding people's names by the evidence a newspaper gives.

Evidence is counted in points, for and against; a name needs more of them where its surname is an
everyday word. Who was found once with good evidence is the same person wherever the full name
stands in the edition. The words that are evidence are in ``cues.toml``; points and limits were
set on this project's own sentences (``tests/data/names_newspaper.tsv``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import find_words, is_word, readings_of
from audiopaper.readings.tiling import plain_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.network import Guess

_LIMIT = 3.0
_WEAK_LIMIT = 4.0
_RARE_LIMIT = 6.0

# A name needs no other evidence from here on, and is remembered through the edition.
_MEMORABLE = 5.0

# How sure a name is by its points above the limit, set on this project's own sentences.
_SURE = ((4.0, 0.97), (2.0, 0.93), (1.0, 0.85), (0.0, 0.7))

# A word for people that cues.toml does not list: 剪纸艺人, 护林员.
_PEOPLE_ENDINGS = "人员师长手家工生者友民警兵匠"
_LIKELY_TITLE = 2.5
_TITLE = 4.0
_UNKNOWN_BEFORE = -1.5

# Behind a verb, never behind a name.
_VERB_ENDINGS = "了着过起们地得完掉"

# Before a title they are an adverb or a preposition: 代市长, 向记者, 应主任之邀.
_NO_TITLED = frozenset("代向于应为")

# 盖好, 查明: behind a verb they say how it ended.
_RESULTS = "好明清开成来"

# Behind a subject: 曾祥瑞也会累.
_ADVERBS = "也还就都才正则已总却又再便仍先曾"

# 石坪镇 is a place, whoever it is called after.
_REGIONS = "县镇乡村屯寨"

# The characters that set items of a list of names apart.
_LIST_MARKS = "、 \u3000，,；;/和与"
_LIST_GAP = 2
_LIKELY_NEIGHBOUR = 2.0

# 任建国，男；曾子砚（左一）；华小龙今年三十二岁
_NUMERALS = "一二三四五六七八九十百千万两"
_SEX_OR_PLACE = re.compile(
    rf"[，（(]\s*(男|女|左|右|前排|后排|中[）)]|[{_NUMERALS}]+岁|系|时任|现任)"
)
# 单国强任青川市交通运输局局长
_OFFICE = re.compile(
    "[任为][^，。；：、的]{2,20}(?:书记|主任|主席|委员|代表|教授|经理|[长员师])(?=[，。；、]|$)"
)
_AGE = re.compile(rf"今年[{_NUMERALS}]|年[近逾过][{_NUMERALS}]|[{_NUMERALS}]+岁")
_AND_OTHERS = re.compile(rf"等[{_NUMERALS}]+[余多]?[人名位]")
# Villages are called after the family: 单家集, 任家庄.
_VILLAGE = re.compile("家[庄村湾集沟店营屯堡坡岭山桥河坝坪院巷冲塘垭寨滩洼峪铺口渡井圩埠窑畈墩坳]")
# What is done to somebody: 看到任春梅, 跟着查文斌.
_TOWARDS = re.compile(
    "[有看听想说谈提见遇问找帮救送拉扶背抱陪带领围等接靠请劝跟随牵冲朝对指望][着到了完起过给]$"
    "|[^，。、；：！？\\s][到给通开住]$"
)
# 擦了擦, 红着眼, 救起, 忙不过来: what a person does, whichever the verb.
_VERB = re.compile(r"[^，。、；：！？\s][了着过起上下出得不到给]")
# A quotation seldom begins with a name, a slogan in quotes seldom is one.
_OPENING = "“‘《「『〈"
_FOREIGN = re.compile(r"·[^，。、\s]{1,4}$")
_QUOTED_HONOUR = re.compile(r"[“‘《『「][^“”‘’《》]{2,12}[”’》』」]$")


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a text: a surname with a given name, or with a title behind it."""

    start: int
    """Offset of the surname."""

    given: int
    """Offset behind the surname."""

    end: int
    """Offset behind the given name."""

    points: float
    """The evidence; the more, the surer."""

    sure: float = 0.0
    """How sure it is that this is a name, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Cues:
    titles_before: frozenset[str]
    titles_after: frozenset[str]
    speech: frozenset[str]
    deeds: frozenset[str]
    belongings: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    towards: frozenset[str]
    given: frozenset[str]
    typical: frozenset[str]
    never_given: frozenset[str]


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
    found = [
        _find_in_text(text, guess, surnames, lexicon)
        for text, guess in zip(texts, guesses, strict=True)
    ]
    known = {
        text[p.start : p.end]: replace(p, start=0, given=p.given - p.start, end=p.end - p.start)
        for text, people in zip(texts, found, strict=True)
        for p in sorted(people, key=lambda person: person.points)
        if p.points >= _MEMORABLE and p.end > p.given and not is_word(text[p.start : p.end])
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
    taken = {i for person in recalled for i in range(person.start, person.end)}
    rest = [p for p in people if not taken & set(range(p.start, p.end))]
    return tuple(sorted([*recalled, *rest], key=lambda person: person.start))


def _stands_free(text: str, start: int, end: int, words: Mapping[int, tuple[int, int]]) -> bool:
    """Whether two characters are no part of other words, whom they would be a name among: 曾明|确.

    Three characters are enough to be a name wherever they meet.
    """
    inside = all(start <= words.get(at, (at, 0))[0] for at in (start, end - 1))
    whole = words.get(end - 1, (0, end))[1] <= end
    return inside and whole and text[end : end + 1] not in (*_VERB_ENDINGS, *_NUMERALS)


@cache
def _surname_pattern(surnames: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(surnames, key=lambda surname: (-len(surname), surname))
    return re.compile("|".join(map(re.escape, longest_first))) if surnames else None


def _find_in_text(
    text: str, guesses: Mapping[int, Guess], surnames: re.Pattern[str], lexicon: Lexicon
) -> tuple[Person, ...]:
    words = _word_spans(text)
    candidates: list[Person] = []
    for at in range(len(text)):
        match = surnames.match(text, at)
        if match:
            candidates += _candidates(text, match, words, guesses, lexicon)
    candidates = _count_neighbours(text, candidates)
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
    return _WEAK_LIMIT if surname in lexicon.weak_surnames else _LIMIT


def _word_spans(text: str) -> dict[int, tuple[int, int]]:
    return {
        i: (at, at + len(word.text))
        for at, word in find_words(text)
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
    reading = lexicon.surnames.get(match[0])
    before = _points_before(text, start)
    first, _ = words.get(start - 1, (start, start))
    if before == _UNKNOWN_BEFORE and start - first > 1 and reading and match[0] != "区":
        # 判决|盖小虎: where a word ends, another begins; 区 ends the name of a place there.
        before = 0.0
    if before < _LIKELY_TITLE and start - first > 1 and text[start - 1] in _PEOPLE_ENDINGS:
        before = _LIKELY_TITLE
    if reading and given - start == 1 and start in guesses:
        guess = guesses[start]
        unusual = guess.syllable != next(iter(readings_of(match[0])), "")
        before += 1.5 if unusual and guess.syllable == reading[0] else 0.0
    titled = _points_as_titled(text, start, given, words)
    if titled:
        yield Person(start, given, given, titled)
    if reading and _VILLAGE.match(text, given):
        yield Person(start, given, given, _MEMORABLE)
    for end in (given + 1, given + 2):
        if end > len(text) or not all(plain_han(c) for c in text[given:end]):
            return
        points = (
            before
            + _points_as_given(text[given:end])
            + _points_after(text, end)
            + _points_against(text, start, given, end, words, titled=before >= _TITLE)
        )
        yield Person(start, given, end, points)


def _points_before(text: str, start: int) -> float:
    cues = _cues()
    if start == 0:
        return 1.5
    last = text[start - 1]
    if last in "”’》』」" and _QUOTED_HONOUR.search(text[max(0, start - 14) : start]):
        return 3.0
    before = text[:start].rstrip(" \u3000：:/")
    title = _ending(before, cues.titles_before, 6)
    if title and (len(title) > 1 or before != text[:start]):
        return _TITLE
    if last in "他她它我你谁" or (before and (before[-1] in _NUMERALS or before[-1].isdecimal())):
        return -4.0
    if not plain_han(last):
        return -3.0 if last == "·" else 0.5 if last in _OPENING else 1.5
    if _FOREIGN.search(text[max(0, start - 5) : start]):
        return -4.0
    if _ending(before, cues.towards, 4) or _TOWARDS.search(text[max(0, start - 2) : start]):
        return 2.0
    if _ending(before, cues.before, 4):
        return 1.5
    return _UNKNOWN_BEFORE


def _points_after(text: str, end: int) -> float:
    cues = _cues()
    if _beginning(text, end, cues.speech, 5):
        return 3.0
    if _beginning(text, end, cues.deeds, 2) or _OFFICE.match(text, end):
        return 3.5
    if _beginning(text, end, cues.titles_after, 4):
        return 3.0
    if end == len(text) or not plain_han(text[end]):
        return 4.0 if _SEX_OR_PLACE.match(text, end) else 1.5
    if text[end] in _VERB_ENDINGS or text[end] in _REGIONS:
        return -3.0
    if _AGE.match(text, end) or _AND_OTHERS.match(text, end):
        return 3.0
    if text[end] in _ADVERBS:
        return 1.5
    if _beginning(text, end, cues.belongings, 2):
        return 2.5
    if _beginning(text, end, cues.after, 2) or _VERB.match(text, end):
        return 1.0
    # A word begins there, whichever it is: 由华文俊|执导.
    return 0.5 if is_word(text[end : end + 2]) else -0.5


def _points_as_given(given: str) -> float:
    cues = _cues()
    if len(given) == 2 and given[0] == given[1] and given[0] in cues.given:
        return 2.0
    if given in _NUMERALS:
        return -2.0
    points = 0.0 if len(given) == 2 else -0.5 if given in _RESULTS else 0.5
    for character in given:
        likely, never = character in cues.given, character in cues.never_given
        points += 0.0 if likely and never else 1.0 if likely else -4.0 if never else -0.5
    return points + 0.5 * sum(character in cues.typical for character in given)


def _points_against(
    text: str,
    start: int,
    given: int,
    end: int,
    words: Mapping[int, tuple[int, int]],
    *,
    titled: bool,
) -> float:
    points = 0.0
    first, last = words.get(start, (start, start + 1))
    if first < start:
        # 主任, 清单, 小区: the surname belongs to a word that begins before it.
        points -= 4.0
    elif last > given and given - start == 1:
        # 任务, 单位, 解放: it begins one; but 华美|娟 leaves a character that is hardly a word.
        rest = text[last:end] if last == end - 1 else ""
        points -= 1.0 if rest in _cues().typical and last not in words else 3.0
    elif any(is_word(text[at : at + 4]) for at in range(max(0, start - 3), start)):
        # 活动家|喻户晓: an idiom that was cut at its first character.
        points -= 4.0
    cut_first, cut_last = words.get(end, (end, end + 1))
    name = text[given:end]
    typical = bool(_cues().typical.intersection(name))
    other_cut = typical and len(name) == 2 and is_word(text[end : end + 2])
    if given <= cut_first < end < cut_last and not other_cut:
        # 曾多|次: the name would end inside a word.
        points -= 2.0
    if is_word(text[start:end]):
        # 高水平, 家庭: all of it is one.
        points -= 3.0
    if len(name) == 2 and not any(at in words for at in range(start, end)) and _all_given(name):
        # 查文斌: in running text hardly three characters in a row belong to no word.
        points += 1.5
    if name in _cues().deeds | _cues().speech:
        points -= 6.0
    elif len(name) == 2 and is_word(name):
        # 曾明确: a word, though people are called 建国 too.
        points -= 4.0 if not _all_given(name) else 0.5 if titled or typical else 1.0
    return points


def _all_given(name: str) -> bool:
    return set(name) <= _cues().given - _cues().never_given


def _points_as_titled(
    text: str, start: int, given: int, words: Mapping[int, tuple[int, int]]
) -> float:
    """Points for a surname that a title follows: 曾局长, 老曾, 曾某."""
    cues = _cues()
    free = start == 0 or not plain_han(text[start - 1])
    if text.startswith("某", given):
        return 6.0
    title = _beginning(text, given, cues.titles_after, 4)
    end = given + len(title)
    # 占总|人口: the title has to be a whole word.
    whole = words.get(given, (given, end))[1] <= end
    a_word = is_word(text[start:end]) or is_word(text[start : given + 1])
    if title and whole and not a_word and text[start:given] not in _NO_TITLED:
        free = free or bool(_ending(text[:start], cues.before, 4))
        return 5.0 if free else 0.0
    nickname = start > 0 and text[start - 1] in "老小阿" and not is_word(text[start - 1 : given])
    free = start == 1 or (start > 1 and not plain_han(text[start - 2]))
    if nickname and free and _points_after(text, given) > 0:
        return 5.0
    return 0.0


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
        return 1.5 * (before + after) + (1.5 if _stands_in_spaces(text, person, ends) else 0.0)

    return [replace(p, points=p.points + beside(p)) if p.end > p.given else p for p in candidates]


def _stands_in_spaces(text: str, person: Person, ends: set[int]) -> bool:
    """Whether nothing but spaces part a name from the one before it, as in a byline."""
    gap = len(text[: person.start]) - len(text[: person.start].rstrip(" \u3000"))
    return (
        0 < gap <= _LIST_GAP
        and person.start - gap in ends
        and (person.end == len(text) or text[person.end] in " \u3000）)/")
    )


def _sets_apart(gap: str) -> bool:
    return all(character in _LIST_MARKS for character in gap)


def _ending(text: str, words: frozenset[str], longest: int) -> str:
    for length in range(min(longest, len(text)), 0, -1):
        if text[-length:] in words:
            return text[-length:]
    return ""


def _beginning(text: str, at: int, words: frozenset[str], longest: int) -> str:
    for length in range(longest, 0, -1):
        if at + length <= len(text) and text[at : at + length] in words:
            return text[at : at + length]
    return ""


@cache
def _cues() -> _Cues:
    path = Path(__file__).with_name("cues.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    characters = ("given", "typical", "never_given")
    return _Cues(
        **{
            key: frozenset("".join(value.split()) if key in characters else value.split())
            for key, value in table.items()
        }
    )
